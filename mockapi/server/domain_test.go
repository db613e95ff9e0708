package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestDomains: every app has its own domain, which follows its name; a custom one belongs to one app, however it is spelled.
func TestDomains(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		domains := func(want string) (list []api.Domain) {
			t.Helper()
			must(t, s, 200, "HRKU-view", "GET", "/apps/vault/domains", nil, &list)
			var got []string
			for _, d := range list {
				status := "none"
				if d.ACMStatus != nil {
					status = *d.ACMStatus
				}
				name, _, _ := strings.Cut(d.Hostname, ".")
				if d.Kind == "heroku" {
					name = name[:strings.LastIndexByte(name, '-')]
				}
				got = append(got, name+" "+d.Kind+" "+status)
			}
			if text := strings.Join(got, ", "); text != want {
				t.Errorf("domains %q, want %q", text, want)
			}
			return list
		}
		domains("vault heroku none")
		var d, same api.Domain
		must(t, s, 201, "HRKU-operate", "POST", "/apps/vault/domains", object{"hostname": "WWW.acme.test", "sni_endpoint": nil}, &d)
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/domains/www.ACME.test", nil, &same)
		if d.ID != same.ID || d.Hostname != "WWW.acme.test" || d.CNAME == nil || d.App.Name != "vault" {
			t.Errorf("%+v, %+v", d, same)
		}
		must(t, s, 422, "HRKU-admin", "POST", "/apps/web/domains", object{"hostname": "www.acme.TEST", "sni_endpoint": nil}, nil)
		var a api.App
		must(t, s, 200, "HRKU-operate", "POST", "/apps/vault/acm", nil, &a)
		if !a.ACM {
			t.Errorf("app: %+v", a)
		}
		domains("WWW custom cert issued, vault heroku none")
		must(t, s, 200, "HRKU-operate", "PATCH", "/apps/vault/acm", nil, nil)
		must(t, s, 200, "HRKU-operate", "DELETE", "/apps/vault/acm", nil, &a)
		if must(t, s, 200, "HRKU-view", "GET", "/apps/vault", nil, &a); a.ACM {
			t.Errorf("app: %+v", a)
		}
		must(t, s, 422, "HRKU-operate", "PATCH", "/apps/vault/acm", nil, nil)
		must(t, s, 200, "HRKU-manage", "PATCH", "/apps/vault", object{"name": "safe"}, nil)
		must(t, s, 200, "HRKU-manage", "PATCH", "/apps/safe", object{"name": "vault"}, nil)
		own := domains("WWW custom none, vault heroku none")[1]
		must(t, s, 422, "HRKU-operate", "DELETE", "/apps/vault/domains/"+own.ID, nil, nil)
		must(t, s, 200, "HRKU-operate", "DELETE", "/apps/vault/domains/"+d.ID, nil, nil)
		must(t, s, 201, "HRKU-admin", "POST", "/apps/web/domains", object{"hostname": "www.acme.test", "sni_endpoint": nil}, nil)
	})
}

// TestLogDrains: a drain is found by id, address and token, and its token is its own.
func TestLogDrains(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		var one, two api.LogDrain
		must(t, s, 201, "HRKU-operate", "POST", "/apps/vault/log-drains", object{"url": "https://logs.acme.test/a"}, &one)
		must(t, s, 201, "HRKU-operate", "POST", "/apps/vault/log-drains", object{"url": "syslog+tls://logs.acme.test:514"}, &two)
		must(t, s, 422, "HRKU-operate", "POST", "/apps/vault/log-drains", object{"url": "https://logs.acme.test/a"}, nil)
		must(t, s, 201, "HRKU-admin", "POST", "/apps/web/log-drains", object{"url": "https://logs.acme.test/a"}, nil)
		if one.Token == two.Token || !strings.HasPrefix(one.Token, "d.") || one.Addon != nil || one.App.Name != "vault" {
			t.Errorf("%+v, %+v", one, two)
		}
		for _, ref := range []string{one.ID, one.Token, "https%3A%2F%2Flogs.acme.test%2Fa"} {
			var got api.LogDrain
			must(t, s, 200, "HRKU-operate", "GET", "/apps/vault/log-drains/"+ref, nil, &got)
			if got.ID != one.ID {
				t.Errorf("%s: %+v", ref, got)
			}
		}
		must(t, s, 404, "HRKU-admin", "GET", "/apps/web/log-drains/"+one.ID, nil, nil)
		must(t, s, 200, "HRKU-operate", "DELETE", "/apps/vault/log-drains/"+one.Token, nil, nil)
		var left []api.LogDrain
		must(t, s, 200, "HRKU-operate", "GET", "/apps/vault/log-drains", nil, &left)
		if len(left) != 1 || left[0].ID != two.ID {
			t.Errorf("left: %+v", left)
		}
	})
}

// TestAppFeatures: what is switched stays so, for this app alone.
func TestAppFeatures(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		enabled := func(app string) (names []string) {
			var list []api.AppFeature
			must(t, s, 200, "HRKU-admin", "GET", "/apps/"+app+"/features", nil, &list)
			for _, f := range list {
				if f.Enabled {
					names = append(names, f.Name)
				}
			}
			return names
		}
		var f api.AppFeature
		for _, on := range []bool{true, true, false, true} {
			must(t, s, 200, "HRKU-operate", "PATCH", "/apps/vault/features/preboot", object{"enabled": on}, &f)
			if f.Enabled != on {
				t.Errorf("switched to %v: %+v", on, f)
			}
		}
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/features/"+f.ID, nil, &f)
		if f.Name != "preboot" || sprint(enabled("vault")) != "[preboot]" || enabled("web") != nil {
			t.Errorf("%+v, vault %v, web %v", f, enabled("vault"), enabled("web"))
		}
	})
}

// TestRuntimePages: the lists page by their keys, and by no other.
func TestRuntimePages(t *testing.T) {
	s := prepared(t, ":memory:")
	must(t, s, 200, "HRKU-admin", "PATCH", "/apps/vault/formation/web", object{"quantity": 3}, nil)
	for path, c := range map[string]struct{ field, next string }{
		"/domains":                 {"hostname", "hostname ]"},
		"/dynos":                   {"name", "name ]"},
		"/features":                {"name", "name ]"},
		"/releases":                {"id", "id ]"},
		"/builds":                  {"started_at", ""},
		"/formation":               {"type", ""},
		"/log-drains":              {"id", ""},
		"/buildpack-installations": {"ordinal", ""},
	} {
		resp, body := s.DoHeader(t, "HRKU-admin", "GET", "/apps/vault"+path, nil, http.Header{"Range": {c.field + " ..; max=1"}})
		if next := resp.Header.Get("Next-Range"); !strings.HasPrefix(next, c.next) || (next == "") != (c.next == "") || (resp.StatusCode == http.StatusPartialContent) != (c.next != "") {
			t.Errorf("%s: %d, next %q: %s", path, resp.StatusCode, next, body)
		}
		resp, _ = s.DoHeader(t, "HRKU-admin", "GET", "/apps/vault"+path, nil, http.Header{"Range": {"color .."}})
		if resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
			t.Errorf("%s by color: %d", path, resp.StatusCode)
		}
	}
}

func TestDomainMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"POST", "/domains", object{}, 422, "is not a domain"},
		{"POST", "/domains", object{"hostname": "acme.test"}, 422, "sni_endpoint is required"},
		{"POST", "/domains", object{"hostname": "acme.test", "sni_endpoint": 1}, 422, "sni_endpoint is required"},
		{"POST", "/domains", object{"hostname": "acme.test", "sni_endpoint": "tyrannosaurus-1"}, 404, "Couldn't find that SNI endpoint."},
		{"POST", "/domains", object{"hostname": "https://acme.test", "sni_endpoint": nil}, 422, "is not a domain"},
		{"POST", "/domains", object{"hostname": "x.herokuapp.com", "sni_endpoint": nil}, 422, "reserved for Heroku"},
		{"POST", "/domains", object{"hostname": "www.acme.test", "sni_endpoint": nil}, 422, "in use already"},
		{"GET", "/domains/none.test", nil, 404, "Couldn't find that domain name."},
		{"DELETE", "/domains/a%00", nil, 404, "Couldn't find that domain name."},
		{"POST", "/log-drains", object{}, 422, "syslog+tls://"},
		{"POST", "/log-drains", object{"url": "ftp://x.test"}, 422, "url must be a URL"},
		{"POST", "/log-drains", object{"url": []string{}}, 422, "url must be a string"},
		{"GET", "/log-drains/%00", nil, 404, "Couldn't find that log drain."},
		{"DELETE", "/log-drains/d.x", nil, 404, "Couldn't find that log drain."},
		{"PATCH", "/features/preboot", object{}, 422, "enabled is required"},
		{"PATCH", "/features/preboot", object{"enabled": "on"}, 422, "enabled must be true or false"},
		{"PATCH", "/features/warp", object{"enabled": true}, 404, "Couldn't find that app feature."},
		{"GET", "/features/%00", nil, 404, "Couldn't find that app feature."},
	})
}

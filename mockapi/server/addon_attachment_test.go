package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

const attachments = "/addon-attachments"

// TestAttachments tells the life of an add-on that two apps use.
func TestAttachments(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		attach := func(addon, app any, name string) object { return object{"addon": addon, "app": app, "name": name} }
		with := func(o object, k string, v any) object { o[k] = v; return o }
		named := func(plan, name, confirm string) object {
			return object{"plan": object{"name": plan}, "attachment": object{"name": name}, "confirm": confirm, "config": object{}}
		}
		play(t, s, []step{
			{"ada", "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:standard-0", "name": "db"}, 201, `"config_vars":["DATABASE_URL"]`},
			{"ada", "POST", "/apps/web/addons", object{"plan": "heroku-postgresql", "attachment": object{}}, 201, `"config_vars":["DATABASE_AMBER_URL"]`},
			{"ada", "POST", "/apps/web/addons", named("heroku-redis", "CACHE", ""), 201, `"config_vars":["CACHE_URL"]`},
			{"ada", "POST", "/apps/web/addons", named("heroku-redis", "cache", ""), 422, "Attachment name must"},
			{"ada", "POST", "/apps/web/addons", named("heroku-redis", "CACHE", ""), 423, `"id":"confirmation_required"`},
			{"ada", "POST", "/apps/web/addons", named("heroku-redis", "CACHE", "vault"), 423, "has an attachment CACHE already"},
			{"ada", "POST", "/apps/web/addons", named("heroku-redis", "CACHE", "web"), 422, "the last attachment"},

			{"ada", "POST", attachments, attach("db", "vault", "MAIN"), 201, `"name":"MAIN","namespace":null`},
			{"ada", "POST", attachments, attach(object{"name": "db"}, object{"name": "vault"}, ""), 201, `"name":"DATABASE"`},
			{"ada", "POST", attachments, with(attach("db", "vault", "READER"), "namespace", "credential:reader"), 201, `"namespace":"credential:reader"`},
			{"ada", "POST", attachments, attach("db", "vault", "MAIN"), 423, "confirmation_required"},
			{"ada", "POST", attachments, with(attach("db", "vault", "MAIN"), "confirm", "vault"), 201, `"name":"MAIN"`},
			{"ada", "POST", attachments, with(attach("db", "vault", ""), "namespace", "a\x01b"), 422, "namespace must be"},
			{"ada", "POST", attachments, attach("none", "vault", ""), 404, `"resource":"add_on"`},
			{"ada", "POST", attachments, attach("db", "none", ""), 404, "Couldn't find that app."},
			{"ada", "POST", attachments, attach("db", 5, ""), 422, "app is neither a string nor an object"},
			{"ada", "POST", attachments, object{"addon": "db"}, 422, "addon and app are required"},
			{"joe", "POST", attachments, attach("db", "hobby", ""), 403, "permission to add, change and remove paid add-ons. On web"},
			{"sam", "POST", attachments, attach("db", "vault", ""), 403, "You do not have access to the app web."},

			{"ada", "GET", "/apps/vault/addon-attachments", nil, 200, `"name":"READER"`},
			{"ada", "GET", "/apps/vault/addon-attachments/MAIN", nil, 200, `"addon":{"app":{`},
			{"ada", "GET", "/apps/vault/addon-attachments/NONE", nil, 404, `"resource":"add_on attachment"`},
			{"ada", "GET", "/apps/web/addons/db", nil, 200, `"config_vars":["DATABASE_URL"]`},
			{"vic", "GET", "/apps/vault/addon-attachments", nil, 403, "vault"},
			{"vic", "GET", "/addons/db/addon-attachments", nil, 200, `"name":"web"}`},

			{"ada", "PATCH", "/apps/web/addons/db", object{"name": "data"}, 200, `"name":"data"`},
			{"ada", "PATCH", "/apps/web/addons/data", object{"name": "db", "plan": "heroku-postgresql:standard-0"}, 200, `"name":"db"`},
			{"ada", "PATCH", "/apps/web/addons/db", object{}, 422, "plan is required"},
			{"vic", "PATCH", "/apps/web/addons/db", object{"name": "mine"}, 403, "paid add-ons"},
			{"ada", "DELETE", "/apps/web/addons/db", object{"force": false}, 423, "is attached to the app vault too"},
			{"ada", "DELETE", "/apps/web/addons/db", object{"confirm": "db"}, 423, "confirmation_required"},
			{"ada", "DELETE", "/apps/web/addons/db", object{"confirm": "web"}, 200, `"state":"deprovisioned"`},
			{"ada", "GET", "/apps/vault/addon-attachments", nil, 200, "[]"},
			{"ada", "GET", "/addons/db", nil, 404, `"resource":"add_on"`},
		})
	})
}

// TestDetach takes attachments off, but not the last one of the app that pays.
func TestDetach(t *testing.T) {
	s := mockapitest.Start(t, world)
	var shared, own, second api.AddonAttachment
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", attachments, object{"addon": "clock", "app": "vault"}, &shared)
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/web/addon-attachments/SCHEDULER", nil, &own)
	play(t, s, []step{
		{"ada", "GET", attachments + "/" + shared.ID, nil, 200, `"name":"SCHEDULER"`},
		{"vic", "GET", attachments + "/" + shared.ID, nil, 403, "vault"},
		{"vic", "DELETE", attachments + "/" + own.ID, nil, 403, "permission to add, change and remove free add-ons"},
		{"ada", "DELETE", attachments + "/" + own.ID, nil, 422, "Destroy the add-on instead"},
		{"ada", "DELETE", attachments + "/none", nil, 404, "Couldn't find that add-on attachment."},
		{"joe", "DELETE", attachments + "/" + shared.ID, nil, 200, `"name":"SCHEDULER"`},
	})
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", attachments, object{"addon": "clock", "app": "web"}, &second)
	if second.Name != "SCHEDULER_AMBER" {
		t.Errorf("a second attachment to the same app is called %s", second.Name)
	}
	play(t, s, []step{
		{"ada", "GET", "/addons/clock", nil, 200, `"config_vars":["SCHEDULER_URL","SCHEDULER_AMBER_URL"]`},
		{"ada", "DELETE", attachments + "/" + own.ID, nil, 200, ""},
		{"ada", "DELETE", attachments + "/" + second.ID, nil, 422, "Destroy the add-on instead"},
		{"ada", "DELETE", "/apps/web/addons/clock", nil, 200, ""},
	})
	last := events(t, s)[len(events(t, s))-1]
	if last.Type != "addon" || last.Action != "destroy" || last.AppName != "web" {
		t.Errorf("last event %+v", last)
	}
}

// TestAttachPermissions: attaching takes on both apps what installing would take, and obeys the allowlist.
func TestAttachPermissions(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		seed := world
		grants := []string{"view", "deploy", "operate", "manage"}
		for _, p := range grants {
			seed = strings.Replace(seed, "users:\n", fmt.Sprintf("users:\n  - {email: %s@x.test, token: HRKU-%s}\n", p, p), 1)
		}
		s := mockapitest.StartOn(t, database, seed)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-redis", "name": "paid"}, nil)
		for _, p := range grants {
			for _, app := range []string{"web", "vault"} {
				must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps/"+app+"/collaborators", object{"user": p + "@x.test", "permissions": []string{p}}, nil)
			}
		}
		for addon, allowed := range map[string]string{"clock": "deploy operate", "paid": "operate"} {
			for _, p := range grants {
				want := http.StatusForbidden
				if strings.Contains(allowed, p) {
					want = http.StatusCreated
				}
				var x api.AddonAttachment
				must(t, s, want, "HRKU-"+p, "POST", attachments, object{"addon": addon, "app": "vault", "name": "X"}, &x)
				if want == http.StatusForbidden {
					must(t, s, http.StatusCreated, "HRKU-ada", "POST", attachments, object{"addon": addon, "app": "vault", "name": "X"}, &x)
				}
				after := http.StatusForbidden
				if want == http.StatusCreated {
					after = http.StatusOK
				}
				must(t, s, after, "HRKU-"+p, "DELETE", attachments+"/"+x.ID, nil, nil)
				if after == http.StatusForbidden {
					must(t, s, http.StatusOK, "HRKU-ada", "DELETE", attachments+"/"+x.ID, nil, nil)
				}
			}
		}
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"addons-controls": true}, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/apps/vault/collaborators/view@x.test", object{"permissions": []string{"operate"}}, nil)
		play(t, s, []step{
			{"operate", "POST", attachments, object{"addon": "clock", "app": "vault"}, 403, "scheduler is not on the allowlist"},
			{"view", "POST", attachments, object{"addon": "clock", "app": "vault"}, 403, "On web"},
			{"ada", "POST", attachments, object{"addon": "clock", "app": "vault"}, 201, ""},
			{"ada", "POST", "/teams/apps", object{"name": "other-team", "team": "gadgets"}, 201, ""},
			{"ada", "POST", attachments, object{"addon": "clock", "app": "other-team"}, 422, "belong to different owners"},
		})
		if !slices.ContainsFunc(events(t, s), func(e store.Event) bool {
			return strings.HasPrefix(e.Type, "addon") && e.ActorEmail == "ada@acme.test" && e.Data["allowlist_exception"] == true
		}) {
			t.Error("no event says that an admin's attachment is an exception")
		}
	})
}

// TestAddonsAcrossApps: every list holds what the caller may see, and no more.
func TestAddonsAcrossApps(t *testing.T) {
	s := mockapitest.Start(t, world)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/vault/addons", object{"plan": "heroku-redis", "name": "secret"}, nil)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps/hobby/addons", object{"plan": "papertrail", "name": "logs"}, nil)
	for token, want := range map[string]string{"ada": "clock secret", "joe": "clock logs secret", "vic": "clock", "jill": "secret", "sam": ""} {
		for _, path := range []string{"/addons", "/users/~/addons", attachments} {
			_, answer := s.Do(t, "HRKU-"+token, "GET", path, nil)
			var list []struct {
				Name  string
				Addon api.Ref
			}
			if err := json.Unmarshal(answer, &list); err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, d := range list {
				got[d.Addon.Name+d.Name] = true
				delete(got, "")
			}
			if len(got) != len(strings.Fields(want)) {
				t.Errorf("GET %s as %s: %v, want %s", path, token, got, want)
			}
		}
	}
	play(t, s, []step{
		{"vic", "GET", "/addons/secret", nil, 403, "You do not have access to the app vault."},
		{"jill", "GET", "/addons/secret", nil, 200, `"name":"secret"`},
		{"joe", "GET", "/users/vic@acme.test/addons", nil, 403, ""},
	})
	resp, _ := s.DoHeader(t, "HRKU-joe", "GET", "/addons", nil, http.Header{"Range": {"name ..; max=2"}})
	if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") != "name ]logs..; max=2" {
		t.Errorf("a page of add-ons: %d %v", resp.StatusCode, resp.Header)
	}
}

func TestResolve(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-redis", "name": "cache-one"}, nil)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/vault/addons", object{"plan": "heroku-redis", "name": "cache-two"}, nil)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", attachments, object{"addon": "cache-one", "app": "vault", "name": "SHARED"}, nil)
		const addons, attached = "/actions/addons/resolve", "/actions/addon-attachments/resolve"
		ask := func(word string, app any) object {
			return object{"addon": word, "addon_attachment": word, "app": app}
		}
		before := len(events(t, s))
		play(t, s, []step{
			{"ada", "POST", addons, ask("cache-one", nil), 200, `"name":"cache-one"`},
			{"ada", "POST", addons, ask("cache-one", "web"), 200, `"name":"cache-one"`},
			{"ada", "POST", addons, ask("SHARED", "vault"), 200, `"name":"cache-one"`},
			{"ada", "POST", addons, ask("vault::SHARED", nil), 200, `"name":"cache-one"`},
			{"ada", "POST", addons, ask("REDIS", "vault"), 200, `"name":"cache-two"`},
			{"ada", "POST", addons, ask("scheduler", nil), 200, `"name":"clock"`},
			{"ada", "POST", addons, ask("heroku-redis:mini", "web"), 200, `"name":"cache-one"`},
			{"ada", "POST", addons, object{"addon": "SHARED", "addon_service": "scheduler"}, 404, ""},
			{"ada", "POST", addons, ask("heroku-redis", nil), 422, `"id":"multiple_matches"`},
			{"ada", "POST", addons, ask("REDIS", nil), 422, "cache-one, cache-two"},
			{"ada", "POST", addons, ask("clock", "vault"), 404, `"resource":"add_on"`},
			{"ada", "POST", addons, ask("", nil), 422, "addon is required"},
			{"ada", "POST", addons, ask("clock", "none"), 404, "Couldn't find that app."},
			{"vic", "POST", addons, ask("cache-two", nil), 404, "Couldn't find that add-on."},
			{"vic", "POST", addons, ask("heroku-redis", nil), 200, `"name":"cache-one"`},
			{"ada", "POST", attached, ask("SHARED", nil), 200, `"name":"SHARED"`},
			{"ada", "POST", attached, ask("SHARED", "vault"), 200, `"name":"SHARED"`},
			{"ada", "POST", attached, ask("vault::REDIS", nil), 200, `"name":"cache-two"`},
			{"ada", "POST", attached, ask("REDIS", nil), 422, "vault::REDIS, web::REDIS"},
			{"ada", "POST", attached, ask("cache-two", nil), 200, `"name":"REDIS"`},
			{"ada", "POST", attached, ask("NONE", "web"), 404, `"resource":"add_on attachment"`},
			{"ada", "POST", attached, ask("", nil), 422, "addon_attachment is required"},
		})
		if after := len(events(t, s)); after != before {
			t.Errorf("questions wrote %d events", after-before)
		}
		play(t, s, []step{{"vic", "POST", addons, ask("cache-two", "vault"), 403, "You do not have access to the app vault."}})
	})
}

// TestExpansion: Accept-Expansion makes service and plan whole, the same as their own routes answer them.
func TestExpansion(t *testing.T) {
	s := mockapitest.Start(t, world)
	var plan, service any
	must(t, s, http.StatusOK, "", "GET", "/plans/scheduler:standard", nil, &plan)
	must(t, s, http.StatusOK, "", "GET", "/addon-services/scheduler", nil, &service)
	text := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, c := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/addons", nil},
		{"GET", "/addons/clock", nil},
		{"GET", "/apps/web/addons", nil},
		{"GET", "/teams/widgets/addons", nil},
		{"GET", "/apps/web/addons/clock", nil},
		{"POST", "/actions/addons/resolve", object{"addon": "clock"}},
		{"PATCH", "/apps/web/addons/clock", object{"plan": "scheduler:standard"}},
		{"DELETE", "/apps/web/addons/clock", nil},
		{"POST", "/apps/web/addons", object{"plan": "scheduler"}},
	} {
		for header, want := range map[string][2]bool{"addon_service,plan": {true, true}, "plan": {false, true}, "addon_service, region": {true, false}, "": {false, false}} {
			if c.method == "DELETE" && header != "plan" || c.method == "POST" && c.path == "/apps/web/addons" && header != "plan" {
				continue
			}
			resp, answer := s.DoHeader(t, "HRKU-ada", c.method, c.path, c.body, http.Header{"Accept-Expansion": {header}})
			var got any
			if err := json.Unmarshal(answer, &got); err != nil || resp.StatusCode >= 300 {
				t.Fatalf("%s %s: %d %s", c.method, c.path, resp.StatusCode, answer)
			}
			if items, ok := got.([]any); ok {
				got = items[0]
			}
			addon, _ := got.(object)
			if whole := [2]bool{text(addon["addon_service"]) == text(service), text(addon["plan"]) == text(plan)}; whole != want {
				t.Errorf("%s %s with %q: whole %v, want %v", c.method, c.path, header, whole, want)
			}
		}
	}
}

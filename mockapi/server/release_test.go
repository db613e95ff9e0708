package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func sprint(v any) string { return fmt.Sprintf("%+v", v) }

// TestConfigVarsAndReleases: every change of config vars is a release, and a rollback is one more, with the vars of the old one.
func TestConfigVarsAndReleases(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		vars := func(path string) string {
			var got map[string]string
			must(t, s, 200, "HRKU-deploy", "GET", "/apps/vault"+path, nil, &got)
			return sprint(got)
		}
		history := func() (text string) {
			var list []api.Release
			must(t, s, 200, "HRKU-view", "GET", "/apps/vault/releases", nil, &list)
			for i, v := range list {
				text += fmt.Sprintf("v%d %s, ", v.Version, v.Description)
				if v.Current != (i == len(list)-1) || v.Status != "succeeded" {
					t.Errorf("v%d of %d: current %v, %s", v.Version, len(list), v.Current, v.Status)
				}
			}
			return text
		}
		for _, c := range []struct {
			body       any
			vars, last string
		}{
			{object{}, "map[]", "v1 Initial release, "},
			{object{"A": "1", "_b2": ""}, "map[A:1 _b2:]", "v2 Set A, _b2 config vars, "},
			{object{"A": "1"}, "map[A:1 _b2:]", "v2 Set A, _b2 config vars, "}, // nothing changed
			{object{"A": "2", "_b2": nil, "none": nil}, "map[A:2]", "v3 Set A; Remove _b2 config vars, "},
			{object{"A": nil}, "map[]", "v4 Remove A config vars, "},
		} {
			must(t, s, 200, "HRKU-deploy", "PATCH", "/apps/vault/config-vars", c.body, nil)
			if got := vars("/config-vars"); got != c.vars {
				t.Errorf("after %v: %s, want %s", c.body, got, c.vars)
			}
			if got := history(); !strings.HasSuffix(got, c.last) {
				t.Errorf("after %v: history %q, want it to end with %q", c.body, got, c.last)
			}
		}
		if got := vars("/releases/3/config-vars"); got != "map[A:2]" {
			t.Errorf("config vars of v3: %s", got)
		}
		var v2, rolled api.Release
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/releases/2", nil, &v2)
		must(t, s, 201, "HRKU-operate", "POST", "/apps/vault/releases", object{"release": v2.ID}, &rolled)
		if rolled.Version != 5 || rolled.Description != "Rollback to v2" || !rolled.Current || rolled.User.Email != "ope@acme.test" || rolled.Slug != nil {
			t.Errorf("rollback: %+v", rolled)
		}
		if got := vars("/config-vars"); got != "map[A:1 _b2:]" {
			t.Errorf("after a rollback: %s", got)
		}
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/releases/"+rolled.ID, nil, nil)
	})
}

// TestFirstRelease: every app has one, however it was made.
func TestFirstRelease(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		must(t, s, 201, "HRKU-member", "POST", "/teams/apps", object{"name": "made-in-team", "team": "widgets"}, nil)
		must(t, s, 201, "HRKU-owner", "POST", "/apps", object{"name": "made-alone"}, nil)
		for app, c := range map[string]struct{ token, by string }{
			"web": {"HRKU-admin", "ada@acme.test"}, "hobby": {"HRKU-owner", "joe@acme.test"},
			"made-in-team": {"HRKU-member", "mia@acme.test"}, "made-alone": {"HRKU-owner", "joe@acme.test"},
		} {
			var releases []api.Release
			must(t, s, 200, c.token, "GET", "/apps/"+app+"/releases", nil, &releases)
			if len(releases) != 1 || releases[0].Version != 1 || releases[0].Description != "Initial release" || releases[0].User.Email != c.by || !releases[0].Current {
				t.Errorf("%s: %+v", app, releases)
				continue
			}
			var a api.App
			must(t, s, 200, c.token, "GET", "/apps/"+app, nil, &a)
			if a.ReleasedAt == nil || *a.ReleasedAt != releases[0].CreatedAt || a.SlugSize != nil || a.RepoSize != nil {
				t.Errorf("%s: %+v", app, a)
			}
		}
	})
}

// TestReleasePages: versions are numbers in a Range, and the page that the public provider asks for is the newest release.
func TestReleasePages(t *testing.T) {
	s := mockapitest.Start(t, runtimeWorld)
	for i := range 11 {
		must(t, s, 200, "HRKU-admin", "PATCH", "/apps/web/config-vars", object{"N": fmt.Sprint(i)}, nil)
	}
	for header, want := range map[string]struct{ versions, next string }{
		"":                               {"1 2 3 4 5 6 7 8 9 10 11 12", ""},
		"version ..; max=1,order=desc":   {"12", "version ]12..; max=1,order=desc"},
		"version ..; order=desc,max=3":   {"12 11 10", "version ]10..; max=3,order=desc"},
		"version ]10..; max=3":           {"11 12", ""},
		"version ]10..8; order=desc":     {"9 8", ""},
		"version 9..10; max=1":           {"9", "version ]9..10; max=1"},
		"version ]2..; order=desc":       {"1", ""},
		"version 100..":                  {"", ""},
		"version ]10..; max=3,order=asc": {"11 12", ""},
	} {
		resp, body := s.DoHeader(t, "HRKU-admin", "GET", "/apps/web/releases/", nil, http.Header{"Range": {header}})
		if resp.StatusCode >= 300 {
			t.Fatalf("%q: %d %s", header, resp.StatusCode, body)
		}
		var list []api.Release
		decode(t, body, &list)
		var versions []string
		for _, v := range list {
			versions = append(versions, fmt.Sprint(v.Version))
		}
		if got := strings.Join(versions, " "); got != want.versions || resp.Header.Get("Next-Range") != want.next {
			t.Errorf("%q: %s, next %q; want %+v", header, got, resp.Header.Get("Next-Range"), want)
		}
	}
	resp, _ := s.DoHeader(t, "HRKU-admin", "GET", "/apps/web/releases", nil, http.Header{"Range": {"started_at .."}})
	if resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("an unknown key: %d", resp.StatusCode)
	}
}

// TestReleasesRace: versions have no gap and no double, whoever writes at the same moment.
func TestReleasesRace(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		first := mockapitest.StartOn(t, database, runtimeWorld)
		second := mockapitest.StartOn(t, database, runtimeWorld)
		for _, app := range []string{"web", "hobby"} { // guarded by the team, and by itself
			token := map[string]string{"web": "HRKU-admin", "hobby": "HRKU-owner"}[app]
			var wg sync.WaitGroup
			for i := range 10 {
				s := []*mockapitest.Server{first, second}[i%2]
				wg.Go(func() {
					if status, body := s.Do(t, token, "PATCH", "/apps/"+app+"/config-vars", object{fmt.Sprintf("K%d", i): "x"}); status != 200 {
						t.Errorf("%s: %d %s", app, status, body)
					}
				})
			}
			wg.Wait()
			var vars map[string]string
			must(t, first, 200, token, "GET", "/apps/"+app+"/config-vars", nil, &vars)
			var releases []api.Release
			must(t, first, 200, token, "GET", "/apps/"+app+"/releases", nil, &releases)
			if len(vars) != 10 || len(releases) != 11 || releases[10].Version != 11 {
				t.Errorf("%s: %d config vars, %d releases", app, len(vars), len(releases))
			}
		}
	})
}

// mistake is a request that is wrong: it answers a 4xx with a sentence and changes nothing.
type mistake struct {
	method, path string
	body         any
	status       int
	says         string
}

func checkMistakes(t *testing.T, mistakes []mistake) {
	t.Helper()
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := prepared(t, database)
		before := snapshot(t, s)
		for _, c := range mistakes {
			status, body := s.Do(t, "HRKU-admin", c.method, "/apps/vault"+c.path, c.body)
			var e api.Error
			decode(t, body, &e)
			if status != c.status || e.ID == "" || !strings.Contains(e.Message, c.says) {
				t.Errorf("%s %s %v: %d %s, want %d %q", c.method, c.path, c.body, status, body, c.status, c.says)
			}
		}
		if after := snapshot(t, s); after != before {
			t.Errorf("a mistake changed something:\n%s\nbefore:\n%s", after, before)
		}
	})
}

func TestReleaseMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"PATCH", "/config-vars", []byte(`[]`), 400, "must be a JSON object"},
		{"PATCH", "/config-vars", []byte(`{`), 400, "not valid JSON"},
		{"PATCH", "/config-vars", object{"A-B": "x"}, 422, "letters, digits and underscores"},
		{"PATCH", "/config-vars", object{"": "x"}, 422, "not a name"},
		{"PATCH", "/config-vars", object{"OK": "x", "N": 1}, 422, "N must be a string, or null"},
		{"PATCH", "/config-vars", object{"N": []string{"x"}}, 422, "N must be a string, or null"},
		{"PATCH", "/config-vars", object{"N": "a\x00b"}, 422, "NUL"},
		{"PATCH", "/config-vars", object{"N": strings.Repeat("x", 64<<10)}, 422, "at most 65536"},
		{"GET", "/releases/99", nil, 404, "Couldn't find that release."},
		{"GET", "/releases/0x1", nil, 404, "Couldn't find that release."},
		{"GET", "/releases/99999999999999999999", nil, 404, "Couldn't find that release."},
		{"GET", "/releases/01234567-89ab-cdef-0123-456789abcdef/config-vars", nil, 404, "Couldn't find that release."},
		{"POST", "/releases", object{}, 422, "Give release"},
		{"POST", "/releases", object{"release": "1", "slug": "x"}, 422, "not both"},
		{"POST", "/releases", object{"release": 1}, 422, "release must be a string"},
		{"POST", "/releases", object{"release": "2"}, 422, "it had no code"},
		{"POST", "/releases", object{"release": "99"}, 404, "Couldn't find that release."},
		{"POST", "/releases", object{"slug": "x"}, 404, "Couldn't find that slug."},
		{"POST", "/releases", object{"release": "1", "description": "a\nb"}, 422, "single line"},
	})
}

// TestEmptyAppUpdate: the public provider sends an empty PATCH with every change of an app.
func TestEmptyAppUpdate(t *testing.T) {
	s := mockapitest.Start(t, runtimeWorld)
	before := snapshot(t, s)
	must(t, s, 200, "HRKU-deploy", "PATCH", "/apps/vault", object{}, nil)
	must(t, s, 200, "HRKU-deploy", "PATCH", "/apps/vault/config-vars", object{}, nil)
	if snapshot(t, s) != before {
		t.Error("an empty update changed something")
	}
	must(t, s, 403, "HRKU-member", "PATCH", "/apps/vault", object{}, nil)
}

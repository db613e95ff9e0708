package server_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// freshLike is an empty database of the same sort.
func freshLike(t *testing.T, database string) string {
	t.Helper()
	switch {
	case database == store.Memory:
		return store.Memory
	case strings.HasPrefix(database, "postgres"):
		return mockapitest.Postgres(t)
	default:
		return filepath.Join(t.TempDir(), "fresh.db")
	}
}

var createApps = object{"permissions": []object{{"name": "create_apps"}}}

func names(list []api.Permission) string {
	var words []string
	for _, p := range list {
		words = append(words, p.Name)
	}
	return strings.Join(words, " ")
}

func TestSpaceMembers(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		space := nasa(t, s)
		has := func(ref string) string {
			t.Helper()
			var m api.SpaceMember
			must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/nasa/members/"+ref, nil, &m)
			if m.ID != space.ID || m.Space.Name != "nasa" {
				t.Errorf("%s: %+v", ref, m)
			}
			return names(m.Permissions)
		}
		if has("ada@acme.test") != "create_apps" || has("JOE@acme.test") != "" || has("vic@acme.test") != "" {
			t.Error("a new space: only admins create apps")
		}
		audited(t, s, "space_member.update", "HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", createApps)
		audited(t, s, "space_member.update", "HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", createApps) // once more
		audited(t, s, "space_member.update", "HRKU-bob", "PATCH", "/spaces/nasa/members/bob@acme.test", createApps)
		audited(t, s, "space_member.update", "HRKU-ada", "PATCH", "/spaces/nasa/members/vic@acme.test", object{"permissions": []object{}})
		if has("joe@acme.test") != "create_apps" {
			t.Error("joe was not given create_apps")
		}
		var all []api.SpaceMember
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/nasa/members", nil, &all)
		var got []string
		for _, m := range all {
			got = append(got, m.User.Email+":"+names(m.Permissions))
		}
		if strings.Join(got, " ") != "ada@acme.test:create_apps bob@acme.test:create_apps joe@acme.test:create_apps vic@acme.test:" {
			t.Errorf("members: %v", got)
		}
		resp, _ := s.DoHeader(t, "HRKU-ada", "GET", "/spaces/nasa/members", nil, http.Header{"Range": {"email ..; max=2"}})
		if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") != "email ]bob@acme.test..; max=2" {
			t.Errorf("a page: %d %v", resp.StatusCode, resp.Header)
		}
		var entities []api.PermissionEntity
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/permissions", nil, &entities)
		for _, e := range entities {
			if e.Type == "space" && (e.ID != space.ID || len(e.Users) != 2 || e.Users[1].Email != "joe@acme.test" || e.Users[1].Permissions[0] != "create_apps") {
				t.Errorf("entity %+v", e)
			}
		}
		if len(entities) != 3 {
			t.Errorf("%d entities", len(entities))
		}
		audited(t, s, "space_member.update", "HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", object{"permissions": []object{}})
		if has("joe@acme.test") != "" {
			t.Error("joe kept create_apps")
		}
	})
}

func TestSpaceMemberRefusals(t *testing.T) {
	s := mockapitest.Start(t, world)
	nasa(t, s)
	none := object{"permissions": []object{}}
	for name, c := range map[string]struct {
		token, method, user string
		body                any
		status              int
		want                string
	}{
		"admin loses it":        {"HRKU-ada", "PATCH", "bob@acme.test", none, 422, "always has"},
		"viewer gets it":        {"HRKU-ada", "PATCH", "vic@acme.test", createApps, 422, "viewers create no apps"},
		"unknown permission":    {"HRKU-ada", "PATCH", "joe@acme.test", object{"permissions": []object{{"name": "view"}}}, 422, "create_apps"},
		"words":                 {"HRKU-ada", "PATCH", "joe@acme.test", object{"permissions": []string{"create_apps"}}, 422, "permissions must be"},
		"permissions left out":  {"HRKU-ada", "PATCH", "joe@acme.test", object{}, 422, "permissions is required"},
		"outside collaborator":  {"HRKU-ada", "PATCH", "jill@creative.test", createApps, 404, "user"},
		"nobody":                {"HRKU-ada", "PATCH", "nobody@acme.test", createApps, 404, "user"},
		"by a member":           {"HRKU-joe", "PATCH", "joe@acme.test", createApps, 403, "requires team role admin"},
		"by a viewer":           {"HRKU-vic", "PATCH", "joe@acme.test", createApps, 403, "requires team role admin"},
		"by a stranger":         {"HRKU-sam", "PATCH", "joe@acme.test", createApps, 403, "do not have access to the space"},
		"list as a member":      {"HRKU-joe", "GET", "", nil, 403, "requires team role admin"},
		"another as a member":   {"HRKU-joe", "GET", "ada@acme.test", nil, 403, "requires team role admin"},
		"oneself as a member":   {"HRKU-joe", "GET", "joe@acme.test", nil, 200, "nasa"},
		"~ as a viewer":         {"HRKU-vic", "GET", "~", nil, 200, "vic@acme.test"},
		"oneself as a stranger": {"HRKU-sam", "GET", "~", nil, 403, "do not have access"},
	} {
		path := strings.TrimSuffix("/spaces/nasa/members/"+c.user, "/")
		if status, answer := s.Do(t, c.token, c.method, path, c.body); status != c.status || !contains(string(answer), c.want) {
			t.Errorf("%s: %d %s, want %d with %q", name, status, answer, c.status, c.want)
		}
	}
	var m api.SpaceMember
	if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/spaces/nasa/members/~", nil, &m); len(m.Permissions) != 0 {
		t.Errorf("a refusal gave joe %v", m.Permissions)
	}
}

// TestSpaceGrantEndsWithTheRole: who leaves the team, or becomes a viewer, loses create_apps in the same transaction.
func TestSpaceGrantEndsWithTheRole(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		nasa(t, s)
		grant := func() {
			t.Helper()
			must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", createApps, nil)
		}
		role := func(role string) object { return object{"email": "joe@acme.test", "role": role} }
		grant()
		audited(t, s, "team_member.update space_member.destroy", "HRKU-ada", "PATCH", "/teams/widgets/members", role("viewer"))
		audited(t, s, "team_member.update", "HRKU-ada", "PUT", "/teams/widgets/members", role("member"))
		must(t, s, http.StatusForbidden, "HRKU-joe", "POST", "/teams/apps", object{"space": "nasa"}, nil)
		grant()
		audited(t, s, "team_member.update", "HRKU-ada", "PATCH", "/teams/widgets/members", role("admin"))
		audited(t, s, "team_member.destroy collaborator.destroy space_member.destroy", "HRKU-ada", "DELETE", "/teams/widgets/members/joe@acme.test", nil)
		audited(t, s, "team_member.create", "HRKU-ada", "PUT", "/teams/widgets/members", role("member"))
		must(t, s, http.StatusForbidden, "HRKU-joe", "POST", "/teams/apps", object{"space": "nasa"}, nil)
	})
}

func TestSpaceApps(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		nasa(t, s)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{"name": "firs", "team": "widgets", "generation": "fir", "region": "oregon"}, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", createApps, nil)
		for _, c := range []struct {
			token  string
			body   object
			status int
			want   string // of the answer
		}{
			{"HRKU-bob", object{"space": "nasa", "name": "rocket"}, 201, `"space":{"id":`},
			{"HRKU-joe", object{"space": "nasa", "team": "widgets", "region": "virginia", "internal_routing": true}, 201, `"internal_routing":true`},
			{"HRKU-joe", object{"space": "nasa", "stack": "container"}, 201, `"internal_routing":false`},
			{"HRKU-ada", object{"space": "firs"}, 201, `"name":"fir"`},
			{"HRKU-joe", object{"space": "firs"}, 403, "requires team role admin or space permission create_apps"},
			{"HRKU-vic", object{"space": "nasa"}, 403, "create an app in the space"},
			{"HRKU-jill", object{"space": "nasa"}, 403, "You do not have access to the space nasa."},
			{"HRKU-joe", object{"space": "none"}, 404, "Couldn't find that space."},
			{"HRKU-joe", object{"space": "nasa", "team": "gadgets"}, 422, "give the team widgets"},
			{"HRKU-joe", object{"space": "nasa", "personal": true}, 422, "leave out team and personal"},
			{"HRKU-joe", object{"space": "nasa", "region": "us"}, 422, "It can be virginia."},
			{"HRKU-ada", object{"space": "firs", "stack": "heroku-24"}, 422, "It can be cnb."},
			{"HRKU-joe", object{"team": "widgets", "internal_routing": true}, 422, "name the space"},
		} {
			status, answer := s.Do(t, c.token, "POST", "/teams/apps", c.body)
			if status != c.status || !contains(string(answer), c.want) {
				t.Errorf("%v as %s: %d %s, want %d with %q", c.body, c.token, status, answer, c.status, c.want)
			}
		}
		var apps []api.TeamApp
		must(t, s, http.StatusOK, "HRKU-vic", "GET", "/teams/widgets/apps", nil, &apps)
		inside := 0
		for _, a := range apps {
			if a.Space != nil {
				inside++
			}
			if a.Space == nil && (a.Region.Name != "us" || a.InternalRouting != nil) || a.Name == "rocket" && a.Region.Name != "virginia" {
				t.Errorf("%s: space %+v, region %+v", a.Name, a.Space, a.Region)
			}
		}
		if len(apps) != 6 || inside != 4 {
			t.Errorf("%d apps, %d in spaces", len(apps), inside)
		}
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/spaces/nasa", object{"name": "esa"}, nil)
		var app api.App
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/apps/rocket", object{"name": "lander"}, &app)
		if app.Space == nil || app.Space.Name != "esa" {
			t.Errorf("the app's space is %+v", app.Space)
		}
	})
}

package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// company is a configuration with an object of nearly every kind, all of them in a team of its own. The second edition changes,
// adds or removes something of each kind.
func company(second bool) string {
	ann, webs, perms, service, more := "member", "fault-web", `"deploy"`, "heroku-redis", `
		resource "herokuenterprise_team_member" "ben" {
			team  = herokuenterprise_team.x.id
			email = "ben@acme.test"
			role  = "viewer"
		}
		resource "herokuenterprise_app_lock" "web" {
			app = herokuenterprise_team_app.web.id
		}`
	if second {
		ann, webs, perms, service, more = "admin", "fault-site", `"operate", "manage"`, "heroku-postgresql", `
		resource "herokuenterprise_app_lock" "job" {
			app = herokuenterprise_team_app.job.id
		}
		resource "herokuenterprise_app_access" "kim" {
			app         = herokuenterprise_team_app.job.id
			email       = herokuenterprise_team_member.kim.email
			permissions = ["view"]
		}`
	}
	return fmt.Sprintf(`
		resource "herokuenterprise_team" "x" {
			name               = "acme-fault"
			enterprise_account = "acme"
			default_role       = "viewer"
		}
		resource "herokuenterprise_team_member" "ann" {
			team  = herokuenterprise_team.x.id
			email = "ann@acme.test"
			role  = %q
		}
		resource "herokuenterprise_team_member" "kim" {
			team  = herokuenterprise_team.x.id
			email = "kim@acme.test"
			role  = "member"
		}
		resource "herokuenterprise_team_app" "web" {
			team = herokuenterprise_team.x.id
			name = %q
		}
		resource "herokuenterprise_team_app" "job" {
			team = herokuenterprise_team.x.id
			name = "fault-job"
		}
		resource "herokuenterprise_app_access" "ann" {
			app         = herokuenterprise_team_app.web.id
			email       = herokuenterprise_team_member.ann.email
			permissions = [%s]
		}
		resource "herokuenterprise_app_access" "jill" {
			app         = herokuenterprise_team_app.web.id
			email       = "jill@creative.test"
			permissions = ["view"]
		}
		resource "herokuenterprise_allowed_addon_service" "x" {
			team          = herokuenterprise_team.x.id
			addon_service = "papertrail"
		}
		resource "herokuenterprise_allowed_addon_service" "y" {
			team          = herokuenterprise_team.x.id
			addon_service = %q
		}
		%s`, ann, webs, perms, service, more)
}

// agree makes sure that the state has nothing that the control plane has not: every object is there, and is what the state says.
func (w *world) agree(t *testing.T, when string, state []acctest.Held) {
	t.Helper()
	for _, held := range state {
		is := func(attribute string) string {
			s, _ := held.Values[attribute].(string)
			return s
		}
		var got, want string
		switch strings.TrimPrefix(held.Type, "herokuenterprise_") {
		case "team":
			preferences := w.ask(t, "/teams/"+is("id")+"/preferences")
			got, want = fmt.Sprint(w.ask(t, "/teams/"+is("id"))["name"], preferences["default-permission"]), is("name")+is("default_role")
		case "team_member":
			got, want = w.roles(t, is("team_id"))[is("email")], is("role")
		case "team_app":
			app := w.ask(t, "/teams/apps/"+is("id"))
			team, _ := app["team"].(object)
			got, want = fmt.Sprint(app["name"], team["id"]), is("name")+is("team_id")
		case "app_access":
			row := w.ask(t, "/teams/apps/"+is("app_id")+"/collaborators/"+is("email"))
			got, want = words(row["permissions"]), words(held.Values["effective_permissions"])
		case "app_lock":
			got, want = fmt.Sprint(w.ask(t, "/teams/apps/"+is("id"))["locked"]), "true"
		case "allowed_addon_service":
			_, raw := w.server.Do(t, acctest.Admin, http.MethodGet, "/teams/"+is("team_id")+"/allowed-addon-services", nil)
			got, want = fmt.Sprint(strings.Contains(string(raw), `"`+is("id")+`"`)), "true"
		case "team_members":
			roles := w.roles(t, is("team_id"))
			maps.DeleteFunc(roles, func(_, role string) bool { return role == "collaborator" })
			got, want = fmt.Sprint(roles), fmt.Sprint(held.Values["members"])
		case "addon_allowlist":
			got, want = w.services(t, is("team_id")), words(held.Values["addon_services"])
		case "app_collaborators":
			got, want = w.given(t, is("app_id")), givenIn(held.Values["collaborators"])
		default:
			t.Fatalf("nobody knows how to look after %s", held.Address)
		}
		if got != want {
			t.Errorf("%s: %s is %q, and %q in the state", when, held.Address, got, want)
		}
	}
}

// ask reads an object as Ada, and nothing if it is not there.
func (w *world) ask(t *testing.T, path string) object {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, http.MethodGet, path, nil)
	var answer object
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%s: %s", path, raw)
	}
	return answer
}

// services reads a team's allowlist.
func (w *world) services(t *testing.T, team string) string {
	t.Helper()
	var names []any
	for _, row := range w.rows(t, "/teams/"+team+"/allowed-addon-services") {
		names = append(names, row["addon_service"])
	}
	return words(names)
}

// given reads who has which permissions of their own on an app, other than its admins.
func (w *world) given(t *testing.T, app string) string {
	t.Helper()
	all := map[string]any{}
	for _, row := range w.rows(t, "/teams/apps/"+app+"/collaborators") {
		if user, _ := row["user"].(object); row["role"] != "admin" && row["role"] != "owner" {
			all[fmt.Sprint(user["email"])] = row["permissions"]
		}
	}
	return givenIn(all)
}

// givenIn writes down permissions by address.
func givenIn(held any) string {
	all, _ := held.(object)
	written := map[string]string{}
	for email, list := range all {
		written[email] = words(list)
	}
	return fmt.Sprint(written)
}

// rows reads a list as Ada.
func (w *world) rows(t *testing.T, path string) (list []object) {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, http.MethodGet, path, nil)
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatalf("%s: %s", path, raw)
	}
	return list
}

// words joins the words of a list, or the names of the objects in it.
func words(list any) string {
	var all []string
	rows, _ := list.([]any)
	for _, row := range rows {
		if named, ok := row.(object); ok {
			row = named["name"]
		}
		all = append(all, fmt.Sprint(row))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

package provider_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

func TestAccTeamDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_team.x"
	config := func(team string) string {
		return w.config(`data "herokuenterprise_team" "x" { team = "%s" }`, team)
	}
	answer := w.do(t, "GET", "/teams/acme-widgets", nil)
	w.run(t,
		resource.TestStep{Config: config("acme-widgets"), Check: attrs(address, "id", text(t, answer, "id"), "name", "acme-widgets",
			"type", "enterprise", "role", "admin", "default_role", "viewer", "addon_controls", "true", "default", "false",
			"enterprise_account", "acme", "enterprise_account_id", text(t, answer, "enterprise_account", "id"))},
		resource.TestStep{Config: config(text(t, answer, "id")), Check: attrs(address, "name", "acme-widgets")},
		refused(config("nowhere"), "Couldn't find that team."),
		refused(config("elsewhere"), "Not allowed to read team"),
	)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	w.run(t, resource.TestStep{Config: config("friends"), Check: resource.ComposeTestCheckFunc(
		attrs(address, "type", "team", "default_role", "member", "addon_controls", "false"),
		resource.TestMatchResourceAttr(address, "membership_limit", regexp.MustCompile(`^\d+$`)),
		resource.TestCheckNoResourceAttr(address, "enterprise_account"))})
}

func TestAccTeamMembersDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_team_members.x"
	config := func(roles string) string {
		return w.config(`data "herokuenterprise_team_members" "x" {
			team = "acme-widgets"
			%s
		}`, roles)
	}
	w.run(t,
		refused(config(`roles = ["owner"]`), `Unknown role "owner".`),
		resource.TestStep{Config: config(""), Check: attrs(address, "members.#", "4",
			"members.0.email", "ada@acme.test", "members.0.role", "admin", "members.0.two_factor_authentication", "true", "members.0.name", "Ada Lindqvist",
			"members.1.email", "jill@creative.test", "members.1.role", "collaborator", "members.2.email", "joe@acme.test", "members.3.email", "kim@acme.test")},
		resource.TestStep{Config: config(`roles = ["collaborator", "viewer"]`), Check: attrs(address, "members.#", "2", "members.1.role", "viewer")},
		resource.TestStep{Config: config(`roles = []`), Check: attrs(address, "members.#", "0")},
	)
}

func TestAccTeamAppsDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_team_apps.x"
	w.run(t,
		resource.TestStep{
			Config: w.config(`data "herokuenterprise_team_apps" "x" { team = "acme-widgets" }`),
			Check: attrs(address, "apps.#", "2", "apps.0.name", "website-prod", "apps.0.locked", "true", "apps.0.joined", "false", "apps.0.region", "us",
				"apps.1.name", "website-staging", "apps.1.locked", "false", "apps.1.stack", "heroku-24"),
		},
		resource.TestStep{
			Config: w.configOf("HRKU-jill", `data "herokuenterprise_team_apps" "x" { team = "acme-widgets" }`),
			Check:  attrs(address, "apps.#", "1", "apps.0.joined", "true"),
		},
		resource.TestStep{Config: w.config(`data "herokuenterprise_team_apps" "x" { team = "acme-labs" }`), Check: attrs(address, "apps.#", "0")},
	)
}

func TestAccAppCollaboratorsDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_app_collaborators.x"
	w.run(t, resource.TestStep{
		Config: w.config(`data "herokuenterprise_app_collaborators" "x" { app = "website-prod" }`),
		Check: attrs(address, "collaborators.#", "3", "collaborators.0.email", "ada@acme.test", "collaborators.0.role", "admin", "collaborators.0.permissions.#", "4",
			"collaborators.1.email", "jill@creative.test", "collaborators.1.role", "collaborator", "collaborators.1.permissions.0", "deploy", "collaborators.1.permissions.1", "view",
			"collaborators.2.email", "joe@acme.test", "collaborators.2.role", "member"),
	})
}

func TestAccAddonServicesDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_addon_services.x"
	w.run(t,
		resource.TestStep{Config: w.config(`data "herokuenterprise_addon_services" "x" {}`), Check: resource.ComposeTestCheckFunc(
			resource.TestCheckTypeSetElemNestedAttrs(address, "services.*", map[string]string{"name": "heroku-postgresql", "human_name": "Heroku Postgres"}),
			resource.TestCheckTypeSetElemNestedAttrs(address, "services.*", map[string]string{"name": "papertrail"}))},
		resource.TestStep{Config: w.config(`data "herokuenterprise_addon_services" "x" { name = "papertrail" }`), Check: attrs(address, "services.#", "1", "services.0.human_name", "Papertrail")},
		resource.TestStep{Config: w.config(`data "herokuenterprise_addon_services" "x" { name = "nothing" }`), Check: attrs(address, "services.#", "0")},
	)
}

func TestAccAddonAllowlistExceptionsDataSource(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_addon_allowlist_exceptions.x"
	config := w.config(`data "herokuenterprise_addon_allowlist_exceptions" "x" { team = "acme-widgets" }`)
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(address, "enforced", "true", "exceptions.#", "1", "exceptions.0.addon_service", "heroku-redis",
			"exceptions.0.installs.#", "1", "exceptions.0.installs.0.addon", "redis-website", "exceptions.0.installs.0.app", "website-prod", "exceptions.0.installs.0.plan", "heroku-redis:mini")},
		resource.TestStep{
			PreConfig: func() {
				w.do(t, "POST", "/apps/website-staging/addons", object{"plan": "heroku-redis:mini", "name": "redis-staging"})
				w.do(t, "POST", "/apps/website-staging/addons", object{"plan": "newrelic:wayne", "name": "newrelic-staging"})
			},
			Config: config, Check: attrs(address, "exceptions.#", "2", "exceptions.0.installs.1.app", "website-staging", "exceptions.1.addon_service", "newrelic"),
		},
		resource.TestStep{
			PreConfig: func() {
				w.do(t, "POST", "/teams/acme-widgets/allowed-addon-services", object{"addon_service": "heroku-redis"})
				w.do(t, "DELETE", "/apps/website-staging/addons/newrelic-staging", nil)
				w.do(t, "PATCH", "/teams/acme-widgets/preferences", object{"addons-controls": false})
			},
			Config: config, Check: attrs(address, "enforced", "false", "exceptions.#", "0"),
		},
	)
}

func TestAccEffectiveAccess(t *testing.T) {
	w := start(t)
	const address = "data.herokuenterprise_effective_access.x"
	config := func(token, arguments string) string {
		return w.configOf(token, "data \"herokuenterprise_effective_access\" \"x\" {\n%s\n}", strings.ReplaceAll(arguments, ", ", "\n"))
	}
	joe := attrs(address, "people.#", "1", "people.0.email", "joe@acme.test", "people.0.role", "member", "people.0.access.#", "3",
		"people.0.access.0.app", "website-prod", "people.0.access.0.permission", "operate", "people.0.access.0.reason", "granted on the app",
		"people.0.access.1.permission", "view", "people.0.access.2.app", "website-staging", "people.0.access.2.reason", "team role member, app not locked")
	w.run(t,
		refused(config("HRKU-ada", ``), "Exactly one of these attributes must be configured: [app,team]"),
		refused(config("HRKU-ada", `app = "a", team = "b"`), "Invalid Attribute Combination"),
		refused(config("HRKU-ada", `app = "ada-private"`), "does not belong to a team"),
		refused(config("HRKU-ada", `app = "website-prod", action = "app.reed"`), `Unknown action "app.reed". The nearest ones are app.read`),
		refused(config("HRKU-ada", `app = "website-prod", action = "team.read"`), "this asks about apps"),
		resource.TestStep{ // locked: Kim, a viewer, is not there
			PreConfig: func() { w.Calls() },
			Config:    config("HRKU-ada", `app = "website-prod"`), Check: attrs(address, "people.#", "3",
				"people.0.email", "ada@acme.test", "people.0.access.#", "4", "people.0.access.0.reason", "team role admin",
				"people.1.email", "jill@creative.test", "people.1.role", "collaborator", "people.1.access.#", "2", "people.2.email", "joe@acme.test"),
		},
		resource.TestStep{Config: config("HRKU-ada", `team = "acme-widgets"`), Check: attrs(address, "people.#", "4", "people.0.access.#", "8", "people.3.email", "kim@acme.test", "people.3.access.#", "1")},
		resource.TestStep{Config: config("HRKU-ada", `team = "acme-widgets", email = "Joe@Acme.test"`), Check: joe},
		resource.TestStep{Config: config("HRKU-ada", `app = "website-prod", action = "app.build.create"`), Check: attrs(address, // who may, and what would allow it to others
			"allowed.#", "2", "allowed.0.app", "website-prod", "allowed.0.email", "ada@acme.test", "allowed.0.reason", "app permission deploy (team role admin)",
			"allowed.1.email", "jill@creative.test", "allowed.1.reason", "app permission deploy (granted on the app)",
			"people.#", "4", "people.2.actions.#", "1", "people.2.actions.0.allowed", "false", "people.2.actions.0.reason", "requires team role admin or app permission deploy",
			"people.2.actions.0.cheapest_change", "grant deploy on the app", "people.3.email", "kim@acme.test", "people.3.access.#", "0")},
		resource.TestStep{Config: config("HRKU-ada", `app = "website-prod", email = "kim@acme.test", action = "app.read"`), Check: attrs(address,
			"allowed.#", "0", "people.#", "1", "people.0.actions.0.action", "app.read", "people.0.actions.0.cheapest_change", "grant view on the app")},
		resource.TestStep{ // without the list of every grant, the same comes out
			PreConfig: func() {
				w.Fail(func(r *http.Request) (int, string) {
					if strings.HasSuffix(r.URL.Path, "/permissions") {
						return http.StatusForbidden, `{"id":"forbidden","message":"No."}`
					}
					return 0, ""
				})
			},
			Config: config("HRKU-ada", `team = "acme-widgets", email = "joe@acme.test"`), Check: joe,
		},
	)
	calls := w.Calls()
	if i := slices.Index(calls, "GET /teams/apps/website-prod"); i != 0 || !strings.HasSuffix(calls[3], "website-prod") {
		t.Errorf("one app should cost three calls: %v", calls[:6])
	}
}

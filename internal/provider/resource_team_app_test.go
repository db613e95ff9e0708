package provider_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

const app = "herokuenterprise_team_app.x"

// appConfig is an app with a name; %s at the end is for further arguments.
const appConfig = `
resource "herokuenterprise_team_app" "x" {
  team = "%s"
  name = "%s"
  %s
}`

func TestAccTeamApp(t *testing.T) {
	w := start(t)
	labs, widgets := w.do(t, "GET", "/teams/acme-labs", nil), w.do(t, "GET", "/teams/acme-widgets", nil)
	w.run(t,
		resource.TestStep{
			Config: w.config(appConfig, "acme-labs", "lab-one", `region = "eu"`),
			Check: attrs(app, "team", "acme-labs", "team_id", text(t, labs, "id"), "name", "lab-one", "region", "eu", "stack", "heroku-24",
				"git_url", "https://git.heroku.com/lab-one.git", "owner_email", "acme-labs@herokumanager.com"),
		},
		imports(app, "lab-one"),
		resource.TestStep{ // a new name and another spelling of the team
			Config: w.config(appConfig, text(t, labs, "id"), "lab-two", ""), ConfigPlanChecks: planned(updates, app),
			Check: attrs(app, "team", text(t, labs, "id"), "name", "lab-two", "git_url", "https://git.heroku.com/lab-two.git", "region", "eu"),
		},
		resource.TestStep{ // transfer, of which the answer is lost
			PreConfig: func() {
				lost := false
				w.Fail(func(r *http.Request) (int, string) {
					if r.Method != "PATCH" || lost {
						return 0, ""
					}
					lost = true
					w.do(t, "PATCH", "/teams/apps/lab-two", object{"owner": "acme-widgets"})
					return http.StatusBadGateway, ""
				})
			},
			Config: w.config(appConfig, "acme-widgets", "lab-two", ""), ConfigPlanChecks: planned(updates, app),
			Check: attrs(app, "team", "acme-widgets", "team_id", text(t, widgets, "id"), "owner_email", "acme-widgets@herokumanager.com"),
		},
		resource.TestStep{ // transfer back by id, with a new name at once
			Config: w.config(appConfig, text(t, labs, "id"), "lab-three", ""), ConfigPlanChecks: planned(updates, app),
			Check: attrs(app, "team_id", text(t, labs, "id"), "name", "lab-three"),
		},
		resource.TestStep{ // only another spelling: nothing else changes
			Config: w.config(appConfig, "acme-labs", "lab-three", ""), ConfigPlanChecks: planned(updates, app),
		},
		resource.TestStep{Config: w.config(appConfig, "acme-labs", "lab-three", `region = "us"`), ConfigPlanChecks: planned(replaces, app)},
		resource.TestStep{Config: w.config(appConfig, "acme-labs", "lab-three", `stack = "container"`), ConfigPlanChecks: planned(updates, app), Check: attrs(app, "stack", "container", "region", "us")},
	)
}

func TestAccTeamAppDrift(t *testing.T) {
	w := start(t)
	config := w.config(appConfig, "acme-labs", "lab-one", "")
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/apps/lab-one", object{"name": "lab-two"}),
			Config:    config, ConfigPlanChecks: planned(updates, app), Check: attrs(app, "name", "lab-one"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/apps/lab-one", object{"owner": "acme-widgets"}),
			Config:    config, ConfigPlanChecks: planned(updates, app), Check: attrs(app, "team", "acme-labs"),
		},
		resource.TestStep{ // it became somebody's own
			PreConfig: w.behind(t, "PATCH", "/teams/apps/lab-one", object{"owner": "~"}),
			Config:    config, ConfigPlanChecks: planned(updates, app), Check: attrs(app, "team", "acme-labs"),
		},
		resource.TestStep{ // the team has a new name: nothing to do
			PreConfig: w.behind(t, "PATCH", "/teams/acme-labs", object{"name": "acme-research"}), Config: config, ConfigPlanChecks: quiet,
		},
		resource.TestStep{ // until another team has the old one
			PreConfig: w.behind(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-labs"}),
			Config:    config, ConfigPlanChecks: planned(updates, app), Check: attrs(app, "team", "acme-labs", "owner_email", "acme-labs@herokumanager.com"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", "/apps/lab-one", nil),
			Config:    config, ConfigPlanChecks: planned(creates, app),
		},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/apps/lab-one", nil), Config: config, Destroy: true},
	)
}

func TestAccTeamAppGeneratedName(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/apps/website-prod", nil), "region", "id")
	w.run(t,
		resource.TestStep{
			Config: w.config(`
				resource "herokuenterprise_team_app" "x" {
					team   = "acme-labs"
					region = "%s"
				}`, id),
			Check: resource.ComposeTestCheckFunc(attrs(app, "region", id),
				resource.TestMatchResourceAttr(app, "name", regexp.MustCompile(`^[a-z]+-[a-z]+-\d+$`))),
		},
		resource.TestStep{ // the name of a region is another spelling of its id
			Config: w.config(`
				resource "herokuenterprise_team_app" "x" {
					team   = "acme-labs"
					region = "us"
				}`), ConfigPlanChecks: planned(updates, app), Check: attrs(app, "region", "us"),
		},
	)
}

// A team that is made in the same run is no new name of the old one.
func TestAccTeamAppMovesToNewTeam(t *testing.T) {
	w := start(t)
	config := func(name, account string) string {
		return w.config(teamConfig+`
			resource "herokuenterprise_team_app" "x" {
				team = herokuenterprise_team.x.name
				name = "lab-one"
			}
			output "owner" {
				value = herokuenterprise_team_app.x.owner_email
			}`, name, account, "lifecycle { create_before_destroy = true }")
	}
	w.run(t,
		resource.TestStep{Config: w.config(appConfig, "acme-labs", "lab-one", "")},
		resource.TestStep{
			Config: config("acme-web", "acme"), ConfigPlanChecks: planned(updates, app),
			Check: resource.ComposeTestCheckFunc(attrs(app, "team", "acme-web"), resource.TestCheckResourceAttrPair(app, "team_id", team, "id")),
		},
		resource.TestStep{ // a new name of the team is part of what the app says of its owner
			Config: config("acme-web-2", "acme"), ConfigPlanChecks: planned(updates, app),
			Check: resource.TestCheckOutput("owner", "acme-web-2@herokumanager.com"),
		},
		resource.TestStep{ // another team in its place
			Config: config("acme-web-3", "globex"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: slices.Concat(
				planned(replaces, team).PreApply, planned(updates, app).PreApply)},
			Check: resource.ComposeTestCheckFunc(resource.TestCheckResourceAttrPair(app, "team_id", team, "id"), resource.TestCheckOutput("owner", "acme-web-3@herokumanager.com")),
		},
	)
}

// What belongs together goes in the right order: the lock and the grant before the app, the app before the team.
func TestAccDestroyOrder(t *testing.T) {
	w := start(t)
	config := w.config(teamConfig+`
		resource "herokuenterprise_team_app" "x" {
			team = herokuenterprise_team.x.id
			name = "web-one"
		}
		resource "herokuenterprise_team_member" "x" {
			team  = herokuenterprise_team.x.id
			email = "ann@acme.test"
			role  = "member"
		}
		resource "herokuenterprise_app_lock" "x" {
			app = herokuenterprise_team_app.x.id
		}
		resource "herokuenterprise_app_access" "x" {
			app         = herokuenterprise_team_app.x.name
			email       = herokuenterprise_team_member.x.email
			permissions = ["deploy"]
		}`, "acme-web", "acme", "")
	w.run(t,
		resource.TestStep{Config: config, ConfigPlanChecks: planned(creates, team, app, member, lock, grant)},
		resource.TestStep{Config: config, ConfigPlanChecks: quiet, PreConfig: func() { w.Calls() }},
	)
	var removed []string
	for _, call := range w.Calls() {
		if words := regexp.MustCompile(`^(DELETE|PATCH) /([a-z]+)(/apps)?/[^/]+(/[a-z]+)?`).FindStringSubmatch(call); words != nil {
			removed = append(removed, words[1]+" "+words[2]+words[3]+words[4])
		}
	}
	if len(removed) != 5 {
		t.Fatalf("removed %v", removed)
	}
	slices.Sort(removed[:2]) // neither of these two waits for the other
	slices.Sort(removed[2:4])
	if want := []string{"DELETE teams/apps/collaborators", "PATCH teams/apps", "DELETE apps", "DELETE teams/members", "DELETE teams"}; !slices.Equal(removed, want) {
		t.Errorf("removed %v, want %v", removed, want)
	}
}

func TestAccTeamAppRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-kim", appConfig, "acme-widgets", "kims-app", ""), "Not allowed to create team app"),
		refused(w.config(appConfig, "acme-labs", "website-prod", ""), "already taken"),
		refused(w.config(appConfig, "nowhere", "lab-one", ""), `team = "nowhere" names no team that the API knows.`),
		refused(w.config(appConfig, "acme-labs", "Lab", ""), "Name must start with a letter"),
		refused(w.config(appConfig, "acme-labs", "lab-one", `region = "mars"`), `Unknown region "mars".`),
		refused(w.config(appConfig, "acme-labs", "lab-one", `space = "nowhere"`), `space = "nowhere" names no space that the API knows.`),
		resource.TestStep{Config: w.config(appConfig, "acme-labs", "lab-one", "")},
		refused(w.config(appConfig, "nowhere", "lab-one", ""), "The team \"nowhere\" does not exist"),
		refused(w.config(appConfig, "acme-labs", "website-prod", ""), "Could not update team app"),
		resource.TestStep{ResourceName: app, ImportState: true, ImportStateId: "nowhere", ExpectError: absent},
	)
}

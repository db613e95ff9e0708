package provider_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const team = "herokuenterprise_team.x"

// teamConfig is a team in an enterprise account.
const teamConfig = `
resource "herokuenterprise_team" "x" {
  name               = "%s"
  enterprise_account = "%s"
  %s
}`

func TestAccTeam(t *testing.T) {
	w := start(t)
	account := text(t, w.do(t, "GET", "/teams/acme-widgets", nil), "enterprise_account", "id")
	w.run(t,
		resource.TestStep{
			Config: w.config(teamConfig, "acme-web", "acme", ""),
			Check: attrs(team, "name", "acme-web", "enterprise_account", "acme", "enterprise_account_id", account,
				"default_role", "member", "type", "enterprise", "role", "admin"),
		},
		imports(team, "acme-web"),
		resource.TestStep{ // in place, with everything at once
			Config:           w.config(teamConfig, "acme-web-2", account, `default_role = "viewer"`),
			ConfigPlanChecks: planned(updates, team),
			Check:            attrs(team, "name", "acme-web-2", "enterprise_account", account, "default_role", "viewer", "role", "admin"),
		},
		resource.TestStep{ // what is not set any more stays
			Config: w.config(teamConfig, "acme-web-2", account, ""), ConfigPlanChecks: quiet,
		},
		resource.TestStep{
			Config: w.config(teamConfig, "acme-web-2", "globex", ""), ConfigPlanChecks: planned(replaces, team),
			Check: attrs(team, "enterprise_account", "globex", "default_role", "member"),
		},
	)
}

// The switch for OAuth clients is an extension: an API without it is told apart from one that has it, and is not asked to set it.
func TestAccTeamThirdPartyOAuth(t *testing.T) {
	w := start(t)
	const access = "third_party_oauth_access"
	closed := w.config(teamConfig, "acme-web", "acme", access+" = false")
	lacking := func() {
		w.Meddle(func(r *http.Request) acctest.Fault {
			if !strings.HasSuffix(r.URL.Path, "/preferences") {
				return acctest.Fault{}
			}
			if r.Method != http.MethodGet {
				t.Errorf("%s %s was asked for", r.Method, r.URL.Path)
			}
			return acctest.Fault{Change: func(body []byte) []byte {
				return regexp.MustCompile(`,"third-party-oauth-access":(true|false)`).ReplaceAll(body, nil)
			}}
		})
	}
	w.run(t,
		resource.TestStep{Config: w.config(teamConfig, "acme-web", "acme", ""), Check: attrs(team, access, "true")},
		resource.TestStep{Config: closed, ConfigPlanChecks: planned(updates, team), Check: attrs(team, access, "false", "default_role", "member")},
		imports(team, "acme-web"),
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/acme-web/preferences", object{"third-party-oauth-access": true}),
			Config:    closed, ConfigPlanChecks: planned(updates, team), Check: attrs(team, access, "false"),
		},
		resource.TestStep{Config: w.config(teamConfig, "acme-web", "acme", ""), ConfigPlanChecks: quiet},
		resource.TestStep{PreConfig: lacking, Config: w.config(teamConfig, "acme-web", "acme", ""), ConfigPlanChecks: quiet, Check: resource.TestCheckNoResourceAttr(team, access)},
		refused(closed, "third_party_oauth_access = false cannot be set: the preferences of the team acme-web do not have this switch on this API."),
	)
}

func TestAccTeamDrift(t *testing.T) {
	w := start(t)
	config := w.config(teamConfig, "acme-web", "acme", `default_role = "viewer"`)
	nowhere := regexp.MustCompile(`The API answered 404`)
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{ // something in between has no idea: that says nothing about the team
			PreConfig: func() {
				w.Fail(func(*http.Request) (int, string) { return http.StatusNotFound, "<html>no such site</html>" })
			},
			Config: config, ExpectError: nowhere,
		},
		resource.TestStep{ // nor does a part of it that the API does not know
			PreConfig: func() {
				w.Answer("GET", "/preferences", http.StatusNotFound, `{"id":"not_found","message":"The requested API endpoint was not found."}`)
			},
			Config: config, ExpectError: nowhere,
		},
		resource.TestStep{
			PreConfig: func() {
				w.Fail(nil)
				w.do(t, "PATCH", "/teams/acme-web", object{"name": "acme-other"})
			},
			Config: config, ConfigPlanChecks: planned(updates, team), Check: attrs(team, "name", "acme-web"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/acme-web/preferences", object{"default-permission": "admin"}),
			Config:    config, ConfigPlanChecks: planned(updates, team), Check: attrs(team, "default_role", "viewer"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", "/teams/acme-web", nil),
			Config:    config, ConfigPlanChecks: planned(creates, team),
		},
		resource.TestStep{ // gone before it is destroyed
			PreConfig: w.behind(t, "DELETE", "/teams/acme-web", nil),
			Config:    config, Destroy: true,
		},
	)
}

func TestAccTeamOutsideAccount(t *testing.T) {
	w := start(t)
	config := w.config(`
		resource "herokuenterprise_team" "x" {
			name         = "friends"
			default_role = "member"
		}`)
	w.run(t,
		resource.TestStep{
			Config: config,
			Check: resource.ComposeTestCheckFunc(attrs(team, "type", "team"),
				resource.TestCheckNoResourceAttr(team, "enterprise_account"), resource.TestCheckNoResourceAttr(team, "enterprise_account_id")),
		},
		imports(team, "friends"),
	)
}

// A team whose settings cannot be written exists all the same: Terraform must know it.
func TestAccTeamPartialCreate(t *testing.T) {
	w := start(t)
	config := w.config(teamConfig, "acme-web", "acme", `default_role = "viewer"`)
	w.Refuse("PATCH", "/preferences")
	w.run(t,
		refused(config, "Not today. The API answered 422 invalid_params to PATCH"),
		resource.TestStep{
			PreConfig: func() { w.Fail(nil) }, Config: config, ConfigPlanChecks: planned(replaces, team),
			Check: attrs(team, "default_role", "viewer"),
		},
	)
	if calls := w.Calls(); !slices.Contains(calls, "POST /enterprise-accounts/acme/teams") {
		t.Error(calls)
	}
	if status, _ := w.server.Do(t, "HRKU-ada", "GET", "/teams/acme-web", nil); status != 404 {
		t.Errorf("the team is left behind: %d", status)
	}
}

func TestAccTeamRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", teamConfig, "acme-web", "acme", ""), "Error: Not allowed to create team"),
		refused(w.configOf("HRKU-joe", teamConfig, "acme-web", "acme", ""), "POST /enterprise-accounts/acme/teams (Request-Id"),
		refused(w.configOf("HRKU-nobody", teamConfig, "acme-web", "acme", ""), "401 unauthorized"),
		refused(w.config(teamConfig, "acme-widgets", "acme", ""), "Team name acme-widgets is already taken."),
		refused(w.config(teamConfig, "acme-web", "nowhere", ""), "404 not_found"),
		refused(w.config(teamConfig, "Acme", "acme", ""), "Invalid value for name"),
		refused(w.config(teamConfig, "apps", "acme", ""), `Team name "apps" is reserved.`),
		refused(w.config(teamConfig, "acme-web", "", ""), "Invalid value for enterprise_account"),
		refused(w.config(teamConfig, "acme-web", "acme", `default_role = "owner"`), "Roles are admin, member and viewer."),
		resource.TestStep{ResourceName: team, ImportState: true, ImportStateId: "nowhere", Config: w.config(teamConfig, "nowhere", "acme", ""), ExpectError: absent},
	)
}

// An account that is not known while planning is taken for the team's own: a team is not deleted on a suspicion.
func TestAccTeamUnknownAccount(t *testing.T) {
	w := start(t)
	config := func(account string) string {
		return w.config(`
			resource "terraform_data" "account" { input = "%s" }
			resource "herokuenterprise_team" "x" {
				name               = "acme-web"
				enterprise_account = terraform_data.account.output
			}`, account)
	}
	account := text(t, w.do(t, "GET", "/teams/acme-widgets", nil), "enterprise_account", "id")
	w.run(t,
		resource.TestStep{Config: config("acme")},
		resource.TestStep{Config: config(account), ConfigPlanChecks: planned(updates, team)},
	)
}

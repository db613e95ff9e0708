package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

const member = "herokuenterprise_team_member.x"

const memberConfig = `
resource "herokuenterprise_team_member" "x" {
  team  = "%s"
  email = "%s"
  role  = "%s"
}`

func TestAccTeamMember(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	w.run(t,
		resource.TestStep{
			Config: w.config(memberConfig, "acme-labs", "Ann@acme.test", "viewer"),
			Check: attrs(member, "team", "acme-labs", "team_id", id, "email", "Ann@acme.test", "role", "viewer", "name", "Ann Osei",
				"federated", "false", "two_factor_authentication", "false"),
		},
		imports(member, "acme-labs:Ann@acme.test"),
		resource.TestStep{
			Config: w.config(memberConfig, "acme-labs", "Ann@acme.test", "admin"), ConfigPlanChecks: planned(updates, member),
			Check: attrs(member, "role", "admin"),
		},
		resource.TestStep{ // the case of an address says nothing
			Config: w.config(memberConfig, "acme-labs", "ann@ACME.test", "admin"), ConfigPlanChecks: quiet,
		},
		resource.TestStep{ // the id is another spelling of the name
			Config: w.config(memberConfig, id, "ann@ACME.test", "admin"), ConfigPlanChecks: planned(updates, member),
			Check: attrs(member, "team", id, "team_id", id, "email", "Ann@acme.test"),
		},
		imports(member, id+":Ann@acme.test"),
		resource.TestStep{ // somebody else
			Config: w.config(memberConfig, id, "ben@acme.test", "admin"), ConfigPlanChecks: planned(replaces, member),
		},
		resource.TestStep{ // another team, where he is not yet
			Config: w.config(memberConfig, "acme-widgets", "ben@acme.test", "admin"), ConfigPlanChecks: planned(replaces, member),
		},
		resource.TestStep{Config: w.config(" "), Check: func(*terraform.State) error {
			if roles := w.roles(t, "acme-labs"); len(roles) != 1 {
				return fmt.Errorf("people are left in the team: %v", roles)
			}
			return nil
		}},
	)
}

func TestAccTeamMemberDrift(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-short"})
	config := w.config(memberConfig, "acme-short", "joe@acme.test", "viewer")
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/acme-short/members", object{"email": "joe@acme.test", "role": "admin"}),
			Config:    config, ConfigPlanChecks: planned(updates, member), Check: attrs(member, "role", "viewer"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", "/teams/acme-short/members/joe@acme.test", nil),
			Config:    config, ConfigPlanChecks: planned(creates, member),
		},
		resource.TestStep{ // the team has a new name, of which the configuration knows nothing
			PreConfig: w.behind(t, "PATCH", "/teams/acme-short", object{"name": "acme-long"}),
			Config:    config, ConfigPlanChecks: quiet,
		},
		resource.TestStep{ // and now it does
			Config: w.config(memberConfig, "acme-long", "joe@acme.test", "viewer"), ConfigPlanChecks: planned(updates, member),
		},
		resource.TestStep{ // until another team has that name
			PreConfig: func() {
				w.do(t, "PATCH", "/teams/acme-long", object{"name": "acme-older"})
				w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-long"})
			},
			Config: w.config(memberConfig, "acme-long", "joe@acme.test", "viewer"), ConfigPlanChecks: planned(replaces, member),
		},
		resource.TestStep{
			PreConfig: func() {
				w.do(t, "DELETE", "/teams/acme-long", nil)
				w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-short"})
			},
			Config: config, ConfigPlanChecks: planned(creates, member),
		},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/teams/acme-short", nil), Config: config, Destroy: true},
	)
}

// People who are in the team already, or who have permissions on an app of it, are taken over.
func TestAccTeamMemberAdopts(t *testing.T) {
	w := start(t)
	config := func(role string) string {
		return w.config(memberConfig+strings.Replace(memberConfig, `"x"`, `"y"`, 1), "acme-widgets", "joe@acme.test", role, "acme-widgets", "jill@creative.test", role)
	}
	w.run(t,
		resource.TestStep{Config: config("viewer"), ConfigPlanChecks: planned(creates, member, "herokuenterprise_team_member.y")},
		resource.TestStep{Config: config("member"), ConfigPlanChecks: planned(updates, member, "herokuenterprise_team_member.y")},
		resource.TestStep{ // back to a collaborator is no member any more
			PreConfig: func() {
				w.do(t, "DELETE", "/teams/acme-widgets/members/jill@creative.test", nil)
				w.do(t, "POST", "/teams/apps/website-prod/collaborators", object{"user": "jill@creative.test", "permissions": []string{"view"}})
			},
			Config: config("member"), ConfigPlanChecks: planned(creates, "herokuenterprise_team_member.y"),
		},
	)
}

// A person is the same person under a new address.
func TestAccTeamMemberNewAddress(t *testing.T) {
	w := start(t)
	config := func(email, role string) string { return w.config(memberConfig, "acme-labs", email, role) }
	w.run(t,
		resource.TestStep{Config: config("ann@acme.test", "viewer")},
		resource.TestStep{
			PreConfig: func() { w.Move("ann@acme.test", "ann.osei@acme.test") },
			Config:    config("ann@acme.test", "viewer"), ConfigPlanChecks: quiet,
		},
		resource.TestStep{ // the address that the API knows is used
			Config: config("ann@acme.test", "member"), ConfigPlanChecks: planned(updates, member), Check: attrs(member, "role", "member"),
		},
		resource.TestStep{
			Config: config("ann.osei@acme.test", "member"), ConfigPlanChecks: planned(updates, member),
			Check: attrs(member, "email", "ann.osei@acme.test"),
		},
	)
}

func TestAccTeamMemberFollowsTeam(t *testing.T) {
	w := start(t)
	config := func(name, account, attribute string) string {
		return w.config(teamConfig+strings.Replace(memberConfig, `"%s"`, "%s", 1), name, account, "", "herokuenterprise_team.x."+attribute, "ann@acme.test", "viewer")
	}
	w.run(t,
		resource.TestStep{Config: config("acme-web", "acme", "name")},
		resource.TestStep{ // a rename in the same plan is no other team
			Config: config("acme-web-2", "acme", "name"), ConfigPlanChecks: planned(updates, team, member),
			Check: attrs(member, "team", "acme-web-2"),
		},
		resource.TestStep{Config: config("acme-web-2", "acme", "id"), ConfigPlanChecks: planned(updates, member)},
		resource.TestStep{ // with the id there is nothing to do
			Config: config("acme-web-3", "acme", "id"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: slices.Concat(
				planned(updates, team).PreApply, planned(nothing, member).PreApply)},
		},
		resource.TestStep{ // another team under another name
			Config: config("acme-web-4", "globex", "name"), ConfigPlanChecks: planned(replaces, team, member), Check: attrs(member, "team", "acme-web-4"),
		},
	)
}

func TestAccTeamMemberUnknown(t *testing.T) {
	w := start(t)
	config := func(email, role string) string {
		return w.config(`
			resource "terraform_data" "x" { input = { email = "%s", role = "%s" } }
			resource "herokuenterprise_team_member" "x" {
				team  = "acme-labs"
				email = terraform_data.x.output.email
				role  = terraform_data.x.output.role
			}`, email, role)
	}
	w.run(t,
		resource.TestStep{Config: config("ann@acme.test", "viewer")},
		resource.TestStep{Config: config("Ann@acme.test", "viewer"), ConfigPlanChecks: planned(updates, member)},
		resource.TestStep{Config: config("Ann@acme.test", "member"), ConfigPlanChecks: planned(updates, member), Check: attrs(member, "role", "member")},
	)
}

func TestAccTeamMemberRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", memberConfig, "acme-widgets", "ann@acme.test", "viewer"), "Error: Not allowed to create team member"),
		refused(w.configOf("HRKU-joe", memberConfig, "acme-widgets", "ann@acme.test", "viewer"), "requires team role admin"),
		refused(w.config(memberConfig, "acme-widgets", "ada@acme.test", "viewer"), "ada@acme.test is the person that Terraform works as, and would become viewer instead of admin"),
		refused(w.config(memberConfig, "nowhere", "ada@acme.test", "viewer"), `team = "nowhere" names no team that the API knows.`),
		refused(w.config(memberConfig, "acme-widgets", "ada", "viewer"), `"ada" is not an email address`),
		refused(w.config(memberConfig, "acme-widgets", "ada@acme.test", "collaborator"), `Unknown role "collaborator". Roles are admin, member and viewer.`),
		refused(w.config(memberConfig, "acme widgets", "ada@acme.test", "viewer"), "A name or an id is needed"),
		resource.TestStep{Config: w.config(memberConfig, "acme-labs", "ann@acme.test", "viewer")},
		resource.TestStep{ResourceName: member, ImportState: true, ImportStateId: "acme-labs", ExpectError: regexp.MustCompile("should look like team:email")},
		resource.TestStep{ResourceName: member, ImportState: true, ImportStateId: "acme-labs:joe@acme.test", ExpectError: absent},
		resource.TestStep{ResourceName: member, ImportState: true, ImportStateId: "acme-widgets:jill@creative.test", ExpectError: absent},
	)
}

func TestAccTeamMemberManyPeople(t *testing.T) {
	w := start(t)
	config := func(people int) string {
		return w.config(`
			resource "herokuenterprise_team_member" "x" {
				for_each = toset([for i in range(%d) : format("person%%02d@acme.test", i)])
				team     = "acme-labs"
				email    = each.key
				role     = "member"
			}`, people)
	}
	w.run(t,
		resource.TestStep{Config: config(50)},
		resource.TestStep{Config: config(49), ConfigPlanChecks: planned(deletes, `herokuenterprise_team_member.x["person49@acme.test"]`)},
		resource.TestStep{Config: w.config(" ")}, // the test framework cannot end with a state that has for_each
	)
}

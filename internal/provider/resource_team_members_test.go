package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

const everybody = "herokuenterprise_team_members.x"

const everybodyConfig = `
resource "herokuenterprise_team_members" "x" {
  team    = "%s"
  members = { %s }
  %s
}`

// people writes a map: "ada admin, joe member".
func people(list string) string {
	var lines []string
	for _, pair := range strings.Split(list, ", ") {
		name, role, _ := strings.Cut(pair, " ")
		lines = append(lines, `"`+name+`@acme.test" = "`+role+`"`)
	}
	return strings.Join(lines, ", ")
}

// has expects who has which role in a team, collaborators left out.
func (w *world) has(t *testing.T, team, list string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		want := map[string]string{}
		for _, pair := range strings.Split(list, ", ") {
			name, role, _ := strings.Cut(pair, " ")
			want[name+"@acme.test"] = role
		}
		got := w.roles(t, team)
		maps.DeleteFunc(got, func(_, role string) bool { return role == "collaborator" })
		if !maps.Equal(got, want) {
			t.Errorf("%s has %v, want %v", team, got, want)
		}
		return nil
	}
}

func TestAccTeamMembers(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/acme-widgets", nil), "id")
	config := func(list string) string {
		return w.config(everybodyConfig, "acme-widgets", people(list), `max_removals = "3"`)
	}
	w.run(t,
		resource.TestStep{ // Joe and Kim are there, Jill is none of a member
			Config: config("Ada admin, Joe member, kim viewer, ann viewer"),
			Check:  resource.ComposeTestCheckFunc(attrs(everybody, "id", id, "team_id", id, "members.%", "4", "members.Joe@acme.test", "member"), w.written(t, id, "PUT")),
		},
		resource.TestStep{Config: config("ADA admin, joe member, kim viewer, ann viewer"), ConfigPlanChecks: quiet},
		resource.TestStep{
			Config: config("Ada admin, joe viewer, ben member, ann admin"), ConfigPlanChecks: planned(updates, everybody),
			Check: resource.ComposeTestCheckFunc(w.has(t, "acme-widgets", "ada admin, joe viewer, ben member, ann admin"), w.written(t, id, "PUT", "PUT", "PUT", "DELETE")),
		},
		resource.TestStep{ // by hand: one comes, one goes, one is another
			PreConfig: func() {
				w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "eve@acme.test", "role": "admin"})
				w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "ben@acme.test", "role": "viewer"})
				w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)
			},
			Config: config("Ada admin, joe viewer, ben member, ann admin"), ConfigPlanChecks: planned(updates, everybody),
			Check: w.has(t, "acme-widgets", "ada admin, joe viewer, ben member, ann admin"),
		},
		resource.TestStep{Config: config("Ada admin, joe viewer, ben member, ann admin"), ResourceName: everybody, ImportState: true, ImportStateId: "acme-widgets", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"max_removals", "members.Ada@acme.test", "members.ada@acme.test"}},
		resource.TestStep{ // destroying leaves who was not listed, and who destroys
			PreConfig: w.behind(t, "PUT", "/teams/acme-widgets/members", object{"email": "eve@acme.test", "role": "admin"}),
			Config:    config("Ada admin, joe viewer, ben member, ann admin"), Destroy: true,
		},
	)
	_ = w.has(t, "acme-widgets", "ada admin, eve admin")(nil)
}

func TestAccTeamMembersRefused(t *testing.T) {
	w := start(t)
	config := func(list, more string) string { return w.config(everybodyConfig, "acme-widgets", people(list), more) }
	w.run(t,
		refused(config("ada member, joe viewer", ""), "The team acme-widgets must have at least one admin. Give another person the role admin first. None of the 2 people in members has it."),
		refused(config("ada admin, Ada viewer", ""), "Ada@acme.test and ada@acme.test are one address, since case does not matter. List it once."),
		refused(config("ada owner", ""), `Unknown role "owner".`),
		refused(config("ada admin", `max_removals = "110%"`), "neither a number of people, such as 3, nor a percentage"),
		refused(config("ada admin", ""), `2 of the 3 people of the team acme-widgets would be removed, and max_removals = "10%" allows 1: joe@acme.test (member), kim@acme.test (viewer). If all of them are to go, set max_removals = "2" or more.`),
		refused(config("joe admin, kim viewer", ""), "Terraform works as ada@acme.test, who has admin in the team acme-widgets and would have none."),
		refused(w.configOf("HRKU-joe", everybodyConfig, "acme-widgets", people("ada admin, joe viewer, kim viewer"), ""), "allow_self_removal"),
		resource.TestStep{Config: config("ada admin, joe member, kim viewer", "")},
		refused(w.config(" "), `would be removed, and max_removals = "10%" allows 1: joe@acme.test (member), kim@acme.test (viewer). If all of them are to go, set max_removals = "2" or more and apply that first`),
		resource.TestStep{Config: config("ada admin, joe member, kim viewer", `max_removals = "70%"`), ConfigPlanChecks: planned(updates, everybody), Check: attrs(everybody, "max_removals", "70%")},
	)
}

// The person that Terraform works as goes last, and only if that is allowed. What is not listed stays when the list is given up, and
// so does the last admin.
func TestAccTeamMembersSelf(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	config := func(token, list string) string {
		return withArgument(w.configOf(token, everybodyConfig, "acme-labs", people(list), `max_removals = "100%"`), "allow_self_removal = true")
	}
	for _, name := range []string{"joe", "zoe", "eve"} {
		w.join(t, "acme-labs", name, "admin")
	}
	w.run(t,
		resource.TestStep{Config: config("HRKU-ada", "ada admin, eve admin, joe admin, zoe admin")},
		resource.TestStep{
			PreConfig: func() { w.Calls() }, Config: config("HRKU-ada", "ada viewer, ann viewer, joe admin, zoe viewer"),
			Check: w.written(t, id, "PUT", "PUT", "DELETE", "PUT"),
		},
		resource.TestStep{Config: config("HRKU-joe", "ada viewer, ann viewer, joe admin, zoe viewer"), ConfigPlanChecks: quiet},
	)
	if roles := w.rolesOf(t, "HRKU-joe", "acme-labs"); len(roles) != 1 || roles["joe@acme.test"] != "admin" {
		t.Errorf("acme-labs has %v", roles)
	}
}

// Teams are renamed, people get other addresses, and roles are known late.
func TestAccTeamMembersFollow(t *testing.T) {
	w := start(t)
	config := func(team, role string) string {
		return w.config(teamConfig+`
			resource "terraform_data" "x" { input = "%s" }
			resource "herokuenterprise_team_members" "x" {
				team         = herokuenterprise_team.x.name
				members      = { "ada@acme.test" = "admin", "ann@acme.test" = terraform_data.x.output }
				max_removals = "1"
			}`, team, "acme", "", role)
	}
	w.run(t,
		resource.TestStep{Config: config("acme-new", "viewer"), Check: attrs(everybody, "members.%", "2", "team", "acme-new")},
		resource.TestStep{ // what is renamed is the same; what is not known yet is weighed when it is
			Config: config("acme-newer", "member"), ConfigPlanChecks: planned(updates, team, everybody), Check: attrs(everybody, "team", "acme-newer", "members.ann@acme.test", "member"),
		},
		resource.TestStep{ // the same person under another address
			PreConfig: func() { w.Move("ann@acme.test", "ann.osei@acme.test") }, Config: config("acme-newer", "member"), ConfigPlanChecks: quiet,
		},
		resource.TestStep{
			Config: strings.Replace(config("acme-newer", "admin"), "ann@", "ann.osei@", 1), ConfigPlanChecks: planned(updates, everybody),
			Check: attrs(everybody, "members.ann.osei@acme.test", "admin"),
		},
	)
}

package provider_test

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const everybody = "herokuenterprise_team_members.x"

func TestAccTeamMembers(t *testing.T) {
	w := start(t)
	id := w.id(t, "/teams/acme-widgets")
	config := func(list string) string {
		return w.config("resource \"herokuenterprise_team_members\" \"x\" {\n  team = \"acme-widgets\"\n  members = %s\n  max_removals = \"3\"\n}", literal(t, pairs(list)))
	}
	const after = "ada admin, joe viewer, ben member, ann admin"
	checks := planned(updates, everybody)
	checks.PreApply = append(checks.PreApply, settled(everybody))
	half := refused(config(after), "Not today.")
	half.PreConfig = func() { w.failAt(2) }
	w.run(t,
		resource.TestStep{ // Joe and Kim are there, and Jill has permissions, but no role
			Config: config("Ada admin, Joe member, kim viewer, ann viewer"),
			Check:  resource.ComposeTestCheckFunc(attrs(everybody, "id", id, "team_id", id, "members.%", "4", "members.Joe@acme.test", "member"), w.written(t, id, "PUT")),
		},
		half,
		resource.TestStep{ // what was done is in the state, and is not done again
			PreConfig: func() { w.Fail(nil); w.Calls() }, Config: config(after), ConfigPlanChecks: checks,
			Check: checked(func() { w.wrote(t, "PUT PUT DELETE") }, func() { w.has(t, "acme-widgets", after) }),
		},
		resource.TestStep{ // by hand: one comes, one goes, one is another
			PreConfig: func() {
				w.join(t, "acme-widgets", "eve", "admin")
				w.join(t, "acme-widgets", "ben", "viewer")
				w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)
			},
			Config: config(after), ConfigPlanChecks: planned(updates, everybody), Check: checked(func() { w.has(t, "acme-widgets", after) }),
		},
		imports(everybody, "acme-widgets", "max_removals"),
		refused(config(after)+fmt.Sprintf(memberConfig, "acme-widgets", "joe@acme.test", "viewer"), "joe@acme.test is named twice for the team acme-widgets."),
		refused(config(after)+fmt.Sprintf(memberConfig, "acme-widgets", "zoe@acme.test", "viewer"), "zoe@acme.test is named for the team acme-widgets by one resource, while another one holds the whole list and does not name this person"),
		refused(strings.Replace(config("ada admin"), `"3"`, `"2"`, 1), `3 of the 4 people of the team acme-widgets would be removed, and max_removals = "2" allows 2: ann@acme.test (admin), ben@acme.test (member), joe@acme.test (viewer). If all of them are to go, set max_removals = "3" or more.`),
		resource.TestStep{ // destroying leaves who was not listed, and who destroys
			PreConfig: func() { w.join(t, "acme-widgets", "eve", "admin") }, Config: config(after), Destroy: true,
		},
	)
	w.has(t, "acme-widgets", "ada admin, eve admin")
}

// Teams come into being and are renamed in the same run, people get other addresses, and roles are known late.
func TestAccTeamMembersFollow(t *testing.T) {
	w := start(t)
	config := func(team, role string) string {
		return w.config(teamConfig+`
			resource "terraform_data" "x" { input = "%s" }
			resource "herokuenterprise_team_members" "x" {
				team    = herokuenterprise_team.x.name
				members = { "ada@acme.test" = "admin", "ann@acme.test" = terraform_data.x.output }
			}`, team, "acme", "", role)
	}
	w.run(t,
		resource.TestStep{Config: config("acme-new", "viewer"), Check: attrs(everybody, "members.%", "2", "team", "acme-new", "max_removals", "10%")},
		resource.TestStep{
			Config: config("acme-newer", "member"), ConfigPlanChecks: planned(updates, "herokuenterprise_team.x", everybody),
			Check: attrs(everybody, "team", "acme-newer", "members.ann@acme.test", "member"),
		},
	)
}

// Another address of the same person changes nothing but the state, and the case of an address not even that.
func TestTeamMembersAddresses(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "team_members")
	does(t, c.Run(staff("acme-labs", "ada admin, ann viewer", "1")), "create")
	w.Calls()
	does(t, c.Run(staff("acme-labs", "ADA admin, Ann viewer", "1")), "no-op")
	if calls := strings.Join(w.Calls(), ", "); calls != "GET /teams, GET /teams/"+w.id(t, "/teams/acme-labs")+"/members" {
		t.Errorf("a plan takes more than one list: %s", calls)
	}
	w.Move("ann@acme.test", "ann.osei@acme.test")
	does(t, c.Run(staff("acme-labs", "ada admin, ann viewer", "1")), "no-op")
	fails(t, c.Run(staff("acme-labs", "ada admin, ann viewer, ann.osei viewer", "1")), "ann.osei@acme.test and ann@acme.test are addresses of the same person, who can be listed once only. Keep ann.osei@acme.test")
	does(t, c.Run(staff("acme-labs", "ada admin, ann.osei viewer", "1")), "update")
	w.wrote(t, "")
	does(t, c.Run(staff("acme-labs", "ada admin, ann.osei member", "1")), "update")
	does(t, c.Run(nil), "delete", "ada@acme.test, since Terraform works as this person.")
	w.wrote(t, "PUT DELETE")
}

func TestTeamMembersRefused(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "team_members")
	widgets := func(list, limit string) acctest.Outcome { return c.Run(staff("acme-widgets", list, limit)) }
	fails(t, widgets("ada member, joe viewer", "1"), "The team acme-widgets must have at least one admin. Give another person the role admin first. None of the 2 people in members has it.")
	fails(t, widgets("", "1"), "None of the 0 people in members has it.")
	fails(t, widgets("ada admin, Ada viewer", "1"), "Ada@acme.test and ada@acme.test are one address, since case does not matter. List it once.")
	fails(t, widgets("ada owner, joe admin", "1"), `Unknown role "owner".`)
	fails(t, widgets("ada admin", "110%"), `"110%" is neither a number of people, such as 3, nor a percentage`)
	fails(t, widgets("ada admin", "10%"), `2 of the 3 people of the team acme-widgets would be removed, and max_removals = "10%" allows 1`)
	fails(t, widgets("joe admin, kim viewer", "10%"), "ada@acme.test is the person that Terraform works as, and would be removed from the team acme-widgets.")
	fails(t, widgets("ada viewer, joe admin, kim viewer", "10%"), "and would become viewer instead of admin in the team acme-widgets.")
	fails(t, c.Run(staff("acme-gone", "ada admin", "1")), `team = "acme-gone" names no team that the API knows.`)
	fails(t, w.core(t, "HRKU-joe", "team_members").Run(staff("acme-widgets", "ada admin, joe member, kim viewer, ann viewer", "1")), "Not allowed to create team members")
	out := widgets("ada admin, joe member", "1")
	does(t, out, "create", "Creating this resource removes from the team acme-widgets everybody who is not listed in members, which the plan itself does not show: kim@acme.test (viewer).")
	does(t, widgets("ada admin, joe member, ann viewer", "1"), "update")
	fails(t, c.Run(nil), `max_removals = "1" allows 1: ann@acme.test (viewer), joe@acme.test (member). If all of them are to go, set max_removals = "2" or more and apply that first`)
	does(t, widgets("ada admin, joe member, ann viewer", "100%"), "update")
	does(t, c.Run(nil), "delete", "Destroying this resource leaves a listed person in the team acme-widgets: ada@acme.test")
	w.has(t, "acme-widgets", "ada admin")
}

// Whoever comes, goes or changes between a plan and its end stops it, unless the user says otherwise.
func TestTeamMembersStale(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "team_members")
	widgets := func(list string) acctest.Outcome { return c.Run(staff("acme-widgets", list, "100%")) }
	const before = "ada admin, joe member, kim viewer"
	does(t, widgets(before), "create")
	c.Between = func() {
		w.join(t, "acme-widgets", "eve", "admin")
		w.join(t, "acme-widgets", "kim", "member")
		w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)
	}
	fails(t, widgets(before+", ann member"), "What people have in the team acme-widgets is eve@acme.test: admin; joe@acme.test: none; kim@acme.test: member now. The plan was made when it was eve@acme.test: none; joe@acme.test: member; kim@acme.test: viewer, so")
	if out := does(t, widgets(before), "update"); out.Drift {
		t.Error("the state has not been told what was there")
	}
	w.has(t, "acme-widgets", before)

	w.Calls()
	c.Between = func() { // as the plan wants it already
		w.join(t, "acme-widgets", "joe", "viewer")
		w.join(t, "acme-widgets", "ann", "member")
		w.do(t, "DELETE", "/teams/acme-widgets/members/kim@acme.test", nil)
	}
	does(t, widgets("ada admin, joe viewer, ann member"), "update")
	w.wrote(t, "")

	c.Between = func() { w.join(t, "acme-widgets", "joe", "admin") }
	fails(t, c.Run(nil), "is joe@acme.test: admin now. The plan was made when it was joe@acme.test: viewer")
	c.Between = func() {
		w.join(t, "acme-widgets", "eve", "admin")
		w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)
	}
	does(t, c.Run(nil), "delete", "ada@acme.test, since Terraform works as this person.") // whoever comes stays, whoever is gone is gone
	w.has(t, "acme-widgets", "ada admin, eve admin")

	c = w.core(t, acctest.Admin, "team_members", "stale_plan", "overwrite")
	does(t, c.Run(staff("acme-widgets", "ada admin, eve admin", "1")), "create")
	c.Between = func() { w.join(t, "acme-widgets", "joe", "admin") }
	does(t, c.Run(staff("acme-widgets", "ada admin, ann viewer", "2")), "update")
	w.has(t, "acme-widgets", "ada admin, ann viewer")
	c.Between = func() { w.join(t, "acme-widgets", "eve", "admin"); w.join(t, "acme-widgets", "joe", "admin") }
	fails(t, c.Run(staff("acme-widgets", "ada admin", "2")), `3 of the 4 people of the team acme-widgets would be removed`)
}

// What was done before a failure is not done again.
func TestTeamMembersHalf(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "team_members")
	const first, then = "ada admin, ann viewer, ben viewer", "ada admin, ann admin, ben member, eve viewer"
	half := func(n int, config object) {
		t.Helper()
		w.failAt(n)
		fails(t, c.Run(config), "Not today.")
		w.Fail(nil)
		w.Calls()
	}
	half(3, staff("acme-widgets", first, "2")) // both are added, nobody is removed
	does(t, c.Run(staff("acme-widgets", first, "2")), "create", "joe@acme.test (member), kim@acme.test (viewer)")
	w.wrote(t, "DELETE DELETE")
	half(2, staff("acme-widgets", then, "3"))
	if out := does(t, c.Run(staff("acme-widgets", then, "3")), "update"); out.Drift {
		t.Error("the state had something else than is there")
	}
	w.wrote(t, "PUT PUT")
	half(2, nil)
	if out := does(t, c.Run(nil), "delete", "since Terraform works as"); out.Drift {
		t.Error("the state had something else than is there")
	}
	w.wrote(t, "DELETE DELETE")
	w.has(t, "acme-widgets", "ada admin")
}

// A team that people join by invitation: who has been asked is there, and nobody is asked twice.
func TestTeamMembersInvited(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	ask := func(name, role string) string {
		return text(t, w.do(t, "PUT", "/teams/friends/invitations", object{"email": name + "@acme.test", "role": role}), "id")
	}
	c := w.core(t, acctest.Admin, "team_members")
	friends := func(list string) acctest.Outcome { return c.Run(staff("friends", list, "3")) }
	joe := ask("joe", "member")
	ask("eve", "admin")
	out := friends("ada member, joe admin")
	says(t, out.Errors[:1], []string{"Who has only been invited does not count before accepting."})
	does(t, friends("ada admin, joe member, kim member"), "create", "eve@acme.test (admin)")
	w.wrote(t, "PUT DELETE")
	if status, _ := w.server.Do(t, "HRKU-joe", "POST", "/teams/invitations/"+joe+"/accept", nil); status >= 300 {
		t.Fatal(status)
	}
	does(t, friends("ada admin, joe member, kim member"), "no-op")
	ask("eve", "admin")
	if out := does(t, friends("ada admin, joe member, kim admin"), "update"); !out.Drift { // another role for whom has been asked
		t.Error("an invitation is not seen")
	}
	w.wrote(t, "PUT DELETE")
	if got := fmt.Sprint(c.Import("friends").State["members"]); got != "map[ada@acme.test:admin joe@acme.test:member kim@acme.test:admin]" {
		t.Error(got)
	}
	w.Fail(func(r *http.Request) (int, string) { // Kim accepts at the last moment, and goes all the same
		if r.Method == http.MethodDelete && strings.Contains(r.URL.Path, "/invitations/") {
			w.server.Do(t, "HRKU-kim", "POST", "/teams/invitations/"+path.Base(r.URL.Path)+"/accept", nil)
		}
		return 0, ""
	})
	does(t, friends("ada admin, joe member"), "update")
	w.wrote(t, "DELETE DELETE")
	w.has(t, "friends", "ada admin, joe member")
}

// People of the identity provider are its business, unless they are listed.
func TestTeamMembersFederated(t *testing.T) {
	w := start(t)
	for _, name := range []string{"fay", "fritz"} {
		w.do(t, "PUT", "/teams/acme-labs/members", object{"email": name + "@acme.test", "role": "member", "federated": true})
	}
	c := w.core(t, acctest.Admin, "team_members")
	labs := func(list string) acctest.Outcome { return c.Run(staff("acme-labs", list, "10%")) }
	c.Import("acme-labs")
	does(t, labs("ada admin"), "no-op")
	does(t, labs("ada admin, fay viewer"), "update")
	w.has(t, "acme-labs", "ada admin, fay viewer, fritz member")
	w.join(t, "acme-labs", "fay", "member")
	if out := does(t, labs("ada admin, fay viewer"), "update"); !out.Drift {
		t.Error("a listed person is not looked at")
	}
	does(t, labs("ada admin"), "update")
	w.has(t, "acme-labs", "ada admin, fritz member")
}

// The person that Terraform works as comes last, and only if that is allowed. When the list is given up, it stays.
func TestTeamMembersSelf(t *testing.T) {
	w := start(t)
	for _, name := range []string{"joe", "zoe", "eve"} {
		w.join(t, "acme-labs", name, "admin")
	}
	c := w.core(t, acctest.Admin, "team_members", "allow_self_removal", true)
	does(t, c.Run(staff("acme-labs", "ada admin, eve admin, joe admin, zoe admin", "1")), "create")
	does(t, c.Run(staff("acme-labs", "ann viewer, joe admin, zoe viewer", "2")), "update")
	w.wrote(t, "PUT PUT DELETE DELETE")
	if roles := w.rolesOf(t, "HRKU-joe", "acme-labs"); len(roles) != 3 || roles["zoe@acme.test"] != "viewer" {
		t.Errorf("acme-labs has %v", roles)
	}
}

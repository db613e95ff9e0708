package seed_test

import (
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
)

// merger is an enterprise account that is made of its teams.
const merger = `users:
  - {email: ada@acme.test}
  - {email: bob@acme.test}
  - {email: col@creative.test}
  - {email: joe@acme.test}
  - {email: sam@elsewhere.test}
  - {email: vic@acme.test}
enterprise_accounts:
  - {name: acme, members_from_teams: true}
teams:
  - name: gadgets
    enterprise_account: acme
    licenses: {dyno_units: 75}
    members: [{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: admin}, {email: joe@acme.test, role: member}]
    apps:
      - {name: web, collaborators: [{email: col@creative.test, permissions: [view, manage]}]}
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: member}, {email: vic@acme.test, role: viewer}]
  - {name: others, members: [{email: sam@elsewhere.test, role: admin}]}
`

// more is a file that comes later and adds a team to the account.
const more = `enterprise_accounts:
  - {name: acme, members_from_teams: true}
teams:
  - {name: tools, enterprise_account: acme, members: [{email: bob@acme.test, role: admin}, {email: sam@elsewhere.test, role: viewer}, {email: ada@acme.test, role: admin}]}
`

// TestMembersFromTeams: the admins of all teams of an account run it, everybody else with a role in them sees it, however often the file is loaded and with
// the teams that come later; a dump names the members, and its world is the same.
func TestMembersFromTeams(t *testing.T) {
	want := func(lines ...string) string {
		return "enterprise_accounts:\n  - name: acme\n    members:\n      - " + strings.Join(lines, "\n      - ") + "\nteams:\n"
	}
	const ada = "{email: ada@acme.test, permissions: [view, billing, manage, create]}"
	views := func(email string) string { return "{email: " + email + ", permissions: [view]}" }
	fresh := worlds(t)
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		load(t, st, merger)
		first, _ := dump(t, st, false)
		if members := want(ada, views("bob@acme.test"), views("joe@acme.test"), views("vic@acme.test")); !strings.Contains(first, members) {
			t.Errorf("%s\nwant %s", first, members)
		}
		load(t, st, merger+"# again\n")
		again, _ := dump(t, st, false)
		same(t, "loaded twice", again, first)
		load(t, st, more)
		second, _ := dump(t, st, false)
		if members := want(ada, views("bob@acme.test"), views("joe@acme.test"), views("sam@elsewhere.test"), views("vic@acme.test")); !strings.Contains(second, members) {
			t.Errorf("with one more team: %s\nwant %s", second, members)
		}
		checkWorld(t, st)
		next := fresh()
		load(t, next, second)
		moved, _ := dump(t, next, false)
		same(t, "the dump's world", moved, second)
	})
}

// TestCasesThatNeedADecision: where it does not follow from the teams who is to run an account, nothing is loaded, and the line is named.
func TestCasesThatNeedADecision(t *testing.T) {
	fresh := worlds(t)
	const instead = " Put members, with who has which permissions, in place of members_from_teams."
	for name, c := range map[string]struct{ old, with, want string }{
		"licences twice": {
			"    enterprise_account: acme\n    members: [{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: member}",
			"    enterprise_account: acme\n    licenses: {addon_credits: 1}\n    members: [{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: member}",
			"merger.yaml:9: More than one team of the enterprise account acme has licences: gadgets and widgets." + instead,
		},
		"nobody is admin of all": {
			"[{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: admin}", "[{email: ada@acme.test, role: member}, {email: bob@acme.test, role: admin}",
			"merger.yaml:9: Nobody is admin of every team of the enterprise account acme: gadgets and widgets." + instead,
		},
	} {
		if !strings.Contains(merger, c.old) {
			t.Fatalf("%s: the file has no %q", name, c.old)
		}
		st := fresh()
		err := seed.Load(t.Context(), st, "merger.yaml", []byte(strings.Replace(merger, c.old, c.with, 1)))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if left, _ := dump(t, st, false); left != "{}\n" {
			t.Errorf("%s: something was loaded: %s", name, left)
		}
	}
}

package provider

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// team is who is in a team: "ann admin" has the address ann@acme.test and the id #ann; "new=ann admin" has the address
// new@acme.test and the id #ann. A question mark is an invitation, an @ the identity provider's.
func team(own owned, people string) *rollCall {
	c := &rollCall{roll: &teamRoll{team: &api.Team{Name: "acme"}, invites: true}, own: own, ids: map[string]string{}, by: map[string]*holder{}}
	for email, id := range own {
		c.ids[email] = id
	}
	var everybody []holder
	for p := range strings.SplitSeq(people, ", ") {
		name, role, _ := strings.Cut(p, " ")
		email, id, other := strings.Cut(name, "=")
		if !other {
			id = email
		}
		role, asked := strings.CutSuffix(role, "?")
		role, federated := strings.CutSuffix(role, "@")
		everybody = append(everybody, seated(&seat{
			TeamMember: api.TeamMember{Email: email + "@acme.test", User: api.TeamMemberUser{ID: "#" + id}, Role: &role, Federated: federated}, invitation: asked,
		}))
	}
	c.attend(everybody, func(api.UserRef) bool { return false })
	return c
}

// roles is a map for the state or the configuration.
func roles(people string) types.Map {
	elements := map[string]attr.Value{}
	for p := range strings.SplitSeq(people, ", ") {
		name, role, _ := strings.Cut(p, " ")
		elements[name+"@acme.test"] = types.StringValue(role)
	}
	return types.MapValueMust(types.StringType, elements)
}

func (m move) short() string {
	name, _, _ := strings.Cut(m.email, "@")
	return name
}

// A person is known by the id, unless the address in the list is somebody else's by now.
func TestMoves(t *testing.T) {
	own := owned{"ann@acme.test": "#ann", "joe@acme.test": ""}
	for _, test := range []struct {
		live, list    string
		gains, losses string
		removed       string
		shown, fails  string
	}{
		{"ada admin, ann member", "ada admin, ann member", "", "", "", "ada admin, ann member", ""},
		{"ada admin, ann member", "Ada admin, ann admin, eve viewer", "ann, eve", "", "", "ada admin, ann member", ""},
		{"ada admin, ann member, eve viewer", "ada admin, ann viewer", "", "ann", "eve", "ada admin, ann member, eve viewer", ""},
		{"ada admin, new=ann member", "ada admin, ann member", "", "", "", "ada admin, ann member", ""},
		{"ada admin, new=ann member", "ada admin, new member", "", "", "", "ada admin, ann member", ""},
		{"ada admin, new=ann member, ann=other viewer", "ada admin, ann viewer", "", "", "new", "ada admin, new member, ann viewer", ""},
		{"ada admin, new=ann member", "ada admin, ann member, new member", "", "", "", "ada admin, ann member", "ann@acme.test and new@acme.test are addresses of the same person"},
		{"ada admin, JOE viewer", "ada admin, joe viewer", "", "", "", "ada admin, joe viewer", ""},
		{"ada admin, fay viewer@", "ada admin", "", "", "", "ada admin", ""},
	} {
		c := team(own, test.live)
		m, err := c.moves(linesOf(roles(test.list)))
		if err != nil || test.fails != "" {
			if err == nil || test.fails == "" || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("%s, list %s: %v", test.live, test.list, err)
			}
			continue
		}
		for what, pair := range map[string]struct {
			got  []move
			want string
		}{"gains": {m.gains, test.gains}, "loses": {m.losses, test.losses}, "goes": {m.removed, test.removed}} {
			var names []string
			for _, g := range pair.got {
				names = append(names, g.short())
			}
			if got := strings.Join(names, ", "); got != pair.want {
				t.Errorf("%s, list %s: %s %q, want %q", test.live, test.list, what, got, pair.want)
			}
		}
		value := func(words []string, _ attr.Value) attr.Value { return types.StringValue(words[0]) }
		if shown := c.show(t.Context(), roles("ada admin"), value); !shown.Equal(roles(test.shown)) {
			t.Errorf("%s: shown as %s", test.live, shown)
		}
	}
}

// Destroying leaves who was not listed, the person that Terraform works as, and somebody who is admin.
func TestLeaving(t *testing.T) {
	for _, test := range []struct{ own, live, self, leave, stay string }{
		{"ann, joe", "ada admin, ann admin, joe member", "#ada", "ann, joe", ""},
		{"ada, ann", "ada admin, ann admin, joe member", "#ada", "ann", "ada@acme.test, since Terraform works as this person"},
		{"ann, ben", "ann admin, ben admin, joe member", "#ada", "ben", "ann@acme.test, since one admin must stay"},
		{"ann, ben", "ann admin?, ben admin, joe member", "#ada", "ann", "ben@acme.test, since one admin must stay"},
		{"ada, ann", "ada member, ann admin, joe member", "#ada", "", "ada@acme.test, since Terraform works as this person; ann@acme.test, since one admin must stay"},
		{"ann", "ann admin, fay admin@", "#ada", "ann", ""},
		{"gone", "ada admin", "#ada", "", ""},
	} {
		own := owned{}
		for name := range strings.SplitSeq(test.own, ", ") {
			own[name+"@acme.test"] = "#" + name
		}
		leave, stay := team(own, test.live).leaving(t.Context(), test.self)
		var names []string
		for _, m := range leave {
			names = append(names, m.short())
		}
		if strings.Join(names, ", ") != test.leave || strings.Join(stay, "; ") != test.stay {
			t.Errorf("%+v: %v leave, %v stay", test, names, stay)
		}
	}
}

func TestMaxRemovals(t *testing.T) {
	for limit, want := range map[string][3]int{ // of 3, 25 and 1,000 people
		"0": {}, "0%": {}, "3": {3, 3, 3}, "1%": {1, 1, 10}, "10%": {1, 2, 100}, "50%": {1, 12, 500}, "100%": {3, 25, 1000},
	} {
		if got := [3]int{allowed(limit, 3), allowed(limit, 25), allowed(limit, 1000)}; got != want || checkMaxRemovals(limit) != nil {
			t.Errorf("%s allows %v, want %v; %v", limit, got, want, checkMaxRemovals(limit))
		}
	}
	for _, limit := range []string{"", "%", "-1", "1.5", "101%", "03", "10 %", "12345678", "all"} {
		if checkMaxRemovals(limit) == nil {
			t.Errorf("%q is accepted", limit)
		}
	}
	var many []string
	for i := range 13 {
		many = append(many, fmt.Sprintf("p%02d viewer", i))
	}
	c := team(owned{}, strings.Join(many, ", "))
	m, err := c.moves(nil)
	if err != nil {
		t.Fatal(err)
	}
	refusal := func(limit string) string {
		var notes diag.Diagnostics
		excess(withNotes(t.Context(), &notes), c, m.removed, limit, "members", false)
		if !notes.HasError() {
			return ""
		}
		return notes[0].Detail()
	}
	refused := refusal("10%")
	if !strings.Contains(refused, `13 of the 13 people of the team acme would be removed, and max_removals = "10%" allows 1: p00@acme.test (viewer), `) ||
		!strings.Contains(refused, `p09@acme.test (viewer) and 3 more. If all of them are to go, set max_removals = "13" or more.`) {
		t.Error(refused)
	}
	if refusal("13") != "" || refusal("") != "" {
		t.Error("what is allowed, or not known yet, is refused")
	}
}

// A person who is named beside a whole list is found, whichever of the two is planned first.
func TestWholeList(t *testing.T) {
	first, last := places{}, places{}
	const team, words = "the team acme", "joe@acme.test is named for the team acme by one resource, while another one holds the whole list"
	if c := cmp.Or(first.keep("#ann", "ann@acme.test"), first.close(map[string]bool{"#ann": true})); c != nil {
		t.Error(c.at(team))
	}
	if c := first.keep("#joe", "joe@acme.test"); c == nil || !strings.Contains(c.at(team), words) {
		t.Error(c)
	}
	if c := cmp.Or(last.keep("#joe", "joe@acme.test"), last.leave("#eve", "eve@acme.test")); c != nil {
		t.Error(c.at(team))
	}
	if c := last.close(map[string]bool{"#ann": true}); c == nil || !strings.Contains(c.at(team), words) {
		t.Error(c)
	}
}

// A doubt that comes while the one who waits makes up its mind is looked into, too.
func TestLateDoubt(t *testing.T) {
	l := &ledger{active: 2}
	if !l.begin() || l.begin() {
		t.Fatal("not one waits")
	}
	seen := l.doubted()
	l.doubts++ // somebody else's, who has gone on since one waits
	if l.end(seen) || l.begin() {
		t.Error("nobody looks into it")
	}
	if !l.end(l.doubted()) || l.active != 2 || !l.begin() {
		t.Errorf("%+v", l)
	}
}

// No two objects get the same address.
func TestImportBlockNames(t *testing.T) {
	var b importBlocks
	seen := map[string]bool{}
	for _, who := range []string{"joe_2", "joe", "joe", "joe", "joe_2", "joe_2_2"} {
		block, _, _ := strings.Cut(b.add("team_member", "x", []string{who}).ImportBlock.ValueString(), "id =")
		if seen[block] {
			t.Errorf("%s: %s is there already", who, block)
		}
		seen[block] = true
	}
}

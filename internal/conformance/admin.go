package conformance

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// solo is a team with one admin, who is in an enterprise account too: no other right helps.
var solo = people("ada bob mia jill@creativeinc.com") + `
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.com, permissions: [view, billing, manage, create]}, {email: bob@acme.com, permissions: [create]}]}
teams:
  - name: solo
    enterprise_account: acme
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member}]
    apps: [{name: web, collaborators: [{email: ada@acme.com, permissions: [manage]}, {email: jill@creativeinc.com, permissions: [manage]}]}]
  - name: elsewhere
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: admin}]
`

// lastAdmin is every way to lose the last admin. USER and MEMBER stand for his ids.
var lastAdmin = []call{
	{"DELETE /teams/solo/members/ada%40acme.com", ""}, // heroku members:remove of oneself
	{"DELETE /teams/solo/members/ADA@Acme.com", ""},
	{"DELETE /teams/solo/members/~", ""},
	{"DELETE /teams/solo/members/USER", ""},
	{"DELETE /teams/solo/members/MEMBER", ""},
	{"PUT /teams/solo/members", `{"email":"ada@acme.com","role":"member"}`},
	{"PUT /teams/solo/members", `{"email":"ADA@acme.com","role":"viewer"}`},
	{"PATCH /teams/solo/members", `{"email":"ada@acme.com","role":"member"}`},
	{"PATCH /teams/solo/members", `{"email":"ada@acme.com","role":"viewer","federated":true}`},
}

func testLastAdmin(t *testing.T, g Target) {
	w := enter(t, g, solo, "ada /teams/solo/members", "ada /teams/solo/permissions", "mia /teams/solo/members")
	ids := map[string]api.TeamMember{}
	for _, m := range get[[]api.TeamMember](w, "ada", "/teams/solo/members") {
		ids[m.Email] = m
	}
	refuse := func(as, email string) {
		t.Helper()
		replace := strings.NewReplacer("USER", ids[email].User.ID, "MEMBER", ids[email].ID, "ada", token(email), "ADA", strings.ToUpper(token(email)))
		for _, c := range lastAdmin {
			w.play(exchange{as, replace.Replace(c.request), replace.Replace(c.body), 422, "invalid_params: The team solo must have at least one admin"})
		}
	}
	refuse("ada", "ada@acme.com")
	w.play(
		// To be an admin still is no demotion.
		exchange{"ada", "PUT /teams/solo/members", `{"email":"ada@acme.com","role":"admin"}`, 200, `{"role":"admin"}`},
		// Nobody else may do it for him: not a member, not who may create and delete the team.
		exchange{"mia", "DELETE /teams/solo/members/ada%40acme.com", "", 403, "forbidden: requires team role admin"},
		exchange{"bob", "DELETE /teams/solo/members/ada%40acme.com", "", 403, "forbidden: requires team role admin"},
		exchange{"jill", "PATCH /teams/solo/members", `{"email":"ada@acme.com","role":"viewer"}`, 403, "forbidden: requires team role admin"},

		// With a second admin either may go, by any way, and the rule protects the one who is left.
		exchange{"ada", "PUT /teams/solo/members", `{"email":"mia@acme.com","role":"admin"}`, 200, `{"role":"admin"}`},
		exchange{"ada", "PATCH /teams/solo/members", `{"email":"ada@acme.com","role":"viewer"}`, 200, `{"role":"viewer"}`},
	)
	w.watch = []string{"mia /teams/solo/members", "mia /teams/solo/permissions"}
	refuse("mia", "mia@acme.com")
	w.play(
		exchange{"mia", "PUT /teams/solo/members", `{"email":"ada@acme.com","role":"admin"}`, 200, ""},
		exchange{"ada", "DELETE /teams/solo/members/~", "", 200, `{"email":"ada@acme.com","role":"admin"}`},
		exchange{"mia", "DELETE /teams/solo/members/mia%40acme.com", "", 422, "invalid_params: at least one admin"},
	)
	w.equal("members", w.roles("mia", "solo"), "jill@creativeinc.com collaborator, mia@acme.com admin")
}

// testAdminsRemoveEachOther lets the two admins of a team remove and demote each other at the same moment: one of them stays.
func testAdminsRemoveEachOther(t *testing.T, g Target) {
	const rounds = 50
	var seed strings.Builder
	seed.WriteString(people("ada bob mia") + "teams:\n")
	for i := range rounds {
		fmt.Fprintf(&seed, "  - {name: team-%d, members: [{email: ada@acme.com, role: admin}, {email: bob@acme.com, role: admin}, {email: mia@acme.com, role: member}]}\n", i)
	}
	w := enter(t, g, seed.String())
	for i := range rounds {
		path := fmt.Sprintf("/teams/team-%d/members", i)
		requests := []exchange{ // what each sends differs from round to round
			{"ada", "DELETE " + path + "/bob%40acme.com", "", 200, ""},
			{"bob", "DELETE " + path + "/ada%40acme.com", "", 200, ""},
			{"ada", "PATCH " + path, `{"email":"bob@acme.com","role":"member"}`, 200, ""},
			{"bob", "PUT " + path, `{"email":"ada@acme.com","role":"viewer"}`, 200, ""},
		}
		pair := []exchange{requests[i%4], requests[(i%4+1)%4]}
		var got [2]answer
		var failed [2]error
		var both sync.WaitGroup
		for k := range pair {
			both.Go(func() { got[k], failed[k] = w.try(pair[k].as, pair[k].request, pair[k].body, nil) })
		}
		both.Wait()
		if err := errors.Join(failed[:]...); err != nil {
			t.Fatal(err)
		}
		admins := 0
		for _, m := range get[[]api.TeamMember](w, "mia", path) {
			if m.Role != nil && *m.Role == "admin" {
				admins++
			}
		}
		for k := range pair {
			// Whoever comes second is no admin any more, or is the last one.
			if s := got[k].status; s != 200 && s != 403 && s != 422 {
				t.Errorf("%s: %s: status %d: %s", pair[k].as, pair[k].request, s, got[k].body)
			}
		}
		if admins != 1 || (got[0].status == 200) == (got[1].status == 200) {
			t.Errorf("round %d: %s and %s gave %d and %d, and left %d admins", i, pair[0].request, pair[1].request, got[0].status, got[1].status, admins)
		}
	}
}

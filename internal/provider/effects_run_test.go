package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// several is a configuration of several resources.
type several []*acctest.Resource

// with adds a resource, which depends on the one before.
func (s several) with(kind, name string, config object) several {
	r := &acctest.Resource{Type: "herokuenterprise_" + kind, Name: name, Config: config}
	if len(s) > 0 {
		r.DependsOn = []string{s[len(s)-1].Address()}
	}
	return append(s[:len(s):len(s)], r)
}

// rehearsal is a company with a configuration of several resources, which needs no Terraform.
type rehearsal struct {
	*world
	t     *testing.T
	stack *acctest.Stack
}

func rehearse(t *testing.T) *rehearsal {
	w := start(t)
	return &rehearsal{w, t, acctest.NewStack(t, map[string]any{"url": w.URL, "api_key": acctest.Admin, "max_retries": 1})}
}

// run plans and applies, lets somebody do something between the two, and expects the errors of the latter.
func (r *rehearsal) run(config several, between func(), errors ...string) {
	r.t.Helper()
	plan := r.stack.Plan(config)
	if len(plan.Errors) > 0 {
		r.t.Fatal(plan.Errors)
	}
	if between != nil {
		between()
	}
	errs := r.stack.Apply(plan)
	r.Fail(nil)
	says(r.t, errs, errors)
}

// crewOf are the people of acme-widgets and, after them, those of its app website-staging.
func crewOf(staff_, crew_ string) several {
	return several{}.with("team_members", "x", staff("acme-widgets", staff_, "100%")).with("app_collaborators", "x", crew("website-staging", crew_, "100%"))
}

// Who leaves the team loses the permissions on its apps with the role. A list of such permissions does not take that for somebody else's doing, but what
// somebody else does at the same time it does.
func TestOwnDoingLeaves(t *testing.T) {
	r := rehearse(t)
	const whole = "ada admin, joe member, kim viewer"
	r.run(crewOf(whole, "joe deploy, kim view, ben view"), nil)
	r.run(crewOf("ada admin", "joe deploy, kim operate, ben deploy"), nil)
	r.grants(t, "website-staging", "joe deploy+view, kim operate+view, ben deploy+view")

	change := func(name, words string) func() {
		return func() {
			r.do(t, "PATCH", "/teams/apps/website-staging/collaborators/"+name+"@acme.test", object{"permissions": strings.Split(words, "+")})
		}
	}
	const stale = "Could not update app collaborators: What people have in the app website-staging is "
	r.run(crewOf(whole, "joe deploy, kim operate, ben deploy"), nil)
	r.run(crewOf("ada admin", "joe deploy, kim operate, ben operate"), change("ben", "manage"),
		stale+"ben@acme.test: manage, view now. The plan was made when it was ben@acme.test: deploy, view, so somebody has changed it since.")
	r.grants(t, "website-staging", "ben manage+view")

	// Somebody gives Joe something else as soon as he has left.
	r.run(crewOf(whole, "joe deploy, kim operate, ben deploy"), nil)
	r.run(crewOf("ada admin", "joe deploy, kim operate, ben operate"), func() {
		left := false
		r.Fail(func(q *http.Request) (int, string) {
			if q.Method == http.MethodDelete && left {
				r.allow(t, "website-staging", "joe", "manage")
			}
			left = left || q.Method == http.MethodDelete
			return 0, ""
		})
	}, stale+"joe@acme.test: manage, view now. The plan was made when it was joe@acme.test: deploy, view, so somebody has changed it since.")
	r.grants(t, "website-staging", "joe manage+view, ben deploy+view")

	// Somebody takes away what Joe has, who stays.
	r.run(crewOf(whole, "joe deploy, kim operate, ben deploy"), nil)
	r.run(crewOf("ada admin, joe member", "joe deploy, kim operate, ben operate"),
		func() { r.do(t, "DELETE", "/teams/apps/website-staging/collaborators/joe@acme.test", nil) },
		stale+"joe@acme.test: none now. The plan was made when it was joe@acme.test: deploy, view, so somebody has changed it since.")
}

// Who gives an app to another team gets every permission on it, and who leaves that team then loses what came along.
func TestOwnDoingMoves(t *testing.T) {
	r := rehearse(t)
	config := func(team, people, listed, words string) several {
		return several{}.with("team_app", "x", object{"team": team, "name": "lab-one"}).with("team_app", "y", object{"team": team, "name": "lab-two"}).
			with("team_members", "x", staff("acme-labs", people, "100%")).
			with("app_collaborators", "x", crew("lab-one", listed, "100%")).
			with("app_access", "x", object{"app": "lab-two", "email": "joe@acme.test", "permissions": []string{words}})
	}
	r.run(config("acme-widgets", "ada admin, joe member", "joe deploy", "deploy"), nil)
	r.run(config("acme-labs", "ada admin", "joe deploy, kim view", "operate"), nil)
	r.grants(t, "lab-one", "joe deploy+view, kim view")
	r.grants(t, "lab-two", "joe operate+view")

	// Before the app comes to a team, nobody loses anything on it by leaving.
	r.run(config("acme-widgets", "ada admin, joe member", "joe deploy", "deploy"), nil)
	late := config("acme-labs", "ada admin", "joe deploy, kim view", "operate")
	late[2].DependsOn, late[0].DependsOn = nil, []string{late[2].Address()}
	late[3].DependsOn = []string{late[1].Address()}
	r.run(late, func() { r.do(t, "DELETE", "/teams/apps/lab-one/collaborators/joe@acme.test", nil) },
		"What people have in the app lab-one is joe@acme.test: none now. The plan was made when it was joe@acme.test: deploy, view, so somebody has changed it since.")
}

// Who joins a team of an enterprise account joins the account.
func TestOwnDoingJoins(t *testing.T) {
	r := rehearse(t)
	config := func(team, account string) several {
		people := map[string][]string{}
		for email, words := range pairs(account) {
			people[email] = strings.Split(words, "+")
		}
		return several{}.with("team_members", "x", staff("acme-labs", team, "100%")).
			with("enterprise_account_members", "x", object{"enterprise_account": "acme", "members": people, "max_removals": "100%"})
	}
	const before = "ada billing+create+manage, joe view, kim view"
	r.run(config("ada admin", before), nil)
	r.run(config("ada admin, ann member", before+", ann billing"), nil)
	r.standings(t, "acme", "ada billing+create+manage+view, joe view, kim view, ann billing+view")
	r.run(config("ada admin, ann member, ben member", before+", ann billing, ben billing"),
		func() {
			r.do(t, "POST", "/enterprise-accounts/acme/members", object{"user": "ben@acme.test", "permissions": []string{"create"}})
		},
		"What people have in the enterprise account acme is ben@acme.test: create, view now. The plan was made when it was ben@acme.test: none, so somebody has changed it since.")
	// What nobody listed is refused by the API, in its own words.
	r.run(config("ada admin, ann member, ben member, eve viewer", before+", ann view, ben create"), nil, "eve@acme.test has a role in a team of the enterprise account acme: acme-labs.")
}

// A person of the identity provider, whom a list did not show, is listed, also where the app has just gone to a team without one. Who is not listed is
// left alone until the next plan.
func TestOwnDoingFederated(t *testing.T) {
	r := rehearse(t)
	for _, name := range []string{"fay", "gus"} {
		r.do(t, "PUT", "/teams/acme-widgets/members", object{"email": name + "@acme.test", "role": "member", "federated": true})
	}
	r.allow(t, "website-staging", "fay", "operate")
	list := func(people string) several {
		return several{}.with("app_collaborators", "x", crew("website-staging", people, "100%"))
	}
	r.run(list("joe deploy"), nil)
	r.run(list("joe deploy, fay deploy"), nil)
	r.grants(t, "website-staging", "joe deploy+view, fay deploy+view")

	moved := func(team, staff_, people string) several {
		return several{}.with("team_app", "x", object{"team": team, "name": "lab-one"}).with("team_members", "x", staff("acme-widgets", staff_, "100%")).
			with("app_collaborators", "x", crew("lab-one", people, "100%"))
	}
	const all = "ada admin, fay member, gus member"
	r.run(moved("acme-widgets", all, "joe deploy"), nil)
	r.allow(t, "lab-one", "fay", "operate")
	r.allow(t, "lab-one", "gus", "operate")
	r.run(moved("acme-widgets", all, "joe deploy"), nil)
	r.run(moved("acme-labs", "ada admin, gus member", "joe operate, fay deploy"), nil)
	r.grants(t, "lab-one", "joe operate+view, fay deploy+view, gus operate+view")
}

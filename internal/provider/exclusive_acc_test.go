package provider_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// between does something after a plan was made, and before it is applied.
type between func()

func (b between) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	b()
}

// meanwhile is between for a step.
func meanwhile(do func()) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{between(do)}}
}

// settled expects that the state had what is there: the plan finds nothing that was changed outside Terraform.
type settled string

func (s settled) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, drift := range req.Plan.ResourceDrift {
		if drift.Address == string(s) {
			resp.Error = fmt.Errorf("the state had %v, and there is %v", drift.Change.Before, drift.Change.After)
		}
	}
}

// failAt refuses the nth write, and those after it.
func (w *world) failAt(n int) func() {
	return func() {
		w.Fail(func(r *http.Request) (int, string) {
			if r.Method == http.MethodGet {
				return 0, ""
			}
			if n--; n > 0 {
				return 0, ""
			}
			return http.StatusUnprocessableEntity, `{"id":"invalid_params","message":"Not today."}`
		})
	}
}

// withArgument replaces the provider's argument max_retries by another one.
func withArgument(config, argument string) string {
	return strings.Replace(config, "max_retries = 1", "max_retries = 1\n  "+argument, 1)
}

// join puts somebody into a team behind Terraform's back.
func (w *world) join(t *testing.T, team, name, role string) {
	t.Helper()
	w.do(t, "PUT", "/teams/"+team+"/members", object{"email": name + "@acme.test", "role": role})
}

// Whoever comes, goes or changes between a plan and its end stops it, unless the user says otherwise.
func TestAccTeamMembersStale(t *testing.T) {
	w := start(t)
	config := func(list string) string {
		return w.config(everybodyConfig, "acme-widgets", people(list), `max_removals = "100%"`)
	}
	stale := func(config, words string, do func()) resource.TestStep {
		step := refused(config, words)
		step.ConfigPlanChecks = meanwhile(do)
		return step
	}
	const known = "ada admin, joe member, kim viewer"
	w.run(t,
		resource.TestStep{Config: config(known)},
		stale(config(known+", ann member"), "What people have in the team acme-widgets is eve@acme.test: admin; joe@acme.test: none; kim@acme.test: member now. The plan was made when it was", func() {
			w.join(t, "acme-widgets", "eve", "admin")
			w.join(t, "acme-widgets", "kim", "member")
			w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)
		}),
		resource.TestStep{Config: config(known), Check: w.has(t, "acme-widgets", known)},
		resource.TestStep{ // as the plan wants it already
			Config: config("ada admin, joe viewer, ann member"), ConfigPlanChecks: meanwhile(func() {
				w.Calls()
				w.join(t, "acme-widgets", "joe", "viewer")
				w.join(t, "acme-widgets", "ann", "member")
				w.do(t, "DELETE", "/teams/acme-widgets/members/kim@acme.test", nil)
			}),
			Check: w.written(t, text(t, w.do(t, "GET", "/teams/acme-widgets", nil), "id")),
		},
		resource.TestStep{
			Config: withArgument(config("ada admin, joe member"), `stale_plan = "overwrite"`), Check: w.has(t, "acme-widgets", "ada admin, joe member"),
			ConfigPlanChecks: meanwhile(func() { w.join(t, "acme-widgets", "eve", "admin") }),
		},
		func() resource.TestStep { // destroying what is another by now
			step := stale(config("ada admin, joe member"), "is joe@acme.test: admin now. The plan was made when it was joe@acme.test: member", func() {
				w.join(t, "acme-widgets", "joe", "admin")
			})
			step.Destroy = true
			return step
		}(),
	)
	_ = w.has(t, "acme-widgets", "ada admin")(nil)
}

// What was done before a failure is in the state, and is not done again.
func TestAccTeamMembersHalf(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/acme-widgets", nil), "id")
	config := func(list string) string {
		return w.config(everybodyConfig, "acme-widgets", people(list), `max_removals = "100%"`)
	}
	again := func(config string, action plancheck.ResourceActionType, methods ...string) resource.TestStep {
		checks := planned(action, everybody)
		checks.PreApply = append(checks.PreApply, settled(everybody), between(func() { w.Fail(nil) }))
		return resource.TestStep{PreConfig: func() { w.Fail(nil); w.Calls() }, Config: config, ConfigPlanChecks: checks, Check: w.written(t, id, methods...)}
	}
	fail := func(config string, n int) resource.TestStep {
		step := refused(config, "Not today.")
		step.PreConfig = w.failAt(n)
		return step
	}
	w.run(t,
		fail(config("ada admin, ann viewer, ben viewer"), 3), // both are added, nobody is removed
		again(config("ada admin, ann viewer, ben viewer"), creates, "DELETE", "DELETE"),
		fail(config("ada admin, ann admin, ben member, eve viewer"), 2),
		again(config("ada admin, ann admin, ben member, eve viewer"), updates, "PUT", "PUT"),
		func() resource.TestStep {
			step := fail(config("ada admin, ann admin, ben member, eve viewer"), 2)
			step.Destroy = true
			return step
		}(),
		func() resource.TestStep {
			step := again(config("ada admin, ann admin, ben member, eve viewer"), deletes, "DELETE", "DELETE")
			step.Destroy = true
			step.Check = nil
			return step
		}(),
	)
	_ = w.has(t, "acme-widgets", "ada admin")(nil)
}

// A team that people join by invitation: who has been asked is there, and nobody is asked twice.
func TestAccTeamMembersInvited(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	id := text(t, w.do(t, "GET", "/teams/friends", nil), "id")
	ask := func(name, role string) {
		w.do(t, "PUT", "/teams/friends/invitations", object{"email": name + "@acme.test", "role": role})
	}
	accept := func() {
		_, raw := w.server.Do(t, acctest.Admin, "GET", "/teams/friends/invitations", nil)
		for _, invitation := range strings.Split(string(raw), `"id":"`)[1:] {
			token, _, _ := strings.Cut(invitation, `"`)
			w.server.Do(t, "HRKU-joe", "POST", "/teams/invitations/"+token+"/accept", nil)
		}
	}
	config := func(list string) string {
		return w.config(everybodyConfig, "friends", people(list), `max_removals = "3"`)
	}
	w.run(t,
		refused(config("ada member, joe admin"), "Who has only been invited does not count before accepting."),
		resource.TestStep{
			PreConfig: func() { ask("joe", "member"); ask("eve", "admin"); w.Calls() },
			Config:    config("ada admin, joe member, kim member"), Check: w.written(t, "friends", "PUT", "DELETE"),
		},
		resource.TestStep{Config: config("ada admin, Joe member, kim member"), PreConfig: accept, ConfigPlanChecks: quiet},
		resource.TestStep{ // shown, revoked; another role for who has been asked
			PreConfig: func() { ask("eve", "admin"); w.Calls() }, Config: config("ada admin, joe member, kim admin"),
			ConfigPlanChecks: planned(updates, everybody), Check: w.written(t, "friends", "PUT", "DELETE"),
		},
		imports(everybody, "friends", "max_removals"),
	)
	_ = w.has(t, id, "ada admin")(nil)
}

// People of the identity provider are its business, unless they are listed.
func TestAccTeamMembersFederated(t *testing.T) {
	w := start(t)
	for _, name := range []string{"fay", "fritz"} {
		w.do(t, "PUT", "/teams/acme-labs/members", object{"email": name + "@acme.test", "role": "member", "federated": true})
	}
	config := func(list string) string {
		return w.config(everybodyConfig, "acme-labs", people(list), "")
	}
	w.run(t,
		resource.TestStep{Config: config("ada admin"), ResourceName: everybody, ImportState: true, ImportStateId: "acme-labs", ImportStatePersist: true},
		resource.TestStep{Config: config("ada admin"), ConfigPlanChecks: quiet, Check: attrs(everybody, "members.%", "1")},
		resource.TestStep{
			Config: config("ada admin, fay viewer"), ConfigPlanChecks: planned(updates, everybody),
			Check: resource.ComposeTestCheckFunc(attrs(everybody, "members.%", "2"), w.has(t, "acme-labs", "ada admin, fay viewer, fritz member")),
		},
		resource.TestStep{ // a listed one is a member like anybody
			PreConfig: func() { w.join(t, "acme-labs", "fay", "admin") }, Config: config("ada admin, fay viewer"), ConfigPlanChecks: planned(updates, everybody),
		},
		resource.TestStep{
			Config: config("ada admin"), ConfigPlanChecks: planned(updates, everybody), Check: w.has(t, "acme-labs", "ada admin, fritz member"),
		},
	)
	_ = w.has(t, "acme-labs", "ada admin, fritz member")(nil)
}

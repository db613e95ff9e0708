package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// What the tests of the exclusive lists of people share.

// core runs a resource without Terraform, as somebody; further arguments of the provider come in pairs.
func (w *world) core(t *testing.T, token, resource string, arguments ...any) *acctest.Core {
	t.Helper()
	provider := map[string]any{"url": w.URL, "api_key": token}
	for i := 0; i < len(arguments); i += 2 {
		provider[fmt.Sprint(arguments[i])] = arguments[i+1]
	}
	return acctest.NewCore(t, "herokuenterprise_"+resource, provider)
}

// does expects what a run planned to do, and that it did.
func does(t *testing.T, out acctest.Outcome, action string, warnings ...string) acctest.Outcome {
	t.Helper()
	if out.Action != action || len(out.Errors) > 0 {
		t.Errorf("%s, errors %q; want %s", out.Action, out.Errors, action)
	}
	says(t, out.Warnings, warnings)
	return out
}

// fails expects the errors of a run.
func fails(t *testing.T, out acctest.Outcome, errors ...string) {
	t.Helper()
	says(t, out.Errors, errors)
}

func says(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d diagnostics, want %d: %q", len(got), len(want), got)
	}
	for i := range min(len(got), len(want)) {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("%q does not say %q", got[i], want[i])
		}
	}
}

// pairs reads "ada admin, joe member".
func pairs(list string) map[string]string {
	found := map[string]string{}
	for pair := range strings.SplitSeq(list, ", ") {
		if name, words, ok := strings.Cut(pair, " "); ok {
			found[name+"@acme.test"] = words
		}
	}
	return found
}

// staff is a configuration of a team's members.
func staff(team, list, limit string) object {
	return object{"team": team, "members": pairs(list), "max_removals": limit}
}

// crew is a configuration of an app's collaborators, "ann deploy+view".
func crew(app, list, limit string) object {
	people := map[string][]string{}
	for email, words := range pairs(list) {
		people[email] = strings.Split(words, "+")
	}
	return object{"app": app, "collaborators": people, "max_removals": limit}
}

// literal writes a value of a configuration as Terraform reads it.
func literal(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// has expects who has which role in a team, collaborators left out.
func (w *world) has(t *testing.T, team, list string) {
	t.Helper()
	got := w.roles(t, team)
	maps.DeleteFunc(got, func(_, role string) bool { return role == "collaborator" })
	if want := pairs(list); !maps.Equal(got, want) {
		t.Errorf("%s has %v, want %v", team, got, want)
	}
}

// grants expects who has which permissions on an app, less what admins have anyway.
func (w *world) grants(t *testing.T, app, list string) {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, "GET", "/teams/apps/"+app+"/collaborators", nil)
	var rows []api.Collaborator
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	got := map[string]string{}
	for _, row := range rows[1:] {
		var words []string
		for _, p := range row.Permissions {
			words = append(words, p.Name)
		}
		if got[row.User.Email] = strings.Join(words, "+"); len(words) == 4 && *row.Role == "admin" {
			delete(got, row.User.Email)
		}
	}
	if want := pairs(list); !maps.Equal(got, want) {
		t.Errorf("%s has %v, want %v", app, got, want)
	}
}

// join puts somebody into a team behind Terraform's back.
func (w *world) join(t *testing.T, team, name, role string) {
	t.Helper()
	w.do(t, "PUT", "/teams/"+team+"/members", object{"email": name + "@acme.test", "role": role})
}

// allow gives somebody permissions on an app.
func (w *world) allow(t *testing.T, app, name string, words ...string) {
	t.Helper()
	w.do(t, "POST", "/teams/apps/"+app+"/collaborators", object{"user": name + "@acme.test", "permissions": words})
}

// id reads the id of what is at a path.
func (w *world) id(t *testing.T, path string) string {
	t.Helper()
	return text(t, w.do(t, "GET", path, nil), "id")
}

// writes forgets the calls so far, and returns their methods, those that only read left out.
func (w *world) writes() string {
	var methods []string
	for _, call := range w.Calls() {
		if method, _, _ := strings.Cut(call, " "); method != http.MethodGet {
			methods = append(methods, method)
		}
	}
	return strings.Join(methods, " ")
}

// wrote expects the methods of the writes since the last time.
func (w *world) wrote(t *testing.T, want string) {
	t.Helper()
	if got := w.writes(); got != want {
		t.Errorf("writes %q, want %q", got, want)
	}
}

// failAt refuses the nth write, and those after it.
func (w *world) failAt(n int) {
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

// checked makes a check of a step of what looks at the control plane.
func checked(looks ...func()) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for _, look := range looks {
			look()
		}
		return nil
	}
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

package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// world is a control plane of one test's own, behind a proxy.
type world struct {
	*acctest.Proxy
	server *mockapitest.Server
}

// start lets the test run beside others, each in its own world.
func start(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	return startAlone(t)
}

// startAlone keeps other tests waiting.
func startAlone(t *testing.T) *world {
	t.Helper()
	if seed, lossy := lossySeed(t); lossy {
		return startLossy(t, seed)
	}
	server := mockapitest.Start(t, acctest.World)
	return &world{acctest.NewProxy(t, server.URL), server}
}

// config is a configuration of Ada's; the verbs are filled in.
func (w *world) config(body string, values ...any) string {
	return w.configOf(acctest.Admin, body, values...)
}

// configOf is the configuration of somebody else.
func (w *world) configOf(token, body string, values ...any) string {
	if len(values) > 0 {
		body = fmt.Sprintf(body, values...)
	}
	return patient(acctest.Provider(w.URL, token)) + body
}

// run applies the steps one after the other with terraform.
func (w *world) run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(), Steps: steps})
}

// do changes something behind Terraform's back, as Ada, and returns the answer.
func (w *world) do(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	status, raw := w.server.Do(t, acctest.Admin, method, path, body)
	if status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	var answer map[string]any
	_ = json.Unmarshal(raw, &answer) // a list is of no use here
	return answer
}

// roles reads who has which role in a team.
func (w *world) roles(t *testing.T, team string) map[string]string {
	t.Helper()
	return w.rolesOf(t, acctest.Admin, team)
}

// rolesOf is roles for somebody else.
func (w *world) rolesOf(t *testing.T, token, team string) map[string]string {
	t.Helper()
	_, raw := w.server.Do(t, token, "GET", "/teams/"+team+"/members", nil)
	var rows []struct{ Email, Role string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	roles := map[string]string{}
	for _, row := range rows {
		roles[row.Email] = row.Role
	}
	return roles
}

// behind is do as a step's PreConfig.
func (w *world) behind(t *testing.T, method, path string, body any) func() {
	return func() { w.do(t, method, path, body) }
}

// object is a JSON object.
type object = map[string]any

// attrs checks attributes of an object in the state, given in pairs of path and value.
func attrs(address string, pairs ...string) resource.TestCheckFunc {
	var checks []resource.TestCheckFunc
	for pair := range slices.Chunk(pairs, 2) {
		checks = append(checks, resource.TestCheckResourceAttr(address, pair[0], pair[1]))
	}
	return resource.ComposeAggregateTestCheckFunc(checks...)
}

// planned expects what the plan of a step does with objects.
func planned(action plancheck.ResourceActionType, addresses ...string) resource.ConfigPlanChecks {
	var checks resource.ConfigPlanChecks
	for _, address := range addresses {
		checks.PreApply = append(checks.PreApply, plancheck.ExpectResourceAction(address, action))
	}
	return checks
}

// What a plan may do.
const (
	creates  = plancheck.ResourceActionCreate
	updates  = plancheck.ResourceActionUpdate
	deletes  = plancheck.ResourceActionDestroy
	replaces = plancheck.ResourceActionReplace
	nothing  = plancheck.ResourceActionNoop
)

// quiet expects a plan that does nothing.
var quiet = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// imports checks that an object imported by an id has the state that it was created with.
func imports(address, id string, except ...string) resource.TestStep {
	return resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStateVerifyIgnore: except}
}

// refused expects an error of these words, however terraform breaks the lines.
func refused(config, words string) resource.TestStep {
	return resource.TestStep{Config: config, ExpectError: phrase(words)}
}

// phrase matches words, however terraform breaks the lines.
func phrase(words string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(strings.Fields(regexp.QuoteMeta(words)), `[\s│]+`))
}

// text reads a member of a JSON object.
func text(t *testing.T, o object, keys ...string) string {
	t.Helper()
	for _, key := range keys[:len(keys)-1] {
		inner, ok := o[key].(object)
		if !ok {
			t.Fatalf("no %s in %v", key, o)
		}
		o = inner
	}
	s, ok := o[keys[len(keys)-1]].(string)
	if !ok {
		t.Fatalf("no text %v in %v", keys, o)
	}
	return s
}

// absent is what terraform says when there is nothing to import.
var absent = regexp.MustCompile(`Cannot import non-existent remote object`)

// written expects the writes of a step to a team, in their order, and forgets them. On a lossy path some are repeated.
func (w *world) written(t *testing.T, team string, methods ...string) resource.TestCheckFunc {
	t.Helper()
	_, lossy := lossySeed(t)
	return func(*terraform.State) error {
		if lossy {
			return nil
		}
		var got []string
		for _, call := range w.Calls() {
			if method, path, _ := strings.Cut(call, " "); method != http.MethodGet && strings.HasPrefix(path, "/teams/"+team+"/") {
				got = append(got, method)
			}
		}
		if !slices.Equal(got, methods) {
			return fmt.Errorf("writes %v, want %v", got, methods)
		}
		return nil
	}
}

// runSince is run for what only newer versions of Terraform have; an older one skips the test.
func (w *world) runSince(t *testing.T, newer tfversion.TerraformVersionCheck, steps ...resource.TestStep) {
	t.Helper()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(), Steps: steps, TerraformVersionChecks: []tfversion.TerraformVersionCheck{newer},
	})
}

// check expects what a function finds.
func (w *world) check(look func() string, want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := look(); got != want {
			return fmt.Errorf("found %s, want %s", got, want)
		}
		return nil
	}
}

package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const spaceAccess = "herokuenterprise_space_access.x"

// spaceAccessConfig is a permission on a space.
const spaceAccessConfig = `
resource "herokuenterprise_space_access" "x" {
  space       = "%s"
  email       = "%s"
  permissions = ["%s"]
}`

// creators lists who may create apps in a space, admins among them.
func (w *world) creators(t *testing.T, space string) string {
	t.Helper()
	var who []string
	for _, email := range []string{"ada@acme.test", "ann@acme.test", "joe@acme.test", "kim@acme.test"} {
		status, raw := w.server.Do(t, acctest.Admin, "GET", "/spaces/"+space+"/members/"+email, nil)
		if status == http.StatusOK && strings.Contains(string(raw), "create_apps") {
			who = append(who, strings.TrimSuffix(email, "@acme.test"))
		}
	}
	return strings.Join(who, " ")
}

func TestAccSpaceAccess(t *testing.T) {
	w := start(t)
	for _, team := range []string{"acme-widgets", "acme-labs"} {
		w.do(t, "PUT", "/teams/"+team+"/members", object{"email": "ann@acme.test", "role": "member"})
	}
	space := w.do(t, "GET", "/spaces/acme-dmz", nil)
	id, team := text(t, space, "id"), text(t, space, "team", "id")
	config := w.config(spaceAccessConfig, "acme-dmz", "Ann@acme.test", "create_apps")
	renamed := w.config(spaceAccessConfig, "acme-edge", "ann@acme.test", "create_apps")
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(spaceAccess, "space", "acme-dmz", "space_id", id, "team_id", team, "email", "Ann@acme.test", "permissions.#", "1")},
		imports(spaceAccess, "acme-dmz:Ann@acme.test"),
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/spaces/"+id+"/members/ann@acme.test", object{"permissions": []any{}}),
			Config:    config, ConfigPlanChecks: planned(creates, spaceAccess),
		},
		resource.TestStep{ // a new name of the space, and another spelling of the address
			PreConfig: w.behind(t, "PATCH", "/spaces/"+id, object{"name": "acme-edge"}),
			Config:    renamed, ConfigPlanChecks: planned(updates, spaceAccess), Check: attrs(spaceAccess, "space_id", id),
		},
		resource.TestStep{ // the space has another team, in which Ann is, too
			PreConfig: w.behind(t, "POST", "/spaces/"+id+"/transfer", object{"new_owner": "acme-labs"}), Config: renamed, ConfigPlanChecks: quiet,
			Check: attrs(spaceAccess, "team_id", text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PUT", "/teams/acme-labs/members", object{"email": "joe@acme.test", "role": "member"}),
			Config:    w.config(spaceAccessConfig, id, "joe@acme.test", "create_apps"), ConfigPlanChecks: planned(replaces, spaceAccess),
		},
	)
	if who := w.creators(t, id); who != "ada" {
		t.Errorf("after destroy, %s may create apps", who)
	}
}

// Where the API lists no grants of a team, the space's own list of people takes its place, at one call for all of them; where it has neither, people
// are asked about one by one. Nothing else changes.
func TestAccSpaceAccessWithoutList(t *testing.T) {
	w := start(t)
	config := w.config(spaceAccessConfig, "acme-dmz", "joe@acme.test", "create_apps") + strings.Replace(fmt.Sprintf(spaceAccessConfig, "acme-dmz", "ada@acme.test", "create_apps"), `"x"`, `"y"`, 1)
	asked := func() string {
		kinds := map[string]int{}
		for _, call := range w.Calls() {
			if strings.Contains(call, "/permissions") || strings.Contains(call, "/members") && strings.Contains(call, "/spaces/") {
				kinds[call[strings.LastIndex(call, "/")+1:]]++
			}
		}
		return fmt.Sprint(len(kinds), kinds["permissions"], kinds["members"])
	}
	lacks := func(also string) {
		w.Fail(func(r *http.Request) (int, string) {
			if strings.HasSuffix(r.URL.Path, "/permissions") || strings.HasPrefix(r.URL.Path, "/spaces/") && strings.HasSuffix(r.URL.Path, also) {
				return http.StatusNotFound, `{"id":"not_found","message":"No such list."}`
			}
			return 0, ""
		})
	}
	lacks("/no-such-list")
	tf := acctest.NewTerraform(t)
	plans(t, tf, config, "2 added", strings.Fields(applied)...)
	w.Calls()
	plans(t, tf, config, "No changes.", "plan")
	if got := asked(); got != "2 1 1" {
		t.Errorf("a plan for two people asks for lists and people %s times", got)
	}
	lacks("/members")
	plans(t, tf, config, "No changes.", "plan")
	if got := asked(); got != "4 1 1" { // both lists, and two people
		t.Errorf("without any list, a plan for two people asks %s times", got)
	}
	plans(t, tf, w.config(" "), "2 destroyed", strings.Fields(applied)...)
	w.run(t, resource.TestStep{Config: config}, imports(spaceAccess, "acme-dmz:joe@acme.test"))
}

func TestSpaceAccessOfAdmin(t *testing.T) {
	w := start(t)
	arguments := map[string]any{"space": "acme-dmz", "email": "ada@acme.test", "permissions": []any{"create_apps"}}
	core := acctest.NewCore(t, "herokuenterprise_space_access", map[string]any{"url": w.URL, "api_key": acctest.Admin})
	if out := core.Run(arguments); out.Action != "create" || len(out.Errors)+len(out.Warnings) > 0 {
		t.Fatalf("%+v", out)
	}
	if out := core.Run(arguments); out.Action != "no-op" {
		t.Errorf("%+v", out)
	}
	out := core.Run(nil)
	if all := strings.Join(append(out.Warnings, out.Notes...), "\n"); len(out.Errors) > 0 || strings.Count(all, "ada@acme.test is an admin of the team of the space acme-dmz") != 2 {
		t.Errorf("%+v", out)
	}
}

// What somebody took away after the plan is not there to be taken.
func TestSpaceAccessStale(t *testing.T) {
	w := start(t)
	arguments := map[string]any{"space": "acme-dmz", "email": "joe@acme.test", "permissions": []any{"create_apps"}}
	core := acctest.NewCore(t, "herokuenterprise_space_access", map[string]any{"url": w.URL, "api_key": acctest.Admin})
	core.Run(arguments)
	core.Between = func() {
		w.do(t, "PATCH", "/spaces/acme-dmz/members/joe@acme.test", object{"permissions": []any{}})
		w.Calls()
	}
	if out := core.Run(nil); out.Action != "delete" || len(out.Errors) > 0 || out.State != nil {
		t.Errorf("%+v", out)
	}
	w.unwritten(t)
}

func TestAccSpaceAccessRefused(t *testing.T) {
	w := start(t)
	config := func(space, email, permission string) string {
		return w.config(spaceAccessConfig, space, email, permission)
	}
	again := strings.Replace(fmt.Sprintf(spaceAccessConfig, "acme-dmz", "JOE@acme.test", "create_apps"), `"x"`, `"y"`, 1)
	w.run(t,
		refused(config("acme-dmz", "kim@acme.test", "create_apps"), "kim@acme.test is a viewer of the team, and viewers create no apps. Change the role to member first."),
		refused(config("acme-dmz", "ben@acme.test", "create_apps"), "ben@acme.test has no role in the team acme-widgets, to which the space acme-dmz belongs, and only people who have one can create apps in it."),
		refused(config("nowhere", "joe@acme.test", "create_apps"), `space = "nowhere" names no space that the API knows.`),
		refused(config("acme-dmz", "joe@acme.test", "create_app"), `Unknown permission "create_app". The only permission on a space is create_apps.`),
		refused(w.configOf("HRKU-joe", spaceAccessConfig, "acme-dmz", "joe@acme.test", "create_apps"), "Not allowed to create space access"),
		refused(config("acme-dmz", "joe@acme.test", "create_apps")+again, "is named twice for the space acme-dmz"),
		resource.TestStep{Config: config("acme-dmz", "joe@acme.test", "create_apps")},
		resource.TestStep{ResourceName: spaceAccess, ImportState: true, ImportStateId: "acme-dmz:kim@acme.test", ExpectError: absent},
	)
}

// Who leaves the team and comes back in the same run has lost the permissions on its spaces meanwhile. That is nobody else's doing.
func TestAccSpaceAccessAfterLeaving(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	for _, step := range []struct{ space, arguments string }{
		{"acme-dmz", "apply -auto-approve"},
		{w.id(t, "/spaces/acme-dmz"), "apply -auto-approve -replace=herokuenterprise_team_member.x"},
		{w.id(t, "/spaces/acme-dmz"), "plan -detailed-exitcode"},
	} {
		tf.Write(t, w.config(`
			resource "herokuenterprise_team_member" "x" {
				team  = "acme-widgets"
				email = "joe@acme.test"
				role  = "member"
			}
			resource "herokuenterprise_space_access" "x" {
				space       = %q
				email       = "joe@acme.test"
				permissions = ["create_apps"]
				depends_on  = [herokuenterprise_team_member.x]
			}`, step.space))
		if printed, ok := tf.Run(t, strings.Fields(step.arguments)...); !ok {
			t.Fatal(printed)
		}
	}
}

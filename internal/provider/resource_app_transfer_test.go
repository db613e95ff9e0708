package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const transfer = "herokuenterprise_app_transfer.x"

// transferConfig is a transfer of an app; what is given at the end says to whom.
const transferConfig = `
resource "herokuenterprise_app_transfer" "x" {
  app = "%s"
  %s
}`

// owner is whose an app is, and whether it is locked.
func (w *world) owner(t *testing.T, token, app string) string {
	t.Helper()
	status, raw := w.server.Do(t, token, "GET", "/teams/apps/"+app, nil)
	if status != http.StatusOK {
		return fmt.Sprint(status)
	}
	var now struct {
		Owner  struct{ Email string }
		Locked bool
	}
	if err := json.Unmarshal(raw, &now); err != nil {
		t.Error(err)
	}
	if now.Locked {
		return now.Owner.Email + " locked"
	}
	return now.Owner.Email
}

func TestAccAppTransferToTeam(t *testing.T) {
	w := start(t)
	labs := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	config := w.config(transferConfig, "ada-private", "team = \"acme-labs\"\nlocked = true")
	is := func(want string) resource.TestCheckFunc {
		return w.check(func() string { return w.owner(t, acctest.Admin, "ada-private") }, want)
	}
	w.run(t,
		resource.TestStep{Config: config, Check: resource.ComposeTestCheckFunc(attrs(transfer, "team_id", labs, "state", "accepted"), is("acme-labs@herokumanager.com locked"))},
		imports(transfer, "ada-private"),
		resource.TestStep{ // its lock is not looked after
			PreConfig: w.behind(t, "PATCH", "/teams/apps/ada-private", object{"locked": false}), Config: config, ConfigPlanChecks: quiet,
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/apps/ada-private", object{"owner": "acme-widgets"}),
			Config:    config, ConfigPlanChecks: planned(creates, transfer), Check: is("acme-labs@herokumanager.com locked"),
		},
		resource.TestStep{Config: w.config(transferConfig, "ada-private", fmt.Sprintf("team = %q", labs)), ConfigPlanChecks: planned(updates, transfer)},
		resource.TestStep{ // the lock goes along
			Config: w.config(transferConfig, "ada-private", `team = "acme-widgets"`), ConfigPlanChecks: planned(replaces, transfer), Check: is("acme-widgets@herokumanager.com locked"),
		},
		resource.TestStep{PreConfig: w.behind(t, "PATCH", "/apps/ada-private", object{"name": "adas-app"}), Config: w.config(transferConfig, "adas-app", `team = "acme-widgets"`), ConfigPlanChecks: planned(updates, transfer)},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/apps/adas-app", nil), Config: w.config(" ")},
	)
}

func TestAccAppTransferToPerson(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/apps/ada-private/collaborators", object{"user": "joe@acme.test"})
	w.do(t, "POST", "/apps/ada-private/collaborators", object{"user": "kim@acme.test"})
	config := w.config(transferConfig, "ada-private", `recipient = "Joe@acme.test"`)
	answer := func(state string) func() {
		return func() {
			if status, raw := w.server.Do(t, "HRKU-joe", "PATCH", "/account/app-transfers/ada-private", object{"state": state}); status != http.StatusOK {
				t.Errorf("%d %s", status, raw)
			}
		}
	}
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(transfer, "state", "pending", "recipient", "Joe@acme.test")},
		resource.TestStep{ResourceName: transfer, ImportState: true, ImportStateId: "ada-private", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"recipient"}},
		resource.TestStep{Config: config, ConfigPlanChecks: quiet},
		resource.TestStep{Config: w.config(transferConfig, "ada-private", `recipient = "kim@acme.test"`), ConfigPlanChecks: planned(replaces, transfer)}, // taken back
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/account/app-transfers/ada-private", nil), Config: config, ConfigPlanChecks: planned(creates, transfer)},
		resource.TestStep{PreConfig: answer("declined"), Config: config, ConfigPlanChecks: quiet, Check: attrs(transfer, "state", "declined")},
		resource.TestStep{Taint: []string{transfer}, Config: config, ConfigPlanChecks: planned(replaces, transfer), Check: attrs(transfer, "state", "pending")},
		resource.TestStep{PreConfig: answer("accepted"), Config: config, ConfigPlanChecks: quiet, Check: attrs(transfer, "state", "accepted")},
		resource.TestStep{ // Joe goes on with it; the offer was accepted all the same
			PreConfig: func() { w.server.Do(t, "HRKU-joe", "DELETE", "/apps/ada-private/collaborators/ada@acme.test", nil) }, Config: config, ConfigPlanChecks: quiet,
		},
	)
	if got := w.owner(t, "HRKU-joe", "ada-private"); got != "joe@acme.test" {
		t.Errorf("after destroy the app is %s's", got)
	}
}

// A team's app becomes somebody's own, and everybody else loses it.
func TestAppTransferFromTeam(t *testing.T) {
	w := start(t)
	core := acctest.NewCore(t, "herokuenterprise_app_transfer", map[string]any{"url": w.URL, "api_key": acctest.Admin})
	arguments := map[string]any{"app": "website-prod", "recipient": "joe@acme.test"}
	out := core.Run(arguments)
	if len(out.Errors) > 0 || out.State["state"] != "accepted" || !strings.Contains(strings.Join(out.Warnings, "\n"), "The app website-prod would become the personal app of joe@acme.test. Everybody else loses every permission on it") {
		t.Errorf("%+v", out)
	}
	if got := w.owner(t, "HRKU-joe", "website-prod") + ", " + w.owner(t, "HRKU-jill", "website-prod"); got != "joe@acme.test, 403" {
		t.Error(got)
	}
	if out := core.Run(arguments); out.Action != "no-op" || len(out.Errors) > 0 { // Ada may not look any more
		t.Errorf("%+v", out)
	}
	w.Calls()
	if out := core.Run(nil); len(out.Errors) > 0 || !strings.Contains(strings.Join(out.Warnings, "\n"), "does not give the app website-prod back") {
		t.Errorf("%+v", out)
	}
	w.unwritten(t)
}

func TestAccAppTransferRefused(t *testing.T) {
	w := start(t)
	to := func(app, whom string) string { return w.config(transferConfig, app, whom) }
	w.run(t,
		refused(to("ada-private", `recipient = "ben@acme.test"`), "ben@acme.test is not a collaborator on the app ada-private. An app can be transferred to a person who is; add the person first."),
		refused(to("ada-private", `recipient = "ada@acme.test"`), "ada@acme.test owns the app ada-private already."),
		refused(to("website-prod", `recipient = "jill@creative.test"`), "jill@creative.test is not a user of the team acme-widgets. An app can be transferred to yourself or to a user of its team."),
		refused(to("ada-private", `team = "nowhere"`), `team = "nowhere" names no team that the API knows.`),
		refused(to("nowhere", `team = "acme-labs"`), `app = "nowhere" names no app that the API knows.`),
		refused(to("ada-private", `team = "acme-labs"`)+strings.Replace(fmt.Sprintf(transferConfig, "ada-private", `team = "acme-widgets"`), `"x"`, `"y"`, 1), "Two resources transfer the app ada-private, and nothing says which comes first."),
		refused(to("ada-private", `recipient = "ben@acme"`), `"ben@acme" is not an email address`),
		refused(to("ada-private", `team = "elsewhere"`), "You do not have access to the team elsewhere."),
		refused(to("ada-private", "team = \"acme-labs\"\nrecipient = \"joe@acme.test\""), "attributes specified when one (and only one) of"),
		refused(to("ada-private", "recipient = \"joe@acme.test\"\nlocked = true"), `Attribute "recipient" cannot be specified when "locked" is specified`),
		refused(w.configOf("HRKU-joe", transferConfig, "website-prod", `recipient = "joe@acme.test"`), "Not allowed to create app transfer"),
		resource.TestStep{
			PreConfig: w.behind(t, "POST", "/teams/apps", object{"name": "dmz-app", "space": "acme-dmz"}),
			Config:    to("dmz-app", `team = "acme-labs"`), ExpectError: phrase("The app dmz-app runs in the space acme-dmz and cannot leave it. Transfer the space."),
		},
	)
}

// An app keeps its lock when its team changes, also where the API lets the lock go.
func TestAccTeamAppKeepsLock(t *testing.T) {
	w := start(t)
	config := func(team string) string { return w.config(appConfig, team, "lab-one", "") }
	w.run(t,
		resource.TestStep{Config: config("acme-labs")},
		resource.TestStep{
			PreConfig: func() {
				w.do(t, "PATCH", "/teams/apps/lab-one", object{"locked": true})
				first := true
				w.Fail(func(r *http.Request) (int, string) {
					if r.Method != http.MethodPatch || !first {
						return 0, ""
					}
					first = false
					w.do(t, "PATCH", "/teams/apps/lab-one", object{"owner": "acme-widgets"})
					w.do(t, "PATCH", "/teams/apps/lab-one", object{"locked": false})
					return http.StatusOK, "{}"
				})
			},
			Config: config("acme-widgets"), ConfigPlanChecks: planned(updates, app),
			Check: w.check(func() string { return w.owner(t, acctest.Admin, "lab-one") }, "acme-widgets@herokumanager.com locked"),
		},
	)
}

// A personal app that is imported is brought into its team by the same run.
func TestAccTeamAppImportsPersonal(t *testing.T) {
	w := start(t)
	config := w.config(appConfig, "acme-labs", "ada-private", "") + "\nimport {\n to = herokuenterprise_team_app.x\n id = \"ada-private\"\n}\n"
	w.run(t, resource.TestStep{
		Config: config, ConfigPlanChecks: planned(updates, app), Check: w.check(func() string { return w.owner(t, acctest.Admin, "ada-private") }, "acme-labs@herokumanager.com"),
	})
}

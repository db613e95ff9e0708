package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

const lock = "herokuenterprise_app_lock.x"

const lockConfig = `
resource "herokuenterprise_app_lock" "x" {
  app = "%s"
}`

func TestAccAppLock(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/apps/website-staging", nil), "id")
	config := w.config(lockConfig, "website-staging")
	unlock := w.behind(t, "PATCH", "/teams/apps/"+id, object{"locked": false})
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(lock, "id", id, "app", "website-staging")},
		imports(lock, "website-staging"),
		resource.TestStep{PreConfig: unlock, Config: config, ConfigPlanChecks: planned(creates, lock)},
		resource.TestStep{Config: w.config(lockConfig, id), ConfigPlanChecks: planned(updates, lock), Check: attrs(lock, "app", id)},
		resource.TestStep{ // a new name of the app
			PreConfig: w.behind(t, "PATCH", "/apps/website-staging", object{"name": "website-new"}),
			Config:    w.config(lockConfig, "website-new"), ConfigPlanChecks: planned(updates, lock),
		},
		resource.TestStep{ // until another app has that name
			PreConfig: func() {
				w.do(t, "PATCH", "/apps/website-new", object{"name": "website-old"})
				w.do(t, "POST", "/teams/apps", object{"name": "website-new", "team": "acme-widgets"})
			},
			Config: w.config(lockConfig, "website-new"), ConfigPlanChecks: planned(replaces, lock),
		},
		resource.TestStep{Config: w.config(lockConfig, "website-prod"), ConfigPlanChecks: planned(replaces, lock)}, // locked already
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/apps/website-prod", nil), Config: w.config(lockConfig, "website-new"), ConfigPlanChecks: planned(creates, lock)},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/apps/website-new", object{"locked": false}),
			Config:    w.config(lockConfig, "website-new"), Destroy: true,
		},
	)
	if locked := w.do(t, "GET", "/teams/apps/"+id, nil)["locked"]; locked != false {
		t.Errorf("locked is %v after destroy", locked)
	}
}

// An app that is replaced keeps its name, and is another one for whoever names it.
func TestAccAppReplaced(t *testing.T) {
	w := start(t)
	config := func(region string) string {
		return w.config(appConfig+`
			resource "herokuenterprise_app_lock" "x" {
				app = herokuenterprise_team_app.x.name
			}
			resource "herokuenterprise_app_access" "x" {
				app         = herokuenterprise_team_app.x.name
				email       = "ann@acme.test"
				permissions = ["deploy"]
			}`, "acme-labs", "lab-one", `region = "`+region+`"`)
	}
	w.run(t,
		resource.TestStep{Config: config("us")},
		resource.TestStep{
			Config: config("eu"), ConfigPlanChecks: planned(replaces, app, lock, grant),
			Check: resource.ComposeTestCheckFunc(resource.TestCheckResourceAttrPair(lock, "id", app, "id"), resource.TestCheckResourceAttrPair(grant, "app_id", app, "id")),
		},
	)
}

// What is not known while planning is taken for the same app and the same team: nobody loses access on a suspicion.
func TestAccUnknownReferences(t *testing.T) {
	w := start(t)
	config := func(trigger, locked string) string {
		return w.config(appConfig+`
			resource "terraform_data" "x" {
				input            = "website-staging"
				triggers_replace = "%s"
			}
			data "herokuenterprise_team" "x" {
				team       = "acme-widgets"
				depends_on = [terraform_data.x]
			}
			resource "herokuenterprise_team_member" "x" {
				team  = data.herokuenterprise_team.x.name
				email = "joe@acme.test"
				role  = "member"
			}
			resource "herokuenterprise_app_lock" "x" {
				app = %s
				lifecycle { create_before_destroy = true }
			}
			resource "herokuenterprise_app_access" "x" {
				app         = terraform_data.x.output
				email       = "ann@acme.test"
				permissions = ["deploy"]
			}`, "acme-labs", "lab-one", "", trigger, locked)
	}
	moved := strings.Replace(config("2", "herokuenterprise_team_app.x.id"), `"lab-one"`, `"lab-two"
			region = "eu"`, 1)
	w.run(t,
		resource.TestStep{Config: config("1", "terraform_data.x.output")},
		resource.TestStep{
			PreConfig: func() { w.Calls() }, Config: config("2", "terraform_data.x.output"), ConfigPlanChecks: planned(updates, member, lock, grant),
			Check: w.written(t, "apps"),
		},
		// but when it turns out to be another one, that is said, and the next plan knows
		refused(moved, `was planned to name the same as app = "website-staging"`),
		resource.TestStep{Config: moved, ConfigPlanChecks: planned(replaces, lock)},
	)
}

func TestAccAppLockRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", lockConfig, "website-prod"), "Not allowed to create app lock"),
		refused(w.config(lockConfig, "ada-private"), "only a team's app can be locked"),
		refused(w.config(lockConfig, "nowhere"), `app = "nowhere" names no app that the API knows.`),
		resource.TestStep{Config: w.config(lockConfig, "website-staging")},
		resource.TestStep{ResourceName: lock, ImportState: true, ImportStateId: "ada-private", ExpectError: absent},
	)
}

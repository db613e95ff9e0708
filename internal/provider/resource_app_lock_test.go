package provider_test

import (
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
		resource.TestStep{Config: w.config(lockConfig, "website-prod"), ConfigPlanChecks: planned(replaces, lock)}, // locked already
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/apps/website-prod", nil), Config: w.config(lockConfig, "website-new"), ConfigPlanChecks: planned(creates, lock)},
		resource.TestStep{PreConfig: unlock, Config: w.config(lockConfig, "website-new"), Destroy: true},
	)
	if locked := w.do(t, "GET", "/teams/apps/"+id, nil)["locked"]; locked != false {
		t.Errorf("locked is %v after destroy", locked)
	}
}

func TestAccAppLockRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", lockConfig, "website-prod"), "Not allowed to create app lock"),
		refused(w.config(lockConfig, "ada-private"), "only a team's app can be locked"),
		refused(w.config(lockConfig, "nowhere"), "Couldn't find that app."),
		resource.TestStep{Config: w.config(lockConfig, "website-staging")},
		resource.TestStep{ResourceName: lock, ImportState: true, ImportStateId: "ada-private", ExpectError: absent},
	)
}

package provider_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

const unmanaged = "data.herokuenterprise_unmanaged_access.x"

const unmanagedConfig = `
data "herokuenterprise_unmanaged_access" "x" {
  team = "%s"
  %s
}
output "clean" { value = data.herokuenterprise_unmanaged_access.x.clean }
output "blocks" { value = data.herokuenterprise_unmanaged_access.x.import_blocks }`

const joeBlock = `import {
  to = herokuenterprise_app_access.website_prod_joe
  id = "website-prod:joe@acme.test"
}

resource "herokuenterprise_app_access" "website_prod_joe" {
  app         = "website-prod"
  email       = "joe@acme.test"
  permissions = ["operate", "view"]
}
`

// What is left over can be pasted: then everything is under Terraform, and nothing was changed.
func TestAccUnmanagedAccess(t *testing.T) {
	w := start(t)
	w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "fay@acme.test", "role": "viewer", "federated": true})
	w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "joe@other.test", "role": "viewer"})
	w.allow(t, "website-staging", "fay@acme.test", "view")
	w.allow(t, "website-staging", "9${a}%{b}.c@acme.test", "view")
	file := filepath.Join(t.TempDir(), "main.tf")
	everything := `members = [for m in ["ada", "joe", "KIM", "fay"] : "${m}@acme.test"]
		grants = [for g in ["prod joe@acme.test", "prod jill@creative.test", "staging FAY@acme.test"] : { app = "website-${split(" ", g)[0]}", email = split(" ", g)[1] }]
		locked_apps       = ["website-prod"]
		include_federated = true`
	if err := os.WriteFile(file, nil, 0o600); err != nil { // the steps are looked at before the first one runs
		t.Fatal(err)
	}
	paste := func(state *terraform.State) error {
		blocks := state.RootModule().Outputs["blocks"].Value.(string) //nolint:forcetypeassert // a test fails by panicking, too
		return os.WriteFile(file, []byte(w.config("\n%s", blocks)), 0o600)
	}
	w.run(t,
		resource.TestStep{
			PreConfig: func() { w.Calls() }, Config: w.config(unmanagedConfig, "acme-widgets", ""),
			Check: attrs(unmanaged, "clean", "false", "total", "7", "unmanaged_members.#", "4", "unmanaged_locks.#", "0",
				"unmanaged_members.1.email", "joe@acme.test", "unmanaged_members.1.import_id", "acme-widgets:joe@acme.test", "unmanaged_members.1.status", "active",
				"unmanaged_grants.#", "3", "unmanaged_grants.1.app", "website-prod", "unmanaged_grants.1.permissions.0", "operate", "unmanaged_grants.1.import_block", joeBlock),
		},
		resource.TestStep{ // three calls, and one for the name of the team
			PreConfig: func() { w.Calls() }, Config: w.config(unmanagedConfig, "acme-widgets", everything),
			Check: func(state *terraform.State) error {
				calls := w.Calls()
				slices.Sort(calls)
				if calls = slices.Compact(calls); len(calls) != 4 {
					t.Errorf("calls: %v", calls)
				}
				return attrs(unmanaged, "total", "2", "unmanaged_members.0.email", "joe@other.test", "unmanaged_grants.0.app", "website-staging")(state)
			},
		},
		resource.TestStep{Config: w.config(unmanagedConfig, "acme-widgets", "locked_apps = []"), Check: resource.ComposeTestCheckFunc(
			attrs(unmanaged, "total", "8", "unmanaged_locks.0.import_id", "website-prod"), paste)},
		resource.TestStep{ConfigFile: config.StaticFile(file), Check: func(state *terraform.State) error {
			if n := len(state.RootModule().Resources); n != 8 {
				t.Errorf("%d resources", n)
			}
			for _, call := range w.Calls() {
				if !strings.HasPrefix(call, http.MethodGet) {
					t.Error(call)
				}
			}
			return attrs("herokuenterprise_team_member.acme_widgets_joe_2", "email", "joe@other.test")(state)
		}},
		resource.TestStep{Config: w.config(`removed {
				from = herokuenterprise_team_member.acme_widgets_ada
				lifecycle { destroy = false }
			}`)},
	)
}

// A team that invites, and grants that are not listed: the same comes out.
func TestAccUnmanagedAccessOtherwise(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	w.do(t, "PUT", "/teams/friends/invitations", object{"email": "joe@acme.test", "role": "member"})
	w.run(t,
		resource.TestStep{Config: w.config(unmanagedConfig, "friends", `members = ["ada@acme.test"]`), Check: attrs(unmanaged, "total", "1", "unmanaged_members.0.status", "pending", "unmanaged_members.0.role", "member")},
		resource.TestStep{
			PreConfig: func() { w.Answer("GET", "/permissions", http.StatusForbidden, `{"id":"forbidden","message":"No."}`) },
			Config:    w.config(unmanagedConfig, idOf(t, w, "/teams/acme-widgets"), `members = [for m in ["ada", "joe", "kim"] : "${m}@acme.test"]`),
			Check:     attrs(unmanaged, "total", "2", "unmanaged_grants.0.email", "jill@creative.test", "unmanaged_grants.1.import_block", joeBlock),
		},
		resource.TestStep{
			PreConfig: func() { w.Fail(nil) },
			Config:    w.config(unmanagedConfig, "acme-labs", `members = ["Ada@acme.test"]`), Check: resource.TestCheckOutput("clean", "true"),
		},
	)
}

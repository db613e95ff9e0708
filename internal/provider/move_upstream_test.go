package provider_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// pipeline stays with its provider.
const pipeline = `resource "heroku_pipeline" "x" { name = "website" }`

// twoProviders says where the providers come from. The namespace is the tests' for both of them.
const twoProviders = `
terraform {
  required_providers {
    heroku           = { source = "heroku/heroku" }
    herokuenterprise = { source = "heroku/herokuenterprise" }
  }
}
`

const theirs = `
resource "heroku_team_member" "all" {
  count = 2
  team  = "acme-widgets"
  email = ["joe@acme.test", "kim@acme.test"][count.index]
  role  = ["member", "viewer"][count.index]
}

resource "heroku_team_collaborator" "jill" {
  app_id      = "%[1]s"
  email       = "jill@creative.test"
  permissions = ["view", "deploy"]
}

resource "heroku_collaborator" "joe" {
  app_id = "%[1]s"
  email  = "joe@acme.test"
}

resource "heroku_space_app_access" "joe" {
  space       = "acme-dmz"
  email       = "joe@acme.test"
  permissions = ["create_apps"]
}
`

const ours = `
resource "herokuenterprise_team_member" "all" {
  count = 2
  team  = "acme-widgets"
  email = ["joe@acme.test", "kim@acme.test"][count.index]
  role  = ["member", "viewer"][count.index]
}

resource "herokuenterprise_app_access" "jill" {
  app         = "%[1]s"
  email       = "jill@creative.test"
  permissions = ["deploy"] # view comes by itself
}

resource "herokuenterprise_app_access" "joe" {
  app         = "%[1]s"
  email       = "joe@acme.test"
  permissions = ["view", "operate"]
}

resource "herokuenterprise_space_access" "joe" {
  space       = "acme-dmz"
  email       = "joe@acme.test"
  permissions = ["create_apps"]
}

moved {
  from = heroku_team_member.all
  to   = herokuenterprise_team_member.all
}

moved {
  from = heroku_team_collaborator.jill
  to   = herokuenterprise_app_access.jill
}

moved {
  from = heroku_collaborator.joe
  to   = herokuenterprise_app_access.joe
}

moved {
  from = heroku_space_app_access.joe
  to   = herokuenterprise_space_access.joe
}
`

// What heroku/heroku has in its state is taken over without a change, and is wholly ours afterwards. This does not run beside other
// tests: the address of a provider under test is the environment's.
func TestAccMoved(t *testing.T) {
	w := startAlone(t)
	t.Setenv("TF_ACC_PROVIDER_NAMESPACE", "heroku")
	factories := acctest.Factories()
	factories["heroku"] = providerserver.NewProtocol6WithError(acctest.Upstream{})
	id := text(t, w.do(t, "GET", "/teams/apps/website-prod", nil), "id")
	config := func(body string, values ...any) string { return twoProviders + w.config(body, values...) }
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}, Steps: []resource.TestStep{
		{Config: config(theirs, id) + pipeline},
		refused(config(ours+`
			resource "herokuenterprise_team_member" "x" {
				team  = "acme-widgets"
				email = "ann@acme.test"
				role  = "viewer"
			}
			moved {
				from = heroku_pipeline.x
				to   = herokuenterprise_team_member.x
			}`, id), "can take over heroku_team_member (schema version 0) of the provider heroku/heroku, but not heroku_pipeline"),
		{
			PreConfig: func() { w.Calls() }, Config: config(ours, id) + pipeline, ConfigPlanChecks: quiet,
			Check: resource.ComposeAggregateTestCheckFunc(
				attrs("herokuenterprise_team_member.all.0", "email", "joe@acme.test", "name", "Joe Black", "status", "active"),
				attrs("herokuenterprise_app_access.jill", "app_id", id, "effective_permissions.#", "2"),
				attrs("herokuenterprise_app_access.joe", "app_id", id, "effective_permissions.0", "operate"),
				resource.TestCheckResourceAttrSet("herokuenterprise_space_access.joe", "space_id"),
				w.onlyRead,
			),
		},
	}})
}

// onlyRead expects that nothing was written since the last look.
func (w *world) onlyRead(*terraform.State) error {
	for _, call := range w.Calls() {
		if !strings.HasPrefix(call, "GET ") {
			return errors.New(call)
		}
	}
	return nil
}

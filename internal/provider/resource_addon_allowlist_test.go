package provider_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const allowlist = "herokuenterprise_addon_allowlist.x"

const allowlistConfig = `
resource "herokuenterprise_addon_allowlist" "x" {
  team           = "%s"
  addon_services = [%s]
  %s
}`

func TestAccAddonAllowlist(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	w.run(t,
		resource.TestStep{
			Config: w.config(allowlistConfig, "acme-labs", `"papertrail", "sendgrid"`, ""),
			Check: resource.ComposeTestCheckFunc(attrs(allowlist, "id", id, "team_id", id, "enforced", "true", "addon_services.#", "2"),
				w.written(t, id, "POST", "POST", "PATCH")),
		},
		imports(allowlist, "acme-labs"),
		resource.TestStep{
			Config: w.config(allowlistConfig, "acme-labs", `"papertrail", "scheduler"`, ""), ConfigPlanChecks: planned(updates, allowlist),
			Check: w.written(t, id, "POST", "DELETE"),
		},
		resource.TestStep{ // off: the switch first
			Config: w.config(allowlistConfig, "acme-labs", `"papertrail", "sendgrid"`, "enforced = false"), ConfigPlanChecks: planned(updates, allowlist),
			Check: w.written(t, id, "PATCH", "POST", "DELETE"),
		},
		resource.TestStep{ // on: the list first; and nothing at all is allowed
			Config: w.config(allowlistConfig, "acme-labs", "", ""), ConfigPlanChecks: planned(updates, allowlist),
			Check: resource.ComposeTestCheckFunc(attrs(allowlist, "addon_services.#", "0"), w.written(t, id, "DELETE", "DELETE", "PATCH")),
		},
		resource.TestStep{ // another spelling of the team
			Config: w.config(allowlistConfig, id, "", ""), ConfigPlanChecks: planned(updates, allowlist), Check: w.written(t, id),
		},
		resource.TestStep{ // another team, whose list is taken over
			Config: w.config(allowlistConfig, "acme-widgets", `"papertrail"`, ""), ConfigPlanChecks: planned(replaces, allowlist),
		},
	)
}

func TestAccAddonAllowlistDrift(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-short"})
	config := w.config(allowlistConfig, "acme-short", `"papertrail"`, "")
	list := "/teams/acme-short/allowed-addon-services"
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: w.behind(t, "POST", list, object{"addon_service": "newrelic"}),
			Config:    config, ConfigPlanChecks: planned(updates, allowlist), Check: attrs(allowlist, "addon_services.#", "1"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", list+"/papertrail", nil),
			Config:    config, ConfigPlanChecks: planned(updates, allowlist), Check: attrs(allowlist, "addon_services.#", "1"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/teams/acme-short/preferences", object{"addons-controls": false}),
			Config:    config, ConfigPlanChecks: planned(updates, allowlist), Check: attrs(allowlist, "enforced", "true"),
		},
		resource.TestStep{ // destroying takes off the list only what Terraform put there
			PreConfig: w.behind(t, "POST", list, object{"addon_service": "newrelic"}), Config: config, Destroy: true,
		},
	)
	w.listed(t, "acme-short", "newrelic")
	if on := w.do(t, "GET", "/teams/acme-short/preferences", nil)["addons-controls"]; on != false {
		t.Errorf("addons-controls is %v after destroy", on)
	}
}

// What is on a list that is imported is Terraform's from then on; what is added later is not.
func TestAccAddonAllowlistImported(t *testing.T) {
	w := start(t)
	config := w.config(allowlistConfig, "acme-widgets", `"heroku-postgresql", "papertrail"`, "")
	w.run(t,
		resource.TestStep{Config: config, ResourceName: allowlist, ImportState: true, ImportStateId: "acme-widgets", ImportStatePersist: true},
		resource.TestStep{
			PreConfig: w.behind(t, "POST", "/teams/acme-widgets/allowed-addon-services", object{"addon_service": "newrelic"}), Config: config, Destroy: true,
		},
	)
	w.listed(t, "acme-widgets", "newrelic")
}

// listed expects the services on a team's list.
func (w *world) listed(t *testing.T, team string, want ...string) {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, "GET", "/teams/"+team+"/allowed-addon-services", nil)
	var entries []api.AllowedAddonService
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.AddonService.Name)
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("%s has %v on its list, want %v", team, got, want)
	}
}

func TestAccAddonAllowlistTeamGone(t *testing.T) {
	w := start(t)
	remove := w.behind(t, "DELETE", "/teams/acme-labs", nil)
	w.run(t,
		resource.TestStep{Config: w.config(allowlistConfig+strings.Replace(serviceConfig, `"%s"`, "herokuenterprise_addon_allowlist.x.team", 1), "acme-labs", `"papertrail"`, "", "papertrail")},
		resource.TestStep{
			PreConfig: remove, Config: w.config(allowlistConfig+serviceConfig, "acme-widgets", `"papertrail"`, "", "acme-widgets", "papertrail"),
			ConfigPlanChecks: planned(creates, allowlist, service),
		},
	)
}

func TestAccAddonAllowlistRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", allowlistConfig, "acme-widgets", `"papertrail"`, ""), "Not allowed to create addon allowlist"),
		refused(w.config(allowlistConfig, "acme-labs", `"no-such-service"`, ""), `The marketplace has no service "no-such-service".`),
		refused(w.config(allowlistConfig, "acme-labs", `""`, ""), "Invalid value for addon_services"),
		refused(w.config(allowlistConfig, "acme-labs", `"`+text(t, w.do(t, "GET", "/addon-services/papertrail", nil), "id")+`"`, ""), "is an id. Services are listed here by name"),
		refused(w.config(strings.Replace(allowlistConfig, "addon_services = [%s]", "", 1), "acme-labs", ""), "Missing required argument"),
	)
}

const service = "herokuenterprise_allowed_addon_service.x"

const serviceConfig = `
resource "herokuenterprise_allowed_addon_service" "x" {
  team          = "%s"
  addon_service = "%s"
}`

func TestAccAllowedAddonService(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/addon-services/sendgrid", nil), "id")
	list := "/teams/acme-widgets/allowed-addon-services"
	w.run(t,
		resource.TestStep{
			Config: w.config(serviceConfig, "acme-widgets", "sendgrid"),
			Check:  attrs(service, "addon_service", "sendgrid", "addon_service_name", "sendgrid", "added_by", "ada@acme.test"),
		},
		imports(service, "acme-widgets:sendgrid"),
		resource.TestStep{Config: w.config(serviceConfig, "acme-widgets", id), ConfigPlanChecks: planned(updates, service), Check: attrs(service, "addon_service", id)},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", list+"/sendgrid", nil),
			Config:    w.config(serviceConfig, "acme-widgets", id), ConfigPlanChecks: planned(creates, service),
		},
		resource.TestStep{ // listed already
			Config: w.config(serviceConfig, "acme-widgets", "papertrail"), ConfigPlanChecks: planned(replaces, service),
			Check: attrs(service, "addon_service_name", "papertrail"),
		},
		resource.TestStep{Config: w.config(serviceConfig, "acme-labs", "papertrail"), ConfigPlanChecks: planned(replaces, service)},
		refused(w.config(serviceConfig, "acme-labs", "no-such-service"), `The marketplace has no service "no-such-service".`),
	)
	if calls := w.Calls(); slices.ContainsFunc(calls, func(c string) bool { return strings.HasPrefix(c, "PATCH") }) {
		t.Errorf("one entry should leave the switch alone: %v", calls)
	}
}

func TestAccAllowedAddonServiceRefused(t *testing.T) {
	w := start(t)
	w.run(t,
		refused(w.configOf("HRKU-joe", serviceConfig, "acme-widgets", "sendgrid"), "Not allowed to create allowed addon service"),
		resource.TestStep{Config: w.config(serviceConfig, "acme-labs", "sendgrid")},
		resource.TestStep{ResourceName: service, ImportState: true, ImportStateId: "acme-labs:papertrail", ExpectError: absent},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/teams/acme-labs/allowed-addon-services/sendgrid", nil), Config: w.config(serviceConfig, "acme-labs", "sendgrid"), Destroy: true},
	)
}

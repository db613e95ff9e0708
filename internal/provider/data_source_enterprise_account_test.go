package provider_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestAccEnterpriseDataSources(t *testing.T) {
	w := start(t)
	id := w.id(t, "/enterprise-accounts/acme")
	data := func(kind string) string { return "data.herokuenterprise_" + kind + ".x" }
	never := func(kind, arguments string) string {
		return w.config("data %q \"x\" {\n%s\n}", "herokuenterprise_"+kind, arguments)
	}
	w.run(t, refused(never("team_usage", `team = "acme-widgets"
		start = "2026-13"`), `"2026-13" is neither a month, as in 2026-03, nor a day, as in 2026-03-31`), refused(never("audit_events", `enterprise_account = "acme"
		day = "2026-02-30"`), `"2026-02-30" is no day, as in 2026-03-31`), resource.TestStep{
		Config: w.config(`
			data "herokuenterprise_enterprise_account" "x" { enterprise_account = "%s" }
			data "herokuenterprise_enterprise_accounts" "x" {}
			data "herokuenterprise_enterprise_account_members" "x" { enterprise_account = "acme" }
			data "herokuenterprise_teams" "x" { enterprise_account = "acme" }
			data "herokuenterprise_teams" "all" {}
		`, id),
		Check: resource.ComposeTestCheckFunc(
			attrs(data("enterprise_account"), "id", id, "name", "acme", "permissions.#", "4", "permissions.0", "billing", "trial", "false"),
			attrs(data("enterprise_accounts"), "enterprise_accounts.#", "3", "enterprise_accounts.0.name", "acme", "enterprise_accounts.1.name", "globex", "enterprise_accounts.1.permissions.#", "2"),
			attrs(data("enterprise_account_members"), "members.#", "3", "members.0.email", "ada@acme.test", "members.0.permissions.#", "4", "members.1.email", "joe@acme.test",
				"members.1.permissions.0", "view", "members.2.two_factor_authentication", "false", "members.2.federated", "false"),
			attrs(data("teams"), "teams.#", "2", "teams.0.name", "acme-labs", "teams.1.name", "acme-widgets", "teams.1.role", "admin", "teams.1.enterprise_account_id", id),
			func(s *terraform.State) error { return attrs("data.herokuenterprise_teams.all", "teams.#", "2")(s) },
		),
	})
}

// What was used since the world was made is next to nothing; what it is made of is what is asked here.
func TestUsageDataSources(t *testing.T) {
	w := start(t)
	provider := object{"url": w.URL, "api_key": acctest.Admin}
	read := func(kind string, config object) (object, []string) {
		return acctest.ReadData(t, "herokuenterprise_"+kind, provider, config)
	}
	day := text(t, w.do(t, "GET", "/enterprise-accounts/acme", nil), "created_at")[:len("2006-01-02")]
	month := day[:len("2006-01")]
	for kind, of := range map[string]object{"team_usage": {"team": "acme-widgets"}, "enterprise_account_usage": {"enterprise_account": "acme"}} {
		for period, config := range map[string]object{day: {"start": day}, month: {"start": month, "end": month}} {
			for name, value := range of {
				config[name] = value
			}
			found, errors := read(kind, config)
			list, _ := found["usage"].([]any)
			if len(errors) > 0 || len(list) != 1 {
				t.Fatalf("%s %v: %v %v", kind, config, errors, found)
			}
			row, _ := list[0].(map[string]any)
			if row["period"] != period || row["change"] != nil || row["dynos"] == nil || row["space"] == nil {
				t.Errorf("%s %v: %v", kind, config, row)
			}
		}
	}
	for want, config := range map[string]object{
		"must both be months or both be days": {"team": "acme-widgets", "start": month, "end": day},
		"lies before start":                   {"team": "acme-widgets", "start": month, "end": "2017-01"},
		"lies in the future":                  {"team": "acme-widgets", "start": "2999-01"},
		"Monthly usage goes back 12 months":   {"team": "acme-widgets", "start": "2017-01"},
		"Couldn't find that team":             {"team": "acme-gone", "start": month},
	} {
		_, errors := read("team_usage", config)
		says(t, errors, []string{want})
	}
	_, errors := acctest.ReadData(t, "herokuenterprise_enterprise_account_usage", object{"url": w.URL, "api_key": "HRKU-kim"}, object{"enterprise_account": "acme", "start": month})
	says(t, errors, []string{"requires account permission billing"})
}

// TestTeamInvoicesDataSource: bills come oldest first, add up, and write days as Terraform does.
func TestTeamInvoicesDataSource(t *testing.T) {
	t.Parallel()
	var months atomic.Int64
	server := mockapitest.StartAt(t, acctest.World, func() time.Time {
		return time.Date(2026, 4, 16, 0, 0, 0, 0, time.UTC).AddDate(0, int(months.Load()), 0)
	})
	server.Do(t, acctest.Admin, "POST", "/apps/website-prod/addons", object{"plan": "papertrail:fixa"}) // $7 a month; the world has a space and a database for $3
	months.Store(2)
	found, errors := acctest.ReadData(t, "herokuenterprise_team_invoices", object{"url": server.URL, "api_key": acctest.Admin}, object{"team": "acme-widgets"})
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	var got []string
	list, _ := found["invoices"].([]any)
	for _, row := range list {
		i, _ := row.(map[string]any)
		got = append(got, fmt.Sprintln(i["number"], i["period_start"], i["period_end"], i["addons_total"], i["platform_total"], i["database_total"], i["total"], i["payment_status"]))
	}
	if want := []string{"202604 2026-04-01 2026-04-30 350 50000 150 50500 Pending\n", "202605 2026-05-01 2026-05-31 700 100000 300 101000 Pending\n"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	_, errors = acctest.ReadData(t, "herokuenterprise_team_invoices", object{"url": server.URL, "api_key": "HRKU-joe"}, object{"team": "acme-widgets"})
	says(t, errors, []string{"requires team role admin"})
}

func TestAuditEventsDataSource(t *testing.T) {
	w := start(t)
	w.join(t, "acme-widgets", "ann", "viewer")
	w.server.Do(t, "HRKU-kim", "PATCH", "/teams/apps/website-prod", object{"locked": false})
	read := func(config object) []any {
		t.Helper()
		config["enterprise_account"] = "acme"
		found, errors := acctest.ReadData(t, "herokuenterprise_audit_events", object{"url": w.URL, "api_key": acctest.Admin}, config)
		if len(errors) > 0 {
			t.Fatal(errors)
		}
		list, _ := found["events"].([]any)
		return list
	}
	if all := read(object{}); len(all) != 3 {
		t.Errorf("%d events: %v", len(all), all)
	}
	joined, _ := read(object{"type": "team_member", "action": "create", "actor": "ADA@acme.test"})[0].(map[string]any)
	if joined["actor"] != "ada@acme.test" || joined["team"] != "acme-widgets" || joined["ip_address"] != "127.0.0.1" || joined["refused"] != nil || joined["app"] != nil {
		t.Errorf("%v", joined)
	}
	denied, _ := read(object{"actor": "kim@acme.test"})[0].(map[string]any)
	if denied["refused"] == nil || denied["app"] != "website-prod" {
		t.Errorf("%v", denied)
	}
	if none := read(object{"day": "2020-02-29"}); len(none) != 0 {
		t.Errorf("%v", none)
	}
	_, errors := acctest.ReadData(t, "herokuenterprise_audit_events", object{"url": w.URL, "api_key": "HRKU-kim"}, object{"enterprise_account": "acme"})
	says(t, errors, []string{"requires account permission manage"})
}

package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const space = "herokuenterprise_space.x"

// spaceConfig is a space with a team and a name; %s at the end is for further arguments.
const spaceConfig = `
resource "herokuenterprise_space" "x" {
  team = "%s"
  name = "%s"
  %s
}`

func TestAccSpace(t *testing.T) {
	w := start(t)
	labs, widgets := w.do(t, "GET", "/teams/acme-labs", nil), w.do(t, "GET", "/teams/acme-widgets", nil)
	made := func(team, name string) string {
		return w.config(spaceConfig, team, name, `cidr = "10.20.7.0/16"
			region = "tokyo"`) + `
			resource "herokuenterprise_team_app" "x" {
				team  = herokuenterprise_space.x.team
				name  = "lab-one"
				space = herokuenterprise_space.x.name
			}`
	}
	w.run(t,
		resource.TestStep{
			Config: made("acme-labs", "acme-vault"),
			Check: attrs(space, "team_id", text(t, labs, "id"), "name", "acme-vault", "region", "tokyo", "generation", "cedar", "shield", "false",
				"cidr", "10.20.7.0/16", "data_cidr", "172.23.0.0/20"),
		},
		imports(space, "acme-vault"),
		resource.TestStep{ // its app refers to it by its name, and stays
			Config: made("acme-labs", "acme-safe"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: slices.Concat(planned(updates, space, app).PreApply)},
			Check: attrs(app, "space", "acme-safe"),
		},
		resource.TestStep{ // transfer and another name, of which the first answer is lost; the app comes along
			PreConfig: func() {
				lost := false
				w.Fail(func(r *http.Request) (int, string) {
					if lost || !strings.HasSuffix(r.URL.Path, "/transfer") {
						return 0, ""
					}
					lost = true
					w.do(t, "POST", "/spaces/acme-safe/transfer", object{"new_owner": "acme-widgets"})
					return http.StatusBadGateway, ""
				})
			},
			Config: made("acme-widgets", "acme-deep"), ConfigPlanChecks: planned(updates, space),
			Check: resource.ComposeTestCheckFunc(attrs(space, "team_id", text(t, widgets, "id"), "name", "acme-deep"), attrs(app, "team", "acme-widgets")),
		},
		resource.TestStep{Config: made(text(t, widgets, "id"), "acme-deep"), ConfigPlanChecks: planned(updates, space)}, // another spelling
		resource.TestStep{ // another network: another space, and another app in it
			Config: strings.Replace(made("acme-widgets", "acme-deep"), "10.20", "10.30", 1), ConfigPlanChecks: planned(replaces, space, app),
		},
	)
	if status, raw := w.server.Do(t, acctest.Admin, "GET", "/spaces/acme-deep", nil); status != http.StatusNotFound {
		t.Errorf("after destroy: %d %s", status, raw)
	}
}

func TestAccSpaceDrift(t *testing.T) {
	w := start(t)
	config := w.config(spaceConfig, "acme-labs", "acme-vault", `shield = true`)
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ConfigPlanChecks: quiet},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/spaces/acme-vault", object{"name": "acme-cave"}),
			Config:    config, ConfigPlanChecks: planned(updates, space), Check: attrs(space, "name", "acme-vault"),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "POST", "/spaces/acme-vault/transfer", object{"new_owner": "acme-widgets"}),
			Config:    config, ConfigPlanChecks: planned(updates, space), Check: attrs(space, "team", "acme-labs"),
		},
		resource.TestStep{PreConfig: w.behind(t, "PATCH", "/teams/acme-labs", object{"name": "acme-research"}), Config: config, ConfigPlanChecks: quiet},
		resource.TestStep{PreConfig: w.behind(t, "PATCH", "/teams/acme-research", object{"name": "acme-labs"}), Config: config, ConfigPlanChecks: quiet},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/spaces/acme-vault", nil), Config: config, ConfigPlanChecks: planned(creates, space)},
		resource.TestStep{Config: w.config(spaceConfig, "acme-labs", "acme-vault", ""), ConfigPlanChecks: quiet}, // what is left out stays
		resource.TestStep{Config: w.config(spaceConfig, "acme-labs", "acme-vault", `shield = false`), ConfigPlanChecks: planned(replaces, space)},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/spaces/acme-vault", nil), Config: config, Destroy: true},
	)
}

// Somebody renames and transfers a space between a plan and its being applied.
func TestSpaceStale(t *testing.T) {
	w := start(t)
	core := acctest.NewCore(t, "herokuenterprise_space", map[string]any{"url": w.URL, "api_key": acctest.Admin})
	arguments := map[string]any{"team": "acme-labs", "name": "acme-vault"}
	core.Run(arguments)
	arguments["name"] = "acme-safe"
	for _, test := range []struct {
		says     string
		meddle   func()
		config   map[string]any
		reverses func()
	}{
		{"The name of the space acme-vault is acme-cave now.", w.behind(t, "PATCH", "/spaces/acme-vault", object{"name": "acme-cave"}), arguments, w.behind(t, "PATCH", "/spaces/acme-cave", object{"name": "acme-vault"})},
		{"The team of the space acme-vault is acme-widgets now.", w.behind(t, "POST", "/spaces/acme-vault/transfer", object{"new_owner": "acme-widgets"}), arguments, w.behind(t, "POST", "/spaces/acme-vault/transfer", object{"new_owner": "acme-labs"})},
		{"The name of the space acme-vault is acme-cave now.", w.behind(t, "PATCH", "/spaces/acme-vault", object{"name": "acme-cave"}), nil, w.behind(t, "PATCH", "/spaces/acme-cave", object{"name": "acme-vault"})},
	} {
		core.Between = func() {
			test.meddle()
			w.Calls()
		}
		if out := core.Run(test.config); !strings.Contains(strings.Join(out.Errors, "\n"), test.says) {
			t.Errorf("%+v", out)
		}
		w.unwritten(t)
		test.reverses()
	}
	if out := core.Run(arguments); out.Action != "update" || len(out.Errors) > 0 || out.State["name"] != "acme-safe" {
		t.Errorf("%+v", out)
	}
}

func TestAccSpaceRefused(t *testing.T) {
	w := start(t)
	config := func(arguments string) string { return w.config(spaceConfig, "acme-labs", "acme-vault", arguments) }
	named := func(team, name string) string { return w.config(spaceConfig, team, name, "") }
	w.run(t,
		refused(config(`cidr = "10.0.0.0/8"`), `cidr "10.0.0.0/8" is not a /16 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`),
		refused(config(`cidr = "11.0.0.0/16"`), `cidr "11.0.0.0/16" is not a /16`),
		refused(config(`cidr = "10.0/16"`), `"10.0/16" is not a network.`),
		refused(config(`cidr = ""`), `"" is not a network.`),
		refused(config(`data_cidr = "10.0.16.0/24"`), `data_cidr "10.0.16.0/24" is not a /16 to /20`),
		refused(config(`data_cidr = "10.0.16.0/20"`), `data_cidr 10.0.16.0/20 overlaps with cidr 10.0.0.0/16.`),
		refused(config("shield = true\ngeneration = \"fir\""), "A shield space is of the generation cedar"),
		refused(config(`region = "mars"`), `Unknown region "mars". A private space can be in one of these: dublin, frankfurt,`),
		refused(config(`region = "eu"`), "The region eu has no private spaces. A private space can be in one of these: dublin,"),
		refused(named("acme-labs", "Vault--1"), "Space name can only contain lowercase letters"),
		refused(named("acme-labs", "acme-dmz"), "already taken"),
		refused(named("nowhere", "acme-vault"), `team = "nowhere" names no team that the API knows.`),
		refused(w.configOf("HRKU-joe", spaceConfig, "acme-widgets", "joes-space", ""), "Not allowed to create space"),
		resource.TestStep{PreConfig: w.behind(t, "POST", "/teams", object{"name": "friends"}), Config: named("acme-labs", "acme-vault")},
		refused(named("friends", "acme-vault"), "The space acme-vault can only be transferred to a team of the same enterprise account."),
		refused(strings.Replace(named("friends", "friends-space"), `"x"`, `"y"`, 1)+fmt.Sprintf(spaceConfig, "acme-labs", "acme-vault", ""), "The team friends is not an Enterprise Team."),
		resource.TestStep{
			PreConfig: w.behind(t, "POST", "/teams/apps", object{"name": "lab-one", "space": "acme-vault"}),
			Config:    w.config(" "), ExpectError: phrase("still has 1 app. Delete it first."),
		},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", "/apps/lab-one", nil), Config: w.config(" ")},
	)
}

func TestAccSpaceData(t *testing.T) {
	w := start(t)
	config := w.config(`
		data "herokuenterprise_space" "x" {
			space = "acme-dmz"
		}`)
	const address = "data.herokuenterprise_space.x"
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(address, "name", "acme-dmz", "team", "acme-widgets", "region", "frankfurt", "generation", "cedar", "shield", "false",
			"state", "allocated", "cidr", "10.0.0.0/16", "data_cidr", "172.23.0.0/20", "outbound_ips.#", "4", "trusted_ranges.#", "1", "trusted_ranges.0", "0.0.0.0/0", "denied_ranges.#", "0")},
		refused(strings.Replace(config, "acme-dmz", "nowhere", 1), "Couldn't find that space."),
	)
}

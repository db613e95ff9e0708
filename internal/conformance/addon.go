package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// market is a team with add-on controls: papertrail is allowed, and redis was there before. Each person has one permission on
// web beside view; opp and jill have operate, one in the team and one outside.
const market = `
addon_services:
  - {name: acme-addon, plans: [{name: free}, {name: gratis}, {name: paid, price_cents: 500}]}
teams:
  - name: acme
    addon_controls: CONTROLS
    allowed_addon_services: [papertrail]
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: dee@acme.com, role: member}
      - {email: opp@acme.com, role: viewer}
      - {email: mel@acme.com, role: member}
    apps:
      - name: web
        collaborators:
          - {email: dee@acme.com, permissions: [deploy]}
          - {email: opp@acme.com, permissions: [operate]}
          - {email: mel@acme.com, permissions: [manage]}
          - {email: jill@creativeinc.com, permissions: [operate]}
        addons:
          - {service: heroku-redis, plan: mini, name: web-redis}
          - {service: acme-addon, plan: free, name: web-acme}
apps:
  - {name: hobby, owner: mia@acme.com, addons: [{service: memcachier, plan: "100", name: hobby-cache}, {service: papertrail, plan: choklad, name: hobby-logs}]}
`

func enterMarket(t *testing.T, g Target, controls string) *world {
	t.Helper()
	return enter(t, g, people("ada mia dee opp mel sam jill@creativeinc.com")+strings.Replace(market, "CONTROLS", controls, 1),
		"ada /teams/acme/addons", "ada /teams/acme/allowed-addon-services", "ada /teams/acme/preferences", "mia /apps/hobby/addons")
}

// exceptions lists the services that a team uses and does not allow, which is how a client finds them.
func (w *world) exceptions() string {
	w.t.Helper()
	allowed := map[string]bool{}
	for _, s := range get[[]api.AllowedAddonService](w, "ada", "/teams/acme/allowed-addon-services") {
		allowed[s.AddonService.Name] = true
	}
	var names []string
	for _, a := range get[[]api.Addon](w, "ada", "/teams/acme/addons") {
		if !allowed[a.AddonService.Name] {
			names = append(names, a.AddonService.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// testAddonPermissions is what free and paid add-ons take: deploy or operate, operate alone.
func testAddonPermissions(t *testing.T, g Target) {
	w := enterMarket(t, g, "false")
	w.play(
		exchange{"mia", "POST /apps/web/addons", `{"plan":"acme-addon:free"}`, 403, "forbidden: app permission deploy or operate"},
		exchange{"mel", "POST /apps/web/addons", `{"plan":"acme-addon:free"}`, 403, "forbidden: app permission deploy or operate"}, // manage is not operate
		exchange{"mel", "DELETE /apps/web/addons/web-redis", "", 403, "forbidden: app permission operate"},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"acme-addon:paid"}`, 403, "forbidden: app permission operate"},
		exchange{"dee", "PATCH /apps/web/addons/web-acme", `{"plan":"acme-addon:paid"}`, 403, "forbidden: app permission operate"}, // free to paid
		exchange{"dee", "PATCH /apps/web/addons/web-redis", `{"plan":"heroku-redis:premium-0"}`, 403, "forbidden: app permission operate"},
		exchange{"dee", "DELETE /apps/web/addons/web-redis", "", 403, "forbidden: app permission operate"},
		exchange{"sam", "POST /apps/web/addons", `{"plan":"acme-addon:free"}`, 403, "forbidden: You do not have access to the app web."},
		exchange{"opp", "PATCH /apps/web/addons/web-redis", `{"plan":"acme-addon:free"}`, 422, "invalid_params: acme-addon:free is not a plan of heroku-redis"},
		exchange{"opp", "PATCH /apps/web/addons/web-redis", `{}`, 422, "invalid_params: plan is required"},
		exchange{"opp", "POST /apps/web/addons", `{}`, 422, "invalid_params: plan is required"},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"no-such-addon"}`, 404, "not_found: Couldn't find the add-on service or plan no-such-addon."},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"papertrail:no-such-plan"}`, 404, "not_found: papertrail:no-such-plan"},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"papertrail","name":"web-redis"}`, 422, "invalid_params: Add-on name web-redis is already taken"},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"papertrail","name":"1 redis"}`, 422, "invalid_params: Add-on name must start with a letter"},
		exchange{"opp", "DELETE /apps/web/addons/hobby-cache", "", 404, "not_found: Couldn't find that add-on."}, // of another app

		// heroku addons:create, with the plan as an object and members that we do not know; then as a string
		exchange{"dee", "POST /apps/web/addons", `{"attachment":{},"config":{},"name":"web-logs","plan":{"name":"papertrail"}}`, 201, `{"name":"web-logs","app":{"name":"web"},
			"addon_service":{"name":"papertrail"},"plan":{"name":"papertrail:choklad"},"state":"provisioned","billed_price":{"cents":0},"config_vars":["PAPERTRAIL_URL"],"web_url":null}`},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"acme-addon:paid"}`, 201, `{"plan":{"name":"acme-addon:paid"},"billed_price":{"cents":500,"contract":false,"unit":"month"}}`},
		exchange{"dee", "PATCH /apps/web/addons/web-acme", `{"plan":"acme-addon:gratis"}`, 200, `{"name":"web-acme","plan":{"name":"acme-addon:gratis"}}`},
		exchange{"opp", "PATCH /apps/web/addons/web-acme", `{"plan":"acme-addon:paid","name":"web-renamed"}`, 200, `{"name":"web-renamed","plan":{"name":"acme-addon:paid"}}`},
		exchange{"dee", "DELETE /apps/web/addons/web-renamed", "", 403, "forbidden: app permission operate"},
		// heroku addons:destroy sends a body, and reads the state
		exchange{"dee", "DELETE /apps/web/addons/web-logs", `{"force":false}`, 200, `{"name":"web-logs","state":"deprovisioned"}`},
		exchange{"jill", "DELETE /apps/web/addons/web-redis", `{"force":false}`, 200, `{"name":"web-redis","state":"deprovisioned"}`},
	)
}

// testAllowlist is add-on controls that are on.
func testAllowlist(t *testing.T, g Target) {
	w := enterMarket(t, g, "true")
	w.play(
		// for members and for collaborators, free or paid; permission comes before the list
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler"}`, 403, "forbidden: The add-on service scheduler is not on the allowlist of the team acme"},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"heroku-kafka"}`, 403, "forbidden: The add-on service heroku-kafka is not on the allowlist"},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"heroku-redis:mini"}`, 403, "forbidden: heroku-redis is not on the allowlist"}, // one more of what is there
		exchange{"jill", "POST /apps/web/addons", `{"plan":{"name":"heroku-kafka:basic-0"}}`, 403, "forbidden: heroku-kafka is not on the allowlist"},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"heroku-kafka"}`, 403, "forbidden: app permission operate"},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"papertrail"}`, 201, `{"addon_service":{"name":"papertrail"}}`},
		exchange{"jill", "POST /apps/web/addons", `{"plan":"papertrail:fixa"}`, 201, `{"plan":{"name":"papertrail:fixa"}}`},
	)
	w.equal("exceptions from before", w.exceptions(), "acme-addon heroku-redis")
	w.play(
		// an admin overrides, and it shows
		exchange{"ada", "POST /apps/web/addons", `{"plan":"scheduler","name":"web-scheduler"}`, 201, `{"addon_service":{"name":"scheduler"}}`},
		// what is there already can be changed and removed as ever
		exchange{"opp", "PATCH /apps/web/addons/web-redis", `{"plan":"heroku-redis:premium-0"}`, 200, `{"plan":{"name":"heroku-redis:premium-0"}}`},
		exchange{"dee", "PATCH /apps/web/addons/web-acme", `{"plan":"acme-addon:gratis"}`, 200, `{"plan":{"name":"acme-addon:gratis"}}`},
	)
	w.equal("exceptions with the admin's", w.exceptions(), "acme-addon heroku-redis scheduler")
	w.play(
		exchange{"ada", "POST /teams/acme/allowed-addon-services", `{"addon_service":"scheduler"}`, 201, `[{"addon_service":{"name":"scheduler","human_name":"Heroku Scheduler"},"added_by":{"email":"ada@acme.com"}}]`},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler"}`, 201, `{"addon_service":{"name":"scheduler"}}`},
	)
	w.equal("exceptions once it is listed", w.exceptions(), "acme-addon heroku-redis")
	w.play(
		exchange{"ada", "DELETE /teams/acme/allowed-addon-services/scheduler", "", 200, `{"addon_service":{"name":"scheduler"}}`},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler"}`, 403, "forbidden: scheduler is not on the allowlist"},
		exchange{"dee", "DELETE /apps/web/addons/web-scheduler", "", 200, `{"state":"deprovisioned"}`},
		// an app comes into the team with what it has
		exchange{"mia", "POST /apps/hobby/addons", `{"plan":"heroku-kafka"}`, 201, ""}, // a personal app knows no list
		exchange{"mia", "PATCH /teams/apps/hobby", `{"owner":"acme"}`, 200, `{"team":{"name":"acme"}}`},
		exchange{"mia", "POST /apps/hobby/addons", `{"plan":"memcachier:dev"}`, 403, "forbidden: memcachier is not on the allowlist"},
		exchange{"mia", "PATCH /apps/hobby/addons/hobby-cache", `{"plan":"memcachier:dev"}`, 200, `{"plan":{"name":"memcachier:dev"}}`},
	)
	w.equal("exceptions after the transfer", w.exceptions(), "acme-addon heroku-kafka heroku-redis memcachier scheduler")
}

// testAddonControls is the switch and the list, and who may touch them.
func testAddonControls(t *testing.T, g Target) {
	w := enterMarket(t, g, "false")
	for _, as := range []string{"mia", "dee", "opp", "mel", "jill", "sam"} {
		says := map[string]string{"sam": "You do not have access to the team acme."}[as]
		if says == "" {
			says = "requires team role admin"
		}
		w.play(
			exchange{as, "PATCH /teams/acme/preferences", `{"addons-controls":true}`, 403, "forbidden: " + says},
			exchange{as, "POST /teams/acme/allowed-addon-services", `{"addon_service":"scheduler"}`, 403, "forbidden: " + says},
			exchange{as, "DELETE /teams/acme/allowed-addon-services/papertrail", "", 403, "forbidden: " + says},
		)
	}
	w.play(
		exchange{"ada", "POST /teams/acme/allowed-addon-services", `{"addon_service":"papertrail"}`, 422, "invalid_params: papertrail is on the allowlist already"},
		exchange{"ada", "POST /teams/acme/allowed-addon-services", `{"addon_service":"no-such-addon"}`, 404, "not_found: no-such-addon"},
		exchange{"ada", "POST /teams/acme/allowed-addon-services", `{}`, 422, "invalid_params: addon_service is required"},
		exchange{"ada", "DELETE /teams/acme/allowed-addon-services/scheduler", "", 404, "not_found: Couldn't find that allowed add-on service"},
		exchange{"ada", "PATCH /teams/acme/preferences", `{}`, 422, "invalid_params: Nothing to change"},
		exchange{"ada", "PATCH /teams/acme/preferences", `{"default-permission":"owner"}`, 422, "invalid_params: Roles are admin, member and viewer"},

		// off: nothing is enforced, though the list is there
		exchange{"mia", "GET /teams/acme/preferences", "", 200, `{"addons-controls":false,"default-permission":null}`},
		exchange{"opp", "GET /teams/acme/allowed-addon-services", "", 200, `[{"addon_service":{"name":"papertrail"}}]`},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler","name":"web-scheduler"}`, 201, ""},
		exchange{"opp", "POST /apps/web/addons", `{"plan":"heroku-kafka","name":"web-kafka"}`, 201, ""},
	)
	installed := w.names("ada", "/teams/acme/addons")
	w.equal("installed", installed, "web-acme web-kafka web-redis web-scheduler")
	w.play(
		exchange{"ada", "PATCH /teams/acme/preferences", `{"addons-controls":true}`, 200, `{"addons-controls":true}`},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler"}`, 403, "forbidden: scheduler is not on the allowlist"},
	)
	w.equal("installed, once controls are on", w.names("ada", "/teams/acme/addons"), installed)
	w.equal("exceptions", w.exceptions(), "acme-addon heroku-kafka heroku-redis scheduler")
	w.play(
		exchange{"ada", "PATCH /teams/acme/preferences", `{"addons-controls":false}`, 200, `{"addons-controls":false}`},
		exchange{"ada", "GET /teams/acme/allowed-addon-services", "", 200, `[{"addon_service":{"name":"papertrail"}}]`},
		exchange{"dee", "POST /apps/web/addons", `{"plan":"scheduler"}`, 201, ""},
		exchange{"ada", "PATCH /teams/acme/preferences", `{"default-permission":"viewer"}`, 200, `{"addons-controls":false,"default-permission":"viewer"}`},
	)
}

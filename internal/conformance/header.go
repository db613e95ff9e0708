package conformance

import (
	"encoding/base64"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// headers are requests with a header of their own, all by ada. An empty value leaves the header out.
var headers = []struct {
	name, value string
	exchange
}{
	// tokens
	{"Authorization", "", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Bearer", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Bearer HRKU-nobody", exchange{"ada", "GET /account", "", 401, "unauthorized: Authorization: Bearer TOKEN"}},
	{"Authorization", "Bearer HRKU-ADA", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Bearer HRKU-ada HRKU-ada", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "HRKU-ada", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Token HRKU-ada", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Basic HRKU-ada", exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", basic("HRKU-ada", ""), exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", basic("ada@acme.com", "wrong"), exchange{"ada", "GET /account", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Bearer HRKU-nobody", exchange{"ada", "GET /addon-services", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "", exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"admin"}`, 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "Bearer HRKU-nobody", exchange{"ada", "DELETE /apps/web", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "", exchange{"ada", "DELETE /apps/no-such-app", "", 401, "unauthorized: Invalid credentials provided"}},
	{"Authorization", "bearer HRKU-ada", exchange{"ada", "GET /account", "", 200, `{"email":"ada@acme.com"}`}},
	{"Authorization", basic("", "HRKU-ada"), exchange{"ada", "GET /account", "", 200, `{"email":"ada@acme.com"}`}},
	{"Authorization", basic("ada@acme.com", "HRKU-ada"), exchange{"ada", "GET /account", "", 200, `{"email":"ada@acme.com"}`}},
	{"Authorization", basic("whoever", "HRKU-mia"), exchange{"ada", "GET /account", "", 200, `{"email":"mia@acme.com"}`}},

	// versions
	{"Accept", "", exchange{"ada", "GET /account", "", 406, "not_acceptable: application/vnd.heroku+json; version=3"}},
	{"Accept", "*/*", exchange{"ada", "GET /account", "", 406, "not_acceptable: version=3"}},
	{"Accept", "application/json", exchange{"ada", "GET /account", "", 406, "not_acceptable: version=3"}},
	{"Accept", "application/vnd.heroku+json", exchange{"ada", "GET /account", "", 406, "not_acceptable: version=3"}},
	{"Accept", "application/vnd.heroku+json; version=2", exchange{"ada", "GET /account", "", 406, "not_acceptable: version=3"}},
	{"Accept", "application/json", exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"admin"}`, 406, "not_acceptable: version=3"}},
	{"Accept", "application/vnd.heroku+json; version=3.sdk", exchange{"ada", "GET /account", "", 200, `{"email":"ada@acme.com"}`}},
	{"Accept", "application/vnd.heroku+json; version=3.fir", exchange{"ada", "GET /account", "", 200, `{"email":"ada@acme.com"}`}},
	{"Accept", "application/vnd.heroku+json; version=3.team-invitations", exchange{"ada", "GET /teams/acme/features", "", 200, ""}},
	{"Accept", "application/vnd.heroku+json; version=3.dogwood", exchange{"ada", "GET /account", "", 200, ""}},
	{"Accept", "application/vnd.heroku+json;version=3", exchange{"ada", "GET /account", "", 200, ""}},
	{"Accept", "text/html, application/vnd.heroku+json; version=3, */*;q=0.1", exchange{"ada", "GET /account", "", 200, ""}},

	// ranges
	{"Range", "bytes=0-100", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: id ..; max=200"}},
	{"Range", "email", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: id ..; max=200"}},
	{"Range", "email ..; max=0", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max=0 is not a number from 1 to 1000"}},
	{"Range", "email ..; max=1001", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max=1001"}},
	{"Range", "email ..; max=-1", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max=-1"}},
	{"Range", "email ..; max=99999999999999999999", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max="}},
	{"Range", "email ..; max=ten", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max=ten"}},
	{"Range", "email ..; max", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: max="}},
	{"Range", "email ..; order=up", exchange{"ada", "GET /teams/acme/members", "", 416, "requested_range_not_satisfiable: neither asc nor desc"}},
	{"Range", "email ..; limit=5", exchange{"ada", "GET /teams/acme/members", "", 416, `requested_range_not_satisfiable: unknown parameter "limit"`}},
	{"Range", "role ..", exchange{"ada", "GET /teams/acme/members", "", 416, `requested_range_not_satisfiable: cannot be ranged by "role"; it can by email`}},
	{"Range", "email ..", exchange{"ada", "GET /teams/acme/apps", "", 416, `requested_range_not_satisfiable: cannot be ranged by "email"; it can by name`}},
	{"Range", "Name ..", exchange{"ada", "GET /apps", "", 416, `requested_range_not_satisfiable: cannot be ranged by "Name"; it can by id`}},
	{"Range", "..", exchange{"ada", "GET /teams/acme/members", "", 200, ""}},
	{"Range", "email ..; max=1000;", exchange{"ada", "GET /teams/acme/members", "", 200, ""}},
	{"Range", "id ..; max=1000", exchange{"ada", "GET /teams/acme/members", "", 200, ""}},
	{"Range", "name ..; order=desc,max=10", exchange{"ada", "GET /teams/acme/apps", "", 200, `[{"name":"web"}]`}},
	{"Range", "email ]zzz..", exchange{"ada", "GET /teams/acme/members", "", 200, `[]`}},

	// what else clients send
	{"Accept-Expansion", "addon_service,plan", exchange{"ada", "GET /apps/web/addons", "", 200, `[{"name":"web-logs"}]`}},
	{"X-Heroku-Legacy-Provider-Messages", "true", exchange{"ada", "GET /apps/web/addons", "", 200, ""}},
	{"Content-Type", "text/plain", exchange{"ada", "PATCH /apps/web", `{"maintenance":true}`, 200, `{"maintenance":true}`}},
	{"User-Agent", "heroku-cli/11.10.0 linux", exchange{"ada", "GET /account", "", 200, ""}},
}

func testHeaders(t *testing.T, g Target) {
	w := enterEntrance(t, g, everything...)
	for _, h := range headers {
		if got := w.exchange(h.exchange, map[string]string{h.name: h.value}); got.status != h.status {
			t.Logf("that was with the header %s: %s", h.name, h.value)
		}
	}
	w.unchanged()
}

// testAnonymous is what any API answers to somebody without a token, whatever it holds.
func testAnonymous(t *testing.T, g Target) {
	w := &world{t: t, url: g.BaseURL, each: true}
	if w.url == "" {
		w.url = g.World(t, "")
	}
	w.play(
		exchange{"", "GET /account", "", 401, "unauthorized: "},
		exchange{"", "GET /teams", "", 401, "unauthorized: "},
		exchange{"", "GET /apps/whatever", "", 401, "unauthorized: "},
		exchange{"", "PUT /teams/whatever/members", `{"email":"joe@acme.com","role":"admin"}`, 401, "unauthorized: "},
		exchange{"no-such-token", "GET /account", "", 401, "unauthorized: "},
		exchange{"", "GET /no-such-endpoint", "", 404, "not_found: "},
		exchange{"", "GET /addon-services/heroku-postgresql", "", 200, `{"name":"heroku-postgresql"}`},
		exchange{"", "GET /addon-services/no-such-service", "", 404, "not_found: Couldn't find that add-on service"},
	)
	services := get[[]api.AddonService](w, "", "/addon-services")
	if len(services) == 0 {
		t.Fatal("the catalogue is empty")
	}
	for _, plan := range get[[]api.Plan](w, "", "/addon-services/"+services[0].Name+"/plans") {
		if plan.AddonService.Name != services[0].Name || plan.Name == "" {
			t.Errorf("plan of %s: %+v", services[0].Name, plan)
		}
	}
}

package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// entrance is the world of bad input: enough of everything that a bad request could have damaged.
var entrance = people("ada mia sam jill@creativeinc.com") + `
enterprise_accounts:
  - {name: holding, members: [{email: ada@acme.com, permissions: [create]}]}
teams:
  - name: acme
    enterprise_account: holding
    allowed_addon_services: [papertrail]
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
    apps:
      - name: web
        collaborators: [{email: jill@creativeinc.com, permissions: [deploy]}]
        addons: [{service: papertrail, name: web-logs}]
apps:
  - {name: adas-app, owner: ada@acme.com}
`

// everything is what can be seen of it.
var everything = []string{
	"ada /teams", "ada /apps", "ada /teams/acme/members", "ada /teams/acme/permissions", "ada /teams/acme/apps",
	"ada /teams/acme/addons", "ada /teams/acme/allowed-addon-services", "ada /teams/acme/preferences",
}

func enterEntrance(t *testing.T, g Target, watch ...string) *world {
	t.Helper()
	return enter(t, g, entrance, watch...)
}

// writers is every request that has a body, with a member of it. Each must survive any body.
var writers = []struct{ request, member string }{
	{"POST /teams", "name"},
	{"POST /enterprise-accounts/holding/teams", "name"},
	{"PATCH /teams/acme", "name"},
	{"PUT /teams/acme/members", "email"},
	{"POST /teams/acme/members", "email"},
	{"PATCH /teams/acme/members", "role"},
	{"PATCH /teams/acme/preferences", "addons-controls"},
	{"POST /teams/acme/allowed-addon-services", "addon_service"},
	{"POST /teams/apps", "team"},
	{"PATCH /teams/apps/web", "locked"},
	{"PATCH /teams/apps/web", "owner"},
	{"POST /apps", "name"},
	{"PATCH /apps/web", "maintenance"},
	{"POST /teams/apps/web/collaborators", "user"},
	{"POST /apps/web/collaborators", "user"},
	{"PATCH /teams/apps/web/collaborators/jill@creativeinc.com", "permissions"},
	{"POST /apps/web/addons", "plan"},
	{"PATCH /apps/web/addons/web-logs", "plan"},
}

// testBodies sends bodies that are not JSON objects, and members of the wrong type, to every request that has a body.
func testBodies(t *testing.T, g Target) {
	w := enterEntrance(t, g, everything...)
	w.each = false // 90 requests: what changed is looked for after those of one route
	for i, r := range writers {
		bodies := []struct{ body, says string }{
			{`{"` + r.member + `":`, "not valid JSON"},
			{`{"` + r.member + `":null} {}`, "more than one JSON value"},
			{`[{"` + r.member + `":"x"}]`, "must be a JSON object"},
			{`hello`, "not valid JSON"},
			{`"` + r.member + `"`, "must be a JSON object"},
			{`{'` + r.member + `':'x'}`, "not valid JSON"},
			{`{"` + r.member + `":"x",}`, "not valid JSON"},
			{`17`, "must be a JSON object"},
			{"\xff\xfe{}", "not valid JSON"},
		}
		if !g.Thorough {
			bodies = bodies[:3]
		}
		// Each request gets two of them, so that every one meets several requests.
		one, two := bodies[2*i%len(bodies)], bodies[(2*i+1)%len(bodies)]
		w.play(
			exchange{"ada", r.request, one.body, 400, "bad_request: " + one.says},
			exchange{"ada", r.request, two.body, 400, "bad_request: " + two.says},
			exchange{"ada", r.request, `{"` + r.member + `":{"a":[1]}}`, 422, "invalid_params: " + r.member},
		)
	}
	w.play(
		exchange{"ada", "PUT /teams/acme/members", `{"email":5,"role":"member"}`, 422, "invalid_params: email must be a string, not number."},
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":["member"]}`, 422, "invalid_params: role must be a string"},
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"member","federated":"yes"}`, 422, "invalid_params: federated must be true or false"},
		exchange{"ada", "PATCH /teams/apps/web", `{"locked":"true"}`, 422, "invalid_params: locked must be true or false, not string."},
		exchange{"ada", "PATCH /teams/apps/web", `{"locked":1}`, 422, "invalid_params: locked must be true or false, not number."},
		exchange{"ada", "PATCH /teams/apps/web", `{"owner":{"name":"acme"}}`, 422, "invalid_params: owner must be a string"},
		exchange{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":"view"}`, 422, "invalid_params: permissions must be a list"},
		exchange{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":[1]}`, 422, "invalid_params: permissions must be a list"},
		exchange{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":[{"name":"view"}]}`, 422, "invalid_params: permissions must be a list"},
		exchange{"ada", "PATCH /teams/apps/web/collaborators/jill@creativeinc.com", `{"permissions":null}`, 422, "invalid_params: permissions is required"},
		exchange{"ada", "POST /apps/web/addons", `{"plan":5}`, 422, "invalid_params: plan is neither a string nor an object with a name"},
		exchange{"ada", "POST /apps/web/addons", `{"plan":{"name":5}}`, 422, "invalid_params: plan is neither a string nor an object with a name"},
		exchange{"ada", "POST /apps/web/addons", `{"plan":{}}`, 422, "invalid_params: plan is required"},
		// null is a member that is not there, and so is a body
		exchange{"ada", "PUT /teams/acme/members", `{"email":null,"role":"member"}`, 422, "invalid_params: email is required"},
		exchange{"ada", "PUT /teams/acme/members", `null`, 422, "invalid_params: email is required"},
		exchange{"ada", "PUT /teams/acme/members", "", 422, "invalid_params: email is required"},
		exchange{"ada", "PATCH /teams/acme", "", 422, "invalid_params: Nothing to change"},
		exchange{"ada", "PATCH /apps/web", `{"name":null}`, 200, `{"name":"web"}`}, // a member that is null is as good as absent
		exchange{"ada", "PATCH /teams/apps/web", `{"locked":null,"owner":null}`, 422, "invalid_params: locked or owner"},
		// a body that is too long, though it is good
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"member","pad":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "bad_request: larger than"},
		// members that nobody knows are ignored, whatever they are; so is white space
		exchange{"ada", "PUT /teams/acme/members", "\n{\"email\": \"sam@acme.com\",\t\"role\":\"viewer\", \"features\":[{\"a\":null}], \"generation\":1}\r\n ", 201, `{"role":"viewer"}`},
		exchange{"ada", "PATCH /teams/apps/web", `{"locked":true,"id":"x","name":5,"team":{"name":"other"}}`, 200, `{"name":"web","locked":true}`},
	)
}

// oddValues are other values that cannot be, or that nothing has.
var oddValues = []exchange{
	{"ada", "POST /teams", `{"name":"permissions"}`, 422, `invalid_params: Team name "permissions" is reserved`},
	{"ada", "PATCH /teams/acme", `{"name":"apps"}`, 422, `invalid_params: Team name "apps" is reserved`},
	{"ada", "PATCH /teams/acme", `{"name":""}`, 422, "invalid_params: Team name must start with a letter"},
	{"ada", "PATCH /apps/web", `{"name":""}`, 422, "invalid_params: Name must start with a letter"},
	{"ada", "PATCH /teams/apps/web", `{"owner":"joe@"}`, 404, "not_found: Couldn't find that user"},
	{"ada", "PATCH /teams/apps/web", `{"owner":"` + strings.Repeat("a", 10_000) + `"}`, 404, "not_found: Couldn't find that team"},
	{"ada", "POST /apps/web/addons", `{"plan":"` + strings.Repeat("a", 10_000) + `"}`, 404, "not_found: Couldn't find the add-on service or plan"},
	{"ada", "POST /apps/web/addons", `{"plan":"papertrail","name":"` + strings.Repeat("a", 257) + `"}`, 422, "invalid_params: Add-on name must start with a letter"},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":["view","fly"]}`, 422, `invalid_params: Unknown permission "fly". Permissions are deploy, manage, operate and view.`},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":[""]}`, 422, `invalid_params: Unknown permission "".`},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":["view,deploy"]}`, 422, `invalid_params: Unknown permission "view,deploy".`},
}

// testValues sends values that cannot be: names, addresses, roles, permissions.
func testValues(t *testing.T, g Target) {
	w := enterEntrance(t, g, "ada /teams", "ada /apps", "ada /teams/acme/members")
	appNames := []string{"ab", "Web", "1web", "web-", "-web", "we_b", "we b", "we.b", "wéb", "web/two", "web%2Ftwo", "../web", strings.Repeat("a", 31), strings.Repeat("a", 100_000)}
	teamNames := append([]string{"", "a", "Acme", "acme-", "ac me", "acme/two", "apps", "permissions", "invitations", strings.Repeat("a", 64)}, "a0000000-0000-4000-8000-000000000000")
	emails := []string{
		"joe", "joe@", "@acme.com", "joe@acme", "joe@acme.com ", " joe@acme.com", "joe@@acme.com", "joe@acme.com,ann@acme.com", "Joe <joe@acme.com>",
		"<joe@acme.com>", "joe black@acme.com", `\"joe black\"@acme.com`, "joe@[127.0.0.1]", "joe(x)@acme.com", "joe..black@acme.com", ".joe@acme.com",
		"x@herokumanager.com", "X@HerokuManager.COM", "jörg@acme.com", "joe@äcme.com", "joe@ac!me.com", "joe@-acme.com", strings.Repeat("a", 65) + "@acme.com",
		"joe@" + strings.Repeat("b", 64) + ".com", strings.Repeat("a", 250) + "@acme.com",
	}
	var refused []exchange
	add := func(request, body, value, says string) {
		refused = append(refused, exchange{"ada", request, fmt.Sprintf(body, value), 422, "invalid_params: " + says})
	}
	for i, name := range appNames {
		add("POST /teams/apps", `{"team":"acme","name":"%s"}`, name, "Name must start with a letter")
		if i < 2 {
			add("POST /apps", `{"name":"%s"}`, name, "Name must start with a letter")
			add("PATCH /apps/web", `{"name":"%s"}`, name, "Name must start with a letter")
		}
	}
	for _, name := range teamNames {
		add("POST /enterprise-accounts/holding/teams", `{"name":"%s"}`, name, "Team name")
	}
	for i, email := range emails {
		add("PUT /teams/acme/members", `{"email":"%s","role":"member"}`, email, "is not an email address")
		if i < 4 {
			add("POST /teams/apps/web/collaborators", `{"user":"%s"}`, email, "is not an email address")
		}
	}
	w.play(refused...)
	w.play(oddValues...)

	// What goes right at the edge of what is allowed.
	w.play(
		exchange{"ada", "POST /teams/apps", `{"team":"acme","name":"` + strings.Repeat("a", 30) + `"}`, 201, ""},
		exchange{"ada", "POST /teams/apps", `{"team":"acme","name":"a-1"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"` + strings.Repeat("a", 63) + `"}`, 201, ""},
		exchange{"ada", "PUT /teams/acme/members", `{"email":"` + strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 61)+".", 3) + `com","role":"viewer"}`, 201, ""},
		exchange{"ada", "PUT /teams/acme/members", `{"email":"o'neil+a.b@sub.acme.co.uk","role":"viewer"}`, 201, `{"email":"o'neil+a.b@sub.acme.co.uk"}`},
	)
	if team := get[api.Team](w, "ada", "/teams/"+strings.Repeat("a", 63)); team.Type != api.TeamTypeTeam {
		t.Errorf("team: %+v", team)
	}
}

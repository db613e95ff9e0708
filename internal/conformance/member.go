package conformance

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// widgets is the team that most tests use: an admin, a member, a viewer, a collaborator who manages one app, one who sees
// another, and two people outside.
var widgets = people("ada mia vic joe sam jill@creativeinc.com col@creativeinc.com") + `
teams:
  - name: acme-widgets
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: vic@acme.com, role: viewer}
    apps:
      - name: acme-website
        collaborators:
          - {email: jill@creativeinc.com, permissions: [view, manage]}
      - name: acme-store
        collaborators:
          - {email: col@creativeinc.com, permissions: [view]}
`

// watchWidgets is what no refusal may change in [widgets].
var watchWidgets = []string{"ada /teams/acme-widgets/members", "ada /teams/acme-widgets/permissions", "ada /teams/acme-widgets/apps"}

// memberTranscript is Dev Center "Managing Enterprise Team Users and Application Access" and "Managing an Enterprise Team",
// as the Heroku CLI sends it.
var memberTranscript = []exchange{
	// heroku members:add joe@acme.com --team acme-widgets --role member
	{"ada", "GET /teams/acme-widgets", "", 200, `{"name":"acme-widgets","type":"enterprise","role":"admin"}`},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"member"}`, 201, `{"email":"joe@acme.com","role":"member","federated":false,"two_factor_authentication":false,"user":{"email":"joe@acme.com"}}`},
	{"joe", "GET /teams", "", 200, `[{"name":"acme-widgets","role":"member"}]`},
	// the same again changes nothing, and is no error
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"member"}`, 200, `{"email":"joe@acme.com","role":"member"}`},
	// heroku members:set joe@acme.com --team acme-widgets --role admin: there is no GET, the person is in the body
	{"joe", "PUT /teams/acme-widgets/members", `{"email":"sam@acme.com","role":"viewer"}`, 403, "forbidden: requires team role admin"},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"admin"}`, 200, `{"email":"joe@acme.com","role":"admin"}`},
	{"joe", "PUT /teams/acme-widgets/members", `{"email":"sam@acme.com","role":"viewer"}`, 201, `{"email":"sam@acme.com","role":"viewer"}`},
	{"sam", "GET /teams", "", 200, `[{"name":"acme-widgets","role":"viewer"}]`},
	// members:add of somebody who is in the team already changes the role
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"viewer"}`, 200, `{"email":"joe@acme.com","role":"viewer"}`},
	// an address that nobody has used before, raw in the body; another spelling is the same person, kept as first spelled
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"Ann.Lee+tag@acme.com","role":"member"}`, 201, `{"email":"Ann.Lee+tag@acme.com","role":"member"}`},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"ann.lee+TAG@ACME.com","role":"viewer"}`, 200, `{"email":"Ann.Lee+tag@acme.com","role":"viewer"}`},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"ANN.LEE+TAG@acme.com","role":"member"}`, 200, `{"email":"Ann.Lee+tag@acme.com","role":"member"}`},
	// a collaborator becomes a user of the team only by members:add
	{"ada", "POST /teams/acme-widgets/members", `{"email":"col@creativeinc.com","role":"viewer"}`, 201, `{"email":"col@creativeinc.com","role":"viewer"}`},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"col@creativeinc.com","role":"member"}`, 200, `{"role":"member"}`},
	// heroku members:remove joe@acme.com --team acme-widgets: the address comes encoded
	{"ada", "GET /teams/acme-widgets", "", 200, `{"type":"enterprise"}`},
	{"ada", "DELETE /teams/acme-widgets/members/joe%40acme.com", "", 200, `{"email":"joe@acme.com","role":"viewer"}`},
	{"joe", "GET /teams", "", 200, `[]`},
	{"ada", "DELETE /teams/acme-widgets/members/ann.lee+tag@acme.com", "", 200, `{"email":"Ann.Lee+tag@acme.com"}`},
}

// memberRefusals are wrong requests of an admin.
var memberRefusals = []exchange{
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"owner"}`, 422, "invalid_params: Roles are admin, member and viewer"},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"collaborator"}`, 422, "invalid_params: Roles are admin, member and viewer"},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"Admin"}`, 422, "invalid_params: Roles are admin, member and viewer"},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"mia@acme.com","role":"root"}`, 422, `invalid_params: Unknown role "root"`},
	{"ada", "POST /teams/acme-widgets/members", `{"email":"joe@acme.com","role":""}`, 422, "invalid_params: role is required"},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe","role":"member"}`, 422, `invalid_params: "joe" is not an email address`},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"joe@acme","role":"member"}`, 422, "invalid_params: is not an email address"},
	{"ada", "PUT /teams/acme-widgets/members", `{"email":"acme-widgets@herokumanager.com","role":"member"}`, 422, "invalid_params: reserved for teams"},
	{"ada", "PUT /teams/acme-widgets/members", `{"role":"member"}`, 422, "invalid_params: email is required"},
	{"ada", "POST /teams/acme-widgets/members", `{"email":"mia@acme.com","role":"viewer"}`, 422, "invalid_params: already a member"},
	{"ada", "POST /teams/acme-widgets/members", `{"email":"MIA@acme.com","role":"viewer"}`, 422, "invalid_params: already a member"},
	// members:set on somebody without a role in the team
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"member"}`, 404, "not_found: Couldn't find that member"},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"nobody@acme.com","role":"member"}`, 404, "not_found: Couldn't find that member"},
	{"ada", "PATCH /teams/acme-widgets/members", `{"email":"jill@creativeinc.com","role":"member"}`, 404, "not_found: Couldn't find that member"},
	{"ada", "DELETE /teams/acme-widgets/members/joe%40acme.com", "", 404, "not_found: Couldn't find that member"},
	{"ada", "DELETE /teams/acme-widgets/members/nobody%40acme.com", "", 404, "not_found: Couldn't find that member"},
	{"ada", "DELETE /teams/acme-widgets/members/jill%40creativeinc.com", "", 404, "not_found: Couldn't find that member"},
	{"ada", "DELETE /teams/acme-widgets/members/00000000-0000-4000-8000-000000000000", "", 404, "not_found: Couldn't find that member"},
	{"ada", "PUT /teams/acme-gadgets/members", `{"email":"joe@acme.com","role":"member"}`, 404, "not_found: Couldn't find that team"},
	{"ada", "DELETE /teams/acme-gadgets/members/mia%40acme.com", "", 404, "not_found: Couldn't find that team"},
}

// memberWrites are requests that only an admin may make, of people who may not, also for their own good.
var memberWrites = []call{
	{"PUT /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"member"}`},
	{"POST /teams/acme-widgets/members", `{"email":"joe@acme.com","role":"member"}`},
	{"PATCH /teams/acme-widgets/members", `{"email":"vic@acme.com","role":"member"}`},
	{"PUT /teams/acme-widgets/members", `{"email":"SELF","role":"admin"}`},
	{"PATCH /teams/acme-widgets/members", `{"email":"SELF","role":"admin"}`},
	{"DELETE /teams/acme-widgets/members/ada%40acme.com", ""},
}

func testMembers(t *testing.T, g Target) {
	w := enter(t, g, widgets, watchWidgets...)
	w.play(memberRefusals...)
	for _, who := range []struct{ name, says string }{
		{"mia", "requires team role admin"},
		{"vic", "requires team role admin"},
		{"jill@creativeinc.com", "requires team role admin"},
		{"sam", "You do not have access to the team acme-widgets."},
	} {
		for _, c := range memberWrites {
			w.play(exchange{token(who.name), c.request, replaceSelf(c.body, who.name), 403, "forbidden: " + who.says})
		}
	}
	w.play(memberTranscript...)
	w.equal("members", w.roles("ada", "acme-widgets"), "ada@acme.com admin, col@creativeinc.com member, jill@creativeinc.com collaborator, mia@acme.com member, sam@acme.com viewer, vic@acme.com viewer")
	w.equal("grants", w.grants("ada", "acme-widgets"), "acme-store: col@creativeinc.com view; acme-website: jill@creativeinc.com manage+view")
}

// removal is a member with everything that a person can have: grants on several apps of two teams, an app that he created, an
// app of his own, and a default team.
var removal = people("ada mia sam") + `
teams:
  - name: acme-widgets
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
    apps:
      - {name: website, locked: true, collaborators: [{email: mia@acme.com, permissions: [deploy, operate]}, {email: sam@acme.com, permissions: [view]}]}
      - {name: store, collaborators: [{email: mia@acme.com, permissions: [manage]}]}
      - {name: plain}
  - name: other-team
    members: [{email: ada@acme.com, role: admin}]
    apps:
      - {name: other-app, collaborators: [{email: mia@acme.com, permissions: [deploy]}]}
apps:
  - {name: hobby-app, owner: mia@acme.com}
`

// gone is what somebody who was removed gets to hear.
var gone = []exchange{
	{"mia", "GET /teams/acme-widgets", "", 403, "forbidden: You do not have access to the team acme-widgets."},
	{"mia", "GET /teams/acme-widgets/members", "", 403, "forbidden: You do not have access to the team acme-widgets."},
	{"mia", "GET /teams/acme-widgets/apps", "", 403, "forbidden: You do not have access to the team acme-widgets."},
	{"mia", "GET /teams/acme-widgets/features", "", 403, "forbidden: You do not have access to the team acme-widgets."},
	{"mia", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
	{"mia", "GET /apps/store/collaborators", "", 403, "forbidden: You do not have access to the app store."},
	{"mia", "PATCH /teams/apps/store", `{"locked":true}`, 403, "forbidden: You do not have access to the app store."},
	{"mia", "GET /apps/plain", "", 403, "forbidden: You do not have access to the app plain."},
	{"mia", "GET /apps/creation", "", 403, "forbidden: You do not have access to the app creation."},
	{"mia", "POST /teams/apps/plain/collaborators", `{"user":"mia@acme.com"}`, 403, "forbidden: You do not have access to the app plain."},
	{"mia", "DELETE /teams/acme-widgets/members/mia%40acme.com", "", 403, "forbidden: You do not have access to the team acme-widgets."},
}

func testMemberRemoval(t *testing.T, g Target) {
	w := enter(t, g, removal, "ada /teams/acme-widgets/members", "ada /teams/acme-widgets/permissions")
	w.play(
		exchange{"mia", "POST /teams/apps", `{"team":"acme-widgets","name":"creation"}`, 201, `{"name":"creation"}`},
		exchange{"mia", "PATCH /teams/acme-widgets", `{"default":true}`, 200, `{"default":true}`},
		exchange{"mia", "GET /account", "", 200, `{"default_team":{"name":"acme-widgets"}}`},
		exchange{"ada", "DELETE /teams/acme-widgets/members/mia%40acme.com", "", 200, `{"email":"mia@acme.com","role":"member"}`},
	)
	w.play(gone...)
	w.play(exchange{"mia", "GET /account", "", 200, `{"email":"mia@acme.com","default_team":null,"default_organization":null}`})
	w.equal("apps that she sees", w.names("mia", "/apps"), "hobby-app other-app")
	w.equal("apps that she has a grant on", w.names("mia", "/users/~/apps"), "hobby-app other-app")
	w.equal("teams that she sees", w.names("mia", "/teams"), "other-team")
	w.equal("grants", w.grants("ada", "acme-widgets"), "creation: ; plain: ; store: ; website: sam@acme.com view")
	w.equal("grants in the other team", w.grants("ada", "other-team"), "other-app: mia@acme.com deploy+view")
	w.equal("members", w.roles("ada", "acme-widgets"), "ada@acme.com admin, sam@acme.com collaborator")
	for _, c := range get[[]api.Collaborator](w, "ada", "/apps/website/collaborators") {
		if c.User.Email == "mia@acme.com" {
			t.Errorf("a removed member is still a collaborator: %+v", c)
		}
	}

	// Added again, she begins as everybody does: her grants do not come back.
	w.play(
		exchange{"ada", "PUT /teams/acme-widgets/members", `{"email":"mia@acme.com","role":"member"}`, 201, `{"role":"member"}`},
		exchange{"mia", "GET /apps/plain", "", 200, `{"name":"plain"}`},
		exchange{"mia", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"mia", "PATCH /teams/apps/store", `{"locked":true}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "PATCH /apps/creation", `{"maintenance":true}`, 403, "forbidden: app permission deploy or operate"},
	)
}

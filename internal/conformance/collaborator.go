package conformance

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// company is a team in which people hold different permissions on the app web.
var company = people("ada mia max dan vic sam jill@creativeinc.com mgr@creativeinc.com a+b@b.co") + `
teams:
  - name: acme
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: max@acme.com, role: member}
      - {email: dan@acme.com, role: member}
      - {email: vic@acme.com, role: viewer}
    apps:
      - name: web
        collaborators:
          - {email: max@acme.com, permissions: [manage]}
          - {email: dan@acme.com, permissions: [deploy, operate]}
          - {email: mgr@creativeinc.com, permissions: [manage]}
      - {name: other}
apps:
  - {name: hobby, owner: mia@acme.com, collaborators: [{email: dan@acme.com}]}
`

var watchCompany = []string{"ada /teams/acme/permissions", "ada /teams/acme/apps", "ada /teams/acme/members", "mia /apps/hobby/collaborators"}

// collaboratorTranscript is heroku access:add, access, access:update and access:remove of "Managing an Enterprise Team".
var collaboratorTranscript = []exchange{
	// heroku access:add jill@creativeinc.com --app web --permissions view
	{"ada", "GET /apps/web", "", 200, `{"name":"web","team":{"name":"acme"}}`},
	{"ada", "GET /teams/acme/features", "", 200, `[{"name":"org-access-controls","enabled":true}]`},
	{"ada", "POST /teams/apps/web/collaborators", `{"permissions":["view"],"user":"jill@creativeinc.com"}`, 201, `{"app":{"name":"web"},"role":"collaborator","permissions":[{"name":"view"}],"user":{"email":"jill@creativeinc.com","federated":false}}`},
	{"jill", "GET /apps/web", "", 200, `{"name":"web"}`},
	{"jill", "GET /apps/other", "", 403, "forbidden: You do not have access to the app other."},
	{"jill", "GET /teams/acme/members", "", 403, "forbidden: requires team role admin, member or viewer"},
	// heroku access -a web, by a collaborator: the members are refused with 403, and the CLI goes on
	{"jill", "GET /apps/web/collaborators", "", 200, `[{"role":"owner","permissions":[],"user":{"email":"acme@herokumanager.com"}},
		{"role":"admin","user":{"email":"ada@acme.com"},"permissions":[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]},
		{"role":"member","user":{"email":"dan@acme.com"},"permissions":[{"name":"deploy"},{"name":"operate"},{"name":"view"}]},
		{"role":"collaborator","user":{"email":"jill@creativeinc.com"},"permissions":[{"name":"view"}]},
		{"role":"member","user":{"email":"max@acme.com"},"permissions":[{"name":"manage"},{"name":"view"}]},
		{"role":"collaborator","user":{"email":"mgr@creativeinc.com"},"permissions":[{"name":"manage"},{"name":"view"}]}]`},
	{"jill", "GET /teams/permissions", "", 200, `[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]`},
	// heroku access:update jill@creativeinc.com --app web --permissions deploy: replaces, the address is raw, view is kept
	{"ada", "PATCH /teams/apps/web/collaborators/jill@creativeinc.com", `{"permissions":["operate","view"]}`, 200, `{"permissions":[{"name":"operate"},{"name":"view"}]}`},
	{"ada", "PATCH /teams/apps/web/collaborators/jill@creativeinc.com", `{"permissions":["deploy"]}`, 200, `{"permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"ada", "PATCH /teams/apps/web/collaborators/JILL@CreativeInc.com", `{"permissions":[]}`, 200, `{"user":{"email":"jill@creativeinc.com"},"permissions":[{"name":"view"}]}`},
	{"ada", "PATCH /teams/apps/web/collaborators/jill%40creativeinc.com", `{"permissions":["view","manage","manage","operate"]}`, 200, `{"permissions":[{"name":"manage"},{"name":"operate"},{"name":"view"}]}`},
	// heroku access:remove jill@creativeinc.com -a web: always under /apps
	{"ada", "DELETE /apps/web/collaborators/jill@creativeinc.com", "", 200, `{"user":{"email":"jill@creativeinc.com"}}`},
	{"jill", "GET /apps/web", "", 403, "forbidden: You do not have access to the app web."},
	{"jill", "GET /teams", "", 200, `[]`},

	// who has manage may do the same: a member, and a collaborator, who therefore reads the team's features
	{"max", "POST /teams/apps/web/collaborators", `{"permissions":["deploy","view"],"user":"vic@acme.com"}`, 201, `{"role":"viewer","permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"max", "PATCH /teams/apps/web/collaborators/vic@acme.com", `{"permissions":["operate"]}`, 200, `{"permissions":[{"name":"operate"},{"name":"view"}]}`},
	{"max", "DELETE /apps/web/collaborators/vic%40acme.com", "", 200, `{"role":"viewer"}`},
	{"mgr", "GET /teams/acme/features", "", 200, `[{"name":"org-access-controls"}]`},
	{"mgr", "POST /teams/apps/web/collaborators", `{"permissions":["view"],"user":"a+b@b.co"}`, 201, `{"user":{"email":"a+b@b.co"}}`},
	{"mgr", "PATCH /teams/apps/web/collaborators/a+b@b.co", `{"permissions":["deploy","view"]}`, 200, `{"user":{"email":"a+b@b.co"}}`},
	{"a+b", "GET /apps/web/collaborators/a+b@b.co", "", 200, `{"permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"mgr", "DELETE /apps/web/collaborators/a+b@b.co", "", 200, `{"user":{"email":"a+b@b.co"}}`},
	// a manager may raise himself
	{"max", "PATCH /teams/apps/web/collaborators/max@acme.com", `{"permissions":["deploy","manage","operate"]}`, 200, `{"permissions":[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]}`},

	// without permissions, in either family: view, and no more
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"jill@creativeinc.com","silent":true}`, 201, `{"permissions":[{"name":"view"}]}`},
	{"ada", "POST /apps/other/collaborators", `{"user":"jill@creativeinc.com"}`, 201, `{"permissions":[{"name":"view"}]}`},
	// somebody whom nobody knows yet
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"New.Person@creativeinc.com","permissions":["view"]}`, 201, `{"role":"collaborator","user":{"email":"New.Person@creativeinc.com"}}`},
	{"ada", "DELETE /teams/apps/web/collaborators/new.person@creativeinc.com", "", 200, `{"user":{"email":"New.Person@creativeinc.com"}}`},
}

var collaboratorRefusals = []exchange{
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"jill@creativeinc.com","permissions":["admin"]}`, 422, `invalid_params: Unknown permission "admin". Permissions are deploy, manage, operate and view`},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"jill@creativeinc.com","permissions":["view","Deploy"]}`, 422, `invalid_params: Unknown permission "Deploy"`},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"jill","permissions":["view"]}`, 422, `invalid_params: "jill" is not an email address`},
	{"ada", "POST /teams/apps/web/collaborators", `{"permissions":["view"]}`, 422, "invalid_params: user is required"},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"max@acme.com","permissions":["view"]}`, 422, "invalid_params: User is already a collaborator on app"},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"MAX@acme.com","permissions":["deploy"]}`, 422, "invalid_params: User is already a collaborator on app"},
	{"ada", "POST /apps/web/collaborators", `{"user":"mgr@creativeinc.com"}`, 422, "invalid_params: User is already a collaborator on app"},
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"00000000-0000-4000-8000-000000000000"}`, 404, "not_found: Couldn't find that user"},
	{"ada", "PATCH /teams/apps/web/collaborators/max@acme.com", `{"permissions":["own"]}`, 422, `invalid_params: Unknown permission "own"`},
	{"ada", "PATCH /teams/apps/web/collaborators/max@acme.com", `{}`, 422, "invalid_params: permissions is required: a list of deploy, manage, operate and view"},
	{"ada", "PATCH /teams/apps/web/collaborators/jill@creativeinc.com", `{"permissions":["view"]}`, 404, "not_found: Couldn't find that user"},
	{"ada", "PATCH /teams/apps/web/collaborators/mia@acme.com", `{"permissions":["view"]}`, 404, "not_found: Couldn't find that user"},
	{"ada", "DELETE /apps/web/collaborators/jill@creativeinc.com", "", 404, "not_found: Couldn't find that user"},
	{"ada", "DELETE /apps/web/collaborators/nobody@creativeinc.com", "", 404, "not_found: Couldn't find that user"},
	{"ada", "DELETE /apps/web/collaborators/acme@herokumanager.com", "", 404, "not_found: Couldn't find that user"},
	{"ada", "POST /teams/apps/nothing/collaborators", `{"user":"jill@creativeinc.com"}`, 404, "not_found: Couldn't find that app."},
}

// collaboratorWrites are for who has manage. SELF is whoever asks.
var collaboratorWrites = []call{
	{"POST /teams/apps/web/collaborators", `{"user":"jill@creativeinc.com","permissions":["view"]}`},
	{"POST /apps/web/collaborators", `{"user":"jill@creativeinc.com"}`},
	{"PATCH /teams/apps/web/collaborators/dan@acme.com", `{"permissions":["view"]}`},
	{"PATCH /teams/apps/web/collaborators/SELF", `{"permissions":["manage"]}`},
	{"DELETE /apps/web/collaborators/max@acme.com", ""},
	{"DELETE /teams/apps/web/collaborators/mgr%40creativeinc.com", ""},
}

func testCollaborators(t *testing.T, g Target) {
	w := enter(t, g, company, watchCompany...)
	w.play(collaboratorRefusals...)
	for _, who := range []struct{ name, says string }{
		{"mia", "app permission manage"}, // sees the app as a member
		{"dan", "app permission manage"}, // has deploy and operate on it
		{"vic", "app permission manage"},
		{"sam", "You do not have access to the app web."},
	} {
		for _, c := range collaboratorWrites {
			w.play(exchange{who.name, replaceSelf(c.request, who.name), c.body, 403, "forbidden: " + who.says})
		}
	}
	w.play(collaboratorTranscript...)
	w.equal("grants", w.grants("ada", "acme"), "other: jill@creativeinc.com view; "+
		"web: dan@acme.com deploy+operate+view, jill@creativeinc.com view, max@acme.com deploy+manage+operate+view, mgr@creativeinc.com manage+view")
}

// testPersonalCollaborators is the fixed set of permissions where none can be chosen: on an app of a person, and in a team
// of type "team".
func testPersonalCollaborators(t *testing.T, g Target) {
	w := enter(t, g, company+`
addon_services: [{name: acme-addon, plans: [{name: free}, {name: paid, price_cents: 900}]}]
`, watchCompany...)
	w.play(
		exchange{"mia", "POST /apps/hobby/collaborators", `{"user":"jill@creativeinc.com"}`, 201, `{"role":"collaborator","permissions":[{"name":"deploy"},{"name":"operate"},{"name":"view"}]}`},
		exchange{"jill", "PATCH /apps/hobby", `{"maintenance":true}`, 200, `{"maintenance":true}`},
		exchange{"jill", "POST /apps/hobby/addons", `{"plan":"acme-addon:free"}`, 201, `{"plan":{"name":"acme-addon:free"}}`},
		exchange{"jill", "POST /apps/hobby/addons", `{"plan":"acme-addon:paid"}`, 403, "forbidden: to be the owner of the app"}, // who pays
		exchange{"mia", "POST /apps/hobby/addons", `{"plan":"acme-addon:paid"}`, 201, `{"plan":{"name":"acme-addon:paid"}}`},
		exchange{"jill", "POST /apps/hobby/collaborators", `{"user":"sam@acme.com"}`, 403, "forbidden: app permission manage"},
		exchange{"jill", "PATCH /apps/hobby", `{"name":"hobby-two"}`, 403, "forbidden: app permission manage"},
		exchange{"jill", "DELETE /apps/hobby", "", 403, "forbidden: app permission manage"},
		exchange{"dan", "DELETE /apps/hobby/collaborators/jill@creativeinc.com", "", 403, "forbidden: app permission manage"},
		exchange{"ada", "GET /apps/hobby", "", 403, "forbidden: You do not have access to the app hobby."}, // her admin's role ends at the team
		exchange{"mia", "POST /teams/apps/hobby/collaborators", `{"user":"sam@acme.com","permissions":["view"]}`, 422, "invalid_params: does not belong to an Enterprise Team"},
		exchange{"mia", "PATCH /teams/apps/hobby/collaborators/dan@acme.com", `{"permissions":["view"]}`, 422, "invalid_params: does not belong to an Enterprise Team"},
		exchange{"mia", "POST /apps/hobby/collaborators", `{"user":"mia@acme.com"}`, 422, "invalid_params: owns the app"},
		exchange{"mia", "DELETE /apps/hobby/collaborators/mia@acme.com", "", 404, "not_found: Couldn't find that user"},
		exchange{"sam", "POST /apps/hobby/collaborators", `{"user":"sam@acme.com"}`, 403, "forbidden: You do not have access to the app hobby."},
		exchange{"mia", "DELETE /apps/hobby/collaborators/jill@creativeinc.com", "", 200, `{"user":{"email":"jill@creativeinc.com"}}`},
		exchange{"jill", "GET /apps/hobby", "", 403, "forbidden: You do not have access to the app hobby."},

		exchange{"sam", "POST /teams", `{"name":"plain-team"}`, 201, `{"type":"team"}`},
		exchange{"sam", "POST /teams/apps", `{"team":"plain-team","name":"plain-app"}`, 201, `{"team":{"name":"plain-team"}}`},
		exchange{"sam", "GET /teams/plain-team/features", "", 200, `[{"name":"team-invite-acceptance"}]`},
		exchange{"sam", "POST /apps/plain-app/collaborators", `{"user":"jill@creativeinc.com"}`, 201, `{"permissions":[{"name":"deploy"},{"name":"operate"},{"name":"view"}]}`},
		exchange{"sam", "POST /teams/apps/plain-app/collaborators", `{"user":"dan@acme.com","permissions":["view"]}`, 422, "invalid_params: does not belong to an Enterprise Team"},
	)
	apps := get[[]api.App](w, "mia", "/users/~/apps")
	if len(apps) != 1 || apps[0].Owner.Email != "mia@acme.com" {
		t.Errorf("mia's apps: %+v", apps)
	}
}

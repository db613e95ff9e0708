package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// firm is an enterprise account: cat may create teams and bob may do all but that, both without a role in any team; vera is
// there with view; sam is outside.
var firm = people("ada mia vic cat bob vera sam jill@creativeinc.com") + `
enterprise_accounts:
  - name: firm
    members:
      - {email: cat@acme.com, permissions: [create]}
      - {email: bob@acme.com, permissions: [view, billing, manage]}
      - {email: vera@acme.com, permissions: [view]}
  - name: other-firm
    members: [{email: sam@acme.com, permissions: [create]}]
teams:
  - name: acme
    enterprise_account: firm
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: vic@acme.com, role: viewer}
    apps:
      - {name: web, collaborators: [{email: jill@creativeinc.com, permissions: [manage]}]}
  - name: beta
    enterprise_account: firm
    members: [{email: ada@acme.com, role: admin}]
`

var watchFirm = []string{"ada /teams", "ada /teams/acme/members", "ada /teams/acme/apps", "cat /teams", "sam /teams"}

func testTeams(t *testing.T, g Target) {
	w := enter(t, g, firm, watchFirm...)
	before := get[api.Team](w, "ada", "/teams/acme")
	w.watch = []string{"ada /teams", "ada /teams/" + before.ID + "/members", "ada /teams/" + before.ID + "/apps", "sam /teams"}
	w.play(
		exchange{"mia", "PATCH /teams/acme", `{"name":"acme-two"}`, 403, "forbidden: requires team role admin or account permission create"},
		exchange{"vic", "PATCH /teams/acme", `{"name":"acme-two"}`, 403, "forbidden: requires team role admin"},
		exchange{"jill", "PATCH /teams/acme", `{"name":"acme-two"}`, 403, "forbidden: requires team role admin"},
		exchange{"sam", "PATCH /teams/acme", `{"name":"acme-two"}`, 403, "forbidden: You do not have access to the team acme."},
		exchange{"bob", "PATCH /teams/acme", `{"name":"acme-two"}`, 403, "forbidden: You do not have access to the team acme."},
		exchange{"mia", "DELETE /teams/acme", "", 403, "forbidden: requires team role admin or account permission create"},
		exchange{"sam", "DELETE /teams/acme", "", 403, "forbidden: You do not have access to the team acme."},
		exchange{"ada", "PATCH /teams/acme", `{"name":"beta"}`, 422, "invalid_params: Team name beta is already taken"},
		exchange{"ada", "PATCH /teams/acme", `{"name":"Acme"}`, 422, "invalid_params: Team name must start with a letter"},
		exchange{"ada", "PATCH /teams/acme", `{}`, 422, "invalid_params: Nothing to change"},
		exchange{"ada", "DELETE /teams/acme", "", 422, "invalid_params: The team acme still owns 1 app"},
		exchange{"sam", "POST /teams", `{"name":"acme"}`, 422, "invalid_params: Team name acme is already taken"},
		exchange{"sam", "POST /teams", `{}`, 422, "invalid_params: Team name must start with a letter"},

		// everybody may make a team, and is its admin
		exchange{"sam", "POST /teams", `{"name":"garage"}`, 201, `{"name":"garage","type":"team","role":"admin","enterprise_account":null,"membership_limit":25,"default":false}`},
		exchange{"sam", "GET /teams/garage/members", "", 200, `[{"email":"sam@acme.com","role":"admin"}]`},
		exchange{"ada", "GET /teams/garage", "", 403, "forbidden: You do not have access to the team garage."},
		exchange{"sam", "DELETE /teams/garage", "", 200, `{"name":"garage"}`},
		exchange{"sam", "GET /teams/garage", "", 404, "not_found: Couldn't find that team."},
		exchange{"mia", "POST /teams", `{"name":"garage"}`, 201, `{"role":"admin"}`}, // the name is free again

		// a team is renamed, and what belongs to it goes along
		exchange{"ada", "PATCH /teams/acme", `{"name":"acme-two"}`, 200, `{"name":"acme-two","id":"` + before.ID + `","role":"admin"}`},
		exchange{"ada", "GET /teams/acme", "", 404, "not_found: Couldn't find that team."},
		exchange{"mia", "GET /teams/acme-two/apps", "", 200, `[{"name":"web","owner":{"email":"acme-two@herokumanager.com"},"team":{"name":"acme-two"}}]`},
		exchange{"mia", "GET /teams/" + before.ID, "", 200, `{"name":"acme-two","role":"member"}`},
		exchange{"ada", "PATCH /teams/acme-two", `{"name":"acme-two"}`, 200, `{"name":"acme-two"}`},

		// it is deleted when its apps are gone, and everybody's role with it
		exchange{"ada", "DELETE /teams/acme-two", "", 422, "invalid_params: still owns 1 app"},
		exchange{"jill", "DELETE /apps/web", "", 200, ""},
		exchange{"mia", "PATCH /teams/acme-two", `{"default":true}`, 200, `{"default":true}`},
		exchange{"ada", "DELETE /teams/acme-two", "", 200, `{"name":"acme-two","id":"` + before.ID + `"}`},
		exchange{"mia", "GET /teams/acme-two", "", 404, "not_found: Couldn't find that team."},
		exchange{"mia", "GET /teams", "", 200, `[{"name":"garage"}]`},
		exchange{"mia", "GET /account", "", 200, `{"default_team":null}`},
	)
}

func testAccountTeams(t *testing.T, g Target) {
	w := enter(t, g, firm, watchFirm...)
	w.play(
		exchange{"bob", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 403, "forbidden: requires account permission create"},
		exchange{"vera", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 403, "forbidden: requires account permission create"},
		exchange{"ada", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 403, "forbidden: requires account permission create"}, // an admin of its teams
		exchange{"sam", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"cat", "POST /enterprise-accounts/other-firm/teams", `{"name":"gamma"}`, 403, "forbidden: You do not have access to the enterprise account other-firm."},
		exchange{"cat", "POST /enterprise-accounts/nothing/teams", `{"name":"gamma"}`, 404, "not_found: Couldn't find that enterprise account."},
		exchange{"cat", "POST /enterprise-accounts/firm/teams", `{"name":"acme"}`, 422, "invalid_params: Team name acme is already taken"},
		exchange{"sam", "POST /enterprise-accounts/other-firm/teams", `{"name":"acme"}`, 422, "invalid_params: Team name acme is already taken"},
		exchange{"cat", "POST /enterprise-accounts/firm/teams", `{"name":"g"}`, 422, "invalid_params: Team name must start with a letter"},

		exchange{"cat", "GET /enterprise-accounts/firm/teams", "", 200, `[]`}, // only those in which one has a role
		exchange{"cat", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 201, `{"name":"gamma","type":"enterprise","role":"admin","enterprise_account":{"name":"firm"},"membership_limit":null}`},
		exchange{"cat", "GET /enterprise-accounts/firm/teams", "", 200, `[{"name":"gamma"}]`},
		exchange{"cat", "GET /teams/gamma/features", "", 200, `[{"name":"org-access-controls"}]`},
		exchange{"bob", "GET /enterprise-accounts/firm/teams", "", 200, `[]`},

		// create opens the team itself, and nothing in it
		exchange{"cat", "GET /teams/acme", "", 200, `{"name":"acme","role":null}`},
		exchange{"cat", "GET /teams/acme/members", "", 403, "forbidden: requires team role"},
		exchange{"cat", "GET /teams/acme/apps", "", 403, "forbidden: requires team role"},
		exchange{"cat", "GET /teams/acme/preferences", "", 403, "forbidden: requires team role"},
		exchange{"cat", "PUT /teams/acme/members", `{"email":"cat@acme.com","role":"admin"}`, 403, "forbidden: requires team role admin"},
		exchange{"cat", "POST /teams/apps", `{"team":"acme"}`, 403, "forbidden: requires team role admin or member"},
		exchange{"cat", "GET /apps/web", "", 403, "forbidden: You do not have access to the app web."},
		exchange{"bob", "GET /teams/acme", "", 403, "forbidden: You do not have access to the team acme."},
		exchange{"bob", "DELETE /teams/beta", "", 403, "forbidden: You do not have access to the team beta."},
		exchange{"cat", "DELETE /teams/acme", "", 422, "invalid_params: The team acme still owns 1 app"},
		exchange{"cat", "PATCH /teams/beta", `{"name":"beta-two"}`, 200, `{"name":"beta-two","role":null}`},
		exchange{"cat", "DELETE /teams/beta-two", "", 200, `{"name":"beta-two"}`},
		exchange{"ada", "GET /teams", "", 200, `[{"name":"acme"}]`},

		// to be added to a team of the account makes a member of the account, who may look at it and no more
		exchange{"sam", "GET /enterprise-accounts/firm/teams", "", 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"viewer"}`, 201, ""},
		exchange{"sam", "GET /enterprise-accounts/firm/teams", "", 200, `[{"name":"acme","role":"viewer"}]`},
		exchange{"sam", "POST /enterprise-accounts/firm/teams", `{"name":"delta"}`, 403, "forbidden: requires account permission create"},
	)
}

// testLimits is what a team of type "team" may have: 25 people; and how many of them a person may administer: 5.
func testLimits(t *testing.T, g Target) {
	var names, members strings.Builder
	for i := range 24 {
		fmt.Fprintf(&names, " user%d", i)
		fmt.Fprintf(&members, "      - {email: user%d@acme.com, role: member}\n", i)
	}
	w := enter(t, g, people("ada sam jill@creativeinc.com"+names.String())+`
teams:
  - name: big
    type: enterprise
    members:
      - {email: ada@acme.com, role: admin}
`+members.String()+`
  - name: full
    type: team
    members:
      - {email: ada@acme.com, role: admin}
`+members.String()+"    apps: [{name: web}]\n", "ada /teams/full/members", "ada /teams")
	w.play(
		exchange{"ada", "PUT /teams/full/members", `{"email":"sam@acme.com","role":"viewer"}`, 422, "invalid_params: The team full has 25 members"},
		exchange{"ada", "POST /teams/full/members", `{"email":"new@acme.com","role":"member"}`, 422, "invalid_params: The team full has 25 members"},
		exchange{"ada", "PUT /teams/big/members", `{"email":"sam@acme.com","role":"viewer"}`, 201, ""},                   // enterprise teams have no such limit
		exchange{"ada", "PUT /teams/full/members", `{"email":"user0@acme.com","role":"admin"}`, 200, `{"role":"admin"}`}, // a change is not one more
		exchange{"ada", "POST /apps/web/collaborators", `{"user":"jill@creativeinc.com"}`, 201, ""},                      // and collaborators do not count
		exchange{"ada", "DELETE /teams/full/members/user0@acme.com", "", 200, ""},
		exchange{"ada", "PUT /teams/full/members", `{"email":"sam@acme.com","role":"viewer"}`, 201, ""},
		exchange{"ada", "PUT /teams/full/members", `{"email":"user0@acme.com","role":"viewer"}`, 422, "invalid_params: The team full has 25 members"},

		// ada administers one; enterprise teams do not count, nor does a team in which sam is a viewer
		exchange{"ada", "POST /teams", `{"name":"two"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"three"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"four"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"five"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"six"}`, 422, "invalid_params: You administer 5 teams"},
		exchange{"sam", "POST /teams", `{"name":"sams-own"}`, 201, ""},
		exchange{"ada", "DELETE /teams/five", "", 200, ""},
		exchange{"ada", "POST /teams", `{"name":"six"}`, 201, ""},
		exchange{"ada", "POST /teams", `{"name":"five"}`, 422, "invalid_params: You administer 5 teams"},
	)
}

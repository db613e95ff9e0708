package conformance

import (
	"fmt"
	"strings"
	"testing"
)

// estate is two enterprise accounts with teams that own spaces: acme and beta belong to the first, gamma to the second. mia is a member of acme
// and of beta, joe of acme alone; vic is a viewer.
var estate = people("ada mia joe vic eve sam col@creativeinc.com") + `
enterprise_accounts:
  - {name: firm, members: [{email: ada@acme.com, permissions: [view]}]}
  - {name: other, members: [{email: ada@acme.com, permissions: [view]}]}
teams:
  - name: acme
    type: enterprise
    enterprise_account: firm
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member}, {email: joe@acme.com, role: member}, {email: vic@acme.com, role: viewer}]
    apps: [{name: website, collaborators: [{email: col@creativeinc.com, permissions: [manage]}]}]
    spaces:
      - {name: vault, region: frankfurt, members: [{email: mia@acme.com, permissions: [create_apps]}, {email: joe@acme.com, permissions: [create_apps]}]}
  - name: beta
    type: enterprise
    enterprise_account: firm
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member}]
  - {name: gamma, type: enterprise, enterprise_account: other, members: [{email: ada@acme.com, role: admin}]}
  - {name: hobby, type: team, members: [{email: sam@acme.com, role: admin}]}
`

var watchEstate = []string{"ada /spaces", "ada /spaces/vault/members", "ada /spaces/vault/inbound-ruleset", "ada /teams/acme/permissions", "ada /teams/acme/apps", "ada /teams/beta/apps"}

// spaceRefusals change nothing, whoever asks.
var spaceRefusals = []exchange{
	{"ada", "POST /spaces", `{"name":"esa","team":"acme","cidr":"10.0.0.0/8"}`, 422, "invalid_params: is not a /16"},
	{"ada", "POST /spaces", `{"name":"esa","team":"acme","cidr":"11.0.0.0/16"}`, 422, "invalid_params: is not a /16"},
	{"ada", "POST /spaces", `{"name":"esa","team":"acme","data_cidr":"10.0.16.0/20"}`, 422, "invalid_params: overlaps with cidr"},
	{"ada", "POST /spaces", `{"name":"esa","team":"acme","region":"us"}`, 422, "invalid_params: Unknown region"},
	{"ada", "POST /spaces", `{"name":"esa","team":"acme","shield":true,"generation":"fir"}`, 422, "invalid_params: shield"},
	{"ada", "POST /spaces", `{"name":"vault","team":"acme"}`, 422, "invalid_params: already taken"},
	{"ada", "POST /spaces", `{"name":"e--sa","team":"acme"}`, 422, "invalid_params: single dashes"},
	{"ada", "POST /spaces", `{"name":"esa","team":"none"}`, 404, "not_found: Couldn't find that team."},
	{"sam", "POST /spaces", `{"name":"esa","team":"hobby"}`, 422, "invalid_params: not an Enterprise Team"},
	{"mia", "POST /spaces", `{"name":"esa","team":"acme"}`, 403, "forbidden: requires team role admin"},
	{"mia", "PATCH /spaces/vault", `{"name":"esa"}`, 403, "forbidden: requires team role admin"},
	{"vic", "DELETE /spaces/vault", "", 403, "forbidden: requires team role admin"},
	{"eve", "GET /spaces/vault", "", 403, "forbidden: You do not have access to the space vault."},
	{"col", "GET /spaces/vault", "", 403, "forbidden: You do not have access to the space vault."},
	{"ada", "PATCH /spaces/vault", `{}`, 422, "invalid_params: give a name"},

	{"ada", "POST /spaces/vault/transfer", `{"new_owner":"gamma"}`, 422, "invalid_params: same enterprise account"},
	{"ada", "POST /spaces/vault/transfer", `{"new_owner":"acme"}`, 422, "invalid_params: is in the team acme already"},
	{"ada", "POST /spaces/vault/transfer", `{"new_owner":"none"}`, 404, "not_found: Couldn't find that team."},
	{"mia", "POST /spaces/vault/transfer", `{"new_owner":"beta"}`, 403, "forbidden: requires team role admin"},

	{"ada", "PATCH /spaces/vault/members/vic@acme.com", `{"permissions":[{"name":"create_apps"}]}`, 422, "invalid_params: viewers create no apps"},
	{"ada", "PATCH /spaces/vault/members/ada@acme.com", `{"permissions":[]}`, 422, "invalid_params: always has the permission create_apps"},
	{"ada", "PATCH /spaces/vault/members/mia@acme.com", `{"permissions":[{"name":"create"}]}`, 422, "invalid_params: Unknown permission"},
	{"ada", "PATCH /spaces/vault/members/mia@acme.com", `{}`, 422, "invalid_params: permissions is required"},
	{"ada", "PATCH /spaces/vault/members/eve@acme.com", `{"permissions":[{"name":"create_apps"}]}`, 404, "not_found: Couldn't find that user"},
	{"ada", "PATCH /spaces/vault/members/nobody@acme.com", `{"permissions":[{"name":"create_apps"}]}`, 404, "not_found: Couldn't find that user"},
	{"mia", "PATCH /spaces/vault/members/joe@acme.com", `{"permissions":[]}`, 403, "forbidden: requires team role admin"},

	{"mia", "PUT /spaces/vault/inbound-ruleset", `{"rules":[]}`, 403, "forbidden: requires team role admin"},
	{"ada", "PUT /spaces/vault/inbound-ruleset", `{}`, 422, "invalid_params: rules is required"},
	{"ada", "PUT /spaces/vault/inbound-ruleset", `{"rules":[{"action":"allow","source":"198.51.100.300/24"}]}`, 422, "invalid_params: is not an IPv4 network"},
	{"ada", "PUT /spaces/vault/inbound-ruleset", `{"rules":[{"action":"let","source":"198.51.100.0/24"}]}`, 422, "invalid_params: Unknown action"},
	{"ada", "PUT /spaces/vault/inbound-ruleset", `{"rules":[{"action":"allow","source":"198.51.100.0/24"},{"action":"deny","source":"198.51.100.9/24"}]}`, 422, "invalid_params: is the same network"},
	{"ada", "PUT /spaces/vault/inbound-ruleset", ranges(21), 422, "invalid_params: at most 20"},

	{"vic", "POST /teams/apps", `{"name":"rocket","space":"vault"}`, 403, "forbidden: create_apps"},
	{"mia", "POST /teams/apps", `{"name":"rocket","space":"vault","team":"beta"}`, 422, "invalid_params: belongs to the space's team"},
	{"mia", "POST /teams/apps", `{"name":"rocket","space":"none"}`, 404, "not_found: Couldn't find that space."},
}

// ranges is a ruleset of so many rules.
func ranges(n int) string {
	rules := make([]string, n)
	for i := range rules {
		rules[i] = fmt.Sprintf(`{"action":"allow","source":"198.51.100.%d/32"}`, i)
	}
	return `{"rules":[` + strings.Join(rules, ",") + `]}`
}

func testSpaces(t *testing.T, g Target) {
	w := enter(t, g, estate, watchEstate...)
	w.play(spaceRefusals...)
	w.play(
		// heroku spaces:create esa --team acme --region tokyo --cidr ..., then its life
		exchange{"ada", "POST /spaces", `{"name":"esa","team":"acme","region":"tokyo","cidr":"10.20.0.0/16","data_cidr":"10.21.0.0/20"}`, 201, `{"name":"esa","region":{"name":"tokyo"},"cidr":"10.20.0.0/16","data_cidr":"10.21.0.0/20","shield":false,"team":{"name":"acme"}}`},
		exchange{"vic", "GET /spaces/esa", "", 200, `{"state":"allocated"}`},
		exchange{"vic", "GET /spaces/esa/nat", "", 200, `{"state":"enabled"}`},
		exchange{"vic", "GET /spaces/esa/inbound-ruleset", "", 200, `{"rules":[{"action":"allow","source":"0.0.0.0/0"}]}`},
		exchange{"ada", "PATCH /spaces/esa", `{"name":"jaxa"}`, 200, `{"name":"jaxa"}`},
		exchange{"ada", "GET /spaces/esa", "", 404, "not_found: Couldn't find that space."},
		exchange{"ada", "DELETE /spaces/jaxa", "", 200, `{"name":"jaxa","state":"deleting"}`},

		// heroku spaces:trusted-ips: twenty at most, and none for nobody
		exchange{"ada", "PUT /spaces/vault/inbound-ruleset", ranges(20), 201, `{"created_by":"ada@acme.com"}`},
		exchange{"ada", "PUT /spaces/vault/inbound-ruleset", `{"rules":[]}`, 201, `{"rules":[]}`},
		exchange{"vic", "GET /spaces/vault/inbound-ruleset", "", 200, `{"rules":[]}`},

		// heroku access with a space: what mia may, joe may not any more
		exchange{"ada", "PATCH /spaces/vault/members/joe@acme.com", `{"permissions":[]}`, 200, `{"permissions":[]}`},
		exchange{"joe", "POST /teams/apps", `{"name":"rocket","space":"vault"}`, 403, "forbidden: create_apps"},
		exchange{"mia", "POST /teams/apps", `{"name":"rocket","space":"vault"}`, 201, `{"space":{"name":"vault"},"team":{"name":"acme"},"region":{"name":"frankfurt"}}`},
		exchange{"vic", "GET /spaces/vault/topology", "", 200, `{"apps":[{}]}`},

		// what runs in a space keeps it, and follows it alone
		exchange{"ada", "DELETE /spaces/vault", "", 422, "invalid_params: still has 1 app."},
		exchange{"ada", "PATCH /teams/apps/rocket", `{"owner":"beta"}`, 422, "invalid_params: runs in the space vault and cannot leave it"},
		exchange{"ada", "POST /spaces/vault/transfer", `{"new_owner":"beta"}`, 200, `{"name":"vault","team":{"name":"beta"}}`},
		exchange{"ada", "GET /teams/apps/rocket", "", 200, `{"team":{"name":"beta"},"space":{"name":"vault"}}`},
		exchange{"joe", "GET /spaces/vault", "", 403, "forbidden: You do not have access to the space vault."},
		exchange{"mia", "GET /spaces/vault/members/~", "", 200, `{"permissions":[{"name":"create_apps"}]}`},
		exchange{"ada", "DELETE /teams/beta", "", 422, "invalid_params: still owns"},
	)
	w.equal("apps left in acme", w.names("ada", "/teams/acme/apps"), "website")
}

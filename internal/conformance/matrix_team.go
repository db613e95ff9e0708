package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// teamProbes does every action on a team once.
var teamProbes = []probe{
	{action: access.TeamRead, request: "GET /teams/$TEAM"},
	{action: access.TeamWrite, request: "PATCH /teams/$TEAM", body: `{"name":"$TEAM-x"}`, undo: call{"PATCH /teams/$TEAM-x", `{"name":"$TEAM"}`}},
	{action: access.TeamDelete, request: "DELETE /teams/$TEAM", alone: true},
	{action: access.TeamMembersRead, request: "GET /teams/$TEAM/members"},
	{action: access.TeamMembersWrite, request: "PUT /teams/$TEAM/members", body: `{"email":"new@acme.com","role":"viewer"}`, undo: call{"DELETE /teams/$TEAM/members/new@acme.com", ""}},
	{action: access.TeamMemberDelete, request: "DELETE /teams/$TEAM/members/zoe%40acme.com", undo: call{"PUT /teams/$TEAM/members", `{"email":"zoe@acme.com","role":"member"}`}},
	{action: access.TeamMemberAppsRead, request: "GET /teams/$TEAM/members/zoe@acme.com/apps"},
	{action: access.TeamAppsRead, request: "GET /teams/$TEAM/apps"},
	{action: access.TeamAppCreate, request: "POST /teams/apps", body: `{"team":"$TEAM"}`},
	{action: access.TeamAppTransferIn, request: "PATCH /teams/apps/own-$NAME", body: `{"owner":"$TEAM"}`},
	{action: access.TeamAddonsRead, request: "GET /teams/$TEAM/addons"},
	{action: access.TeamPermissionsRead, request: "GET /teams/$TEAM/permissions"},
	{action: access.TeamFeaturesRead, request: "GET /teams/$TEAM/features"},
	{action: access.TeamPreferencesRead, request: "GET /teams/$TEAM/preferences"},
	{action: access.TeamPreferencesWrite, request: "PATCH /teams/$TEAM/preferences", body: `{"addons-controls":true}`, undo: call{"PATCH /teams/$TEAM/preferences", `{"addons-controls":false}`}},
	{action: access.TeamSpacesRead, request: "GET /teams/$TEAM/spaces"},
	{action: access.TeamSpaceCreate, request: "POST /spaces", body: `{"name":"space-$NAME","team":"$TEAM"}`, undo: call{"DELETE /spaces/space-$NAME", ""}},
	{action: access.TeamIdentityProvidersRead, request: "GET /teams/$TEAM/identity-providers"},
	{action: access.TeamIdentityProvidersWrite, request: "POST /teams/$TEAM/identity-providers", body: providerBody(Certificate), alone: true},
	{action: access.TeamUsageRead, request: "GET /teams/$TEAM/usage"},
	{action: access.TeamInvoicesRead, request: "GET /teams/$TEAM/invoices"},
	{action: access.TeamAllowlistRead, request: "GET /teams/$TEAM/allowed-addon-services"},
	{action: access.TeamAllowlistWrite, request: "POST /teams/$TEAM/allowed-addon-services", body: `{"addon_service":"papertrail"}`, undo: call{"DELETE /teams/$TEAM/allowed-addon-services/papertrail", ""}},
}

// otherTeamProbes are the other requests that do the same.
var otherTeamProbes = []probe{
	{action: access.TeamMembersWrite, request: "POST /teams/$TEAM/members", body: `{"email":"new@acme.com","role":"viewer"}`, undo: call{"DELETE /teams/$TEAM/members/new@acme.com", ""}},
	{action: access.TeamMembersWrite, request: "PATCH /teams/$TEAM/members", body: `{"email":"zoe@acme.com","role":"viewer"}`, undo: call{"PATCH /teams/$TEAM/members", `{"email":"zoe@acme.com","role":"member"}`}},
	{action: access.TeamMembersWrite, request: "PUT /teams/$TEAM/members", body: `{"email":"zoe@acme.com","role":"admin"}`, undo: call{"PUT /teams/$TEAM/members", `{"email":"zoe@acme.com","role":"member"}`}},
	{action: access.TeamMemberAppsRead, request: "GET /teams/$TEAM/members/$WHO/apps", self: true},
	{action: access.TeamFeaturesRead, request: "GET /teams/$TEAM/features/org-access-controls"},
	{action: access.TeamPreferencesWrite, request: "PATCH /teams/$TEAM/preferences", body: `{"default-permission":"viewer"}`, undo: call{"PATCH /teams/$TEAM/preferences", `{"default-permission":"member"}`}},
	{action: access.TeamAllowlistWrite, request: "DELETE /teams/$TEAM/allowed-addon-services/scheduler", undo: call{"POST /teams/$TEAM/allowed-addon-services", `{"addon_service":"scheduler"}`}},
	{action: access.TeamMemberDelete, request: "DELETE /teams/$TEAM/members/$WHO", self: true, alone: true},
}

// testMatrixTeams tries every action on a team by everybody, in a team of his own.
func testMatrixTeams(t *testing.T, g Target) {
	try := func(prefix string, thorough bool, probes []probe) {
		for name, set := range worlds(probes) {
			t.Run(prefix+name, func(t *testing.T) {
				t.Parallel()
				tryTeams(t, g, set, cast(thorough, true))
			})
		}
	}
	try("", g.Thorough, teamProbes)
	if g.Thorough {
		try("other ", false, otherTeamProbes)
	}
}

// tryTeams tries probes by everybody. What was refused left no trace in his team, and what was allowed is undone.
func tryTeams(t *testing.T, g Target, probes []probe, everybody []person) {
	t.Helper()
	w := enter(t, g, teamSeed(everybody))
	lasting := map[string]bool{}
	for _, p := range probes {
		for _, who := range everybody {
			if p.try(w, who, access.Object{Kind: access.Team}, "team-"+who.name, "") && p.alone {
				lasting[who.name] = true
			}
		}
	}
	for _, who := range everybody {
		if !lasting[who.name] {
			w.likeSeed(who)
		}
	}
}

// likeSeed fails unless somebody's team is as [teamSeed] made it, but for apps, which a member may add.
func (w *world) likeSeed(who person) {
	w.t.Helper()
	want := []string{"root@acme.com admin", "zoe@acme.com member"}
	switch {
	case who.Role != access.NoRole:
		want = append(want, fmt.Sprintf("%s@acme.com %s", who.name, who.Role))
	case who.Grant != 0:
		want = append(want, who.name+"@acme.com collaborator")
	}
	slices.Sort(want)
	w.equal("members of team-"+who.name, w.roles("root", "team-"+who.name), strings.Join(want, ", "))
	w.play(
		exchange{"root", "GET /teams/team-" + who.name + "/preferences", "", 200, `{"addons-controls":false,"default-permission":"member"}`},
		exchange{"root", "GET /teams/team-" + who.name + "/allowed-addon-services", "", 200, `[{"addon_service":{"name":"scheduler"}}]`},
	)
}

// teamSeed gives everybody a team of his own, which has an app if he has a grant on it, and an app that he could bring in.
func teamSeed(everybody []person) string {
	var users, account, teams, own strings.Builder
	for _, p := range everybody {
		users.WriteString(" " + p.name)
		fmt.Fprintf(&own, "  - {name: own-%s, owner: %s@acme.com}\n", p.name, p.name)
		if p.Account != 0 {
			fmt.Fprintf(&account, "      - {email: %s@acme.com, permissions: [%s]}\n", p.name, strings.Join(p.Account.Names(), ", "))
		}
		fmt.Fprintf(&teams, "  - name: team-%s\n    enterprise_account: holding\n    default_role: member\n    allowed_addon_services: [scheduler]\n", p.name)
		teams.WriteString("    members:\n      - {email: root@acme.com, role: admin}\n      - {email: zoe@acme.com, role: member}\n")
		if p.Role != access.NoRole {
			fmt.Fprintf(&teams, "      - {email: %s@acme.com, role: %s}\n", p.name, p.Role)
		}
		if p.Grant != 0 {
			fmt.Fprintf(&teams, "    apps:\n      - {name: app-%s, collaborators: [{email: %s@acme.com, permissions: [%s]}]}\n", p.name, p.name, p.Grant)
		}
	}
	return people("root zoe"+users.String()) + `
enterprise_accounts:
  - name: holding
    members:
      - {email: root@acme.com, permissions: [manage]}
` + account.String() + "teams:\n" + teams.String() + "apps:\n" + own.String()
}

// accountProbes does every action on an enterprise account, and otherProbes every action about nothing that belongs to
// somebody else.
var (
	accountProbes = []probe{
		{action: access.EnterpriseAccountRead, request: "GET /enterprise-accounts/holding"},
		{action: access.EnterpriseAccountWrite, request: "PATCH /enterprise-accounts/holding", body: `{"name":"holding"}`},
		{action: access.EnterpriseAccountMembersRead, request: "GET /enterprise-accounts/holding/members"},
		{action: access.EnterpriseAccountMembersWrite, request: "POST /enterprise-accounts/holding/members", body: `{"user":"new@acme.com","permissions":["view"]}`, undo: call{"DELETE /enterprise-accounts/holding/members/new@acme.com", ""}},
		{action: access.EnterpriseAccountMembersWrite, request: "PATCH /enterprise-accounts/holding/members/zoe%40acme.com", body: `{"permissions":["view"]}`},
		{action: access.EnterpriseAccountEventsRead, request: "GET /enterprise-accounts/holding/events"},
		{action: access.EnterpriseAccountEventsRead, request: "GET /enterprise-accounts/holding/archives"},
		{action: access.EnterpriseAccountUsageRead, request: "GET /enterprise-accounts/$ACCOUNT/usage/daily?start=$TODAY"},
		{action: access.EnterpriseAccountUsageRead, request: "GET /enterprise-accounts/$ACCOUNT/usage/monthly?start=$MONTH"},
		{action: access.EnterpriseAccountIdentityProvidersRead, request: "GET /enterprise-accounts/holding/identity-providers"},
		{action: access.EnterpriseAccountIdentityProvidersWrite, request: "PATCH /enterprise-accounts/holding/identity-providers/$PROVIDER", body: `{"entity_id":"https://sso.acme.com"}`},
		{action: access.AccountTeamsRead, request: "GET /enterprise-accounts/holding/teams"},
		{action: access.AccountTeamCreate, request: "POST /enterprise-accounts/holding/teams", body: `{"name":"new-$NAME"}`},
	}
	otherProbes = []probe{
		{action: access.AccountRead, request: "GET /account"},
		{action: access.AccountRead, request: "GET /account/rate-limits"},
		{action: access.MailsRead, request: "GET /account/mails"},
		{action: access.AppsRead, request: "GET /apps"},
		{action: access.AppsRead, request: "GET /teams/permissions"},
		{action: access.AppCreate, request: "POST /apps", body: `{}`},
		{action: access.AppCreate, request: "POST /teams/apps", body: `{"personal":true}`},
		{action: access.CatalogueRead, request: "GET /addon-services"},
		{action: access.CatalogueRead, request: "GET /addon-services/papertrail"},
		{action: access.CatalogueRead, request: "GET /addon-services/papertrail/plans"},
		{action: access.CatalogueRead, request: "GET /addon-services/papertrail/plans/choklad"},
		{action: access.CatalogueRead, request: "GET /plans/papertrail:choklad"},
		{action: access.TeamsRead, request: "GET /teams"},
		{action: access.EnterpriseAccountsRead, request: "GET /enterprise-accounts"},
		{action: access.PlatformRead, request: "GET /regions"},
		{action: access.PlatformRead, request: "GET /stacks/heroku-24"},
		{action: access.SpacesRead, request: "GET /spaces"},
		{action: access.PipelinesRead, request: "GET /pipelines"},
		{action: access.AppTransfersRead, request: "GET /account/app-transfers"},
		{action: access.AddonsRead, request: "GET /addons"},
		{action: access.AuthorizationsRead, request: "GET /oauth/authorizations"},
		{action: access.AuthorizationsWrite, request: "POST /oauth/authorizations", body: `{"description":"x"}`},
		{action: access.DynoSizesRead, request: "GET /dyno-sizes"},
		{action: access.TeamCreate, request: "POST /teams", body: `{"name":"free-$NAME"}`},
	}
)

// testMatrixAccounts tries what enterprise accounts open, and what is open to everybody with a token or without.
func testMatrixAccounts(t *testing.T, g Target) {
	var everybody []person
	for _, p := range cast(g.Thorough, true) {
		if p.Account != 0 || p.name == "outsider" {
			everybody = append(everybody, p)
		}
	}
	w := enter(t, g, teamSeed(everybody))
	holding := get[api.EnterpriseAccount](w, "root", "/enterprise-accounts/holding")
	w.play(exchange{"root", "POST /enterprise-accounts/holding/identity-providers", providerBody(Certificate), 201, `{"owner":{"name":"holding"}}`})
	provider := get[[]api.TeamIdentityProvider](w, "root", "/enterprise-accounts/holding/identity-providers")[0]
	fill := strings.NewReplacer("$ACCOUNT", holding.ID, "$PROVIDER", provider.ID, "$TODAY", holding.CreatedAt[:len("2006-01-02")], "$MONTH", holding.CreatedAt[:len("2006-01")])
	for _, p := range accountProbes {
		p.request = fill.Replace(p.request)
		for _, who := range everybody {
			p.try(w, who, access.Object{Kind: access.Enterprise}, "holding", "")
		}
	}
	for _, p := range otherProbes {
		for _, who := range []person{{"outsider", access.Subject{}}, {"nobody", access.Subject{Anonymous: true}}} {
			p.try(w, who, access.Object{Kind: access.Nothing}, "", "")
		}
	}
	w.equal("teams of the account for somebody without a role", w.names("account-vc", "/enterprise-accounts/holding/teams"), "new-account-vc")
}

package conformance

import (
	"slices"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// runtimeProbes does every action on what runs in an app once. The rollback comes before there is code, which it may not take away.
var runtimeProbes = []probe{
	{action: access.AppConfigRead, request: "GET /apps/$APP/config-vars"},
	{action: access.AppConfigWrite, request: "PATCH /apps/$APP/config-vars", body: `{"BAR":"1"}`},
	{action: access.AppReleasesRead, request: "GET /apps/$APP/releases"},
	{action: access.AppReleaseRollback, request: "POST /apps/$APP/releases", body: `{"release":"1"}`},
	{action: access.AppReleaseCreate, request: "POST /apps/$APP/slugs", body: `{"process_types":{"web":"bin/web"}}`},
	{action: access.AppBuildsRead, request: "GET /apps/$APP/builds"},
	{action: access.AppBuildCreate, request: "POST /apps/$APP/builds", body: build},
	{action: access.AppBuildpacksRead, request: "GET /apps/$APP/buildpack-installations"},
	{action: access.AppBuildpacksWrite, request: "PUT /apps/$APP/buildpack-installations", body: `{"updates":[{"buildpack":"heroku/go"}]}`},
	{action: access.AppFormationRead, request: "GET /apps/$APP/formation"},
	{action: access.AppFormationWrite, request: "PATCH /apps/$APP/formation/web", body: `{"quantity":1}`, first: call{"POST /apps/$APP/builds", build}},
	{action: access.AppDynosRead, request: "GET /apps/$APP/dynos"},
	{action: access.AppDynoCreate, request: "POST /apps/$APP/dynos", body: `{"command":"bash"}`},
	{action: access.AppDynosRestart, request: "DELETE /apps/$APP/dynos"},
	{action: access.AppDomainsRead, request: "GET /apps/$APP/domains"},
	{action: access.AppDomainsWrite, request: "POST /apps/$APP/domains", body: `{"hostname":"$APP.acme.test","sni_endpoint":null}`},
	{action: access.AppACMWrite, request: "POST /apps/$APP/acm"},
	{action: access.AppLogDrainsRead, request: "GET /apps/$APP/log-drains"},
	{action: access.AppLogDrainsWrite, request: "POST /apps/$APP/log-drains", body: `{"url":"https://logs.acme.test/$APP"}`},
	{action: access.AppFeaturesRead, request: "GET /apps/$APP/features"},
	{action: access.AppFeaturesWrite, request: "PATCH /apps/$APP/features/preboot", body: `{"enabled":true}`},
	{action: access.AppUsageRead, request: "GET /apps/$APP/usage"},
}

const build = `{"source_blob":{"url":"https://example.com/source.tgz","version":"1"}}`

// elsewhere are the actions whose requests need an id that only the answer to another request tells, or an object that the seed
// file does not make. The server's own tests ask for them, by everybody.
var elsewhere = []access.Action{
	access.AppSlugsRead,
	access.AppTransferCreate, access.AppTransferRead, access.AppTransferAnswer, access.AppTransferDelete,
	access.TeamInvitationsRead, access.TeamInvitationsWrite, access.TeamInvitationRead, access.TeamInvitationAccept,
	access.TeamPipelineCreate, access.PipelineRead, access.PipelineWrite, access.PipelineTransfer, access.AppPipelineWrite,
	access.SpaceRead, access.SpaceWrite, access.SpaceDelete, access.SpaceTransfer, access.SpaceAppCreate,
	access.SpaceMembersRead, access.SpaceMembersWrite, access.SpaceInboundRead, access.SpaceInboundWrite,
	access.AccountWrite, access.SecondFactorWrite,
	access.UserRead, access.UserListsRead, // by their id: "~" and the own address are asked for in other topics
}

// testMatrixComplete fails for every action of the table that no probe does and that is not named above.
func testMatrixComplete(t *testing.T, _ Target) {
	probes := slices.Concat(appProbes, runtimeProbes, teamProbes, accountProbes, otherProbes)
	for _, row := range access.Table {
		asked := slices.ContainsFunc(probes, func(p probe) bool { return p.action == row.Action })
		if named := slices.Contains(elsewhere, row.Action); asked == named {
			t.Errorf("%s (%s): asked for by a probe %v, named as asked for elsewhere %v; it must be one of the two", row.Action, row.Words, asked, named)
		}
	}
}

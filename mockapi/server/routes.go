package server

import (
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// route is one line of the API: what is asked, which action that is, what it is about, and who does it. It is filled without
// keys, so that a route without an action does not compile.
type route struct {
	method, pattern string
	action          access.Action
	about           resolver
	handle          func(*request) (status int, body any, err error)
}

// routes is the whole API.
var routes = []route{
	{"GET", "/account", access.AccountRead, aboutNothing, getAccount},
	{"GET", "/account/rate-limits", access.AccountRead, aboutNothing, getRateLimit},
	{"GET", "/users/{user}", access.UserRead, aboutUser, getAccount},
	{"GET", "/users/{user}/apps", access.UserListsRead, aboutUser, listUserApps},

	{"GET", "/teams", access.TeamsRead, aboutNothing, listTeams},
	{"POST", "/teams", access.TeamCreate, aboutNothing, createTeam},
	{"GET", "/enterprise-accounts/{account}/teams", access.AccountTeamsRead, aboutAccount, listAccountTeams},
	{"POST", "/enterprise-accounts/{account}/teams", access.AccountTeamCreate, aboutAccount, createAccountTeam},
	{"GET", "/teams/permissions", access.AppsRead, aboutNothing, listPermissions},
	{"GET", "/teams/{team}", access.TeamRead, aboutTeam, getTeam},
	{"PATCH", "/teams/{team}", access.TeamRead, aboutTeam, updateTeam},
	{"DELETE", "/teams/{team}", access.TeamDelete, aboutTeam, deleteTeam},

	{"GET", "/teams/{team}/members", access.TeamMembersRead, aboutTeam, listMembers},
	{"PUT", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, putMember},
	{"POST", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, createMember},
	{"PATCH", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, updateMember},
	{"DELETE", "/teams/{team}/members/{member}", access.TeamMemberDelete, aboutTeam, deleteMember},
	{"GET", "/teams/{team}/members/{member}/apps", access.TeamMemberAppsRead, aboutTeam, listMemberApps},

	{"GET", "/teams/{team}/features", access.TeamFeaturesRead, aboutTeam, listFeatures},
	{"GET", "/teams/{team}/features/{feature}", access.TeamFeaturesRead, aboutTeam, getFeature},
	{"GET", "/teams/{team}/preferences", access.TeamPreferencesRead, aboutTeam, getPreferences},
	{"PATCH", "/teams/{team}/preferences", access.TeamPreferencesWrite, aboutTeam, updatePreferences},
	{"GET", "/teams/{team}/permissions", access.TeamPermissionsRead, aboutTeam, listTeamPermissions},
	{"GET", "/teams/{team}/addons", access.TeamAddonsRead, aboutTeam, listTeamAddons},
	{"GET", "/teams/{team}/allowed-addon-services", access.TeamAllowlistRead, aboutTeam, listAllowedAddonServices},
	{"POST", "/teams/{team}/allowed-addon-services", access.TeamAllowlistWrite, aboutTeam, createAllowedAddonService},
	{"DELETE", "/teams/{team}/allowed-addon-services/{service}", access.TeamAllowlistWrite, aboutTeam, deleteAllowedAddonService},

	{"GET", "/teams/{team}/apps", access.TeamAppsRead, aboutTeam, listTeamApps},
	{"POST", "/teams/apps", access.AppCreate, aboutNothing, createTeamApp},
	{"GET", "/teams/apps/{app}", access.AppRead, aboutApp, getTeamApp},
	{"PATCH", "/teams/apps/{app}", access.AppRead, aboutApp, updateTeamApp},
	{"DELETE", "/teams/apps/{app}", access.AppDelete, aboutApp, deleteTeamApp},

	{"GET", "/apps", access.AppsRead, aboutNothing, listApps},
	{"POST", "/apps", access.AppCreate, aboutNothing, createApp},
	{"GET", "/apps/{app}", access.AppRead, aboutApp, getApp},
	{"PATCH", "/apps/{app}", access.AppRead, aboutApp, updateApp},
	{"DELETE", "/apps/{app}", access.AppDelete, aboutApp, deleteApp},

	{"GET", "/teams/apps/{app}/collaborators", access.AppAccessRead, aboutApp, listCollaborators},
	{"POST", "/teams/apps/{app}/collaborators", access.AppRead, aboutApp, createCollaborator},
	{"GET", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessRead, aboutApp, getCollaborator},
	{"PATCH", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessWrite, aboutApp, updateCollaborator},
	{"DELETE", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessDelete, aboutApp, deleteCollaborator},
	{"GET", "/apps/{app}/collaborators", access.AppAccessRead, aboutApp, listCollaborators},
	{"POST", "/apps/{app}/collaborators", access.AppRead, aboutApp, createCollaborator},
	{"GET", "/apps/{app}/collaborators/{collaborator}", access.AppAccessRead, aboutApp, getCollaborator},
	{"DELETE", "/apps/{app}/collaborators/{collaborator}", access.AppAccessDelete, aboutApp, deleteCollaborator},

	{"GET", "/addon-services", access.CatalogueRead, aboutNothing, listAddonServices},
	{"GET", "/addon-services/{service}", access.CatalogueRead, aboutNothing, getAddonService},
	{"GET", "/addon-services/{service}/plans", access.CatalogueRead, aboutNothing, listPlans},
	{"GET", "/addon-services/{service}/plans/{plan}", access.CatalogueRead, aboutNothing, getServicePlan},
	{"GET", "/plans/{plan}", access.CatalogueRead, aboutNothing, getPlan},

	{"GET", "/apps/{app}/addons", access.AppAddonsRead, aboutApp, listAppAddons},
	{"POST", "/apps/{app}/addons", access.AppRead, aboutApp, createAddon},
	{"GET", "/apps/{app}/addons/{addon}", access.AppAddonsRead, aboutApp, getAddon},
	{"PATCH", "/apps/{app}/addons/{addon}", access.AppRead, aboutApp, updateAddon},
	{"DELETE", "/apps/{app}/addons/{addon}", access.AppRead, aboutApp, deleteAddon},

	{"GET", "/regions", access.PlatformRead, aboutNothing, listRegions},
	{"GET", "/regions/{region}", access.PlatformRead, aboutNothing, getRegion},
	{"GET", "/stacks", access.PlatformRead, aboutNothing, listStacks},
	{"GET", "/stacks/{stack}", access.PlatformRead, aboutNothing, getStack},
	{"GET", "/apps/{app}/available-stacks", access.AppRead, aboutApp, listAppStacks},

	{"GET", "/spaces", access.SpacesRead, aboutNothing, listSpaces},
	{"POST", "/spaces", access.SpacesRead, aboutNothing, createSpace},
	{"GET", "/spaces/{space}", access.SpaceRead, aboutSpace, getSpace},
	{"PATCH", "/spaces/{space}", access.SpaceWrite, aboutSpace, updateSpace},
	{"DELETE", "/spaces/{space}", access.SpaceDelete, aboutSpace, deleteSpace},
	{"POST", "/spaces/{space}/transfer", access.SpaceTransfer, aboutSpace, transferSpace},
	{"GET", "/spaces/{space}/nat", access.SpaceRead, aboutSpace, getSpaceNAT},
	{"GET", "/spaces/{space}/topology", access.SpaceRead, aboutSpace, getSpaceTopology},
	{"GET", "/spaces/{space}/dynos", access.SpaceRead, aboutSpace, listSpaceDynos},
	{"GET", "/spaces/{space}/members", access.SpaceMembersRead, aboutSpace, listSpaceMembers},
	{"GET", "/spaces/{space}/members/{user}", access.SpaceMembersRead, aboutSpace, getSpaceMember},
	{"PATCH", "/spaces/{space}/members/{user}", access.SpaceMembersWrite, aboutSpace, updateSpaceMember},
	{"GET", "/spaces/{space}/inbound-ruleset", access.SpaceInboundRead, aboutSpace, getInboundRuleset},
	{"PUT", "/spaces/{space}/inbound-ruleset", access.SpaceInboundWrite, aboutSpace, putInboundRuleset},
	{"GET", "/spaces/{space}/inbound-rulesets", access.SpaceInboundRead, aboutSpace, listInboundRulesets},
	{"GET", "/spaces/{space}/inbound-rulesets/{ruleset}", access.SpaceInboundRead, aboutSpace, getPastInboundRuleset},
	{"GET", "/teams/{team}/spaces", access.TeamSpacesRead, aboutTeam, listTeamSpaces},

	{"GET", "/pipelines", access.PipelinesRead, aboutNothing, listPipelines},
	{"POST", "/pipelines", access.PipelinesRead, aboutNothing, createPipeline},
	{"GET", "/pipelines/{pipeline}", access.PipelineRead, aboutPipeline, getPipeline},
	{"PATCH", "/pipelines/{pipeline}", access.PipelineWrite, aboutPipeline, updatePipeline},
	{"DELETE", "/pipelines/{pipeline}", access.PipelineWrite, aboutPipeline, deletePipeline},
	{"GET", "/pipelines/{pipeline}/pipeline-couplings", access.PipelineRead, aboutPipeline, listPipelineCouplings},
	{"GET", "/pipeline-couplings", access.PipelinesRead, aboutNothing, listUserCouplings},
	{"GET", "/users/{user}/pipeline-couplings", access.UserListsRead, aboutUser, listUserCouplings},
	{"GET", "/teams/{team}/pipeline-couplings", access.TeamAppsRead, aboutTeam, listTeamCouplings},
	{"GET", "/apps/{app}/pipeline-couplings", access.AppRead, aboutApp, getAppCoupling},
	{"POST", "/pipeline-couplings", access.PipelinesRead, aboutNothing, createCoupling},
	{"GET", "/pipeline-couplings/{coupling}", access.PipelineRead, aboutCoupling, getCoupling},
	{"PATCH", "/pipeline-couplings/{coupling}", access.PipelineWrite, aboutCoupling, updateCoupling},
	{"DELETE", "/pipeline-couplings/{coupling}", access.PipelineWrite, aboutCoupling, deleteCoupling},
	{"POST", "/pipeline-transfers", access.PipelinesRead, aboutNothing, createPipelineTransfer},
	{"POST", "/filters/apps", access.AppsRead, aboutNothing, filterApps},
	{"GET", "/account/app-transfers", access.AppTransfersRead, aboutNothing, listAppTransfers},
	{"POST", "/account/app-transfers", access.AppTransfersRead, aboutNothing, createAppTransfer},
	{"GET", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, getAppTransfer},
	{"PATCH", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, updateAppTransfer},
	{"DELETE", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, deleteAppTransfer},

	{"GET", "/addons", access.AddonsRead, aboutNothing, listAddons},
	{"GET", "/users/{user}/addons", access.UserListsRead, aboutUser, listAddons},
	{"GET", "/addons/{addon}", access.AppAddonsRead, aboutAddon, getAddon},
	{"POST", "/actions/addons/resolve", access.AddonsRead, aboutNothing, resolveAddons},
	{"GET", "/addon-attachments", access.AddonsRead, aboutNothing, listAttachments},
	{"POST", "/addon-attachments", access.AddonsRead, aboutNothing, createAttachment},
	{"GET", "/addon-attachments/{attachment}", access.AppAddonsRead, aboutAttachment, getAttachment},
	{"DELETE", "/addon-attachments/{attachment}", access.AppRead, aboutAttachment, deleteAttachment},
	{"GET", "/apps/{app}/addon-attachments", access.AppAddonsRead, aboutApp, listAppAttachments},
	{"GET", "/apps/{app}/addon-attachments/{attachment}", access.AppAddonsRead, aboutApp, getAttachment},
	{"GET", "/addons/{addon}/addon-attachments", access.AppAddonsRead, aboutAddon, listAddonAttachments},
	{"POST", "/actions/addon-attachments/resolve", access.AddonsRead, aboutNothing, resolveAttachments},

	{"GET", "/oauth/authorizations", access.AuthorizationsRead, aboutNothing, listAuthorizations},
	{"POST", "/oauth/authorizations", access.AuthorizationsWrite, aboutNothing, createAuthorization},
	{"GET", "/oauth/authorizations/{authorization}", access.AuthorizationsRead, aboutNothing, getAuthorization},
	{"PATCH", "/oauth/authorizations/{authorization}", access.AuthorizationsWrite, aboutNothing, updateAuthorization},
	{"DELETE", "/oauth/authorizations/{authorization}", access.AuthorizationsWrite, aboutNothing, deleteAuthorization},
	{"POST", "/oauth/authorizations/{authorization}/actions/regenerate-tokens", access.AuthorizationsWrite, aboutNothing, regenerateToken},

	{"GET", "/teams/{team}/invitations", access.TeamInvitationsRead, aboutTeam, listInvitations},
	{"PUT", "/teams/{team}/invitations", access.TeamInvitationsWrite, aboutTeam, putInvitation},
	{"DELETE", "/teams/{team}/invitations/{invitation}", access.TeamInvitationsWrite, aboutTeam, deleteInvitation},
	{"GET", "/teams/invitations/{token}", access.TeamInvitationRead, aboutInvitation, getInvitation},
	{"POST", "/teams/invitations/{token}/accept", access.TeamInvitationAccept, aboutInvitation, acceptInvitation},

	{"GET", "/teams/{team}/usage", access.TeamUsageRead, aboutTeam, getTeamUsage},
	{"GET", "/teams/{team}/apps/{app}/usage", access.TeamUsageRead, aboutTeam, getTeamAppUsage},
	{"GET", "/apps/{app}/usage", access.AppUsageRead, aboutApp, getAppUsage},
	{"GET", "/apps/{app}/config-vars", access.AppConfigRead, aboutApp, getConfigVars},
	{"PATCH", "/apps/{app}/config-vars", access.AppConfigWrite, aboutApp, updateConfigVars},
	{"GET", "/apps/{app}/releases", access.AppReleasesRead, aboutApp, listReleases},
	{"POST", "/apps/{app}/releases", access.AppRead, aboutApp, createRelease},
	{"GET", "/apps/{app}/releases/{release}", access.AppReleasesRead, aboutApp, getRelease},
	{"GET", "/apps/{app}/releases/{release}/config-vars", access.AppConfigRead, aboutApp, getReleaseConfigVars},
	{"GET", "/apps/{app}/builds", access.AppBuildsRead, aboutApp, listBuilds},
	{"POST", "/apps/{app}/builds", access.AppBuildCreate, aboutApp, createBuild},
	{"GET", "/apps/{app}/builds/{build}", access.AppBuildsRead, aboutApp, getBuild},
	{"POST", "/apps/{app}/slugs", access.AppReleaseCreate, aboutApp, createSlug},
	{"GET", "/apps/{app}/slugs/{slug}", access.AppSlugsRead, aboutApp, getSlug},
	{"GET", "/apps/{app}/buildpack-installations", access.AppBuildpacksRead, aboutApp, listBuildpacks},
	{"PUT", "/apps/{app}/buildpack-installations", access.AppBuildpacksWrite, aboutApp, updateBuildpacks},

	{"GET", "/dyno-sizes", access.DynoSizesRead, aboutNothing, listDynoSizes},
	{"GET", "/dyno-sizes/{size}", access.DynoSizesRead, aboutNothing, getDynoSize},
	{"GET", "/apps/{app}/formation", access.AppFormationRead, aboutApp, listFormation},
	{"PATCH", "/apps/{app}/formation", access.AppFormationWrite, aboutApp, updateFormations},
	{"GET", "/apps/{app}/formation/{type}", access.AppFormationRead, aboutApp, getFormation},
	{"PATCH", "/apps/{app}/formation/{type}", access.AppFormationWrite, aboutApp, updateFormation},
	{"GET", "/apps/{app}/dynos", access.AppDynosRead, aboutApp, listDynos},
	{"POST", "/apps/{app}/dynos", access.AppDynoCreate, aboutApp, createDyno},
	{"DELETE", "/apps/{app}/dynos", access.AppDynosRestart, aboutApp, restartDynos},
	{"GET", "/apps/{app}/dynos/{dyno}", access.AppDynosRead, aboutApp, getDyno},
	{"DELETE", "/apps/{app}/dynos/{dyno}", access.AppDynosRestart, aboutApp, restartDyno},
	{"POST", "/apps/{app}/dynos/{dyno}/actions/stop", access.AppDynosRestart, aboutApp, stopDyno},
	{"DELETE", "/apps/{app}/formations/{type}", access.AppDynosRestart, aboutApp, restartFormation},
	{"POST", "/apps/{app}/formations/{type}/actions/stop", access.AppDynosRestart, aboutApp, stopFormation},

	{"GET", "/apps/{app}/domains", access.AppDomainsRead, aboutApp, listDomains},
	{"POST", "/apps/{app}/domains", access.AppDomainsWrite, aboutApp, createDomain},
	{"GET", "/apps/{app}/domains/{domain}", access.AppDomainsRead, aboutApp, getDomain},
	{"DELETE", "/apps/{app}/domains/{domain}", access.AppDomainsWrite, aboutApp, deleteDomain},
	{"GET", "/apps/{app}/sni-endpoints", access.AppDomainsRead, aboutApp, listSNIEndpoints},
	{"POST", "/apps/{app}/acm", access.AppACMWrite, aboutApp, enableACM},
	{"PATCH", "/apps/{app}/acm", access.AppACMWrite, aboutApp, refreshACM},
	{"DELETE", "/apps/{app}/acm", access.AppACMWrite, aboutApp, disableACM},
	{"GET", "/apps/{app}/log-drains", access.AppLogDrainsRead, aboutApp, listLogDrains},
	{"POST", "/apps/{app}/log-drains", access.AppLogDrainsWrite, aboutApp, createLogDrain},
	{"GET", "/apps/{app}/log-drains/{drain}", access.AppLogDrainsRead, aboutApp, getLogDrain},
	{"DELETE", "/apps/{app}/log-drains/{drain}", access.AppLogDrainsWrite, aboutApp, deleteLogDrain},
	{"GET", "/apps/{app}/features", access.AppFeaturesRead, aboutApp, listAppFeatures},
	{"GET", "/apps/{app}/features/{feature}", access.AppFeaturesRead, aboutApp, getAppFeature},
	{"PATCH", "/apps/{app}/features/{feature}", access.AppFeaturesWrite, aboutApp, updateAppFeature},
}

// Routes lists what is served, so that documents and tests can be held to it: the method and the pattern of every route.
func Routes() (list []struct{ Method, Pattern string }) {
	for _, rt := range routes {
		list = append(list, struct{ Method, Pattern string }{rt.method, rt.pattern})
	}
	return list
}

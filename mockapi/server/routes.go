package server

import (
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// route is one line of the API: what is asked, which action that is, what it is about, who does it, and what goes in and comes out:
// values of the types of the body and of the answer, from which the document is made (openapi.go), in being nil where no body is read. It
// is filled without keys, so that a route without an action does not compile.
type route struct {
	method, pattern string
	action          access.Action
	about           resolver
	handle          func(*request) (status int, body any, err error)
	in, out         any
}

// first is what the path begins with: a "team" or an "app", else nothing.
func (rt route) first() string {
	if strings.HasPrefix(rt.pattern, "/teams/{team}") {
		return "team"
	}
	if strings.HasPrefix(rt.pattern, "/apps/{app}") || strings.HasPrefix(rt.pattern, "/teams/apps/{app}") {
		return "app"
	}
	return ""
}

// routes is the whole API.
var routes = []route{
	{"GET", "/account", access.AccountRead, aboutNothing, getAccount, nil, api.Account{}},
	{"PATCH", "/account", access.AccountWrite, aboutSelf, updateAccount, api.AccountUpdate{}, api.Account{}},
	{"GET", "/account/rate-limits", access.AccountRead, aboutNothing, getRateLimit, nil, api.RateLimit{}},
	{"GET", "/account/mails", access.MailsRead, aboutNothing, listMails, nil, list[api.Mail]{}},
	{"GET", "/users/{user}", access.UserRead, aboutUser, getAccount, nil, api.Account{}},
	{"PATCH", "/users/{user}", access.AccountWrite, aboutUser, updateAccount, api.AccountUpdate{}, api.Account{}},
	{"GET", "/users/{user}/apps", access.UserListsRead, aboutUser, listUserApps, nil, list[api.App]{}},

	{"GET", "/teams", access.TeamsRead, aboutNothing, listTeams, nil, list[api.Team]{}},
	{"POST", "/teams", access.TeamCreate, aboutNothing, createTeam, api.TeamCreate{}, api.Team{}},
	{"GET", "/enterprise-accounts", access.EnterpriseAccountsRead, aboutNothing, listEnterpriseAccounts, nil, list[api.EnterpriseAccount]{}},
	{"GET", "/enterprise-accounts/{account}", access.EnterpriseAccountRead, aboutAccount, getEnterpriseAccount, nil, api.EnterpriseAccount{}},
	{"PATCH", "/enterprise-accounts/{account}", access.EnterpriseAccountWrite, aboutAccount, updateEnterpriseAccount, api.EnterpriseAccountUpdate{}, api.EnterpriseAccount{}},
	{"GET", "/enterprise-accounts/{account}/members", access.EnterpriseAccountMembersRead, aboutAccount, listAccountMembers, nil, list[api.EnterpriseAccountMember]{}},
	{"POST", "/enterprise-accounts/{account}/members", access.EnterpriseAccountMembersWrite, aboutAccount, createAccountMember, api.EnterpriseAccountMemberCreate{}, api.EnterpriseAccountMember{}},
	{"PATCH", "/enterprise-accounts/{account}/members/{user}", access.EnterpriseAccountMembersWrite, aboutAccount, updateAccountMember, api.EnterpriseAccountMemberUpdate{}, api.EnterpriseAccountMember{}},
	{"DELETE", "/enterprise-accounts/{account}/members/{user}", access.EnterpriseAccountMembersWrite, aboutAccount, deleteAccountMember, nil, api.EnterpriseAccountMember{}},
	{"GET", "/enterprise-accounts/{account}/events", access.EnterpriseAccountEventsRead, aboutAccount, listAccountEvents, nil, []api.AuditTrailEvent{}},
	{"GET", "/enterprise-accounts/{account}/archives", access.EnterpriseAccountEventsRead, aboutAccount, listArchives, nil, []api.Archive{}},
	{"GET", "/enterprise-accounts/{account}/archives/{year}/{month}", access.EnterpriseAccountEventsRead, aboutAccount, getArchive, nil, api.Archive{}},
	{"GET", "/enterprise-accounts/{account}/archives/{year}/{month}/download", access.EnterpriseAccountEventsRead, aboutAccount, downloadArchive, nil, api.ArchiveFile{}},
	{"GET", "/enterprise-accounts/{account}/usage/daily", access.EnterpriseAccountUsageRead, aboutAccountID, listAccountDailyUsage, nil, []api.AccountPeriodUsage{}},
	{"GET", "/enterprise-accounts/{account}/usage/monthly", access.EnterpriseAccountUsageRead, aboutAccountID, listAccountMonthlyUsage, nil, []api.AccountPeriodUsage{}},
	{"GET", "/enterprise-accounts/{account}/identity-providers", access.EnterpriseAccountIdentityProvidersRead, aboutAccount, listIdentityProviders, nil, list[api.TeamIdentityProvider]{}},
	{"POST", "/enterprise-accounts/{account}/identity-providers", access.EnterpriseAccountIdentityProvidersWrite, aboutAccount, createIdentityProvider, api.TeamIdentityProviderCreate{}, api.TeamIdentityProvider{}},
	{"PATCH", "/enterprise-accounts/{account}/identity-providers/{provider}", access.EnterpriseAccountIdentityProvidersWrite, aboutAccount, updateIdentityProvider, api.TeamIdentityProviderUpdate{}, api.TeamIdentityProvider{}},
	{"DELETE", "/enterprise-accounts/{account}/identity-providers/{provider}", access.EnterpriseAccountIdentityProvidersWrite, aboutAccount, deleteIdentityProvider, nil, api.TeamIdentityProvider{}},
	{"GET", "/enterprise-accounts/{account}/teams", access.AccountTeamsRead, aboutAccount, listAccountTeams, nil, list[api.Team]{}},
	{"POST", "/enterprise-accounts/{account}/teams", access.AccountTeamCreate, aboutAccount, createAccountTeam, api.TeamCreate{}, api.Team{}},
	{"GET", "/teams/permissions", access.AppsRead, aboutNothing, listPermissions, nil, list[api.Permission]{}},
	{"GET", "/teams/{team}", access.TeamRead, aboutTeam, getTeam, nil, api.Team{}},
	{"PATCH", "/teams/{team}", access.TeamRead, aboutTeam, updateTeam, api.TeamUpdate{}, api.Team{}},
	{"DELETE", "/teams/{team}", access.TeamDelete, aboutTeam, deleteTeam, nil, api.Team{}},

	{"GET", "/teams/{team}/members", access.TeamMembersRead, aboutTeam, listMembers, nil, list[api.TeamMember]{}},
	{"PUT", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, putMember, api.TeamMemberWrite{}, api.TeamMember{}},
	{"POST", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, createMember, api.TeamMemberWrite{}, api.TeamMember{}},
	{"PATCH", "/teams/{team}/members", access.TeamMembersWrite, aboutTeam, updateMember, api.TeamMemberWrite{}, api.TeamMember{}},
	{"DELETE", "/teams/{team}/members/{member}", access.TeamMemberDelete, aboutTeam, deleteMember, nil, api.TeamMember{}},
	{"GET", "/teams/{team}/members/{member}/apps", access.TeamMemberAppsRead, aboutTeam, listMemberApps, nil, list[api.TeamApp]{}},

	{"GET", "/teams/{team}/features", access.TeamFeaturesRead, aboutTeam, listFeatures, nil, list[api.TeamFeature]{}},
	{"GET", "/teams/{team}/features/{feature}", access.TeamFeaturesRead, aboutTeam, getFeature, nil, api.TeamFeature{}},
	{"GET", "/teams/{team}/preferences", access.TeamPreferencesRead, aboutTeam, getPreferences, nil, api.TeamPreferences{}},
	{"PATCH", "/teams/{team}/preferences", access.TeamPreferencesWrite, aboutTeam, updatePreferences, api.TeamPreferencesUpdate{}, api.TeamPreferences{}},
	{"GET", "/teams/{team}/permissions", access.TeamPermissionsRead, aboutTeam, listTeamPermissions, nil, list[api.PermissionEntity]{}},
	{"GET", "/teams/{team}/addons", access.TeamAddonsRead, aboutTeam, listTeamAddons, nil, list[api.AddonExpanded]{}},
	{"GET", "/teams/{team}/allowed-addon-services", access.TeamAllowlistRead, aboutTeam, listAllowedAddonServices, nil, list[api.AllowedAddonService]{}},
	{"POST", "/teams/{team}/allowed-addon-services", access.TeamAllowlistWrite, aboutTeam, createAllowedAddonService, api.AllowedAddonServiceCreate{}, []api.AllowedAddonService{}},
	{"DELETE", "/teams/{team}/allowed-addon-services/{service}", access.TeamAllowlistWrite, aboutTeam, deleteAllowedAddonService, nil, api.AllowedAddonService{}},

	{"GET", "/teams/{team}/apps", access.TeamAppsRead, aboutTeam, listTeamApps, nil, list[api.TeamApp]{}},
	{"POST", "/teams/apps", access.AppCreate, aboutNothing, createTeamApp, api.TeamAppCreate{}, api.TeamApp{}},
	{"GET", "/teams/apps/{app}", access.AppRead, aboutApp, getTeamApp, nil, api.TeamApp{}},
	{"PATCH", "/teams/apps/{app}", access.AppRead, aboutApp, updateTeamApp, api.TeamAppUpdate{}, api.TeamApp{}},
	{"DELETE", "/teams/apps/{app}", access.AppDelete, aboutApp, deleteTeamApp, nil, api.TeamApp{}},

	{"GET", "/apps", access.AppsRead, aboutNothing, listApps, nil, list[api.App]{}},
	{"POST", "/apps", access.AppCreate, aboutNothing, createApp, api.AppCreate{}, api.App{}},
	{"GET", "/apps/{app}", access.AppRead, aboutApp, getApp, nil, api.App{}},
	{"PATCH", "/apps/{app}", access.AppRead, aboutApp, updateApp, api.AppUpdate{}, api.App{}},
	{"DELETE", "/apps/{app}", access.AppDelete, aboutApp, deleteApp, nil, api.App{}},

	{"GET", "/teams/apps/{app}/collaborators", access.AppAccessRead, aboutApp, listCollaborators, nil, list[api.Collaborator]{}},
	{"POST", "/teams/apps/{app}/collaborators", access.AppRead, aboutApp, createCollaborator, api.CollaboratorCreate{}, api.Collaborator{}},
	{"GET", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessRead, aboutApp, getCollaborator, nil, api.Collaborator{}},
	{"PATCH", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessWrite, aboutApp, updateCollaborator, api.CollaboratorUpdate{}, api.Collaborator{}},
	{"DELETE", "/teams/apps/{app}/collaborators/{collaborator}", access.AppAccessDelete, aboutApp, deleteCollaborator, nil, api.Collaborator{}},
	{"GET", "/apps/{app}/collaborators", access.AppAccessRead, aboutApp, listCollaborators, nil, list[api.Collaborator]{}},
	{"POST", "/apps/{app}/collaborators", access.AppRead, aboutApp, createCollaborator, api.CollaboratorCreate{}, api.Collaborator{}},
	{"GET", "/apps/{app}/collaborators/{collaborator}", access.AppAccessRead, aboutApp, getCollaborator, nil, api.Collaborator{}},
	{"DELETE", "/apps/{app}/collaborators/{collaborator}", access.AppAccessDelete, aboutApp, deleteCollaborator, nil, api.Collaborator{}},

	{"GET", "/addon-services", access.CatalogueRead, aboutNothing, listAddonServices, nil, list[api.AddonService]{}},
	{"GET", "/addon-services/{service}", access.CatalogueRead, aboutNothing, getAddonService, nil, api.AddonService{}},
	{"GET", "/addon-services/{service}/plans", access.CatalogueRead, aboutNothing, listPlans, nil, list[api.Plan]{}},
	{"GET", "/addon-services/{service}/plans/{plan}", access.CatalogueRead, aboutNothing, getServicePlan, nil, api.Plan{}},
	{"GET", "/plans/{plan}", access.CatalogueRead, aboutNothing, getPlan, nil, api.Plan{}},

	{"GET", "/apps/{app}/addons", access.AppAddonsRead, aboutApp, listAppAddons, nil, list[api.AddonExpanded]{}},
	{"POST", "/apps/{app}/addons", access.AppRead, aboutApp, createAddon, api.AddonCreate{}, api.AddonExpanded{}},
	{"GET", "/apps/{app}/addons/{addon}", access.AppAddonsRead, aboutApp, getAddon, nil, api.AddonExpanded{}},
	{"PATCH", "/apps/{app}/addons/{addon}", access.AppRead, aboutApp, updateAddon, api.AddonUpdate{}, api.AddonExpanded{}},
	{"DELETE", "/apps/{app}/addons/{addon}", access.AppRead, aboutApp, deleteAddon, api.AddonDelete{}, api.AddonExpanded{}},

	{"GET", "/regions", access.PlatformRead, aboutNothing, listRegions, nil, list[api.Region]{}},
	{"GET", "/regions/{region}", access.PlatformRead, aboutNothing, getRegion, nil, api.Region{}},
	{"GET", "/stacks", access.PlatformRead, aboutNothing, listStacks, nil, list[api.Stack]{}},
	{"GET", "/stacks/{stack}", access.PlatformRead, aboutNothing, getStack, nil, api.Stack{}},
	{"GET", "/apps/{app}/available-stacks", access.AppRead, aboutApp, listAppStacks, nil, list[api.Stack]{}},

	{"GET", "/spaces", access.SpacesRead, aboutNothing, listSpaces, nil, list[api.Space]{}},
	{"POST", "/spaces", access.SpacesRead, aboutNothing, createSpace, api.SpaceCreate{}, api.Space{}},
	{"GET", "/spaces/{space}", access.SpaceRead, aboutSpace, getSpace, nil, api.Space{}},
	{"PATCH", "/spaces/{space}", access.SpaceWrite, aboutSpace, updateSpace, api.SpaceUpdate{}, api.Space{}},
	{"DELETE", "/spaces/{space}", access.SpaceDelete, aboutSpace, deleteSpace, nil, api.Space{}},
	{"POST", "/spaces/{space}/transfer", access.SpaceTransfer, aboutSpace, transferSpace, api.SpaceTransfer{}, api.Space{}},
	{"GET", "/spaces/{space}/nat", access.SpaceRead, aboutSpace, getSpaceNAT, nil, api.SpaceNAT{}},
	{"GET", "/spaces/{space}/topology", access.SpaceRead, aboutSpace, getSpaceTopology, nil, api.SpaceTopology{}},
	{"GET", "/spaces/{space}/dynos", access.SpaceRead, aboutSpace, listSpaceDynos, nil, []api.SpaceDynos{}},
	{"GET", "/spaces/{space}/members", access.SpaceMembersRead, aboutSpace, listSpaceMembers, nil, list[api.SpaceMember]{}},
	{"GET", "/spaces/{space}/members/{user}", access.SpaceMembersRead, aboutSpace, getSpaceMember, nil, api.SpaceMember{}},
	{"PATCH", "/spaces/{space}/members/{user}", access.SpaceMembersWrite, aboutSpace, updateSpaceMember, api.SpaceMemberUpdate{}, api.SpaceMember{}},
	{"GET", "/spaces/{space}/inbound-ruleset", access.SpaceInboundRead, aboutSpace, getInboundRuleset, nil, api.InboundRuleset{}},
	{"PUT", "/spaces/{space}/inbound-ruleset", access.SpaceInboundWrite, aboutSpace, putInboundRuleset, api.InboundRulesetCreate{}, api.InboundRuleset{}},
	{"GET", "/spaces/{space}/inbound-rulesets", access.SpaceInboundRead, aboutSpace, listInboundRulesets, nil, list[api.InboundRuleset]{}},
	{"GET", "/spaces/{space}/inbound-rulesets/{ruleset}", access.SpaceInboundRead, aboutSpace, getPastInboundRuleset, nil, api.InboundRuleset{}},
	{"GET", "/teams/{team}/spaces", access.TeamSpacesRead, aboutTeam, listTeamSpaces, nil, list[api.Space]{}},

	{"GET", "/pipelines", access.PipelinesRead, aboutNothing, listPipelines, nil, list[api.Pipeline]{}},
	{"POST", "/pipelines", access.PipelinesRead, aboutNothing, createPipeline, api.PipelineCreate{}, api.Pipeline{}},
	{"GET", "/pipelines/{pipeline}", access.PipelineRead, aboutPipeline, getPipeline, nil, api.Pipeline{}},
	{"PATCH", "/pipelines/{pipeline}", access.PipelineWrite, aboutPipeline, updatePipeline, api.PipelineUpdate{}, api.Pipeline{}},
	{"DELETE", "/pipelines/{pipeline}", access.PipelineWrite, aboutPipeline, deletePipeline, nil, api.Pipeline{}},
	{"GET", "/pipelines/{pipeline}/pipeline-couplings", access.PipelineRead, aboutPipeline, listPipelineCouplings, nil, list[api.PipelineCoupling]{}},
	{"GET", "/pipeline-couplings", access.PipelinesRead, aboutNothing, listUserCouplings, nil, list[api.PipelineCoupling]{}},
	{"GET", "/users/{user}/pipeline-couplings", access.UserListsRead, aboutUser, listUserCouplings, nil, list[api.PipelineCoupling]{}},
	{"GET", "/teams/{team}/pipeline-couplings", access.TeamAppsRead, aboutTeam, listTeamCouplings, nil, list[api.PipelineCoupling]{}},
	{"GET", "/apps/{app}/pipeline-couplings", access.AppRead, aboutApp, getAppCoupling, nil, api.PipelineCoupling{}},
	{"POST", "/pipeline-couplings", access.PipelinesRead, aboutNothing, createCoupling, api.PipelineCouplingCreate{}, api.PipelineCoupling{}},
	{"GET", "/pipeline-couplings/{coupling}", access.PipelineRead, aboutCoupling, getCoupling, nil, api.PipelineCoupling{}},
	{"PATCH", "/pipeline-couplings/{coupling}", access.PipelineWrite, aboutCoupling, updateCoupling, api.PipelineCouplingUpdate{}, api.PipelineCoupling{}},
	{"DELETE", "/pipeline-couplings/{coupling}", access.PipelineWrite, aboutCoupling, deleteCoupling, nil, api.PipelineCoupling{}},
	{"POST", "/pipeline-transfers", access.PipelinesRead, aboutNothing, createPipelineTransfer, api.PipelineTransfer{}, api.PipelineTransfer{}},
	{"POST", "/filters/apps", access.AppsRead, aboutNothing, filterApps, api.AppFilter{}, list[api.TeamApp]{}},
	{"GET", "/account/app-transfers", access.AppTransfersRead, aboutNothing, listAppTransfers, nil, list[api.AppTransfer]{}},
	{"POST", "/account/app-transfers", access.AppTransfersRead, aboutNothing, createAppTransfer, api.AppTransferCreate{}, api.AppTransfer{}},
	{"GET", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, getAppTransfer, nil, api.AppTransfer{}},
	{"PATCH", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, updateAppTransfer, api.AppTransferUpdate{}, api.AppTransfer{}},
	{"DELETE", "/account/app-transfers/{transfer}", access.AppTransferRead, aboutAppTransfer, deleteAppTransfer, nil, api.AppTransfer{}},

	{"GET", "/addons", access.AddonsRead, aboutNothing, listAddons, nil, list[api.AddonExpanded]{}},
	{"GET", "/users/{user}/addons", access.UserListsRead, aboutUser, listAddons, nil, list[api.AddonExpanded]{}},
	{"GET", "/addons/{addon}", access.AppAddonsRead, aboutAddon, getAddon, nil, api.AddonExpanded{}},
	{"POST", "/actions/addons/resolve", access.AddonsRead, aboutNothing, resolveAddons, api.AddonResolve{}, []api.AddonExpanded{}},
	{"GET", "/addon-attachments", access.AddonsRead, aboutNothing, listAttachments, nil, list[api.AddonAttachment]{}},
	{"POST", "/addon-attachments", access.AddonsRead, aboutNothing, createAttachment, api.AddonAttachmentCreate{}, api.AddonAttachment{}},
	{"GET", "/addon-attachments/{attachment}", access.AppAddonsRead, aboutAttachment, getAttachment, nil, api.AddonAttachment{}},
	{"DELETE", "/addon-attachments/{attachment}", access.AppRead, aboutAttachment, deleteAttachment, nil, api.AddonAttachment{}},
	{"GET", "/apps/{app}/addon-attachments", access.AppAddonsRead, aboutApp, listAppAttachments, nil, list[api.AddonAttachment]{}},
	{"GET", "/apps/{app}/addon-attachments/{attachment}", access.AppAddonsRead, aboutApp, getAttachment, nil, api.AddonAttachment{}},
	{"GET", "/addons/{addon}/addon-attachments", access.AppAddonsRead, aboutAddon, listAddonAttachments, nil, list[api.AddonAttachment]{}},
	{"POST", "/actions/addon-attachments/resolve", access.AddonsRead, aboutNothing, resolveAttachments, api.AddonAttachmentResolve{}, []api.AddonAttachment{}},

	{"GET", "/oauth/authorizations", access.AuthorizationsRead, aboutNothing, listAuthorizations, nil, list[api.OAuthAuthorization]{}},
	{"POST", "/oauth/authorizations", access.AuthorizationsWrite, aboutNothing, createAuthorization, api.OAuthAuthorizationCreate{}, api.OAuthAuthorization{}},
	{"GET", "/oauth/authorizations/{authorization}", access.AuthorizationsRead, aboutNothing, getAuthorization, nil, api.OAuthAuthorization{}},
	{"PATCH", "/oauth/authorizations/{authorization}", access.AuthorizationsWrite, aboutNothing, updateAuthorization, api.OAuthAuthorizationUpdate{}, api.OAuthAuthorization{}},
	{"DELETE", "/oauth/authorizations/{authorization}", access.AuthorizationsWrite, aboutNothing, deleteAuthorization, nil, api.OAuthAuthorization{}},
	{"POST", "/oauth/authorizations/{authorization}/actions/regenerate-tokens", access.AuthorizationsWrite, aboutNothing, regenerateToken, nil, api.OAuthAuthorization{}},

	{"GET", "/teams/{team}/invitations", access.TeamInvitationsRead, aboutTeam, listInvitations, nil, list[api.TeamInvitation]{}},
	{"PUT", "/teams/{team}/invitations", access.TeamInvitationsWrite, aboutTeam, putInvitation, api.TeamMemberWrite{}, api.TeamInvitation{}},
	{"DELETE", "/teams/{team}/invitations/{invitation}", access.TeamInvitationsWrite, aboutTeam, deleteInvitation, nil, api.TeamInvitation{}},
	{"GET", "/teams/invitations/{token}", access.TeamInvitationRead, aboutInvitation, getInvitation, nil, api.TeamInvitation{}},
	{"POST", "/teams/invitations/{token}/accept", access.TeamInvitationAccept, aboutInvitation, acceptInvitation, nil, api.TeamMember{}},

	{"GET", "/teams/{team}/identity-providers", access.TeamIdentityProvidersRead, aboutTeam, listIdentityProviders, nil, list[api.TeamIdentityProvider]{}},
	{"POST", "/teams/{team}/identity-providers", access.TeamIdentityProvidersWrite, aboutTeam, createIdentityProvider, api.TeamIdentityProviderCreate{}, api.TeamIdentityProvider{}},
	{"PATCH", "/teams/{team}/identity-providers/{provider}", access.TeamIdentityProvidersWrite, aboutTeam, updateIdentityProvider, api.TeamIdentityProviderUpdate{}, api.TeamIdentityProvider{}},
	{"DELETE", "/teams/{team}/identity-providers/{provider}", access.TeamIdentityProvidersWrite, aboutTeam, deleteIdentityProvider, nil, api.TeamIdentityProvider{}},

	{"GET", "/teams/{team}/invoices", access.TeamInvoicesRead, aboutTeam, listTeamInvoices, nil, list[api.TeamInvoice]{}},
	{"GET", "/teams/{team}/invoices/{invoice}", access.TeamInvoicesRead, aboutTeam, getTeamInvoice, nil, api.TeamInvoice{}},
	{"GET", "/teams/{team}/licenses", access.TeamUsageRead, aboutTeam, listLicenses, nil, []api.TeamLicense{}},
	{"GET", "/teams/{team}/usage", access.TeamUsageRead, aboutTeam, getTeamUsage, nil, api.TeamUsage{}},
	{"GET", "/teams/{team}/usage/daily", access.TeamUsageRead, aboutTeamID, listTeamDailyUsage, nil, []api.TeamPeriodUsage{}},
	{"GET", "/teams/{team}/usage/monthly", access.TeamUsageRead, aboutTeamID, listTeamMonthlyUsage, nil, []api.TeamPeriodUsage{}},
	{"GET", "/teams/{team}/apps/{app}/usage", access.TeamUsageRead, aboutTeam, getTeamAppUsage, nil, api.AppUsage{}},
	{"GET", "/apps/{app}/usage", access.AppUsageRead, aboutApp, getAppUsage, nil, api.AppUsage{}},
	{"GET", "/apps/{app}/config-vars", access.AppConfigRead, aboutApp, getConfigVars, nil, api.ConfigVars{}},
	{"PATCH", "/apps/{app}/config-vars", access.AppConfigWrite, aboutApp, updateConfigVars, api.ConfigVars{}, api.ConfigVars{}},
	{"GET", "/apps/{app}/releases", access.AppReleasesRead, aboutApp, listReleases, nil, list[api.Release]{}},
	{"POST", "/apps/{app}/releases", access.AppRead, aboutApp, createRelease, api.ReleaseCreate{}, api.Release{}},
	{"GET", "/apps/{app}/releases/{release}", access.AppReleasesRead, aboutApp, getRelease, nil, api.Release{}},
	{"GET", "/apps/{app}/releases/{release}/config-vars", access.AppConfigRead, aboutApp, getReleaseConfigVars, nil, api.ConfigVars{}},
	{"GET", "/apps/{app}/builds", access.AppBuildsRead, aboutApp, listBuilds, nil, list[api.Build]{}},
	{"POST", "/apps/{app}/builds", access.AppBuildCreate, aboutApp, createBuild, api.BuildCreate{}, api.Build{}},
	{"GET", "/apps/{app}/builds/{build}", access.AppBuildsRead, aboutApp, getBuild, nil, api.Build{}},
	{"POST", "/apps/{app}/slugs", access.AppReleaseCreate, aboutApp, createSlug, api.SlugCreate{}, api.Slug{}},
	{"GET", "/apps/{app}/slugs/{slug}", access.AppSlugsRead, aboutApp, getSlug, nil, api.Slug{}},
	{"GET", "/apps/{app}/buildpack-installations", access.AppBuildpacksRead, aboutApp, listBuildpacks, nil, list[api.BuildpackInstallation]{}},
	{"PUT", "/apps/{app}/buildpack-installations", access.AppBuildpacksWrite, aboutApp, updateBuildpacks, api.BuildpackInstallationUpdate{}, list[api.BuildpackInstallation]{}},

	{"GET", "/dyno-sizes", access.DynoSizesRead, aboutNothing, listDynoSizes, nil, list[api.DynoSize]{}},
	{"GET", "/dyno-sizes/{size}", access.DynoSizesRead, aboutNothing, getDynoSize, nil, api.DynoSize{}},
	{"GET", "/apps/{app}/formation", access.AppFormationRead, aboutApp, listFormation, nil, list[api.Formation]{}},
	{"PATCH", "/apps/{app}/formation", access.AppFormationWrite, aboutApp, updateFormations, api.FormationBatch{}, list[api.Formation]{}},
	{"GET", "/apps/{app}/formation/{type}", access.AppFormationRead, aboutApp, getFormation, nil, api.Formation{}},
	{"PATCH", "/apps/{app}/formation/{type}", access.AppFormationWrite, aboutApp, updateFormation, api.FormationUpdate{}, api.Formation{}},
	{"GET", "/apps/{app}/dynos", access.AppDynosRead, aboutApp, listDynos, nil, list[api.Dyno]{}},
	{"POST", "/apps/{app}/dynos", access.AppDynoCreate, aboutApp, createDyno, api.DynoCreate{}, api.Dyno{}},
	{"DELETE", "/apps/{app}/dynos", access.AppDynosRestart, aboutApp, restartDynos, nil, nothing{}},
	{"GET", "/apps/{app}/dynos/{dyno}", access.AppDynosRead, aboutApp, getDyno, nil, api.Dyno{}},
	{"DELETE", "/apps/{app}/dynos/{dyno}", access.AppDynosRestart, aboutApp, restartDyno, nil, nothing{}},
	{"POST", "/apps/{app}/dynos/{dyno}/actions/stop", access.AppDynosRestart, aboutApp, stopDyno, nil, nothing{}},
	{"DELETE", "/apps/{app}/formations/{type}", access.AppDynosRestart, aboutApp, restartFormation, nil, nothing{}},
	{"POST", "/apps/{app}/formations/{type}/actions/stop", access.AppDynosRestart, aboutApp, stopFormation, nil, nothing{}},

	{"GET", "/apps/{app}/domains", access.AppDomainsRead, aboutApp, listDomains, nil, list[api.Domain]{}},
	{"POST", "/apps/{app}/domains", access.AppDomainsWrite, aboutApp, createDomain, api.DomainCreate{}, api.Domain{}},
	{"GET", "/apps/{app}/domains/{domain}", access.AppDomainsRead, aboutApp, getDomain, nil, api.Domain{}},
	{"DELETE", "/apps/{app}/domains/{domain}", access.AppDomainsWrite, aboutApp, deleteDomain, nil, api.Domain{}},
	{"GET", "/apps/{app}/sni-endpoints", access.AppDomainsRead, aboutApp, listSNIEndpoints, nil, []api.Ref{}},
	{"POST", "/apps/{app}/acm", access.AppACMWrite, aboutApp, enableACM, nil, api.App{}},
	{"PATCH", "/apps/{app}/acm", access.AppACMWrite, aboutApp, refreshACM, nil, api.App{}},
	{"DELETE", "/apps/{app}/acm", access.AppACMWrite, aboutApp, disableACM, nil, api.App{}},
	{"GET", "/apps/{app}/log-drains", access.AppLogDrainsRead, aboutApp, listLogDrains, nil, list[api.LogDrain]{}},
	{"POST", "/apps/{app}/log-drains", access.AppLogDrainsWrite, aboutApp, createLogDrain, api.LogDrainCreate{}, api.LogDrain{}},
	{"GET", "/apps/{app}/log-drains/{drain}", access.AppLogDrainsRead, aboutApp, getLogDrain, nil, api.LogDrain{}},
	{"DELETE", "/apps/{app}/log-drains/{drain}", access.AppLogDrainsWrite, aboutApp, deleteLogDrain, nil, api.LogDrain{}},
	{"GET", "/apps/{app}/features", access.AppFeaturesRead, aboutApp, listAppFeatures, nil, list[api.AppFeature]{}},
	{"GET", "/apps/{app}/features/{feature}", access.AppFeaturesRead, aboutApp, getAppFeature, nil, api.AppFeature{}},
	{"PATCH", "/apps/{app}/features/{feature}", access.AppFeaturesWrite, aboutApp, updateAppFeature, api.AppFeatureUpdate{}, api.AppFeature{}},
}

// Routes lists what is served, so that documents and tests can be held to it: the method and the pattern of every route.
func Routes() (list []struct{ Method, Pattern string }) {
	for _, rt := range routes {
		list = append(list, struct{ Method, Pattern string }{rt.method, rt.pattern})
	}
	return list
}

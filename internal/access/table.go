package access

// Action is something that a person may want to do: noun, noun, verb.
type Action string

// The actions.
const (
	AccountRead   Action = "account.read"
	UserRead      Action = "account.user.read"
	UserListsRead Action = "user.lists.read"
	AccountWrite  Action = "account.write"
	AppsRead      Action = "apps.read"
	AppCreate     Action = "app.create"
	CatalogueRead Action = "catalogue.read"

	SecondFactorWrite Action = "account.second_factor.write"
	MailsRead         Action = "mails.read"

	TeamsRead  Action = "teams.read"
	TeamCreate Action = "team.create"
	TeamRead   Action = "team.read"
	TeamWrite  Action = "team.write"
	TeamDelete Action = "team.delete"

	AccountTeamsRead  Action = "account.teams.read"
	AccountTeamCreate Action = "account.team.create"

	EnterpriseAccountsRead        Action = "enterprise_accounts.read"
	EnterpriseAccountRead         Action = "enterprise_account.read"
	EnterpriseAccountWrite        Action = "enterprise_account.write"
	EnterpriseAccountMembersRead  Action = "enterprise_account.members.read"
	EnterpriseAccountMembersWrite Action = "enterprise_account.members.write"
	EnterpriseAccountEventsRead   Action = "enterprise_account.events.read"
	EnterpriseAccountUsageRead    Action = "enterprise_account.usage.read"

	EnterpriseAccountIdentityProvidersRead  Action = "enterprise_account.identity_providers.read"
	EnterpriseAccountIdentityProvidersWrite Action = "enterprise_account.identity_providers.write"

	TeamMembersRead    Action = "team.members.read"
	TeamMembersWrite   Action = "team.members.write"
	TeamMemberDelete   Action = "team.member.delete"
	TeamMemberAppsRead Action = "team.member.apps.read"

	TeamAppsRead         Action = "team.apps.read"
	TeamAppCreate        Action = "team.app.create"
	TeamAppTransferIn    Action = "team.app.transfer_in"
	TeamAddonsRead       Action = "team.addons.read"
	TeamPermissionsRead  Action = "team.permissions.read"
	TeamFeaturesRead     Action = "team.features.read"
	TeamPreferencesRead  Action = "team.preferences.read"
	TeamPreferencesWrite Action = "team.preferences.write"
	TeamAllowlistRead    Action = "team.allowlist.read"
	TeamAllowlistWrite   Action = "team.allowlist.write"

	AppRead         Action = "app.read"
	AppRename       Action = "app.rename"
	AppMaintenance  Action = "app.maintenance"
	AppStackWrite   Action = "app.stack.write"
	AppDelete       Action = "app.delete"
	AppLock         Action = "app.lock"
	AppTransfer     Action = "app.transfer"
	AppAccessRead   Action = "app.access.read"
	AppAccessWrite  Action = "app.access.write"
	AppAccessDelete Action = "app.access.delete"
	AppJoin         Action = "app.join"
	AppAddonsRead   Action = "app.addons.read"
	AppAddonsFree   Action = "app.addons.free.write"
	AppAddonsPaid   Action = "app.addons.paid.write"

	PlatformRead Action = "platform.read"

	SpacesRead      Action = "spaces.read"
	TeamSpacesRead  Action = "team.spaces.read"
	TeamSpaceCreate Action = "team.space.create"
	SpaceRead       Action = "space.read"
	SpaceWrite      Action = "space.write"
	SpaceDelete     Action = "space.delete"
	SpaceTransfer   Action = "space.transfer"

	SpaceMembersRead  Action = "space.members.read"
	SpaceMembersWrite Action = "space.members.write"
	SpaceAppCreate    Action = "space.app.create"
	SpaceInboundRead  Action = "space.inbound.read"
	SpaceInboundWrite Action = "space.inbound.write"

	PipelinesRead      Action = "pipelines.read"
	TeamPipelineCreate Action = "team.pipeline.create"
	PipelineRead       Action = "pipeline.read"
	PipelineWrite      Action = "pipeline.write"
	PipelineTransfer   Action = "pipeline.transfer"
	AppPipelineWrite   Action = "app.pipeline.write"
	AppTransfersRead   Action = "app_transfers.read"
	AppTransferCreate  Action = "app.transfer.create"
	AppTransferRead    Action = "app.transfer.read"
	AppTransferAnswer  Action = "app.transfer.answer"
	AppTransferDelete  Action = "app.transfer.delete"

	AddonsRead Action = "addons.read"

	AuthorizationsRead  Action = "authorizations.read"
	AuthorizationsWrite Action = "authorizations.write"

	TeamInvitationsRead  Action = "team.invitations.read"
	TeamInvitationsWrite Action = "team.invitations.write"
	TeamInvitationRead   Action = "team.invitation.read"
	TeamInvitationAccept Action = "team.invitation.accept"

	TeamIdentityProvidersRead  Action = "team.identity_providers.read"
	TeamIdentityProvidersWrite Action = "team.identity_providers.write"

	TeamUsageRead    Action = "team.usage.read"
	TeamInvoicesRead Action = "team.invoices.read"
	AppUsageRead     Action = "app.usage.read"
	// What runs in an app.
	AppConfigRead      Action = "app.config.read"
	AppConfigWrite     Action = "app.config.write"
	AppReleasesRead    Action = "app.releases.read"
	AppReleaseCreate   Action = "app.release.create"
	AppReleaseRollback Action = "app.release.rollback"
	AppBuildsRead      Action = "app.builds.read"
	AppBuildCreate     Action = "app.build.create"
	AppSlugsRead       Action = "app.slugs.read"
	AppBuildpacksRead  Action = "app.buildpacks.read"
	AppBuildpacksWrite Action = "app.buildpacks.write"
	DynoSizesRead      Action = "dyno_sizes.read"
	AppFormationRead   Action = "app.formation.read"
	AppFormationWrite  Action = "app.formation.write"
	AppDynosRead       Action = "app.dynos.read"
	AppDynoCreate      Action = "app.dyno.create"
	AppDynosRestart    Action = "app.dynos.restart"
	AppDomainsRead     Action = "app.domains.read"
	AppDomainsWrite    Action = "app.domains.write"
	AppACMWrite        Action = "app.acm.write"
	AppLogDrainsRead   Action = "app.log_drains.read"
	AppLogDrainsWrite  Action = "app.log_drains.write"
	AppFeaturesRead    Action = "app.features.read"
	AppFeaturesWrite   Action = "app.features.write"
)

// Row says who may do one action. A person may when any one of the columns lets him; a Row with no column set lets nobody.
type Row struct {
	Action Action
	Kind   Kind
	Words  string // what it is, in Heroku's words

	Anonymous    bool               // anybody, even without a token
	Everybody    bool               // anybody with a token
	Roles        []Role             // any of these team roles
	Collaborator bool               // people with a grant on one of the team's, or the pipeline's, apps
	Permissions  Permissions        // any one of these effective app permissions
	Account      AccountPermissions // any one of these permissions on the enterprise account
	Self         bool               // the person whom it concerns
	OwnerOnly    bool               // on a personal app the owner alone, whatever a collaborator holds
	CreateApps   bool               // members with create_apps on the space
	Owner        bool               // the person who owns the pipeline, or the personal app
	Reach        Reach              // which scope a token needs for it

	HerokuClients bool // no third-party OAuth client, whoever comes with its token

	Source string // document, and how certain it is
}

var (
	admins    = []Role{Admin}
	creators  = []Role{Admin, Member}
	teamUsers = []Role{Admin, Member, Viewer}
)

// allAccount is whatever permission on an enterprise account: who has one is a member of it.
const allAccount = AccountView | AccountBilling | AccountManage | AccountCreate

// Table is the access model: every action that the control plane knows, once. The documents are Heroku's: "D1" is the Dev
// Center article "Enterprise Teams Permissions and Allowed Actions", "D4" "App Permissions and Allowed Actions", "D5"
// "Using App Permissions in Enterprise Teams", "D12" "Managing Enterprise Team Users and Application Access", "D14" "Add-on
// Controls", "D17" "Enterprise Account Settings", "D28" "Managing an Enterprise Team", "D29" "Enterprise Account Permissions and Allowed Actions".
var Table = []Row{
	{Action: AccountRead, Words: "read one's own account and rate limit", Everybody: true, Reach: Identity, Source: "Platform API reference"},
	{Action: UserRead, Kind: Account, Words: "read an account by its user", Self: true, Reach: Identity, Source: "Platform API reference; only one's own: inferred"},
	{Action: UserListsRead, Kind: Account, Words: "list a user's own and shared apps, add-ons and couplings", Self: true, Source: "Platform API reference; only one's own: inferred"},
	{Action: AccountWrite, Kind: Account, Words: "change one's own name", Self: true, Reach: Identity, Source: "Platform API reference; only one's own: inferred"},
	{Action: SecondFactorWrite, Kind: Account, Words: "turn one's own second factor on or off", Self: true, Reach: Security, HerokuClients: true, Source: "D12, D28: users do it on their individual accounts; that it takes a global token, and none of a third-party client: inferred, else a program could take the protection away"},
	{Action: MailsRead, Words: "read one's own mails", Everybody: true, Reach: Security, HerokuClients: true, Source: "D28: one receives mail; that reading it here takes a global token, and none of a third-party client: inferred, invitations are in it"},
	{Action: AppsRead, Words: "list the apps that one may view", Everybody: true, Source: "Platform API reference"},
	{Action: AppCreate, Words: "create a personal app", Everybody: true, Source: "Platform API reference"},
	{Action: CatalogueRead, Words: "read the catalogue of add-on services and plans", Anonymous: true, Everybody: true, Source: "Platform API reference: no authentication needed"},

	{Action: TeamsRead, Words: "list the teams in which one has a role or a grant", Everybody: true, Source: "Platform API reference"},
	{Action: TeamCreate, Words: "create a team outside an enterprise account", Everybody: true, Source: "Dev Center \"Heroku Teams\""},
	{Action: AccountTeamsRead, Kind: Enterprise, Words: "list the account's teams in which one has a role", Account: allAccount, Source: "D29"},
	{Action: AccountTeamCreate, Kind: Enterprise, Words: "create enterprise teams", Account: AccountCreate, Source: "D29"},

	{Action: EnterpriseAccountsRead, Words: "list the enterprise accounts in which one is a member", Everybody: true, Source: "Platform API reference"},
	{Action: EnterpriseAccountRead, Kind: Enterprise, Words: "view the enterprise account", Account: allAccount, Source: "Platform API reference; D29: every member sees the account"},
	{Action: EnterpriseAccountWrite, Kind: Enterprise, Words: "rename the enterprise account", Account: AccountManage, Source: "D29: the settings tab"},
	{Action: EnterpriseAccountMembersRead, Kind: Enterprise, Words: "view the members of the enterprise account", Account: allAccount, Source: "D29: the access tab"},
	{Action: EnterpriseAccountMembersWrite, Kind: Enterprise, Words: "add members to the enterprise account, change their permissions and remove them", Account: AccountManage, Source: "D29; that nobody removes himself without manage: not found, the cautious reading"},
	{Action: EnterpriseAccountEventsRead, Kind: Enterprise, Words: "read the audit trail of the enterprise account", Account: AccountManage, Source: "D29: the settings tab; Dev Center \"Audit Trail\""},
	{Action: EnterpriseAccountUsageRead, Kind: Enterprise, Words: "view the usage of the enterprise account", Account: AccountBilling, Source: "D29: the usage tab; Dev Center \"Enterprise Accounts Usage\""},
	{Action: EnterpriseAccountIdentityProvidersRead, Kind: Enterprise, Words: "view the identity provider of the enterprise account", Account: AccountManage, Source: "D17; D29: the settings tab"},
	{Action: EnterpriseAccountIdentityProvidersWrite, Kind: Enterprise, Words: "manage the identity provider of the enterprise account", Account: AccountManage, Source: "D17; D29: the settings tab"},

	{Action: TeamRead, Kind: Team, Words: "view the team", Roles: teamUsers, Collaborator: true, Account: AccountCreate, Source: "D1; collaborators: inferred from GET /teams, which lists their teams; create: inferred, it renames them"},
	{Action: TeamWrite, Kind: Team, Words: "rename the team", Roles: admins, Account: AccountCreate, Source: "D12, D28; D29 for the account"},
	{Action: TeamDelete, Kind: Team, Words: "delete the team", Roles: admins, Account: AccountCreate, Source: "D29; admins: inferred from the API's DELETE (D28 says: open a support ticket)"},
	{Action: TeamMembersRead, Kind: Team, Words: "view users and their roles", Roles: teamUsers, Source: "D1, D12"},
	{Action: TeamMembersWrite, Kind: Team, Words: "add users and change their roles", Roles: admins, Source: "D1, D12, D28"},
	{Action: TeamMemberDelete, Kind: Team, Words: "remove a user", Roles: admins, Self: true, Source: "D1; oneself: D28"},
	{Action: TeamMemberAppsRead, Kind: Team, Words: "list the apps of a user", Roles: admins, Self: true, Source: "inferred"},
	{Action: TeamAppsRead, Kind: Team, Words: "list the team's apps", Roles: teamUsers, Collaborator: true, Source: "D1, D12; collaborators see only the apps granted to them"},
	{Action: TeamAppCreate, Kind: Team, Words: "create an app in the team", Roles: creators, Source: "D1, D12, D28"},
	{Action: TeamAppTransferIn, Kind: Team, Words: "transfer an app into the team", Roles: creators, Source: "D12, D28"},
	{Action: TeamAddonsRead, Kind: Team, Words: "view resources across the team", Roles: teamUsers, Source: "D1, D12; a locked app's add-ons are left out for those who may not view it: inferred from the lock"},
	{Action: TeamPermissionsRead, Kind: Team, Words: "list every grant of the team", Roles: admins, Source: "inferred"},
	{Action: TeamFeaturesRead, Kind: Team, Words: "read the team's features", Roles: teamUsers, Collaborator: true, Source: "D1; collaborators: the Heroku CLI asks before it adds one"},
	{Action: TeamPreferencesRead, Kind: Team, Words: "read the team's preferences", Roles: teamUsers, Source: "D1"},
	{Action: TeamPreferencesWrite, Kind: Team, Words: "change preferences and switch add-on controls", Roles: admins, Source: "D1, D14"},
	{Action: TeamAllowlistRead, Kind: Team, Words: "read the add-on allowlist", Roles: teamUsers, Source: "D1, D14"},
	{Action: TeamAllowlistWrite, Kind: Team, Words: "change the add-on allowlist", Roles: admins, Source: "D1, D14"},

	{Action: AppRead, Kind: App, Words: "see basic information about the app", Permissions: View, Source: "D5"},
	{Action: AppRename, Kind: App, Words: "rename the app", Permissions: Manage, Source: "D4: one permission; which: inferred"},
	{Action: AppMaintenance, Kind: App, Words: "switch maintenance mode", Permissions: Deploy | Operate, Source: "D4: two permissions; which: inferred"},
	{Action: AppStackWrite, Kind: App, Words: "migrate to another stack", Permissions: Operate, Source: "D4: one permission; which: not resolved, operate is the cautious reading"},
	{Action: AppDelete, Kind: App, Words: "delete the app", Permissions: Manage, Source: "D28, Trailhead"},
	{Action: AppLock, Kind: App, Words: "lock and unlock the app", Permissions: Manage, Source: "D12"},
	{Action: AppTransfer, Kind: App, Words: "transfer the app", Permissions: Manage, Source: "D28, Trailhead"},
	{Action: AppAccessRead, Kind: App, Words: "view who has which permission on the app", Permissions: View, Source: "D5, D12"},
	{Action: AppAccessWrite, Kind: App, Words: "add collaborators and set permissions", Permissions: Manage, Source: "D5, D12"},
	{Action: AppAccessDelete, Kind: App, Words: "remove a collaborator", Permissions: Manage, Self: true, Source: "D12; oneself: D28"},
	{Action: AppJoin, Kind: App, Words: "join an unlocked app oneself", Roles: teamUsers, Source: "Platform API reference (team-app, \"joined\"); Trailhead for the lock"},
	{Action: AppAddonsRead, Kind: App, Words: "list the app's add-ons", Permissions: View, Source: "the Heroku CLI's apps:info lists them with view; an add-on's own configuration needs deploy or operate"},
	{Action: AppAddonsFree, Kind: App, Words: "add, change and remove free add-ons", Permissions: Deploy | Operate, Source: "deploy: D5; operate: inferred from D4 (two permissions)"},
	{Action: AppAddonsPaid, Kind: App, Words: "add, change and remove paid add-ons", Permissions: Operate, OwnerOnly: true, Source: "Trailhead; personal apps: \"Collaborating with Other Developers on Your App\""},

	{Action: PlatformRead, Words: "read the catalogues of regions and stacks", Everybody: true, Source: "Platform API reference; that a token is needed: inferred, the reference exempts add-on services and plans alone"},

	{Action: SpacesRead, Words: "list the spaces of one's teams", Everybody: true, Source: "Platform API reference"},
	{Action: TeamSpacesRead, Kind: Team, Words: "list the team's spaces", Roles: teamUsers, Source: "D1, Dev Center \"Heroku Private Spaces\""},
	{Action: TeamSpaceCreate, Kind: Team, Words: "create a space in the team, or take one over", Roles: admins, Source: "D1, Dev Center \"Heroku Private Spaces\"; taking over: inferred"},
	{Action: SpaceRead, Kind: Space, Words: "view the space", Roles: teamUsers, Source: "D1, Dev Center \"Heroku Private Spaces\""},
	{Action: SpaceWrite, Kind: Space, Words: "rename the space", Roles: admins, Source: "D1, Dev Center \"Heroku Private Spaces\""},
	{Action: SpaceDelete, Kind: Space, Words: "delete the space", Roles: admins, Source: "D1, Dev Center \"Heroku Private Spaces\""},
	{Action: SpaceTransfer, Kind: Space, Words: "transfer the space", Roles: admins, Source: "D1; admin of both teams: inferred"},
	{Action: SpaceMembersRead, Kind: Space, Words: "view who may create apps in the space", Roles: admins, Self: true, Source: "not resolved: admins is the cautious reading; oneself: inferred"},
	{Action: SpaceMembersWrite, Kind: Space, Words: "let members create apps in the space", Roles: admins, Source: "Dev Center \"Managing Apps in Private Spaces: Granting Permissions\""},
	{Action: SpaceAppCreate, Kind: Space, Words: "create an app in the space", Roles: admins, CreateApps: true, Source: "Dev Center \"Managing Apps in Private Spaces: Granting Permissions\""},
	{Action: SpaceInboundRead, Kind: Space, Words: "view the trusted IPs of the space", Roles: teamUsers, Source: "D1 and Dev Center \"Heroku Private Spaces\": everybody in the team views its spaces"},
	{Action: SpaceInboundWrite, Kind: Space, Words: "change the trusted IPs of the space", Roles: admins, Source: "Dev Center \"Trusted IP Ranges for Private Spaces\""},

	{Action: PipelinesRead, Words: "list the pipelines that one may view, and create one's own", Everybody: true, Source: "Platform API reference"},
	{Action: TeamPipelineCreate, Kind: Team, Words: "create a pipeline in the team, or take one over", Roles: creators, Source: "D1"},
	{Action: PipelineRead, Kind: Pipeline, Words: "view the pipeline", Roles: teamUsers, Owner: true, Collaborator: true, Source: "Dev Center \"Pipeline Ownership Transition\"; \"Heroku Team Permissions and Allowed Actions\" for the team"},
	{Action: PipelineWrite, Kind: Pipeline, Words: "rename and delete the pipeline, add, move and remove its apps", Roles: creators, Owner: true, Source: "D1"},
	{Action: PipelineTransfer, Kind: Pipeline, Words: "transfer the pipeline", Roles: creators, Owner: true, Source: "D1; each app of it takes the right to transfer the app: Dev Center \"Transferring Apps\""},
	{Action: AppPipelineWrite, Kind: App, Words: "add the app to a pipeline, move and remove it", Permissions: Deploy, Source: "not resolved: deploy is the cautious reading, a pipeline decides what code reaches the app"},
	{Action: AppTransfersRead, Words: "list the transfers of apps that one offers or is offered", Everybody: true, Source: "Platform API reference"},
	{Action: AppTransferCreate, Kind: App, Words: "offer a personal app to a person", Owner: true, Source: "Dev Center \"Transferring Apps\": only the owner can start a transfer"},
	{Action: AppTransferRead, Kind: App, Words: "see the transfer of an app", Self: true, Source: "inferred: the owner who offers the app, and the person to whom it is offered"},
	{Action: AppTransferAnswer, Kind: App, Words: "accept or decline an app", Self: true, Source: "Dev Center \"Transferring Apps\": the person to whom it is offered"},
	{Action: AppTransferDelete, Kind: App, Words: "take back the offer of an app", Owner: true, Source: "Platform API reference; who: inferred, the owner"},

	{Action: AddonsRead, Words: "list and resolve the add-ons, and their attachments, of the apps that one may view", Everybody: true, Source: "Platform API reference"},

	{Action: AuthorizationsRead, Words: "list one's own OAuth authorizations", Everybody: true, Reach: Security, Source: "Platform API reference; that it takes a global token: inferred"},
	{Action: AuthorizationsWrite, Words: "make, change and revoke one's own OAuth authorizations", Everybody: true, Reach: Security, HerokuClients: true, Source: "Platform API reference; that it takes a global token, and none of a third-party client: inferred, else a token could make a stronger one"},

	{Action: TeamInvitationsRead, Kind: Team, Words: "view invitations", Roles: creators, Source: "Dev Center \"Heroku Teams\": admins and members"},
	{Action: TeamInvitationsWrite, Kind: Team, Words: "invite users and revoke invitations", Roles: admins, Source: "Dev Center \"Heroku Teams\""},
	{Action: TeamInvitationRead, Kind: Team, Words: "read an invitation", Roles: creators, Self: true, Source: "Dev Center \"Heroku Teams\"; the person who is invited: inferred from accepting it"},
	{Action: TeamInvitationAccept, Kind: Team, Words: "accept an invitation", Self: true, Source: "Platform API reference: the person who is invited"},

	{Action: TeamIdentityProvidersRead, Kind: Team, Words: "view identity providers", Roles: creators, Source: "D1: admins and members, not viewers"},
	{Action: TeamIdentityProvidersWrite, Kind: Team, Words: "manage identity providers", Roles: admins, Source: "D1"},

	{Action: TeamUsageRead, Kind: Team, Words: "view the usage of the team", Roles: admins, Source: "D1: the usage tab is the admins'"},
	{Action: TeamInvoicesRead, Kind: Team, Words: "view the invoices of the team", Roles: admins, Source: "Dev Center \"Managing an Enterprise Team\": admins manage invoices and billing"},
	{Action: AppUsageRead, Kind: App, Words: "view the usage of the app", Permissions: Operate, OwnerOnly: true, Source: "D4: one permission for dyno usage; which: not resolved, operate is the cautious reading; personal apps: the owner, who pays"},
	{Action: AppConfigRead, Kind: App, Words: "view config vars", Permissions: Deploy | Operate, Reach: Protected, Source: "deploy: D5; operate: inferred from D4 (two permissions)"},
	{Action: AppConfigWrite, Kind: App, Words: "edit config vars", Permissions: Deploy | Operate, Reach: Protected, Source: "deploy: D5; operate: inferred from D4 (two permissions)"},
	{Action: AppReleasesRead, Kind: App, Words: "view releases", Permissions: View, Source: "D5"},
	{Action: AppReleaseCreate, Kind: App, Words: "release code", Permissions: Deploy, Source: "D5"},
	{Action: AppReleaseRollback, Kind: App, Words: "roll back a release", Permissions: Deploy | Operate, Source: "deploy: D5; operate: inferred from D4 (two permissions)"},
	{Action: AppBuildsRead, Kind: App, Words: "view builds", Permissions: View, Source: "D5"},
	{Action: AppBuildCreate, Kind: App, Words: "push code", Permissions: Deploy, Source: "D5, Trailhead"},
	{Action: AppSlugsRead, Kind: App, Words: "fetch code", Permissions: Deploy, Source: "D5"},
	{Action: AppBuildpacksRead, Kind: App, Words: "view buildpacks", Permissions: View, Source: "not found; inferred: builds, which name them, need view"},
	{Action: AppBuildpacksWrite, Kind: App, Words: "change buildpacks", Permissions: Deploy, Source: "not found; deploy is the cautious reading: they are part of the next build"},
	{Action: DynoSizesRead, Words: "read the catalogue of dyno sizes", Everybody: true, Source: "Platform API reference; that a token is needed: inferred"},
	{Action: AppFormationRead, Kind: App, Words: "view the dyno formation", Permissions: View, Source: "D5"},
	{Action: AppFormationWrite, Kind: App, Words: "scale and resize processes", Permissions: Deploy | Operate, Source: "operate: Trailhead; deploy: inferred from D4 (two permissions)"},
	{Action: AppDynosRead, Kind: App, Words: "view process status", Permissions: View, Source: "D5"},
	{Action: AppDynoCreate, Kind: App, Words: "run one-off dynos", Permissions: Deploy | Operate, Source: "deploy: D5, Trailhead; operate: inferred from D4 (two permissions)"},
	{Action: AppDynosRestart, Kind: App, Words: "restart and stop dynos", Permissions: Operate, Source: "Trailhead; D4: one permission; stopping a one-off: not found, the cautious reading"},
	{Action: AppDomainsRead, Kind: App, Words: "view domains", Permissions: View, Source: "not found; inferred: the DNS tells them to everybody"},
	{Action: AppDomainsWrite, Kind: App, Words: "add and remove domains", Permissions: Operate, Source: "not found; operate is the cautious reading"},
	{Action: AppACMWrite, Kind: App, Words: "switch automated certificate management", Permissions: Operate, Source: "not found; operate is the cautious reading"},
	{Action: AppLogDrainsRead, Kind: App, Words: "view log drains", Permissions: Operate, Source: "D4: one permission; which: not resolved, operate is the cautious reading"},
	{Action: AppLogDrainsWrite, Kind: App, Words: "add and remove log drains", Permissions: Operate, Source: "D4: one permission; which: inferred"},
	{Action: AppFeaturesRead, Kind: App, Words: "view the app's features", Permissions: View, Source: "not found; inferred: basic information"},
	{Action: AppFeaturesWrite, Kind: App, Words: "switch the app's features", Permissions: Operate, Source: "not found; operate is the cautious reading"},
}

// rows finds a Row by its action.
var rows = func() map[Action]*Row {
	m := make(map[Action]*Row, len(Table))
	for i := range Table {
		m[Table[i].Action] = &Table[i]
	}
	return m
}()

// Lookup returns the Row of an action; ok is false for an action that the table lacks.
func Lookup(a Action) (row Row, ok bool) {
	r, ok := rows[a]
	if !ok {
		return Row{}, false
	}
	return *r, true
}

package review

// Risk is how much attention something needs.
type Risk string

// The risks, the lowest first.
const (
	Information Risk = "information"
	Notice      Risk = "notice"
	High        Risk = "high"
	Critical    Risk = "critical"
)

// Rule rates changes and findings of one kind.
type Rule struct {
	ID   string
	Risk Risk   // where the policy says nothing else
	Help string // what it is about, in a sentence
}

// Rules are all rules. A policy can give each another risk.
var Rules = []Rule{
	{"gains_account_manage", Critical, "Somebody gets manage on an enterprise account, and can give everybody there everything."},
	{"gains_account_create", High, "Somebody may create teams in an enterprise account, and becomes their admin."},
	{"gains_account_permission", Notice, "Somebody gets view or billing on an enterprise account."},
	{"gains_admin", Critical, "Somebody becomes admin of a team, and may do everything to all its apps."},
	{"gains_role", Notice, "Somebody gets a role in a team, other than admin."},
	{"gains_manage", High, "Somebody may manage an app: who else may work on it, its lock, its deletion."},
	{"gains_deploy", High, "Somebody may deploy to an app: change its code and its config vars, and so read its secrets."},
	{"gains_operate", Notice, "Somebody may operate an app: scale and restart it, and change its config vars."},
	{"gains_view", Information, "Somebody may see an app."},
	{"gains_create_apps", Notice, "Somebody may create apps in a private space."},
	{"loses_access", Information, "Somebody loses a right."},
	{"keeps_access", Information, "Somebody keeps a right, for another reason."},
	{"unknown_access", High, "Nobody can say before the plan is applied who gets what."},

	{"outsider", High, "Somebody without a role in the team gets rights on its apps."},
	{"no_second_factor", High, "Somebody without multi-factor authentication gets more than view."},
	{"one_admin", High, "A team is left with one admin."},
	{"no_admin", Critical, "A team would be left without an admin, which the API refuses."},
	{"one_manager", High, "An enterprise account is left with one person who has manage."},
	{"no_manager", Critical, "An enterprise account would be left without anybody who has manage, which the API refuses."},
	{"locks_app", Information, "An app is locked: members and viewers of the team no longer see it unless they have permissions of their own."},
	{"unlocks_app", Notice, "An app is unlocked: everybody in the team sees it."},
	{"invites_admin", Critical, "Somebody is invited into a team as an admin."},
	{"invites", Notice, "Somebody is invited into a team with another role than admin."},
	{"drops_grants", Notice, "Somebody leaves a team, and loses what was granted on its apps with it."},
	{"deletes_team", Critical, "A team is deleted."},
	{"deletes_app", High, "An app is deleted."},
	{"deletes_space", High, "A private space is deleted."},
	{"transfers_app", High, "An app goes to another team or person, and everybody's rights on it with it."},
	{"transfers_space", High, "A private space goes to another team."},
	{"allowlist_exception", Notice, "Add-ons that are installed are no longer on the team's allowlist."},
	{"allowlist_off", High, "A team's add-on allowlist is not enforced any more."},
	{"allowlist_wider", Notice, "A team may install more add-on services."},
	{"default_role", Notice, "New users of a team get another role."},
	{"third_party_access", High, "OAuth clients that are not Heroku's own may use a team's apps."},
	{"identity_provider", Critical, "Who can sign in to a team, or to the teams of an enterprise account, changes with its identity provider."},
	{"trusted_ips", High, "Web traffic reaches a private space from other addresses than before."},
	{"drift", Notice, "The refresh found access that was changed outside Terraform."},
}

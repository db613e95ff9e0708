// Package access is the access model: who may do what to Heroku Enterprise teams and their apps.
//
// One table (table.go) names every action in Heroku's own words and says who may do it. The control plane
// enforces it with [Decide], the guide and the catalogue of permissions are printed from it, and the provider
// validates with the same words ([ParsePermissions], [ParseRole], [AppName], [Email]). No other package holds a rule
// about who may do what; rules that depend on more than the asker and the object (the last admin, joining a locked
// app, the add-on allowlist) are pure functions in rules.go, called inside the transaction that writes.
//
// The model is written twice: testdata/judge.cedar says it again, as Cedar policies made from the documents and not from the table,
// and judge_agree_test.go holds the two to each other, decision by decision.
//
// Decisions that the table rests on, where the public documents are silent or disagree:
//
//   - The four app permissions are independent. None implies another, manage implies neither deploy nor operate; view is
//     part of every stored grant (Dev Center "App Permissions and Allowed Actions"; the Heroku CLI always sends view).
//   - An unlocked app gives view to the team's members and viewers; a lock suspends that, and only that. A snapshot of
//     who could look before the lock would need state that Heroku's API has nowhere to show.
//   - Collaborators of a personal app, and of an app in a team of type "team", hold the fixed set view, deploy and operate
//     (Dev Center "Collaborating with Other Developers on Your App"); paid add-ons of a personal app stay with its owner.
//   - Permissions on an enterprise account give nothing inside teams, but for create, which creates, renames and deletes
//     teams (Dev Center "Enterprise Account Permissions and Allowed Actions").
//   - A space follows the role in its team alone: admins change it, every user of the team sees it. create_apps lets a member
//     create apps in it and nothing else; a viewer cannot hold it (space.go).
//   - A team can keep out the OAuth clients that are not Heroku's own: then nothing that it owns is open to their tokens, whoever the person
//     is (oauth_client.go).
//   - A pipeline and its apps have one owner, a team or a person. Admins and members manage their team's pipelines, as far as
//     their permissions on the apps go; who has access to an app of a pipeline sees the pipeline (pipeline.go).
package access

import (
	"slices"
	"strings"
)

// Role is what a person is in a team. The empty Role is a person without one.
type Role string

// The roles. A collaborator has no role in the team, only grants on some of its apps; Heroku lists such people with
// the role collaborator and never lets it be assigned.
const (
	NoRole       Role = ""
	Viewer       Role = "viewer"
	Member       Role = "member"
	Admin        Role = "admin"
	Collaborator Role = "collaborator"
)

// AssignableRoles are the roles that may be given to a person, in the order in which Heroku's schema names them.
var AssignableRoles = []Role{Admin, Member, Viewer}

// Permissions is a set of app permissions.
type Permissions uint8

// The four app permissions.
const (
	View Permissions = 1 << iota
	Deploy
	Operate
	Manage

	// AllPermissions is what an admin of the team and the creator of an app have.
	AllPermissions = View | Deploy | Operate | Manage
	// FixedPermissions is what a collaborator has where permissions cannot be chosen: on personal apps and in teams of
	// type "team" (Dev Center "Collaborating with Other Developers on Your App", "Heroku Teams").
	FixedPermissions = View | Deploy | Operate
)

// AppPermission is one app permission as people read it.
type AppPermission struct {
	Permission  Permissions // a set of one
	Name        string      // Heroku's word
	Description string
}

// AppPermissions is the catalogue, sorted by name as GET /teams/permissions answers it. Descriptions follow Trailhead's
// "Get the Most Out of Heroku Enterprise".
var AppPermissions = []AppPermission{
	{Deploy, "deploy", "Can deploy code, run one-off dynos, add and remove free add-ons, and view and edit config vars."},
	{Manage, "manage", "Can add and remove users and set their permissions, lock, rename, transfer and delete the app."},
	{Operate, "operate", "Can change the dyno formation, add and remove paid add-ons, and restart the app."},
	{View, "view", "Can see the app, its resources and who has which permission on it."},
}

// Has reports whether the set contains every permission of q.
func (p Permissions) Has(q Permissions) bool { return p&q == q }

// Names lists the permissions of the set in Heroku's words, sorted. It never returns nil, so that an empty set is an
// empty list on the wire.
func (p Permissions) Names() []string {
	names := []string{}
	for _, a := range AppPermissions {
		if p.Has(a.Permission) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (p Permissions) String() string { return strings.Join(p.Names(), ", ") }

// AccountPermissions is a set of permissions on an enterprise account.
type AccountPermissions uint8

// The four permissions on an enterprise account.
const (
	AccountView AccountPermissions = 1 << iota
	AccountBilling
	AccountManage
	AccountCreate
)

// AccountPermissionNames names the account permissions in the order of their bits.
var AccountPermissionNames = []string{"view", "billing", "manage", "create"}

// Has reports whether the set contains every permission of q.
func (p AccountPermissions) Has(q AccountPermissions) bool { return p&q == q }

// Names lists the permissions of the set in Heroku's words. It never returns nil.
func (p AccountPermissions) Names() []string {
	names := []string{}
	for i, n := range AccountPermissionNames {
		if p&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return names
}

// Subject is the person who asks, seen from the object that is asked about.
type Subject struct {
	Role         Role               // role in the object's team; NoRole outside it
	Grant        Permissions        // explicit grant on the app
	Owner        bool               // owns the app or the pipeline personally
	Collaborator bool               // has a grant on at least one app of the team, or of the pipeline
	Account      AccountPermissions // permissions on the enterprise account of the team, or on the account asked about
	Self         bool               // the request is about this person: his account, or a role, grant, invitation or transfer that he has
	Anonymous    bool               // nobody: no token was sent
	CreateApps   bool               // has been given create_apps on the space
	ThirdParty   bool               // comes with a token of an OAuth client that is not Heroku's own
}

// Object is what is asked about.
type Object struct {
	Kind       Kind
	Locked     bool // an app that only people with a grant may see
	Personal   bool // an app that belongs to a person, not to a team
	HerokuOnly bool // is, or belongs to, a team that has third-party OAuth access off
}

// Kind is the sort of an object.
type Kind string

// The kinds of object.
const (
	Nothing    Kind = ""                   // a catalogue, or the caller's own account: nothing that belongs to anybody else
	Team       Kind = "team"               // a team
	App        Kind = "app"                // an app, of a team or of a person
	Enterprise Kind = "enterprise account" // an enterprise account
	Account    Kind = "account"            // a person's own account, with the lists that belong to it
	Space      Kind = "space"              // a private space of a team
	Pipeline   Kind = "pipeline"           // a pipeline, of a team or of a person
)

// Decision says whether, and why.
type Decision struct {
	Allowed bool
	Reason  string // what allowed it ("team role admin"), or what is missing ("requires team role admin or app permission manage")
}

// EffectivePermission is one permission that a person has on an app, and where it comes from.
type EffectivePermission struct {
	Permission Permissions
	Reason     string
}

// ParsePermissions reads Heroku's words. The set always contains view: Heroku stores it with every grant. An unknown
// word is an [Invalid] that lists the known ones.
func ParsePermissions(words []string) (Permissions, error) {
	set := View
	for _, w := range words {
		i := slices.IndexFunc(AppPermissions, func(a AppPermission) bool { return a.Name == w })
		if i < 0 {
			return 0, invalidf("Unknown permission %q. Permissions are %s.", w, PermissionWords())
		}
		set |= AppPermissions[i].Permission
	}
	return set, nil
}

// PermissionWords lists the words for a sentence: "deploy, manage, operate and view".
func PermissionWords() string { return sentence(AllPermissions.Names(), "and") }

// ParseRole reads a role that may be assigned; any other word is an [Invalid] that lists the roles.
func ParseRole(word string) (Role, error) {
	if !slices.Contains(AssignableRoles, Role(word)) {
		return NoRole, invalidf("Unknown role %q. Roles are %s.", word, RoleWords())
	}
	return Role(word), nil
}

// RoleWords lists the assignable roles for a sentence: "admin, member and viewer".
func RoleWords() string {
	var words []string
	for _, r := range AssignableRoles {
		words = append(words, string(r))
	}
	return sentence(words, "and")
}

// ParseAccountPermissions reads permissions on an enterprise account; view is part of every one (Dev Center "Enterprise
// Accounts": everybody in the account sees the Access tab).
func ParseAccountPermissions(words []string) (AccountPermissions, error) {
	set := AccountView
	for _, w := range words {
		i := slices.Index(AccountPermissionNames, w)
		if i < 0 {
			return 0, invalidf("Unknown permission %q. Permissions on an enterprise account are %s.", w, sentence(AccountPermissionNames, "and"))
		}
		set |= 1 << i
	}
	return set, nil
}

// sentence joins words as a person writes them: "a, b and c".
func sentence(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

package access

import (
	"slices"
	"strings"
)

// Effective lists the permissions that the subject has on an app, each with where it comes from, sorted by name. An admin of
// the team and the owner of a personal app have all four, locked or not; everybody else has the explicit grant, and view
// while the app is unlocked and the role is member or viewer.
func Effective(s Subject, o Object) []EffectivePermission {
	var list []EffectivePermission
	for _, p := range AppPermissions {
		if reason := source(p.Permission, s, o); reason != "" {
			list = append(list, EffectivePermission{p.Permission, reason})
		}
	}
	return list
}

// EffectiveSet is [Effective] without the reasons.
func EffectiveSet(s Subject, o Object) Permissions {
	var set Permissions
	for _, e := range Effective(s, o) {
		set |= e.Permission
	}
	return set
}

// source says where one permission comes from, strongest first; empty when the subject does not have it.
func source(p Permissions, s Subject, o Object) string {
	s = s.on(o)
	switch {
	case s.Anonymous || o.Kind != App || s.shutOut(o):
		return ""
	case s.Owner:
		return "owner of the app"
	case s.Role == Admin:
		return "team role admin"
	case s.Grant.Has(p):
		return "granted on the app"
	case p == View && !o.Locked && (s.Role == Member || s.Role == Viewer):
		return "team role " + string(s.Role) + ", app not locked"
	}
	return ""
}

// on is the subject without what cannot be true of him on that object: nobody owns a team's app personally, and a personal app has
// neither a team nor managers beside its owner. Facts that contradict each other open nothing.
func (s Subject) on(o Object) Subject {
	switch {
	case o.Kind != App:
	case o.Personal:
		s.Role, s.Grant = NoRole, s.Grant&FixedPermissions
	default:
		s.Owner = false
	}
	return s
}

// Decide says whether the subject may do the action to the object, and why. What it does not know it denies: an action that
// the table lacks, an object of another kind, a role it has never heard of.
func Decide(a Action, s Subject, o Object) Decision {
	row, ok := rows[a]
	if !ok {
		return Decision{Reason: "unknown action " + string(a)}
	}
	s = s.on(o)
	if row.Kind != o.Kind {
		return Decision{Reason: string(a) + " does not apply to " + kindName(o.Kind)}
	}
	if missing := row.keptOut(s, o); missing != "" {
		return Decision{Reason: "requires " + missing}
	}
	if reason := row.allows(s, o); reason != "" {
		return Decision{Allowed: true, Reason: reason}
	}
	return Decision{Reason: "requires " + row.Who(o)}
}

// allows names the first column of the row that lets the subject in; empty when none does.
func (r *Row) allows(s Subject, o Object) string {
	if s.Anonymous {
		if r.Anonymous {
			return "open to everybody"
		}
		return ""
	}
	if r.Everybody || r.Anonymous {
		return "open to everybody"
	}
	if r.Self && s.Self {
		return "concerns oneself"
	}
	if s.Role != NoRole && slices.Contains(r.Roles, s.Role) {
		return "team role " + string(s.Role)
	}
	if r.Collaborator && s.Collaborator {
		return "grant on an app of the " + string(r.Kind)
	}
	if r.Owner && s.Owner {
		return "owner"
	}
	if r.CreateApps && s.CreateApps && s.Role == Member {
		return "space permission " + SpaceCreateApps
	}
	if held := s.Account & r.Account; held != 0 {
		return "account permission " + held.Names()[0]
	}
	for _, e := range Effective(s, o) {
		if r.Permissions.Has(e.Permission) && (!r.OwnerOnly || !o.Personal || s.Owner) {
			return "app permission " + e.Permission.String() + " (" + e.Reason + ")"
		}
	}
	return ""
}

// Who says in words who may do it to the object: "team role admin or app permission manage".
func (r Row) Who(o Object) string {
	if r.Anonymous {
		return "nothing"
	}
	if r.Everybody {
		return "a valid token"
	}
	if o.Personal && r.OwnerOnly {
		return "to be the owner of the app"
	}
	var ways []string
	roles := r.Roles
	if r.Permissions != 0 && !o.Personal {
		roles = admins // an admin of the team has every permission
	}
	if len(roles) > 0 {
		var words []string
		for _, role := range roles {
			words = append(words, string(role))
		}
		ways = append(ways, "team role "+sentence(words, "or"))
	}
	if r.Permissions != 0 {
		ways = append(ways, "app permission "+sentence(r.Permissions.Names(), "or"))
	}
	if r.Owner {
		ways = append(ways, "to be the owner")
	}
	if r.CreateApps {
		ways = append(ways, "space permission "+SpaceCreateApps)
	}
	if r.Account != 0 {
		ways = append(ways, "account permission "+sentence(r.Account.Names(), "or"))
	}
	if r.Collaborator {
		ways = append(ways, "a grant on an app of the "+string(r.Kind))
	}
	if r.Self {
		ways = append(ways, "to be the person concerned")
	}
	return strings.Join(ways, " or ")
}

func kindName(k Kind) string {
	if k == Nothing {
		return "nothing in particular"
	}
	return "an object of kind " + string(k)
}

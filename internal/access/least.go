package access

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
)

// Use is an action that somebody carried out, and what it was carried out on.
type Use struct {
	Action Action
	Writes bool   // it changed something, or might have
	Self   bool   // it was about the person who did it
	Object Object // as it was then
	Key    string // tells objects apart, such as an id
}

// InTeam is what somebody can have in a team.
type InTeam struct {
	Role       Role
	Grants     map[string]Permissions // on apps, by key; those without any are not in it
	CreateApps map[string]bool        // on spaces, by key
}

// LeastInTeam finds the least that is enough for what was done in a team: of all roles, each with the smallest grants beside it, the one
// that opens the fewest actions on the team and on what was used; on the same number, the lower role. The uses are those on the team, its
// apps, spaces and pipelines. It is not found where no role and no grant is enough, as for what third-party clients may not do.
func LeastInTeam(uses []Use) (least InTeam, found bool) {
	fewest := 0
	for _, role := range roleRanks {
		if in, ok := enoughInTeam(role, uses); ok {
			if n := in.reach(uses); !found || n < fewest {
				least, fewest, found = in, n, true
			}
		}
	}
	return least, found
}

// enoughInTeam finds the smallest grants with which a role is enough.
func enoughInTeam(role Role, uses []Use) (InTeam, bool) {
	in := InTeam{role, map[string]Permissions{}, map[string]bool{}}
	apps := map[string]Permissions{} // what is tried; view comes with every grant
	for _, u := range uses {
		if u.Object.Kind == App {
			apps[u.Key] = 0
		}
	}
	for _, key := range slices.Sorted(maps.Keys(apps)) {
		grant, ok := leastGrant(role, key, uses)
		if !ok {
			return in, false
		}
		if grant != 0 {
			in.Grants[key] = grant
		}
	}
	for _, u := range uses {
		if u.Object.Kind == App || in.allows(u) {
			continue
		}
		if u.Object.Kind == Space && role == Member && !in.CreateApps[u.Key] {
			in.CreateApps[u.Key] = true
			if in.allows(u) {
				continue
			}
		}
		return in, false
	}
	return in, true
}

// leastGrant finds the smallest grant on one app.
func leastGrant(role Role, key string, uses []Use) (least Permissions, found bool) {
	for grant := range AllPermissions + 1 {
		if grant != 0 && !grant.Has(View) || found && bits.OnesCount8(uint8(grant)) >= bits.OnesCount8(uint8(least)) {
			continue
		}
		enough := !slices.ContainsFunc(uses, func(u Use) bool {
			return u.Object.Kind == App && u.Key == key && !Decide(u.Action, Subject{Role: role, Grant: grant, Collaborator: grant != 0, Self: u.Self}, u.Object).Allowed
		})
		if enough {
			least, found = grant, true
		}
	}
	return least, found
}

// subject is somebody who has this, seen from what was used.
func (in InTeam) subject(u Use) Subject {
	s := Subject{Role: in.Role, Collaborator: len(in.Grants) > 0, Self: u.Self}
	switch u.Object.Kind {
	case App:
		s.Grant = in.Grants[u.Key]
		s.Collaborator = s.Grant != 0
	case Space:
		s.CreateApps = in.CreateApps[u.Key]
	case Nothing, Team, Enterprise, Account, Pipeline:
	}
	return s
}

func (in InTeam) allows(u Use) bool { return Decide(u.Action, in.subject(u), u.Object).Allowed }

// reach counts the actions that it opens on the team, on an app of which nothing is known, and on everything that was used.
func (in InTeam) reach(uses []Use) (n int) {
	objects := map[string]Use{"": {Object: Object{Kind: Team}}, "app": {Object: Object{Kind: App}, Key: "\x00"}}
	for _, u := range uses {
		u.Self = false
		objects[string(u.Object.Kind)+"\x00"+u.Key] = u
	}
	for _, u := range objects {
		n += opened(in.subject(u), u.Object)
	}
	return n
}

// LeastOnAccount finds the smallest set of permissions on an enterprise account that is enough for what was done there.
func LeastOnAccount(uses []Use) (least AccountPermissions, found bool) {
	for set := range allAccount + 1 {
		if set != 0 && !set.Has(AccountView) || found && bits.OnesCount8(uint8(set)) >= bits.OnesCount8(uint8(least)) {
			continue
		}
		if !slices.ContainsFunc(uses, func(u Use) bool { return !Decide(u.Action, Subject{Account: set, Self: u.Self}, u.Object).Allowed }) {
			least, found = set, true
		}
	}
	return least, found
}

// LeastScopes finds the scopes of a token that are enough for what was done with it, and open the fewest actions.
func LeastScopes(uses []Use) Scopes {
	all := Scopes(1)<<len(ScopeNames) - 1
	least := ScopeGlobal
	for set := Scopes(1); set <= all; set++ {
		enough := !slices.ContainsFunc(uses, func(u Use) bool { return !set.Allow(u.Action, u.Writes).Allowed })
		if enough && cmp.Or(cmp.Compare(set.reach(), least.reach()), cmp.Compare(bits.OnesCount8(uint8(set)), bits.OnesCount8(uint8(least)))) < 0 {
			least = set
		}
	}
	return least
}

// reach counts the actions that a token with these scopes may be used for, looking and writing.
func (s Scopes) reach() (n int) {
	for _, row := range Table {
		for _, writes := range []bool{false, true} {
			if s.Allow(row.Action, writes).Allowed {
				n++
			}
		}
	}
	return n
}

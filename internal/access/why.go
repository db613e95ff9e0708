package access

import (
	"cmp"
	"slices"
	"strings"
)

// Way is a change after which a person may do what is denied now.
type Way struct {
	Change string // such as "grant deploy on the app"
	Opens  int    // how many actions become possible by it in all, on the object and, with a role, on what else the team has
	All    bool   // they become possible for others too
}

// step is one change of what is so. A step that does not apply leaves everything as it is.
type step struct {
	change string
	take   func(s *Subject, o *Object)
	all    bool // it changes things for others too
}

// Ways lists what would let a subject do an action to an object, the cheapest first: what changes nothing for others, then what opens the
// fewest other actions. Changes that need each other are one way. There is none for what is allowed already, and for what nobody can be
// given.
func Ways(a Action, s Subject, o Object) []Way {
	if Decide(a, s, o).Allowed {
		return nil
	}
	ways := waysOf(a, s, o, steps(s, o))
	if len(ways) > 0 {
		return ways
	}
	var pairs []step
	seen := map[[2]string]bool{} // in either order they are one way
	for _, first := range steps(s, o) {
		after, there := s, o
		first.take(&after, &there)
		for _, second := range steps(after, there) {
			if seen[[2]string{second.change, first.change}] {
				continue
			}
			seen[[2]string{first.change, second.change}] = true
			pairs = append(pairs, step{first.change + " and " + second.change, func(s *Subject, o *Object) {
				first.take(s, o)
				second.take(s, o)
			}, first.all || second.all})
		}
	}
	return waysOf(a, s, o, pairs)
}

// waysOf are the steps that are enough.
func waysOf(a Action, s Subject, o Object, steps []step) (ways []Way) {
	before := reach(s, o)
	for _, step := range steps {
		after, there := s, o
		if step.take(&after, &there); Decide(a, after, there).Allowed {
			ways = append(ways, Way{step.change, reach(after, there) - before, step.all})
		}
	}
	slices.SortStableFunc(ways, func(x, y Way) int {
		switch {
		case x.All != y.All && y.All:
			return -1
		case x.All != y.All:
			return 1
		}
		return cmp.Or(cmp.Compare(x.Opens, y.Opens), strings.Compare(x.Change, y.Change))
	})
	return ways
}

// keys are the actions with which people can give themselves all others on an object of a kind.
var keys = map[Kind]Action{App: AppAccessWrite, Team: TeamMembersWrite, Space: SpaceMembersWrite, Enterprise: EnterpriseAccountMembersWrite}

// opened counts the actions that are allowed on an object: all of its kind for whoever can give himself the others.
func opened(s Subject, o Object) (n int) {
	key, ok := keys[o.Kind]
	all := ok && Decide(key, s, o).Allowed
	for _, row := range Table {
		if row.Kind == o.Kind && (all || Decide(row.Action, s, o).Allowed) {
			n++
		}
	}
	return n
}

// reach counts the actions that are allowed on the object and, since a role is not about one object, on a team's things as they are when
// nothing is said about them.
func reach(s Subject, o Object) (n int) {
	for _, kind := range []Kind{Nothing, Account, Team, App, Space, Pipeline, Enterprise} {
		if kind == o.Kind {
			n += opened(s, o)
			continue
		}
		n += opened(Subject{Role: s.Role, Collaborator: s.Collaborator, Account: s.Account, ThirdParty: s.ThirdParty}, Object{Kind: kind, HerokuOnly: o.HerokuOnly})
	}
	return n
}

// steps are the changes that there are for a subject and an object.
func steps(s Subject, o Object) (all []step) {
	add := func(change string, take func(*Subject, *Object)) { all = append(all, step{change, take, false}) }
	if s.ThirdParty {
		add("use a token that belongs to no third-party OAuth client", func(s *Subject, _ *Object) { s.ThirdParty = false })
		if o.HerokuOnly {
			all = append(all, step{"switch third-party OAuth access to the team on", func(_ *Subject, o *Object) { o.HerokuOnly = false }, true})
		}
	}
	if o.Kind == Enterprise || o.Kind == Team {
		for i, name := range AccountPermissionNames {
			if s.Account&(1<<i) == 0 {
				add("give "+name+" on the enterprise account", func(s *Subject, _ *Object) { s.Account |= AccountView | 1<<i })
			}
		}
	}
	if o.Kind == App {
		all = append(all, appSteps(s, o)...)
	}
	if (o.Kind == Team || o.Kind == Pipeline) && !s.Collaborator {
		add("grant view on one of its apps", func(s *Subject, _ *Object) { s.Collaborator = true })
	}
	if o.Kind == Space && s.Role == Member && !s.CreateApps {
		add("give "+SpaceCreateApps+" on the space", func(s *Subject, _ *Object) { s.CreateApps = true })
	}
	if o.Kind == Enterprise || o.Kind == Account || o.Kind == Nothing || o.Personal {
		return all
	}
	for _, role := range roleRanks[rankOf(s.Role)+1:] {
		add("give the team role "+string(role), func(s *Subject, _ *Object) { s.Role = role })
	}
	return all
}

// appSteps are those for an app alone.
func appSteps(s Subject, o Object) (all []step) {
	add := func(change string, others bool, take func(*Subject, *Object)) {
		all = append(all, step{change, take, others})
	}
	if o.Personal {
		if !s.Grant.Has(FixedPermissions) {
			add("make the person a collaborator of the app", false, func(s *Subject, _ *Object) { s.Grant, s.Collaborator = FixedPermissions, true })
		}
		if !s.Owner {
			add("transfer the app to the person", true, func(s *Subject, _ *Object) { s.Owner = true })
		}
		return all
	}
	for _, p := range AppPermissions {
		if !s.Grant.Has(p.Permission) {
			add("grant "+p.Name+" on the app", false, func(s *Subject, _ *Object) { s.Grant, s.Collaborator = s.Grant|View|p.Permission, true })
		}
	}
	if o.Locked {
		add("unlock the app", true, func(_ *Subject, o *Object) { o.Locked = false })
	}
	return all
}

// roleRanks are the roles, from nothing to everything.
var roleRanks = []Role{NoRole, Viewer, Member, Admin}

// rankOf is the place of a role in [roleRanks]; a role that nobody knows gives as much as none.
func rankOf(r Role) int { return max(slices.Index(roleRanks, r), 0) }

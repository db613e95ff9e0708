package review

import (
	"cmp"
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// doApp creates, changes, transfers or deletes an app. Who creates or transfers one gets every permission on it.
func (s *simulation) doApp(st *step) {
	v := st.now()
	if st.does == "create" {
		s.newApp(st, v)
		return
	}
	a := s.after.app(v.text("id"), v.text("name"))
	if a == nil {
		return
	}
	if st.does == "delete" {
		s.touch(st, ofApp, a.row, nil)
		s.finding(st, "deletes_app", s.after.appObject(a), nil, "The app %s is deleted, with everything in it.", a.label())
		a.gone, s.byTeam = true, nil
		return
	}
	if name := v.text("name"); name != "" {
		a.name = name
		s.after.apps.index(a.row, &a.place)
	}
	if v.text("team_id") != "" && v.text("team_id") == st.before.text("team_id") || v.null("team") {
		return // spelled anew, at most
	}
	s.transfer(st, a, s.teamTarget(st))
}

func (s *simulation) newApp(st *step, v values) {
	a := add[app, *app](&s.after.apps, "", v.text("name"))
	a.team, a.space, a.created, a.known, a.whole = none, none, true, true, true
	a.grants = map[*person]access.Permissions{s.myself(): access.AllPermissions}
	if a.name == "" {
		a.name = st.change.Address
	}
	s.appear(st.change.Address, object{ofApp, a.row})
	s.byTeam = nil
	if t := s.teamTarget(st); t != nil {
		a.team = t.row
	} else {
		s.gaps.add("To which team the app " + a.label() + " will belong is known only after the plan is applied: who has a role there may see it.")
	}
	if !v.null("space") {
		if sp := s.spaceTarget(st); sp != nil {
			a.space = sp.row
		}
	}
	s.touch(st, ofApp, a.row, nil)
	s.touch(st, ofApp, a.row, s.myself())
}

// transfer gives an app to another team. Grants and lock stay.
func (s *simulation) transfer(st *step, a *app, to *team) {
	if to == nil {
		s.finding(st, "unknown_access", s.after.appObject(a), nil, "To which team the app %s goes is known only after the plan is applied.", a.label())
		for _, p := range holders(a.grants) {
			s.unclear(st, p, s.after.appObject(a), a.grants[p].Names()...)
		}
		return
	}
	if to.row == a.team {
		return
	}
	from := "another owner"
	if t := s.after.teams.at(a.team); t != nil {
		from = "the team " + t.label()
	}
	a.team, a.owner, s.byTeam = to.row, nil, nil
	s.touch(st, ofApp, a.row, nil)
	a.grants[s.myself()] = access.AllPermissions
	s.touch(st, ofApp, a.row, s.myself())
	s.finding(st, "transfers_app", s.after.appObject(a), nil, "The app %s goes from %s to the team %s. The permissions that people were given on it, and its lock, go with it.", a.label(), from, to.label())
}

// doTransfer gives an app to a team or a person. A personal app is only offered to a person, who has to accept.
func (s *simulation) doTransfer(st *step) {
	v := st.now()
	a := s.appTarget(st, "app_id")
	if st.does == "delete" {
		return // it stays where it is
	}
	if a == nil {
		s.unclear(st, s.stranger(st), s.somewhere(st, ofApp, "app"))
		return
	}
	if st.does == "create" && !v.null("team") {
		s.transfer(st, a, s.teamTarget(st))
	} else if st.does == "create" {
		s.toPerson(st, a, v)
		return
	}
	if v.is("locked") && !a.locked {
		s.locks(st, a, true)
	}
}

// toPerson makes a team's app a person's own. Every grant on it ends, and there is no lock.
func (s *simulation) toPerson(st *step, a *app, v values) {
	t := s.after.teams.at(a.team)
	if t == nil {
		if a.owner == nil {
			s.gaps.add("Who owns the app " + a.label() + " is not known: a personal app is only offered to the person, a team's becomes the person's own at once.")
		}
		return
	}
	email := v.text("recipient")
	if email == "" {
		s.unclear(st, s.stranger(st), s.after.appObject(a), access.AllPermissions.Names()...)
	} else {
		a.owner = s.people.who("", email)
		s.touch(st, ofApp, a.row, a.owner)
	}
	s.finding(st, "transfers_app", s.after.appObject(a), holders(a.grants), "The app %s leaves the team %s and becomes the personal app of %s. Everybody else loses every permission on it.", a.label(), t.label(), cmp.Or(email, "somebody who is known only after the plan is applied"))
	a.team, a.locked, a.grants, s.byTeam = none, false, map[*person]access.Permissions{}, nil
	s.touch(st, ofApp, a.row, nil)
}

// doGrant gives a person permissions on an app, or takes them.
func (s *simulation) doGrant(st *step) {
	a, who := s.appTarget(st, "app_id"), s.personOf(st)
	switch {
	case a == nil && st.does != "delete":
		s.unclear(st, who, s.somewhere(st, ofApp, "app"), st.after.wanted("permissions")...)
	case a == nil:
	case st.does == "delete":
		s.revoke(st, a, who)
	default:
		s.give(st, a, who, st.after, "permissions")
	}
}

func (s *simulation) give(st *step, a *app, who *person, v values, attribute string) {
	if v.open(attribute) {
		s.unclear(st, who, s.after.appObject(a))
		return
	}
	s.uncertain(st, a.team, who, a.label())
	a.grants[who] = permissions(v.words(attribute)) | access.View
	s.touch(st, ofApp, a.row, who)
}

// uncertain notes that a person gets something in a team that the person leaves in the same plan, where nothing says which comes first: what is
// given before is lost again.
func (s *simulation) uncertain(st *step, team int, who *person, where string) {
	left := s.left[spotOf{team, who}]
	if left == nil || left.reaches(st, map[*step]bool{}) {
		return
	}
	s.gaps.add(fmt.Sprintf("%s leaves the team of %s by %s, and gets permissions there by %s: which comes first is not certain, and what is given first is lost again. Let the second depend on the first (depends_on).",
		who.label(), where, left.change.Address, st.change.Address))
}

func (s *simulation) revoke(st *step, a *app, who *person) {
	delete(a.grants, who)
	s.touch(st, ofApp, a.row, who)
}

// doLock locks or unlocks an app.
func (s *simulation) doLock(st *step) {
	a := s.appTarget(st, "id")
	if a == nil {
		if st.does == "create" {
			s.unclear(st, s.stranger(st), s.somewhere(st, ofApp, "app"), "view")
		}
		return
	}
	s.locks(st, a, st.does != "delete")
}

func (s *simulation) locks(st *step, a *app, locked bool) {
	if !a.known {
		s.gaps.add("Whether the app " + a.label() + " is locked now is not known; it is taken for not locked.")
	}
	a.locked, a.known = locked, true
	s.touch(st, ofApp, a.row, nil)
}

// doSpace creates, renames, transfers or deletes a space. Its apps follow it; who has no role in the new team loses create_apps.
func (s *simulation) doSpace(st *step) {
	v := st.now()
	if st.does == "create" {
		sp := add[space, *space](&s.after.spaces, "", v.text("name"))
		sp.team, sp.created, sp.whole, sp.grants = none, true, true, map[*person]bool{}
		sp.trusted, sp.ranged = everywhere(), true
		if t := s.teamTarget(st); t != nil {
			sp.team = t.row
		}
		s.appear(st.change.Address, object{ofSpace, sp.row})
		s.touch(st, ofSpace, sp.row, nil)
		return
	}
	sp := s.after.space(v.text("id"), v.text("name"))
	if sp == nil {
		return
	}
	if st.does == "delete" {
		s.touch(st, ofSpace, sp.row, nil)
		s.finding(st, "deletes_space", s.after.spaceObject(sp), nil, "The private space %s is deleted.", sp.label())
		sp.gone = true
		return
	}
	if name := v.text("name"); name != "" {
		sp.name = name
		s.after.spaces.index(sp.row, &sp.place)
	}
	if v.text("team_id") != "" && v.text("team_id") == st.before.text("team_id") {
		return
	}
	s.transferSpace(st, sp, s.teamTarget(st))
}

func everywhere() (sources []string) {
	for _, rule := range access.DefaultInboundRules {
		sources = append(sources, rule.Source)
	}
	return sources
}

func (s *simulation) transferSpace(st *step, sp *space, to *team) {
	if to == nil {
		s.finding(st, "unknown_access", s.after.spaceObject(sp), nil, "To which team the private space %s goes is known only after the plan is applied.", sp.label())
		return
	}
	if to.row == sp.team {
		return
	}
	from := "another team"
	if t := s.after.teams.at(sp.team); t != nil {
		from = "the team " + t.label()
	}
	sp.team, s.byTeam = to.row, nil
	s.touch(st, ofSpace, sp.row, nil)
	for _, a := range s.after.apps.list {
		if a.space == sp.row && !a.gone {
			a.team = to.row
			s.touch(st, ofApp, a.row, nil)
		}
	}
	s.finding(st, "transfers_space", s.after.spaceObject(sp), nil, "The private space %s goes with its apps from %s to the team %s.", sp.label(), from, to.label())
	for _, p := range holders(sp.grants) {
		if !access.CreatesSpaceApps(to.roles[p], true) {
			delete(sp.grants, p)
			s.touch(st, ofSpace, sp.row, p)
		}
	}
}

// doSpaceGrant lets a person create apps in a space, or no longer. Admins keep that.
func (s *simulation) doSpaceGrant(st *step) {
	sp, who := s.spaceTarget(st), s.personOf(st)
	switch {
	case sp == nil && st.does != "delete":
		s.unclear(st, who, s.somewhere(st, ofSpace, "space"), st.after.wanted("permissions")...)
	case sp == nil:
	case st.does == "delete":
		if access.GrantSpace(who.label(), s.after.role(sp.team, who), false) == nil {
			delete(sp.grants, who)
			s.touch(st, ofSpace, sp.row, who)
		}
	case st.after.open("permissions"):
		s.unclear(st, who, s.after.spaceObject(sp))
	default:
		s.uncertain(st, sp.team, who, sp.label())
		sp.grants[who] = creates(st.after.words("permissions"))
		s.touch(st, ofSpace, sp.row, who)
	}
}

package main

import (
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// The size of an estate. The last person only looks: nobody changes anything about him.
const (
	persons  = 6
	holdings = 2
	teams    = 2
)

// estate is what the model knows of two teams of an enterprise account, an add-on service, two apps and six people. Two are compared
// with ==.
type estate struct {
	account [persons]access.AccountPermissions
	roles   [teams][persons]access.Role
	allowed [teams]bool // the service is on the team's allowlist, which is on
	apps    [holdings]holding
}

// holding is an app. Its owner is a team, or, from teams on, a person.
type holding struct {
	owner  int
	locked bool
	grants [persons]access.Permissions
}

func (h holding) personal() bool { return h.owner >= teams }

// act is one request: who does what, in which team or to which app, to whom.
type act struct {
	verb             verb
	actor, team, app int
	person           int
	role             access.Role
	permissions      access.Permissions
	on               bool
	owner            int // as in holding
}

// reply is what came of a request. The text says in one form what the server and the model say in theirs; a refusal has none.
type reply struct {
	unknown bool // there was no answer: it may have happened, or may happen yet
	status  int
	text    string
}

// verb is what a request does.
type verb int

const (
	putMember verb = iota
	patchMember
	removeMember
	listMembers
	grant
	regrant
	revoke
	listGrants
	lock
	readApp
	allow
	disallow
	install
	transfer
	snapshot // the whole estate, read from the database in one transaction
)

// verbs is the sequential specification: what each request does to an estate, and how it is answered.
var verbs = [...]struct {
	name   string
	weight int // how often it is asked for
	reads  bool
	apply  func(estate, act) (after estate, status int, text string)
}{
	putMember:    {"put member", 4, false, func(s estate, x act) (estate, int, string) { return s.writeMember(x, true) }},
	patchMember:  {"patch member", 3, false, func(s estate, x act) (estate, int, string) { return s.writeMember(x, false) }},
	removeMember: {"remove member", 3, false, estate.removeMember},
	listMembers:  {"list members", 4, true, estate.listMembers},
	grant:        {"grant", 3, false, estate.grant},
	regrant:      {"regrant", 2, false, estate.regrant},
	revoke:       {"revoke", 2, false, estate.revoke},
	listGrants:   {"list grants", 4, true, estate.listGrants},
	lock:         {"lock", 3, false, estate.lock},
	readApp:      {"read app", 5, true, estate.readApp},
	allow:        {"allow", 2, false, estate.allow},
	disallow:     {"disallow", 2, false, estate.disallow},
	install:      {"install", 2, false, estate.install},
	transfer:     {"transfer", 2, false, estate.transfer},
	snapshot:     {"snapshot", 0, true, func(s estate, _ act) (estate, int, string) { return s, 200, fmt.Sprint(s) }},
}

// modelStep says whether an estate can answer a request like that, and what it is afterwards. A request without an answer may have had any,
// and porcupine may put it last, where it has happened to nobody's knowledge.
func modelStep(s estate, x act, got reply) (bool, estate) {
	after, status, text := verbs[x.verb].apply(s, x)
	return got.unknown || got.status == status && got.text == text, after
}

// inTeam decides about an action of the actor in the team.
func (s estate) inTeam(a access.Action, x act) bool {
	subject := access.Subject{Role: s.roles[x.team][x.actor], Collaborator: s.collaborates(x.actor, x.team), Account: s.account[x.actor]}
	subject.Self = x.actor == x.person && subject.Role != access.NoRole
	return access.Decide(a, subject, access.Object{Kind: access.Team}).Allowed
}

func (s estate) collaborates(person, team int) bool {
	for _, h := range s.apps {
		if h.owner == team && h.grants[person] != 0 {
			return true
		}
	}
	return false
}

// onApp decides about an action of the actor on the app.
func (s estate) onApp(a access.Action, x act) bool {
	h := s.apps[x.app]
	subject := access.Subject{Grant: h.grants[x.actor], Collaborator: h.grants[x.actor] != 0, Owner: h.owner == teams+x.actor, Role: s.roleOn(x.app, x.actor)}
	subject.Self = x.actor == x.person && subject.Collaborator
	return access.Decide(a, subject, access.Object{Kind: access.App, Locked: h.locked, Personal: h.personal()}).Allowed
}

// roleOn is the role of a person in the team of an app.
func (s estate) roleOn(app, person int) access.Role {
	if s.apps[app].personal() {
		return access.NoRole
	}
	return s.roles[s.apps[app].owner][person]
}

func (s estate) admins(team int) (n int) {
	for _, role := range s.roles[team] {
		if role == access.Admin {
			n++
		}
	}
	return n
}

func (s estate) writeMember(x act, adds bool) (estate, int, string) {
	was := s.roles[x.team][x.person]
	switch {
	case !s.inTeam(access.TeamMembersWrite, x):
		return s, 403, ""
	case was == access.NoRole && !adds:
		return s, 404, ""
	case was != access.NoRole && access.KeepAdmin("", s.admins(x.team), was, x.role) != nil:
		return s, 422, ""
	}
	s.roles[x.team][x.person] = x.role
	if was != access.NoRole {
		return s, 200, string(x.role)
	}
	s.account[x.person] |= access.AccountView
	return s, 201, string(x.role)
}

func (s estate) removeMember(x act) (estate, int, string) {
	was := s.roles[x.team][x.person]
	switch {
	case !s.inTeam(access.TeamMemberDelete, x):
		return s, 403, ""
	case was == access.NoRole:
		return s, 404, ""
	case access.KeepAdmin("", s.admins(x.team), was, access.NoRole) != nil:
		return s, 422, ""
	}
	s.roles[x.team][x.person] = access.NoRole
	for i := range s.apps {
		if s.apps[i].owner == x.team {
			s.apps[i].grants[x.person] = 0
		}
	}
	return s, 200, string(was)
}

func (s estate) listMembers(x act) (estate, int, string) {
	if !s.inTeam(access.TeamMembersRead, x) {
		return s, 403, ""
	}
	shown := s.roles[x.team]
	for i, role := range shown {
		if role == access.NoRole && s.collaborates(i, x.team) {
			shown[i] = access.Collaborator
		}
	}
	return s, 200, fmt.Sprint(shown)
}

func (s estate) grant(x act) (estate, int, string) {
	h := &s.apps[x.app]
	switch {
	case !s.onApp(access.AppRead, x):
		return s, 403, ""
	case h.personal(): // permissions cannot be chosen
		return s, 422, ""
	}
	if !s.onApp(access.AppAccessWrite, x) {
		switch {
		case x.actor != x.person || !s.onApp(access.AppJoin, x) || x.permissions != access.View:
			return s, 403, ""
		case h.grants[x.actor] == 0 && h.locked:
			return s, 403, ""
		}
	}
	if h.grants[x.person] != 0 {
		return s, 422, ""
	}
	h.grants[x.person] = x.permissions
	return s, 201, x.permissions.String()
}

func (s estate) regrant(x act) (estate, int, string) {
	h := &s.apps[x.app]
	switch {
	case !s.onApp(access.AppAccessWrite, x):
		return s, 403, ""
	case h.personal():
		return s, 422, ""
	case h.grants[x.person] == 0:
		return s, 404, ""
	}
	h.grants[x.person] = x.permissions
	return s, 200, x.permissions.String()
}

func (s estate) revoke(x act) (estate, int, string) {
	was := s.apps[x.app].grants[x.person]
	switch {
	case !s.onApp(access.AppAccessDelete, x):
		return s, 403, ""
	case was == 0:
		return s, 404, ""
	}
	s.apps[x.app].grants[x.person] = 0
	return s, 200, was.String()
}

func (s estate) listGrants(x act) (estate, int, string) {
	if !s.onApp(access.AppAccessRead, x) {
		return s, 403, ""
	}
	shown := s.apps[x.app].grants
	for i := range shown {
		if shown[i] == 0 && s.roleOn(x.app, i) == access.Admin {
			shown[i] = access.AllPermissions
		}
	}
	return s, 200, fmt.Sprint(s.apps[x.app].owner, shown)
}

func (s estate) lock(x act) (estate, int, string) {
	switch {
	case !s.onApp(access.AppRead, x) || !s.onApp(access.AppLock, x):
		return s, 403, ""
	case s.apps[x.app].personal():
		return s, 422, ""
	}
	s.apps[x.app].locked = x.on
	return s.readApp(x)
}

func (s estate) readApp(x act) (estate, int, string) {
	if !s.onApp(access.AppRead, x) {
		return s, 403, ""
	}
	return s, 200, s.appText(x)
}

func (s estate) appText(x act) string {
	h := s.apps[x.app]
	return fmt.Sprint(h.owner, h.locked, h.grants[x.actor] != 0)
}

func (s estate) allow(x act) (estate, int, string) {
	switch {
	case !s.inTeam(access.TeamAllowlistWrite, x):
		return s, 403, ""
	case s.allowed[x.team]:
		return s, 422, ""
	}
	s.allowed[x.team] = true
	return s, 201, ""
}

func (s estate) disallow(x act) (estate, int, string) {
	switch {
	case !s.inTeam(access.TeamAllowlistWrite, x):
		return s, 403, ""
	case !s.allowed[x.team]:
		return s, 404, ""
	}
	s.allowed[x.team] = false
	return s, 200, ""
}

func (s estate) install(x act) (estate, int, string) {
	h := s.apps[x.app]
	if !s.onApp(access.AppRead, x) || !s.onApp(access.AppAddonsFree, x) ||
		!h.personal() && access.InstallAddon("", "", true, s.allowed[h.owner], s.roleOn(x.app, x.actor)) != nil {
		return s, 403, ""
	}
	return s, 201, ""
}

func (s estate) transfer(x act) (estate, int, string) {
	h := &s.apps[x.app]
	if !s.onApp(access.AppRead, x) || !s.onApp(access.AppTransfer, x) {
		return s, 403, ""
	}
	if x.owner < teams {
		switch {
		case !s.inTeam(access.TeamAppTransferIn, act{actor: x.actor, team: x.owner, person: -1}):
			return s, 403, ""
		case h.owner == x.owner:
			return s, 422, ""
		}
		h.owner, h.grants[x.actor] = x.owner, access.AllPermissions
		return s, 200, s.appText(x)
	}
	person := x.owner - teams
	if h.personal() || person != x.actor && s.roles[h.owner][person] == access.NoRole {
		return s, 422, ""
	}
	*h = holding{owner: x.owner}
	return s, 200, s.appText(x)
}

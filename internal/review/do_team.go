package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// doTeam creates, changes or deletes a team. Who creates one becomes its admin.
func (s *simulation) doTeam(st *step) {
	v := st.now()
	if st.does == "create" {
		t := s.newTeam(v.text("name"))
		s.appear(st.change.Address, object{ofTeam, t.row})
		s.ownAccount(st, t, v)
		t.roles[s.myself()] = access.Admin
		s.touch(st, ofTeam, t.row, s.myself())
		s.touch(st, ofTeam, t.row, nil)
		s.settings(st, t, values{}, v)
		return
	}
	t := s.after.team(v.text("id"), v.text("name"))
	if t == nil {
		return
	}
	if st.does == "update" {
		if name := v.text("name"); name != "" {
			t.name = name
			s.after.teams.index(t.row, &t.place)
		}
		s.settings(st, t, st.before, v)
		return
	}
	s.touch(st, ofTeam, t.row, nil)
	s.finding(st, "deletes_team", s.after.teamObject(t), holders(t.roles), "The team %s is deleted, and with it the roles of %s.", t.label(), counted(len(t.roles), t.whole, "who has one", "who have one"))
	t.gone = true
	for _, a := range s.after.apps.list { // the API refuses that, so the plan deletes them first
		if a.team == t.row && !a.gone {
			a.gone = true
			s.touch(st, ofApp, a.row, nil)
		}
	}
	for _, v := range s.after.spaces.list {
		if v.team == t.row && !v.gone {
			v.gone = true
			s.touch(st, ofSpace, v.row, nil)
		}
	}
}

// newTeam adds a team that comes into being, whatever else is called the same.
func (s *simulation) newTeam(name string) *team {
	t := add[team, *team](&s.after.teams, "", name)
	t.account, t.roles, t.created, t.whole = none, map[*person]access.Role{}, true, true
	yes := true
	t.thirdParty = &yes
	return t
}

// configured reports whether the configuration says what an attribute is to be by a reference: else the API chooses it.
func (s *simulation) configured(st *step, attribute string) bool {
	module, resource, _ := address(st.change.Address)
	m := s.config[withoutIndexes(module)]
	return m != nil && len(m.Resources[resource][attribute]) > 0
}

// appear adds a resource to those that references can mean.
func (s *simulation) appear(at string, o object) {
	if _, known := s.objects[at]; !known {
		s.resources.add(at)
	}
	s.objects[at] = o
}

// ownAccount notes whose a new team is.
func (s *simulation) ownAccount(st *step, t *team, v values) {
	if v.null("enterprise_account") {
		t.kind = "team"
		return
	}
	t.kind = "enterprise"
	if a := s.accountTarget(st); a != nil {
		t.account = a.row
	}
}

// settings are what a team says about those who are to come.
func (s *simulation) settings(st *step, t *team, before, after values) {
	o := s.after.teamObject(t)
	for attribute, rule := range map[string]string{"default_role": "default_role", "third_party_oauth_access": "third_party_access"} {
		if after.open(attribute) && s.configured(st, attribute) {
			s.finding(st, rule, o, nil, "What %s of the team %s will be is known only after the plan is applied.", attribute, t.label())
		}
	}
	was, is := before.text("default_role"), after.text("default_role")
	if is != "" && is != string(access.JoinRole(role(was))) {
		s.finding(st, "default_role", o, nil, "People who join the team %s without a role being named become %s instead of %s.", t.label(), is, access.JoinRole(role(was)))
		t.defaultRole = is
	}
	open, closed := after.truth("third_party_oauth_access"), before.truth("third_party_oauth_access")
	if open != nil && (closed == nil && !*open || closed != nil && *closed != *open) {
		does := "OAuth clients that are not Heroku's own may use what the team %s owns."
		if !*open {
			does = "OAuth clients that are not Heroku's own may no longer use what the team %s owns."
		}
		s.finding(st, "third_party_access", o, nil, does, t.label())
		t.thirdParty = open
	}
}

// doMember gives a person a role, or takes it.
func (s *simulation) doMember(st *step) {
	t, who := s.teamTarget(st), s.personOf(st)
	if t == nil {
		if st.does != "delete" {
			s.unclear(st, who, s.somewhere(st, ofTeam, "team"), "role "+known(st.after.text("role")))
		}
		return
	}
	if st.does == "delete" {
		s.unseat(st, t, who)
		return
	}
	if has := role(st.after.text("role")); has != access.NoRole {
		s.seat(st, t, who, has)
	} else {
		s.unclear(st, who, s.after.teamObject(t), "role "+known(st.after.text("role")))
	}
}

// known is a word that may not be known yet.
func known(word string) string {
	if word == "" {
		return "(known after apply)"
	}
	return word
}

// seat gives a person a role. Teams outside enterprise accounts invite those who have none; in an enterprise account, who joins a team
// joins the account.
func (s *simulation) seat(st *step, t *team, who *person, has access.Role) {
	s.touch(st, ofTeam, t.row, who)
	if t.kind == "team" && t.roles[who] == access.NoRole {
		if t.invited[who] != has {
			rule := "invites"
			if has == access.Admin {
				rule = "invites_admin"
			}
			s.finding(st, rule, s.after.teamObject(t), []*person{who}, "%s is invited into the team %s with the role %s, which begins when the invitation is accepted.", who.label(), t.label(), has)
		}
		put(&t.invited, who, has)
		return
	}
	joins := t.roles[who] == access.NoRole
	t.roles[who] = has
	s.endSpaceGrants(st, t.row, who)
	if a := s.after.accounts.at(t.account); a != nil && joins {
		s.join(st, a, who)
	} else if joins && t.kind != "team" && !t.created {
		s.gaps.add(fmt.Sprintf("To which enterprise account the team %s belongs is not known: who joins the team gets view there.", t.label()))
	}
}

// join makes a person a member of an enterprise account, unless that is so.
func (s *simulation) join(st *step, a *account, who *person) {
	if _, in := a.members[who]; in {
		return
	}
	if !a.whole {
		s.gaps.add(fmt.Sprintf("Who is in the enterprise account %s is not known altogether: who joins one of its teams and is not in it yet gets view there.", a.label()))
		return
	}
	a.members[who] = access.AccountView
	s.touch(st, ofAccount, a.row, who)
}

// unseat takes a person out of a team, or takes back the invitation, with everything that was granted in the team.
func (s *simulation) unseat(st *step, t *team, who *person) {
	s.touch(st, ofTeam, t.row, who)
	delete(t.invited, who)
	if t.roles[who] == access.NoRole {
		return
	}
	delete(t.roles, who)
	put(&s.left, spotOf{t.row, who}, st)
	for _, a := range s.inTeam(t.row) {
		if set, ok := a.grants[who]; ok {
			delete(a.grants, who)
			s.touch(st, ofApp, a.row, who)
			s.drops = append(s.drops, drop{who, t.row, fmt.Sprintf("%s on %s", sentence(set.Names()), a.label()), st.cause})
		}
	}
	s.endSpaceGrants(st, t.row, who)
}

// inTeam lists the apps of a team. They are looked for once, until one of them moves.
func (s *simulation) inTeam(row int) []*app {
	if s.byTeam == nil {
		s.byTeam = map[int][]*app{}
		for _, a := range s.after.apps.list {
			if !a.gone && a.team != none {
				s.byTeam[a.team] = append(s.byTeam[a.team], a)
			}
		}
	}
	return s.byTeam[row]
}

// endSpaceGrants takes away what a person was given on the team's spaces, and can no longer have.
func (s *simulation) endSpaceGrants(st *step, row int, who *person) {
	has := s.after.role(row, who)
	if access.CreatesSpaceApps(has, true) {
		return
	}
	for _, v := range s.after.spaces.list {
		if v.team == row && v.grants[who] {
			delete(v.grants, who)
			s.touch(st, ofSpace, v.row, who)
			if has == access.NoRole {
				s.drops = append(s.drops, drop{who, row, access.SpaceCreateApps + " on " + v.label(), st.cause})
			}
		}
	}
}

// holders are those who have something.
func holders[V any](m map[*person]V) []*person {
	who := make([]*person, 0, len(m))
	for p := range m {
		who = append(who, p)
	}
	slices.SortFunc(who, byLabel)
	return who
}

// counted counts people for a sentence; where not all are known, there may be more.
func counted(n int, whole bool, one, many string) string {
	if n == 0 && !whole {
		return "whoever" + strings.TrimPrefix(one, "who")
	}
	words := number(n, "person "+one, "people "+many)
	if !whole {
		words = "at least " + words
	}
	return words
}

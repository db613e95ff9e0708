package review

import (
	"fmt"
	"maps"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// line is a person on an exclusive list.
type line struct {
	who  *person
	v    values // in which the person is called
	name string // as it is there
}

// lines are the people on an exclusive list, in order. Terraform leaves those out of the values for whom it does not know yet what they will have.
func (s *simulation) lines(v values, attribute string) (list []line) {
	in := v.in(attribute)
	emails := slices.AppendSeq(slices.Collect(maps.Keys(in.known)), maps.Keys(in.unknown))
	slices.Sort(emails)
	for _, email := range slices.Compact(emails) {
		list = append(list, line{s.people.who("", email), in, email})
	}
	return list
}

// adrift notes a list of which nobody knows yet what it is of.
func (s *simulation) adrift(st *step, attribute string, o Object, rights func(line) []string) {
	lines := s.lines(st.after, attribute)
	for _, one := range lines {
		s.unclear(st, one.who, o, rights(one)...)
	}
	if len(lines) == 0 && st.after.open(attribute) {
		s.unclear(st, s.stranger(st), o)
	}
}

// list is what the three kinds of exclusive lists do differently.
type list struct {
	attribute, where string
	object           Object
	has              []*person              // who is on it now
	aside            map[*person]bool       // whom the identity provider looks after
	whole            bool                   // everybody who is on it is known
	give             func(line)             // gives a person what the line says
	take             func(*person)          // takes it from a person
	vital            func(*person) bool     // one of them must stay
	spares           func(who *person) bool // destroying leaves this person
}

// exclusive makes a list what the plan says. Who is on it and is not named goes, but for people of an identity provider who were not named
// before either.
func (s *simulation) exclusive(st *step, l list) {
	named := map[*person]bool{}
	was := map[*person]bool{}
	for _, one := range s.lines(st.before, l.attribute) {
		was[one.who] = true
	}
	if st.does == "delete" {
		s.giveUp(st, l, was)
		return
	}
	now := s.lines(st.after, l.attribute)
	if string(st.before.known[l.attribute]) == string(st.after.known[l.attribute]) && !st.after.open(l.attribute) && st.does == "update" {
		return
	}
	for _, one := range now {
		named[one.who] = true
		if st.part != taking {
			l.give(one)
		}
	}
	if st.part == giving {
		return
	}
	if unknown, ok := st.after.unknown[l.attribute]; ok && string(unknown) == "true" {
		s.gaps.add(fmt.Sprintf("Who will be on the list %s of %s is known only after the plan is applied.", l.attribute, st.change.Address))
		s.unclear(st, s.stranger(st), l.object)
		return
	}
	if st.does == "create" && !l.whole {
		s.gaps.add(fmt.Sprintf("Who is in %s now is not known altogether. Whoever is not listed in %s is removed by it.", l.where, st.change.Address))
	}
	for _, p := range l.has {
		if !named[p] && (!l.aside[p] || was[p]) {
			l.take(p)
		}
	}
}

// lists are the kinds of exclusive lists, with what they are of.
var lists = map[string]string{"team_members": ofTeam, "app_collaborators": ofApp, "enterprise_account_members": ofAccount}

// giveUp destroys a list: those whom the configuration listed go, but neither the person that Terraform works as nor the last one of those
// of whom one must stay. The state has others, too, if the refresh found somebody new.
func (s *simulation) giveUp(st *step, l list, was map[*person]bool) {
	for i := range s.drift {
		if d := &s.drift[i]; d.Address == st.change.Address && len(d.Before) > 0 {
			was = map[*person]bool{}
			for _, one := range s.lines(valuesOf(d.Before, nil), l.attribute) {
				was[one.who] = true
			}
		}
	}
	var leaving []*person
	stays := false
	slices.SortFunc(l.has, byLabel)
	for _, p := range l.has {
		if was[p] && !l.spares(p) {
			leaving = append(leaving, p)
		} else {
			stays = stays || l.vital(p)
		}
	}
	if last := slices.IndexFunc(leaving, l.vital); last >= 0 && !stays && l.whole {
		leaving = slices.Delete(leaving, last, last+1)
	}
	for _, p := range leaving {
		l.take(p)
	}
}

// doMembers is everybody in a team.
func (s *simulation) doMembers(st *step) {
	t := s.teamTarget(st)
	if t == nil && st.part == taking {
		return
	}
	if t == nil {
		s.adrift(st, "members", s.somewhere(st, ofTeam, "team"), func(one line) []string { return []string{"role " + known(one.v.text(one.name))} })
		return
	}
	s.exclusive(st, list{
		attribute: "members", where: "the team " + t.label(), object: s.after.teamObject(t), has: append(holders(t.roles), holders(t.invited)...), aside: t.federated, whole: t.whole,
		give: func(one line) {
			if has := role(one.v.text(one.name)); has == access.NoRole {
				s.unclear(st, one.who, s.after.teamObject(t), "role "+known(one.v.text(one.name)))
			} else if t.roles[one.who] != has {
				s.seat(st, t, one.who, has)
			}
		},
		take:   func(p *person) { s.unseat(st, t, p) },
		vital:  func(p *person) bool { return t.roles[p] == access.Admin },
		spares: func(p *person) bool { return p == s.me },
	})
}

// doAccountMembers is everybody in an enterprise account. Who has a role in a team of the account cannot be removed, and has view when the
// list is given up.
func (s *simulation) doAccountMembers(st *step) {
	a := s.accountTarget(st)
	if a == nil && st.part == taking {
		return
	}
	if a == nil {
		s.adrift(st, "members", s.somewhere(st, ofAccount, "enterprise_account"), func(one line) []string { return one.v.wanted(one.name) })
		return
	}
	s.exclusive(st, list{
		attribute: "members", where: "the enterprise account " + a.label(), object: accountObject(a), has: holders(a.members), aside: a.federated, whole: a.whole,
		give: func(one line) { s.stand(st, a, one.who, one.v, one.name) },
		take: func(p *person) {
			s.touch(st, ofAccount, a.row, p)
			if st.does == "delete" && s.inAccount(a.row, p) {
				a.members[p] = access.AccountView
				return
			}
			delete(a.members, p)
		},
		vital:  func(p *person) bool { return a.members[p].Has(access.AccountManage) },
		spares: func(p *person) bool { return p == s.me },
	})
}

// inAccount reports whether a person has a role in a team of an enterprise account.
func (s *simulation) inAccount(row int, who *person) bool {
	return slices.ContainsFunc(s.after.teams.list, func(t *team) bool { return t.account == row && !t.gone && t.roles[who] != access.NoRole })
}

// stand gives a person permissions on an enterprise account.
func (s *simulation) stand(st *step, a *account, who *person, v values, attribute string) {
	if v.open(attribute) {
		s.unclear(st, who, accountObject(a))
		return
	}
	a.members[who] = accountPermissions(v.words(attribute)) | access.AccountView
	s.touch(st, ofAccount, a.row, who)
}

// doAccountMember gives a person permissions on an enterprise account, or takes them.
func (s *simulation) doAccountMember(st *step) {
	a, who := s.accountTarget(st), s.personOf(st)
	switch {
	case a == nil && st.does != "delete":
		s.unclear(st, who, s.somewhere(st, ofAccount, "enterprise_account"), st.after.wanted("permissions")...)
	case a == nil:
	case st.does == "delete":
		delete(a.members, who)
		s.touch(st, ofAccount, a.row, who)
	default:
		s.stand(st, a, who, st.after, "permissions")
	}
}

// doGrants is everybody with permissions of their own on an app.
func (s *simulation) doGrants(st *step) {
	a := s.appTarget(st, "app_id")
	if a == nil && st.part == taking {
		return
	}
	if a == nil {
		s.adrift(st, "collaborators", s.somewhere(st, ofApp, "app"), func(one line) []string { return one.v.wanted(one.name) })
		return
	}
	aside := map[*person]bool{}
	for _, team := range []int{a.team, s.homeBefore(a)} {
		if t := s.after.teams.at(team); t != nil {
			maps.Copy(aside, t.federated)
		}
	}
	s.exclusive(st, list{
		attribute: "collaborators", where: "the app " + a.label(), object: s.after.appObject(a), has: holders(a.grants), aside: aside, whole: a.whole,
		give:  func(one line) { s.give(st, a, one.who, one.v, one.name) },
		take:  func(p *person) { s.revoke(st, a, p) },
		vital: func(*person) bool { return false },
		spares: func(p *person) bool {
			has := access.Subject{Role: s.after.role(a.team, p), Grant: a.grants[p]}
			without := access.Subject{Role: has.Role}
			o := access.Object{Kind: access.App}
			return p == s.me && access.EffectiveSet(has, o).Has(access.Manage) && !access.EffectiveSet(without, o).Has(access.Manage)
		},
	})
}

// homeBefore is the team of an app before the plan: whoever signs in through its identity provider is left alone until the next one.
func (s *simulation) homeBefore(a *app) int {
	if was := s.apps.at(a.row); was != nil {
		return was.team
	}
	return none
}

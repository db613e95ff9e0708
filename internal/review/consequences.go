package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// consequences finds what follows beside the rights of single people.
func (s *simulation) consequences(changes map[*person][]Change) {
	s.locked()
	s.dropped()
	s.leftInTeams()
	s.leftInAccounts()
	s.allowlists()
	s.outsiders(changes)
	s.secondFactors(changes)
	s.drifted()
}

// add notes a finding with the causes of what was touched.
func (s *simulation) add(rule string, o Object, who []*person, causes []Cause, format string, arguments ...any) {
	s.found = append(s.found, Finding{Rule: rule, Text: fmt.Sprintf(format, arguments...), Object: o, People: labels(who), Causes: causes})
}

// locked says who no longer sees an app that is locked, and who sees one that is unlocked.
func (s *simulation) locked() {
	for row, a := range s.after.apps.list {
		b := s.apps.at(row)
		if b == nil {
			if a.created || len(s.touches(ofApp, row, nil)) == 0 {
				continue
			}
			b = &app{place: a.place, team: a.team, space: none, locked: !a.locked, grants: a.grants}
		}
		if a.gone || a.created || a.locked == b.locked || a.team == none {
			continue
		}
		d := &difference{simulation: s}
		var lose, gain []*person
		for _, who := range d.allOn(s.after, a) {
			open, shut := *a, *a
			open.locked, shut.locked = false, true
			with, without := d.seen(s.after, &open, who), d.seen(s.after, &shut, who)
			if access.EffectiveSet(with.subject, with.object) == access.EffectiveSet(without.subject, without.object) {
				continue
			}
			if a.locked {
				lose = append(lose, who)
			} else {
				gain = append(gain, who)
			}
		}
		t := s.after.teams.at(a.team)
		slices.SortFunc(lose, byLabel)
		slices.SortFunc(gain, byLabel)
		lose, gain = slices.Compact(lose), slices.Compact(gain)
		causes := causesOf(s.touches(ofApp, row, nil))
		if a.locked {
			s.add("locks_app", s.after.appObject(a), lose, causes, "Locking the app %s takes view from %s by a role in the team %s alone%s.", a.label(), counted(len(lose), t.whole, "who has it", "who have it"), t.label(), named(lose))
		} else {
			s.add("unlocks_app", s.after.appObject(a), gain, causes, "Unlocking the app %s gives view to %s by nothing but a role in the team %s%s.", a.label(), counted(len(gain), t.whole, "who sees it", "who see it"), t.label(), named(gain))
		}
	}
}

// named adds names to a number.
func named(who []*person) string {
	if len(who) == 0 {
		return ""
	}
	return ": " + few(who)
}

func (s *simulation) touches(kind string, row int, who *person) []*Cause {
	return s.touched[spot{object{kind, row}, who}]
}

// dropped says what people lose by leaving a team.
func (s *simulation) dropped() {
	type leaving struct {
		who  *person
		team int
	}
	var order []leaving
	lost, causes := map[leaving][]string{}, map[leaving][]*Cause{}
	for _, one := range s.drops {
		key := leaving{one.who, one.team}
		if s.after.role(one.team, one.who) != access.NoRole {
			continue // came back
		}
		if lost[key] == nil {
			order = append(order, key)
		}
		lost[key], causes[key] = append(lost[key], one.what), append(causes[key], one.cause)
	}
	for _, key := range order {
		t := s.after.teams.at(key.team)
		what := lost[key]
		slices.Sort(what)
		s.add("drops_grants", s.after.teamObject(t), []*person{key.who}, causesOf(causes[key]), "%s leaves the team %s, and loses with it %s.", key.who.label(), t.label(), strings.Join(what, "; "))
	}
}

// leftInTeams says of teams with fewer admins than before whether any are left.
func (s *simulation) leftInTeams() {
	for row, t := range s.after.teams.list {
		was := s.teams.at(row)
		if t.gone || was == nil || !t.whole {
			continue
		}
		before, after := having(was.roles, func(r access.Role) bool { return r == access.Admin }), having(t.roles, func(r access.Role) bool { return r == access.Admin })
		if len(after) > 1 || slices.Equal(before, after) {
			continue
		}
		var causes []*Cause
		for _, p := range slices.Concat(before, after) {
			causes = append(causes, s.touches(ofTeam, row, p)...)
		}
		s.remains(len(before), after, "one_admin", "no_admin", s.after.teamObject(t), "admin of the team "+t.label(), causes)
	}
}

// leftInAccounts says the same of those who manage an enterprise account.
func (s *simulation) leftInAccounts() {
	for row, a := range s.after.accounts.list {
		was := s.accounts.at(row)
		if was == nil || !a.whole {
			continue
		}
		manages := func(set access.AccountPermissions) bool { return set.Has(access.AccountManage) }
		before, after := having(was.members, manages), having(a.members, manages)
		if len(after) > 1 || slices.Equal(before, after) {
			continue
		}
		var causes []*Cause
		for _, p := range slices.Concat(before, after) {
			causes = append(causes, s.touches(ofAccount, row, p)...)
		}
		s.remains(len(before), after, "one_manager", "no_manager", accountObject(a), "person who manages the enterprise account "+a.label(), causes)
	}
}

func (s *simulation) remains(before int, after []*person, one, nobody string, o Object, what string, causes []*Cause) {
	switch {
	case len(after) == 1:
		s.add(one, o, after, causesOf(causes), "%s is the only %s after this plan. If that account is lost, nobody can let anybody in.", after[0].label(), what)
	case before > 0:
		s.add(nobody, o, nil, causesOf(causes), "Nobody would be left as %s. The API refuses that.", what)
	}
}

// having are those who have something of a kind.
func having[V any](m map[*person]V, is func(V) bool) (who []*person) {
	for p, v := range m {
		if is(v) {
			who = append(who, p)
		}
	}
	slices.SortFunc(who, byLabel)
	return who
}

// outsiders finds people who get rights on apps of a team in which they have no role. Where not everybody in the team is known, that they
// have none is not certain, and is not said.
func (s *simulation) outsiders(changes map[*person][]Change) {
	s.outside = map[*person][]int{}
	type guest struct {
		who *person
		row int
	}
	gained := map[guest][]string{}
	causes := map[guest][]*Cause{}
	for row, a := range s.after.apps.list {
		t := s.after.teams.at(a.team)
		if a.gone || t == nil || !t.whole {
			continue
		}
		for who, set := range a.grants {
			if t.roles[who] != access.NoRole || who.unknown {
				continue
			}
			key := guest{who, a.team}
			if changes[who] != nil && !slices.Contains(s.outside[who], a.team) {
				s.outside[who] = append(s.outside[who], a.team)
			}
			b := s.apps.at(row)
			if b == nil || b.team != a.team || set&^b.grants[who] != 0 {
				gained[key] = append(gained[key], fmt.Sprintf("%s on %s", sentence(set.Names()), a.label()))
				causes[key] = slices.Concat(causes[key], s.touches(ofApp, row, who), s.touches(ofApp, row, nil))
			}
		}
	}
	for key, what := range gained {
		t := s.after.teams.at(key.row)
		slices.Sort(what)
		s.add("outsider", s.after.teamObject(t), []*person{key.who}, causesOf(causes[key]), "%s has no role in the team %s, and gets %s.", key.who.label(), t.label(), strings.Join(what, "; "))
	}
}

// secondFactors finds people who get more than view and are known to have no second factor.
func (s *simulation) secondFactors(changes map[*person][]Change) {
	for who, list := range changes {
		if who.twoFactor == nil || *who.twoFactor {
			continue
		}
		var what []string
		var causes []Cause
		var first *Change
		for i := range list {
			if c := &list[i]; second(c) {
				what, causes = append(what, fmt.Sprintf("%s on %s", c.Right, c.Object.Name)), append(causes, c.Causes...)
				if first == nil {
					first = c
				}
			}
		}
		if first == nil {
			continue
		}
		slices.SortStableFunc(causes, func(a, b Cause) int { return strings.Compare(a.Address, b.Address) })
		causes = slices.CompactFunc(causes, func(a, b Cause) bool { return a.Address == b.Address })
		const most = 5
		if n := len(what); n > most {
			what = append(what[:most:most], fmt.Sprintf("%d more", n-most))
		}
		s.add("no_second_factor", first.Object, []*person{who}, causes, "%s has no multi-factor authentication, and gets %s.", who.label(), strings.Join(what, ", "))
	}
}

// drifted says what the refresh found.
func (s *simulation) drifted() {
	for i := range s.drift {
		c := &s.drift[i]
		if _, ours := simulators[strings.TrimPrefix(c.Type, planfile.Prefix)]; !ours || c.Mode == "data" || c.Is("no-op") {
			continue
		}
		does := "was changed"
		switch {
		case c.Is("delete"):
			does = "was taken away"
		case c.Is("create"):
			does = "was added"
		}
		v := valuesOf(c.After, nil)
		if c.Is("delete") {
			v = valuesOf(c.Before, nil)
		}
		o, who := s.driftObject(v)
		s.found = append(s.found, Finding{Rule: "drift", Text: fmt.Sprintf("What %s holds %s outside Terraform.", c.Address, does), Object: o, People: who, Causes: []Cause{{Address: c.Address, Actions: append([]string{}, c.Actions...)}}})
	}
}

// driftObject is what a drift is about.
func (s *simulation) driftObject(v values) (o Object, who []string) {
	who = []string{}
	if email := v.text("email"); email != "" {
		who = append(who, email)
	}
	if id, name := v.named("app_id", "app"); id+name != "" {
		return s.after.appObject(s.after.app(id, name)), who
	}
	if id, name := v.named("space_id", "space"); id+name != "" {
		return s.after.spaceObject(s.after.space(id, name)), who
	}
	if id, name := v.named("team_id", "team"); id+name != "" {
		return s.after.teamObject(s.after.team(id, name)), who
	}
	if id, name := v.named("enterprise_account_id", "enterprise_account"); id+name != "" {
		return accountObject(s.after.account(id, name)), who
	}
	return Object{Kind: ofTeam, Name: v.text("name")}, who
}

package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// difference finds out what changes for whom: the access model decides about everybody on everything before and after.
type difference struct {
	*simulation
	changes map[*person][]Change
	opens   map[opening][]string // what was decided already: most people stand to things as others do
}

// opening is what the actions that a right opens depend on.
type opening struct {
	alone         access.Subject
	with, without access.Subject
	object, other access.Object
}

// differences compares the estate before with the one after. What nobody touched is not looked at.
func (s *simulation) differences() map[*person][]Change {
	d := &difference{s, map[*person][]Change{}, map[opening][]string{}}
	moved := map[int]map[*person]bool{} // whose role in a team changes, by team
	for row := range s.after.teams.list {
		moved[row] = d.team(row)
	}
	for row := range s.after.apps.list {
		d.app(row, moved)
	}
	for row := range s.after.spaces.list {
		d.space(row, moved)
	}
	for row := range s.after.accounts.list {
		d.account(row)
	}
	for _, one := range s.open {
		d.changes[one.who] = append(d.changes[one.who], one.change)
	}
	for who := range d.changes {
		slices.SortStableFunc(d.changes[who], byObject)
		d.changes[who] = slices.CompactFunc(d.changes[who], func(a, b Change) bool {
			return a.Effect == Unknown && b.Effect == Unknown && a.Object == b.Object && a.Right == b.Right && len(a.Causes) == 1 && len(b.Causes) == 1 && a.Causes[0].Address == b.Causes[0].Address
		})
	}
	return d.changes
}

func byObject(a, b Change) int {
	return cmp.Or(strings.Compare(a.Object.Kind, b.Object.Kind), strings.Compare(a.Object.Name, b.Object.Name), strings.Compare(a.Object.Team, b.Object.Team),
		strings.Compare(a.Right, b.Right), strings.Compare(string(a.Effect), string(b.Effect)))
}

// side is one moment of a comparison.
type side struct {
	reason  string // why the person has the right; empty for none
	subject access.Subject
	object  access.Object
}

// right is what is compared.
type right struct {
	name, gains string         // as the report names it, and the rule that rates it where it is gained
	alone       access.Subject // somebody who has nothing but it
	kind        access.Kind    // of the actions that it opens
	causes      []*Cause
}

// compare notes what becomes of a right.
func (d *difference) compare(who *person, o Object, r right, before, after side) {
	if before.reason == after.reason {
		return
	}
	c := Change{Object: o, Right: r.name, Before: before.reason, After: after.reason, Causes: causesOf(r.causes), Actions: []string{}}
	switch {
	case before.reason == "":
		c.Effect, c.Rule = Gained, r.gains
		c.Actions = d.opened(r, after, before)
	case after.reason == "":
		c.Effect, c.Rule = Lost, "loses_access"
		c.Actions = d.opened(r, before, after)
	default:
		c.Effect, c.Rule = Kept, "keeps_access"
	}
	d.changes[who] = append(d.changes[who], c)
}

// opened lists the actions that the right opens, and that are possible on one side and not on the other.
func (d *difference) opened(r right, with, without side) []string {
	key := opening{r.alone, with.subject, without.subject, with.object, without.object}
	if list, ok := d.opens[key]; ok {
		return list
	}
	list := []string{}
	for i := range access.Table {
		row := &access.Table[i]
		if row.Kind == r.kind && access.Decide(row.Action, with.subject, with.object).Allowed && !access.Decide(row.Action, without.subject, without.object).Allowed &&
			access.Decide(row.Action, r.alone, with.object).Allowed {
			list = append(list, string(row.Action))
		}
	}
	slices.Sort(list)
	d.opens[key] = list
	return list
}

// causesOf lists the causes, each once, by address.
func causesOf(from ...[]*Cause) []Cause {
	list := []Cause{}
	for _, some := range from {
		for _, c := range some {
			list = append(list, *c)
		}
	}
	slices.SortStableFunc(list, func(a, b Cause) int { return strings.Compare(a.Address, b.Address) })
	return slices.CompactFunc(list, func(a, b Cause) bool { return a.Address == b.Address && slices.Equal(a.Actions, b.Actions) })
}

// team compares the roles in a team, and tells whose changed.
func (d *difference) team(row int) map[*person]bool {
	a := d.after.teams.at(row)
	b := d.teams.at(row)
	if b == nil {
		b = &team{place: a.place, account: none}
	}
	is := a.roles
	if a.gone {
		is = nil
	}
	moved := map[*person]bool{}
	for _, who := range either(b.roles, is) {
		before, after := b.roles[who], is[who]
		if before == after {
			continue
		}
		moved[who] = true
		sides := func(r access.Role, at *estate, t *team) side {
			return side{subject: access.Subject{Role: r, Account: at.standing(t.account, who), Collaborator: at.collaborates(row, who)}, object: access.Object{Kind: access.Team}}
		}
		was, will := sides(before, d.estate, b), sides(after, d.after, a)
		causes := slices.Concat(d.touches(ofTeam, row, who), d.touches(ofTeam, row, nil))
		for _, one := range []access.Role{before, after} {
			if one == access.NoRole {
				continue
			}
			x, y := was, will
			reason := "role " + string(one)
			if one == before {
				x.reason = reason
			} else {
				y.reason = reason
			}
			gains := "gains_role"
			if one == access.Admin {
				gains = "gains_admin"
			}
			d.compare(who, d.after.teamObject(a), right{reason, gains, access.Subject{Role: one}, access.Team, causes}, x, y)
		}
	}
	return moved
}

// standing is what a person may do in an enterprise account.
func (e *estate) standing(row int, who *person) access.AccountPermissions {
	if a := e.accounts.at(row); a != nil {
		return a.members[who]
	}
	return 0
}

// collaborates reports whether a person has a grant on an app of a team.
func (e *estate) collaborates(row int, who *person) bool {
	return e.guests()[spotOf{row, who}]
}

// spotOf is a person seen from a team.
type spotOf struct {
	team int
	who  *person
}

// guests are those who have a grant on an app of a team.
func (e *estate) guests() map[spotOf]bool {
	if e.granted == nil {
		e.granted = map[spotOf]bool{}
		for _, a := range e.apps.list {
			for who := range a.grants {
				if !a.gone && a.team != none {
					e.granted[spotOf{a.team, who}] = true
				}
			}
		}
	}
	return e.granted
}

// either lists those who are in one of two maps.
func either[V any](a, b map[*person]V) []*person {
	list := make([]*person, 0, len(b))
	for p := range b {
		list = append(list, p)
	}
	for p := range a {
		if _, both := b[p]; !both {
			list = append(list, p)
		}
	}
	return list
}

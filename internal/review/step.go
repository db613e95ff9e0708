package review

import (
	"container/heap"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// step is one thing that the plan does to one object: a replacement is two.
type step struct {
	change        *planfile.Change
	kind          string // team_member
	does          string // create, update or delete
	before, after values
	cause         *Cause

	part   part
	needs  int     // how many steps have to come before
	opens  []*step // those that wait for this one
	turn   turn
	number int // in the plan
}

// turn is whose turn it is among the steps that wait for nothing: as the provider does it, rights are given before others are taken, and
// what people have rights on comes first and goes last.
type turn int

const (
	comes turn = iota
	gives
	takes
	leaves
	goes
)

// part is what a step does of an exclusive list, which gives rights first and takes others in its turn.
type part int

const (
	whole part = iota
	giving
	taking
)

// stepsOf lists what the plan does. Reading, forgetting and taking over change nothing.
func stepsOf(f *planfile.File) (steps []*step, odd []*Cause) {
	for i := range f.Changes {
		c := &f.Changes[i]
		if c.Mode == "data" {
			continue
		}
		cause := &Cause{Address: c.Address, Actions: c.Actions}
		for _, action := range c.Actions {
			switch action {
			case "create", "update", "delete":
				st := newStep(c, action, cause, len(steps))
				steps = append(steps, st)
				if _, list := lists[st.kind]; list && action != "delete" {
					rest := *st
					st.part, rest.part, rest.turn = giving, taking, leaves
					rest.number++
					steps = append(steps, &rest)
				}
			case "no-op", "read", "forget":
			default:
				odd = append(odd, cause)
			}
		}
	}
	return steps, odd
}

func newStep(c *planfile.Change, action string, cause *Cause, number int) *step {
	s := &step{change: c, kind: strings.TrimPrefix(c.Type, planfile.Prefix), does: action, cause: cause, number: number}
	s.before = valuesOf(c.Before, nil)
	if action != "delete" {
		s.after = valuesOf(c.After, c.Unknown)
	}
	if action == "create" {
		s.before = values{}
	}
	_, container := map[string]bool{"team": true, "team_app": true, "space": true, "app_transfer": true}[s.kind]
	member := s.kind == "team_member" || s.kind == "team_members" || s.kind == "enterprise_account_member" || s.kind == "enterprise_account_members"
	switch {
	case container && action == "delete":
		s.turn = goes
	case container:
		s.turn = comes
	case member && action == "delete":
		s.turn = leaves
	case action == "delete":
		s.turn = takes
	default:
		s.turn = gives
	}
	return s
}

// order puts steps into the order in which they are applied: what depends on another comes after it and goes before it; among those that
// depend on nothing, by turns. Steps that wait for each other, which Terraform does not allow, come last.
func order(f *planfile.File, steps []*step) []*step {
	wait(f, steps)
	ready := &queue{}
	for _, s := range steps {
		if s.needs == 0 {
			heap.Push(ready, s)
		}
	}
	ordered, done := make([]*step, 0, len(steps)), map[*step]bool{}
	for ready.Len() > 0 {
		s, _ := heap.Pop(ready).(*step)
		if done[s] = true; s.change != nil {
			ordered = append(ordered, s)
		}
		for _, next := range s.opens {
			if next.needs--; next.needs == 0 {
				heap.Push(ready, next)
			}
		}
	}
	for _, s := range steps {
		if !done[s] {
			ordered = append(ordered, s)
		}
	}
	return ordered
}

// wait notes which steps wait for which.
func wait(f *planfile.File, steps []*step) {
	coming, going := map[string][]*step{}, map[string][]*step{} // by the resource in the configuration
	pairs := map[string]*step{}                                 // the last step of an object
	for _, s := range steps {
		resource := unindexed(s.change.Address)
		if s.does == "delete" {
			going[resource] = append(going[resource], s)
		} else {
			coming[resource] = append(coming[resource], s)
		}
		if other := pairs[s.change.Address+s.change.Deposed]; other != nil { // the second half of a replacement, or of a list
			after(other, s)
		}
		pairs[s.change.Address+s.change.Deposed] = s
	}
	for resource := range union2(coming, going) {
		for _, needed := range dependencies(f.Configuration, resource) {
			between(coming[needed], coming[resource])
			between(going[resource], going[needed])
			between(coming[resource], unreplaced(going[needed]))
		}
	}
}

// between has every one of some steps wait for all of others. Where both are many, a step that does nothing stands between.
func between(first, then []*step) {
	if len(first) == 0 || len(then) == 0 {
		return
	}
	if len(first) > 1 && len(then) > 1 {
		joint := &step{turn: comes, number: first[0].number}
		between(first, []*step{joint})
		first = []*step{joint}
	}
	for _, a := range first {
		for _, b := range then {
			after(a, b)
		}
	}
}

func after(first, then *step) {
	first.opens = append(first.opens, then)
	then.needs++
}

// reaches reports whether another step comes after this one for certain.
func (st *step) reaches(other *step, seen map[*step]bool) bool {
	if st == other {
		return true
	}
	seen[st] = true
	for _, next := range st.opens {
		if !seen[next] && next.reaches(other, seen) {
			return true
		}
	}
	return false
}

// unreplaced are the steps that are no part of a replacement.
func unreplaced(steps []*step) (out []*step) {
	for _, s := range steps {
		if s.change.Is("delete") {
			out = append(out, s)
		}
	}
	return out
}

func union2(a, b map[string][]*step) map[string]bool {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	return keys
}

// queue has the steps whose turn it may be.
type queue []*step

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].turn != q[j].turn {
		return q[i].turn < q[j].turn
	}
	return q[i].number < q[j].number
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements [heap.Interface].
func (q *queue) Push(x any) {
	if s, ok := x.(*step); ok {
		*q = append(*q, s)
	}
}

// Pop implements [heap.Interface].
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

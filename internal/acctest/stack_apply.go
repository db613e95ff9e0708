package acctest

import (
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func compareText(a, b string) int { return strings.Compare(a, b) }

// node is something to do after other things were done.
type node struct {
	after []string
	do    func()
}

// parallelism is how many things Terraform does at a time.
const parallelism = 10

// walk does everything, in an order in which nothing comes before what it is after.
func walk(nodes map[string]*node) {
	done := map[string]chan struct{}{}
	for name := range nodes {
		done[name] = make(chan struct{})
	}
	turn := make(chan struct{}, parallelism)
	var wait sync.WaitGroup
	for name, n := range nodes {
		wait.Go(func() {
			defer close(done[name])
			for _, other := range n.after {
				if done[other] != nil && other != name {
					<-done[other]
				}
			}
			turn <- struct{}{}
			defer func() { <-turn }()
			n.do()
		})
	}
	wait.Wait()
}

// Apply carries out a plan, and returns what went wrong. What depends on something that went wrong is left out.
func (k *Stack) Apply(p *StackPlan) (errs []string) {
	k.t.Helper()
	a := &applying{Stack: k, s: k.configured(), plan: p, values: map[string]tftypes.Value{}, broken: map[string]bool{}}
	for at, one := range p.prior {
		a.values[at] = one.value
	}
	k.state = p.prior
	nodes := map[string]*node{}
	for _, c := range p.changes {
		at := c.address
		if c.actions[0] == "delete" {
			nodes["-"+at] = &node{after: a.beforeDeletion(at), do: func() { a.destroy(c) }}
		}
		if last := c.actions[len(c.actions)-1]; last == "create" || last == "update" {
			nodes["+"+at] = &node{after: append(prefixed("+", p.config[at].needs()), "-"+at), do: func() { a.make(c) }}
		} else if r := p.config[at]; r != nil {
			nodes["+"+at] = &node{after: prefixed("+", r.needs()), do: func() { a.keep(at, r) }}
		}
	}
	walk(nodes)
	return a.errs
}

// applying is a walk that applies.
type applying struct {
	*Stack
	s    tfprotov6.ProviderServer
	plan *StackPlan

	mu     sync.Mutex
	values map[string]tftypes.Value
	broken map[string]bool
	errs   []string
}

func prefixed(with string, list []string) []string {
	out := make([]string, 0, len(list)+1)
	for _, one := range list {
		out = append(out, with+one)
	}
	return out
}

// beforeDeletion lists what has to come before an object is destroyed: all that depended on it when it was applied last is destroyed or
// changed first.
func (a *applying) beforeDeletion(at string) (list []string) {
	for other, one := range a.plan.prior {
		if !slices.Contains(one.needs, at) {
			continue
		}
		list = append(list, "-"+other)
		if i := slices.IndexFunc(a.plan.changes, func(c *stackChange) bool { return c.address == at }); i >= 0 && len(a.plan.changes[i].actions) == 1 {
			list = append(list, "+"+other)
		}
	}
	return list
}

// keep notes what an object that stays as it is depends on now.
func (a *applying) keep(at string, r *Resource) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.state[at]; one != nil {
		one.needs = r.needs()
	}
}

func (a *applying) destroy(c *stackChange) {
	a.mu.Lock()
	prior := a.state[c.address]
	a.mu.Unlock()
	null := tftypes.NewValue(a.shape(c.kind), nil)
	private := prior.private
	if len(c.actions) == 1 {
		private = c.private
	}
	answer, err := a.s.ApplyResourceChange(a.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.kind, PriorState: a.encode(prior.value), PlannedState: a.encode(null), Config: a.encode(null), PlannedPrivate: private,
	})
	a.check(err)
	a.result(c, answer, nil)
}

// make creates or updates an object. As in Terraform, it is planned once more first, since more is known by now.
func (a *applying) make(c *stackChange) {
	r := a.plan.config[c.address]
	a.mu.Lock()
	broken := a.broken[c.address]
	for _, other := range r.needs() {
		broken = broken || a.broken[other]
	}
	config := a.evaluate(r, a.values)
	prior := tftypes.NewValue(a.shape(c.kind), nil)
	var private []byte
	if one := a.state[c.address]; one != nil && len(c.actions) == 1 {
		prior, private = one.value, one.private
	}
	a.broken[c.address] = broken
	a.mu.Unlock()
	if broken {
		return
	}
	again := a.ask(a.s, c.kind, prior, config, private)
	if errs := errorsOf(again.Diagnostics); len(errs) > 0 {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.broken[c.address], a.errs = true, append(a.errs, errs...)
		return
	}
	answer, err := a.s.ApplyResourceChange(a.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.kind, PriorState: a.encode(prior), PlannedState: again.PlannedState, Config: a.encode(config), PlannedPrivate: again.PlannedPrivate,
	})
	a.check(err)
	a.result(c, answer, r.needs())
}

// result keeps what came of a change.
func (a *applying) result(c *stackChange, answer *tfprotov6.ApplyResourceChangeResponse, needs []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if errs := errorsOf(answer.Diagnostics); len(errs) > 0 {
		a.broken[c.address], a.errs = true, append(a.errs, errs...)
	}
	value := a.decode(c.kind, answer.NewState)
	if value.IsNull() {
		delete(a.state, c.address)
		delete(a.values, c.address)
		return
	}
	a.state[c.address] = &instance{kind: c.kind, value: value, private: answer.Private, needs: needs}
	a.values[c.address] = value
}

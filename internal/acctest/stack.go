package acctest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Stack takes Terraform's place around a whole configuration, as [Core] does around one resource: it validates, refreshes, plans and applies
// any number of resources through one process of the provider for each walk, ten at a time and in the order of what depends on what, and
// writes plans in the form of terraform show -json. It has no modules, no expressions but references, and no create_before_destroy.
type Stack struct {
	t        testing.TB
	provider map[string]any
	schemas  *tfprotov6.GetProviderSchemaResponse
	state    map[string]*instance // by address
}

// Resource is a resource in a configuration.
type Resource struct {
	Type, Name string
	Config     map[string]any // what JSON can say, or a [Ref]
	DependsOn  []string       // addresses
}

// Ref is a reference to an attribute of another resource.
type Ref struct{ To, Attribute string }

// Address is what the resource is called in a plan.
func (r *Resource) Address() string { return r.Type + "." + r.Name }

// needs lists the addresses that the resource depends on.
func (r *Resource) needs() []string {
	list := slices.Clone(r.DependsOn)
	for _, v := range r.Config {
		if ref, ok := v.(Ref); ok {
			list = append(list, ref.To)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// instance is an object in the state.
type instance struct {
	kind    string
	value   tftypes.Value
	private []byte
	needs   []string
}

// NewStack begins with an empty state. The arguments are those of the provider.
func NewStack(t testing.TB, provider map[string]any) *Stack {
	t.Helper()
	k := &Stack{t: t, provider: provider, state: map[string]*instance{}}
	schemas, err := k.server().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	k.check(err)
	k.schemas = schemas
	return k
}

// Import takes an object that is there into the state, and reports whether that was possible.
func (k *Stack) Import(kind, name, id string) bool {
	k.t.Helper()
	s := k.configured()
	answer, err := s.ImportResourceState(k.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id})
	k.check(err)
	if len(errorsOf(answer.Diagnostics)) > 0 {
		return false
	}
	one := &instance{kind: kind, value: k.decode(kind, answer.ImportedResources[0].State), private: answer.ImportedResources[0].Private}
	if errs := k.read(s, one); len(errs) > 0 || one.value.IsNull() {
		return false
	}
	k.state[kind+"."+name] = one
	return true
}

// StackPlan is a plan of a [Stack].
type StackPlan struct {
	Errors []string

	config  map[string]*Resource
	prior   map[string]*instance // as the refresh found it
	drift   []*stackChange
	changes []*stackChange // sorted by address
}

// stackChange is what is planned for one object.
type stackChange struct {
	address, kind string
	actions       []string
	before, after tftypes.Value
	private       []byte
}

// Plan refreshes the state and plans a configuration.
func (k *Stack) Plan(config []*Resource) *StackPlan {
	k.t.Helper()
	p := &StackPlan{config: map[string]*Resource{}, prior: map[string]*instance{}}
	s := k.configured()
	for _, r := range config {
		p.config[r.Address()] = r
		answer, err := s.ValidateResourceConfig(k.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: r.Type, Config: k.encode(k.evaluate(r, nil))})
		k.check(err)
		p.Errors = append(p.Errors, errorsOf(answer.Diagnostics)...)
	}
	if k.refresh(s, p); len(p.Errors) > 0 {
		return p
	}
	var mu sync.Mutex
	nodes := map[string]*node{}
	values := map[string]tftypes.Value{} // as they are planned
	for at, r := range p.config {
		nodes[at] = &node{after: r.needs(), do: func() {
			mu.Lock()
			given := k.evaluate(r, values)
			mu.Unlock()
			change, errs := k.planOne(s, r.Address(), r.Type, p.prior[at], given)
			mu.Lock()
			defer mu.Unlock()
			p.Errors = append(p.Errors, errs...)
			if len(errs) == 0 {
				p.changes, values[at] = append(p.changes, change), change.after
			}
		}}
	}
	for at, one := range p.prior {
		if p.config[at] == nil {
			nodes[at] = &node{do: func() {
				change, errs := k.planOne(s, at, one.kind, one, tftypes.NewValue(k.shape(one.kind), nil))
				mu.Lock()
				defer mu.Unlock()
				p.Errors, p.changes = append(p.Errors, errs...), append(p.changes, change)
			}}
		}
	}
	walk(nodes)
	slices.SortFunc(p.changes, func(a, b *stackChange) int { return compareText(a.address, b.address) })
	return p
}

// refresh reads every object of the state.
func (k *Stack) refresh(s tfprotov6.ProviderServer, p *StackPlan) {
	var mu sync.Mutex
	nodes := map[string]*node{}
	for at, one := range k.state {
		nodes[at] = &node{do: func() {
			now := *one
			errs := k.read(s, &now)
			mu.Lock()
			defer mu.Unlock()
			p.Errors = append(p.Errors, errs...)
			if !now.value.Equal(one.value) {
				actions := []string{"update"}
				if now.value.IsNull() {
					actions = []string{"delete"}
				}
				p.drift = append(p.drift, &stackChange{address: at, kind: one.kind, actions: actions, before: one.value, after: now.value})
			}
			if !now.value.IsNull() {
				p.prior[at] = &now
			}
		}}
	}
	walk(nodes)
	slices.SortFunc(p.drift, func(a, b *stackChange) int { return compareText(a.address, b.address) })
}

func (k *Stack) read(s tfprotov6.ProviderServer, one *instance) []string {
	answer, err := s.ReadResource(k.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: one.kind, CurrentState: k.encode(one.value), Private: one.private})
	k.check(err)
	if errs := errorsOf(answer.Diagnostics); len(errs) > 0 {
		return errs
	}
	one.value, one.private = k.decode(one.kind, answer.NewState), answer.Private
	return nil
}

// planOne plans one object. One that has to be replaced is planned again as if there were none, as Terraform does it.
func (k *Stack) planOne(s tfprotov6.ProviderServer, at, kind string, prior *instance, config tftypes.Value) (*stackChange, []string) {
	c := &stackChange{address: at, kind: kind, before: tftypes.NewValue(k.shape(kind), nil)}
	var private []byte
	if prior != nil {
		c.before, private = prior.value, prior.private
	}
	answer := k.ask(s, kind, c.before, config, private)
	if errs := errorsOf(answer.Diagnostics); len(errs) > 0 {
		return c, errs
	}
	c.after, c.private = k.decode(kind, answer.PlannedState), answer.PlannedPrivate
	switch {
	case len(answer.RequiresReplace) > 0 && !c.before.IsNull():
		c.actions = []string{"delete", "create"}
		answer = k.ask(s, kind, tftypes.NewValue(k.shape(kind), nil), config, answer.PlannedPrivate)
		c.after, c.private = k.decode(kind, answer.PlannedState), answer.PlannedPrivate
		return c, errorsOf(answer.Diagnostics)
	case c.before.Equal(c.after):
		c.actions = []string{"no-op"}
	case c.before.IsNull():
		c.actions = []string{"create"}
	case c.after.IsNull():
		c.actions = []string{"delete"}
	default:
		c.actions = []string{"update"}
	}
	return c, nil
}

// ask asks the provider for a plan. What the configuration leaves to the provider is proposed as it is.
func (k *Stack) ask(s tfprotov6.ProviderServer, kind string, prior, config tftypes.Value, private []byte) *tfprotov6.PlanResourceChangeResponse {
	proposed := config
	if !prior.IsNull() && !config.IsNull() {
		var before, after map[string]tftypes.Value
		k.check(prior.As(&before))
		k.check(config.As(&after))
		after = maps.Clone(after)
		for _, a := range k.schemas.ResourceSchemas[kind].Block.Attributes {
			if a.Computed && after[a.Name].IsNull() {
				after[a.Name] = before[a.Name]
			}
		}
		proposed = tftypes.NewValue(k.shape(kind), after)
	}
	answer, err := s.PlanResourceChange(k.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: k.encode(prior), ProposedNewState: k.encode(proposed), Config: k.encode(config), PriorPrivate: private,
	})
	k.check(err)
	return answer
}

// evaluate makes a configuration a value, with what the references mean; without values nothing is known of them.
func (k *Stack) evaluate(r *Resource, values map[string]tftypes.Value) tftypes.Value {
	shape := k.shape(r.Type)
	object, ok := shape.(tftypes.Object)
	if !ok {
		k.t.Fatalf("%s has the shape %s", r.Type, shape)
	}
	attributes := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		given, ok := r.Config[name]
		if ref, refers := given.(Ref); refers {
			attributes[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
			if target, ok := values[ref.To]; ok && target.IsKnown() && !target.IsNull() {
				var has map[string]tftypes.Value
				k.check(target.As(&has))
				attributes[name] = has[ref.Attribute]
			}
			continue
		}
		if !ok || given == nil {
			attributes[name] = tftypes.NewValue(kind, nil)
			continue
		}
		raw, err := json.Marshal(given)
		k.check(err)
		attributes[name], err = (&tfprotov6.DynamicValue{JSON: raw}).Unmarshal(kind)
		k.check(err)
	}
	return tftypes.NewValue(shape, attributes)
}

func (k *Stack) shape(kind string) tftypes.Type {
	schema := k.schemas.ResourceSchemas[kind]
	if schema == nil {
		panic(fmt.Sprintf("there is no resource %s", kind))
	}
	return schema.ValueType()
}

func (k *Stack) check(err error) {
	if err != nil {
		panic(err) // a test's own mistake, maybe in a goroutine, where Fatal may not be called
	}
}

func (k *Stack) encode(v tftypes.Value) *tfprotov6.DynamicValue {
	out, err := tfprotov6.NewDynamicValue(v.Type(), v)
	k.check(err)
	return &out
}

func (k *Stack) decode(kind string, v *tfprotov6.DynamicValue) tftypes.Value {
	out, err := v.Unmarshal(k.shape(kind))
	k.check(err)
	return out
}

// server is a new process of the provider, as each walk of Terraform has one.
func (k *Stack) server() tfprotov6.ProviderServer {
	s, err := Factories()["herokuenterprise"]()
	k.check(err)
	return s
}

func (k *Stack) configured() tfprotov6.ProviderServer {
	s := k.server()
	c := &Core{t: k.t}
	answer, err := s.ConfigureProvider(k.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: k.encode(c.value(k.schemas.Provider.ValueType(), k.provider))})
	k.check(err)
	if errs := errorsOf(answer.Diagnostics); len(errs) > 0 {
		k.t.Fatal(errs)
	}
	return s
}

func errorsOf(diags []*tfprotov6.Diagnostic) []string {
	var out Outcome
	out.add(diags)
	return out.Errors
}

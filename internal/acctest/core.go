package acctest

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Core takes Terraform's place around one resource: it validates, refreshes, plans and applies over protocol 6, in the process of the
// test, and keeps the state. That takes milliseconds, where Terraform takes a second. It is for what the provider alone decides, for
// warnings, which tests of Terraform cannot expect, and for what happens between a plan and its being applied. What Terraform itself has a
// part in is tested with Terraform.
type Core struct {
	Between func() // runs once, after the next plan

	t           testing.TB
	name        string
	provider    map[string]any
	shape, self tftypes.Type
	state       tftypes.Value
	private     []byte
}

// NewCore begins without an object of a resource. The arguments are those of the provider.
func NewCore(t testing.TB, resource string, provider map[string]any) *Core {
	t.Helper()
	c := &Core{t: t, name: resource, provider: provider}
	schemas, err := c.server().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c.shape, c.self = schemas.ResourceSchemas[resource].ValueType(), schemas.Provider.ValueType()
	c.state = tftypes.NewValue(c.shape, nil)
	return c
}

// Outcome is what came of a run.
type Outcome struct {
	Action   string   // create, update, delete or no-op, as it was planned; empty if it was not
	Drift    bool     // the refresh found something else than the state had
	Found    []string // warnings of the refresh: who made the drift
	Warnings []string // of the plan
	Notes    []string // warnings of what was applied
	Errors   []string // of the plan or, if it was good, of its being applied
	State    map[string]any
}

// Run refreshes, plans and applies a configuration; nil destroys.
func (c *Core) Run(config map[string]any) Outcome {
	c.t.Helper()
	var out Outcome
	p := c.plan(config, &out)
	if len(out.Errors) == 0 && out.Action != "no-op" {
		if c.Between != nil {
			c.Between()
		}
		c.Between = nil
		c.apply(p, &out)
	}
	out.State = plain(c.state)
	return out
}

// Import begins anew with an object that is there.
func (c *Core) Import(id string) Outcome {
	c.t.Helper()
	var out Outcome
	s := c.configured()
	answer, err := s.ImportResourceState(c.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: c.name, ID: id})
	c.check(err)
	if out.add(answer.Diagnostics); len(out.Errors) == 0 {
		c.state, c.private = c.decode(answer.ImportedResources[0].State), answer.ImportedResources[0].Private
		c.refresh(s, &out)
	}
	out.State = plain(c.state)
	return out
}

// planned is a plan as Terraform keeps it in a file.
type planned struct {
	prior, config, state tftypes.Value
	private              []byte
}

func (c *Core) plan(config map[string]any, out *Outcome) (p planned) {
	s := c.configured()
	if !c.state.IsNull() {
		c.refresh(s, out)
	}
	if c.state.IsNull() && config == nil {
		out.Action = "no-op" // Terraform asks nobody
	}
	if len(out.Errors) > 0 || out.Action != "" {
		return p
	}
	p.prior, p.config = c.state, c.value(c.shape, config)
	if config != nil {
		valid, err := s.ValidateResourceConfig(c.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: c.name, Config: c.encode(p.config)})
		c.check(err)
		out.add(valid.Diagnostics)
	}
	if len(out.Errors) > 0 {
		return p
	}
	answer := c.ask(s, p.prior, p.config)
	if len(answer.RequiresReplace) > 0 {
		c.t.Fatalf("a replacement is more than this can do: %v", answer.RequiresReplace)
	}
	out.add(answer.Diagnostics)
	if len(out.Errors) > 0 {
		return p
	}
	p.state, p.private = c.decode(answer.PlannedState), answer.PlannedPrivate
	switch {
	case p.state.Equal(p.prior):
		out.Action = "no-op"
	case p.prior.IsNull():
		out.Action = "create"
	case p.state.IsNull():
		out.Action = "delete"
	default:
		out.Action = "update"
	}
	return p
}

// apply is a walk of its own. As in Terraform, an update or a create is planned once more first; an error keeps the state that came
// with it; and without one the provider must have done what it planned.
func (c *Core) apply(p planned, out *Outcome) {
	s := c.configured()
	if !p.state.IsNull() {
		var again Outcome // what it warns of, the plan has warned of
		if again.add(c.ask(s, p.prior, p.config).Diagnostics); len(again.Errors) > 0 {
			out.Errors = again.Errors
			return
		}
	}
	answer, err := s.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.name, PriorState: c.encode(p.prior), PlannedState: c.encode(p.state), Config: c.encode(p.config), PlannedPrivate: p.private,
	})
	c.check(err)
	var done Outcome
	done.add(answer.Diagnostics)
	out.Errors, out.Notes = done.Errors, done.Warnings
	c.state, c.private = c.decode(answer.NewState), answer.Private
	if len(out.Errors) > 0 {
		return
	}
	different, err := p.state.Diff(c.state)
	c.check(err)
	for _, d := range different {
		if d.Value1 == nil || d.Value1.IsFullyKnown() {
			c.t.Errorf("the provider produced an inconsistent result: %s", d)
		}
	}
}

func (c *Core) refresh(s tfprotov6.ProviderServer, out *Outcome) {
	answer, err := s.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: c.name, CurrentState: c.encode(c.state), Private: c.private})
	c.check(err)
	before := len(out.Warnings)
	out.add(answer.Diagnostics)
	out.Found, out.Warnings = out.Warnings[before:], out.Warnings[:before:before]
	if len(out.Errors) == 0 {
		now := c.decode(answer.NewState)
		out.Drift = !now.Equal(c.state)
		c.state, c.private = now, answer.Private
	}
}

// ask plans: what the configuration leaves to the provider is proposed as it is.
func (c *Core) ask(s tfprotov6.ProviderServer, prior, config tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	proposed := config
	if !prior.IsNull() && !config.IsNull() {
		var before, after map[string]tftypes.Value
		c.check(errors.Join(prior.As(&before), config.As(&after)))
		after = maps.Clone(after) // it is the configuration's own
		for name, v := range after {
			if v.IsNull() {
				after[name] = before[name]
			}
		}
		proposed = tftypes.NewValue(c.shape, after)
	}
	answer, err := s.PlanResourceChange(c.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.name, PriorState: c.encode(prior), ProposedNewState: c.encode(proposed), Config: c.encode(config), PriorPrivate: c.private,
	})
	c.check(err)
	return answer
}

// server is a new process of the provider, as each walk of Terraform has one.
func (c *Core) server() tfprotov6.ProviderServer {
	s, err := Factories()["herokuenterprise"]()
	c.check(err)
	return s
}

func (c *Core) configured() tfprotov6.ProviderServer {
	s := c.server()
	answer, err := s.ConfigureProvider(c.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: c.encode(c.value(c.self, c.provider))})
	c.check(err)
	var out Outcome
	if out.add(answer.Diagnostics); len(out.Errors) > 0 {
		c.t.Fatal(out.Errors)
	}
	return s
}

func (o *Outcome) add(diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		text := d.Summary + ": " + d.Detail
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			o.Errors = append(o.Errors, text)
		} else {
			o.Warnings = append(o.Warnings, text)
		}
	}
}

func (c *Core) check(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// value makes a value of what JSON can say; nil is null.
func (c *Core) value(shape tftypes.Type, v map[string]any) tftypes.Value {
	if v == nil {
		return tftypes.NewValue(shape, nil)
	}
	raw, err := json.Marshal(v)
	c.check(err)
	out, err := (&tfprotov6.DynamicValue{JSON: raw}).Unmarshal(shape)
	c.check(err)
	return out
}

func (c *Core) encode(v tftypes.Value) *tfprotov6.DynamicValue {
	out, err := tfprotov6.NewDynamicValue(v.Type(), v)
	c.check(err)
	return &out
}

func (c *Core) decode(v *tfprotov6.DynamicValue) tftypes.Value {
	out, err := v.Unmarshal(c.shape)
	c.check(err)
	return out
}

// plain makes of an object what JSON would have; nil of none.
func plain(v tftypes.Value) map[string]any {
	value, _ := shown(v)
	members, _ := value.(map[string]any)
	return members
}

// ReadData reads a data source in the same way, and returns what it found, and its errors.
func ReadData(t testing.TB, name string, provider, config map[string]any) (found map[string]any, errors []string) {
	t.Helper()
	c := &Core{t: t, name: name, provider: provider}
	schemas, err := c.server().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.check(err)
	c.shape, c.self = schemas.DataSourceSchemas[name].ValueType(), schemas.Provider.ValueType()
	answer, err := c.configured().ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: c.encode(c.value(c.shape, config))})
	c.check(err)
	var out Outcome
	out.add(answer.Diagnostics)
	return plain(c.decode(answer.State)), out.Errors
}

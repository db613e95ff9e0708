package provider

import (
	"context"
	"crypto/rand"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// session is what all resources share from one configuration of the provider to the next, which is one walk of Terraform
// through its graph: the API with its snapshot, and what becomes of teams and apps according to the plan so far.
//
// A team that is renamed has its new name in the plan before the API knows it. Resources that refer to the team by name are
// planned after it, and must not take the new name for another team. A team that is replaced is another one under whatever
// name, and they must not take it for the old one.
type session struct {
	client   *client.Client
	snapshot *client.Snapshot
	walk     string // its name, which no other walk has
	options  options
	names    sync.Map    // pairs of an object's id and the name that it will have
	others   sync.Map    // ids of objects in whose place others will be
	missed   sync.Map    // names and ids of teams, apps and spaces of which something has vanished
	locks    sync.Map    // by the id of an app: see unlocking
	applying atomic.Bool // whether this walk changes anything: one that plans does not

	directory directory
	order     order
	ledger    ledger
	allowance allowance
	effects   effects
}

// options are the arguments of the provider that are not the client's.
type options struct {
	stalePlan        string // one of stalePlans
	allowSelfRemoval bool
	requireMFA       bool
}

func newSession(c *client.Client, o options) *session {
	return &session{client: c, snapshot: c.Snapshot, walk: rand.Text(), options: o}
}

// foresee notes what the plan makes of an object that others refer to: another object, or the same under another name.
func (s *session) foresee(id types.String, replaced bool, plan, state types.String) {
	switch {
	case replaced:
		s.others.Store(id.ValueString(), true)
	case !plan.IsUnknown() && !plan.Equal(state):
		s.names.Store([2]string{id.ValueString(), plan.ValueString()}, true)
		s.willCome(plan)
	}
}

// vanished notes the team, app or space of an object that a refresh did not find any more. It may be gone, too, which is then no mistake in the
// configuration: Terraform plans an object anew that is to be destroyed, before it plans to destroy what is left.
func (s *session) vanished(ctx context.Context, state tfsdk.State) {
	for _, attribute := range []string{"team", "app", "space"} {
		var ref types.String
		if diags := state.GetAttribute(ctx, path.Root(attribute), &ref); !diags.HasError() {
			s.missed.Store(ref.ValueString(), true)
		}
	}
}

// willCome notes that the plan gives a name to some object.
func (s *session) willCome(name types.String) { s.names.Store([2]string{"", name.ValueString()}, true) }

// replaced reports whether the plan puts another object in the place of the one with the id.
func (s *session) replaced(id string) bool {
	_, planned := s.others.Load(id)
	return planned
}

// willBe reports whether the plan gives the object with the id this name.
func (s *session) willBe(id, name string) bool {
	_, planned := s.names.Load([2]string{id, name})
	return planned
}

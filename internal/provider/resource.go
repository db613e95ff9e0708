package provider

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// common is what resources and data sources share: the name of the type without the provider's, and the session.
type common struct {
	name string
	*session
	single bool  // creating it again does not take over what is there
	keys   []key // of which the identity of a resource is made; its id if there are none
	either []key // of these it has one more
}

// configure takes the session that the provider made; there is none while Terraform only validates.
func (c *common) configure(data any) {
	if made, ok := data.(*session); ok {
		c.session = made
	}
}

// base is embedded by every resource.
type base struct{ common }

func (b *base) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.name
}

func (b *base) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	b.configure(req.ProviderData)
}

// identified is embedded by every model.
type identified struct {
	ID types.String `tfsdk:"id"`
}

func (i identified) exists() bool { return i.ID.ValueString() != "" }

// record is a pointer to a model.
type record[M any] interface {
	*M
	exists() bool
}

// create runs a resource's create. When it fails half-way, a model that has an id is kept in the state all the same: the
// object exists, and Terraform must know it in order to finish it or to remove it.
func create[M any, R record[M]](ctx context.Context, b *base, req resource.CreateRequest, resp *resource.CreateResponse, do func(context.Context, *M) error) {
	var m M
	resp.Diagnostics.Append(load(ctx, req.Plan.Raw, req.Plan.Get, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	b.applying.Store(true)
	defer b.busy()()
	err := do(withNotes(ctx, &resp.Diagnostics), &m)
	if R(&m).exists() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
		resp.Diagnostics.Append(b.identify(ctx, resp.State, resp.Identity)...)
	}
	if err != nil {
		resp.Diagnostics.Append(dropUnknown(&resp.State)...)
		b.failed(&resp.Diagnostics, "create", err)
	}
}

// dropUnknown makes null of what was not found out before a failure: a state holds no unknown values.
func dropUnknown(state *tfsdk.State) (diags diag.Diagnostics) {
	raw, err := tftypes.Transform(state.Raw, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	if err != nil {
		diags.AddError("Could not keep what was created", err.Error())
		return diags
	}
	state.Raw = raw
	return diags
}

// read runs a resource's read. Only an object that is certainly gone leaves the state. The identity comes first: an object that is gone
// has one too, and Terraform does not hand over what an older version of it, or of the provider, has not kept.
func read[M any](ctx context.Context, b *base, req resource.ReadRequest, resp *resource.ReadResponse, do func(context.Context, *M) error) {
	resp.Diagnostics.Append(b.identify(ctx, req.State, resp.Identity)...)
	var m M
	resp.Diagnostics.Append(load(ctx, req.State.Raw, req.State.Get, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := m
	defer b.busy()()
	switch err := do(withNotes(ctx, &resp.Diagnostics), &m); {
	case gone(err):
		b.vanished(ctx, req.State)
		resp.State.RemoveResource(ctx)
		b.blame(withNotes(ctx, &resp.Diagnostics), req.State, resp.State)
		resp.Diagnostics.Append(b.nobody(ctx, resp.Identity)...)
	case err != nil:
		b.failed(&resp.Diagnostics, "read", err)
	case !reflect.DeepEqual(m, before):
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
		resp.Diagnostics.Append(b.identify(ctx, resp.State, resp.Identity)...)
		b.blame(withNotes(ctx, &resp.Diagnostics), req.State, resp.State)
	}
}

// update runs a resource's update, which turns the planned model into the new state. What it has done before it fails half-way, it
// notes in the model of the state, which is kept then.
func update[M any](ctx context.Context, b *base, req resource.UpdateRequest, resp *resource.UpdateResponse, do func(ctx context.Context, plan, state *M) error) {
	resp.Diagnostics.Append(b.identify(ctx, req.State, resp.Identity)...)
	var plan, state M
	resp.Diagnostics.Append(load(ctx, req.Plan.Raw, req.Plan.Get, &plan)...)
	resp.Diagnostics.Append(load(ctx, req.State.Raw, req.State.Get, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	b.applying.Store(true)
	defer b.busy()()
	if err := do(withNotes(ctx, &resp.Diagnostics), &plan, &state); err != nil {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		b.failed(&resp.Diagnostics, "update", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// remove runs a resource's delete. What is gone already is removed.
func remove[M any](ctx context.Context, b *base, req resource.DeleteRequest, resp *resource.DeleteResponse, do func(context.Context, *M) error) {
	var m M
	state := asFound(ctx, req, resp)
	resp.Diagnostics.Append(load(ctx, state.Raw, state.Get, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	b.applying.Store(true)
	defer b.busy()()
	if err := do(withNotes(ctx, &resp.Diagnostics), &m); err != nil && !gone(err) {
		b.failed(&resp.Diagnostics, "delete", err)
	}
}

// change runs a resource's own planning when an object exists, even if its own configuration stays: what it refers to may be
// replaced. It may put values of the state back into the plan, and names the attributes whose change needs a new object.
//
// What was not known in the plan is planned again while it is applied. Then it is too late for a new object: Terraform would take
// that for a mistake of the provider, whereas update says what to do.
//
// An object that was moved from another provider and not read since cannot be planned, not even its end: nothing but names is known of
// it, and only a read tells what they stand for. Of an object that is to be destroyed, what a read finds is kept for its delete, unless
// there is none.
func change[M any, R record[M]](ctx context.Context, b *base, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, read func(context.Context, *M) error, do func(ctx context.Context, plan, state *M) (replace path.Paths, err error)) {
	if req.State.Raw.IsNull() {
		return
	}
	var plan, state M
	resp.Diagnostics.Append(load(ctx, req.State.Raw, req.State.Get, &state)...)
	if !resp.Diagnostics.HasError() && !R(&state).exists() {
		resp.Diagnostics.AddError("The state is incomplete", "The resource was moved from another provider, and has not been read since. Plan without -refresh=false.")
	}
	switch {
	case resp.Diagnostics.HasError() || read == nil || b.session == nil:
	case req.Plan.Raw.IsNull():
		keepFound(ctx, b, req, resp, state, read)
	default:
		forgetFound(ctx, resp)
	}
	if resp.Diagnostics.HasError() || req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(load(ctx, req.Plan.Raw, req.Plan.Get, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := plan
	defer b.busy()()
	replace, err := do(withNotes(ctx, &resp.Diagnostics), &plan, &state)
	if err != nil {
		b.failed(&resp.Diagnostics, "plan", err)
		return
	}
	if !b.applying.Load() {
		resp.RequiresReplace = append(resp.RequiresReplace, replace...)
	}
	if !reflect.DeepEqual(plan, before) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// importParts reads an import id of parts joined by colons into the attributes of the same names; read finds out the rest. An address may
// have signs that no name has. What a name has before a slash stands in the id, too.
func importParts(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, names ...string) {
	values := strings.SplitN(req.ID, ":", len(names))
	for i, name := range names {
		if at := strings.LastIndex(name, "/") + 1; i < len(values) && strings.HasPrefix(values[i], name[:at]) {
			values[i], name = values[i][at:], name[at:]
		}
		if i >= len(values) || checkReference(values[i]) != nil && (name != "email" || access.Email(values[i]) != nil) {
			resp.Diagnostics.AddError("Invalid import id", fmt.Sprintf("%q should look like %s.", req.ID, strings.Join(names, ":")))
			return
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), values[i])...)
	}
}

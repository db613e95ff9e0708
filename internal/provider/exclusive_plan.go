package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// ModifyPlan looks at what a plan would do to people, and refuses what nobody can have meant.
func (x *exclusive[M, R]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change[M, R](ctx, &x.base, req, resp, x.change)
	own, diags := recallPeople(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	var plan, state *M
	if !req.State.Raw.IsNull() {
		state = new(M)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if !resp.Plan.Raw.IsNull() {
		plan = new(M)
		resp.Diagnostics.Append(resp.Plan.Get(ctx, plan)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	var err error
	if plan == nil || len(resp.RequiresReplace) > 0 { // the plan of the new one follows by itself
		err = x.foreseeDestroy(ctx, state, own, &resp.Diagnostics)
	} else {
		err = x.foresee(ctx, plan, state, own, &resp.Diagnostics)
	}
	if err != nil {
		x.failed(&resp.Diagnostics, "plan", err)
	}
}

// change decides what another reference means, and keeps the plan quiet when people are only spelled in another way.
func (x *exclusive[M, R]) change(ctx context.Context, plan, state *M) (path.Paths, error) {
	p, before := x.parts(plan), x.parts(state)
	if sameLines(*p.people, *before.people) {
		*p.people = *before.people
	}
	return x.replaces(ctx, plan, state)
}

// foresee weighs a create, whose state is nil, or an update. What is to come into being in the same run cannot be looked at yet.
func (x *exclusive[M, R]) foresee(ctx context.Context, plan, state *M, own owned, diags *diag.Diagnostics) error {
	p, where := x.parts(plan), state
	if state == nil {
		if where = plan; p.ref.IsUnknown() {
			return nil
		}
	}
	if p.people.IsUnknown() || state != nil && p.people.Equal(*x.parts(state).people) {
		return nil
	}
	lines := linesOf(*p.people)
	copied := *where
	r, err := x.open(ctx, &copied)
	if err == nil && x.replaced(r.id()) || state == nil && client.NotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := call(ctx, r, own, current, lines)
	if err != nil {
		return err
	}
	todo, err := c.moves(lines)
	if err != nil {
		return err
	}
	self, err := x.selfIn(ctx, todo)
	if err != nil {
		return err
	}
	for _, refused := range x.weigh(ctx, c, todo, p.max.ValueString(), self, x.attribute) {
		diags.AddAttributeError(path.Root(refused.attribute), refused.summary, refused.detail)
	}
	if state == nil && len(todo.removed) > 0 {
		diags.AddAttributeWarning(path.Root(x.attribute), "People will be removed", fmt.Sprintf(
			"Creating this resource removes from %s everybody who is not listed in %s, which the plan itself does not show: %s.", c, x.attribute, all(todo.removed)))
	}
	return nil
}

// foreseeDestroy weighs what destroying does.
func (x *exclusive[M, R]) foreseeDestroy(ctx context.Context, state *M, own owned, diags *diag.Diagnostics) error {
	copied := *state
	p := x.parts(&copied)
	r, err := x.open(ctx, &copied)
	if err != nil {
		return nothingIfGone(err)
	}
	c, err := call(ctx, r, own, current)
	if err != nil {
		return nothingIfGone(err)
	}
	self, err := x.self(ctx)
	if err != nil {
		return err
	}
	leaving, stay := c.leaving(ctx, self)
	if refused := excess(c, leaving, p.max.ValueString(), x.attribute, true); refused != nil {
		diags.AddError(refused.summary, refused.detail)
	}
	for _, who := range stay {
		diags.AddWarning("Somebody stays", fmt.Sprintf("Destroying this resource leaves a listed person in %s: %s.", c, who))
	}
	return nil
}

// nothingIfGone is no error for what is gone, and so is as the plan wants it.
func nothingIfGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}

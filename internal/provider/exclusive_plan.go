package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ModifyPlan looks at what a plan would do to people, and refuses what nobody can have meant.
func (x *exclusive[M, R]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	own, diags := recallPeople(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	change[M, R](ctx, &x.base, req, resp, func(ctx context.Context, m *M) error { return x.read(ctx, m, own, false) }, x.change)
	guard(ctx, &x.base, req, resp, func(ctx context.Context, s step[M]) error {
		if s.goes() {
			return x.foreseeDestroy(ctx, s, own)
		}
		return x.foresee(ctx, s, own)
	})
}

// change decides what another reference means, and keeps the plan quiet when people are only spelled in another way.
func (x *exclusive[M, R]) change(ctx context.Context, plan, state *M) (path.Paths, error) {
	p, before := x.parts(plan), x.parts(state)
	if sameLines(*p.people, *before.people) {
		*p.people = *before.people
	}
	return x.replaces(ctx, plan, state)
}

// foresee weighs a create or an update.
func (x *exclusive[M, R]) foresee(ctx context.Context, s step[M], own owned) error {
	attributes := x.parts(s.plan)
	r, err := x.lookAt(ctx, s)
	if r == nil || err != nil || attributes.people.IsUnknown() {
		return err
	}
	lines := linesOf(*attributes.people)
	c, err := call(ctx, r, own, current, lines)
	if err != nil {
		return err
	}
	todo, err := c.moves(lines)
	if err != nil {
		return err
	}
	if s.stays() && attributes.people.Equal(*x.parts(s.state).people) {
		todo = moves{stays: todo.stays} // whoever else is there, update does nothing: the state was not refreshed
	}
	if err := x.weigh(ctx, c, todo, attributes.max.ValueString(), x.attribute); err != nil {
		return err
	}
	if s.again { // it is destroyed first
		self, err := x.self(ctx)
		if err != nil {
			return err
		}
		leaving, _ := c.leaving(ctx, self)
		excess(ctx, c, leaving, attributes.max.ValueString(), x.attribute, true)
	}
	if s.comes() && len(todo.removed) > 0 {
		notesOf(ctx).AddAttributeWarning(path.Root(x.attribute), "People will be removed", fmt.Sprintf(
			"Creating this resource removes from %s everybody who is not listed in %s, which the plan itself does not show: %s.", c, x.attribute, all(todo.removed)))
	}
	listed, err := x.note(ctx, c, todo, s.again)
	if err != nil {
		return err
	}
	x.spendMore(ctx, todo)
	p := c.places()
	x.contradicted(ctx, c.String, func() *clash { return p.close(listed) })
	return nil
}

// lookAt finds the roll that a plan is about; nil for one that comes into being in the same run.
func (x *exclusive[M, R]) lookAt(ctx context.Context, s step[M]) (roll, error) {
	if s.comes() {
		return x.asked(ctx, s.plan)
	}
	copied := *s.state
	return x.open(ctx, &copied)
}

// foreseeDestroy weighs what destroying does.
func (x *exclusive[M, R]) foreseeDestroy(ctx context.Context, s step[M], own owned) error {
	r, err := x.lookAt(ctx, s)
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
	excess(ctx, c, leaving, x.parts(s.state).max.ValueString(), x.attribute, true)
	for _, who := range stay {
		notesOf(ctx).AddWarning("Somebody stays", fmt.Sprintf("Destroying this resource leaves a listed person in %s: %s.", c, who))
	}
	x.spendMore(ctx, moves{removed: leaving})
	_, err = x.note(ctx, c, moves{removed: leaving}, s.again)
	return err
}

// spendMore notes the calls that a change of many people takes, beside the one that any change does.
func (s *session) spendMore(ctx context.Context, m moves) {
	if calls := len(m.gains) + len(m.losses) + len(m.removed); calls > 1 {
		s.spend(ctx, calls-1)
	}
}

// nothingIfGone is no error for what is gone, and so is as the plan wants it.
func nothingIfGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}

// note tells the plan as a whole what becomes of people: who is listed, by key, whoever gains something, and who goes.
func (s *session) note(ctx context.Context, c *rollCall, m moves, again bool) (listed map[string]bool, err error) {
	gains, listed := map[string]bool{}, map[string]bool{}
	for _, g := range m.gains {
		gains[g.email] = true
	}
	for _, p := range slices.Concat(m.stays, m.removed) {
		key, row, err := s.keyOf(ctx, c, p, gains[p.email])
		if err != nil {
			return nil, err
		}
		leaves := p.words == nil
		listed[key] = !leaves
		s.placed(ctx, c.places(), key, leaves, again, p.email, c.String)
		s.wiped(ctx, c.home(), key, p.email)
		if leaves || gains[p.email] {
			c.foresee(ctx, key, row, p)
		}
	}
	return listed, nil
}

// keyOf is the key under which the plan as a whole has a person. The membership is looked up of whoever gains something.
func (s *session) keyOf(ctx context.Context, c *rollCall, m move, gains bool) (key string, row *api.TeamMember, err error) {
	switch {
	case m.now == nil:
		return s.person(ctx, c.home(), types.StringNull(), types.StringValue(m.email))
	case gains:
		return s.person(ctx, c.home(), types.StringValue(m.now.user.ID), types.StringNull())
	default:
		return m.now.user.ID, nil, nil
	}
}

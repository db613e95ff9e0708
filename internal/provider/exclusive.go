package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// exclusive is what the resources share that own a whole list of people: herokuenterprise_team_members and
// herokuenterprise_app_collaborators. What is decided here:
//
//   - Whoever is on the list and not in the configuration is shown by read, so that the plan says that the person goes. Federated
//     people are the identity provider's, and are left alone and not shown, unless they are listed. A line that is taken out
//     removes a federated person, too: that is what the plan shows.
//   - A person is known by the id, so a new address of the same person changes nothing but the state. An address that somebody else
//     has by now is that person's.
//   - A create that fails half-way leaves nothing in the state: everything that it does can be done again, whereas Terraform
//     would replace what is in the state, and take people's access away in between. An update that fails keeps what is there then.
//   - Destroying takes away only whom the configuration listed, never the person that Terraform works as, and never the last admin.
//   - Every check is made twice, by the plan and before anything is written: what the plan did not know may be known by then.
type exclusive[M any, R record[M]] struct {
	base
	attribute string // the map of people
	side[M]
}

// side is what a team and an app do differently.
type side[M any] interface {
	// open finds what the list belongs to.
	open(ctx context.Context, m *M) (roll, error)
	// asked finds what a list will belong to that is to come; nil if that comes in the same run.
	asked(ctx context.Context, m *M) (roll, error)
	// parts are the attributes that both have.
	parts(m *M) parts
	// value is an element of the map, as the user would write it.
	value(words []string, before attr.Value) attr.Value
	// found takes over what the list belongs to.
	found(m *M, r roll)
	// spell chooses after a read how the reference to the team or app is spelled.
	spell(ctx context.Context, m *M, r roll) error
	// check makes sure, when a change is applied, that the reference still names the same.
	check(ctx context.Context, plan, state *M) error
	// replaces decides, when a change is planned, what another reference means.
	replaces(ctx context.Context, plan, state *M) (path.Paths, error)
}

// parts are the attributes that every exclusive list has.
type parts struct {
	id, ref, max *types.String
	people       *types.Map
}

func (x *exclusive[M, R]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	own := owned{}
	create[M, R](ctx, &x.base, req, resp, func(ctx context.Context, m *M) error { return x.create(ctx, m, own) })
	resp.Diagnostics.Append(remember(ctx, resp.Private, ownPeople, own)...)
}

func (x *exclusive[M, R]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	own, diags := recallPeople(ctx, req.Private)
	var id types.String
	diags.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.Append(diags...); diags.HasError() {
		return
	}
	read(ctx, &x.base, req, resp, func(ctx context.Context, m *M) error { return x.read(ctx, m, own, id.IsNull()) })
	if id.IsNull() && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(remember(ctx, resp.Private, ownPeople, own)...)
	}
}

func (x *exclusive[M, R]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	own, diags := recallPeople(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); diags.HasError() {
		return
	}
	update(ctx, &x.base, req, resp, func(ctx context.Context, plan, state *M) error { return x.update(ctx, plan, state, own) })
	if resp.Diagnostics.HasError() {
		x.salvage(ctx, &resp.State, own)
	}
	resp.Diagnostics.Append(remember(ctx, resp.Private, ownPeople, own)...)
}

func (x *exclusive[M, R]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	own, diags := recallPeople(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); diags.HasError() {
		return
	}
	remove(ctx, &x.base, req, resp, func(ctx context.Context, m *M) error { return x.delete(ctx, m, own) })
	if resp.Diagnostics.HasError() {
		x.salvage(ctx, &resp.State, own)
	}
}

// recallPeople finds whom the configuration listed.
func recallPeople(ctx context.Context, private beside) (owned, diag.Diagnostics) {
	own, diags := recall[owned](ctx, private, ownPeople)
	if own == nil {
		own = owned{}
	}
	return own, diags
}

func (x *exclusive[M, R]) create(ctx context.Context, m *M, own owned) error {
	p := x.parts(m)
	r, err := x.open(ctx, m)
	if err != nil {
		return err
	}
	if err := x.write(ctx, r, linesOf(*p.people), p.max.ValueString(), own, nil); err != nil {
		return err
	}
	*p.id = types.StringValue(r.id())
	x.found(m, r)
	return nil
}

// read shows who is there. A look that shows others than the state has is doubted, and there is another.
func (x *exclusive[M, R]) read(ctx context.Context, m *M, own owned, imported bool) error {
	p := x.parts(m)
	r, err := x.open(ctx, m)
	if err != nil {
		return err
	}
	c, err := call(ctx, r, own, current)
	if err != nil {
		return err
	}
	shown := c.show(ctx, *p.people, x.value)
	if !imported && !shown.Equal(*p.people) {
		if c, err = call(ctx, r, own, again); err != nil {
			return err
		}
		shown = c.show(ctx, *p.people, x.value)
	}
	*p.id, *p.people = types.StringValue(r.id()), shown
	if imported {
		*p.max = types.StringValue(defaultMaxRemovals)
		for email := range shown.Elements() {
			own[email] = c.find(email).user.ID
		}
	}
	x.found(m, r)
	return x.spell(ctx, m, r)
}

func (x *exclusive[M, R]) update(ctx context.Context, plan, state *M, own owned) error {
	if err := x.check(ctx, plan, state); err != nil {
		return err
	}
	p, before := x.parts(plan), x.parts(state)
	*p.id = *before.id
	if p.people.Equal(*before.people) {
		return nil
	}
	r, err := x.open(ctx, plan)
	if err != nil {
		return err
	}
	return x.write(ctx, r, linesOf(*p.people), p.max.ValueString(), own, linesOf(*before.people))
}

// delete takes away what was listed. It is to be gone altogether, and so it is as the plan wants it when it is gone.
func (x *exclusive[M, R]) delete(ctx context.Context, m *M, own owned) error {
	p := x.parts(m)
	r, err := x.open(ctx, m)
	if err != nil {
		return err
	}
	c, err := call(ctx, r, own, recent)
	if err != nil {
		return err
	}
	if given, ok := r.(interface{ end() }); ok {
		given.end()
	}
	self, err := x.self(ctx)
	if err != nil {
		return err
	}
	leaving, _ := c.leaving(ctx, self)
	if excess(ctx, c, leaving, p.max.ValueString(), x.attribute, true); notesOf(ctx).HasError() {
		return errRefused
	}
	if err := x.overtaken(ctx, c, linesOf(*p.people), leaving); err != nil {
		return err
	}
	return x.carryOut(ctx, c, moves{removed: leaving}, self)
}

// write makes the roll what the lines say, if the plan is still good: state has the lines that the plan found, nil if it was made
// without any.
func (x *exclusive[M, R]) write(ctx context.Context, r roll, lines []line, limit string, own owned, state []line) error {
	c, err := call(ctx, r, own, recent, lines)
	if err != nil {
		return err
	}
	todo, err := c.moves(lines)
	if err != nil {
		return err
	}
	if state != nil {
		if err := x.overtaken(ctx, c, state, slices.Concat(todo.stays, todo.removed)); err != nil {
			return err
		}
	}
	if err := x.weigh(ctx, c, todo, limit, x.attribute); err != nil {
		return err
	}
	if x.options.requireMFA {
		for _, g := range todo.gains {
			key, row, err := x.keyOf(ctx, c, g, true)
			if err != nil {
				return err
			}
			c.foresee(ctx, key, row, g)
		}
	}
	if notesOf(ctx).HasError() {
		return errRefused
	}
	self, err := x.selfIn(ctx, todo)
	if err != nil {
		return err
	}
	if err := x.carryOut(ctx, c, todo, self); err != nil {
		return err
	}
	c.settle(todo)
	return nil
}

// salvage keeps what is there after a change that failed. If it cannot be found out, the next refresh will.
func (x *exclusive[M, R]) salvage(ctx context.Context, state *tfsdk.State, own owned) {
	var m M
	if diags := state.Get(ctx, &m); diags.HasError() {
		return
	}
	if err := x.read(ctx, &m, own, false); err == nil {
		state.Set(ctx, &m)
	}
}

// self is the id of the person that Terraform works as. A token that may not read its own account is good enough for a user who lets
// Terraform take rights from itself.
func (s *session) self(ctx context.Context) (string, error) {
	account, err := s.snapshot.Account.Get(ctx, "", client.Current)
	if client.Forbidden(err) && s.options.allowSelfRemoval {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return account.Value.ID, nil
}

// selfIn is self where it matters: when somebody loses something.
func (s *session) selfIn(ctx context.Context, m moves) (string, error) {
	if len(m.losses)+len(m.removed) == 0 {
		return "", nil
	}
	return s.self(ctx)
}

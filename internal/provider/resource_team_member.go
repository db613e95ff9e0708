package provider

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamMemberResource is one person's role in a team. It leaves the team's other members alone.
type teamMemberResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*teamMemberResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*teamMemberResource)(nil)
	_ resource.ResourceWithIdentity    = (*teamMemberResource)(nil)
	_ resource.ResourceWithImportState = (*teamMemberResource)(nil)
	_ resource.ResourceWithMoveState   = (*teamMemberResource)(nil)
)

var teamMemberType = common{name: "team_member", keys: []key{teamKey, userKey}}

func newTeamMemberResource() resource.Resource {
	return &teamMemberResource{base{teamMemberType}}
}

type teamMemberModel struct {
	identified
	Team      types.String `tfsdk:"team"`
	TeamID    types.String `tfsdk:"team_id"`
	Email     types.String `tfsdk:"email"`
	UserID    types.String `tfsdk:"user_id"`
	Role      types.String `tfsdk:"role"`
	Status    types.String `tfsdk:"status"`
	Name      types.String `tfsdk:"name"`
	Federated types.Bool   `tfsdk:"federated"`
	Provider  types.String `tfsdk:"identity_provider"`
	TwoFactor types.Bool   `tfsdk:"two_factor_authentication"`
	CreatedAt types.String `tfsdk:"created_at"`
}

func (r *teamMemberResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person's role in a team. Other members are left alone. A person who is in the team already, or who has permissions on some of its apps, is taken over and gets the role given here. Destroying this resource removes the person from the team, with every permission on the team's apps; the last admin of a team cannot be removed. A `moved` block takes over a `heroku_team_member` of the provider heroku/heroku.",
		Attributes: map[string]schema.Attribute{
			"team":                      required(teamReference+"; another team means that the person leaves this one and joins that.", isReference),
			"email":                     required("The person's email address. Case does not matter. Another address of the same person changes nothing but the state; another person's address replaces the membership.", isEmail),
			"role":                      required("What the person is in the team: "+roleWords()+". Admins have every permission on every app; members and viewers see the apps that are not locked, and members may create apps.", isRole),
			"status":                    computed("`active`, or `pending` while the person has not accepted the invitation. Only teams outside enterprise accounts invite people. An invitation is sent once, and revoked when this resource is destroyed."),
			"id":                        computed("The id of the membership, or of the invitation while it is pending."),
			"team_id":                   stable("The id of the team. It stays when the team is renamed."),
			"user_id":                   stable("The id of the person. It stays when the email address changes."),
			"name":                      computed("The person's name, if it is known."),
			"federated":                 flag("Whether the person signs in through an identity provider."),
			"identity_provider":         computed(whoseProvider),
			"two_factor_authentication": flag("Whether the person's account has a second factor."),
			"created_at":                computed("When the person joined the team, or was invited."),
		},
	}
}

func (r *teamMemberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *teamMemberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *teamMemberResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *teamMemberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *teamMemberResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *teamMemberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "team", "email")
}

func (r *teamMemberResource) MoveState(context.Context) []resource.StateMover {
	return r.movers(herokuMembers)
}

func (r *teamMemberResource) create(ctx context.Context, m *teamMemberModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	if err := r.leads(ctx, m, m.Email.ValueString()); err != nil {
		return err
	}
	return r.raise(m, m.TeamID.ValueString(), func() error { return r.put(ctx, m, nil, m.Email.ValueString()) })
}

// leads looks for the second factor of somebody who is to become an admin.
func (r *teamMemberResource) leads(ctx context.Context, m *teamMemberModel, email string) error {
	if !r.options.requireMFA || access.Role(m.Role.ValueString()) != access.Admin {
		return nil
	}
	return r.proven(ctx, m.TeamID.ValueString(), email, "the role admin in the team "+r.teamNamed(ctx, m.Team.ValueString()), access.Admin)
}

func (r *teamMemberResource) read(ctx context.Context, m *teamMemberModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	imported, expected := m.ID.IsNull(), m.shows
	if imported { // there is nothing yet that a list could differ from
		expected = nil
	}
	row, err := r.find(ctx, m, client.Current, expected)
	if err != nil {
		return err
	}
	if imported && !samePerson(types.StringValue(row.Email), m.Email) { // by an id
		m.Email = types.StringValue(row.Email)
	}
	m.set(row)
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

// update finds the person first: the address in the state may be an old one, and by now belong to somebody else.
func (r *teamMemberResource) update(ctx context.Context, plan, state *teamMemberModel) error {
	if err := r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID); err != nil {
		return err
	}
	settled := !plan.TwoFactor.IsUnknown() // only spelled anew: see change
	if settled && plan.Email.Equal(state.Email) {
		return nil
	}
	row, err := r.find(ctx, state, client.Recent, func(row *seat) bool { return row.is(state.Role) || row.is(plan.Role) })
	if err != nil {
		return err
	}
	switch {
	case !plan.Email.Equal(state.Email) && !access.SameEmail(plan.Email.ValueString(), row.Email):
		return otherPerson(plan.Email, row.Email)
	case settled:
		return nil
	case row.is(plan.Role):
		plan.set(row)
		return nil
	case !row.is(state.Role):
		if err := r.changed(ctx, fmt.Sprintf("The role of %s in the team %s", row.Email, state.Team.ValueString()), string(row.role()), state.Role.ValueString()); err != nil {
			return err
		}
	}
	if err := r.leads(ctx, plan, row.Email); err != nil {
		return err
	}
	put, team := func() error { return r.put(ctx, plan, row, row.Email) }, state.TeamID.ValueString()
	if access.Outranks(row.role(), access.Role(plan.Role.ValueString())) {
		return r.take(ctx, team, row, put)
	}
	return r.raise(plan, team, put)
}

// raise gives a person a role.
func (r *teamMemberResource) raise(m *teamMemberModel, team string, put func() error) error {
	keys := []string{team}
	if m.Role.ValueString() == string(access.Admin) {
		keys = append(keys, promotions(team))
	}
	return r.order.give(put, keys...)
}

// delete looks for the person, not for the membership: who was removed and added again has another one, and is to leave too.
func (r *teamMemberResource) delete(ctx context.Context, m *teamMemberModel) error {
	row, err := r.leaving(ctx, m)
	if err != nil {
		return err
	}
	if row.invitation {
		return r.uninvite(ctx, m, row)
	}
	return r.take(ctx, m.TeamID.ValueString(), row, func() error {
		row, err := r.leaving(ctx, m) // again: some time may have passed
		if err != nil {
			return err
		}
		if err := r.unseat(ctx, m.TeamID.ValueString(), row); !client.NotFound(err) {
			return err
		}
		if row, err = r.find(ctx, m, client.Current, nil); err != nil {
			return err
		}
		return r.unseat(ctx, m.TeamID.ValueString(), row)
	})
}

// uninvite revokes an invitation. One that is gone may have been accepted in the meantime: then the person is to leave the team.
func (r *teamMemberResource) uninvite(ctx context.Context, m *teamMemberModel, row *seat) error {
	team := m.TeamID.ValueString()
	if err := r.unseat(ctx, team, row); !client.NotFound(err) {
		return err
	}
	rows, err := r.client.ListMembers(ctx, team)
	if err != nil {
		return r.ofTeam(ctx, m.TeamID, err)
	}
	if row = m.seatIn(rows); row == nil {
		return errGone
	}
	if err := r.asPlanned(ctx, m, row); err != nil {
		return err
	}
	return r.take(ctx, team, row, func() error { return r.unseat(ctx, team, row) })
}

// leaving finds somebody who is to leave, and makes sure that the role is the one that the plan found.
func (r *teamMemberResource) leaving(ctx context.Context, m *teamMemberModel) (*seat, error) {
	row, err := r.find(ctx, m, client.Recent, func(row *seat) bool { return row.is(m.Role) })
	if err != nil {
		return nil, err
	}
	return row, r.asPlanned(ctx, m, row)
}

// asPlanned reports somebody who has another role than the one that the plan found.
func (r *teamMemberResource) asPlanned(ctx context.Context, m *teamMemberModel, row *seat) error {
	if row.is(m.Role) {
		return nil
	}
	return r.changed(ctx, fmt.Sprintf("The role of %s in the team %s", row.Email, m.Team.ValueString()), string(row.role()), m.Role.ValueString())
}

// take takes a role, or a part of it, in the person's turn.
func (r *teamMemberResource) take(ctx context.Context, team string, row *seat, do func() error) error {
	when := anybody
	if row.role() == access.Admin {
		when = admins
		if me, err := r.snapshot.Account.Get(ctx, "", client.Current); err == nil && me.Value.ID == row.User.ID {
			when = oneself
		}
	}
	return r.order.take(ctx, team, when, do)
}

// change decides what another team or address means, and keeps the plan quiet when it means nothing.
func (r *teamMemberResource) change(ctx context.Context, plan, state *teamMemberModel) (replace path.Paths, err error) {
	replace, err = r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
	if err != nil {
		return nil, err
	}
	if samePerson(plan.Email, state.Email) {
		plan.Email = state.Email
	} else if !plan.Email.IsUnknown() {
		row, err := r.find(ctx, &teamMemberModel{TeamID: state.TeamID, Email: plan.Email}, client.Current, nil)
		if err != nil && !gone(err) {
			return nil, err
		}
		if err != nil || row.User.ID != state.UserID.ValueString() {
			replace = append(replace, path.Root("email"))
		}
	}
	if state.Status.ValueString() == statusActive {
		plan.ID, plan.Status, plan.CreatedAt = state.ID, state.Status, state.CreatedAt
	}
	if plan.Role.Equal(state.Role) && !plan.Email.IsUnknown() {
		settled := *state
		settled.Team, settled.TeamID, settled.Email = plan.Team, plan.TeamID, plan.Email
		*plan = settled
	}
	return replace, nil
}

// put gives the person with the address, who has what is before, the planned role, or asks the person into a team that people join by
// invitation. Of somebody new it looks there what is before.
func (r *teamMemberResource) put(ctx context.Context, m *teamMemberModel, before *seat, email string) error {
	team, err := r.inviting(ctx, m.TeamID.ValueString())
	if err != nil {
		return err
	}
	if team != nil && before == nil {
		before, err = r.find(ctx, m, client.Recent, nil)
		if err == nil { // unless this run has ended it, as it does before it makes an object anew
			before, err = r.find(ctx, m, client.Current, nil)
		}
		switch {
		case err != nil && !gone(err):
			return err
		case err == nil && before.invitation && before.is(m.Role): // nobody is asked twice
			m.set(before)
			return nil
		}
	}
	given, err := r.seat(ctx, cmp.Or(team, &api.Team{ID: m.TeamID.ValueString()}), team != nil, before, email, m.Role.ValueString())
	if err != nil {
		return err
	}
	m.set(given)
	return nil
}

// set takes everything from the API but the address, whose spelling is the user's.
func (m *teamMemberModel) set(row *seat) {
	m.ID = types.StringValue(row.ID)
	m.UserID = types.StringValue(row.User.ID)
	m.Role = types.StringPointerValue(row.Role)
	m.Status = types.StringValue(row.status())
	m.Name = types.StringPointerValue(row.User.Name)
	m.Federated = types.BoolValue(row.Federated)
	m.Provider = providerOf(&row.TeamMember)
	m.TwoFactor = types.BoolValue(row.TwoFactorAuthentication)
	m.CreatedAt = types.StringValue(row.CreatedAt)
}

// shows reports whether the state is what the API says already.
func (m *teamMemberModel) shows(row *seat) bool {
	now := *m
	now.set(row)
	return now == *m
}

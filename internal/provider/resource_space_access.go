package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceAccessResource is what one person may do in a private space: what the API calls a member of the space. It leaves everybody
// else alone. It exists while the person has a permission: everybody in the team is listed as a member, most of them without any.
type spaceAccessResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*spaceAccessResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*spaceAccessResource)(nil)
	_ resource.ResourceWithIdentity    = (*spaceAccessResource)(nil)
	_ resource.ResourceWithImportState = (*spaceAccessResource)(nil)
	_ resource.ResourceWithMoveState   = (*spaceAccessResource)(nil)
)

var spaceAccessType = common{name: "space_access", keys: []key{spaceKey, userKey}}

func newSpaceAccessResource() resource.Resource {
	return &spaceAccessResource{base{spaceAccessType}}
}

type spaceAccessModel struct {
	identified
	Space       types.String `tfsdk:"space"`
	SpaceID     types.String `tfsdk:"space_id"`
	Email       types.String `tfsdk:"email"`
	UserID      types.String `tfsdk:"user_id"`
	Permissions types.Set    `tfsdk:"permissions"`
	TeamID      types.String `tfsdk:"team_id"`
}

// spacePermissionSet checks permissions on a space.
var spacePermissionSet = []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(checked{func(s string) error {
	_, err := access.ParseSpacePermissions([]string{s})
	return err
}})}

func (r *spaceAccessResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person's permissions on a private space. Other people's permissions are left alone. If the person has the permission already, it is taken over. Only people with a role in the team of the space can have one: let this resource depend on the person's `herokuenterprise_team_member`, if there is one. Admins of the team have it in any case, and cannot lose it. A `moved` block takes over a `heroku_space_app_access` of the provider heroku/heroku.",
		Attributes: map[string]schema.Attribute{
			"space": required(spaceReference+"; another space means that the person loses the permissions on this one.", isReference),
			"email": required("The person's email address. Case does not matter. Another address of the same person changes nothing but the state; another person's address replaces the resource.", isEmail),
			"permissions": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: spacePermissionSet,
				MarkdownDescription: fmt.Sprintf("What the person may do in the space. There is one permission, `%s`: %s.", access.SpaceCreateApps,
					strings.TrimSuffix(strings.ToLower(access.SpaceCreateAppsDescription[:1])+access.SpaceCreateAppsDescription[1:], ".")),
			},
			"id":       stable("The ids of the space and of the person, joined by a colon."),
			"team_id":  computed("The id of the team that the space belongs to."),
			"space_id": stable("The id of the space. It stays when the space is renamed."),
			"user_id":  stable("The id of the person. It stays when the email address changes."),
		},
	}
}

func (r *spaceAccessResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *spaceAccessResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *spaceAccessResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *spaceAccessResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *spaceAccessResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *spaceAccessResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "space", "email")
}

func (r *spaceAccessResource) MoveState(context.Context) []resource.StateMover {
	return r.movers(herokuSpaceAccess)
}

// create takes over a permission that is there already. The API does not say whether it is the space or the person that it does not
// know; the space was just found.
func (r *spaceAccessResource) create(ctx context.Context, m *spaceAccessModel) error {
	space, err := r.findSpace(ctx, m.Space.ValueString())
	if err != nil {
		return err
	}
	m.SpaceID, m.TeamID = types.StringValue(space.ID), types.StringValue(space.Team.ID)
	if err := r.proven(ctx, space.Team.ID, m.Email.ValueString(), strongOn("the space "+space.Name, elements(m.Permissions)), access.Admin); err != nil {
		return err
	}
	err = r.order.give(func() error { return r.put(ctx, m, m.Email.ValueString()) }, space.Team.ID, space.ID)
	if client.NotFound(err) {
		return fmt.Errorf("%s has no role in the team %s, to which the space %s belongs. %s", m.Email.ValueString(), space.Team.Name, space.Name, roleFirst)
	}
	return err
}

// put gives the planned permissions to a person, by address or id.
func (r *spaceAccessResource) put(ctx context.Context, m *spaceAccessModel, user string) error {
	words := elements(m.Permissions)
	row, err := r.client.UpdateSpaceMember(ctx, m.SpaceID.ValueString(), user, words)
	if err != nil {
		return err
	}
	m.set(spaceGrant(row))
	return keptWords(row.Permissions, words)
}

func (r *spaceAccessResource) read(ctx context.Context, m *spaceAccessModel) error {
	if m.TeamID.ValueString() == "" {
		if err := r.place(ctx, m); err != nil {
			return err
		}
	}
	expected := m.shows
	if m.ID.IsNull() { // there is nothing yet that a list could differ from
		expected = nil
	}
	now, err := r.granted(ctx, m, client.Current, expected)
	if err != nil {
		return err
	}
	if now.team != m.TeamID.ValueString() { // transferred
		if err := r.place(ctx, m); err != nil {
			return err
		}
	}
	if !samePerson(types.StringValue(now.user.Email), m.Email) && m.ID.IsNull() { // imported by an id
		m.Email = types.StringValue(now.user.Email)
	}
	m.set(now)
	m.Space, err = r.space().kept(ctx, m.Space, now.on.ID, now.on.Name)
	return err
}

// place finds the space and its team.
func (r *spaceAccessResource) place(ctx context.Context, m *spaceAccessModel) error {
	ref := m.SpaceID
	if ref.ValueString() == "" {
		ref = m.Space
	}
	space, err := r.findSpace(ctx, ref.ValueString())
	if err != nil {
		return err
	}
	m.SpaceID, m.TeamID = types.StringValue(space.ID), types.StringValue(space.Team.ID)
	return nil
}

func (r *spaceAccessResource) update(ctx context.Context, plan, state *spaceAccessModel) error {
	if err := r.space().check(ctx, plan.Space, state.Space, state.SpaceID, &plan.SpaceID); err != nil {
		return err
	}
	plan.ID, plan.TeamID = state.ID, state.TeamID
	words := elements(plan.Permissions)
	now, err := r.granted(ctx, state, client.Recent, func(g *grant) bool { return g.is(words) })
	if was := (api.UserRef{ID: state.UserID.ValueString(), Email: state.Email.ValueString()}); gone(err) && r.endedSpaceGrant(ctx, state.SpaceID.ValueString(), was) {
		return r.order.give(func() error { return r.put(ctx, plan, was.ID) }, state.TeamID.ValueString(), state.SpaceID.ValueString())
	}
	switch {
	case err != nil:
		return err
	case !plan.Email.Equal(state.Email) && !access.SameEmail(plan.Email.ValueString(), now.user.Email):
		return otherPerson(plan.Email, now.user.Email)
	case now.is(words):
		plan.set(now)
		return nil
	case !now.is(elements(state.Permissions)):
		if err := r.overtaken(ctx, state, now); err != nil {
			return err
		}
	}
	return r.order.give(func() error { return r.put(ctx, plan, now.user.ID) }, state.TeamID.ValueString(), state.SpaceID.ValueString())
}

// delete takes the permissions away. An admin keeps them: only that the person is one tells the API's refusal from any other.
func (r *spaceAccessResource) delete(ctx context.Context, m *spaceAccessModel) error {
	now, err := r.granted(ctx, m, client.Recent, func(g *grant) bool { return g.is(elements(m.Permissions)) })
	if err != nil {
		return err
	}
	if !now.is(elements(m.Permissions)) {
		if err := r.overtaken(ctx, m, now); err != nil {
			return err
		}
	}
	refused := r.order.take(ctx, m.TeamID.ValueString(), anybody, func() error {
		_, err := r.client.UpdateSpaceMember(ctx, m.SpaceID.ValueString(), now.user.ID, nil)
		return err
	})
	if !client.Invalid(refused) {
		return refused
	}
	_, row, err := r.person(ctx, m.TeamID.ValueString(), m.UserID, m.Email)
	if err != nil || row == nil || roleOf(row) != access.Admin {
		return refused
	}
	r.keeps(ctx, now.user.Email, now.on.Name)
	return nil
}

// overtaken reports that somebody gave the person other permissions since the plan was made.
func (r *spaceAccessResource) overtaken(ctx context.Context, state *spaceAccessModel, now *grant) error {
	what := fmt.Sprintf("What %s may do in the space %s", now.user.Email, now.on.Name)
	return r.changed(ctx, what, quoted(now.words), quoted(elements(state.Permissions)))
}

// change decides what another space or address means.
func (r *spaceAccessResource) change(ctx context.Context, plan, state *spaceAccessModel) (replace path.Paths, err error) {
	replace, err = r.space().replaces(ctx, plan.Space, state.Space, state.SpaceID, &plan.SpaceID)
	if err != nil {
		return nil, err
	}
	plan.TeamID = follows(plan.SpaceID, state.TeamID)
	if samePerson(plan.Email, state.Email) {
		plan.Email = state.Email
		return replace, nil
	}
	if plan.Email.IsUnknown() {
		return replace, nil
	}
	now, err := r.granted(ctx, state, client.Current, nil)
	if err != nil && !gone(err) {
		return nil, err
	}
	if err != nil || !access.SameEmail(now.user.Email, plan.Email.ValueString()) {
		replace = append(replace, path.Root("email"))
	}
	return replace, nil
}

// granted finds what a person was given on the space, out of the one list of all grants of its team or, where the API refuses or lacks that, out of the
// space's own list of people. A list that shows nothing, or something else than is expected, is doubted, and the person is asked about.
func (r *spaceAccessResource) granted(ctx context.Context, m *spaceAccessModel, how client.How, expected func(*grant) bool) (*grant, error) {
	team := m.TeamID.ValueString()
	list, err := r.grantsOn(ctx, team, m.SpaceID.ValueString(), how)
	ofTeam := err == nil && list != nil
	if client.Lacking(err) {
		list, err = r.builders(ctx, m.SpaceID.ValueString(), how)
	}
	if err != nil && !client.Lacking(err) {
		return nil, err
	}
	for i := range list {
		if m.isOf(&list[i]) && (expected == nil || expected(&list[i])) {
			return &list[i], nil
		}
	}
	user := m.UserID
	if user.ValueString() == "" {
		user = m.Email
	}
	row, err := r.client.GetSpaceMember(ctx, m.SpaceID.ValueString(), user.ValueString())
	if err != nil {
		return nil, err
	}
	if len(row.Permissions) == 0 {
		return nil, errGone
	}
	now := spaceGrant(row)
	if ofTeam {
		now.team = team
	}
	return now, nil
}

// builders lists the permissions on a space as the space itself knows them, which does not tell whose it is. Admins of its team are there too, whatever
// they were given.
func (s *session) builders(ctx context.Context, space string, how client.How) ([]grant, error) {
	rows, err := s.snapshot.SpaceMembers.Get(ctx, space, how)
	if err != nil {
		return nil, err
	}
	list := []grant{}
	for i := range rows.Value {
		if row := &rows.Value[i]; len(row.Permissions) > 0 {
			list = append(list, *spaceGrant(row))
		}
	}
	return list, nil
}

// spaceGrant makes a grant of what the API says of one person.
func spaceGrant(row *api.SpaceMember) *grant {
	return &grant{on: row.Space, user: row.User, words: api.Words(row.Permissions)}
}

// isOf reports whether a grant is the person's: by id if it is known, else by address, in whose place an import may have an id.
func (m *spaceAccessModel) isOf(g *grant) bool {
	if known := m.UserID.ValueString(); known != "" {
		return g.user.ID == known
	}
	return access.SameEmail(g.user.Email, m.Email.ValueString()) || g.user.ID == m.Email.ValueString()
}

// shows reports whether the state is what the API says already.
func (m *spaceAccessModel) shows(now *grant) bool {
	return now.user.ID == m.UserID.ValueString() && slices.Equal(now.words, elements(m.Permissions))
}

// set takes everything from the API but the address, whose spelling is the user's.
func (m *spaceAccessModel) set(now *grant) {
	m.ID = types.StringValue(now.on.ID + ":" + now.user.ID)
	m.UserID = types.StringValue(now.user.ID)
	m.Permissions = setOf(now.words)
}

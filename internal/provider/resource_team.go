package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// teamResource is a team, in an enterprise account or outside one. Whoever applies becomes its first admin.
type teamResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*teamResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*teamResource)(nil)
	_ resource.ResourceWithIdentity    = (*teamResource)(nil)
	_ resource.ResourceWithImportState = (*teamResource)(nil)
)

func newTeamResource() resource.Resource {
	return &teamResource{base{common{name: "team", single: true}}}
}

type teamModel struct {
	identified
	Name                types.String `tfsdk:"name"`
	EnterpriseAccount   types.String `tfsdk:"enterprise_account"`
	EnterpriseAccountID types.String `tfsdk:"enterprise_account_id"`
	DefaultRole         types.String `tfsdk:"default_role"`
	ThirdPartyOAuth     types.Bool   `tfsdk:"third_party_oauth_access"`
	Type                types.String `tfsdk:"type"`
	Role                types.String `tfsdk:"role"`
	CreatedAt           types.String `tfsdk:"created_at"`
}

func (r *teamResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A team owns apps and has members with roles. Whoever applies this resource becomes the team's first admin; since a team must keep an admin, leave that person out of `herokuenterprise_team_member`, or destroying both will be refused. A team that still owns apps cannot be deleted.",
		Attributes: map[string]schema.Attribute{
			"name": required("The name of the team: 3 to 63 lowercase letters, digits and dashes, beginning with a letter. Another name renames the team in place.", isTeamName),
			"enterprise_account": schema.StringAttribute{
				Optional: true, Validators: isReference,
				MarkdownDescription: "The enterprise account that the team belongs to, by name or id. Without it the team belongs to no account and is of type `team`, where permissions on apps cannot be chosen. A team cannot move between accounts, so another account means another team; the same account under a new name does not.",
			},
			"default_role": chosen("The role of people who join the team without one: "+roleWords()+". If it is not set, the team keeps the one it has, at first `member`.", isRole),
			"third_party_oauth_access": schema.BoolAttribute{
				Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "Whether OAuth clients that are not Heroku's own may use what the team owns. If it is not set, the team keeps what it has. Heroku has this switch in its dashboard and not in its public API: setting it there is an error, and it is null.",
			},
			"id":                    stable("The id of the team. It never changes."),
			"enterprise_account_id": stable("The id of the enterprise account, if the team belongs to one."),
			"type":                  stable("The kind of team: `enterprise` in an enterprise account, else `team`."),
			"role":                  computed("The role in the team of whoever Terraform works as."),
			"created_at":            stable("When the team was created."),
		},
	}
}

func (r *teamResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *teamResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *teamResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *teamResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *teamResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *teamResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "id")
}

func (r *teamResource) create(ctx context.Context, m *teamModel) error {
	team, err := r.client.CreateTeam(ctx, m.EnterpriseAccount.ValueString(), api.TeamCreate{Name: m.Name.ValueString()})
	if err != nil {
		return err
	}
	m.set(team)
	return r.settle(ctx, m)
}

// read takes the team from the list of the caller's teams. A list that does not show it, or shows it differently, is doubted, and the
// team itself is read.
func (r *teamResource) read(ctx context.Context, m *teamModel) error {
	team, err := r.findTeam(ctx, m.ID.ValueString())
	if err != nil {
		return err
	}
	now := *m
	if now.set(team); now != *m {
		if team, err = r.client.GetTeam(ctx, m.ID.ValueString()); err != nil {
			return err
		}
		m.set(team)
	}
	m.DefaultRole, m.ThirdPartyOAuth = types.StringUnknown(), types.BoolUnknown()
	return r.settle(ctx, m)
}

func (r *teamResource) update(ctx context.Context, plan, state *teamModel) error {
	if !plan.EnterpriseAccount.Equal(state.EnterpriseAccount) {
		if same, err := r.sameAccount(ctx, plan.EnterpriseAccount, state.ID); err != nil {
			return err
		} else if !same {
			return fmt.Errorf("enterprise_account = %q is not the account of the team, which was not known when the plan was made. Replace the team with terraform apply -replace=ADDRESS if it should be created there", plan.EnterpriseAccount.ValueString())
		}
	}
	if plan.Role.IsUnknown() { // the name may have changed: see change
		team, err := r.overtaken(ctx, plan, state)
		if err == nil && team.Name != plan.Name.ValueString() {
			team, err = r.client.UpdateTeam(ctx, plan.ID.ValueString(), api.TeamUpdate{Name: plan.Name.ValueStringPointer()})
		}
		if err != nil {
			return err
		}
		plan.set(team)
		state.set(team)
	}
	if !plan.DefaultRole.Equal(state.DefaultRole) {
		if err := r.changeDefaultRole(ctx, plan, state); err != nil {
			return err
		}
		state.DefaultRole = plan.DefaultRole
	}
	if plan.ThirdPartyOAuth.Equal(state.ThirdPartyOAuth) {
		return nil
	}
	return r.settleThirdPartyOAuth(ctx, plan)
}

// changeDefaultRole writes the planned default role, unless somebody has, or another one.
func (r *teamResource) changeDefaultRole(ctx context.Context, plan, state *teamModel) error {
	preferences, err := r.preferences(ctx, state.ID.ValueString())
	if err != nil {
		return r.ofTeam(ctx, state.ID, err)
	}
	now := defaultRole(preferences)
	switch {
	case now.Equal(plan.DefaultRole):
		return nil
	case !now.Equal(state.DefaultRole):
		if err := r.changed(ctx, "The default role of the team "+state.Name.ValueString(), now.ValueString(), state.DefaultRole.ValueString()); err != nil {
			return err
		}
	}
	return r.settleDefaultRole(ctx, plan)
}

func (r *teamResource) delete(ctx context.Context, m *teamModel) error {
	if _, err := r.overtaken(ctx, m, m); err != nil {
		return err
	}
	return r.client.DeleteTeam(ctx, m.ID.ValueString())
}

// overtaken makes sure that the team has the name of the state still, or the one that is wanted already, and returns it.
func (r *teamResource) overtaken(ctx context.Context, plan, state *teamModel) (*api.Team, error) {
	team, err := r.client.GetTeam(ctx, state.ID.ValueString())
	if err != nil || team.Name == state.Name.ValueString() || team.Name == plan.Name.ValueString() {
		return team, err
	}
	return team, r.changed(ctx, "The name of the team "+state.Name.ValueString(), team.Name, state.Name.ValueString())
}

// change decides whether another enterprise_account is another spelling of the team's own.
func (r *teamResource) change(ctx context.Context, plan, state *teamModel) (replace path.Paths, err error) {
	if !plan.EnterpriseAccount.Equal(state.EnterpriseAccount) && !plan.EnterpriseAccount.IsUnknown() {
		if same, err := r.sameAccount(ctx, plan.EnterpriseAccount, state.ID); err != nil {
			return nil, err
		} else if !same {
			replace = path.Paths{path.Root("enterprise_account")}
		}
	}
	r.foresee(state.ID, len(replace) > 0, plan.Name, state.Name)
	if plan.Name.Equal(state.Name) {
		plan.Role = state.Role
	}
	return replace, nil
}

// sameAccount reports whether a reference, or none, names the account of the team. The team itself knows name and id of its
// account, so nobody needs to be able to read the account.
func (r *teamResource) sameAccount(ctx context.Context, ref, id types.String) (bool, error) {
	team, err := r.findTeam(ctx, id.ValueString())
	if err != nil {
		return false, err
	}
	account := team.EnterpriseAccount
	if account == nil || ref.IsNull() {
		return account == nil && ref.IsNull(), nil
	}
	return ref.ValueString() == account.ID || ref.ValueString() == account.Name, nil
}

// settle writes those settings of the team that the user chose, and asks for the others.
func (r *teamResource) settle(ctx context.Context, m *teamModel) error {
	if err := r.settleDefaultRole(ctx, m); err != nil {
		return err
	}
	return r.settleThirdPartyOAuth(ctx, m)
}

// settleThirdPartyOAuth switches the access of OAuth clients if the user chose, on an API that has the switch.
func (r *teamResource) settleThirdPartyOAuth(ctx context.Context, m *teamModel) error {
	wanted := m.ThirdPartyOAuth
	now, err := r.preferences(ctx, m.ID.ValueString())
	if err == nil && now.ThirdPartyOAuthAccess != nil && !wanted.IsUnknown() && wanted.ValueBool() != *now.ThirdPartyOAuthAccess {
		now, err = r.client.UpdateTeamPreferences(ctx, m.ID.ValueString(), api.TeamPreferencesUpdate{ThirdPartyOAuthAccess: wanted.ValueBoolPointer()})
	}
	if err != nil {
		return r.ofTeam(ctx, m.ID, err)
	}
	m.ThirdPartyOAuth = types.BoolPointerValue(now.ThirdPartyOAuthAccess)
	switch {
	case wanted.IsUnknown(), wanted.Equal(m.ThirdPartyOAuth):
		return nil
	case m.ThirdPartyOAuth.IsNull():
		return fmt.Errorf("third_party_oauth_access = %s cannot be set: the preferences of the team %s do not have this switch on this API. Heroku's public API lacks it. Leave it out here, and use the team's settings in Heroku's dashboard", wanted, m.Name.ValueString())
	}
	return fmt.Errorf("the API keeps third_party_oauth_access = %s, although it accepted %s", m.ThirdPartyOAuth, wanted)
}

// settleDefaultRole writes the default role if the user chose one, and asks for it otherwise. No default role on the wire means
// member.
func (r *teamResource) settleDefaultRole(ctx context.Context, m *teamModel) error {
	wanted := m.DefaultRole
	var now *api.TeamPreferences
	var err error
	if wanted.IsUnknown() {
		now, err = r.preferences(ctx, m.ID.ValueString())
	} else {
		now, err = r.client.UpdateTeamPreferences(ctx, m.ID.ValueString(), api.TeamPreferencesUpdate{DefaultPermission: wanted.ValueStringPointer()})
	}
	if err != nil {
		return r.ofTeam(ctx, m.ID, err)
	}
	m.DefaultRole = defaultRole(now)
	if !wanted.IsUnknown() && !wanted.Equal(m.DefaultRole) {
		return fmt.Errorf("the API keeps %s as the default role, although it accepted %s", m.DefaultRole, wanted)
	}
	return nil
}

func (m *teamModel) set(team *api.Team) {
	m.ID = types.StringValue(team.ID)
	m.Name = types.StringValue(team.Name)
	m.Type = types.StringValue(team.Type)
	m.Role = types.StringPointerValue(team.Role)
	m.CreatedAt = types.StringValue(team.CreatedAt)
	if account := team.EnterpriseAccount; account != nil {
		m.EnterpriseAccount = spelled(m.EnterpriseAccount, m.EnterpriseAccountID, account.ID, account.Name)
		m.EnterpriseAccountID = types.StringValue(account.ID)
		return
	}
	m.EnterpriseAccount, m.EnterpriseAccountID = types.StringNull(), types.StringNull()
}

// defaultRole reads the default role of a team.
func defaultRole(p *api.TeamPreferences) types.String {
	if p.DefaultPermission == nil {
		return types.StringValue(string(access.Member))
	}
	return types.StringPointerValue(p.DefaultPermission)
}

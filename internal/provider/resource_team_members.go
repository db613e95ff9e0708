package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// teamMembersResource is everybody in a team. It is exclusive: whoever else is in the team is drift.
type teamMembersResource struct {
	exclusive[teamMembersResourceModel, *teamMembersResourceModel]
}

var (
	_ resource.ResourceWithConfigure      = (*teamMembersResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*teamMembersResource)(nil)
	_ resource.ResourceWithIdentity       = (*teamMembersResource)(nil)
	_ resource.ResourceWithImportState    = (*teamMembersResource)(nil)
	_ resource.ResourceWithValidateConfig = (*teamMembersResource)(nil)
)

func newTeamMembersResource() resource.Resource {
	r := &teamMembersResource{}
	r.exclusive = exclusive[teamMembersResourceModel, *teamMembersResourceModel]{base: base{common{name: "team_members", keys: []key{teamKey}}}, attribute: "members", side: r}
	return r
}

type teamMembersResourceModel struct {
	identified
	Team        types.String `tfsdk:"team"`
	TeamID      types.String `tfsdk:"team_id"`
	Members     types.Map    `tfsdk:"members"`
	MaxRemovals types.String `tfsdk:"max_removals"`
}

func (r *teamMembersResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everybody in a team, with their roles: whoever joined without being listed here is shown as drift, and removed by the next apply. Removing a person takes away every permission on the team's apps, too.\n\n" +
			"Who is left alone: people who are in no team but have permissions on apps (the role `collaborator`), and people who sign in through the team's identity provider and are not listed; the identity provider owns those, and they are not shown. To take a listed person of the identity provider out of the list is to remove that person.\n\n" +
			"In a team that people join by invitation, an invitation that is not accepted yet counts like a membership: nobody is invited twice, and the invitation of somebody who is not listed is revoked.\n\n" +
			"When this resource is created, it takes over whoever is in the team, and removes whoever is not listed; a warning in the plan names them. Destroying it removes only the people whom it listed, and neither the person that Terraform works as nor the last admin. List the person that Terraform works as: a plan that removes or lowers this person is refused, unless the provider argument `allow_self_removal` is set.\n\n" +
			"Do not use it together with `herokuenterprise_team_member` for the same team.",
		Attributes: map[string]schema.Attribute{
			"team": required(teamReference+"; another team means that this one's people are given up.", isReference),
			"members": schema.MapAttribute{
				Required: true, ElementType: types.StringType,
				Validators: []validator.Map{
					mapvalidator.KeysAre(checked{access.Email}), mapvalidator.NoNullValues(), mapvalidator.ValueStringsAre(isRole...), once{},
				},
				MarkdownDescription: "Who is in the team: email addresses with roles, which are " + roleWords() + ". At least one person has the role `admin`. Case does not matter in addresses, and nobody may be listed twice. Another address of the same person changes nothing but the state.",
			},
			"max_removals": maxRemovals("the team"),
			"id":           stable("The id of the team."),
			"team_id":      stable("The id of the team. It stays when the team is renamed."),
		},
	}
}

// ValidateConfig finds a list without an admin before anything is asked of the API.
func (r *teamMembersResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m teamMembersResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !known(m.Members) || m.Members.IsNull() {
		return
	}
	lines := linesOf(m.Members)
	if slices.ContainsFunc(lines, func(l line) bool { return !l.known || access.Role(l.words[0]) == access.Admin }) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("members"), "Nobody would be left in charge",
		fmt.Sprintf("%s None of the %d people in members has it.", noAdmin(m.Team.ValueString()), len(lines)))
}

func (r *teamMembersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "team")
}

func (r *teamMembersResource) parts(m *teamMembersResourceModel) parts {
	return parts{id: &m.ID, ref: &m.Team, people: &m.Members, max: &m.MaxRemovals}
}

func (r *teamMembersResource) open(ctx context.Context, m *teamMembersResourceModel) (roll, error) {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return nil, err
	}
	return r.teamRoll(ctx, m.TeamID.ValueString())
}

func (r *teamMembersResource) asked(ctx context.Context, m *teamMembersResourceModel) (roll, error) {
	team, err := r.askedTeam(ctx, m.Team)
	if team == nil || err != nil {
		return nil, err
	}
	return r.teamRoll(ctx, team.ID)
}

// value is a role.
func (r *teamMembersResource) value(words []string, _ attr.Value) attr.Value {
	return types.StringValue(words[0])
}

func (r *teamMembersResource) found(m *teamMembersResourceModel, of roll) {
	m.TeamID = types.StringValue(of.id())
}

func (r *teamMembersResource) spell(ctx context.Context, m *teamMembersResourceModel, _ roll) (err error) {
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

func (r *teamMembersResource) check(ctx context.Context, plan, state *teamMembersResourceModel) error {
	return r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
}

func (r *teamMembersResource) replaces(ctx context.Context, plan, state *teamMembersResourceModel) (path.Paths, error) {
	return r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
}

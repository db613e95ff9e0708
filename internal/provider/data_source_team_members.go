package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// teamMembersDataSource is everybody in a team.
type teamMembersDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamMembersDataSource)(nil)

func newTeamMembersDataSource() datasource.DataSource {
	return &teamMembersDataSource{source{common{name: "team_members"}}}
}

type teamMembersModel struct {
	Team    types.String `tfsdk:"team"`
	Roles   types.Set    `tfsdk:"roles"`
	Members []memberRow  `tfsdk:"members"`
}

func (d *teamMembersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people in a team.",
		Attributes: map[string]schema.Attribute{
			"team": asked("The team, by name or id.", isReference),
			"roles": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.ValueStringsAre(isAnyRole)},
				MarkdownDescription: "Only people with one of these roles are listed: " + roleWords() + ", and `collaborator` for people who have no role but permissions on some of the team's apps. Everybody is listed if it is not set.",
			},
			"members": rows("The people, sorted by email address.", memberColumns),
		},
	}
}

func (d *teamMembersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamMembersDataSource) read(ctx context.Context, m *teamMembersModel) error {
	members, err := d.members(ctx, m.Team.ValueString())
	if err != nil {
		return err
	}
	roles := elements(m.Roles)
	m.Members = []memberRow{}
	for i := range members {
		row := newMemberRow(&members[i])
		if m.Roles.IsNull() || slices.Contains(roles, row.Role.ValueString()) {
			m.Members = append(m.Members, row)
		}
	}
	slices.SortFunc(m.Members, func(a, b memberRow) int { return byEmail(a.personRow, b.personRow) })
	return nil
}

// byEmail sorts people by address, whatever its case.
func byEmail(a, b personRow) int {
	return strings.Compare(access.FoldEmail(a.Email.ValueString()), access.FoldEmail(b.Email.ValueString()))
}

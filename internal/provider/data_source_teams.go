package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamsDataSource are the teams of the person that Terraform works as.
type teamsDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamsDataSource)(nil)

func newTeamsDataSource() datasource.DataSource {
	return &teamsDataSource{source{common{name: "teams"}}}
}

type teamsModel struct {
	Account types.String `tfsdk:"enterprise_account"`
	Teams   []teamRow    `tfsdk:"teams"`
}

// teamRow is a team.
type teamRow struct {
	ID                  types.String `tfsdk:"id"`
	Name                types.String `tfsdk:"name"`
	Type                types.String `tfsdk:"type"`
	Role                types.String `tfsdk:"role"`
	EnterpriseAccount   types.String `tfsdk:"enterprise_account"`
	EnterpriseAccountID types.String `tfsdk:"enterprise_account_id"`
	ProvisionedLicenses types.Bool   `tfsdk:"provisioned_licenses"`
	CreatedAt           types.String `tfsdk:"created_at"`
}

func newTeamRow(team *api.Team) teamRow {
	row := teamRow{
		ID: types.StringValue(team.ID), Name: types.StringValue(team.Name), Type: types.StringValue(team.Type), Role: types.StringPointerValue(team.Role),
		ProvisionedLicenses: types.BoolValue(team.ProvisionedLicenses), CreatedAt: types.StringValue(team.CreatedAt),
	}
	if account := team.EnterpriseAccount; account != nil {
		row.EnterpriseAccount, row.EnterpriseAccountID = types.StringValue(account.Name), types.StringValue(account.ID)
	}
	return row
}

func (d *teamsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The teams in which the person that Terraform works as has a role, or permissions on an app. No permission on an enterprise account shows its other teams.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": filter("Only the teams of this enterprise account are listed, named by name or id. All are listed if it is not set.", isReference...),
			"teams": rows("The teams, sorted by name.", map[string]schema.Attribute{
				"id":                    said("The id of the team."),
				"name":                  said("The name of the team."),
				"type":                  said("The kind of team: `enterprise` in an enterprise account, else `team`."),
				"role":                  said("The role in the team of the person that Terraform works as, or `collaborator`."),
				"enterprise_account":    said("The name of the enterprise account, if the team belongs to one."),
				"enterprise_account_id": said("The id of the enterprise account, if the team belongs to one."),
				"provisioned_licenses":  isSo("Whether the team pays with licences that were bought beforehand."),
				"created_at":            said("When the team was created."),
			}),
		},
	}
}

func (d *teamsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamsDataSource) read(ctx context.Context, m *teamsModel) error {
	account := ""
	if !m.Account.IsNull() {
		found, err := d.findAccount(ctx, m.Account.ValueString())
		if err != nil {
			return err
		}
		account = found.ID
	}
	list, err := d.snapshot.Teams.Get(ctx, "", client.Current)
	m.Teams = []teamRow{}
	for i := range list.Value {
		if row := newTeamRow(&list.Value[i]); account == "" || row.EnterpriseAccountID.ValueString() == account {
			m.Teams = append(m.Teams, row)
		}
	}
	slices.SortFunc(m.Teams, func(a, b teamRow) int { return strings.Compare(a.Name.ValueString(), b.Name.ValueString()) })
	return err
}

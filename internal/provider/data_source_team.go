package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// teamDataSource is everything that the API says about a team.
type teamDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamDataSource)(nil)

func newTeamDataSource() datasource.DataSource {
	return &teamDataSource{source{common{name: "team"}}}
}

type teamDataModel struct {
	identified
	Team                  types.String `tfsdk:"team"`
	Name                  types.String `tfsdk:"name"`
	Type                  types.String `tfsdk:"type"`
	Role                  types.String `tfsdk:"role"`
	DefaultRole           types.String `tfsdk:"default_role"`
	AddonControls         types.Bool   `tfsdk:"addon_controls"`
	ThirdPartyOAuth       types.Bool   `tfsdk:"third_party_oauth_access"`
	EnterpriseAccount     types.String `tfsdk:"enterprise_account"`
	EnterpriseAccountID   types.String `tfsdk:"enterprise_account_id"`
	IdentityProvider      types.String `tfsdk:"identity_provider"`
	MembershipLimit       types.Int64  `tfsdk:"membership_limit"`
	ProvisionedLicenses   types.Bool   `tfsdk:"provisioned_licenses"`
	CreditCardCollections types.Bool   `tfsdk:"credit_card_collections"`
	Default               types.Bool   `tfsdk:"default"`
	CreatedAt             types.String `tfsdk:"created_at"`
	UpdatedAt             types.String `tfsdk:"updated_at"`
}

func (d *teamDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everything that there is to know about a team itself, with its settings.",
		Attributes: map[string]schema.Attribute{
			"team":                     asked("The team, by name or id.", isReference),
			"id":                       said("The id of the team."),
			"name":                     said("The name of the team."),
			"type":                     said("The kind of team: `enterprise` in an enterprise account, else `team`."),
			"role":                     said("The role in the team of the person that Terraform works as."),
			"default_role":             said("The role of people who join the team without one."),
			"addon_controls":           isSo("Whether the team's add-on allowlist is enforced."),
			"third_party_oauth_access": isSo("Whether OAuth clients that are not Heroku's own may use what the team owns. Null where the API does not say, as Heroku's does not."),
			"enterprise_account":       said("The name of the enterprise account, if the team belongs to one."),
			"enterprise_account_id":    said("The id of the enterprise account, if the team belongs to one."),
			"identity_provider":        said("The name of the team's identity provider, if there is one."),
			"membership_limit":         schema.Int64Attribute{Computed: true, MarkdownDescription: "How many members the team may have, if there is a limit."},
			"provisioned_licenses":     isSo("Whether the team pays with licences that were bought beforehand."),
			"credit_card_collections":  isSo("Whether the team pays by credit card."),
			"default":                  isSo("Whether the person that Terraform works as has this team as default team."),
			"created_at":               said("When the team was created."),
			"updated_at":               said("When the team was changed last."),
		},
	}
}

func (d *teamDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamDataSource) read(ctx context.Context, m *teamDataModel) error {
	team, err := d.teamNow(ctx, m.Team.ValueString())
	if err != nil {
		return err
	}
	preferences, err := d.preferences(ctx, team.ID)
	if err != nil {
		return err
	}
	m.ID = types.StringValue(team.ID)
	m.Name = types.StringValue(team.Name)
	m.Type = types.StringValue(team.Type)
	m.Role = types.StringPointerValue(team.Role)
	m.DefaultRole = defaultRole(preferences)
	m.AddonControls = types.BoolValue(enforced(preferences))
	m.ThirdPartyOAuth = types.BoolPointerValue(preferences.ThirdPartyOAuthAccess)
	if account := team.EnterpriseAccount; account != nil {
		m.EnterpriseAccount, m.EnterpriseAccountID = types.StringValue(account.Name), types.StringValue(account.ID)
	}
	if team.IdentityProvider != nil {
		m.IdentityProvider = types.StringValue(team.IdentityProvider.Name)
	}
	if team.MembershipLimit != nil {
		m.MembershipLimit = types.Int64Value(int64(*team.MembershipLimit))
	}
	m.ProvisionedLicenses = types.BoolValue(team.ProvisionedLicenses)
	m.CreditCardCollections = types.BoolValue(team.CreditCardCollections)
	m.Default = types.BoolValue(team.Default)
	m.CreatedAt, m.UpdatedAt = types.StringValue(team.CreatedAt), types.StringValue(team.UpdatedAt)
	return nil
}

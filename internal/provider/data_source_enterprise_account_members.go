package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// enterpriseAccountMembersDataSource is everybody in an enterprise account.
type enterpriseAccountMembersDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*enterpriseAccountMembersDataSource)(nil)

func newEnterpriseAccountMembersDataSource() datasource.DataSource {
	return &enterpriseAccountMembersDataSource{source{common{name: "enterprise_account_members"}}}
}

type accountMembersModel struct {
	Account types.String       `tfsdk:"enterprise_account"`
	Members []accountMemberRow `tfsdk:"members"`
}

// accountMemberRow is a person in an enterprise account.
type accountMemberRow struct {
	ID          types.String `tfsdk:"id"`
	UserID      types.String `tfsdk:"user_id"`
	Email       types.String `tfsdk:"email"`
	Permissions []string     `tfsdk:"permissions"`
	Federated   types.Bool   `tfsdk:"federated"`
	TwoFactor   types.Bool   `tfsdk:"two_factor_authentication"`
}

func newAccountMemberRow(row *api.EnterpriseAccountMember) accountMemberRow {
	return accountMemberRow{
		ID: types.StringValue(row.ID), UserID: types.StringValue(row.User.ID), Email: types.StringValue(row.User.Email),
		Permissions: api.Words(row.Permissions), Federated: types.BoolValue(row.IdentityProvider != nil), TwoFactor: types.BoolValue(row.TwoFactorAuthentication),
	}
}

func (d *enterpriseAccountMembersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people in an enterprise account, with their permissions on it.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": asked("The enterprise account, by name or id.", isReference),
			"members": rows("The people, sorted by email address.", map[string]schema.Attribute{
				"id":                        said("The id of the membership."),
				"user_id":                   said("The id of the person. It stays when the email address changes."),
				"email":                     said("The person's email address."),
				"permissions":               words("What the person may do with the account, sorted."),
				"federated":                 isSo("Whether the person signs in through an identity provider."),
				"two_factor_authentication": isSo("Whether the person's account has a second factor."),
			}),
		},
	}
}

func (d *enterpriseAccountMembersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *enterpriseAccountMembersDataSource) read(ctx context.Context, m *accountMembersModel) error {
	members, err := d.accountMembers(ctx, m.Account.ValueString())
	m.Members = []accountMemberRow{}
	for i := range members {
		m.Members = append(m.Members, newAccountMemberRow(&members[i]))
	}
	slices.SortFunc(m.Members, func(a, b accountMemberRow) int {
		return strings.Compare(access.FoldEmail(a.Email.ValueString()), access.FoldEmail(b.Email.ValueString()))
	})
	return err
}

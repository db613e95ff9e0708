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

// enterpriseAccountDataSource is one enterprise account.
type enterpriseAccountDataSource struct{ source }

// enterpriseAccountsDataSource are the enterprise accounts of the person that Terraform works as.
type enterpriseAccountsDataSource struct{ source }

var (
	_ datasource.DataSourceWithConfigure = (*enterpriseAccountDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*enterpriseAccountsDataSource)(nil)
)

func newEnterpriseAccountDataSource() datasource.DataSource {
	return &enterpriseAccountDataSource{source{common{name: "enterprise_account"}}}
}

func newEnterpriseAccountsDataSource() datasource.DataSource {
	return &enterpriseAccountsDataSource{source{common{name: "enterprise_accounts"}}}
}

// enterpriseAccountRow is an enterprise account.
type enterpriseAccountRow struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	Permissions     []string     `tfsdk:"permissions"`
	Trial           types.Bool   `tfsdk:"trial"`
	PartnerBenefits types.Bool   `tfsdk:"partner_benefits"`
	CreatedAt       types.String `tfsdk:"created_at"`
	UpdatedAt       types.String `tfsdk:"updated_at"`
}

// enterpriseAccountColumns describes an enterprise account and adds further columns.
func enterpriseAccountColumns(further map[string]schema.Attribute) map[string]schema.Attribute {
	columns := map[string]schema.Attribute{
		"id":               said("The id of the enterprise account."),
		"name":             said("The name of the enterprise account."),
		"permissions":      words("What the person that Terraform works as may do with the account, sorted."),
		"trial":            isSo("Whether the account is a trial."),
		"partner_benefits": isSo("Whether the account is part of the Salesforce Partner Program."),
		"created_at":       said("When the account was created."),
		"updated_at":       said("When the account was changed last."),
	}
	for name, column := range further {
		columns[name] = column
	}
	return columns
}

func newEnterpriseAccountRow(a *api.EnterpriseAccount) enterpriseAccountRow {
	return enterpriseAccountRow{
		ID: types.StringValue(a.ID), Name: types.StringValue(a.Name), Permissions: slices.Sorted(slices.Values(a.Permissions)),
		Trial: types.BoolValue(a.Trial), PartnerBenefits: types.BoolValue(a.PartnerBenefits),
		CreatedAt: types.StringValue(a.CreatedAt), UpdatedAt: types.StringValue(a.UpdatedAt),
	}
}

type enterpriseAccountModel struct {
	Account types.String `tfsdk:"enterprise_account"`
	enterpriseAccountRow
}

type enterpriseAccountsModel struct {
	Accounts []enterpriseAccountRow `tfsdk:"enterprise_accounts"`
}

func (d *enterpriseAccountDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An enterprise account, and what the person that Terraform works as may do with it.",
		Attributes:          enterpriseAccountColumns(map[string]schema.Attribute{"enterprise_account": asked("The enterprise account, by name or id.", isReference)}),
	}
}

func (d *enterpriseAccountsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The enterprise accounts in which the person that Terraform works as is a member.",
		Attributes:          map[string]schema.Attribute{"enterprise_accounts": rows("The accounts, sorted by name.", enterpriseAccountColumns(nil))},
	}
}

func (d *enterpriseAccountDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *enterpriseAccountsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *enterpriseAccountDataSource) read(ctx context.Context, m *enterpriseAccountModel) error {
	account, err := d.findAccount(ctx, m.Account.ValueString())
	if err == nil {
		m.enterpriseAccountRow = newEnterpriseAccountRow(account)
	}
	return err
}

func (d *enterpriseAccountsDataSource) read(ctx context.Context, m *enterpriseAccountsModel) error {
	list, err := d.snapshot.EnterpriseAccounts.Get(ctx, "", client.Current)
	m.Accounts = []enterpriseAccountRow{}
	for i := range list.Value {
		m.Accounts = append(m.Accounts, newEnterpriseAccountRow(&list.Value[i]))
	}
	slices.SortFunc(m.Accounts, func(a, b enterpriseAccountRow) int {
		return strings.Compare(a.Name.ValueString(), b.Name.ValueString())
	})
	return err
}

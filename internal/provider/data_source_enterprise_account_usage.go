package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// enterpriseAccountUsageDataSource is what the teams of an enterprise account used up, month by month or day by day.
type enterpriseAccountUsageDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*enterpriseAccountUsageDataSource)(nil)

func newEnterpriseAccountUsageDataSource() datasource.DataSource {
	return &enterpriseAccountUsageDataSource{source{common{name: "enterprise_account_usage"}}}
}

type accountUsageModel struct {
	times
	Account   types.String            `tfsdk:"enterprise_account"`
	AccountID types.String            `tfsdk:"enterprise_account_id"`
	Usage     []accountPeriodUsageRow `tfsdk:"usage"`
}

// accountPeriodUsageRow is what an account used up in a month or a day.
type accountPeriodUsageRow struct {
	Period types.String   `tfsdk:"period"`
	Teams  []teamUsageRow `tfsdk:"teams"`
	Change *spacedAmounts `tfsdk:"change"`
	spacedAmounts
}

func (d *enterpriseAccountUsageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What all teams of an enterprise account used up, month by month or day by day, with the change from one to the next. It takes the permission `billing` on the account.",
		Attributes: timeColumns(map[string]schema.Attribute{
			"enterprise_account":    asked("The enterprise account, by name or id.", isReference),
			"enterprise_account_id": said("The id of the enterprise account."),
			"usage": rows("The months or days, in order.", amountColumns(map[string]schema.Attribute{
				"period": said("The month or the day."),
				"change": changeColumn(),
				"teams": rows("The teams that used anything, sorted by name.", amountColumns(map[string]schema.Attribute{
					"id":   said("The id of the team."),
					"name": said("The name of the team."),
					"apps": rows("The apps of the team that used anything, sorted by name.", appAmountColumns()),
				})),
			})),
		}),
	}
}

func (d *enterpriseAccountUsageDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *enterpriseAccountUsageDataSource) read(ctx context.Context, m *accountUsageModel) error {
	resolution, err := m.resolution()
	if err != nil {
		return err
	}
	account, err := d.enterpriseAccount().find(ctx, m.Account)
	if err != nil {
		return err
	}
	list, err := d.client.ListAccountUsage(ctx, account, resolution, m.Start.ValueString(), m.End.ValueString())
	if err != nil {
		return err
	}
	m.AccountID, m.Usage = types.StringValue(account), []accountPeriodUsageRow{}
	for i, u := range list {
		row := accountPeriodUsageRow{Period: types.StringValue(cmp.Or(u.Month, u.Date)), Teams: []teamUsageRow{}, spacedAmounts: newSpacedAmounts(u.Usage, u.Space)}
		for _, t := range u.Teams {
			row.Teams = append(row.Teams, teamUsageRow{types.StringValue(t.ID), types.StringValue(t.Name), newAppUsageRows(t.Apps), newSpacedAmounts(t.Usage, t.Space)})
		}
		if i > 0 {
			row.Change = row.less(m.Usage[i-1].spacedAmounts)
		}
		m.Usage = append(m.Usage, row)
	}
	return nil
}

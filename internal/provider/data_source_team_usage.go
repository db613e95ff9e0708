package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// teamUsageDataSource is what a team used up, month by month or day by day.
type teamUsageDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamUsageDataSource)(nil)

func newTeamUsageDataSource() datasource.DataSource {
	return &teamUsageDataSource{source{common{name: "team_usage"}}}
}

type teamUsageModel struct {
	times
	Team   types.String         `tfsdk:"team"`
	TeamID types.String         `tfsdk:"team_id"`
	Usage  []teamPeriodUsageRow `tfsdk:"usage"`
}

// teamPeriodUsageRow is what a team used up in a month or a day.
type teamPeriodUsageRow struct {
	Period types.String   `tfsdk:"period"`
	Apps   []appUsageRow  `tfsdk:"apps"`
	Change *spacedAmounts `tfsdk:"change"`
	spacedAmounts
}

func (d *teamUsageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What a team used up, month by month or day by day. It takes the role `admin` in the team.",
		Attributes: timeColumns(map[string]schema.Attribute{
			"team":    asked("The team, by name or id.", isReference),
			"team_id": said("The id of the team."),
			"usage": rows("The months or days, in order.", amountColumns(map[string]schema.Attribute{
				"period": said("The month or the day."),
				"apps":   rows("The apps that used anything, sorted by name.", appAmountColumns()),
				"change": changeColumn(),
			})),
		}),
	}
}

func (d *teamUsageDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamUsageDataSource) read(ctx context.Context, m *teamUsageModel) error {
	resolution, err := m.resolution()
	if err != nil {
		return err
	}
	team, err := d.team().find(ctx, m.Team)
	if err != nil {
		return err
	}
	list, err := d.client.ListTeamUsage(ctx, team, resolution, m.Start.ValueString(), m.End.ValueString())
	if err != nil {
		return err
	}
	m.TeamID, m.Usage = types.StringValue(team), []teamPeriodUsageRow{}
	for i, u := range list {
		row := teamPeriodUsageRow{Period: types.StringValue(cmp.Or(u.Month, u.Date)), Apps: newAppUsageRows(u.Apps), spacedAmounts: newSpacedAmounts(u.Usage, u.Space)}
		if i > 0 {
			row.Change = row.less(m.Usage[i-1].spacedAmounts)
		}
		m.Usage = append(m.Usage, row)
	}
	return nil
}

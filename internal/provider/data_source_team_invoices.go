package provider

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// teamInvoicesDataSource is the bills of a team.
type teamInvoicesDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamInvoicesDataSource)(nil)

func newTeamInvoicesDataSource() datasource.DataSource {
	return &teamInvoicesDataSource{source{common{name: "team_invoices"}}}
}

type teamInvoicesModel struct {
	Team     types.String `tfsdk:"team"`
	TeamID   types.String `tfsdk:"team_id"`
	Invoices []invoiceRow `tfsdk:"invoices"`
}

// invoiceRow is one bill; amounts are in US cents.
type invoiceRow struct {
	Number        types.Int64   `tfsdk:"number"`
	PeriodStart   types.String  `tfsdk:"period_start"`
	PeriodEnd     types.String  `tfsdk:"period_end"`
	PaymentStatus types.String  `tfsdk:"payment_status"`
	Platform      types.Int64   `tfsdk:"platform_total"`
	Database      types.Int64   `tfsdk:"database_total"`
	Addons        types.Int64   `tfsdk:"addons_total"`
	Charges       types.Int64   `tfsdk:"charges_total"`
	Credits       types.Int64   `tfsdk:"credits_total"`
	Total         types.Int64   `tfsdk:"total"`
	DynoUnits     types.Float64 `tfsdk:"dyno_units"`
}

func (d *teamInvoicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	amount := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invoices of a team, one for each month that is over. It takes the role `admin` in the team. Heroku bills enterprise teams through Salesforce, and may list no invoices for them.",
		Attributes: map[string]schema.Attribute{
			"team":    asked("The team, by name or id.", isReference),
			"team_id": said("The id of the team."),
			"invoices": rows("The invoices, oldest first. Amounts are in US cents.", map[string]schema.Attribute{
				"number":         amount("The number by which people know the invoice."),
				"period_start":   said("The first day that it is for, such as `2026-03-01`."),
				"period_end":     said("The last day that it is for."),
				"payment_status": said("How far its payment is, such as `Paid` or `Pending`."),
				"platform_total": amount("For dynos and private spaces."),
				"database_total": amount("For Heroku's own add-ons."),
				"addons_total":   amount("For add-ons of others."),
				"charges_total":  amount("All charges, before credits."),
				"credits_total":  amount("The credits that were taken off."),
				"total":          amount("What is to be paid."),
				"dyno_units":     schema.Float64Attribute{Computed: true, MarkdownDescription: "The dyno units of all dynos: one is a dyno of size Standard-1X that runs for a whole month."},
			}),
		},
	}
}

func (d *teamInvoicesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamInvoicesDataSource) read(ctx context.Context, m *teamInvoicesModel) error {
	team, err := d.team().find(ctx, m.Team)
	if err != nil {
		return err
	}
	list, err := d.client.ListTeamInvoices(ctx, team)
	if err != nil {
		return err
	}
	m.TeamID, m.Invoices = types.StringValue(team), []invoiceRow{}
	for _, i := range list {
		m.Invoices = append(m.Invoices, newInvoiceRow(i))
	}
	slices.SortFunc(m.Invoices, func(a, b invoiceRow) int {
		return cmp.Or(cmp.Compare(a.PeriodStart.ValueString(), b.PeriodStart.ValueString()), cmp.Compare(a.Number.ValueInt64(), b.Number.ValueInt64()))
	})
	return nil
}

func newInvoiceRow(i api.TeamInvoice) invoiceRow {
	return invoiceRow{
		Number: types.Int64Value(int64(i.Number)), PeriodStart: invoiceDate(i.PeriodStart), PeriodEnd: invoiceDate(i.PeriodEnd), PaymentStatus: types.StringValue(i.PaymentStatus),
		Platform: types.Int64Value(i.PlatformTotal), Database: types.Int64Value(i.DatabaseTotal), Addons: types.Int64Value(i.AddonsTotal), Charges: types.Int64Value(i.ChargesTotal),
		Credits: types.Int64Value(i.CreditsTotal), Total: types.Int64Value(i.Total), DynoUnits: types.Float64Value(i.DynoUnits),
	}
}

// invoiceDate writes a day of an invoice as Terraform does. What is written in another way than [api.InvoiceDay] stays.
func invoiceDate(s string) types.String {
	if day, err := time.Parse(api.InvoiceDay, s); err == nil {
		s = day.Format(time.DateOnly)
	}
	return types.StringValue(s)
}

package provider

import (
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// amounts are what was used up in some time.
type amounts struct {
	Dynos   types.Float64 `tfsdk:"dynos"`
	Data    types.Float64 `tfsdk:"data"`
	Partner types.Float64 `tfsdk:"partner"`
	Addons  types.Float64 `tfsdk:"addons"`
}

func newAmounts(u api.Usage) amounts {
	return amounts{types.Float64Value(u.Dynos), types.Float64Value(u.Data), types.Float64Value(u.Partner), types.Float64Value(u.Addons)}
}

// amountColumns describes amounts, and adds further columns.
func amountColumns(further map[string]schema.Attribute) map[string]schema.Attribute {
	number := func(description string) schema.Float64Attribute {
		return schema.Float64Attribute{Computed: true, MarkdownDescription: description}
	}
	columns := map[string]schema.Attribute{
		"dynos":   number("Dyno units: one is a dyno of size Standard-1X that runs for a whole month."),
		"data":    number("Add-on credits for Heroku's own add-ons, a US dollar each."),
		"partner": number("Add-on credits for add-ons of others."),
		"addons":  number("All add-on credits: `data` and `partner` together."),
		"space":   number("Credits for private spaces."),
	}
	maps.Copy(columns, further)
	return columns
}

// appAmountColumns are amountColumns of an app, which spaces are none of.
func appAmountColumns() map[string]schema.Attribute {
	columns := amountColumns(map[string]schema.Attribute{"app": said("The name of the app.")})
	delete(columns, "space")
	return columns
}

// spacedAmounts are amounts with spaces.
type spacedAmounts struct {
	amounts
	Space types.Float64 `tfsdk:"space"`
}

func newSpacedAmounts(u api.Usage, space float64) spacedAmounts {
	return spacedAmounts{newAmounts(u), types.Float64Value(space)}
}

// less is how much more one is than another.
func (a spacedAmounts) less(b spacedAmounts) *spacedAmounts {
	minus := func(x, y types.Float64) types.Float64 { return types.Float64Value(x.ValueFloat64() - y.ValueFloat64()) }
	return &spacedAmounts{amounts{minus(a.Dynos, b.Dynos), minus(a.Data, b.Data), minus(a.Partner, b.Partner), minus(a.Addons, b.Addons)}, minus(a.Space, b.Space)}
}

// appUsageRow is what an app used up.
type appUsageRow struct {
	App types.String `tfsdk:"app"`
	amounts
}

func newAppUsageRows(apps []api.AppPeriodUsage) []appUsageRow {
	rows := []appUsageRow{}
	for _, a := range apps {
		rows = append(rows, appUsageRow{types.StringValue(a.AppName), newAmounts(a.Usage)})
	}
	return rows
}

// teamUsageRow is what a team of an account used up.
type teamUsageRow struct {
	ID   types.String  `tfsdk:"id"`
	Name types.String  `tfsdk:"name"`
	Apps []appUsageRow `tfsdk:"apps"`
	spacedAmounts
}

// times are the arguments of the data sources of usage.
type times struct {
	Start types.String `tfsdk:"start"`
	End   types.String `tfsdk:"end"`
}

// monthLayout is how a month is written.
const monthLayout = "2006-01"

var isTime = []validator.String{checked{func(s string) error {
	if isDate(monthLayout, s) || isDate(time.DateOnly, s) {
		return nil
	}
	return fmt.Errorf("%q is neither a month, as in 2026-03, nor a day, as in 2026-03-31", s)
}}}

// isDate reports whether a text is a month, or a day, that there is.
func isDate(layout, s string) bool {
	_, err := time.Parse(layout, s)
	return err == nil
}

// timeColumns describes the arguments of usage, and adds further columns.
func timeColumns(further map[string]schema.Attribute) map[string]schema.Attribute {
	columns := map[string]schema.Attribute{
		"start": asked("The first month, such as `2026-03`, or the first day, such as `2026-03-01` (UTC). Months reach back a year, days six months.", isTime),
		"end":   filter("The last month or day, in the same form; of days at most 31 can be asked for at once. Left out, it is the first one.", isTime...),
	}
	maps.Copy(columns, further)
	return columns
}

// resolution is whether months or days are asked for.
func (t times) resolution() (string, error) {
	if !t.End.IsNull() && t.End.ValueString() < t.Start.ValueString() && len(t.End.ValueString()) == len(t.Start.ValueString()) {
		return "", fmt.Errorf("end = %q lies before start = %q", t.End.ValueString(), t.Start.ValueString())
	}
	if !t.End.IsNull() && len(t.End.ValueString()) != len(t.Start.ValueString()) {
		return "", fmt.Errorf("start = %q and end = %q must both be months or both be days", t.Start.ValueString(), t.End.ValueString())
	}
	if isDate(monthLayout, t.Start.ValueString()) {
		return "monthly", nil
	}
	return "daily", nil
}

// changeColumn describes how much more was used than in the period before.
func changeColumn() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "How much more was used than in the month or day before, less being negative. The first one of the list has none.",
		Attributes: amountColumns(nil),
	}
}

package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/trail"
)

// auditEventsDataSource is a day of the audit trail of an enterprise account.
type auditEventsDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*auditEventsDataSource)(nil)

func newAuditEventsDataSource() datasource.DataSource {
	return &auditEventsDataSource{source{common{name: "audit_events"}}}
}

type auditEventsModel struct {
	Account types.String    `tfsdk:"enterprise_account"`
	Day     types.String    `tfsdk:"day"`
	Actor   types.String    `tfsdk:"actor"`
	Action  types.String    `tfsdk:"action"`
	Type    types.String    `tfsdk:"type"`
	Events  []auditEventRow `tfsdk:"events"`
}

// auditEventRow is one event.
type auditEventRow struct {
	ID        types.String `tfsdk:"id"`
	CreatedAt types.String `tfsdk:"created_at"`
	Type      types.String `tfsdk:"type"`
	Action    types.String `tfsdk:"action"`
	ActorID   types.String `tfsdk:"actor_id"`
	Actor     types.String `tfsdk:"actor"`
	TeamID    types.String `tfsdk:"team_id"`
	Team      types.String `tfsdk:"team"`
	AppID     types.String `tfsdk:"app_id"`
	App       types.String `tfsdk:"app"`
	IPAddress types.String `tfsdk:"ip_address"`
	Refused   types.String `tfsdk:"refused"`
	Data      types.String `tfsdk:"data"`
}

var isDay = []validator.String{checked{func(s string) error {
	if isDate(time.DateOnly, s) {
		return nil
	}
	return fmt.Errorf("%q is no day, as in 2026-03-31", s)
}}}

func (d *auditEventsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One day of the audit trail of an enterprise account. It takes the permission `manage` on the account.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": asked("The enterprise account, by name or id.", isReference),
			"day":                filter("The day (UTC), such as `2026-03-31`; today if it is not set.", isDay...),
			"actor":              filter("Only what the person with this email address did is listed.", isEmail...),
			"action":             filter("Only this action is listed, such as `create`."),
			"type":               filter("Only events of this type are listed, such as `app`."),
			"events": rows("The events, the oldest first.", map[string]schema.Attribute{
				"id":         said("The id of the event."),
				"created_at": said("When it happened."),
				"type":       said("What it happened to, such as `collaborator`."),
				"action":     said("What was done, such as `create`."),
				"actor_id":   said("The id of the person who did it."),
				"actor":      said("The email address of the person who did it."),
				"team_id":    said("The id of the team that it concerns, if it concerns one."),
				"team":       said("The name that this team had."),
				"app_id":     said("The id of the app that it concerns, if it concerns one."),
				"app":        said("The name that this app had."),
				"ip_address": said("The address (IPv4) from which it was done, if the API says so."),
				"refused":    said("Why it was refused, on an API whose audit trail tells of refusals; not set for what was done."),
				"data":       said("What else the API says about it, as JSON: for `jsondecode`."),
			}),
		},
	}
}

func (d *auditEventsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *auditEventsDataSource) read(ctx context.Context, m *auditEventsModel) error {
	account, err := d.enterpriseAccount().find(ctx, m.Account)
	if err != nil {
		return err
	}
	filters := url.Values{}
	for name, value := range map[string]types.String{"day": m.Day, "actor": m.Actor, "action": m.Action, "type": m.Type} {
		if !value.IsNull() {
			filters.Set(name, value.ValueString())
		}
	}
	events, err := d.client.ListAuditEvents(ctx, account, filters)
	if err != nil {
		return err
	}
	m.Events = []auditEventRow{}
	for i := range events {
		row, err := newAuditEventRow(&events[i])
		if err != nil {
			return err
		}
		m.Events = append(m.Events, row)
	}
	return nil
}

func newAuditEventRow(e *api.AuditTrailEvent) (auditEventRow, error) {
	data, err := json.Marshal(e.Data)
	return auditEventRow{
		ID: types.StringValue(e.ID), CreatedAt: types.StringValue(e.CreatedAt), Type: types.StringValue(e.Type), Action: types.StringValue(e.Action),
		ActorID: orNull(e.Actor.ID), Actor: orNull(e.Actor.Email), TeamID: orNull(e.Team.ID), Team: orNull(e.Team.Name), AppID: orNull(e.App.ID), App: orNull(e.App.Name),
		IPAddress: orNull(e.Request.IPAddress), Refused: orNull(trail.Refusal(e)), Data: types.StringValue(string(data)),
	}, err
}

// orNull is a text that the API may leave out.
func orNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

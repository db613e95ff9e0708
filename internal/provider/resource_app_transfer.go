package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appTransferResource gives an app that Terraform does not manage to a team or to a person. It is one event, not a thing that can be
// undone:
//
//   - To a team, it is there as long as the team has the app. If the app goes elsewhere, the next plan transfers it again.
//   - To a person, it is there from then on. What the person does with the app is the person's business. A personal app is only
//     offered; the person accepts or declines, which no plan tries to change. A declined offer is made again with -replace.
//   - Destroying it takes back an offer that is not answered. Otherwise it changes nothing: the old owner may not want the app, and
//     may not be there any more.
//
// An app that Terraform manages is transferred by the argument team of herokuenterprise_team_app.
type appTransferResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*appTransferResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*appTransferResource)(nil)
	_ resource.ResourceWithIdentity    = (*appTransferResource)(nil)
	_ resource.ResourceWithImportState = (*appTransferResource)(nil)
)

var appTransferType = common{name: "app_transfer", keys: []key{appKey}}

func newAppTransferResource() resource.Resource {
	return &appTransferResource{base{appTransferType}}
}

type appTransferModel struct {
	identified
	App        types.String `tfsdk:"app"`
	AppID      types.String `tfsdk:"app_id"`
	Team       types.String `tfsdk:"team"`
	TeamID     types.String `tfsdk:"team_id"`
	Recipient  types.String `tfsdk:"recipient"`
	Locked     types.Bool   `tfsdk:"locked"`
	TransferID types.String `tfsdk:"transfer_id"`
	State      types.String `tfsdk:"state"`
}

func (r *appTransferResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	one := stringvalidator.ExactlyOneOf(path.MatchRoot("team"), path.MatchRoot("recipient"))
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gives an app to a team, or to a person. It is for apps that Terraform does not manage otherwise: a `herokuenterprise_team_app` is transferred by its own argument `team`. Terraform must work as the owner of a personal app, or as somebody who may manage a team's app.\n\n" +
			"To a team, the app goes at once, with everybody who has permissions on it, and the old owner keeps every permission. A team's app goes to a person of the team at once, and **everybody loses the permissions on it**. A personal app is offered to a person, who accepts or declines it.\n\n" +
			"Destroying this resource takes back an offer that is not answered yet. Otherwise it changes nothing: the app stays where it is.",
		Attributes: map[string]schema.Attribute{
			"app": required(appReference+"; another app is another transfer.", isReference),
			"team": schema.StringAttribute{
				Optional: true, Validators: append([]validator.String{one}, isReference...),
				MarkdownDescription: "The team that gets the app, by name or id. An app that is there already is taken over. Another team means another transfer. Set either this or `recipient`.",
			},
			"recipient": schema.StringAttribute{
				Optional: true, Validators: append([]validator.String{one}, isEmail...),
				MarkdownDescription: "The email address of the person who gets the app: of a personal app, somebody who has permissions on it; of a team's app, somebody in the team. Another person means another transfer. Set either this or `team`.",
			},
			"locked": schema.BoolAttribute{
				Optional: true, Validators: []validator.Bool{boolvalidator.ConflictsWith(path.MatchRoot("recipient"))},
				MarkdownDescription: "Whether the app is locked right after it came to the team, as `heroku apps:transfer --locked` does. Without it a lock that the app has stays. Later on the lock is not looked after: see `herokuenterprise_app_lock` for that.",
			},
			"id":          stable("The id of the app."),
			"app_id":      stable("The id of the app. It stays when the app is renamed."),
			"team_id":     computed("The id of the team that got the app, if a team did."),
			"transfer_id": computed("The id of the offer to a person, if the app had to be offered."),
			"state":       computed(fmt.Sprintf("What came of it: `%s`, `%s` or `%s`. What needs no answer is accepted.", api.TransferPending, api.TransferAccepted, api.TransferDeclined)),
		},
	}
}

func (r *appTransferResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *appTransferResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *appTransferResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *appTransferResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *appTransferResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *appTransferResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "app")
}

func (r *appTransferResource) create(ctx context.Context, m *appTransferModel) error {
	app, team, err := r.findApp(ctx, m.App.ValueString())
	if err != nil {
		return err
	}
	m.TeamID, m.TransferID = types.StringNull(), types.StringNull()
	switch {
	case !m.Team.IsNull():
		return r.toTeam(ctx, m, app, team)
	case team != "":
		owner := m.Recipient.ValueString()
		err := r.effects.write(func() error { return r.client.UpdateTeamApp(ctx, app.ID, api.TeamAppUpdate{Owner: &owner}) },
			&effect{kind: moving, on: app.ID, from: team})
		if err != nil {
			return err
		}
		m.gave(app.ID, api.TransferAccepted)
		return nil
	}
	return r.offer(ctx, m, app)
}

// gave notes that an app went to somebody, or is to.
func (m *appTransferModel) gave(app, state string) {
	m.ID, m.AppID, m.State = types.StringValue(app), types.StringValue(app), types.StringValue(state)
}

// toTeam gives an app to a team, unless it is there, and locks it.
func (r *appTransferResource) toTeam(ctx context.Context, m *appTransferModel, app *api.TeamApp, now string) error {
	team, err := r.owningTeam(ctx, m.Team)
	if err != nil {
		return err
	}
	if now != team.ID {
		if err := r.giveTo(ctx, app, now, team); err != nil {
			return err
		}
	}
	m.gave(app.ID, api.TransferAccepted)
	m.TeamID = types.StringValue(team.ID)
	if !m.Locked.ValueBool() {
		return nil
	}
	return r.lockAgain(ctx, app.ID)
}

// offer offers a personal app to a person. One that is offered to the same person already is not offered again.
func (r *appTransferResource) offer(ctx context.Context, m *appTransferModel, app *api.TeamApp) error {
	made, err := r.client.CreateAppTransfer(ctx, api.AppTransferCreate{App: app.ID, Recipient: m.Recipient.ValueString()})
	if client.Invalid(err) || client.Lost(err) {
		if pending, _ := r.pending(ctx, app.ID); pending != nil && access.SameEmail(pending.Recipient.Email, m.Recipient.ValueString()) {
			made, err = pending, nil
		}
	}
	if err != nil {
		return err
	}
	m.gave(app.ID, made.State)
	m.TransferID = types.StringValue(made.ID)
	return nil
}

// pending finds the offer of an app that is not answered yet; nil if there is none.
func (r *appTransferResource) pending(ctx context.Context, app string) (*api.AppTransfer, error) {
	all, err := r.client.ListAppTransfers(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].App.ID == app && all[i].State == api.TransferPending {
			return &all[i], nil
		}
	}
	return nil, nil
}

// read looks for the app in the team, or for what came of the offer.
func (r *appTransferResource) read(ctx context.Context, m *appTransferModel) error {
	switch {
	case m.Team.IsNull() && m.Recipient.IsNull():
		return r.imported(ctx, m)
	case !m.Recipient.IsNull():
		return r.answered(ctx, m)
	}
	app := r.teamsApp(ctx, m.TeamID, m.AppID)
	if app == nil {
		var err error
		if app, err = r.client.GetTeamApp(ctx, m.AppID.ValueString()); err != nil {
			return err
		}
		_, team, err := r.ofItsTeam(ctx, app)
		if err != nil {
			return err
		}
		if team != m.TeamID.ValueString() {
			return errGone
		}
	}
	return r.called(ctx, m, app)
}

// called keeps the spelling of the app and of its team, as far as they still name the same.
func (r *appTransferResource) called(ctx context.Context, m *appTransferModel, app *api.TeamApp) (err error) {
	if m.App, err = r.app().kept(ctx, m.App, app.ID, app.Name); err != nil || m.Team.IsNull() {
		return err
	}
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

// answered looks at what came of a transfer to a person. One that was accepted is over, whoever has the app by now, and whether or not
// the API lets anybody else look at it. An offer that the API does not know any more was accepted if the app is the person's.
func (r *appTransferResource) answered(ctx context.Context, m *appTransferModel) error {
	var unknown error
	if m.State.ValueString() == api.TransferPending {
		offer, err := r.client.GetAppTransfer(ctx, m.TransferID.ValueString())
		switch {
		case err == nil:
			m.State = types.StringValue(offer.State)
		case client.NotFound(err):
			unknown = err
		default:
			return err
		}
	}
	app, err := r.client.GetTeamApp(ctx, m.AppID.ValueString())
	switch {
	case client.Forbidden(err) && unknown == nil:
		return nil
	case err != nil:
		return err
	case unknown != nil && !access.SameEmail(app.Owner.Email, m.Recipient.ValueString()):
		return unknown
	case unknown != nil:
		m.State = types.StringValue(api.TransferAccepted)
	}
	return r.called(ctx, m, app)
}

// imported finds out who got the app, or is offered it.
func (r *appTransferResource) imported(ctx context.Context, m *appTransferModel) error {
	ref := m.AppID
	if ref.IsNull() {
		ref = m.App
	}
	app, err := r.client.GetTeamApp(ctx, ref.ValueString())
	if err != nil {
		return err
	}
	_, team, err := r.ofItsTeam(ctx, app)
	if err != nil {
		return err
	}
	if team != "" {
		m.Team, m.TeamID = types.StringValue(app.Team.Name), types.StringValue(team)
		m.gave(app.ID, api.TransferAccepted)
		if app.Locked {
			m.Locked = types.BoolValue(true)
		}
	} else {
		offer, err := r.pending(ctx, app.ID)
		if err != nil {
			return err
		}
		if offer == nil {
			return errGone
		}
		m.Recipient, m.TransferID = types.StringValue(offer.Recipient.Email), types.StringValue(offer.ID)
		m.gave(app.ID, offer.State)
	}
	return r.called(ctx, m, app)
}

// update makes nothing but the lock; what else may be planned is another spelling.
func (r *appTransferResource) update(ctx context.Context, plan, state *appTransferModel) error {
	if err := r.app().check(ctx, plan.App, state.App, state.AppID, &plan.AppID); err != nil {
		return err
	}
	if !plan.Team.IsNull() {
		if err := r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID); err != nil {
			return err
		}
	}
	if !plan.Recipient.IsNull() && !samePerson(plan.Recipient, state.Recipient) {
		return fmt.Errorf("recipient = %q is another person than %s, which was not known when the plan was made. Plan again, or offer the app anew with terraform apply -replace=ADDRESS", plan.Recipient.ValueString(), state.Recipient.ValueString())
	}
	plan.ID, plan.TransferID, plan.State = state.ID, state.TransferID, state.State
	if plan.Locked.ValueBool() && !state.Locked.ValueBool() {
		return r.lockAgain(ctx, state.AppID.ValueString())
	}
	return nil
}

// delete takes back an offer that is not answered. One that is answered meanwhile is not there to be taken back.
func (r *appTransferResource) delete(ctx context.Context, m *appTransferModel) error {
	if m.State.ValueString() != api.TransferPending {
		return nil
	}
	refused := r.client.DeleteAppTransfer(ctx, m.TransferID.ValueString())
	if !client.Invalid(refused) {
		return refused
	}
	if now, err := r.client.GetAppTransfer(ctx, m.TransferID.ValueString()); err != nil || now.State == api.TransferPending {
		return refused
	}
	return nil
}

// change decides what another app, team or person means.
func (r *appTransferResource) change(ctx context.Context, plan, state *appTransferModel) (replace path.Paths, err error) {
	replace, err = r.app().replaces(ctx, plan.App, state.App, state.AppID, &plan.AppID)
	if err != nil {
		return nil, err
	}
	plan.TeamID, plan.TransferID, plan.State = state.TeamID, state.TransferID, state.State
	switch {
	case plan.Team.IsNull() != state.Team.IsNull():
		replace = append(replace, path.Root("team"), path.Root("recipient"))
	case !plan.Team.IsNull():
		others, err := r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
		if err != nil {
			return nil, err
		}
		replace = append(replace, others...)
	case samePerson(plan.Recipient, state.Recipient):
		plan.Recipient = state.Recipient
	case !plan.Recipient.IsUnknown():
		replace = append(replace, path.Root("recipient"))
	}
	return replace, nil
}

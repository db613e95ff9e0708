package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// appLockResource is the lock of an app: it exists while the app is locked.
type appLockResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*appLockResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*appLockResource)(nil)
	_ resource.ResourceWithIdentity    = (*appLockResource)(nil)
	_ resource.ResourceWithImportState = (*appLockResource)(nil)
)

var appLockType = common{name: "app_lock", keys: []key{lockedAppKey}}

func newAppLockResource() resource.Resource {
	return &appLockResource{base{appLockType}}
}

type appLockModel struct {
	identified
	App    types.String `tfsdk:"app"`
	TeamID types.String `tfsdk:"team_id"`
}

func (r *appLockResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Locks an app: members and viewers of its team no longer see it and cannot join it, unless they have permissions of their own on it. Admins of the team always have access. An app that is locked already is taken over; destroying this resource unlocks the app.",
		Attributes: map[string]schema.Attribute{
			"app":     required(appReference+"; another app means that this one is unlocked.", isReference),
			"id":      stable("The id of the app."),
			"team_id": computed("The id of the team that owns the app."),
		},
	}
}

func (r *appLockResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *appLockResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *appLockResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *appLockResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *appLockResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, nil, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *appLockResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "app")
}

// app is the reference to the app, whose id is the lock's own.
func (r *appLockResource) app() reference {
	app := r.session.app()
	app.id = "id"
	return app
}

func (r *appLockResource) create(ctx context.Context, m *appLockModel) error {
	app, team, err := r.findApp(ctx, m.App.ValueString())
	if err != nil {
		return err
	}
	// The lock takes from the team's people what they do not have a grant for: grants on the app go first, and whoever becomes an admin.
	locked := true
	if err := r.order.take(ctx, app.ID, locks, func() error {
		return r.order.take(ctx, promotions(team), locks, func() error {
			return r.client.UpdateTeamApp(ctx, app.ID, api.TeamAppUpdate{Locked: &locked})
		})
	}); err != nil {
		return err
	}
	m.ID, m.TeamID = types.StringValue(app.ID), teamOrNone(team)
	return nil
}

func (r *appLockResource) read(ctx context.Context, m *appLockModel) error {
	app, err := r.find(ctx, m)
	if err != nil {
		return err
	}
	if !app.Locked {
		return errGone
	}
	m.ID = types.StringValue(app.ID)
	m.App, err = r.app().kept(ctx, m.App, app.ID, app.Name)
	return err
}

// find looks the app up among its team's. A list that does not show it, or not locked, is doubted, and the app itself is read.
func (r *appLockResource) find(ctx context.Context, m *appLockModel) (*api.TeamApp, error) {
	if app := r.teamsApp(ctx, m.TeamID, m.ID); app != nil && app.Locked {
		return app, nil
	}
	ref := m.ID
	if ref.IsNull() { // just imported
		ref = m.App
	}
	app, err := r.client.GetTeamApp(ctx, ref.ValueString())
	if err != nil || app.Team == nil {
		return app, err
	}
	team, err := r.teamID(ctx, app.Team)
	m.TeamID = teamOrNone(team)
	return app, err
}

func (r *appLockResource) update(ctx context.Context, plan, state *appLockModel) error {
	plan.TeamID = state.TeamID
	return r.app().check(ctx, plan.App, state.App, state.ID, &plan.ID)
}

// delete unlocks the app. It has nothing to look at first: an app is locked, as the plan found it, or not, as it wants it.
func (r *appLockResource) delete(ctx context.Context, m *appLockModel) error {
	unlocked := false
	of := r.unlocking(m.ID.ValueString())
	of.Lock()
	defer of.Unlock()
	err := r.order.give(func() error {
		return r.client.UpdateTeamApp(ctx, m.ID.ValueString(), api.TeamAppUpdate{Locked: &unlocked})
	}, m.TeamID.ValueString(), m.ID.ValueString())
	of.done = err == nil
	return err
}

func (r *appLockResource) change(ctx context.Context, plan, state *appLockModel) (path.Paths, error) {
	replace, err := r.app().replaces(ctx, plan.App, state.App, state.ID, &plan.ID)
	plan.TeamID = follows(plan.ID, state.TeamID)
	return replace, err
}

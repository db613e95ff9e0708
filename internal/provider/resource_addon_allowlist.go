package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// addonAllowlistResource is a team's whole add-on allowlist and the switch that enforces it. It is exclusive: whatever else is
// on the list is drift.
type addonAllowlistResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*addonAllowlistResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*addonAllowlistResource)(nil)
	_ resource.ResourceWithIdentity    = (*addonAllowlistResource)(nil)
	_ resource.ResourceWithImportState = (*addonAllowlistResource)(nil)
)

func newAddonAllowlistResource() resource.Resource {
	return &addonAllowlistResource{base{common{name: "addon_allowlist", keys: []key{teamKey}}}}
}

type addonAllowlistModel struct {
	identified
	Team          types.String `tfsdk:"team"`
	TeamID        types.String `tfsdk:"team_id"`
	AddonServices types.Set    `tfsdk:"addon_services"`
	Enforced      types.Bool   `tfsdk:"enforced"`
}

func (r *addonAllowlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The add-on services that may be installed on a team's apps, all of them: a service that somebody else puts on the list is shown as drift and removed by the next apply. Admins of the team may install other services all the same, and what is installed already stays; `herokuenterprise_addon_allowlist_exceptions` finds both. Destroying this resource stops the enforcement and takes off the list only the services that Terraform put on it or found on it when it took the list over, never one that somebody else put on it since. Do not use it together with `herokuenterprise_allowed_addon_service` for the same team.",
		Attributes: map[string]schema.Attribute{
			"team": required(teamReference+"; another team means that this one's list is given up.", isReference),
			"addon_services": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: serviceSet,
				MarkdownDescription: "The names of the services that may be installed, such as `heroku-postgresql`. The empty set allows none.",
			},
			"enforced": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether the list is enforced, `true` unless set otherwise. The list is kept while it is not.",
			},
			"id":      stable("The id of the team."),
			"team_id": stable("The id of the team. It stays when the team is renamed."),
		},
	}
}

func (r *addonAllowlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
	resp.Diagnostics.Append(rememberServices(ctx, resp.Private, req.Plan)...)
}

func (r *addonAllowlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if id.IsNull() { // just imported: everything is taken over
		resp.Diagnostics.Append(rememberServices(ctx, resp.Private, resp.State)...)
	}
}

func (r *addonAllowlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
	sources := []attributes{req.Plan}
	if resp.Diagnostics.HasError() { // some of the old ones may be left
		sources = append(sources, req.State)
	}
	resp.Diagnostics.Append(rememberServices(ctx, resp.Private, sources...)...)
}

func (r *addonAllowlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	own, diags := recall[[]string](ctx, req.Private, ownServices)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	remove(ctx, &r.base, req, resp, func(ctx context.Context, m *addonAllowlistModel) error { return r.delete(ctx, m, own) })
}

func (r *addonAllowlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *addonAllowlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "team")
}

func (r *addonAllowlistResource) create(ctx context.Context, m *addonAllowlistModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	return r.write(ctx, m, &addonAllowlistModel{})
}

func (r *addonAllowlistResource) read(ctx context.Context, m *addonAllowlistModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	if err := r.refresh(ctx, m); err != nil {
		return err
	}
	var err error
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

// refresh takes list and switch from the API.
func (r *addonAllowlistResource) refresh(ctx context.Context, m *addonAllowlistModel) error {
	entries, on, err := r.now(ctx, m)
	if err != nil {
		return err
	}
	m.ID = m.TeamID
	m.AddonServices = setOf(serviceNames(entries))
	m.Enforced = types.BoolValue(on)
	return nil
}

func (r *addonAllowlistResource) update(ctx context.Context, plan, state *addonAllowlistModel) error {
	if err := r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID); err != nil {
		return err
	}
	if unchanged(plan.AddonServices, state.AddonServices, plan.Enforced, state.Enforced) {
		return nil
	}
	if err := r.overtaken(ctx, plan, state); err != nil {
		return err
	}
	return r.write(ctx, plan, state)
}

// delete stops the enforcement first: otherwise everything would be forbidden for a moment. It takes off the list only
// Terraform's own services: the set in the state has others, too, once it has been refreshed.
func (r *addonAllowlistResource) delete(ctx context.Context, m *addonAllowlistModel, own []string) error {
	if err := r.overtaken(ctx, m, m); err != nil {
		return err
	}
	if err := r.enforce(ctx, m, false); err != nil {
		return err
	}
	for _, service := range own {
		if err := r.client.DeleteAllowedAddonService(ctx, m.TeamID.ValueString(), service); err != nil && !client.NotFound(err) {
			return err
		}
	}
	return nil
}

func (r *addonAllowlistResource) change(ctx context.Context, plan, state *addonAllowlistModel) (path.Paths, error) {
	return r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
}

// write makes list and switch what is planned, in an order in which nothing is forbidden that is allowed before and after: the
// switch goes off first and on last, and services are added before others are removed. How far it got is noted in another model.
func (r *addonAllowlistResource) write(ctx context.Context, m, done *addonAllowlistModel) error {
	entries, on, err := r.now(ctx, m)
	if err != nil {
		return err
	}
	team, wanted, turnOn, listed := m.TeamID.ValueString(), elements(m.AddonServices), m.Enforced.ValueBool(), serviceNames(entries)
	defer func() { done.AddonServices, done.Enforced = setOf(listed), types.BoolValue(on) }()
	if on && !turnOn {
		if err := r.enforce(ctx, m, false); err != nil {
			return err
		}
		on = false
	}
	for _, service := range wanted {
		if slices.Contains(listed, service) {
			continue
		}
		if _, err := allow(ctx, r.client, team, service); err != nil {
			return err
		}
		listed = append(listed, service)
	}
	for _, entry := range entries {
		name := entry.AddonService.Name
		if slices.Contains(wanted, name) {
			continue
		}
		if err := r.client.DeleteAllowedAddonService(ctx, team, entry.ID); err != nil && !client.NotFound(err) {
			return err
		}
		listed = slices.DeleteFunc(listed, func(l string) bool { return l == name })
	}
	if turnOn && !on {
		if err := r.enforce(ctx, m, true); err != nil {
			return err
		}
		on = true
	}
	return r.refresh(ctx, m)
}

// overtaken makes sure that list and switch are as the plan found them, or as it wants them.
func (r *addonAllowlistResource) overtaken(ctx context.Context, plan, state *addonAllowlistModel) error {
	entries, on, err := r.now(ctx, state)
	if err != nil {
		return err
	}
	listed := serviceNames(entries)
	slices.Sort(listed)
	if !slices.Equal(listed, elements(state.AddonServices)) && !slices.Equal(listed, elements(plan.AddonServices)) {
		if err := r.changed(ctx, "The add-on allowlist of the team "+state.Team.ValueString(), quoted(listed), quoted(elements(state.AddonServices))); err != nil {
			return err
		}
	}
	if now := types.BoolValue(on); !now.Equal(state.Enforced) && !now.Equal(plan.Enforced) {
		return r.changed(ctx, "Whether the add-on allowlist of the team "+state.Team.ValueString()+" is enforced", now.String(), state.Enforced.String())
	}
	return nil
}

// now reads list and switch.
func (r *addonAllowlistResource) now(ctx context.Context, m *addonAllowlistModel) (entries []api.AllowedAddonService, on bool, err error) {
	list, err := r.snapshot.Services.Get(ctx, m.TeamID.ValueString(), client.Current)
	if err != nil {
		return nil, false, r.ofTeam(ctx, m.TeamID, err)
	}
	preferences, err := r.preferences(ctx, m.TeamID.ValueString())
	if err != nil {
		return nil, false, r.ofTeam(ctx, m.TeamID, err)
	}
	return list.Value, enforced(preferences), nil
}

// enforce turns the switch.
func (r *addonAllowlistResource) enforce(ctx context.Context, m *addonAllowlistModel, on bool) error {
	_, err := r.client.UpdateTeamPreferences(ctx, m.TeamID.ValueString(), api.TeamPreferencesUpdate{AddonsControls: &on})
	return r.ofTeam(ctx, m.TeamID, err)
}

// ownServices is the key under which the names of the services are kept, beside the state, that destroying takes off the list.
const ownServices = "own_services"

// attributes is a plan or a state.
type attributes interface {
	GetAttribute(ctx context.Context, where path.Path, target any) diag.Diagnostics
}

// rememberServices keeps the services that a plan or state names as Terraform's own.
func rememberServices(ctx context.Context, private beside, sources ...attributes) (diags diag.Diagnostics) {
	var own []string
	for _, source := range sources {
		var services types.Set
		diags.Append(source.GetAttribute(ctx, path.Root("addon_services"), &services)...)
		own = append(own, elements(services)...)
	}
	diags.Append(remember(ctx, private, ownServices, own)...)
	return diags
}

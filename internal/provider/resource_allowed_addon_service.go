package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// allowedAddonServiceResource is one entry of a team's add-on allowlist. It leaves the other entries and the switch that
// enforces the list alone.
type allowedAddonServiceResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*allowedAddonServiceResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*allowedAddonServiceResource)(nil)
	_ resource.ResourceWithIdentity    = (*allowedAddonServiceResource)(nil)
	_ resource.ResourceWithImportState = (*allowedAddonServiceResource)(nil)
)

var allowedAddonServiceType = common{name: "allowed_addon_service", keys: []key{teamKey, serviceKey}}

func newAllowedAddonServiceResource() resource.Resource {
	return &allowedAddonServiceResource{base{allowedAddonServiceType}}
}

type allowedAddonServiceModel struct {
	identified
	Team             types.String `tfsdk:"team"`
	TeamID           types.String `tfsdk:"team_id"`
	AddonService     types.String `tfsdk:"addon_service"`
	AddonServiceID   types.String `tfsdk:"addon_service_id"`
	AddonServiceName types.String `tfsdk:"addon_service_name"`
	AddedBy          types.String `tfsdk:"added_by"`
	AddedAt          types.String `tfsdk:"added_at"`
}

func (r *allowedAddonServiceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One add-on service on a team's allowlist. The other services on the list are left alone, and so is the switch that enforces it: see `herokuenterprise_addon_allowlist` for the whole list. A service that is listed already is taken over.",
		Attributes: map[string]schema.Attribute{
			"team":               required(teamReference+"; another team means that the service is taken off this one's list.", isReference),
			"addon_service":      required("The service, by name or id, such as `heroku-postgresql`. Another service replaces the entry.", isReference),
			"id":                 stable("The id of the entry."),
			"team_id":            stable("The id of the team. It stays when the team is renamed."),
			"addon_service_id":   stable("The id of the service."),
			"addon_service_name": stable("The name of the service."),
			"added_by":           stable("The email address of the person who put the service on the list."),
			"added_at":           stable("When the service was put on the list."),
		},
	}
}

func (r *allowedAddonServiceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *allowedAddonServiceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *allowedAddonServiceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *allowedAddonServiceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *allowedAddonServiceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *allowedAddonServiceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "team", "addon_service")
}

func (r *allowedAddonServiceResource) create(ctx context.Context, m *allowedAddonServiceModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	entry, err := allow(ctx, r.client, m.TeamID.ValueString(), m.AddonService.ValueString())
	if err != nil {
		return err
	}
	m.set(entry)
	return nil
}

func (r *allowedAddonServiceResource) read(ctx context.Context, m *allowedAddonServiceModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	ref := m.ID
	if ref.IsNull() { // just imported
		ref = m.AddonService
	}
	if ref.IsNull() { // by identity
		ref = m.AddonServiceID
	}
	entry, err := r.find(ctx, m, ref, client.Current)
	if err != nil {
		return err
	}
	m.set(entry)
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

func (r *allowedAddonServiceResource) update(ctx context.Context, plan, state *allowedAddonServiceModel) error {
	if err := r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID); err != nil {
		return err
	}
	if same, err := r.sameService(ctx, plan, state); err != nil || same {
		return err
	}
	return fmt.Errorf("addon_service = %q is another service than %s, which was not known when the plan was made. Plan again, or replace the entry with terraform apply -replace=ADDRESS", plan.AddonService.ValueString(), state.AddonServiceName.ValueString())
}

// delete looks for the service, not for the entry: what was taken off and put on again has another one, and is to go too.
func (r *allowedAddonServiceResource) delete(ctx context.Context, m *allowedAddonServiceModel) error {
	entry, err := r.find(ctx, m, m.AddonServiceName, client.Recent)
	if err != nil {
		return err
	}
	return r.client.DeleteAllowedAddonService(ctx, m.TeamID.ValueString(), entry.ID)
}

func (r *allowedAddonServiceResource) change(ctx context.Context, plan, state *allowedAddonServiceModel) (path.Paths, error) {
	replace, err := r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
	if err != nil || plan.AddonService.IsUnknown() {
		return replace, err
	}
	if same, err := r.sameService(ctx, plan, state); err != nil || same {
		return replace, err
	}
	return append(replace, path.Root("addon_service")), nil
}

// sameService reports whether the planned service is the entry's own, by name or id.
func (r *allowedAddonServiceResource) sameService(ctx context.Context, plan, state *allowedAddonServiceModel) (bool, error) {
	if plan.AddonService.Equal(state.AddonService) || plan.AddonService.Equal(state.AddonServiceName) {
		return true, nil
	}
	entry, err := r.find(ctx, state, state.ID, client.Current)
	if err != nil {
		return false, err
	}
	return plan.AddonService.ValueString() == entry.AddonService.ID, nil
}

// find looks an entry up on the team's list. A list that does not show it is read once more, for everybody who doubts it.
func (r *allowedAddonServiceResource) find(ctx context.Context, m *allowedAddonServiceModel, ref types.String, how client.How) (*api.AllowedAddonService, error) {
	list, err := r.snapshot.Services.Get(ctx, m.TeamID.ValueString(), how)
	if err == nil && entryFor(list.Value, ref.ValueString()) == nil {
		list, err = r.snapshot.Services.Again(ctx, m.TeamID.ValueString(), list.Begun)
	}
	if err != nil {
		return nil, r.ofTeam(ctx, m.TeamID, err)
	}
	if entry := entryFor(list.Value, ref.ValueString()); entry != nil {
		return entry, nil
	}
	return nil, errGone
}

// set takes everything from the API but the reference to the service, whose spelling is the user's, if there is one.
func (m *allowedAddonServiceModel) set(entry *api.AllowedAddonService) {
	if m.AddonService.IsNull() {
		m.AddonService = types.StringValue(entry.AddonService.Name)
	}
	m.ID = types.StringValue(entry.ID)
	m.AddonServiceID = types.StringValue(entry.AddonService.ID)
	m.AddonServiceName = types.StringValue(entry.AddonService.Name)
	m.AddedBy = types.StringValue(entry.AddedBy.Email)
	m.AddedAt = types.StringValue(entry.AddedAt)
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// appCollaboratorsResource is everybody with permissions of their own on an app. It is exclusive: whoever else has some is drift.
type appCollaboratorsResource struct {
	exclusive[appCollaboratorsResourceModel, *appCollaboratorsResourceModel]
}

var (
	_ resource.ResourceWithConfigure   = (*appCollaboratorsResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*appCollaboratorsResource)(nil)
	_ resource.ResourceWithIdentity    = (*appCollaboratorsResource)(nil)
	_ resource.ResourceWithImportState = (*appCollaboratorsResource)(nil)
)

func newAppCollaboratorsResource() resource.Resource {
	r := &appCollaboratorsResource{}
	r.exclusive = exclusive[appCollaboratorsResourceModel, *appCollaboratorsResourceModel]{base: base{common{name: "app_collaborators", keys: []key{appKey}}}, attribute: "collaborators", side: r}
	return r
}

type appCollaboratorsResourceModel struct {
	identified
	App           types.String `tfsdk:"app"`
	AppID         types.String `tfsdk:"app_id"`
	TeamID        types.String `tfsdk:"team_id"`
	Collaborators types.Map    `tfsdk:"collaborators"`
	MaxRemovals   types.String `tfsdk:"max_removals"`
}

func (r *appCollaboratorsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	permissions := types.SetType{ElemType: types.StringType}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everybody with permissions of their own on one app of an enterprise team: whoever else is given some is shown as drift, and loses them by the next apply.\n\n" +
			"Who is left alone: the admins of the team, who have every permission without any being given to them (permissions that an admin was given all the same are shown like anybody's), whoever only sees the app because of a role in the team, and people who sign in through the team's identity provider and are not listed. To take such a person out of the list is to take the permissions away.\n\n" +
			"When this resource is created, it takes over the permissions that are there, and takes away those of people who are not listed; a warning in the plan names them. Who creates an app has every permission on it: list the person that Terraform works as, unless that is an admin of the team. Destroying the resource takes away only the permissions of people whom it listed, and never the permission to manage the app from the person that Terraform works as. A plan that takes this permission from that person is refused, unless the provider argument `allow_self_removal` is set.\n\n" +
			"Where the API does not let Terraform read every grant of the team, the app's own list takes its place; the permissions of admins who are not listed cannot be seen there.\n\n" +
			"Whoever leaves a team loses every permission on its apps, so let this resource depend on what holds the team's members. Do not use it together with `herokuenterprise_app_access` for the same app.",
		Attributes: map[string]schema.Attribute{
			"app": required(appReference+"; another app means that this one's people are given up.", isReference),
			"collaborators": schema.MapAttribute{
				Required: true, ElementType: permissions,
				Validators: []validator.Map{
					mapvalidator.KeysAre(checked{access.Email}), mapvalidator.NoNullValues(), mapvalidator.ValueSetsAre(permissionSet...), once{},
				},
				MarkdownDescription: "Who has which permissions on the app: email addresses with sets of " + orList(access.AllPermissions.Names()...) + ". The API always gives `view` as well, so it may be left out. Case does not matter in addresses, and nobody may be listed twice. Another address of the same person changes nothing but the state. The empty map leaves the app to the admins of its team.",
			},
			"max_removals": maxRemovals("the app"),
			"id":           stable("The id of the app."),
			"app_id":       stable("The id of the app. It stays when the app is renamed."),
			"team_id":      computed("The id of the team that owns the app."),
		},
	}
}

func (r *appCollaboratorsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "app")
}

func (r *appCollaboratorsResource) parts(m *appCollaboratorsResourceModel) parts {
	return parts{id: &m.ID, ref: &m.App, people: &m.Collaborators, max: &m.MaxRemovals}
}

// open finds app and team once. That the app is transferred is found out by looking at it.
func (r *appCollaboratorsResource) open(ctx context.Context, m *appCollaboratorsResourceModel) (roll, error) {
	a := &appRoll{session: r.session, app: api.Ref{ID: m.AppID.ValueString()}, team: m.TeamID.ValueString()}
	if a.app.ID != "" {
		return a, nil
	}
	return a, a.place(ctx, m.App.ValueString())
}

func (r *appCollaboratorsResource) asked(ctx context.Context, m *appCollaboratorsResourceModel) (roll, error) {
	app, team, err := r.askedApp(ctx, m.App)
	if app == nil || err != nil {
		return nil, err
	}
	return &appRoll{session: r.session, app: api.Ref{ID: app.ID, Name: app.Name}, team: team}, nil
}

// value is a set of permissions, without view if the user leaves it out.
func (r *appCollaboratorsResource) value(words []string, before attr.Value) attr.Value {
	written, ok := before.(types.Set)
	if !ok {
		written = types.SetNull(types.StringType)
	}
	return asWritten(words, written)
}

func (r *appCollaboratorsResource) found(m *appCollaboratorsResourceModel, of roll) {
	if a, ok := of.(*appRoll); ok {
		m.AppID, m.TeamID = types.StringValue(a.app.ID), teamOrNone(a.team)
	}
}

func (r *appCollaboratorsResource) spell(ctx context.Context, m *appCollaboratorsResourceModel, of roll) (err error) {
	if a, ok := of.(*appRoll); ok {
		m.App, err = r.app().kept(ctx, m.App, a.app.ID, a.app.Name)
	}
	return err
}

func (r *appCollaboratorsResource) check(ctx context.Context, plan, state *appCollaboratorsResourceModel) error {
	plan.TeamID = state.TeamID
	return r.app().check(ctx, plan.App, state.App, state.AppID, &plan.AppID)
}

func (r *appCollaboratorsResource) replaces(ctx context.Context, plan, state *appCollaboratorsResourceModel) (path.Paths, error) {
	replace, err := r.app().replaces(ctx, plan.App, state.App, state.AppID, &plan.AppID)
	plan.TeamID = follows(plan.AppID, state.TeamID)
	return replace, err
}

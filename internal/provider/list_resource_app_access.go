package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appAccessList lists who has permissions of their own on the apps of a team, or on one app.
type appAccessList struct{ appAccessResource }

var _ list.ListResourceWithConfigure = (*appAccessList)(nil)

func newAppAccessList() list.ListResource {
	return &appAccessList{appAccessResource{base{appAccessType}}}
}

// inTeamOrApp is the configuration of the list.
type inTeamOrApp struct {
	Team types.String `tfsdk:"team"`
	App  types.String `tfsdk:"app"`
}

func (l *appAccessList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	either := append([]validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("team"), path.MatchRoot("app"))}, isReference...)
	resp.Schema = schema.Schema{
		MarkdownDescription: "The permissions that people were given on the apps of a team, or on one app. What a role in the team gives besides is not listed: see the data source `herokuenterprise_effective_access`.",
		Attributes: map[string]schema.Attribute{
			"team": schema.StringAttribute{Optional: true, Validators: either, MarkdownDescription: "The team, by name or id. Set either this or `app`."},
			"app":  schema.StringAttribute{Optional: true, Validators: either, MarkdownDescription: "The app, by name or id. Set either this or `team`."},
		},
	}
}

func (l *appAccessList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *appAccessList) all(ctx context.Context, in *inTeamOrApp, yield found[appAccessModel]) error {
	if ref := in.App.ValueString(); ref != "" {
		app, team, err := l.findApp(ctx, ref)
		if err != nil {
			return err
		}
		grants, err := l.grantsOf(ctx, team, app.ID, client.Current)
		if err == nil {
			show(grants, yield)
		}
		return err
	}
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	apps, err := l.snapshot.Apps.Get(ctx, team.ID, client.Current)
	if err != nil {
		return err
	}
	for i := range apps.Value {
		grants, err := l.grantsOf(ctx, team.ID, apps.Value[i].ID, client.Current)
		if err != nil {
			return err
		}
		if !show(grants, yield) {
			return nil
		}
	}
	return nil
}

// show lists grants, and reports whether more are wanted.
func show(grants []grant, yield found[appAccessModel]) bool {
	for i := range grants {
		g := &grants[i]
		m := &appAccessModel{
			App: types.StringValue(g.on.Name), AppID: types.StringValue(g.on.ID), TeamID: teamOrNone(g.team),
			Email: types.StringValue(g.user.Email), Permissions: types.SetNull(types.StringType),
		}
		m.set(g)
		if !yield(fmt.Sprintf("%s on %s (%s)", g.user.Email, g.on.Name, quoted(g.words)), m) {
			return false
		}
	}
	return true
}

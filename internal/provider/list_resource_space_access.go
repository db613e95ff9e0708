package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceAccessList lists who has permissions of their own on the spaces of a team, or on one space.
type spaceAccessList struct{ spaceAccessResource }

var _ list.ListResourceWithConfigure = (*spaceAccessList)(nil)

func newSpaceAccessList() list.ListResource {
	return &spaceAccessList{spaceAccessResource{base{spaceAccessType}}}
}

// inTeamOrSpace is the configuration of the list.
type inTeamOrSpace struct {
	Team  types.String `tfsdk:"team"`
	Space types.String `tfsdk:"space"`
}

func (l *spaceAccessList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	either := append([]validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("team"), path.MatchRoot("space"))}, isReference...)
	resp.Schema = schema.Schema{
		MarkdownDescription: "The permissions that people were given on the private spaces of a team, or on one space. Admins of the team, who can create apps in every space without being given anything, are not listed for that.",
		Attributes: map[string]schema.Attribute{
			"team":  schema.StringAttribute{Optional: true, Validators: either, MarkdownDescription: "The team, by name or id. Set either this or `space`."},
			"space": schema.StringAttribute{Optional: true, Validators: either, MarkdownDescription: "The space, by name or id. Set either this or `team`."},
		},
	}
}

func (l *spaceAccessList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

// all takes the grants of a team from its one list of them.
func (l *spaceAccessList) all(ctx context.Context, in *inTeamOrSpace, yield found[spaceAccessModel]) error {
	var only, team string
	if ref := in.Space.ValueString(); ref != "" {
		space, err := l.findSpace(ctx, ref)
		if err != nil {
			return err
		}
		only, team = space.ID, space.Team.ID
	} else {
		one, err := l.findTeam(ctx, in.Team.ValueString())
		if err != nil {
			return err
		}
		team = one.ID
	}
	entities, err := l.snapshot.Permissions.Get(ctx, team, client.Current)
	if client.Lacking(err) {
		return l.one(ctx, team, only, yield)
	}
	if err != nil {
		return err
	}
	for i := range entities.Value {
		e := &entities.Value[i]
		if e.Type == spaceEntity && (only == "" || e.ID == only) && !showSpace(grantsIn(e, team), team, yield) {
			return nil
		}
	}
	return nil
}

// one asks one space after the other, where the API does not list the grants of a team. Admins are listed there whatever they were given, so they are
// left out.
func (l *spaceAccessList) one(ctx context.Context, team, only string, yield found[spaceAccessModel]) error {
	spaces, err := l.snapshot.Spaces.Get(ctx, "", client.Current)
	if err != nil {
		return err
	}
	admins, err := l.adminsOf(ctx, team)
	if err != nil {
		return err
	}
	for i := range spaces.Value {
		space := &spaces.Value[i]
		if space.Team.ID != team || only != "" && space.ID != only {
			continue
		}
		list, err := l.builders(ctx, space.ID, client.Current)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(g grant) bool {
			return slices.ContainsFunc(admins, func(a api.UserRef) bool { return a.ID == g.user.ID })
		})
		if !showSpace(list, team, yield) {
			return nil
		}
	}
	return nil
}

// showSpace lists the grants on a space, and reports whether more are wanted.
func showSpace(list []grant, team string, yield found[spaceAccessModel]) bool {
	for _, g := range list {
		m := &spaceAccessModel{
			Space: types.StringValue(g.on.Name), SpaceID: types.StringValue(g.on.ID), TeamID: types.StringValue(team), Email: types.StringValue(g.user.Email),
		}
		m.set(&g)
		if !yield(fmt.Sprintf("%s on %s (%s)", g.user.Email, g.on.Name, quoted(g.words)), m) {
			return false
		}
	}
	return true
}

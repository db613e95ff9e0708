package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamAppList lists the apps of a team.
type teamAppList struct{ teamAppResource }

var _ list.ListResourceWithConfigure = (*teamAppList)(nil)

func newTeamAppList() list.ListResource { return &teamAppList{teamAppResource{base{teamAppType}}} }

func (l *teamAppList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = inTeamSchema("The apps that belong to a team.")
}

func (l *teamAppList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *teamAppList) all(ctx context.Context, in *inTeam, yield found[teamAppModel]) error {
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.Apps.Get(ctx, team.ID, client.Current)
	if err != nil {
		return err
	}
	for i := range rows.Value {
		var m teamAppModel
		if err := l.take(ctx, &m, &rows.Value[i]); err != nil {
			return err
		}
		if !yield(titled(rows.Value[i].Name, team.Name), &m) {
			return nil
		}
	}
	return nil
}

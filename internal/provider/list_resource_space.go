package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceList lists the private spaces of a team.
type spaceList struct{ spaceResource }

var _ list.ListResourceWithConfigure = (*spaceList)(nil)

func newSpaceList() list.ListResource {
	return &spaceList{spaceResource{base{spaceType}, spacePause}}
}

func (l *spaceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = inTeamSchema("The private spaces that belong to a team. Those that are being deleted are left out.")
}

func (l *spaceList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

// all takes the spaces of a team from the one list of the caller's spaces.
func (l *spaceList) all(ctx context.Context, in *inTeam, yield found[spaceModel]) error {
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.Spaces.Get(ctx, "", client.Current)
	if err != nil {
		return err
	}
	for i := range rows.Value {
		space := &rows.Value[i]
		if space.Team.ID != team.ID {
			continue
		}
		var m spaceModel
		err := l.take(ctx, &m, space)
		if gone(err) {
			continue
		}
		if err != nil || !yield(titled(space.Name, team.Name), &m) {
			return err
		}
	}
	return nil
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appLockList lists the locked apps of a team.
type appLockList struct{ appLockResource }

var _ list.ListResourceWithConfigure = (*appLockList)(nil)

func newAppLockList() list.ListResource { return &appLockList{appLockResource{base{appLockType}}} }

func (l *appLockList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = inTeamSchema("The apps of a team that are locked.")
}

func (l *appLockList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *appLockList) all(ctx context.Context, in *inTeam, yield found[appLockModel]) error {
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.Apps.Get(ctx, team.ID, client.Current)
	if err != nil {
		return err
	}
	for i := range rows.Value {
		app := &rows.Value[i]
		m := &appLockModel{identified{types.StringValue(app.ID)}, types.StringValue(app.Name), types.StringValue(team.ID)}
		if app.Locked && !yield(titled(app.Name, team.Name), m) {
			return nil
		}
	}
	return nil
}

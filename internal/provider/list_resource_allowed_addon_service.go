package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// allowedAddonServiceList lists what is on a team's add-on allowlist.
type allowedAddonServiceList struct{ allowedAddonServiceResource }

var _ list.ListResourceWithConfigure = (*allowedAddonServiceList)(nil)

func newAllowedAddonServiceList() list.ListResource {
	return &allowedAddonServiceList{allowedAddonServiceResource{base{allowedAddonServiceType}}}
}

func (l *allowedAddonServiceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = inTeamSchema("The add-on services on a team's allowlist, whether the list is enforced or not.")
}

func (l *allowedAddonServiceList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *allowedAddonServiceList) all(ctx context.Context, in *inTeam, yield found[allowedAddonServiceModel]) error {
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.Services.Get(ctx, team.ID, client.Current)
	if err != nil {
		return err
	}
	for i := range rows.Value {
		m := &allowedAddonServiceModel{Team: types.StringValue(team.Name), TeamID: types.StringValue(team.ID)}
		m.set(&rows.Value[i])
		if !yield(titled(m.AddonServiceName.ValueString(), team.Name), m) {
			return nil
		}
	}
	return nil
}

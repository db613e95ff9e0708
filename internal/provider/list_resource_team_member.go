package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamMemberList lists who has a role in a team, or was asked to take one.
type teamMemberList struct{ teamMemberResource }

var _ list.ListResourceWithConfigure = (*teamMemberList)(nil)

func newTeamMemberList() list.ListResource {
	return &teamMemberList{teamMemberResource{base{teamMemberType}}}
}

func (l *teamMemberList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = inTeamSchema("The members of a team, and the people who were invited and have not accepted yet. People who only have permissions on apps are no members: `herokuenterprise_app_access` lists them.")
}

func (l *teamMemberList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *teamMemberList) all(ctx context.Context, in *inTeam, yield found[teamMemberModel]) error {
	team, err := l.findTeam(ctx, in.Team.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.Members.Get(ctx, team.ID, client.Current)
	if err != nil {
		return err
	}
	more := func(s *seat, what string) bool {
		m := &teamMemberModel{Team: types.StringValue(team.Name), TeamID: types.StringValue(team.ID), Email: types.StringValue(s.Email)}
		m.set(s)
		return yield(fmt.Sprintf("%s (%s %s)", s.Email, what, team.Name), m)
	}
	for i := range rows.Value {
		if row := &rows.Value[i]; roleOf(row) != access.NoRole && !more(&seat{TeamMember: *row}, *row.Role+" of") {
			return nil
		}
	}
	invited, err := l.invitees(ctx, types.StringValue(team.ID), client.Current)
	if err != nil {
		return err
	}
	for _, s := range invited {
		if !more(s, "invited to") {
			return nil
		}
	}
	return nil
}

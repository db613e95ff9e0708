package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListTeamFeatures reads the features of a team.
func (c *Client) ListTeamFeatures(ctx context.Context, team string) ([]api.TeamFeature, error) {
	return list(ctx, c, at("teams", team, "features"), "", func(x *api.TeamFeature) string { return x.ID })
}

// ListInvitations reads who is asked into a team and has not answered. Heroku's schema names the team by its name here.
func (c *Client) ListInvitations(ctx context.Context, team string) ([]api.TeamInvitation, error) {
	return list(ctx, c, at("teams", team, "invitations"), "", func(x *api.TeamInvitation) string { return x.ID })
}

// PutInvitation asks a person into a team or, if that was done already, changes the role.
func (c *Client) PutInvitation(ctx context.Context, team string, in api.TeamInvitationWrite) (*api.TeamInvitation, error) {
	defer c.changes.wrote(invitations)
	var out api.TeamInvitation
	return &out, c.do(ctx, http.MethodPut, at("teams", team, "invitations"), in, &out)
}

// DeleteInvitation revokes an invitation, by its id.
func (c *Client) DeleteInvitation(ctx context.Context, team, invitation string) error {
	defer c.changes.wrote(invitations)
	return c.do(ctx, http.MethodDelete, at("teams", team, "invitations", invitation), nil, nil)
}

package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListMembers reads everybody in a team, collaborators included. The API has no way to read one member alone.
func (c *Client) ListMembers(ctx context.Context, team string) ([]api.TeamMember, error) {
	return list(ctx, c, at("teams", team, "members"), "email", func(x *api.TeamMember) string { return x.ID })
}

// PutMember adds a person to a team or, if the person is there, sets the role.
func (c *Client) PutMember(ctx context.Context, team string, in api.TeamMemberWrite) (*api.TeamMember, error) {
	defer c.changes.wrote(membership...)
	var out api.TeamMember
	return &out, c.do(ctx, http.MethodPut, at("teams", team, "members"), in, &out)
}

// DeleteMember removes a person, named by address or by the id of the membership, from a team.
func (c *Client) DeleteMember(ctx context.Context, team, member string) error {
	defer c.changes.wrote(membership...)
	return c.do(ctx, http.MethodDelete, at("teams", team, "members", member), nil, nil)
}

// membership is what a role changes: grants go with it, it brings the person into the enterprise account, an invitation is used up by it,
// and the lists of teams, apps and spaces say what the caller is there or show what is the caller's to see, who may be the person.
var membership = []kind{members, permissions, collaborators, invitations, teams, apps, spaces, standing}

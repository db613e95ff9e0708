package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// GetSpaceMember reads what a user of the space's team, by address or id, may do in a space.
func (c *Client) GetSpaceMember(ctx context.Context, space, user string) (*api.SpaceMember, error) {
	var out api.SpaceMember
	return &out, c.do(ctx, http.MethodGet, at("spaces", space, "members", user), nil, &out)
}

// ListSpaceMembers reads what the users of the space's team may do in a space; admins may by their role. The id of a row is the space's.
func (c *Client) ListSpaceMembers(ctx context.Context, space string) ([]api.SpaceMember, error) {
	return list(ctx, c, at("spaces", space, "members"), "", func(x *api.SpaceMember) string { return x.User.ID })
}

// UpdateSpaceMember replaces what a user of the space's team, by address or id, may do in a space; without words that is nothing.
func (c *Client) UpdateSpaceMember(ctx context.Context, space, user string, words []string) (*api.SpaceMember, error) {
	defer c.changes.wrote(permissions)
	in := api.SpaceMemberUpdate{Permissions: []api.SpacePermission{}}
	for _, word := range words {
		in.Permissions = append(in.Permissions, api.SpacePermission{Name: word})
	}
	var out api.SpaceMember
	return &out, c.do(ctx, http.MethodPatch, at("spaces", space, "members", user), in, &out)
}

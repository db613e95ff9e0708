package client

import (
	"context"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListSpaces reads the private spaces of the caller's teams.
func (c *Client) ListSpaces(ctx context.Context) ([]api.Space, error) {
	return list(ctx, c, at("spaces"), "", func(x *api.Space) string { return x.ID })
}

// GetSpace reads a private space by name or id.
func (c *Client) GetSpace(ctx context.Context, space string) (*api.Space, error) {
	var out api.Space
	return &out, c.do(ctx, http.MethodGet, at("spaces", space), nil, &out)
}

// CreateSpace creates a private space in a team. It may take a while until apps can run in it. If the answer is lost, the space is looked for.
func (c *Client) CreateSpace(ctx context.Context, in api.SpaceCreate) (*api.Space, error) {
	var out api.Space
	asked := time.Now()
	err := c.do(ctx, http.MethodPost, at("spaces"), in, &out)
	if Lost(err) && in.Name != "" {
		err = c.find(ctx, err, asked, at("spaces", in.Name), &out, func() (string, bool) {
			return out.CreatedAt, in.Team == out.Team.Name || in.Team == out.Team.ID
		})
	}
	c.changes.wrote(spaces, permissions, born)
	if made := out; err == nil {
		c.Snapshot.Space.learn(&made, made.ID, made.Name)
	}
	return &out, err
}

// UpdateSpace renames a private space.
func (c *Client) UpdateSpace(ctx context.Context, space string, in api.SpaceUpdate) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodPatch, at("spaces", space), in, nil)
}

// TransferSpace gives a private space, and every app in it, to another team.
func (c *Client) TransferSpace(ctx context.Context, space string, in api.SpaceTransfer) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodPost, at("spaces", space, "transfer"), in, nil)
}

// DeleteSpace deletes a private space.
func (c *Client) DeleteSpace(ctx context.Context, space string) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodDelete, at("spaces", space), nil, nil)
}

// GetSpaceNAT reads where the traffic that leaves a space comes from.
func (c *Client) GetSpaceNAT(ctx context.Context, space string) (*api.SpaceNAT, error) {
	var out api.SpaceNAT
	return &out, c.do(ctx, http.MethodGet, at("spaces", space, "nat"), nil, &out)
}

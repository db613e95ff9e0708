package client

import (
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListRegions reads the regions in which apps, or private spaces, can be.
func (c *Client) ListRegions(ctx context.Context) ([]api.Region, error) {
	return list(ctx, c, at("regions"), "", func(x *api.Region) string { return x.ID })
}

package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListAddonServices reads the marketplace.
func (c *Client) ListAddonServices(ctx context.Context) ([]api.AddonService, error) {
	return list(ctx, c, at("addon-services"), "", func(x *api.AddonService) string { return x.ID })
}

// GetAddonService reads a service of the marketplace by name or id.
func (c *Client) GetAddonService(ctx context.Context, service string) (*api.AddonService, error) {
	var out api.AddonService
	return &out, c.do(ctx, http.MethodGet, at("addon-services", service), nil, &out)
}

// ListTeamAddons reads the add-ons installed on a team's apps.
func (c *Client) ListTeamAddons(ctx context.Context, team string) ([]api.Addon, error) {
	return list(ctx, c, at("teams", team, "addons"), "", func(x *api.Addon) string { return x.ID })
}

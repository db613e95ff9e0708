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

// ListPlans reads the plans of a service of the marketplace.
func (c *Client) ListPlans(ctx context.Context, service string) ([]api.Plan, error) {
	return list(ctx, c, at("addon-services", service, "plans"), "", func(x *api.Plan) string { return x.ID })
}

// ListTeamAddons reads the add-ons installed on a team's apps.
func (c *Client) ListTeamAddons(ctx context.Context, team string) ([]api.Addon, error) {
	return list(ctx, c, at("teams", team, "addons"), "", func(x *api.Addon) string { return x.ID })
}

package client

import (
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListAddonServices reads the marketplace.
func (c *Client) ListAddonServices(ctx context.Context) ([]api.AddonService, error) {
	return list[api.AddonService](ctx, c, at("addon-services"), "")
}

// ListTeamAddons reads the add-ons installed on a team's apps.
func (c *Client) ListTeamAddons(ctx context.Context, team string) ([]api.Addon, error) {
	return list[api.Addon](ctx, c, at("teams", team, "addons"), "")
}

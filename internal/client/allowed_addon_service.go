package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListAllowedAddonServices reads a team's add-on allowlist.
func (c *Client) ListAllowedAddonServices(ctx context.Context, team string) ([]api.AllowedAddonService, error) {
	return list(ctx, c, at("teams", team, "allowed-addon-services"), "", func(x *api.AllowedAddonService) string { return x.ID })
}

// CreateAllowedAddonService puts a service on the allowlist. The API answers a list.
func (c *Client) CreateAllowedAddonService(ctx context.Context, team string, in api.AllowedAddonServiceCreate) ([]api.AllowedAddonService, error) {
	defer c.changes.wrote(services)
	var out []api.AllowedAddonService
	err := c.do(ctx, http.MethodPost, at("teams", team, "allowed-addon-services"), in, &out)
	return out, err
}

// DeleteAllowedAddonService takes a service, named by the entry's id or by its own name, off the allowlist.
func (c *Client) DeleteAllowedAddonService(ctx context.Context, team, service string) error {
	defer c.changes.wrote(services)
	return c.do(ctx, http.MethodDelete, at("teams", team, "allowed-addon-services", service), nil, nil)
}

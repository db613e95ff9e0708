package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListAppTransfers reads the offers of personal apps that the caller made or got.
func (c *Client) ListAppTransfers(ctx context.Context) ([]api.AppTransfer, error) {
	return list(ctx, c, at("account", "app-transfers"), "", func(x *api.AppTransfer) string { return x.ID })
}

// GetAppTransfer reads the offer of an app by its id.
func (c *Client) GetAppTransfer(ctx context.Context, transfer string) (*api.AppTransfer, error) {
	var out api.AppTransfer
	return &out, c.do(ctx, http.MethodGet, at("account", "app-transfers", transfer), nil, &out)
}

// CreateAppTransfer offers a personal app to a person.
func (c *Client) CreateAppTransfer(ctx context.Context, in api.AppTransferCreate) (*api.AppTransfer, error) {
	var out api.AppTransfer
	return &out, c.do(ctx, http.MethodPost, at("account", "app-transfers"), in, &out)
}

// DeleteAppTransfer takes an offer back that is not answered.
func (c *Client) DeleteAppTransfer(ctx context.Context, transfer string) error {
	return c.do(ctx, http.MethodDelete, at("account", "app-transfers", transfer), nil, nil)
}

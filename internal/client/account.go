package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// GetAccount reads the account of the caller.
func (c *Client) GetAccount(ctx context.Context) (*api.Account, error) {
	var out api.Account
	return &out, c.do(ctx, http.MethodGet, at("account"), nil, &out)
}

package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// GetInboundRuleset reads the trusted IPs of a private space.
func (c *Client) GetInboundRuleset(ctx context.Context, space string) (*api.InboundRuleset, error) {
	var out api.InboundRuleset
	return &out, c.do(ctx, http.MethodGet, at("spaces", space, "inbound-ruleset"), nil, &out)
}

// PutInboundRuleset replaces the trusted IPs of a private space.
func (c *Client) PutInboundRuleset(ctx context.Context, space string, in api.InboundRulesetCreate) (*api.InboundRuleset, error) {
	var out api.InboundRuleset
	return &out, c.do(ctx, http.MethodPut, at("spaces", space, "inbound-ruleset"), in, &out)
}

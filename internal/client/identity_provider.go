package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListIdentityProviders reads a team's own identity providers.
func (c *Client) ListIdentityProviders(ctx context.Context, team string) ([]api.TeamIdentityProvider, error) {
	return list(ctx, c, at("teams", team, "identity-providers"), "", func(x *api.TeamIdentityProvider) string { return x.ID })
}

// CreateIdentityProvider gives a team an identity provider.
func (c *Client) CreateIdentityProvider(ctx context.Context, team string, in api.TeamIdentityProviderCreate) (*api.TeamIdentityProvider, error) {
	defer c.changes.wrote(federation...)
	var out api.TeamIdentityProvider
	return &out, c.do(ctx, http.MethodPost, at("teams", team, "identity-providers"), in, &out)
}

// UpdateIdentityProvider changes an identity provider.
func (c *Client) UpdateIdentityProvider(ctx context.Context, team, id string, in api.TeamIdentityProviderUpdate) (*api.TeamIdentityProvider, error) {
	defer c.changes.wrote(providers)
	var out api.TeamIdentityProvider
	return &out, c.do(ctx, http.MethodPatch, at("teams", team, "identity-providers", id), in, &out)
}

// DeleteIdentityProvider takes an identity provider from its team.
func (c *Client) DeleteIdentityProvider(ctx context.Context, team, id string) error {
	defer c.changes.wrote(federation...)
	return c.do(ctx, http.MethodDelete, at("teams", team, "identity-providers", id), nil, nil)
}

// federation is what an identity provider changes by coming or going: whom it signs in, and which one a team has.
var federation = []kind{providers, members, collaborators, teams}

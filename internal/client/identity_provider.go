package client

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListIdentityProviders reads a team's own identity providers.
func (c *Client) ListIdentityProviders(ctx context.Context, team string) ([]api.TeamIdentityProvider, error) {
	return c.listProviders(ctx, at("teams", team, "identity-providers"))
}

// CreateIdentityProvider gives a team an identity provider.
func (c *Client) CreateIdentityProvider(ctx context.Context, team string, in api.TeamIdentityProviderCreate) (*api.TeamIdentityProvider, error) {
	return c.createProvider(ctx, at("teams", team, "identity-providers"), in)
}

// UpdateIdentityProvider changes an identity provider of a team.
func (c *Client) UpdateIdentityProvider(ctx context.Context, team, id string, in api.TeamIdentityProviderUpdate) (*api.TeamIdentityProvider, error) {
	return c.updateProvider(ctx, at("teams", team, "identity-providers", id), in)
}

// DeleteIdentityProvider takes an identity provider from its team.
func (c *Client) DeleteIdentityProvider(ctx context.Context, team, id string) error {
	return c.deleteProvider(ctx, at("teams", team, "identity-providers", id))
}

// ListAccountIdentityProviders reads the identity providers of an enterprise account. Heroku's API does not have them.
func (c *Client) ListAccountIdentityProviders(ctx context.Context, account string) ([]api.TeamIdentityProvider, error) {
	return c.listProviders(ctx, at("enterprise-accounts", account, "identity-providers"))
}

// CreateAccountIdentityProvider gives an enterprise account an identity provider.
func (c *Client) CreateAccountIdentityProvider(ctx context.Context, account string, in api.TeamIdentityProviderCreate) (*api.TeamIdentityProvider, error) {
	return c.createProvider(ctx, at("enterprise-accounts", account, "identity-providers"), in)
}

// UpdateAccountIdentityProvider changes an identity provider of an enterprise account.
func (c *Client) UpdateAccountIdentityProvider(ctx context.Context, account, id string, in api.TeamIdentityProviderUpdate) (*api.TeamIdentityProvider, error) {
	return c.updateProvider(ctx, at("enterprise-accounts", account, "identity-providers", id), in)
}

// DeleteAccountIdentityProvider takes an identity provider from its enterprise account.
func (c *Client) DeleteAccountIdentityProvider(ctx context.Context, account, id string) error {
	return c.deleteProvider(ctx, at("enterprise-accounts", account, "identity-providers", id))
}

func (c *Client) listProviders(ctx context.Context, path string) ([]api.TeamIdentityProvider, error) {
	return list(ctx, c, path, "", func(x *api.TeamIdentityProvider) string { return x.ID })
}

// createProvider gives somebody an identity provider. If the answer is lost, it is looked for by what it was to be.
func (c *Client) createProvider(ctx context.Context, path string, in api.TeamIdentityProviderCreate) (*api.TeamIdentityProvider, error) {
	defer c.changes.wrote(federation...)
	var out api.TeamIdentityProvider
	asked := time.Now()
	err := c.do(ctx, http.MethodPost, path, in, &out)
	if Lost(err) {
		var there []api.TeamIdentityProvider
		err = c.find(ctx, err, asked, path, &there, func() (string, bool) {
			at := slices.IndexFunc(there, func(x api.TeamIdentityProvider) bool {
				return x.EntityID == in.EntityID && x.SSOTargetURL == in.SSOTargetURL && x.SLOTargetURL == in.SLOTargetURL &&
					slices.Equal(strings.Fields(x.Certificate), strings.Fields(in.Certificate)) // an API may end lines in its own way
			})
			if at < 0 {
				return "", false
			}
			out = there[at]
			return out.CreatedAt, true
		})
	}
	return &out, err
}

func (c *Client) updateProvider(ctx context.Context, path string, in api.TeamIdentityProviderUpdate) (*api.TeamIdentityProvider, error) {
	defer c.changes.wrote(providers)
	var out api.TeamIdentityProvider
	return &out, c.do(ctx, http.MethodPatch, path, in, &out)
}

func (c *Client) deleteProvider(ctx context.Context, path string) error {
	defer c.changes.wrote(federation...)
	return c.do(ctx, http.MethodDelete, path, nil, nil)
}

// federation is what an identity provider changes by coming or going: whom it signs in, and which one a team or an enterprise account has.
var federation = []kind{providers, members, collaborators, teams, standing}

package client

import (
	"context"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListCollaborators reads everybody who has access to an app, with a row for the team that owns it.
func (c *Client) ListCollaborators(ctx context.Context, app string) ([]api.Collaborator, error) {
	return list(ctx, c, collaboratorsOf(app), "", func(x *api.Collaborator) string { return x.ID })
}

// GetCollaborator reads one person's access, by address or by the id of the grant.
func (c *Client) GetCollaborator(ctx context.Context, app, collaborator string) (*api.Collaborator, error) {
	var out api.Collaborator
	return &out, c.do(ctx, http.MethodGet, collaboratorsOf(app, collaborator), nil, &out)
}

// CreateCollaborator gives a person access.
func (c *Client) CreateCollaborator(ctx context.Context, app string, in api.CollaboratorCreate) (*api.Collaborator, error) {
	defer c.changes.wrote(granted...)
	var out api.Collaborator
	return &out, c.do(ctx, http.MethodPost, collaboratorsOf(app), in, &out)
}

// UpdateCollaborator replaces a person's permissions, by address.
func (c *Client) UpdateCollaborator(ctx context.Context, app, collaborator string, in api.CollaboratorUpdate) (*api.Collaborator, error) {
	defer c.changes.wrote(granted...)
	var out api.Collaborator
	return &out, c.do(ctx, http.MethodPatch, collaboratorsOf(app, collaborator), in, &out)
}

// DeleteCollaborator takes a person's access away, by address.
func (c *Client) DeleteCollaborator(ctx context.Context, app, collaborator string) error {
	defer c.changes.wrote(granted...)
	return c.do(ctx, http.MethodDelete, collaboratorsOf(app, collaborator), nil, nil)
}

// granted is what a grant changes: people without a role are listed among the members, and apps say whether one has joined them.
var granted = []kind{permissions, collaborators, members, apps}

func collaboratorsOf(app string, collaborator ...string) string {
	return at(append([]string{"teams", "apps", app, "collaborators"}, collaborator...)...)
}

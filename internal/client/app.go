package client

import (
	"context"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListTeamApps reads the apps of a team.
func (c *Client) ListTeamApps(ctx context.Context, team string) ([]api.TeamApp, error) {
	return list(ctx, c, at("teams", team, "apps"), "", func(x *api.TeamApp) string { return x.ID })
}

// GetTeamApp reads an app of a team by name or id.
func (c *Client) GetTeamApp(ctx context.Context, app string) (*api.TeamApp, error) {
	var out api.TeamApp
	return &out, c.do(ctx, http.MethodGet, at("teams", "apps", app), nil, &out)
}

// CreateTeamApp creates an app in a team. If the answer is lost, the app is looked for by its name, unless the API was to choose that.
func (c *Client) CreateTeamApp(ctx context.Context, in api.TeamAppCreate) (*api.TeamApp, error) {
	var out api.TeamApp
	asked := time.Now()
	err := c.do(ctx, http.MethodPost, at("teams", "apps"), in, &out)
	if Lost(err) && in.Name != "" {
		err = c.find(ctx, err, asked, at("teams", "apps", in.Name), &out, func() (string, bool) {
			return out.CreatedAt, out.Team != nil && (in.Team == out.Team.Name || in.Team == out.Team.ID)
		})
	}
	c.changes.wrote(apps, permissions, born)
	if made := out; err == nil {
		c.Snapshot.App.learn(&made, made.ID, made.Name)
	}
	return &out, err
}

// UpdateTeamApp locks, unlocks or transfers an app. What it answers is not read: the API promises no body for a transfer.
func (c *Client) UpdateTeamApp(ctx context.Context, app string, in api.TeamAppUpdate) error {
	defer c.changes.wrote(changedBy(in)...)
	return c.do(ctx, http.MethodPatch, at("teams", "apps", app), in, nil)
}

// UpdateApp renames an app.
func (c *Client) UpdateApp(ctx context.Context, app string, in api.AppUpdate) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodPatch, at("apps", app), in, nil)
}

// DeleteApp deletes an app.
func (c *Client) DeleteApp(ctx context.Context, app string) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodDelete, at("apps", app), nil, nil)
}

// changedBy is what an update of an app may change: a lock the app alone, another owner everything.
func changedBy(in api.TeamAppUpdate) []kind {
	if in.Owner == nil {
		return []kind{apps}
	}
	return []kind{names}
}

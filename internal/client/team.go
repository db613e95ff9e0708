package client

import (
	"context"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListTeams reads the teams of the caller.
func (c *Client) ListTeams(ctx context.Context) ([]api.Team, error) {
	return list(ctx, c, at("teams"), "", func(x *api.Team) string { return x.ID })
}

// GetTeam reads a team by name or id.
func (c *Client) GetTeam(ctx context.Context, team string) (*api.Team, error) {
	var out api.Team
	return &out, c.do(ctx, http.MethodGet, at("teams", team), nil, &out)
}

// CreateTeam creates a team, in the enterprise account if one is named. If the answer is lost, the team is looked for.
func (c *Client) CreateTeam(ctx context.Context, account string, in api.TeamCreate) (*api.Team, error) {
	where := at("teams")
	if account != "" {
		where = at("enterprise-accounts", account, "teams")
	}
	var out api.Team
	asked := time.Now()
	err := c.do(ctx, http.MethodPost, where, in, &out)
	if Lost(err) && in.Name != "" {
		err = c.find(ctx, err, asked, at("teams", in.Name), &out, func() (string, bool) {
			home := out.EnterpriseAccount
			return out.CreatedAt, home == nil && account == "" || home != nil && (account == home.Name || account == home.ID)
		})
	}
	c.changes.wrote(teams, born)
	if made := out; err == nil {
		c.Snapshot.Team.learn(&made, made.ID, made.Name)
	}
	return &out, err
}

// UpdateTeam renames a team.
func (c *Client) UpdateTeam(ctx context.Context, team string, in api.TeamUpdate) (*api.Team, error) {
	defer c.changes.wrote(names)
	var out api.Team
	return &out, c.do(ctx, http.MethodPatch, at("teams", team), in, &out)
}

// DeleteTeam deletes a team.
func (c *Client) DeleteTeam(ctx context.Context, team string) error {
	defer c.changes.wrote(names)
	return c.do(ctx, http.MethodDelete, at("teams", team), nil, nil)
}

// GetTeamPreferences reads a team's settings.
func (c *Client) GetTeamPreferences(ctx context.Context, team string) (*api.TeamPreferences, error) {
	var out api.TeamPreferences
	return &out, c.do(ctx, http.MethodGet, at("teams", team, "preferences"), nil, &out)
}

// UpdateTeamPreferences changes a team's settings.
func (c *Client) UpdateTeamPreferences(ctx context.Context, team string, in api.TeamPreferencesUpdate) (*api.TeamPreferences, error) {
	defer c.changes.wrote(preferences)
	var out api.TeamPreferences
	return &out, c.do(ctx, http.MethodPatch, at("teams", team, "preferences"), in, &out)
}

// ListTeamPermissions reads every grant on the team's apps.
func (c *Client) ListTeamPermissions(ctx context.Context, team string) ([]api.PermissionEntity, error) {
	return list(ctx, c, at("teams", team, "permissions"), "", func(x *api.PermissionEntity) string { return x.ID })
}

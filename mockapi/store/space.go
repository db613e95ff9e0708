package store

import (
	"cmp"
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Space is a private space seen by one person.
type Space struct {
	ID, Name             string
	TeamID, TeamName     string
	HerokuClientsOnly    bool // of the team
	Region, Generation   string
	Shield               bool
	CIDR, DataCIDR       string
	LogDrainURL          string // empty: none
	CreatedAt, UpdatedAt time.Time

	Role       access.Role // the person's, in the space's team
	CreateApps bool        // granted to the person
}

const spaceSelect = `SELECT s.id, s.name, t.id, t.name, t.heroku_clients_only, s.region, s.generation, s.shield, s.cidr, s.data_cidr, COALESCE(s.log_drain_url, ''), s.created_at, s.updated_at,
	COALESCE(m.role, ''), g.id IS NOT NULL
	FROM spaces s JOIN teams t ON t.id = s.team_id
	LEFT JOIN team_members m ON m.team_id = s.team_id AND m.user_id = $1
	LEFT JOIN space_members g ON g.space_id = s.id AND g.user_id = $1 `

func scanSpace(s scanner) (v Space, err error) {
	return v, s.Scan(&v.ID, &v.Name, &v.TeamID, &v.TeamName, &v.HerokuClientsOnly, &v.Region, &v.Generation, &v.Shield, &v.CIDR, &v.DataCIDR, &v.LogDrainURL,
		timeAt{&v.CreatedAt}, timeAt{&v.UpdatedAt}, &v.Role, &v.CreateApps)
}

// GetSpace finds a space by id or name, seen by one person.
func (t *Tx) GetSpace(ctx context.Context, ref, userID string) (Space, error) {
	return one(ctx, t, "space", scanSpace, spaceSelect+`WHERE s.`+column(ref)+` = $2`, userID, ref)
}

// ListSpaces lists by name the spaces of the teams in which a person has a role; with a team, only that team's.
func (t *Tx) ListSpaces(ctx context.Context, userID, teamID string) ([]Space, error) {
	return many(ctx, t, scanSpace, spaceSelect+`WHERE m.id IS NOT NULL AND ($2 = '' OR s.team_id = $2) ORDER BY s.name`, userID, teamID)
}

// CountTeamSpaces counts the spaces of a team.
func (t *Tx) CountTeamSpaces(ctx context.Context, teamID string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM spaces WHERE team_id = $1`, teamID)
}

// CreateSpace adds a space; ErrExists when the name is taken.
func (t *Tx) CreateSpace(ctx context.Context, s Space) (Space, error) {
	s.ID, s.CreatedAt, s.UpdatedAt = cmp.Or(s.ID, t.newID()), t.now, t.now
	t.meterSpace(s.ID)
	return s, t.exec(ctx, `INSERT INTO spaces (id, name, team_id, region, generation, shield, cidr, data_cidr, log_drain_url, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		s.ID, s.Name, s.TeamID, s.Region, s.Generation, s.Shield, s.CIDR, s.DataCIDR, orNull(s.LogDrainURL), micros(t.now))
}

// UpdateSpace stores name and team; ErrExists when the name is taken.
func (t *Tx) UpdateSpace(ctx context.Context, s Space) error {
	t.meterSpace(s.ID)
	return t.exec(ctx, `UPDATE spaces SET name = $2, team_id = $3, updated_at = $4 WHERE id = $1`, s.ID, s.Name, s.TeamID, micros(t.now))
}

// DeleteSpace removes a space with its grants and rulesets. It must hold no apps.
func (t *Tx) DeleteSpace(ctx context.Context, spaceID string) error {
	t.meterSpace(spaceID)
	return t.exec(ctx, `DELETE FROM spaces WHERE id = $1`, spaceID)
}

// ListSpaceApps lists the apps in a space by name, each seen by one person.
func (t *Tx) ListSpaceApps(ctx context.Context, spaceID, userID string) ([]App, error) {
	return many(ctx, t, scanApp, appSelect+`WHERE a.space_id = $2 ORDER BY a.name`, userID, spaceID)
}

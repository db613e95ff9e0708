package store

import (
	"cmp"
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// App is an app seen by one person. It belongs to a team or to a person, never to both.
type App struct {
	ID, Name                   string
	TeamID, TeamName, TeamType string
	TeamVersion                int64 // as in [Team]
	HerokuClientsOnly          bool  // of the team
	OwnerID, OwnerEmail        string
	Locked, Maintenance        bool
	Region, Stack, BuildStack  string
	SpaceID, SpaceName         string // empty outside a space
	Shield                     bool   // of the space
	Generation                 string // of the space; cedar outside
	InternalRouting            bool
	CreatedAt, UpdatedAt       time.Time
	ACM                        bool      // certificates are managed automatically
	ReleasedAt                 time.Time // of the current release
	SlugSize                   int       // of the current release, in bytes; 0 without code

	Role    access.Role        // the person's, in the app's team
	Grant   access.Permissions // the person's, on the app
	GrantID string             // of the person's grant; empty without one
}

// Personal reports whether the app belongs to a person.
func (a App) Personal() bool { return a.TeamID == "" }

// Enterprise reports whether permissions can be chosen on the app.
func (a App) Enterprise() bool { return a.TeamType == "enterprise" }

const appColumns = `a.id, a.name, COALESCE(a.team_id, ''), COALESCE(t.name, ''), COALESCE(t.type, ''), COALESCE(t.version, 0), COALESCE(t.heroku_clients_only, FALSE), COALESCE(a.owner_id, ''), COALESCE(o.email, ''),
	a.locked, a.maintenance, a.region, a.stack, a.build_stack, COALESCE(a.space_id, ''), COALESCE(s.name, ''), COALESCE(s.shield, FALSE), COALESCE(s.generation, 'cedar'), a.internal_routing,
	a.created_at, a.updated_at, COALESCE(m.role, ''), COALESCE(c.permissions, 0), COALESCE(c.id, ''), a.acm, a.released_at, COALESCE(a.slug_size, 0)`

// appJoins are what belongs to an app, seen by one person.
func appJoins(userID string) string {
	return ` LEFT JOIN teams t ON t.id = a.team_id LEFT JOIN users o ON o.id = a.owner_id LEFT JOIN spaces s ON s.id = a.space_id
	LEFT JOIN team_members m ON m.team_id = a.team_id AND m.user_id = ` + userID + `
	LEFT JOIN collaborators c ON c.app_id = a.id AND c.user_id = ` + userID + ` `
}

var appSelect = `SELECT ` + appColumns + ` FROM apps a` + appJoins(`$1`)

func scanApp(s scanner) (a App, err error) { return a, s.Scan(a.dest()...) }

func (a *App) dest() []any {
	return []any{
		&a.ID, &a.Name, &a.TeamID, &a.TeamName, &a.TeamType, &a.TeamVersion, &a.HerokuClientsOnly, &a.OwnerID, &a.OwnerEmail,
		&a.Locked, &a.Maintenance, &a.Region, &a.Stack, &a.BuildStack, &a.SpaceID, &a.SpaceName, &a.Shield, &a.Generation, &a.InternalRouting,
		timeAt{&a.CreatedAt},
		timeAt{&a.UpdatedAt},
		&a.Role, &a.Grant, &a.GrantID, &a.ACM,
		timeAt{&a.ReleasedAt},
		&a.SlugSize,
	}
}

// GetApp finds an app by id or name, seen by one person.
func (t *Tx) GetApp(ctx context.Context, ref, userID string) (App, error) {
	return one(ctx, t, "app", scanApp, appSelect+`WHERE a.`+column(ref)+` = $2`, userID, ref)
}

// ListTeamApps lists the team's apps by name, each seen by one person.
func (t *Tx) ListTeamApps(ctx context.Context, teamID, userID string) ([]App, error) {
	return many(ctx, t, scanApp, appSelect+`WHERE a.team_id = $2 ORDER BY a.name`, userID, teamID)
}

// ListUserApps lists by name the apps that a person owns, has a grant on, or knows as a user of their team.
func (t *Tx) ListUserApps(ctx context.Context, userID string) ([]App, error) {
	return many(ctx, t, scanApp, appSelect+`WHERE a.id IN (SELECT id FROM apps WHERE owner_id = $1 UNION SELECT app_id FROM collaborators WHERE user_id = $1
		UNION SELECT apps.id FROM team_members CROSS JOIN apps WHERE team_members.user_id = $1 AND apps.team_id = team_members.team_id) ORDER BY a.name`, userID)
}

// CountTeamApps counts the apps of a team.
func (t *Tx) CountTeamApps(ctx context.Context, teamID string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM apps WHERE team_id = $1`, teamID)
}

// AppNameTaken reports whether an app of that name exists.
func (t *Tx) AppNameTaken(ctx context.Context, name string) (bool, error) {
	n, err := count(ctx, t, `SELECT COUNT(*) FROM apps WHERE name = $1`, name)
	return n > 0, err
}

// LockApp makes this transaction the only one that writes to a personal app. A team's app is guarded by [Tx.LockTeam].
func (t *Tx) LockApp(ctx context.Context, appID string) error {
	return t.exec(ctx, `UPDATE apps SET updated_at = updated_at WHERE id = $1`, appID)
}

// CreateApp adds an app with its first release, in the name of a person; ErrExists when the name is taken.
func (t *Tx) CreateApp(ctx context.Context, a App, creatorID string) (App, error) {
	a.ID, a.CreatedAt, a.UpdatedAt, a.ReleasedAt = cmp.Or(a.ID, t.newID()), t.now, t.now, t.now
	if err := t.exec(ctx, `INSERT INTO apps (id, name, team_id, owner_id, locked, maintenance, region, stack, build_stack, created_at, updated_at, space_id, internal_routing)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)`,
		a.ID, a.Name, orNull(a.TeamID), orNull(a.OwnerID), a.Locked, a.Maintenance, a.Region, a.Stack, a.BuildStack, micros(t.now),
		orNull(a.SpaceID), a.InternalRouting); err != nil {
		return a, err
	}
	_, err := t.CreateRelease(ctx, Release{AppID: a.ID, Description: InitialRelease, Status: Succeeded, UserID: creatorID}, map[string]string{})
	return a, err
}

// UpdateApp stores name, owner, lock, maintenance, stacks and certificate management; ErrExists when the name is taken.
func (t *Tx) UpdateApp(ctx context.Context, a App) (App, error) {
	t.meterApp(a.ID)
	if err := t.renameUsage(ctx, a.ID, "", a.Name); err != nil {
		return a, err
	}
	a.UpdatedAt = t.now
	return a, t.exec(ctx, `UPDATE apps SET name = $2, team_id = $3, owner_id = $4, locked = $5, maintenance = $6, build_stack = $7, updated_at = $8, stack = $9, acm = $10
		WHERE id = $1`, a.ID, a.Name, orNull(a.TeamID), orNull(a.OwnerID), a.Locked, a.Maintenance, a.BuildStack, micros(t.now), a.Stack, a.ACM)
}

// DeleteApp removes an app with everything of it: grants, add-ons, releases, code, dynos, domains and drains.
func (t *Tx) DeleteApp(ctx context.Context, appID string) error {
	t.meterApp(appID)
	return t.exec(ctx, `DELETE FROM apps WHERE id = $1`, appID)
}

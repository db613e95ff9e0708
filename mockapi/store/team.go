package store

import (
	"cmp"
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Team is a team seen by one person.
type Team struct {
	ID, Name, Type         string
	AccountID, AccountName string // empty outside an enterprise account
	DefaultRole            access.Role
	AddonControls          bool
	License                License
	HerokuClientsOnly      bool   // third-party OAuth access is off
	IdentityProviderID     string // its own, else its enterprise account's; empty without
	OwnIdentityProvider    bool   // it is the team's own
	Version                int64  // grows with every write to the team
	CreatedAt, UpdatedAt   time.Time

	Role               access.Role // the person's
	MemberID           string      // of the person's membership; empty without a role
	Collaborator       bool        // the person has a grant on an app of the team
	AccountPermissions access.AccountPermissions
}

// License is what a team may use up in a month; 0 is no licence. Nothing is refused beyond it (Heroku bills that on demand).
type License struct{ DynoUnits, AddonCredits, SpaceCredits int }

// Provisioned reports whether there is any.
func (l License) Provisioned() bool { return l != License{} }

// Enterprise reports whether the team has app permissions: it does when it belongs to an enterprise account, or was made an
// enterprise team by the seed.
func (t Team) Enterprise() bool { return t.Type == "enterprise" }

// teamColumns are those of a team, seen by one person. CROSS JOIN has SQLite begin with the person's grants, which are fewer than a
// team's apps.
func teamColumns(userID string) string {
	return `t.id, t.name, t.type, COALESCE(t.account_id, ''), COALESCE(e.name, ''), t.default_role, t.addon_controls, t.version,
	t.heroku_clients_only, COALESCE(i.id, j.id, ''), i.id IS NOT NULL,
	t.license_dyno_units, t.license_addon_credits, t.license_space_credits,
	t.created_at, t.updated_at, COALESCE(m.role, '') AS role, COALESCE(m.id, ''),
	EXISTS (SELECT 1 FROM collaborators c CROSS JOIN apps a WHERE c.user_id = ` + userID + ` AND a.id = c.app_id AND a.team_id = t.id) AS collaborator, COALESCE(p.permissions, 0)`
}

func teamJoins(userID string) string {
	return ` LEFT JOIN enterprise_accounts e ON e.id = t.account_id
	LEFT JOIN identity_providers i ON i.team_id = t.id LEFT JOIN identity_providers j ON j.account_id = t.account_id
	LEFT JOIN team_members m ON m.team_id = t.id AND m.user_id = ` + userID + `
	LEFT JOIN enterprise_account_members p ON p.account_id = t.account_id AND p.user_id = ` + userID + ` `
}

var teamSelect = `SELECT ` + teamColumns(`$1`) + ` FROM teams t` + teamJoins(`$1`)

func scanTeam(s scanner) (t Team, err error) { return t, s.Scan(t.dest()...) }

func (t *Team) dest() []any {
	return []any{
		&t.ID, &t.Name, &t.Type, &t.AccountID, &t.AccountName, &t.DefaultRole, &t.AddonControls, &t.Version,
		&t.HerokuClientsOnly, &t.IdentityProviderID, &t.OwnIdentityProvider,
		&t.License.DynoUnits, &t.License.AddonCredits, &t.License.SpaceCredits,
		timeAt{&t.CreatedAt},
		timeAt{&t.UpdatedAt},
		&t.Role, &t.MemberID, &t.Collaborator, &t.AccountPermissions,
	}
}

// GetTeam finds a team by id or name, seen by one person.
func (t *Tx) GetTeam(ctx context.Context, ref, userID string) (Team, error) {
	return one(ctx, t, "team", scanTeam, teamSelect+`WHERE t.`+column(ref)+` = $2`, userID, ref)
}

// ListTeams lists the teams in which a person has a role or a grant; with an account, those of the account.
func (t *Tx) ListTeams(ctx context.Context, userID, accountID string) ([]Team, error) {
	return many(ctx, t, scanTeam, teamSelect+`WHERE t.id IN (SELECT team_id FROM team_members WHERE user_id = $1
			UNION SELECT a.team_id FROM collaborators c CROSS JOIN apps a WHERE c.user_id = $1 AND a.id = c.app_id)
		AND ($2 = '' OR t.account_id = $2) ORDER BY t.id`, userID, accountID)
}

// ListAccountTeams lists by name all teams of an enterprise account, seen by nobody.
func (t *Tx) ListAccountTeams(ctx context.Context, accountID string) ([]Team, error) {
	return many(ctx, t, scanTeam, teamSelect+`WHERE t.account_id = $2 ORDER BY t.name`, "", accountID)
}

// CountTeams counts the teams of a type that a person administers.
func (t *Tx) CountTeams(ctx context.Context, userID, typ string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM team_members m JOIN teams t ON t.id = m.team_id WHERE m.user_id = $1 AND m.role = 'admin' AND t.type = $2`, userID, typ)
}

// LockTeam makes this transaction the only one that writes to the team, until it ends, and counts the write. What was read of
// the team before the lock may be stale. On PostgreSQL the lock is taken together with the next query, or the commit: nothing is read or
// written without it.
func (t *Tx) LockTeam(ctx context.Context, teamID string) error {
	return t.later(ctx, `UPDATE teams SET version = version + 1 WHERE id = $1`, teamID)
}

// CreateTeam adds a team; ErrExists when the name is taken.
func (t *Tx) CreateTeam(ctx context.Context, team Team) (Team, error) {
	team.ID, team.Version, team.CreatedAt, team.UpdatedAt = cmp.Or(team.ID, t.newID()), 1, t.now, t.now
	return team, t.exec(ctx, `INSERT INTO teams (id, name, type, account_id, default_role, addon_controls, version, created_at, updated_at,
		license_dyno_units, license_addon_credits, license_space_credits, heroku_clients_only) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8, $9, $10, $11)`,
		team.ID, team.Name, team.Type, orNull(team.AccountID), team.DefaultRole, team.AddonControls, micros(t.now),
		team.License.DynoUnits, team.License.AddonCredits, team.License.SpaceCredits, team.HerokuClientsOnly)
}

// UpdateTeam stores name, default role, add-on controls, OAuth access and licence; ErrExists when the name is taken.
func (t *Tx) UpdateTeam(ctx context.Context, team Team) error {
	if err := t.renameUsage(ctx, "", team.ID, team.Name); err != nil {
		return err
	}
	return t.exec(ctx, `UPDATE teams SET name = $2, default_role = $3, addon_controls = $4, updated_at = $5,
		license_dyno_units = $6, license_addon_credits = $7, license_space_credits = $8, heroku_clients_only = $9 WHERE id = $1`,
		team.ID, team.Name, team.DefaultRole, team.AddonControls, micros(t.now), team.License.DynoUnits, team.License.AddonCredits, team.License.SpaceCredits,
		team.HerokuClientsOnly)
}

// DeleteTeam removes a team with its memberships and its allowlist. It must own no apps.
func (t *Tx) DeleteTeam(ctx context.Context, teamID string) error {
	if err := t.exec(ctx, `UPDATE users SET default_team_id = NULL WHERE default_team_id = $1`, teamID); err != nil {
		return err
	}
	return t.exec(ctx, `DELETE FROM teams WHERE id = $1`, teamID)
}

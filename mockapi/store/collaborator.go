package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Collaborator is an explicit grant: a person, an app and the permissions.
type Collaborator struct {
	ID                   string
	AppID, AppName       string
	Permissions          access.Permissions
	CreatedAt, UpdatedAt time.Time
	User                 User
	Role                 access.Role // the person's in the app's team; NoRole outside it
	Federated            bool
}

const collaboratorSelect = `SELECT c.id, a.id, a.name, c.permissions, c.created_at, c.updated_at, COALESCE(m.role, ''), COALESCE(m.federated, CAST($1 AS BOOLEAN)), ` + userColumns + `
	FROM collaborators c JOIN apps a ON a.id = c.app_id JOIN users u ON u.id = c.user_id
	LEFT JOIN team_members m ON m.team_id = a.team_id AND m.user_id = c.user_id `

func scanCollaborator(s scanner) (c Collaborator, err error) {
	return c, s.Scan(append([]any{&c.ID, &c.AppID, &c.AppName, &c.Permissions, timeAt{&c.CreatedAt}, timeAt{&c.UpdatedAt}, &c.Role, &c.Federated}, c.User.dest()...)...)
}

// ListCollaborators lists the grants on an app by address.
func (t *Tx) ListCollaborators(ctx context.Context, appID string) ([]Collaborator, error) {
	return many(ctx, t, scanCollaborator, collaboratorSelect+`WHERE c.app_id = $2 ORDER BY u.email_key`, false, appID)
}

// ListTeamGrants lists every grant on an app of the team, by app and address; with a user, only his.
func (t *Tx) ListTeamGrants(ctx context.Context, teamID, userID string) ([]Collaborator, error) {
	return many(ctx, t, scanCollaborator, collaboratorSelect+`WHERE a.team_id = $2 AND ($3 = '' OR c.user_id = $3) ORDER BY a.id, u.email_key`, false, teamID, userID)
}

// GetCollaborator finds a grant on an app by its own id or by the person's id or address.
func (t *Tx) GetCollaborator(ctx context.Context, appID, ref string) (Collaborator, error) {
	return one(ctx, t, "user", scanCollaborator, collaboratorSelect+`WHERE c.app_id = $2 AND (c.id = $3 OR u.id = $3 OR u.email_key = $4)`,
		false, appID, ref, access.FoldEmail(ref))
}

// CreateCollaborator grants permissions on an app; ErrExists when the person has a grant on it.
func (t *Tx) CreateCollaborator(ctx context.Context, appID, userID string, p access.Permissions) (Collaborator, error) {
	id := t.newID()
	if err := t.later(ctx, `INSERT INTO collaborators (id, app_id, user_id, permissions, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
		ON CONFLICT (app_id, user_id) DO NOTHING`, id, appID, userID, p, micros(t.now)); err != nil {
		return Collaborator{}, err
	}
	c, err := t.GetCollaborator(ctx, appID, userID)
	if err == nil && c.ID != id {
		err = ErrExists
	}
	return c, err
}

// PutCollaborator sets the permissions of a person on an app, whether he had a grant or not.
func (t *Tx) PutCollaborator(ctx context.Context, appID, userID string, p access.Permissions) error {
	return t.exec(ctx, `INSERT INTO collaborators (id, app_id, user_id, permissions, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
		ON CONFLICT (app_id, user_id) DO UPDATE SET permissions = excluded.permissions, updated_at = excluded.updated_at`,
		t.newID(), appID, userID, p, micros(t.now))
}

// UpdateCollaborator replaces the permissions of a grant.
func (t *Tx) UpdateCollaborator(ctx context.Context, c Collaborator, p access.Permissions) (Collaborator, error) {
	c.Permissions, c.UpdatedAt = p, t.now
	return c, t.later(ctx, `UPDATE collaborators SET permissions = $2, updated_at = $3 WHERE id = $1`, c.ID, p, micros(t.now))
}

// DeleteCollaborator takes a grant away.
func (t *Tx) DeleteCollaborator(ctx context.Context, id string) error {
	return t.later(ctx, `DELETE FROM collaborators WHERE id = $1`, id)
}

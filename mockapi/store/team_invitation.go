package store

import (
	"cmp"
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Invitation asks a person into a team. It is gone when it is accepted or revoked.
type Invitation struct {
	ID                   string
	TeamID, TeamName     string
	Role                 access.Role
	InvitedBy            User // id, address and name
	CreatedAt, UpdatedAt time.Time
	User                 User
}

const invitationSelect = `SELECT i.id, t.id, t.name, i.role, b.id, b.email, COALESCE(b.name, ''), i.created_at, i.updated_at, ` + userColumns + `
	FROM team_invitations i JOIN teams t ON t.id = i.team_id JOIN users b ON b.id = i.invited_by JOIN users u ON u.id = i.user_id `

func scanInvitation(s scanner) (i Invitation, err error) {
	return i, s.Scan(append([]any{
		&i.ID, &i.TeamID, &i.TeamName, &i.Role, &i.InvitedBy.ID, &i.InvitedBy.Email, &i.InvitedBy.Name,
		timeAt{&i.CreatedAt},
		timeAt{&i.UpdatedAt},
	}, i.User.dest()...)...)
}

// ListInvitations lists the open invitations of a team by address.
func (t *Tx) ListInvitations(ctx context.Context, teamID string) ([]Invitation, error) {
	return many(ctx, t, scanInvitation, invitationSelect+`WHERE i.team_id = $1 ORDER BY u.email_key`, teamID)
}

// GetInvitation finds an invitation by its id.
func (t *Tx) GetInvitation(ctx context.Context, id string) (Invitation, error) {
	return one(ctx, t, "invitation", scanInvitation, invitationSelect+`WHERE i.id = $1`, id)
}

// GetTeamInvitation finds an invitation of a team by its id, or by the id or address of the person.
func (t *Tx) GetTeamInvitation(ctx context.Context, teamID, ref string) (Invitation, error) {
	return one(ctx, t, "invitation", scanInvitation, invitationSelect+`WHERE i.team_id = $1 AND (i.id = $2 OR u.id = $2 OR u.email_key = $3)`, teamID, ref, access.FoldEmail(ref))
}

// CreateInvitation invites a person; ErrExists when he is invited already.
func (t *Tx) CreateInvitation(ctx context.Context, i Invitation) (Invitation, error) {
	i.ID, i.CreatedAt, i.UpdatedAt = cmp.Or(i.ID, t.newID()), t.now, t.now
	return i, t.exec(ctx, `INSERT INTO team_invitations (id, team_id, user_id, role, invited_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		i.ID, i.TeamID, i.User.ID, i.Role, i.InvitedBy.ID, micros(t.now))
}

// UpdateInvitation stores the role that the person is invited to.
func (t *Tx) UpdateInvitation(ctx context.Context, i Invitation) (Invitation, error) {
	i.UpdatedAt = t.now
	return i, t.exec(ctx, `UPDATE team_invitations SET role = $2, updated_at = $3 WHERE id = $1`, i.ID, i.Role, micros(t.now))
}

// DeleteInvitation takes an invitation away.
func (t *Tx) DeleteInvitation(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM team_invitations WHERE id = $1`, id)
}

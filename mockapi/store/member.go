package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Member is a person in a team. Somebody without a role who has a grant on an app of the team is listed with the role
// collaborator.
type Member struct {
	ID                   string
	Role                 access.Role
	Federated            bool
	CreatedAt, UpdatedAt time.Time
	User                 User
}

const memberSelect = `SELECT m.id, m.role, m.federated, m.created_at, m.updated_at, ` + userColumns + ` FROM team_members m JOIN users u ON u.id = m.user_id `

func scanMember(s scanner) (m Member, err error) {
	return m, s.Scan(append([]any{&m.ID, &m.Role, &m.Federated, timeAt{&m.CreatedAt}, timeAt{&m.UpdatedAt}}, m.User.dest()...)...)
}

// ListMembers lists the people who have a role in the team, by address.
func (t *Tx) ListMembers(ctx context.Context, teamID string) ([]Member, error) {
	return many(ctx, t, scanMember, memberSelect+`WHERE m.team_id = $1 ORDER BY u.email_key`, teamID)
}

// ListTeamCollaborators lists the people who have a grant on an app of the team and no role in it, by address.
func (t *Tx) ListTeamCollaborators(ctx context.Context, teamID string) ([]Member, error) {
	list, err := many(ctx, t, scanMember, `SELECT u.id, 'collaborator', CAST($2 AS BOOLEAN), g.created_at, g.updated_at, `+userColumns+`
		FROM users u JOIN (SELECT c.user_id, MIN(c.created_at) AS created_at, MAX(c.updated_at) AS updated_at
			FROM collaborators c JOIN apps a ON a.id = c.app_id WHERE a.team_id = $1 GROUP BY c.user_id) AS g ON g.user_id = u.id
		WHERE NOT EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = $1 AND m.user_id = u.id) ORDER BY u.email_key`, teamID, false)
	for i := range list {
		list[i].ID = DerivedID("team-collaborator", teamID, list[i].User.ID)
	}
	return list, err
}

// GetMember finds a person with a role in the team by user id.
func (t *Tx) GetMember(ctx context.Context, teamID, userID string) (Member, error) {
	return one(ctx, t, "member", scanMember, memberSelect+`WHERE m.team_id = $1 AND m.user_id = $2`, teamID, userID)
}

// GetMemberByEmail finds a person with a role in the team by address, without regard to case.
func (t *Tx) GetMemberByEmail(ctx context.Context, teamID, email string) (Member, error) {
	return one(ctx, t, "member", scanMember, memberSelect+`WHERE m.team_id = $1 AND u.email_key = $2`, teamID, access.FoldEmail(email))
}

// GetMemberByID finds a person with a role in the team by the id of the membership.
func (t *Tx) GetMemberByID(ctx context.Context, teamID, memberID string) (Member, error) {
	return one(ctx, t, "member", scanMember, memberSelect+`WHERE m.team_id = $1 AND m.id = $2`, teamID, memberID)
}

// CountAdmins counts the admins of the team.
func (t *Tx) CountAdmins(ctx context.Context, teamID string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM team_members WHERE team_id = $1 AND role = 'admin'`, teamID)
}

// CreateMember gives a person a role in the team; ErrExists when he has one.
func (t *Tx) CreateMember(ctx context.Context, teamID string, m Member) (Member, error) {
	m.ID, m.CreatedAt, m.UpdatedAt = t.newID(), t.now, t.now
	return m, t.exec(ctx, `INSERT INTO team_members (id, team_id, user_id, role, federated, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		m.ID, teamID, m.User.ID, m.Role, m.Federated, micros(t.now))
}

// UpdateMember stores role and federation.
func (t *Tx) UpdateMember(ctx context.Context, m Member) (Member, error) {
	m.UpdatedAt = t.now
	return m, t.later(ctx, `UPDATE team_members SET role = $2, federated = $3, updated_at = $4 WHERE id = $1`, m.ID, m.Role, m.Federated, micros(t.now))
}

// DeleteMember takes a person's role in the team away.
func (t *Tx) DeleteMember(ctx context.Context, memberID string) error {
	return t.later(ctx, `DELETE FROM team_members WHERE id = $1`, memberID)
}

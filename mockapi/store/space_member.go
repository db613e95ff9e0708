package store

import (
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// SpaceMember is a user of a space's team, with what he may do in the space.
type SpaceMember struct {
	SpaceID, SpaceName string
	Role               access.Role // in the team
	CreateApps         bool        // granted; an admin has it without
	User               User
}

const spaceMemberSelect = `SELECT s.id, s.name, m.role, g.id IS NOT NULL, ` + userColumns + `
	FROM spaces s JOIN team_members m ON m.team_id = s.team_id JOIN users u ON u.id = m.user_id
	LEFT JOIN space_members g ON g.space_id = s.id AND g.user_id = m.user_id `

func scanSpaceMember(s scanner) (m SpaceMember, err error) {
	return m, s.Scan(append([]any{&m.SpaceID, &m.SpaceName, &m.Role, &m.CreateApps}, m.User.dest()...)...)
}

// ListSpaceMembers lists the users of the space's team by address, with what each may do in the space.
func (t *Tx) ListSpaceMembers(ctx context.Context, spaceID string) ([]SpaceMember, error) {
	return many(ctx, t, scanSpaceMember, spaceMemberSelect+`WHERE s.id = $1 ORDER BY u.email_key`, spaceID)
}

// GetSpaceMember finds a user of the space's team by id.
func (t *Tx) GetSpaceMember(ctx context.Context, spaceID, userID string) (SpaceMember, error) {
	return one(ctx, t, "user", scanSpaceMember, spaceMemberSelect+`WHERE s.id = $1 AND m.user_id = $2`, spaceID, userID)
}

// The columns of a grant whose person may have no role in the team any more.
const spaceGrantSelect = `SELECT s.id, s.name, COALESCE(m.role, ''), g.id IS NOT NULL, ` + userColumns + `
	FROM space_members g JOIN spaces s ON s.id = g.space_id JOIN users u ON u.id = g.user_id
	LEFT JOIN team_members m ON m.team_id = s.team_id AND m.user_id = g.user_id `

// ListTeamSpaceGrants lists every grant on a space of the team, by space and address; with a user, only his.
func (t *Tx) ListTeamSpaceGrants(ctx context.Context, teamID, userID string) ([]SpaceMember, error) {
	return many(ctx, t, scanSpaceMember, spaceGrantSelect+`WHERE s.team_id = $1 AND ($2 = '' OR g.user_id = $2) ORDER BY s.id, u.email_key`, teamID, userID)
}

// CreateSpaceGrant gives a person create_apps on a space; ErrExists when he has it.
func (t *Tx) CreateSpaceGrant(ctx context.Context, spaceID, userID string) error {
	return t.exec(ctx, `INSERT INTO space_members (id, space_id, user_id, created_at) VALUES ($1, $2, $3, $4)`, t.newID(), spaceID, userID, micros(t.now))
}

// DeleteSpaceGrant takes create_apps away.
func (t *Tx) DeleteSpaceGrant(ctx context.Context, spaceID, userID string) error {
	return t.exec(ctx, `DELETE FROM space_members WHERE space_id = $1 AND user_id = $2`, spaceID, userID)
}

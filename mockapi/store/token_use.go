package store

import (
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// TokenUse is an action that was carried out with a token. It can be compared.
type TokenUse struct {
	Token    string // what [TokenKey] makes of it
	Action   access.Action
	Writes   bool // by a request that may change something
	Self     bool // it was about the token's own person
	Kind     access.Kind
	ObjectID string
	Object   string // its name then
	TeamID   string // of the object; empty where there is none
	Locked   bool
	Personal bool
}

// TokenKey is what is kept of a token: it tells tokens apart, and cannot be used as one.
func TokenKey(token string) string { return hashToken(token) }

// CreateTokenUses keeps what tokens were used for. What is kept already, and what belongs to a token that was revoked meanwhile, is passed
// over. PostgreSQL waits for a revocation that is under way, which would otherwise fail the whole list.
func (t *Tx) CreateTokenUses(ctx context.Context, uses []TokenUse) error {
	hold := ""
	if t.postgres {
		hold = ` FOR KEY SHARE OF k`
	}
	for _, u := range uses {
		if err := t.exec(ctx, `INSERT INTO token_uses (authorization_id, action, writes, self, kind, object_id, object_name, team_id, locked, personal, created_at)
			SELECT k.id, CAST($2 AS TEXT), $3, $4, CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), $9, $10, $11 FROM oauth_authorizations k WHERE k.hash = $1`+hold+`
			ON CONFLICT DO NOTHING`,
			u.Token, string(u.Action), u.Writes, u.Self, string(u.Kind), u.ObjectID, u.Object, u.TeamID, u.Locked, u.Personal, micros(t.now)); err != nil {
			return err
		}
	}
	return nil
}

// ListTokenUses lists what a token was used for, by the id of its authorization.
func (t *Tx) ListTokenUses(ctx context.Context, authorizationID string) ([]TokenUse, error) {
	return many(ctx, t, func(s scanner) (u TokenUse, err error) {
		return u, s.Scan(&u.Action, &u.Writes, &u.Self, &u.Kind, &u.ObjectID, &u.Object, &u.TeamID, &u.Locked, &u.Personal)
	}, `SELECT action, writes, self, kind, object_id, object_name, team_id, locked, personal FROM token_uses WHERE authorization_id = $1
		ORDER BY kind, object_name, object_id, team_id, action, writes, self, locked, personal`, authorizationID)
}

package store

import (
	"cmp"
	"context"
	"time"
)

// IdentityProvider is where the people of a team, or of an enterprise account, sign in, by SAML 2.0.
type IdentityProvider struct {
	ID                         string
	TeamID, AccountID          string // of its owner; one of the two is empty
	TeamAccountID              string // the enterprise account of the team that it belongs to
	OwnerName                  string
	EntityID, Certificate      string
	SSOTargetURL, SLOTargetURL string // the second may be empty
	CreatedAt, UpdatedAt       time.Time
}

// OwnerID is the id of the team or of the enterprise account.
func (p IdentityProvider) OwnerID() string { return cmp.Or(p.TeamID, p.AccountID) }

const providerSelect = `SELECT p.id, COALESCE(p.team_id, ''), COALESCE(p.account_id, ''), COALESCE(t.account_id, ''), COALESCE(t.name, e.name), p.entity_id, p.certificate,
	p.sso_target_url, p.slo_target_url, p.created_at, p.updated_at FROM identity_providers p
	LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN enterprise_accounts e ON e.id = p.account_id `

func scanProvider(s scanner) (p IdentityProvider, err error) {
	return p, s.Scan(&p.ID, &p.TeamID, &p.AccountID, &p.TeamAccountID, &p.OwnerName, &p.EntityID, &p.Certificate, &p.SSOTargetURL, &p.SLOTargetURL,
		timeAt{&p.CreatedAt}, timeAt{&p.UpdatedAt})
}

// GetIdentityProvider finds an identity provider by id.
func (t *Tx) GetIdentityProvider(ctx context.Context, id string) (IdentityProvider, error) {
	return one(ctx, t, "identity provider", scanProvider, providerSelect+`WHERE p.id = $1`, id)
}

// GetOwnIdentityProvider finds the identity provider of a team or of an enterprise account.
func (t *Tx) GetOwnIdentityProvider(ctx context.Context, ownerID string) (IdentityProvider, error) {
	return one(ctx, t, "identity provider", scanProvider, providerSelect+`WHERE p.team_id = $1 OR p.account_id = $1`, ownerID)
}

// CreateIdentityProvider adds an identity provider; ErrExists when its owner has one. That of an enterprise account counts as a write to every
// team of the account, which may show it.
func (t *Tx) CreateIdentityProvider(ctx context.Context, p IdentityProvider) (IdentityProvider, error) {
	if p.AccountID != "" {
		if err := t.exec(ctx, `UPDATE teams SET version = version + 1 WHERE account_id = $1`, p.AccountID); err != nil {
			return p, err
		}
	}
	p.ID, p.CreatedAt, p.UpdatedAt = cmp.Or(p.ID, t.newID()), t.now, t.now
	return p, t.exec(ctx, `INSERT INTO identity_providers (id, team_id, account_id, entity_id, certificate, sso_target_url, slo_target_url, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		p.ID, orNull(p.TeamID), orNull(p.AccountID), p.EntityID, p.Certificate, p.SSOTargetURL, p.SLOTargetURL, micros(t.now))
}

// UpdateIdentityProvider stores everything but the owner.
func (t *Tx) UpdateIdentityProvider(ctx context.Context, p IdentityProvider) (IdentityProvider, error) {
	p.UpdatedAt = t.now
	return p, t.exec(ctx, `UPDATE identity_providers SET entity_id = $2, certificate = $3, sso_target_url = $4, slo_target_url = $5, updated_at = $6 WHERE id = $1`,
		p.ID, p.EntityID, p.Certificate, p.SSOTargetURL, p.SLOTargetURL, micros(t.now))
}

// itsTeams are the teams whose people sign in through an identity provider: the one that owns it, $1, or those of the enterprise account
// that owns it, $2, which have none of their own.
const itsTeams = `(SELECT t.id FROM teams t WHERE t.id = $1 OR t.account_id = $2 AND NOT EXISTS (SELECT 1 FROM identity_providers o WHERE o.team_id = t.id))`

// DeleteIdentityProvider removes an identity provider. The accounts that belong to it get passwords of their own again, and the members of
// its teams are federated no longer; it counts as a write to every team that shows one of them, or it, those included that one is being added to.
func (t *Tx) DeleteIdentityProvider(ctx context.Context, p IdentityProvider) error {
	if err := t.holdUsers(ctx, `SELECT u.id FROM users u WHERE u.identity_provider_id = $1`, `account_id = $2 OR `, p.ID, p.AccountID); err != nil {
		return err
	}
	if err := t.exec(ctx, `UPDATE team_members SET federated = $3, updated_at = $4 WHERE federated <> $3 AND team_id IN `+itsTeams, p.TeamID, p.AccountID, false, micros(t.now)); err != nil {
		return err
	}
	return t.exec(ctx, `DELETE FROM identity_providers WHERE id = $1`, p.ID)
}

// CountFederated counts the people who sign in through an identity provider: those whose accounts belong to it, and those whom one of its
// teams has as federated.
func (t *Tx) CountFederated(ctx context.Context, p IdentityProvider) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM users u WHERE u.identity_provider_id = $3
		OR u.identity_provider_id IS NULL AND EXISTS (SELECT 1 FROM team_members m WHERE m.user_id = u.id AND m.federated AND m.team_id IN `+itsTeams+`)`, p.TeamID, p.AccountID, p.ID)
}

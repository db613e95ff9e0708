package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// User is a person with a Heroku account.
type User struct {
	ID, Email               string
	Name                    string // empty: none
	TwoFactorAuthentication bool
	Verified                bool // false for somebody who was added by address and never signed in
	DefaultTeamID           string
	IdentityProviderID      string // that the account belongs to; empty: it has a password of its own
	CreatedAt, UpdatedAt    time.Time
}

const userColumns = `u.id, u.email, COALESCE(u.name, ''), u.two_factor_authentication, u.verified, COALESCE(u.default_team_id, ''), COALESCE(u.identity_provider_id, ''), u.created_at, u.updated_at`

func (u *User) dest() []any {
	return []any{&u.ID, &u.Email, &u.Name, &u.TwoFactorAuthentication, &u.Verified, &u.DefaultTeamID, &u.IdentityProviderID, timeAt{&u.CreatedAt}, timeAt{&u.UpdatedAt}}
}

func scanUser(s scanner) (u User, err error) { return u, s.Scan(u.dest()...) }

// GetUser finds a person by id or, without regard to case, by address.
func (t *Tx) GetUser(ctx context.Context, ref string) (User, error) {
	if IsID(ref) {
		return one(ctx, t, "user", scanUser, `SELECT `+userColumns+` FROM users u WHERE u.id = $1`, ref)
	}
	return one(ctx, t, "user", scanUser, `SELECT `+userColumns+` FROM users u WHERE u.email_key = $1`, access.FoldEmail(ref))
}

// ListUsers lists everybody, by address.
func (t *Tx) ListUsers(ctx context.Context) ([]User, error) {
	return many(ctx, t, scanUser, `SELECT `+userColumns+` FROM users u ORDER BY u.email_key`)
}

// CreateUser adds a person; ErrExists when the address is taken.
func (t *Tx) CreateUser(ctx context.Context, u User) (User, error) {
	u.ID, u.CreatedAt, u.UpdatedAt = cmp.Or(u.ID, t.newID()), t.now, t.now
	return u, t.exec(ctx, `INSERT INTO users (id, email, email_key, name, two_factor_authentication, verified, identity_provider_id, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		u.ID, u.Email, access.FoldEmail(u.Email), orNull(u.Name), u.TwoFactorAuthentication, u.Verified, orNull(u.IdentityProviderID), micros(t.now))
}

// InviteUser makes an account for an address that has none, waiting for the first sign-in. Where somebody else makes it at the
// same moment, that is the one.
func (t *Tx) InviteUser(ctx context.Context, email string) error {
	_, err := t.insert(ctx, `INSERT INTO users (id, email, email_key, two_factor_authentication, verified, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $4, $5, $5) ON CONFLICT (email_key) DO NOTHING`, t.newID(), email, access.FoldEmail(email), false, micros(t.now))
	return err
}

// LockUser makes this transaction the only one that writes what belongs to a person.
func (t *Tx) LockUser(ctx context.Context, userID string) error {
	return t.exec(ctx, `UPDATE users SET updated_at = updated_at WHERE id = $1`, userID)
}

// SetDefaultTeam stores a person's default team; empty is none.
func (t *Tx) SetDefaultTeam(ctx context.Context, userID, teamID string) error {
	return t.exec(ctx, `UPDATE users SET default_team_id = $2 WHERE id = $1`, userID, orNull(teamID))
}

// teamsOf are the ids of the teams that show people, whose ids a query finds.
func teamsOf(people string) string {
	return `SELECT team_id FROM team_members WHERE user_id IN (` + people + `)
	UNION SELECT a.team_id FROM apps a JOIN collaborators c ON c.app_id = a.id WHERE c.user_id IN (` + people + `)`
}

// holdUsers makes this transaction the only one that changes people or adds them to anything, and counts a write to every team that shows
// one of them. A query finds them by the first argument; a condition, which goes before another, may name more teams by all arguments. On
// PostgreSQL somebody may be adding one to a team right now: whoever refers to the person's row waits for this transaction, or this one for
// him, and then finds the team. The teams are locked before the people, and in one order, as by everybody else.
func (t *Tx) holdUsers(ctx context.Context, people, more string, args ...any) error {
	which := more + `id IN (` + teamsOf(people) + `)`
	if t.postgres {
		if err := t.later(ctx, `SELECT FROM teams WHERE `+which+` ORDER BY id FOR NO KEY UPDATE`, args...); err != nil {
			return err
		}
		if err := t.later(ctx, `SELECT FROM users WHERE id IN (`+people+`) ORDER BY id FOR UPDATE`, args[0]); err != nil {
			return err
		}
	}
	return t.exec(ctx, `UPDATE teams SET version = version + 1 WHERE `+which, args...)
}

// holdUser is [Tx.holdUsers] for one person.
func (t *Tx) holdUser(ctx context.Context, userID string) error {
	return t.holdUsers(ctx, `$1`, ``, userID)
}

// UpdateUser stores name, two-factor status, verification and identity provider, and counts it as a write to every team that
// shows the person.
func (t *Tx) UpdateUser(ctx context.Context, u User) error {
	if err := t.holdUser(ctx, u.ID); err != nil {
		return err
	}
	return t.putUser(ctx, u)
}

// ChangeUser is [Tx.UpdateUser] of the person as he is once nobody else changes him, and as f makes him.
func (t *Tx) ChangeUser(ctx context.Context, userID string, f func(*User) error) (User, error) {
	if err := t.holdUser(ctx, userID); err != nil {
		return User{}, err
	}
	u, err := t.GetUser(ctx, userID)
	if err == nil {
		err = f(&u)
	}
	if err != nil {
		return u, err
	}
	u.UpdatedAt = t.now
	return u, t.putUser(ctx, u)
}

func (t *Tx) putUser(ctx context.Context, u User) error {
	return t.exec(ctx, `UPDATE users SET name = $2, two_factor_authentication = $3, verified = $4, identity_provider_id = $5, updated_at = $6 WHERE id = $1`,
		u.ID, orNull(u.Name), u.TwoFactorAuthentication, u.Verified, orNull(u.IdentityProviderID), micros(t.now))
}

// NewToken is a fresh token in Heroku's form.
func NewToken() string { return "HRKU-" + rand.Text() }

// hashToken is what is stored of a token, and what it is found by: tokens are random, so one round of SHA-256 hides them. The time of a
// look-up may tell how far the hash of a guess agrees with one that is stored; nobody can choose a guess by its hash, so a comparison
// in constant time would add nothing.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

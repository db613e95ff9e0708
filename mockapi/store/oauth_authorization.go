package store

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Authorization is a token that stands for a person, without the token: of that only a hash is kept.
type Authorization struct {
	ID, TokenID          string
	Description          string
	Scopes               access.Scopes
	Client               OAuthClient
	ExpiresAt            time.Time // zero: never
	CreatedAt, UpdatedAt time.Time
	User                 User
}

// OAuthClient is a program to which a person gave a token; without a name the token is the person's own.
type OAuthClient struct {
	Name   string
	Heroku bool // is Heroku's own
}

// ThirdParty reports whether the client is somebody else's than Heroku's.
func (c OAuthClient) ThirdParty() bool { return c.Name != "" && !c.Heroku }

// authorizationSelect leaves out what has expired: $1 is the time of the transaction.
const authorizationSelect = `SELECT ` + authorizationColumns + authorizationFrom + authorizationValid

const (
	tokenColumns         = `k.scopes, COALESCE(k.client, ''), k.client_of_heroku, ` + userColumns // what a request needs to know
	authorizationColumns = `k.id, k.token_id, k.description, k.scopes, COALESCE(k.client, ''), k.client_of_heroku, COALESCE(k.expires_at, 0), k.created_at, k.updated_at, ` + userColumns
	authorizationFrom    = ` FROM oauth_authorizations k JOIN users u ON u.id = k.user_id `
	authorizationValid   = `WHERE (k.expires_at IS NULL OR k.expires_at > $1) `
)

func scanAuthorization(s scanner) (a Authorization, err error) {
	var expires int64
	err = s.Scan(append([]any{&a.ID, &a.TokenID, &a.Description, &a.Scopes, &a.Client.Name, &a.Client.Heroku, &expires, timeAt{&a.CreatedAt}, timeAt{&a.UpdatedAt}}, a.User.dest()...)...)
	if expires != 0 {
		a.ExpiresAt = time.UnixMicro(expires).UTC()
	}
	return a, err
}

// ListAuthorizations lists the tokens of a person that have not expired, oldest first.
func (t *Tx) ListAuthorizations(ctx context.Context, userID string) ([]Authorization, error) {
	return many(ctx, t, scanAuthorization, authorizationSelect+`AND k.user_id = $2 ORDER BY k.created_at, k.id`, micros(t.now), userID)
}

// GetAuthorization finds a token of a person by the id of its authorization.
func (t *Tx) GetAuthorization(ctx context.Context, id, userID string) (Authorization, error) {
	return one(ctx, t, "OAuth authorization", scanAuthorization, authorizationSelect+`AND k.id = $2 AND k.user_id = $3`, micros(t.now), id, userID)
}

// TokenAuthorization finds what a token stands for. One that has expired or was revoked is not found. A transaction that writes
// holds it, so that its revocation waits for what is under way and nothing is written with it afterwards; SQLite has one
// writer at a time anyway.
func (t *Tx) TokenAuthorization(ctx context.Context, token string, hold bool) (Authorization, error) {
	return one(ctx, t, "token", scanAuthorization, t.held(authorizationSelect+`AND k.hash = $2`, hold), micros(t.now), hashToken(token))
}

func (t *Tx) held(query string, hold bool) string {
	if hold && t.postgres {
		return query + ` FOR SHARE OF k`
	}
	return query
}

// AuthorizedApp is [Tx.TokenAuthorization], of which it answers the person, the scopes and the client, and [Tx.GetApp] as that person sees it, in
// one query. Where either is not found it does not say which.
func (t *Tx) AuthorizedApp(ctx context.Context, token, ref string, hold bool) (a Authorization, app App, err error) {
	query := `SELECT ` + tokenColumns + `, ` + appColumns + authorizationFrom + `JOIN apps a ON a.` + column(ref) + ` = $3` + appJoins(`u.id`) + authorizationValid + `AND k.hash = $2`
	err = t.authorized(ctx, &a, app.dest(), t.held(query, hold), token, ref)
	return a, app, err
}

// AuthorizedTeam is [Tx.AuthorizedApp] for a team.
func (t *Tx) AuthorizedTeam(ctx context.Context, token, ref string, hold bool) (a Authorization, team Team, err error) {
	query := `SELECT ` + tokenColumns + `, ` + teamColumns(`u.id`) + authorizationFrom + `JOIN teams t ON t.` + column(ref) + ` = $3` + teamJoins(`u.id`) + authorizationValid + `AND k.hash = $2`
	err = t.authorized(ctx, &a, team.dest(), t.held(query, hold), token, ref)
	return a, team, err
}

func (t *Tx) authorized(ctx context.Context, a *Authorization, more []any, query, token, ref string) error {
	if !utf8.ValidString(ref) || strings.ContainsRune(ref, 0) { // PostgreSQL would end the transaction over it
		return &NotFoundError{"object of the token"}
	}
	dest := append(append([]any{&a.Scopes, &a.Client.Name, &a.Client.Heroku}, a.User.dest()...), more...)
	_, err := one(ctx, t, "object of the token", func(s scanner) (struct{}, error) { return struct{}{}, s.Scan(dest...) }, query, micros(t.now), hashToken(token), ref)
	return err
}

// TokenUser finds the person whom a token stands for.
func (t *Tx) TokenUser(ctx context.Context, token string) (User, error) {
	a, err := t.TokenAuthorization(ctx, token, false)
	return a.User, err
}

// LockAuthorization makes this transaction the only one that changes a token of a person, once nothing is written with it any more. It
// locks nothing else: whoever writes with the token may want the person's row.
func (t *Tx) LockAuthorization(ctx context.Context, id, userID string) error {
	return t.exec(ctx, `UPDATE oauth_authorizations SET updated_at = updated_at WHERE id = $1 AND user_id = $2`, id, userID)
}

// CreateAuthorization lets a token stand for a person. A token that stands for somebody already is ErrExists.
func (t *Tx) CreateAuthorization(ctx context.Context, a Authorization, token string) (Authorization, error) {
	a.ID, a.TokenID, a.CreatedAt, a.UpdatedAt = t.newID(), t.newID(), t.now, t.now
	var expires any
	if !a.ExpiresAt.IsZero() {
		expires = micros(a.ExpiresAt)
	}
	return a, t.exec(ctx, `INSERT INTO oauth_authorizations (id, user_id, token_id, hash, description, scopes, expires_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		a.ID, a.User.ID, a.TokenID, hashToken(token), a.Description, a.Scopes, expires, micros(t.now))
}

// CreateToken is [Tx.CreateAuthorization] for a token without limits, as the seed and the command line make them.
func (t *Tx) CreateToken(ctx context.Context, userID, token string) error {
	_, err := t.CreateAuthorization(ctx, Authorization{Description: "Made by mockapi", Scopes: access.ScopeGlobal, User: User{ID: userID}}, token)
	return err
}

// UpdateAuthorization stores the description.
func (t *Tx) UpdateAuthorization(ctx context.Context, a Authorization) (Authorization, error) {
	a.UpdatedAt = t.now
	return a, t.exec(ctx, `UPDATE oauth_authorizations SET description = $2, updated_at = $3 WHERE id = $1`, a.ID, a.Description, micros(t.now))
}

// ReplaceToken puts another token in the place of an authorization's: the old one is worth nothing from now on.
func (t *Tx) ReplaceToken(ctx context.Context, a Authorization, token string) (Authorization, error) {
	a.TokenID, a.UpdatedAt = t.newID(), t.now
	return a, t.exec(ctx, `UPDATE oauth_authorizations SET token_id = $2, hash = $3, updated_at = $4 WHERE id = $1`, a.ID, a.TokenID, hashToken(token), micros(t.now))
}

// DeleteAuthorization revokes a token.
func (t *Tx) DeleteAuthorization(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM oauth_authorizations WHERE id = $1`, id)
}

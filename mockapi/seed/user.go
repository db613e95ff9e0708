package seed

import (
	"encoding/hex"
	"errors"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// users puts everybody into the database at once, then their tokens.
func (l *loader) users(users []User) error {
	var rows []store.User
	if err := each(path{"users"}, users, func(p path, u User) error {
		if err := access.Email(u.Email); err != nil {
			return l.wrap(p.at("email"), err)
		}
		if err := l.once(p, "user", access.FoldEmail(u.Email)); err != nil {
			return err
		}
		if u.ID != "" {
			if err := errors.Join(l.id(p, u.ID), l.once(p.at("id"), "user", u.ID)); err != nil {
				return err
			}
		}
		rows = append(rows, store.User{
			ID: u.ID, Email: u.Email, Name: u.Name, TwoFactorAuthentication: u.TwoFactorAuthentication, Verified: u.Verified == nil || *u.Verified,
		})
		return nil
	}); err != nil {
		return err
	}
	put, err := l.tx.PutUsers(l.ctx, rows)
	if errors.Is(err, store.ErrExists) {
		return l.errorf(path{"users"}, "the id of one of the users is somebody else's in the database: %w", err)
	}
	if err != nil {
		return l.wrap(path{"users"}, err)
	}
	for _, u := range put {
		l.people[access.FoldEmail(u.Email)] = u
	}
	return each(path{"users"}, users, func(p path, u User) error {
		row := l.people[access.FoldEmail(u.Email)]
		if err := l.sameID(p, "the user "+u.Email, row.ID, u.ID); err != nil {
			return err
		}
		if err := l.token(p.at("token"), row, u); err != nil {
			return err
		}
		return each(p.at("authorizations"), u.Authorizations, func(p path, a Authorization) error { return l.authorization(p, row, a) })
	})
}

func (l *loader) token(p path, row store.User, u User) error {
	if u.Token == "" {
		return nil
	}
	if err := l.once(p, "token", u.Token); err != nil {
		return l.errorf(p, "the token of %s is in this file twice", u.Email)
	}
	holder, err := l.tx.TokenUser(l.ctx, u.Token)
	if isMissing(err) {
		return l.wrap(p, l.tx.CreateToken(l.ctx, row.ID, u.Token))
	}
	if err == nil && holder.ID != row.ID {
		return l.errorf(p, "the token of %s stands for %s already", u.Email, holder.Email)
	}
	return l.wrap(p, err)
}

// authorization lets a token that the file knows by its hash stand for a person. One that does already is left as it is.
func (l *loader) authorization(p path, row store.User, a Authorization) error {
	at := p.at("token_sha256")
	if raw, err := hex.DecodeString(a.TokenSHA256); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != a.TokenSHA256 {
		return l.errorf(at, "token_sha256 is the SHA-256 of a token in 64 small hexadecimal digits")
	}
	if err := l.once(at, "token", a.TokenSHA256); err != nil {
		return l.errorf(at, "this token is in this file twice")
	}
	if err := access.Text("description", a.Description); err != nil {
		return l.wrap(p.at("description"), err)
	}
	scopes, err := access.ParseScopes(a.Scopes)
	if err != nil {
		return l.wrap(p.at("scopes"), err)
	}
	var client store.OAuthClient
	if a.Client != nil {
		if client = store.OAuthClient(*a.Client); client.Name == "" {
			return l.errorf(p.at("client"), "a client has a name")
		}
		if err := access.Text("name", client.Name); err != nil {
			return l.wrap(p.at("client"), err)
		}
	}
	var expires time.Time
	if a.ExpiresAt != "" {
		if expires, err = time.Parse(time.RFC3339Nano, a.ExpiresAt); err != nil {
			return l.errorf(p.at("expires_at"), "expires_at %q is not a time: it should look like 2031-05-06T07:08:09Z", a.ExpiresAt)
		}
	}
	holder, err := l.tx.TokenHolder(l.ctx, a.TokenSHA256)
	if isMissing(err) {
		return l.wrap(at, l.tx.PutHashedAuthorization(l.ctx, store.HashedAuthorization{
			UserID: row.ID, Hash: a.TokenSHA256, Description: a.Description, Scopes: scopes, Client: client, ExpiresAt: expires,
		}))
	}
	if err == nil && holder.ID != row.ID {
		return l.errorf(at, "this token of %s stands for %s already", row.Email, holder.Email)
	}
	return l.wrap(at, err)
}

// defaultTeam is the last thing to be set: it needs the team.
func (l *loader) defaultTeam(p path, u User) error {
	if u.DefaultTeam == "" {
		return nil
	}
	team, err := l.tx.GetTeam(l.ctx, u.DefaultTeam, "")
	if isMissing(err) {
		return l.errorf(p.at("default_team"), "unknown team %q: put it under teams", u.DefaultTeam)
	}
	if err != nil {
		return l.wrap(p, err)
	}
	return l.wrap(p, l.tx.SetDefaultTeam(l.ctx, l.people[access.FoldEmail(u.Email)].ID, team.ID))
}

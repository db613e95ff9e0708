package server

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxLifetime is the longest that a token with an end may last, in seconds: a hundred years.
const maxLifetime = 100 * 365 * 24 * 60 * 60

// allowScope refuses what the scopes of the caller's token do not reach.
func (r *request) allowScope(a access.Action) error {
	if r.user.ID == "" {
		return nil
	}
	d := r.scopes.Allow(a, r.writes())
	if d.Allowed {
		return nil
	}
	row, _ := access.Lookup(a)
	return &refusal{fmt.Sprintf("This token cannot be used to %s: it has the scope %s. It %s.", row.Words, strings.Join(r.scopes.Names(), ", "), d.Reason), a, d}
}

// wireAuthorization shows an authorization, with its token if that was made just now. A token that was shown before is not known here:
// only its hash is stored, and [api.HiddenToken] stands in its place.
func (r *request) wireAuthorization(a store.Authorization, token string) api.OAuthAuthorization {
	w := api.OAuthAuthorization{
		AccessToken: &api.AccessToken{ID: a.TokenID, Token: token}, CreatedAt: api.Timestamp(a.CreatedAt), Description: a.Description, ID: a.ID,
		Scope: a.Scopes.Names(), UpdatedAt: api.Timestamp(a.UpdatedAt), User: api.OAuthUser{Email: a.User.Email, FullName: optional(a.User.Name), ID: a.User.ID},
	}
	if a.Client.Name != "" {
		w.Client = &api.OAuthClient{ID: store.DerivedID("oauth-client", a.Client.Name), Name: a.Client.Name}
	}
	if !a.ExpiresAt.IsZero() {
		left := int64(math.Ceil(a.ExpiresAt.Sub(r.tx.Now()).Seconds()))
		w.AccessToken.ExpiresIn = &left
	}
	return w
}

func (r *request) hidden(a store.Authorization) api.OAuthAuthorization {
	return r.wireAuthorization(a, api.HiddenToken)
}

func listAuthorizations(r *request) (int, any, error) {
	authorizations, err := r.tx.ListAuthorizations(r.ctx, r.user.ID)
	return http.StatusOK, list[api.OAuthAuthorization]{convert(authorizations, r.hidden), authorizationKeys}, err
}

// authorizationInPath finds an authorization of the caller; those of others are not there.
func (r *request) authorizationInPath() (store.Authorization, error) {
	if r.writes() { // of two who change or revoke it at once, the second finds what the first has left
		if err := r.tx.LockAuthorization(r.ctx, r.param("authorization"), r.user.ID); err != nil {
			return store.Authorization{}, err
		}
	}
	return r.tx.GetAuthorization(r.ctx, r.param("authorization"), r.user.ID)
}

func getAuthorization(r *request) (int, any, error) {
	a, err := r.authorizationInPath()
	return http.StatusOK, r.hidden(a), err
}

// noClient refuses to name an OAuth client: there are none here, every authorization is the person's own.
func noClient(client *api.Named) error {
	if client == nil {
		return nil
	}
	return &store.NotFoundError{Noun: "OAuth client"}
}

// createAuthorization makes a token and shows it, this once.
func createAuthorization(r *request) (int, any, error) {
	var in api.OAuthAuthorizationCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := noClient(in.Client); err != nil {
		return 0, nil, err
	}
	if err := access.Text("description", in.Description); err != nil {
		return 0, nil, err
	}
	scopes, err := access.ParseScopes(in.Scope)
	if err != nil {
		return 0, nil, err
	}
	a := store.Authorization{Description: in.Description, Scopes: scopes, User: r.user}
	data := map[string]any{"description": a.Description, "scope": scopes.Names()}
	if in.ExpiresIn != nil {
		if *in.ExpiresIn < 1 || *in.ExpiresIn > maxLifetime {
			return 0, nil, invalid("expires_in is a number of seconds from 1 to %d; without it the token does not expire.", maxLifetime)
		}
		a.ExpiresAt = r.tx.Now().Add(time.Duration(*in.ExpiresIn) * time.Second)
		data["expires_at"] = api.Timestamp(a.ExpiresAt)
	}
	token := store.NewToken()
	if a, err = r.tx.CreateAuthorization(r.ctx, a, token); err != nil {
		return 0, nil, err
	}
	data["id"] = a.ID
	r.event("oauth_authorization", "create", data)
	return http.StatusCreated, r.wireAuthorization(a, token), nil
}

func updateAuthorization(r *request) (int, any, error) {
	var in api.OAuthAuthorizationUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	a, err := r.authorizationInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := noClient(in.Client); err != nil {
		return 0, nil, err
	}
	if in.Description == nil {
		return 0, nil, invalid("Nothing to change: give a description.")
	}
	if err := access.Text("description", *in.Description); err != nil {
		return 0, nil, err
	}
	r.event("oauth_authorization", "update", map[string]any{"id": a.ID, "description": *in.Description, "was": a.Description})
	a.Description = *in.Description
	a, err = r.tx.UpdateAuthorization(r.ctx, a)
	return http.StatusOK, r.hidden(a), err
}

// deleteAuthorization revokes a token, at once: the next request with it is 401. It may be the one that asks.
func deleteAuthorization(r *request) (int, any, error) {
	a, err := r.authorizationInPath()
	if err != nil {
		return 0, nil, err
	}
	r.event("oauth_authorization", "destroy", map[string]any{"id": a.ID, "description": a.Description, "scope": a.Scopes.Names()})
	return http.StatusOK, r.hidden(a), r.tx.DeleteAuthorization(r.ctx, a.ID)
}

// regenerateToken gives an authorization another token, and shows it, this once. Scope and end stay.
func regenerateToken(r *request) (int, any, error) {
	a, err := r.authorizationInPath()
	if err != nil {
		return 0, nil, err
	}
	token := store.NewToken()
	r.event("oauth_authorization", "rotate", map[string]any{"id": a.ID, "description": a.Description})
	a, err = r.tx.ReplaceToken(r.ctx, a, token)
	return http.StatusOK, r.wireAuthorization(a, token), err
}

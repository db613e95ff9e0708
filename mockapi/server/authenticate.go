package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// ahead is what was found together with the token: what the path begins with, by what the path calls it.
type ahead struct {
	ref  string
	app  *store.App
	team *store.Team
}

// authenticate finds the asker. A wrong token is refused even where none is needed.
func (r *request) authenticate(token string, rt route) error {
	if token == "" {
		return nil
	}
	a, err := r.authorization(token, rt)
	if missing(err) {
		return unauthorized()
	}
	r.user, r.scopes, r.thirdParty = a.User, a.Scopes, a.Client.ThirdParty()
	return err
}

// authorization is what a token stands for. The team or app that the path begins with is found in the same query, if it is there.
func (r *request) authorization(token string, rt route) (a store.Authorization, err error) {
	switch rt.first() {
	case "team":
		var team store.Team
		r.ahead.ref = r.param("team")
		if a, team, err = r.tx.AuthorizedTeam(r.ctx, token, r.ahead.ref, r.writes()); err == nil {
			r.ahead.team = &team
		}
	case "app":
		var app store.App
		r.ahead.ref = r.param("app")
		if a, app, err = r.tx.AuthorizedApp(r.ctx, token, r.ahead.ref, r.writes()); err == nil {
			r.ahead.app = &app
		}
	default:
		return r.tx.TokenAuthorization(r.ctx, token, r.writes())
	}
	if missing(err) {
		return r.tx.TokenAuthorization(r.ctx, token, r.writes())
	}
	return a, err
}

func unauthorized() error {
	return fail(http.StatusUnauthorized, api.ErrUnauthorized, "Invalid credentials provided. Send a valid token as \"Authorization: Bearer TOKEN\".")
}

// seeTeam finds a team as the caller sees it, unless it came with the token.
func (r *request) seeTeam(ref string) (store.Team, error) {
	if found := r.ahead.team; found != nil && r.ahead.ref == ref {
		r.ahead = ahead{}
		return *found, nil
	}
	return r.tx.GetTeam(r.ctx, ref, r.user.ID)
}

// seeApp is seeTeam for an app.
func (r *request) seeApp(ref string) (store.App, error) {
	if found := r.ahead.app; found != nil && r.ahead.ref == ref {
		r.ahead = ahead{}
		return *found, nil
	}
	return r.tx.GetApp(r.ctx, ref, r.user.ID)
}

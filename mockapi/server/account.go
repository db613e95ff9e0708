package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func getAccount(r *request) (int, any, error) {
	u := r.user
	a := api.Account{
		AllowTracking: true, CreatedAt: api.Timestamp(u.CreatedAt), Email: u.Email, ID: u.ID, Name: optional(u.Name),
		TwoFactorAuthentication: u.TwoFactorAuthentication, UpdatedAt: api.Timestamp(u.UpdatedAt), Verified: u.Verified,
		Federated: u.IdentityProviderID != "",
	}
	var err error
	if a.IdentityProvider, err = r.accountProvider(); err != nil {
		return 0, nil, err
	}
	team, err := r.defaultTeam()
	if team.ID != "" {
		a.DefaultTeam = &api.Ref{ID: team.ID, Name: team.Name}
		a.DefaultOrganization = a.DefaultTeam
	}
	return http.StatusOK, a, err
}

// defaultTeam is the team in which the caller creates apps when he names none; empty when he chose none, has left it since, or comes with a
// client that it keeps out.
func (r *request) defaultTeam() (store.Team, error) {
	if r.user.DefaultTeamID == "" {
		return store.Team{}, nil
	}
	team, err := r.tx.GetTeam(r.ctx, r.user.DefaultTeamID, r.user.ID)
	if err == nil && (team.Role == access.NoRole && !team.Collaborator || !r.canRead(team)) {
		return store.Team{}, nil
	}
	return team, err
}

func getRateLimit(r *request) (int, any, error) {
	return http.StatusOK, api.RateLimit{Remaining: r.server.limits.remaining(r.user.ID)}, nil
}

// optional is a text that is null on the wire when it is empty.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

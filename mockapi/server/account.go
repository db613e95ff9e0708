package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

func getAccount(r *request) (int, any, error) {
	u := r.user
	a := api.Account{
		AllowTracking: true, CreatedAt: api.Timestamp(u.CreatedAt), Email: u.Email, ID: u.ID, Name: optional(u.Name),
		TwoFactorAuthentication: u.TwoFactorAuthentication, UpdatedAt: api.Timestamp(u.UpdatedAt), Verified: u.Verified,
	}
	if u.DefaultTeamID != "" {
		team, err := r.tx.GetTeam(r.ctx, u.DefaultTeamID, u.ID)
		if err != nil {
			return 0, nil, err
		}
		a.DefaultTeam = &api.Ref{ID: team.ID, Name: team.Name}
		a.DefaultOrganization = a.DefaultTeam
	}
	return http.StatusOK, a, nil
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

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

// updateAccount changes the caller's own account: its name, and its second factor, which Heroku has in its dashboard alone. What Heroku's schema
// has beside them, allow_tracking and beta, is not kept.
func updateAccount(r *request) (int, any, error) {
	var in api.AccountUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Name == nil && in.TwoFactorAuthentication == nil {
		return 0, nil, invalid("Nothing to change: give name or two_factor_authentication.")
	}
	if in.TwoFactorAuthentication != nil {
		if err := r.require(access.SecondFactorWrite); err != nil {
			return 0, nil, err
		}
	}
	if err := r.changeAccount(in); err != nil {
		return 0, nil, err
	}
	return getAccount(r)
}

// changeAccount writes what differs from what is there, and nothing if nothing does: whoever shows the person would have to be read anew.
func (r *request) changeAccount(in api.AccountUpdate) error {
	user := r.user
	changes, err := changeUser(&user, in)
	if err != nil {
		return err
	}
	if r.same = len(changes) == 0; r.same {
		return nil
	}
	if r.user, err = r.tx.ChangeUser(r.ctx, r.user.ID, func(u *store.User) (err error) {
		changes, err = changeUser(u, in)
		return err
	}); err != nil {
		return err
	}
	if r.same = len(changes) == 0; r.same { // another request made it so meanwhile
		return nil
	}
	changes["email"], changes["user_id"] = r.user.Email, r.user.ID
	return r.tellAccounts(r.newEvent("user", "update", true, r.decision.Reason, changes))
}

// tellAccounts adds an event about the caller to the trail of every enterprise account that he is in: whoever watches over second factors
// reads it there. Of somebody who is in none it is in nobody's.
func (r *request) tellAccounts(e store.Event) error {
	accounts, err := r.tx.ListAccounts(r.ctx, r.user.ID)
	if len(accounts) == 0 {
		r.events = append(r.events, e)
	}
	for _, a := range accounts {
		e.AccountID, e.AccountName = a.ID, a.Name
		r.events = append(r.events, e)
	}
	return err
}

// changeUser changes a person, and tells what was changed, for the audit trail.
func changeUser(u *store.User, in api.AccountUpdate) (changes map[string]any, err error) {
	changes = map[string]any{}
	if in.Name != nil && *in.Name != u.Name {
		if err := access.Text("name", *in.Name); err != nil {
			return nil, err
		}
		changes["name"], changes["name_was"] = *in.Name, u.Name
		u.Name = *in.Name
	}
	on := in.TwoFactorAuthentication
	if on == nil {
		return changes, nil
	}
	if err := access.SetSecondFactor(u.Email, u.IdentityProviderID != ""); err != nil {
		return nil, err
	}
	if *on != u.TwoFactorAuthentication {
		changes["two_factor_authentication"], changes["two_factor_authentication_was"] = *on, u.TwoFactorAuthentication
		u.TwoFactorAuthentication = *on
	}
	return changes, nil
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

package server

import (
	"errors"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// ssoLifetime is how long a token lasts that was made by signing in through an identity provider (Heroku Help: 8 hours).
const ssoLifetime = 8 * time.Hour

// signInAction is what the audit trail calls it. No right opens it, so that the access model has no such action.
const signInAction access.Action = "user.sign_in"

// signIn is what an identity provider says of somebody: in reality a signed SAML response to the browser, here the body of a request
// that only a server for tests answers.
type signIn struct {
	Team  string `json:"team"`
	Email string `json:"email"`
	Name  string `json:"name"`
}

// signedIn is what came of it.
type signedIn struct {
	Created          bool        `json:"created"` // the account is new
	Joined           bool        `json:"joined"`  // the person was not in the team before
	User             api.UserRef `json:"user"`
	Team             api.Ref     `json:"team"`
	Role             access.Role `json:"role"`
	IdentityProvider string      `json:"identity_provider"` // its id
	Token            string      `json:"token"`
	ExpiresIn        int         `json:"expires_in"` // seconds
}

// postSignIn signs somebody in through the identity provider of a team, its own or else its enterprise account's. Whoever has no account
// gets one, whoever is not in the team joins it with the team's default role (Heroku Help "Just-in-time user creation with SSO").
func (w *world) postSignIn(hr *http.Request) (int, any, error) {
	var in signIn
	if err := readControl(hr, &in); err != nil {
		return 0, nil, err
	}
	if in.Team == "" {
		return 0, nil, invalid("team is required: the name or id of a team.")
	}
	if err := access.Email(in.Email); err != nil {
		return 0, nil, err
	}
	if err := access.Text("name", in.Name); err != nil {
		return 0, nil, err
	}
	w.busy.RLock()
	defer w.busy.RUnlock()
	id, _ := requestIDs("")
	r := &request{ctx: hr.Context(), server: w.server, http: hr, id: id}
	var out signedIn
	err := w.store.Write(r.ctx, func(tx *store.Tx) (err error) {
		r.begin(tx)
		if out, err = r.signIn(in); err != nil {
			return err
		}
		for _, e := range r.events {
			if err := tx.CreateEvent(r.ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if action, reason, ok := r.refused(err); ok {
		err = errors.Join(err, w.server.auditRefusal(r, route{method: hr.Method}, action, reason))
	}
	return http.StatusCreated, out, err
}

func (r *request) signIn(in signIn) (out signedIn, err error) {
	r.user = store.User{}
	if err := r.enterTeam(in.Team); err != nil {
		return out, err
	}
	if r.team.IdentityProviderID == "" {
		return out, invalid("The team %s has no identity provider, and no enterprise account with one. Give it one first.", r.team.Name)
	}
	provider, err := r.tx.GetIdentityProvider(r.ctx, r.team.IdentityProviderID)
	if err != nil {
		return out, err
	}
	r.action, r.decision.Reason = signInAction, "signed in through "+providerName(provider.OwnerName)
	if out.Created, err = r.vouchedFor(in, provider); err != nil {
		return out, err
	}
	m, joined, err := r.joinThrough()
	if err != nil {
		return out, err
	}
	token := store.NewToken()
	made, err := r.tx.CreateAuthorization(r.ctx, store.Authorization{
		Description: "Signed in through " + providerName(provider.OwnerName), Scopes: access.ScopeGlobal, User: r.user, ExpiresAt: r.tx.Now().Add(ssoLifetime),
	}, token)
	r.event("user", "sign_in", map[string]any{"email": r.user.Email, "user_id": r.user.ID, "identity_provider": provider.ID, "authorization": made.ID})
	out.Joined, out.User, out.Team, out.Role = joined, api.UserRef{ID: r.user.ID, Email: r.user.Email}, api.Ref{ID: r.team.ID, Name: r.team.Name}, m.Role
	out.IdentityProvider, out.Token, out.ExpiresIn = provider.ID, token, int(ssoLifetime.Seconds())
	return out, err
}

// vouchedFor finds or makes the account of whom the identity provider vouches for. It belongs to the identity provider from now on.
func (r *request) vouchedFor(in signIn, provider store.IdentityProvider) (created bool, err error) {
	certificate, err := access.Certificate(provider.Certificate)
	if err != nil {
		return false, err
	}
	user, err := r.tx.GetUser(r.ctx, in.Email)
	created = missing(err)
	if err != nil && !created {
		return false, err
	}
	if r.user = user; created {
		r.user.Email = in.Email // who is refused is told of, too
	}
	if err := access.SignIn(in.Email, user.IdentityProviderID, provider.ID, certificate, r.tx.Now()); err != nil {
		return false, err
	}
	if created {
		r.user, err = r.tx.CreateUser(r.ctx, store.User{Email: in.Email, Name: in.Name, Verified: true, IdentityProviderID: provider.ID})
		r.event("user", "create", map[string]any{"email": r.user.Email, "user_id": r.user.ID, "identity_provider": provider.ID})
		return true, err
	}
	if user.IdentityProviderID == provider.ID && user.Verified {
		return false, nil
	}
	r.user.IdentityProviderID, r.user.Verified = provider.ID, true
	return false, r.tx.UpdateUser(r.ctx, r.user)
}

// joinThrough finds the caller in the team, or makes him a member of it with the default role.
func (r *request) joinThrough() (m store.Member, joined bool, err error) {
	m, found, err := r.findMember(r.user.Email)
	if err != nil {
		return m, false, err
	}
	if !found {
		federated := true
		if _, _, err := r.addMember(memberWrite{r.user.Email, access.JoinRole(r.team.DefaultRole), &federated}); err != nil {
			return m, false, err
		}
		m, _, err = r.findMember(r.user.Email)
		return m, true, err
	}
	if !m.Federated {
		m.Federated = true
		m, err = r.tx.UpdateMember(r.ctx, m)
		r.event("team_member", "update", map[string]any{"email": r.user.Email, "user_id": r.user.ID, "role": m.Role, "was": m.Role, "federated": true})
	}
	return m, false, err
}

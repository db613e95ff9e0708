package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireProviderOwner(p store.IdentityProvider) api.IdentityProviderOwner {
	o := api.IdentityProviderOwner{ID: p.OwnerID(), Name: p.OwnerName, Type: api.OwnerTeam}
	if p.TeamID == "" {
		o.Type = api.OwnerEnterpriseAccount
	}
	return o
}

func wireProvider(p store.IdentityProvider) api.TeamIdentityProvider {
	w := api.TeamIdentityProvider{
		Certificate: p.Certificate, CreatedAt: api.Timestamp(p.CreatedAt), EntityID: p.EntityID, ID: p.ID,
		Owner: wireProviderOwner(p), SLOTargetURL: p.SLOTargetURL, SSOTargetURL: p.SSOTargetURL, UpdatedAt: api.Timestamp(p.UpdatedAt),
	}
	if p.TeamID != "" {
		w.Organization = &api.TeamName{Name: p.OwnerName}
	}
	return w
}

// providerName is what answers about teams and people call an identity provider. It has no name of its own that could be set; the schema's
// example is acme-sso.
func providerName(owner string) string { return owner + "-sso" }

// shownProvider is an identity provider as the answer about a team or a person has it.
func shownProvider(p store.IdentityProvider) *api.IdentityProvider {
	owner := wireProviderOwner(p)
	return &api.IdentityProvider{ID: p.ID, Name: providerName(p.OwnerName), Owner: &owner}
}

// teamProvider is the identity provider of a team, its own or else its enterprise account's; nil without one.
func teamProvider(t store.Team) *api.IdentityProvider {
	if t.IdentityProviderID == "" {
		return nil
	}
	p := store.IdentityProvider{ID: t.IdentityProviderID, AccountID: t.AccountID, OwnerName: t.AccountName}
	if t.OwnIdentityProvider {
		p = store.IdentityProvider{ID: t.IdentityProviderID, TeamID: t.ID, OwnerName: t.Name}
	}
	return shownProvider(p)
}

// accountProvider is the identity provider that the caller's account belongs to; nil without one.
func (r *request) accountProvider() (*api.IdentityProvider, error) {
	if r.user.IdentityProviderID == "" {
		return nil, nil
	}
	p, err := r.tx.GetIdentityProvider(r.ctx, r.user.IdentityProviderID)
	if err != nil {
		return nil, err
	}
	w := shownProvider(p)
	if p.TeamID != "" {
		w.Team = &api.TeamName{Name: p.OwnerName}
		w.Organization = w.Team
	}
	return w, nil
}

// memberProviders shows the identity providers of members, by their ids, each of which is asked for once. Of one that belongs to
// somebody else only the id is told: whose people they are is nobody else's business.
func (r *request) memberProviders(own func(store.IdentityProvider) bool) func(id string) (*api.IdentityProvider, error) {
	byID := map[string]*api.IdentityProvider{"": nil}
	return func(id string) (*api.IdentityProvider, error) {
		if w, known := byID[id]; known {
			return w, nil
		}
		p, err := r.tx.GetIdentityProvider(r.ctx, id)
		if err != nil {
			return nil, err
		}
		redacted := !own(p)
		w := &api.IdentityProvider{ID: p.ID}
		if !redacted {
			w = shownProvider(p)
		}
		w.Redacted = &redacted
		byID[id] = w
		return w, nil
	}
}

// ownProvider is whose identity provider the request is about, the team's or the enterprise account's, with the id of the one that it has.
func (r *request) ownProvider() store.IdentityProvider {
	if r.object.Kind == access.Enterprise {
		return store.IdentityProvider{ID: r.account.IdentityProviderID, AccountID: r.account.ID, OwnerName: r.account.Name}
	}
	p := store.IdentityProvider{TeamID: r.team.ID, OwnerName: r.team.Name}
	if r.team.OwnIdentityProvider {
		p.ID = r.team.IdentityProviderID
	}
	return p
}

// listIdentityProviders lists the own identity provider of a team or of an enterprise account, if it has one. A team's list has not that
// of its account, which is changed there.
func listIdentityProviders(r *request) (int, any, error) {
	own := []store.IdentityProvider{}
	if id := r.ownProvider().ID; id != "" {
		p, err := r.tx.GetIdentityProvider(r.ctx, id)
		if err != nil {
			return 0, nil, err
		}
		own = append(own, p)
	}
	return http.StatusOK, list[api.TeamIdentityProvider]{convert(own, wireProvider), providerKeys}, nil
}

// providerInPath finds the owner's identity provider by the id in the path.
func (r *request) providerInPath() (store.IdentityProvider, error) {
	if id := r.ownProvider().ID; id != "" && id == r.param("provider") {
		return r.tx.GetIdentityProvider(r.ctx, id)
	}
	return store.IdentityProvider{}, &store.NotFoundError{Noun: "identity provider"}
}

// checkProvider checks what is about to be stored.
func (r *request) checkProvider(p store.IdentityProvider) error {
	if err := r.checkCertificate(p.Certificate); err != nil {
		return err
	}
	if err := access.EntityID(p.EntityID); err != nil {
		return err
	}
	if err := access.SignOnURL("sso_target_url", p.SSOTargetURL); err != nil || p.SLOTargetURL == "" {
		return err
	}
	return access.SignOnURL("slo_target_url", p.SLOTargetURL)
}

func (r *request) checkCertificate(text string) error {
	certificate, err := access.Certificate(text)
	if err != nil {
		return err
	}
	return access.InForce(certificate, r.tx.Now())
}

func createIdentityProvider(r *request) (int, any, error) {
	var in api.TeamIdentityProviderCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	p := r.ownProvider()
	if err := access.AddIdentityProvider(r.object.Kind, p.OwnerName, p.ID != ""); err != nil {
		return 0, nil, err
	}
	p.EntityID, p.Certificate, p.SSOTargetURL, p.SLOTargetURL = in.EntityID, in.Certificate, in.SSOTargetURL, in.SLOTargetURL
	if err := r.checkProvider(p); err != nil {
		return 0, nil, err
	}
	p, err := r.tx.CreateIdentityProvider(r.ctx, p)
	if err != nil {
		return 0, nil, err
	}
	r.event("identity_provider", "create", map[string]any{"id": p.ID, "entity_id": p.EntityID})
	return http.StatusCreated, wireProvider(p), nil
}

// updateIdentityProvider changes what is given, and checks the whole: one whose certificate has expired is of use to nobody until it gets
// another.
func updateIdentityProvider(r *request) (int, any, error) {
	var in api.TeamIdentityProviderUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	p, err := r.providerInPath()
	if err != nil {
		return 0, nil, err
	}
	next, changed := p, []string{}
	for _, f := range []struct {
		name string
		to   *string
		at   *string
	}{{"certificate", in.Certificate, &next.Certificate}, {"entity_id", in.EntityID, &next.EntityID}, {"slo_target_url", in.SLOTargetURL, &next.SLOTargetURL}, {"sso_target_url", in.SSOTargetURL, &next.SSOTargetURL}} {
		if f.to != nil {
			*f.at = *f.to
			changed = append(changed, f.name)
		}
	}
	if len(changed) == 0 {
		return 0, nil, invalid("Nothing to change: give certificate, entity_id, sso_target_url or slo_target_url.")
	}
	if err := r.checkProvider(next); err != nil {
		return 0, nil, err
	}
	r.event("identity_provider", "update", map[string]any{"id": p.ID, "entity_id": next.EntityID, "changed": changed})
	next, err = r.tx.UpdateIdentityProvider(r.ctx, next)
	return http.StatusOK, wireProvider(next), err
}

// deleteIdentityProvider takes single sign-on from the team or the enterprise account. Its people stay, and set passwords of their own (Heroku
// Help "Remove SSO from team or account").
func deleteIdentityProvider(r *request) (int, any, error) {
	p, err := r.providerInPath()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireProvider(p), r.endProvider(p)
}

func (r *request) endProvider(p store.IdentityProvider) error {
	federated, err := r.tx.CountFederated(r.ctx, p)
	if err != nil {
		return err
	}
	r.event("identity_provider", "destroy", map[string]any{"id": p.ID, "entity_id": p.EntityID, "federated": federated})
	return r.tx.DeleteIdentityProvider(r.ctx, p)
}

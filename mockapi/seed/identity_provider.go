package seed

import (
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// identityProvider gives a team or an enterprise account its identity provider, or sets what it has. A certificate may have expired: so
// may that of a world which is dumped and loaded.
func (l *loader) identityProvider(p path, in *IdentityProvider, row store.IdentityProvider) error {
	if in == nil {
		return nil
	}
	if err := l.id(p, in.ID); err != nil {
		return err
	}
	if err := access.EntityID(in.EntityID); err != nil {
		return l.wrap(p.at("entity_id"), err)
	}
	if _, err := access.Certificate(in.Certificate); err != nil {
		return l.wrap(p.at("certificate"), err)
	}
	if err := access.SignOnURL("sso_target_url", in.SSOTargetURL); err != nil {
		return l.wrap(p.at("sso_target_url"), err)
	}
	if in.SLOTargetURL != "" {
		if err := access.SignOnURL("slo_target_url", in.SLOTargetURL); err != nil {
			return l.wrap(p.at("slo_target_url"), err)
		}
	}
	have, err := l.tx.GetOwnIdentityProvider(l.ctx, row.OwnerID())
	known := err == nil
	if !known && !isMissing(err) {
		return l.wrap(p, err)
	}
	if err := l.sameID(p, "the identity provider", have.ID, in.ID); known && err != nil {
		return err
	}
	row.ID, row.EntityID, row.Certificate, row.SSOTargetURL, row.SLOTargetURL = in.ID, in.EntityID, in.Certificate, in.SSOTargetURL, in.SLOTargetURL
	if known {
		row.ID = have.ID
		_, err = l.tx.UpdateIdentityProvider(l.ctx, row)
		return l.wrap(p, err)
	}
	_, err = l.tx.CreateIdentityProvider(l.ctx, row)
	return l.made(p, in.ID, err)
}

// signsIn puts a person's account under an identity provider. It needs the provider's owner.
func (l *loader) signsIn(p path, u User) error {
	if u.IdentityProvider == nil {
		return nil
	}
	owner, err := l.providerOwner(p.at("identity_provider"), *u.IdentityProvider)
	if err != nil {
		return err
	}
	provider, err := l.tx.GetOwnIdentityProvider(l.ctx, owner)
	if isMissing(err) {
		return l.errorf(p.at("identity_provider"), "there is no such identity provider: give the team or the enterprise account one")
	}
	if err != nil {
		return l.wrap(p, err)
	}
	row := l.people[access.FoldEmail(u.Email)]
	row.IdentityProviderID = provider.ID
	l.people[access.FoldEmail(u.Email)] = row
	return l.wrap(p, l.tx.UpdateUser(l.ctx, row))
}

// providerOwner finds the id of a team or of an enterprise account.
func (l *loader) providerOwner(p path, o ProviderOwner) (string, error) {
	if (o.Team == "") == (o.EnterpriseAccount == "") {
		return "", l.errorf(p, "an identity provider is a team's or an enterprise account's: name one of the two")
	}
	if o.Team != "" {
		team, err := l.tx.GetTeam(l.ctx, o.Team, "")
		if isMissing(err) {
			return "", l.errorf(p.at("team"), "unknown team %q: put it under teams", o.Team)
		}
		return team.ID, l.wrap(p, err)
	}
	account, err := l.tx.GetAccount(l.ctx, o.EnterpriseAccount, "")
	if isMissing(err) {
		return "", l.errorf(p.at("enterprise_account"), "unknown enterprise account %q: put it under enterprise_accounts", o.EnterpriseAccount)
	}
	return account.ID, l.wrap(p, err)
}

// identityProvider is that of a team or of an enterprise account; nil without one.
func (d *dumper) identityProvider(ownerID string) *IdentityProvider {
	p, ok := d.providers[ownerID]
	if !ok {
		return nil
	}
	return &IdentityProvider{ID: d.id(p.ID), EntityID: p.EntityID, Certificate: p.Certificate, SSOTargetURL: p.SSOTargetURL, SLOTargetURL: p.SLOTargetURL}
}

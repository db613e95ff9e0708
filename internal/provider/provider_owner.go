package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// providerOwner is whose an identity provider is, a team's or an enterprise account's: how a model refers to it, and where the API has the
// identity provider. That of an account is an extension, which Heroku's own API lacks.
type providerOwner struct {
	reference
	kind    access.Kind
	written *types.String // the reference in the model
	known   *types.String // the id in the model
	other   *types.String // the id in the model of what is not the owner
	place   string        // what an import id has before the owner
	list    *client.Readings[[]api.TeamIdentityProvider]
	people  string // where its people stay without it

	create func(ctx context.Context, owner string, in api.TeamIdentityProviderCreate) (*api.TeamIdentityProvider, error)
	update func(ctx context.Context, owner, id string, in api.TeamIdentityProviderUpdate) (*api.TeamIdentityProvider, error)
	remove func(ctx context.Context, owner, id string) error
}

// accountImport begins the import id of what is an enterprise account's. No name of a team has a slash.
const accountImport = "enterprise-account/"

// ofAccount reports whether a model is about an enterprise account's. Just imported by its identity, it has ids alone.
func (m *identityProviderModel) ofAccount() bool {
	return !m.Account.IsNull() || m.Team.IsNull() && m.AccountID.ValueString() != ""
}

// moves reports whether a plan gives an identity provider to an owner of the other kind. A plan that knows neither does not.
func (m *identityProviderModel) moves(state *identityProviderModel) bool {
	return m.Team.IsNull() != m.Account.IsNull() && m.ofAccount() != state.ofAccount()
}

// owner is whose the model is about.
func (s *session) owner(m *identityProviderModel) providerOwner { return s.ownerIn(m, m.ofAccount()) }

func (s *session) ownerIn(m *identityProviderModel, account bool) providerOwner {
	if account {
		return providerOwner{
			s.enterpriseAccount(), access.Enterprise, &m.Account, &m.AccountID, &m.TeamID, accountImport, s.snapshot.AccountProviders, "the account and its teams",
			s.client.CreateAccountIdentityProvider, s.client.UpdateAccountIdentityProvider, s.client.DeleteAccountIdentityProvider,
		}
	}
	return providerOwner{
		s.team(), access.Team, &m.Team, &m.TeamID, &m.AccountID, "", s.snapshot.Providers, "the team",
		s.client.CreateIdentityProvider, s.client.UpdateIdentityProvider, s.client.DeleteIdentityProvider,
	}
}

// settle finds out the id of the owner, and leaves the other one empty.
func (o providerOwner) settle(ctx context.Context) error {
	if o.other.IsUnknown() {
		*o.other = types.StringNull()
	}
	return o.resolve(ctx, *o.written, o.known)
}

// keep is the reference after a read.
func (o providerOwner) keep(ctx context.Context, found *api.TeamIdentityProvider) (types.String, error) {
	if o.kind == access.Enterprise {
		return o.kept(ctx, *o.written, found.Owner.ID, found.Owner.Name)
	}
	return o.session.keptTeam(ctx, *o.written, o.known.ValueString())
}

// label names the owner for people: "team acme-widgets".
func (o providerOwner) label(ctx context.Context) string {
	name := o.session.teamNamed
	if o.kind == access.Enterprise {
		name = o.session.accountNamed
	}
	return string(o.kind) + " " + name(ctx, o.written.ValueString())
}

// failed is the error of the owner's list: the owner is gone, or it is there and the API lacks the list.
func (o providerOwner) failed(ctx context.Context, err error) error {
	if o.kind == access.Team {
		return o.session.ofTeam(ctx, *o.known, err)
	}
	if !client.NotFound(err) {
		return err
	}
	account, missing := o.session.findAccount(ctx, o.known.ValueString())
	switch {
	case client.NotFound(missing):
		return err
	case missing != nil:
		return incomplete{err}
	}
	return fmt.Errorf("enterprise_account = %q cannot be set: this API has no identity providers of enterprise accounts. Heroku's public API lacks them. Leave this out here, and use the account's settings in Heroku's dashboard", account.Name)
}

// asked finds the owner of an identity provider that is to come: its id and its name. There is none while it is not known.
func (o providerOwner) asked(ctx context.Context) (id, name string, err error) {
	if o.kind == access.Team {
		team, err := o.session.askedTeam(ctx, *o.written)
		if team == nil || err != nil {
			return "", "", err
		}
		return team.ID, team.Name, nil
	}
	if o.written.IsUnknown() {
		return "", "", nil
	}
	account, err := o.session.findAccount(ctx, o.written.ValueString())
	if client.NotFound(err) {
		noAccount(ctx, *o.written)
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	return account.ID, account.Name, nil
}

// federated lists the addresses of the people who sign in through the owner's identity provider.
func (o providerOwner) federated(ctx context.Context, provider string) (people []string, err error) {
	if o.kind == access.Enterprise {
		list, err := o.session.snapshot.AccountMembers.Get(ctx, o.known.ValueString(), client.Current)
		for i := range list.Value {
			if row := &list.Value[i]; row.IdentityProvider != nil && row.IdentityProvider.ID == provider {
				people = append(people, row.User.Email)
			}
		}
		return people, err
	}
	list, err := o.session.snapshot.Members.Get(ctx, o.known.ValueString(), client.Current)
	for i := range list.Value {
		if row := &list.Value[i]; row.Federated && (row.IdentityProvider == nil || row.IdentityProvider.ID == provider) {
			people = append(people, row.Email)
		}
	}
	return people, err
}

// oneOwner refuses a configuration that says of no owner, or of two, that the identity provider is theirs. What is not known yet may turn
// out to be null.
func oneOwner(diags *diag.Diagnostics, team, account types.String) {
	const right = "An identity provider belongs to one team or to one enterprise account: give team or enterprise_account"
	switch {
	case !known(team, account):
	case team.IsNull() && account.IsNull():
		diags.AddError("Neither team nor enterprise_account is given", right+".")
	case !team.IsNull() && !account.IsNull():
		diags.AddAttributeError(path.Root("enterprise_account"), "Both team and enterprise_account are given", right+", not both. That of an account serves all its teams that have none of their own.")
	}
}

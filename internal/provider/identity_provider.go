package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// soonDays is how many days before a certificate expires there are warnings: identity providers ask weeks before to put in the next one.
const soonDays = 30

// The rules of an identity provider's attributes. Whether a certificate is still valid is looked at in the plan (see guard): one that
// has expired must not keep anybody from destroying.
var (
	isEntityID    = []validator.String{checked{access.EntityID}}
	isCertificate = []validator.String{checked{func(s string) error { _, err := access.Certificate(s); return err }}}
)

func isSignOnURL(field string) []validator.String {
	return []validator.String{checked{func(s string) error { return access.SignOnURL(field, s) }}}
}

// Whose an identity provider is that somebody signs in with.
const (
	whoseTeam  = "team"
	whoseOther = "other"

	whoseProvider = "Whose identity provider the person signs in through: `team`, the team's own; `enterprise-account`, that of the team's enterprise account; or `other`, one of which the API tells no more. Null for somebody with a password."
)

func providerOf(row *api.TeamMember) types.String {
	p := row.IdentityProvider
	switch {
	case p == nil:
		return types.StringNull()
	case p.Redacted != nil && *p.Redacted, p.Owner == nil:
		return types.StringValue(whoseOther)
	}
	return types.StringValue(p.Owner.Type)
}

// sameCertificate is the text before if the other one is the same certificate.
func sameCertificate(now, before types.String) types.String {
	if !now.IsUnknown() && !before.IsNull() && access.SameCertificate(now.ValueString(), before.ValueString()) {
		return before
	}
	return now
}

// expiry is until when a certificate is valid. One that cannot be read, which only the API can have, says nothing.
func expiry(certificate types.String) types.String {
	if certificate.IsUnknown() {
		return types.StringUnknown()
	}
	read, err := access.Certificate(certificate.ValueString())
	if err != nil {
		return types.StringNull()
	}
	return types.StringValue(read.NotAfter.UTC().Format(time.RFC3339))
}

// set takes everything from the API but the lines of the certificate.
func (m *identityProviderModel) set(p *api.TeamIdentityProvider) {
	m.ID = types.StringValue(p.ID)
	m.EntityID = types.StringValue(p.EntityID)
	m.Certificate = sameCertificate(types.StringValue(p.Certificate), m.Certificate)
	m.SSOTargetURL = types.StringValue(p.SSOTargetURL)
	m.SLOTargetURL = textOrNull(p.SLOTargetURL)
	m.ExpiresAt = expiry(m.Certificate)
	m.CreatedAt = types.StringValue(p.CreatedAt)
}

// textOrNull is a text for which the API has no null.
func textOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// difference is what makes an identity provider what is planned.
func (m *identityProviderModel) difference(now *api.TeamIdentityProvider) (in api.TeamIdentityProviderUpdate) {
	set := func(field **string, want types.String, have string) {
		if text := want.ValueString(); text != have {
			*field = &text
		}
	}
	if !access.SameCertificate(m.Certificate.ValueString(), now.Certificate) {
		in.Certificate = m.Certificate.ValueStringPointer()
	}
	set(&in.EntityID, m.EntityID, now.EntityID)
	set(&in.SSOTargetURL, m.SSOTargetURL, now.SSOTargetURL)
	set(&in.SLOTargetURL, m.SLOTargetURL, now.SLOTargetURL)
	return in
}

// guard looks how long the certificate is valid, and who would be left without a way to sign in.
func (r *identityProviderResource) guard(ctx context.Context, s step[identityProviderModel]) error {
	if s.goes() {
		return r.forsaken(ctx, s.state)
	}
	idle := s.stays() && unchanged(s.plan.Certificate, s.state.Certificate, s.plan.EntityID, s.state.EntityID, s.plan.SSOTargetURL, s.state.SSOTargetURL, s.plan.SLOTargetURL, s.state.SLOTargetURL)
	r.expires(ctx, s.plan.Certificate, idle)
	if s.comes() {
		return r.first(ctx, s)
	}
	o := r.owner(s.state)
	r.only(ctx, o, o.known.ValueString(), s.again)
	return nil
}

// only refuses a second resource for the identity provider of a team or of an enterprise account.
func (r *identityProviderResource) only(ctx context.Context, o providerOwner, id string, again bool) {
	r.alone(ctx, id, again, func() string {
		return fmt.Sprintf("Two resources set up an identity provider for the %s, which can have one. Remove one of them.", o.label(ctx))
	})
}

// first refuses an identity provider for an owner that has one already, unless this one takes the place of that.
func (r *identityProviderResource) first(ctx context.Context, s step[identityProviderModel]) error {
	o := r.owner(s.plan)
	id, name, err := o.asked(ctx)
	if err != nil || id == "" {
		return err
	}
	r.only(ctx, o, id, s.again)
	list, err := o.list.Get(ctx, id, client.Current)
	if err != nil {
		*o.known = types.StringValue(id)
		return client.UnlessLacking(o.failed(ctx, err))
	}
	if len(list.Value) > 0 && !s.again {
		notesOf(ctx).AddAttributeError(path.Root(o.attribute), fmt.Sprintf("The %s has an identity provider", o.kind), fmt.Sprintf(
			"%s Import it: terraform import ADDRESS %s%s. If the resource has only a new name in the configuration, say so with a moved block.", access.AddIdentityProvider(o.kind, name, true), o.place, name))
	}
	return nil
}

// expires refuses a certificate that has expired, which the API would, and warns of one that soon will. Where nothing is to be changed, there
// is nothing to refuse.
func (r *identityProviderResource) expires(ctx context.Context, certificate types.String, idle bool) {
	if certificate.IsUnknown() {
		return
	}
	read, err := access.Certificate(certificate.ValueString())
	if err != nil {
		return // the API has it, and nobody can read it
	}
	at, end := path.Root("certificate"), read.NotAfter.UTC().Format(time.DateOnly)
	switch left := read.NotAfter.Sub(r.now()); {
	case left < 0 && idle:
		notesOf(ctx).AddAttributeWarning(at, "The certificate has expired", fmt.Sprintf("It was valid until %s, so nobody can sign in through the identity provider. Put in its current certificate.", end))
	case left < 0:
		notesOf(ctx).AddAttributeError(at, "The certificate has expired", fmt.Sprintf("It was valid until %s. Download the current certificate from the identity provider.", end))
	case left < soonDays*24*time.Hour:
		notesOf(ctx).AddAttributeWarning(at, "The certificate expires soon", fmt.Sprintf("It is valid until %s; then nobody can sign in through the identity provider. Put in its next certificate before.", end))
	}
}

// forsaken warns of the people who sign in through an identity provider that goes.
func (r *identityProviderResource) forsaken(ctx context.Context, m *identityProviderModel) error {
	o := r.owner(m)
	people, err := o.federated(ctx, m.ID.ValueString())
	if err != nil {
		return nothingIfGone(err)
	}
	if len(people) == 0 {
		return nil
	}
	slices.Sort(people)
	named := people[:min(len(people), 5)]
	more := ""
	if left := len(people) - len(named); left > 0 {
		more = fmt.Sprintf(" and %d more", left)
	}
	notesOf(ctx).AddWarning("People would lose their sign-in", fmt.Sprintf(
		"Without the identity provider of the %s, %s%s would have to set a password before they can sign in again. They stay in %s with what they may do.",
		o.label(ctx), strings.Join(named, ", "), more, o.people))
	return nil
}

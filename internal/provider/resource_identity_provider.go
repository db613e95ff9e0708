package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// identityProviderResource is where the people of a team, or of an enterprise account, sign in. Each has one at most.
type identityProviderResource struct {
	base
	now func() time.Time // for what is soon to expire
}

var (
	_ resource.ResourceWithConfigure      = (*identityProviderResource)(nil)
	_ resource.ResourceWithValidateConfig = (*identityProviderResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*identityProviderResource)(nil)
	_ resource.ResourceWithIdentity       = (*identityProviderResource)(nil)
	_ resource.ResourceWithImportState    = (*identityProviderResource)(nil)
)

func newIdentityProviderResource() resource.Resource {
	return &identityProviderResource{base{common{name: "identity_provider", single: true, keys: []key{providerKey}, either: []key{teamKey, accountKey}}}, time.Now}
}

type identityProviderModel struct {
	identified
	Team         types.String `tfsdk:"team"`
	TeamID       types.String `tfsdk:"team_id"`
	Account      types.String `tfsdk:"enterprise_account"`
	AccountID    types.String `tfsdk:"enterprise_account_id"`
	EntityID     types.String `tfsdk:"entity_id"`
	Certificate  types.String `tfsdk:"certificate"`
	SSOTargetURL types.String `tfsdk:"sso_target_url"`
	SLOTargetURL types.String `tfsdk:"slo_target_url"`
	ExpiresAt    types.String `tfsdk:"certificate_expires_at"`
	CreatedAt    types.String `tfsdk:"created_at"`
}

func (r *identityProviderResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The SAML 2.0 identity provider of a team or of an enterprise account: people sign in there instead of with a password of their own, and whoever signs in to a team for the first time joins it with the team's default role. That of an account serves all its teams that have none of their own. Each has one at most; one that was set up by hand has to be imported. Destroying this resource ends single sign-on: the people stay, and have to set passwords.\n\n" +
			"Heroku's public API has the identity providers of teams alone, and that of an account is in its dashboard: `enterprise_account` is for APIs that have it, as the control plane of this project does. Elsewhere it is an error.",
		Attributes: map[string]schema.Attribute{
			"team":                   schema.StringAttribute{Optional: true, Validators: isReference, MarkdownDescription: teamReference + "; another team means that this one loses its identity provider. Either this or `enterprise_account` is needed."},
			"enterprise_account":     schema.StringAttribute{Optional: true, Validators: isReference, MarkdownDescription: accountReference + "; another account means that this one loses its identity provider, and so does a move between a team and an account."},
			"entity_id":              required("The name that the identity provider has for itself in SAML, most often a URL.", isEntityID),
			"certificate":            required("The public X.509 certificate with which the identity provider signs, as PEM. White space and line ends around it do not matter. One that has expired is refused; there is a warning "+fmt.Sprint(soonDays)+" days before.", isCertificate),
			"sso_target_url":         required("The address where people sign in; it begins with `https://`.", isSignOnURL("sso_target_url")),
			"slo_target_url":         schema.StringAttribute{Optional: true, Validators: isSignOnURL("slo_target_url"), MarkdownDescription: "The address where people sign out, if the identity provider has one; it begins with `https://`."},
			"id":                     stable("The id of the identity provider."),
			"team_id":                stable("The id of the team, if it is a team's. It stays when the team is renamed."),
			"enterprise_account_id":  stable("The id of the enterprise account, if it is an account's. It stays when the account is renamed."),
			"certificate_expires_at": computed("Until when the certificate is valid."),
			"created_at":             stable("When the identity provider was set up."),
		},
	}
}

func (r *identityProviderResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *identityProviderResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *identityProviderResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *identityProviderResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *identityProviderResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, nil, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

// ValidateConfig looks for the one owner.
func (r *identityProviderResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m identityProviderModel
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); !resp.Diagnostics.HasError() {
		oneOwner(&resp.Diagnostics, m.Team, m.Account)
	}
}

// ImportState takes the only identity provider of a team or of an enterprise account by its owner alone.
func (r *identityProviderResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	parts := []string{"team", "id"}
	if strings.HasPrefix(req.ID, accountImport) {
		parts[0] = accountImport + "enterprise_account"
	}
	if !strings.Contains(req.ID, ":") {
		parts = parts[:1]
	}
	r.importState(ctx, req, resp, parts...)
}

func (r *identityProviderResource) create(ctx context.Context, m *identityProviderModel) error {
	o := r.owner(m)
	if err := o.settle(ctx); err != nil {
		return err
	}
	made, err := o.create(ctx, o.known.ValueString(), api.TeamIdentityProviderCreate{
		Certificate: m.Certificate.ValueString(), EntityID: m.EntityID.ValueString(), SLOTargetURL: m.SLOTargetURL.ValueString(), SSOTargetURL: m.SSOTargetURL.ValueString(),
	})
	if err != nil {
		return o.failed(ctx, err)
	}
	m.set(made)
	return nil
}

func (r *identityProviderResource) read(ctx context.Context, m *identityProviderModel) error {
	o := r.owner(m)
	if err := o.settle(ctx); err != nil {
		return err
	}
	found, err := r.find(ctx, m, client.Current)
	if err != nil {
		return err
	}
	m.set(found)
	*o.written, err = o.keep(ctx, found)
	return err
}

// find looks the identity provider up among the owner's own, by its id or, just imported, as the only one. The list is short, and read anew
// when it does not show what the state has.
func (r *identityProviderResource) find(ctx context.Context, m *identityProviderModel, how client.How) (*api.TeamIdentityProvider, error) {
	o := r.owner(m)
	list, err := o.list.Get(ctx, o.known.ValueString(), how)
	if err == nil && (list.Before == nil || !m.shown(*list.Before)) && !m.shown(list.Value) {
		list, err = o.list.Again(ctx, o.known.ValueString(), list.Begun)
	}
	if err != nil {
		return nil, o.failed(ctx, err)
	}
	if m.ID.IsNull() && len(list.Value) > 1 {
		return nil, fmt.Errorf("the %s has %d identity providers: import one of them by its id, as %s%s:ID", o.kind, len(list.Value), o.place, o.written.ValueString())
	}
	for i := range list.Value {
		if found := &list.Value[i]; m.ID.IsNull() || found.ID == m.ID.ValueString() {
			return found, nil
		}
	}
	return nil, errGone
}

// shown reports whether a list has the identity provider as the state has it.
func (m *identityProviderModel) shown(list []api.TeamIdentityProvider) bool {
	for i := range list {
		now := *m
		if now.set(&list[i]); now == *m {
			return true
		}
	}
	return false
}

func (r *identityProviderResource) update(ctx context.Context, plan, state *identityProviderModel) error {
	if plan.moves(state) {
		return errors.New("the identity provider was planned to stay where it is, and belongs to another owner now that all is known. Plan again, or replace this resource with terraform apply -replace=ADDRESS")
	}
	next, was := r.ownerIn(plan, state.ofAccount()), r.owner(state)
	if err := next.check(ctx, *next.written, *was.written, *was.known, next.known); err != nil {
		return err
	}
	*next.other = types.StringNull()
	found, err := r.overtaken(ctx, plan, state)
	if err != nil {
		return err
	}
	in := plan.difference(found)
	if in == (api.TeamIdentityProviderUpdate{}) {
		plan.set(found)
		return nil
	}
	now, err := next.update(ctx, next.known.ValueString(), found.ID, in)
	if err != nil {
		return err
	}
	plan.set(now)
	return nil
}

func (r *identityProviderResource) delete(ctx context.Context, m *identityProviderModel) error {
	found, err := r.overtaken(ctx, m, m)
	if err != nil {
		return err
	}
	o := r.owner(m)
	return o.remove(ctx, o.known.ValueString(), found.ID)
}

// overtaken makes sure that each setting is as the state has it, or as it is wanted already.
func (r *identityProviderResource) overtaken(ctx context.Context, plan, state *identityProviderModel) (*api.TeamIdentityProvider, error) {
	found, err := r.find(ctx, state, client.Recent)
	if err != nil {
		return nil, err
	}
	now := *state
	now.set(found)
	for _, f := range []struct {
		name             string
		now, before, own types.String
	}{
		{"entity id", now.EntityID, state.EntityID, plan.EntityID},
		{"SSO address", now.SSOTargetURL, state.SSOTargetURL, plan.SSOTargetURL},
		{"SLO address", now.SLOTargetURL, state.SLOTargetURL, plan.SLOTargetURL},
		{"certificate", now.ExpiresAt, state.ExpiresAt, plan.ExpiresAt},
	} {
		if f.now.Equal(f.before) || f.now.Equal(f.own) {
			continue
		}
		what := fmt.Sprintf("The %s of the identity provider of the %s", f.name, r.owner(state).label(ctx))
		is, was := f.now.ValueString(), f.before.ValueString()
		if f.name == "certificate" {
			is, was = "one that is valid until "+is, "one that was valid until "+was
		}
		if err := r.changed(ctx, what, is, was); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// change decides what another owner means, and takes the same certificate in other lines for what it is.
func (r *identityProviderResource) change(ctx context.Context, plan, state *identityProviderModel) (path.Paths, error) {
	if plan.moves(state) {
		plan.TeamID, plan.AccountID = types.StringUnknown(), types.StringUnknown()
		return path.Paths{path.Root("team"), path.Root("enterprise_account")}, nil
	}
	next, was := r.ownerIn(plan, state.ofAccount()), r.owner(state)
	replace, err := next.replaces(ctx, *next.written, *was.written, *was.known, next.known)
	if err != nil {
		return nil, err
	}
	*next.other = types.StringNull()
	plan.Certificate = sameCertificate(plan.Certificate, state.Certificate)
	plan.ExpiresAt = expiry(plan.Certificate)
	return replace, nil
}

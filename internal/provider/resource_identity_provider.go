package provider

import (
	"context"
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

// identityProviderResource is where the people of a team sign in. A team has one at most.
type identityProviderResource struct {
	base
	now func() time.Time // for what is soon to expire
}

var (
	_ resource.ResourceWithConfigure   = (*identityProviderResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*identityProviderResource)(nil)
	_ resource.ResourceWithIdentity    = (*identityProviderResource)(nil)
	_ resource.ResourceWithImportState = (*identityProviderResource)(nil)
)

func newIdentityProviderResource() resource.Resource {
	return &identityProviderResource{base{common{name: "identity_provider", single: true, keys: []key{teamKey, providerKey}}}, time.Now}
}

type identityProviderModel struct {
	identified
	Team         types.String `tfsdk:"team"`
	TeamID       types.String `tfsdk:"team_id"`
	EntityID     types.String `tfsdk:"entity_id"`
	Certificate  types.String `tfsdk:"certificate"`
	SSOTargetURL types.String `tfsdk:"sso_target_url"`
	SLOTargetURL types.String `tfsdk:"slo_target_url"`
	ExpiresAt    types.String `tfsdk:"certificate_expires_at"`
	CreatedAt    types.String `tfsdk:"created_at"`
}

func (r *identityProviderResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The SAML 2.0 identity provider of a team: its people sign in there instead of with a password of their own, and whoever signs in for the first time joins the team with the team's default role. A team has one at most; one that was set up by hand has to be imported. Destroying this resource ends single sign-on for the team: its people stay, and have to set passwords.",
		Attributes: map[string]schema.Attribute{
			"team":                   required(teamReference+"; another team means that this one loses its identity provider.", isReference),
			"entity_id":              required("The name that the identity provider has for itself in SAML, most often a URL.", isEntityID),
			"certificate":            required("The public X.509 certificate with which the identity provider signs, as PEM. White space and line ends around it do not matter. One that has expired is refused; there is a warning "+fmt.Sprint(soonDays)+" days before.", isCertificate),
			"sso_target_url":         required("The address where people sign in; it begins with `https://`.", isSignOnURL("sso_target_url")),
			"slo_target_url":         schema.StringAttribute{Optional: true, Validators: isSignOnURL("slo_target_url"), MarkdownDescription: "The address where people sign out, if the identity provider has one; it begins with `https://`."},
			"id":                     stable("The id of the identity provider."),
			"team_id":                stable("The id of the team. It stays when the team is renamed."),
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

// ImportState takes a team's only identity provider by the team alone.
func (r *identityProviderResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	parts := []string{"team", "id"}
	if !strings.Contains(req.ID, ":") {
		parts = parts[:1]
	}
	r.importState(ctx, req, resp, parts...)
}

func (r *identityProviderResource) create(ctx context.Context, m *identityProviderModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	made, err := r.client.CreateIdentityProvider(ctx, m.TeamID.ValueString(), api.TeamIdentityProviderCreate{
		Certificate: m.Certificate.ValueString(), EntityID: m.EntityID.ValueString(), SLOTargetURL: m.SLOTargetURL.ValueString(), SSOTargetURL: m.SSOTargetURL.ValueString(),
	})
	if err != nil {
		return err
	}
	m.set(made)
	return nil
}

func (r *identityProviderResource) read(ctx context.Context, m *identityProviderModel) error {
	if err := r.team().resolve(ctx, m.Team, &m.TeamID); err != nil {
		return err
	}
	found, err := r.find(ctx, m, client.Current)
	if err != nil {
		return err
	}
	m.set(found)
	m.Team, err = r.keptTeam(ctx, m.Team, m.TeamID.ValueString())
	return err
}

// find looks the identity provider up among the team's own, by its id or, just imported, as the only one. The list is short, and read anew
// when it does not show what the state has.
func (r *identityProviderResource) find(ctx context.Context, m *identityProviderModel, how client.How) (*api.TeamIdentityProvider, error) {
	list, err := r.snapshot.Providers.Get(ctx, m.TeamID.ValueString(), how)
	if err == nil && (list.Before == nil || !m.shown(*list.Before)) && !m.shown(list.Value) {
		list, err = r.snapshot.Providers.Again(ctx, m.TeamID.ValueString(), list.Begun)
	}
	if err != nil {
		return nil, r.ofTeam(ctx, m.TeamID, err)
	}
	if m.ID.IsNull() && len(list.Value) > 1 {
		return nil, fmt.Errorf("the team has %d identity providers: import one of them by its id, as %s:ID", len(list.Value), m.Team.ValueString())
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
	if err := r.team().check(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID); err != nil {
		return err
	}
	found, err := r.overtaken(ctx, plan, state)
	if err != nil {
		return err
	}
	in := plan.difference(found)
	if in == (api.TeamIdentityProviderUpdate{}) {
		plan.set(found)
		return nil
	}
	now, err := r.client.UpdateIdentityProvider(ctx, plan.TeamID.ValueString(), found.ID, in)
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
	return r.client.DeleteIdentityProvider(ctx, m.TeamID.ValueString(), found.ID)
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
		what := fmt.Sprintf("The %s of the identity provider of the team %s", f.name, r.teamNamed(ctx, state.Team.ValueString()))
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

// change decides what another team means, and takes the same certificate in other lines for what it is.
func (r *identityProviderResource) change(ctx context.Context, plan, state *identityProviderModel) (path.Paths, error) {
	replace, err := r.team().replaces(ctx, plan.Team, state.Team, state.TeamID, &plan.TeamID)
	if err != nil {
		return nil, err
	}
	plan.Certificate = sameCertificate(plan.Certificate, state.Certificate)
	plan.ExpiresAt = expiry(plan.Certificate)
	return replace, nil
}

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// identityProviderDataSource is the own identity provider of a team or of an enterprise account.
type identityProviderDataSource struct{ source }

var (
	_ datasource.DataSourceWithConfigure      = (*identityProviderDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*identityProviderDataSource)(nil)
)

func newIdentityProviderDataSource() datasource.DataSource {
	return &identityProviderDataSource{source{common{name: "identity_provider"}}}
}

func (d *identityProviderDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The SAML 2.0 identity provider of a team or of an enterprise account. That of a team is readable for its admins and members, that of an account for those who manage the account. Heroku's public API does not show that of an account; `herokuenterprise_team` says whether the team has one.",
		Attributes: map[string]schema.Attribute{
			"team":                   filter("The team, by name or id. Either this or `enterprise_account` is needed.", isReference...),
			"enterprise_account":     filter("The enterprise account, by name or id.", isReference...),
			"id":                     said("The id of the identity provider."),
			"team_id":                said("The id of the team, if it is a team's."),
			"enterprise_account_id":  said("The id of the enterprise account, if it is an account's."),
			"entity_id":              said("The name that the identity provider has for itself in SAML."),
			"certificate":            said("The public X.509 certificate with which the identity provider signs, as PEM."),
			"sso_target_url":         said("The address where people sign in."),
			"slo_target_url":         said("The address where people sign out, if the identity provider has one."),
			"certificate_expires_at": said("Until when the certificate is valid."),
			"created_at":             said("When the identity provider was set up."),
		},
	}
}

// ValidateConfig looks for the one owner.
func (d *identityProviderDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m identityProviderModel
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); !resp.Diagnostics.HasError() {
		oneOwner(&resp.Diagnostics, m.Team, m.Account)
	}
}

func (d *identityProviderDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *identityProviderDataSource) read(ctx context.Context, m *identityProviderModel) error {
	o := d.owner(m)
	if err := o.settle(ctx); err != nil {
		return err
	}
	list, err := o.list.Get(ctx, o.known.ValueString(), client.Current)
	if err != nil {
		return o.failed(ctx, err)
	}
	switch n := len(list.Value); {
	case n == 0:
		return fmt.Errorf("the %s %s has no identity provider of its own", o.kind, o.written.ValueString())
	case n > 1:
		return fmt.Errorf("the %s %s has %d identity providers, and this data source is for one that has one", o.kind, o.written.ValueString(), n)
	}
	m.set(&list.Value[0])
	return nil
}

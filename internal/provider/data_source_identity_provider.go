package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// identityProviderDataSource is a team's own identity provider.
type identityProviderDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*identityProviderDataSource)(nil)

func newIdentityProviderDataSource() datasource.DataSource {
	return &identityProviderDataSource{source{common{name: "identity_provider"}}}
}

func (d *identityProviderDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The SAML 2.0 identity provider of a team. Only admins and members of the team can read it. That of an enterprise account is not shown by the API; `herokuenterprise_team` says whether the team has one.",
		Attributes: map[string]schema.Attribute{
			"team":                   asked("The team, by name or id.", isReference),
			"id":                     said("The id of the identity provider."),
			"team_id":                said("The id of the team."),
			"entity_id":              said("The name that the identity provider has for itself in SAML."),
			"certificate":            said("The public X.509 certificate with which the identity provider signs, as PEM."),
			"sso_target_url":         said("The address where people sign in."),
			"slo_target_url":         said("The address where people sign out, if the identity provider has one."),
			"certificate_expires_at": said("Until when the certificate is valid."),
			"created_at":             said("When the identity provider was set up."),
		},
	}
}

func (d *identityProviderDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *identityProviderDataSource) read(ctx context.Context, m *identityProviderModel) error {
	team, err := d.team().find(ctx, m.Team)
	if err != nil {
		return err
	}
	list, err := d.snapshot.Providers.Get(ctx, team, client.Current)
	if err != nil {
		return err
	}
	switch n := len(list.Value); {
	case n == 0:
		return fmt.Errorf("the team %s has no identity provider of its own", m.Team.ValueString())
	case n > 1:
		return fmt.Errorf("the team %s has %d identity providers, and this data source is for a team with one", m.Team.ValueString(), n)
	}
	m.TeamID = types.StringValue(team)
	m.set(&list.Value[0])
	return nil
}

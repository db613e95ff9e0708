package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceDataSource is everything that the API says about a private space, except what runs in it.
type spaceDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*spaceDataSource)(nil)

func newSpaceDataSource() datasource.DataSource {
	return &spaceDataSource{source{common{name: "space"}}}
}

type spaceDataModel struct {
	identified
	Space         types.String `tfsdk:"space"`
	Name          types.String `tfsdk:"name"`
	Team          types.String `tfsdk:"team"`
	TeamID        types.String `tfsdk:"team_id"`
	Region        types.String `tfsdk:"region"`
	Generation    types.String `tfsdk:"generation"`
	Shield        types.Bool   `tfsdk:"shield"`
	CIDR          types.String `tfsdk:"cidr"`
	DataCIDR      types.String `tfsdk:"data_cidr"`
	State         types.String `tfsdk:"state"`
	OutboundIPs   types.List   `tfsdk:"outbound_ips"`
	TrustedRanges types.List   `tfsdk:"trusted_ranges"`
	DeniedRanges  types.List   `tfsdk:"denied_ranges"`
	CreatedAt     types.String `tfsdk:"created_at"`
	UpdatedAt     types.String `tfsdk:"updated_at"`
}

func (d *spaceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everything that there is to know about a private space itself, with its networks and the addresses that it trusts. Everybody in the team of the space may read it.",
		Attributes: map[string]schema.Attribute{
			"space":          asked("The private space, by name or id.", isReference),
			"id":             said("The id of the space."),
			"name":           said("The name of the space."),
			"team":           said("The name of the team that the space belongs to."),
			"team_id":        said("The id of the team that the space belongs to."),
			"region":         said("The name of the region that the space is in."),
			"generation":     said("The generation of the platform: " + orList(access.Generations()...) + "."),
			"shield":         isSo("Whether it is a shield space."),
			"cidr":           said("The network of the space."),
			"data_cidr":      said("The network of the data services of the space."),
			"state":          said("The state of the space: `allocated`, or `allocating` or `deleting` while it is on its way."),
			"outbound_ips":   words("The addresses from which traffic leaves the space, to be trusted by others. It is `null` while the API does not say."),
			"trusted_ranges": words("The networks from which web traffic is let in, sorted. Without any, nobody is let in."),
			"denied_ranges":  words("The networks for which there is a rule that shuts them out, sorted."),
			"created_at":     said("When the space was created."),
			"updated_at":     said("When the space was changed last."),
		},
	}
}

func (d *spaceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

// read asks for the space itself: a list may be older than what this run has done.
func (d *spaceDataSource) read(ctx context.Context, m *spaceDataModel) error {
	space, err := d.client.GetSpace(ctx, m.Space.ValueString())
	if err != nil {
		return err
	}
	m.OutboundIPs = types.ListNull(types.StringType)
	nat, err := d.client.GetSpaceNAT(ctx, space.ID)
	if err == nil {
		m.OutboundIPs = listOf(nat.Sources)
	} else if !client.Lacking(err) {
		return err
	}
	trusted, err := d.client.GetInboundRuleset(ctx, space.ID)
	if err != nil {
		return err
	}
	m.TrustedRanges, m.DeniedRanges = listOf(sourcesOf(trusted.Rules, access.InboundAllow)), listOf(sourcesOf(trusted.Rules, access.InboundDeny))
	m.ID, m.Name = types.StringValue(space.ID), types.StringValue(space.Name)
	m.TeamID, m.Team = types.StringValue(space.Team.ID), types.StringValue(space.Team.Name)
	m.Region, m.Generation = types.StringValue(space.Region.Name), types.StringValue(space.Generation.Name)
	m.Shield, m.State = types.BoolValue(space.Shield), types.StringValue(space.State)
	m.CIDR, m.DataCIDR = types.StringValue(space.CIDR), types.StringValue(space.DataCIDR)
	m.CreatedAt, m.UpdatedAt = types.StringValue(space.CreatedAt), types.StringValue(space.UpdatedAt)
	return nil
}

// listOf makes a list of texts.
func listOf(texts []string) types.List {
	values := make([]attr.Value, len(texts))
	for i, text := range texts {
		values[i] = types.StringValue(text)
	}
	return types.ListValueMust(types.StringType, values)
}

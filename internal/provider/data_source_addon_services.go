package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// addonServicesDataSource is the add-on marketplace.
type addonServicesDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*addonServicesDataSource)(nil)

func newAddonServicesDataSource() datasource.DataSource {
	return &addonServicesDataSource{source{common{name: "addon_services"}}}
}

type addonServicesModel struct {
	Name     types.String `tfsdk:"name"`
	Services []serviceRow `tfsdk:"services"`
}

type serviceRow struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	HumanName types.String `tfsdk:"human_name"`
	State     types.String `tfsdk:"state"`
}

func (d *addonServicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The services of the add-on marketplace, for example to check the names on an allowlist.",
		Attributes: map[string]schema.Attribute{
			"name": filter("Only the service with this name or id is listed. Every service is listed if it is not set.", isReference...),
			"services": rows("The services, sorted by name. The list is empty if there is no service of the name.", map[string]schema.Attribute{
				"id":         said("The id of the service."),
				"name":       said("The name of the service, as allowlists use it."),
				"human_name": said("The name of the service as people know it."),
				"state":      said("How far the service is: `ga` means that it is generally available."),
			}),
		},
	}
}

func (d *addonServicesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *addonServicesDataSource) read(ctx context.Context, m *addonServicesModel) error {
	list, err := d.client.ListAddonServices(ctx)
	if err != nil {
		return err
	}
	m.Services = []serviceRow{}
	for _, s := range list {
		if !m.Name.IsNull() && m.Name.ValueString() != s.Name && m.Name.ValueString() != s.ID {
			continue
		}
		m.Services = append(m.Services, serviceRow{
			ID: types.StringValue(s.ID), Name: types.StringValue(s.Name), HumanName: types.StringValue(s.HumanName), State: types.StringValue(s.State),
		})
	}
	slices.SortFunc(m.Services, func(a, b serviceRow) int { return strings.Compare(a.Name.ValueString(), b.Name.ValueString()) })
	return nil
}

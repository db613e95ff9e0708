package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// teamAppsDataSource is the apps of a team.
type teamAppsDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*teamAppsDataSource)(nil)

func newTeamAppsDataSource() datasource.DataSource {
	return &teamAppsDataSource{source{common{name: "team_apps"}}}
}

type teamAppsModel struct {
	Team types.String `tfsdk:"team"`
	Apps []appRow     `tfsdk:"apps"`
}

func (d *teamAppsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The apps of a team, as far as the person that Terraform works as may see them.",
		Attributes: map[string]schema.Attribute{
			"team": asked("The team, by name or id.", isReference),
			"apps": rows("The apps, sorted by name.", appColumns),
		},
	}
}

func (d *teamAppsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *teamAppsDataSource) read(ctx context.Context, m *teamAppsModel) error {
	apps, err := d.apps(ctx, m.Team.ValueString())
	if err != nil {
		return err
	}
	m.Apps = []appRow{}
	for i := range apps {
		m.Apps = append(m.Apps, newAppRow(&apps[i]))
	}
	slices.SortFunc(m.Apps, func(a, b appRow) int { return strings.Compare(a.Name.ValueString(), b.Name.ValueString()) })
	return nil
}

package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appCollaboratorsDataSource is the people whom an app's own list of access names.
type appCollaboratorsDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*appCollaboratorsDataSource)(nil)

func newAppCollaboratorsDataSource() datasource.DataSource {
	return &appCollaboratorsDataSource{source{common{name: "app_collaborators"}}}
}

type appCollaboratorsModel struct {
	App           types.String      `tfsdk:"app"`
	Collaborators []collaboratorRow `tfsdk:"collaborators"`
}

func (d *appCollaboratorsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people whom the API lists for an app of a team: those with permissions of their own, and the admins of the team. Whoever sees the app only because of a role in the team is not among them; see `herokuenterprise_effective_access`.",
		Attributes: map[string]schema.Attribute{
			"app":           asked("The app, by name or id.", isReference),
			"collaborators": rows("The people, sorted by email address. The team itself, which the API lists as the app's owner, is left out.", collaboratorColumns),
		},
	}
}

func (d *appCollaboratorsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *appCollaboratorsDataSource) read(ctx context.Context, m *appCollaboratorsModel) error {
	id, err := d.app().find(ctx, m.App)
	if err != nil {
		return err
	}
	list, err := d.snapshot.Collaborators.Get(ctx, id, client.Current)
	if err != nil {
		return err
	}
	m.Collaborators = []collaboratorRow{}
	for _, row := range people(slices.Clone(list.Value)) {
		m.Collaborators = append(m.Collaborators, newCollaboratorRow(&row))
	}
	slices.SortFunc(m.Collaborators, func(a, b collaboratorRow) int { return byEmail(a.personRow, b.personRow) })
	return nil
}

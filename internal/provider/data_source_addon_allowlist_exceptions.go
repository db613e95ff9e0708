package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// addonAllowlistExceptionsDataSource is what is installed in a team although its allowlist does not name it. The API has no
// list of these; Heroku defines them as the team's add-ons less the allowlist.
type addonAllowlistExceptionsDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*addonAllowlistExceptionsDataSource)(nil)

func newAddonAllowlistExceptionsDataSource() datasource.DataSource {
	return &addonAllowlistExceptionsDataSource{source{common{name: "addon_allowlist_exceptions"}}}
}

type addonAllowlistExceptionsModel struct {
	Team       types.String   `tfsdk:"team"`
	Enforced   types.Bool     `tfsdk:"enforced"`
	Exceptions []exceptionRow `tfsdk:"exceptions"`
}

type exceptionRow struct {
	AddonService types.String `tfsdk:"addon_service"`
	Installs     []installRow `tfsdk:"installs"`
}

type installRow struct {
	Addon     types.String `tfsdk:"addon"`
	App       types.String `tfsdk:"app"`
	Plan      types.String `tfsdk:"plan"`
	CreatedAt types.String `tfsdk:"created_at"`
}

func (d *addonAllowlistExceptionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The add-ons that are installed on a team's apps although their service is not on the team's allowlist: they were installed before the list was enforced, by an admin, or came with an app that was transferred.",
		Attributes: map[string]schema.Attribute{
			"team":     asked("The team, by name or id.", isReference),
			"enforced": isSo("Whether the allowlist is enforced."),
			"exceptions": rows("The services that are installed and not listed, sorted by name.", map[string]schema.Attribute{
				"addon_service": said("The name of the service."),
				"installs": rows("Where the service is installed, sorted by app and add-on.", map[string]schema.Attribute{
					"addon":      said("The name of the add-on."),
					"app":        said("The name of the app that the add-on belongs to."),
					"plan":       said("The plan of the add-on, with the name of the service in front."),
					"created_at": said("When the add-on was installed."),
				}),
			}),
		},
	}
}

func (d *addonAllowlistExceptionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *addonAllowlistExceptionsDataSource) read(ctx context.Context, m *addonAllowlistExceptionsModel) error {
	team, err := d.team().find(ctx, m.Team)
	if err != nil {
		return err
	}
	preferences, err := d.preferences(ctx, team)
	if err != nil {
		return err
	}
	allowed, err := d.snapshot.Services.Get(ctx, team, client.Current)
	if err != nil {
		return err
	}
	addons, err := d.client.ListTeamAddons(ctx, team)
	if err != nil {
		return err
	}
	m.Enforced = types.BoolValue(enforced(preferences))
	m.Exceptions = exceptions(addons, allowed.Value)
	return nil
}

// exceptions groups the add-ons whose service is not allowed by service.
func exceptions(addons []api.Addon, allowed []api.AllowedAddonService) []exceptionRow {
	slices.SortFunc(addons, func(a, b api.Addon) int {
		return cmp.Or(cmp.Compare(a.AddonService.Name, b.AddonService.Name), cmp.Compare(a.App.Name, b.App.Name), cmp.Compare(a.Name, b.Name))
	})
	found := []exceptionRow{}
	for _, a := range addons {
		if entryFor(allowed, a.AddonService.ID) != nil {
			continue
		}
		if last := len(found) - 1; last < 0 || found[last].AddonService.ValueString() != a.AddonService.Name {
			found = append(found, exceptionRow{AddonService: types.StringValue(a.AddonService.Name)})
		}
		last := &found[len(found)-1]
		last.Installs = append(last.Installs, installRow{
			Addon: types.StringValue(a.Name), App: types.StringValue(a.App.Name), Plan: types.StringValue(a.Plan.Name), CreatedAt: types.StringValue(a.CreatedAt),
		})
	}
	return found
}

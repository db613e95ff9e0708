package provider

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// effectiveAccessDataSource is who may do what in the end: roles, permissions and locks taken together, with reasons.
type effectiveAccessDataSource struct{ source }

var _ datasource.DataSourceWithConfigValidators = (*effectiveAccessDataSource)(nil)

func newEffectiveAccessDataSource() datasource.DataSource {
	return &effectiveAccessDataSource{source{common{name: "effective_access"}}}
}

type effectiveAccessModel struct {
	App    types.String `tfsdk:"app"`
	Team   types.String `tfsdk:"team"`
	Email  types.String `tfsdk:"email"`
	People []accessRow  `tfsdk:"people"`
}

type accessRow struct {
	personRow
	Access []permissionRow `tfsdk:"access"`
}

type permissionRow struct {
	App        types.String `tfsdk:"app"`
	Permission types.String `tfsdk:"permission"`
	Reason     types.String `tfsdk:"reason"`
}

func (d *effectiveAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Who may do what, and why: roles in the team, permissions on apps and locks taken together, for one app or for every app of a team.",
		Attributes: map[string]schema.Attribute{
			"app":   filter("The app, by name or id. Either this or `team` is needed.", isReference...),
			"team":  filter("The team, by name or id, all apps of which are looked at. Either this or `app` is needed.", isReference...),
			"email": filter("Only the person with this email address is looked at.", isEmail...),
			"people": rows("The people who have any permission, sorted by email address.", personColumns(map[string]schema.Attribute{
				"access": rows("What the person may do, sorted by app and permission.", map[string]schema.Attribute{
					"app":        said("The name of the app."),
					"permission": said("The permission: " + orList(access.AllPermissions.Names()...) + "."),
					"reason":     said("Where the permission comes from, such as `granted on the app` or `team role admin`."),
				}),
			})),
		},
	}
}

func (d *effectiveAccessDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("app"), path.MatchRoot("team"))}
}

func (d *effectiveAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *effectiveAccessDataSource) read(ctx context.Context, m *effectiveAccessModel) error {
	found := roster{}
	var err error
	if m.App.IsNull() {
		err = d.team(ctx, m.Team.ValueString(), found)
	} else {
		err = d.app(ctx, m.App.ValueString(), found)
	}
	if err != nil {
		return err
	}
	m.People = []accessRow{}
	for _, p := range found {
		if len(p.Access) > 0 && (m.Email.IsNull() || access.SameEmail(p.Email.ValueString(), m.Email.ValueString())) {
			m.People = append(m.People, *p)
		}
	}
	slices.SortFunc(m.People, func(a, b accessRow) int { return byEmail(a.personRow, b.personRow) })
	return nil
}

// roster is everybody who is looked at, by the id of the person.
type roster map[string]*accessRow

// add finds a person, or puts somebody on the roster who has no role in the team.
func (r roster) add(id, email string, role access.Role) {
	if r[id] == nil {
		r[id] = &accessRow{personRow: newPersonRow(id, email, role)}
	}
}

// grants are what people were given on one app, by the id of the person.
type grants map[string]access.Permissions

// explain writes down what everybody on the roster may do with an app.
func (r roster) explain(app *api.TeamApp, given grants) {
	for id, person := range r {
		subject := access.Subject{Role: access.Role(person.Role.ValueString()), Grant: given[id]}
		for _, e := range access.Effective(subject, access.Object{Kind: access.App, Locked: app.Locked}) {
			person.Access = append(person.Access, permissionRow{
				App: types.StringValue(app.Name), Permission: types.StringValue(e.Permission.String()), Reason: types.StringValue(e.Reason),
			})
		}
	}
}

// app looks at one app: three calls.
func (d *effectiveAccessDataSource) app(ctx context.Context, ref string, found roster) error {
	app, err := d.client.GetTeamApp(ctx, ref)
	if err != nil {
		return err
	}
	if app.Team == nil {
		return errors.New("the app does not belong to a team")
	}
	if err := d.members(ctx, cmp.Or(app.Team.ID, app.Team.Name), found); err != nil {
		return err
	}
	given, err := d.collaborators(ctx, app.ID, found)
	if err != nil {
		return err
	}
	found.explain(app, given)
	return nil
}

// team looks at every app of a team: three calls, or two and one for each app if the API does not list every grant at once.
func (d *effectiveAccessDataSource) team(ctx context.Context, ref string, found roster) error {
	if err := d.members(ctx, ref, found); err != nil {
		return err
	}
	apps, err := d.apps(ctx, ref)
	if err != nil {
		return err
	}
	slices.SortFunc(apps, func(a, b api.TeamApp) int { return strings.Compare(a.Name, b.Name) })
	given, err := d.permissions(ctx, ref, apps, found)
	if err != nil {
		return err
	}
	for i := range apps {
		found.explain(&apps[i], given[apps[i].ID])
	}
	return nil
}

// members puts everybody in the team on the roster.
func (d *effectiveAccessDataSource) members(ctx context.Context, team string, found roster) error {
	list, err := d.session.members(ctx, team)
	if err != nil {
		return err
	}
	for i := range list {
		found.add(list[i].User.ID, list[i].Email, roleOf(&list[i]))
	}
	return nil
}

// collaborators reads the grants on one app.
func (d *effectiveAccessDataSource) collaborators(ctx context.Context, app string, found roster) (grants, error) {
	list, err := d.snapshot.Collaborators.Get(ctx, app, client.Current)
	if err != nil {
		return nil, err
	}
	given := grants{}
	for _, row := range people(slices.Clone(list.Value)) {
		if err := given.add(found, row.User.ID, row.User.Email, wordsOf(row.Permissions)); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// permissions reads the grants on every app, by the id of the app.
func (d *effectiveAccessDataSource) permissions(ctx context.Context, team string, apps []api.TeamApp, found roster) (map[string]grants, error) {
	all := make(map[string]grants, len(apps))
	id, err := d.session.team().find(ctx, types.StringValue(team))
	if err != nil {
		return nil, err
	}
	entities, err := d.snapshot.Permissions.Get(ctx, id, client.Current)
	if client.Lacking(err) {
		for _, app := range apps {
			if all[app.ID], err = d.collaborators(ctx, app.ID, found); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entity := range entities.Value {
		if entity.Type == spaceEntity {
			continue
		}
		all[entity.ID] = grants{}
		for _, user := range entity.Users {
			if err := all[entity.ID].add(found, user.ID, user.Email, user.Permissions); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// add notes what a person was given.
func (g grants) add(found roster, id, email string, words []string) error {
	found.add(id, email, access.NoRole)
	if len(words) == 0 {
		return nil
	}
	set, err := access.ParsePermissions(words)
	g[id] = set
	return err
}

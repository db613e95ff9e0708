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
	App     types.String `tfsdk:"app"`
	Team    types.String `tfsdk:"team"`
	Email   types.String `tfsdk:"email"`
	Action  types.String `tfsdk:"action"`
	People  []accessRow  `tfsdk:"people"`
	Allowed []allowedRow `tfsdk:"allowed"`
}

type accessRow struct {
	personRow
	Access  []permissionRow `tfsdk:"access"`
	Actions []actionRow     `tfsdk:"actions"`
}

// actionRow is what is decided about one action.
type actionRow struct {
	App     types.String `tfsdk:"app"`
	Action  types.String `tfsdk:"action"`
	Allowed types.Bool   `tfsdk:"allowed"`
	Reason  types.String `tfsdk:"reason"`
	Change  types.String `tfsdk:"cheapest_change"`
}

// allowedRow is somebody who may do the action that was asked about.
type allowedRow struct {
	App    types.String `tfsdk:"app"`
	Email  types.String `tfsdk:"email"`
	Reason types.String `tfsdk:"reason"`
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
			"app":    filter("The app, by name or id. Either this or `team` is needed.", isReference...),
			"team":   filter("The team, by name or id, all apps of which are looked at. Either this or `app` is needed.", isReference...),
			"email":  filter("Only the person with this email address is looked at, and every action on the apps is decided.", isEmail...),
			"action": filter("An action of the access model, such as `app.build.create`: who may do it, and what would allow it to the others. The guide \"The access model\" lists all actions; here it is one on apps.", isAppAction...),
			"allowed": rows("Who may do the `action`, sorted by app and email address. Empty without `action`.", map[string]schema.Attribute{
				"app":    said("The name of the app."),
				"email":  said("The email address of the person."),
				"reason": said("What allows it, such as `app permission deploy (granted on the app)`."),
			}),
			"people": rows("The people who have any permission, sorted by email address; if `action` is set, everybody who is looked at.", personColumns(map[string]schema.Attribute{
				"actions": rows("What is decided about the `action` or, with `email` alone, about every action on an app. Empty without both.", map[string]schema.Attribute{
					"app":             said("The name of the app."),
					"action":          said("The action, as the access model names it."),
					"allowed":         schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the person may do it."},
					"reason":          said("What allows it or, if nothing does, what it requires."),
					"cheapest_change": said("Of the changes that would allow it the one that opens the least, such as `grant deploy on the app`. Null if it is allowed, or nothing that can be given would allow it."),
				}),
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
		err = d.team(ctx, m, found)
	} else {
		err = d.app(ctx, m, found)
	}
	if err != nil {
		return err
	}
	m.People, m.Allowed = []accessRow{}, []allowedRow{}
	for _, p := range found {
		if (len(p.Access) > 0 || !m.Action.IsNull()) && m.looksAt(p) {
			m.People = append(m.People, *p)
		}
	}
	slices.SortFunc(m.People, func(a, b accessRow) int { return byEmail(a.personRow, b.personRow) })
	m.collect()
	return nil
}

// looksAt reports whether a person is to be looked at.
func (m *effectiveAccessModel) looksAt(p *accessRow) bool {
	return m.Email.IsNull() || access.SameEmail(p.Email.ValueString(), m.Email.ValueString())
}

// actions are those about which something is to be decided.
func (m *effectiveAccessModel) actions() []access.Action {
	if !m.Action.IsNull() {
		return []access.Action{access.Action(m.Action.ValueString())}
	}
	var all []access.Action
	for _, row := range access.Table {
		if row.Kind == access.App && !m.Email.IsNull() {
			all = append(all, row.Action)
		}
	}
	return all
}

// collect lists who may do the action.
func (m *effectiveAccessModel) collect() {
	for _, p := range m.People {
		for _, a := range p.Actions {
			if !m.Action.IsNull() && a.Allowed.ValueBool() {
				m.Allowed = append(m.Allowed, allowedRow{a.App, p.Email, a.Reason})
			}
		}
	}
	slices.SortStableFunc(m.Allowed, func(a, b allowedRow) int { return strings.Compare(a.App.ValueString(), b.App.ValueString()) })
}

// roster is everybody who is looked at, by the id of the person.
type roster map[string]*accessRow

// add finds a person, or puts somebody on the roster who has no role in the team.
func (r roster) add(id, email string, role access.Role) {
	if r[id] == nil {
		r[id] = &accessRow{newPersonRow(id, email, role), []permissionRow{}, []actionRow{}}
	}
}

// grants are what people were given on one app, by the id of the person.
type grants map[string]access.Permissions

// explain writes down what everybody on the roster may do with an app.
func (r roster) explain(m *effectiveAccessModel, app *api.TeamApp, given grants) {
	object := access.Object{Kind: access.App, Locked: app.Locked}
	for id, person := range r {
		subject := access.Subject{Role: access.Role(person.Role.ValueString()), Grant: given[id], Collaborator: given[id] != 0}
		if m.looksAt(person) {
			person.decide(app.Name, m.actions(), subject, object)
		}
		for _, e := range access.Effective(subject, object) {
			person.Access = append(person.Access, permissionRow{
				App: types.StringValue(app.Name), Permission: types.StringValue(e.Permission.String()), Reason: types.StringValue(e.Reason),
			})
		}
	}
}

// decide writes down whether actions are allowed, and what would allow them.
func (row *accessRow) decide(app string, actions []access.Action, s access.Subject, o access.Object) {
	for _, a := range actions {
		d := access.Decide(a, s, o)
		decided := actionRow{types.StringValue(app), types.StringValue(string(a)), types.BoolValue(d.Allowed), types.StringValue(d.Reason), types.StringNull()}
		if ways := access.Ways(a, s, o); len(ways) > 0 {
			decided.Change = types.StringValue(ways[0].Change)
		}
		row.Actions = append(row.Actions, decided)
	}
}

// app looks at one app: three calls.
func (d *effectiveAccessDataSource) app(ctx context.Context, m *effectiveAccessModel, found roster) error {
	app, err := d.client.GetTeamApp(ctx, m.App.ValueString())
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
	found.explain(m, app, given)
	return nil
}

// team looks at every app of a team: three calls, or two and one for each app if the API does not list every grant at once.
func (d *effectiveAccessDataSource) team(ctx context.Context, m *effectiveAccessModel, found roster) error {
	ref := m.Team.ValueString()
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
		found.explain(m, &apps[i], given[apps[i].ID])
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
		if err := given.add(found, row.User.ID, row.User.Email, api.Words(row.Permissions)); err != nil {
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

package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/hcl"
)

// unmanagedAccessDataSource is the access to a team and its apps that a configuration does not account for.
type unmanagedAccessDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*unmanagedAccessDataSource)(nil)

func newUnmanagedAccessDataSource() datasource.DataSource {
	return &unmanagedAccessDataSource{source{common{name: "unmanaged_access"}}}
}

type unmanagedAccessModel struct {
	Team             types.String `tfsdk:"team"`
	Members          types.Set    `tfsdk:"members"`
	Grants           []grantKey   `tfsdk:"grants"`
	LockedApps       types.Set    `tfsdk:"locked_apps"`
	IncludeFederated types.Bool   `tfsdk:"include_federated"`

	UnmanagedMembers []unmanagedMember `tfsdk:"unmanaged_members"`
	UnmanagedGrants  []unmanagedGrant  `tfsdk:"unmanaged_grants"`
	UnmanagedLocks   []unmanagedLock   `tfsdk:"unmanaged_locks"`
	Total            types.Int64       `tfsdk:"total"`
	Clean            types.Bool        `tfsdk:"clean"`
	ImportBlocks     types.String      `tfsdk:"import_blocks"`
}

// grantKey names a grant.
type grantKey struct {
	App   types.String `tfsdk:"app"`
	Email types.String `tfsdk:"email"`
}

type unmanagedMember struct {
	importable
	personRow
	Status    types.String `tfsdk:"status"`
	Federated types.Bool   `tfsdk:"federated"`
}

type unmanagedGrant struct {
	importable
	App         types.String `tfsdk:"app"`
	AppID       types.String `tfsdk:"app_id"`
	Email       types.String `tfsdk:"email"`
	UserID      types.String `tfsdk:"user_id"`
	Permissions []string     `tfsdk:"permissions"`
	Federated   types.Bool   `tfsdk:"federated"`
}

type unmanagedLock struct {
	importable
	App   types.String `tfsdk:"app"`
	AppID types.String `tfsdk:"app_id"`
}

func (d *unmanagedAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	federated := "Whether the person signs in through the team's identity provider."
	resp.Schema = schema.Schema{
		MarkdownDescription: "The access to a team and its apps that a configuration does not account for: members, permissions and, if they are asked for, locks. Say what is under Terraform, and what is left over comes out, with import blocks that put it under Terraform. In a `check` block it tells at every plan that somebody has been let in elsewhere.\n\n" +
			"What comes by itself is not access that anybody could manage, and is left out: the team as the owner of its apps, and the permissions that its admins have on every app. Permissions that an admin was given all the same are listed.\n\n" +
			"The team's members, grants and apps take one call each, however many there are, which every other resource of the same plan shares. In a team that people join by invitation there are two more. Where the API does not let Terraform read every grant of the team, each app takes one.",
		Attributes: map[string]schema.Attribute{
			"team": asked("The team, by name or id.", isReference),
			"members": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "The members who are accounted for, by email address, whose case does not matter, or by user id. Addresses are best, since they are known before anything is applied. Without it, every member is left over.",
			},
			"grants": schema.SetNestedAttribute{
				Optional: true, MarkdownDescription: "The permissions on apps that are accounted for. Without it, all of them are left over.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"app":   asked("The app, by name or id.", isReference),
					"email": asked("The person, by email address, whose case does not matter, or by user id.", nil),
				}},
			},
			"locked_apps": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "The apps, by name or id, whose locks are accounted for. Without it, locks are not looked at; with `[]`, every locked app is left over.",
			},
			"include_federated": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether people who sign in through the team's identity provider are looked at like all others. Without it they are left out, and so are their permissions on apps, as `herokuenterprise_team_members` and `herokuenterprise_app_collaborators` do.",
			},
			"unmanaged_members": rows("The members who are left over, sorted by email address.", importColumns("herokuenterprise_team_member", personColumns(map[string]schema.Attribute{
				"status":    said("`active`, or `pending` for somebody who has been invited and has not accepted yet."),
				"federated": isSo(federated),
			}))),
			"unmanaged_grants": rows("The permissions that are left over, sorted by app and email address.", importColumns("herokuenterprise_app_access", map[string]schema.Attribute{
				"app":         said("The name of the app."),
				"app_id":      said("The id of the app."),
				"email":       said("The person's email address."),
				"user_id":     said("The id of the person."),
				"permissions": words("The permissions, sorted."),
				"federated":   isSo(federated),
			})),
			"unmanaged_locks": rows("The locked apps that are left over, sorted by name.", importColumns("herokuenterprise_app_lock", map[string]schema.Attribute{
				"app":    said("The name of the app."),
				"app_id": said("The id of the app."),
			})),
			"total":         schema.Int64Attribute{Computed: true, MarkdownDescription: "How many members, permissions and locks are left over."},
			"clean":         isSo("Whether nothing is left over."),
			"import_blocks": said("The import blocks of everything that is left over, with the resources that they are for: one text to be written into a file. Resources are named after team, app and person."),
		},
	}
}

func (d *unmanagedAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *unmanagedAccessDataSource) read(ctx context.Context, m *unmanagedAccessModel) error {
	id, err := d.team().find(ctx, m.Team)
	if err != nil {
		return err
	}
	team, err := d.teamRoll(ctx, id)
	if err != nil {
		return err
	}
	everybody, err := team.look(ctx, current, nil)
	if err != nil {
		return err
	}
	given, err := d.given(ctx, id, everybody)
	if err != nil {
		return err
	}
	blocks := &importBlocks{}
	m.addMembers(team.team.Name, everybody, blocks)
	m.addGrants(given, blocks)
	m.UnmanagedLocks = []unmanagedLock{}
	if !m.LockedApps.IsNull() {
		apps, err := d.apps(ctx, id)
		if err != nil {
			return err
		}
		m.addLocks(apps, blocks)
	}
	total := len(m.UnmanagedMembers) + len(m.UnmanagedGrants) + len(m.UnmanagedLocks)
	m.Total, m.Clean, m.ImportBlocks = types.Int64Value(int64(total)), types.BoolValue(total == 0), types.StringValue(blocks.String())
	return nil
}

// spaceEntity is the type of a space among what the API lists grants on.
const spaceEntity = "space"

// onApp is what a person was given on an app.
type onApp struct {
	holder
	app api.Ref
}

// given lists what was given on every app of a team, sorted.
func (d *unmanagedAccessDataSource) given(ctx context.Context, team string, members []holder) ([]onApp, error) {
	var list []onApp
	entities, err := d.snapshot.Permissions.Get(ctx, team, client.Current)
	if client.Lacking(err) {
		list, err = d.givenByApp(ctx, team)
	}
	if err != nil {
		return nil, err
	}
	federated := map[string]bool{}
	for _, h := range members {
		federated[h.user.ID] = h.federated
	}
	for i := range entities.Value {
		if entities.Value[i].Type == spaceEntity {
			continue
		}
		for _, g := range grantsIn(&entities.Value[i], team) {
			list = append(list, onApp{holder{user: g.user, words: g.words, federated: federated[g.user.ID]}, g.on})
		}
	}
	slices.SortFunc(list, func(a, b onApp) int {
		return cmp.Or(cmp.Compare(a.app.Name, b.app.Name), cmp.Compare(access.FoldEmail(a.user.Email), access.FoldEmail(b.user.Email)))
	})
	return list, nil
}

// givenByApp asks each app, where the API does not list the grants of a team. What admins were given cannot be told from what they
// have anyway.
func (d *unmanagedAccessDataSource) givenByApp(ctx context.Context, team string) (list []onApp, err error) {
	apps, err := d.apps(ctx, team)
	if err != nil {
		return nil, err
	}
	for i := range apps {
		app := api.Ref{ID: apps[i].ID, Name: apps[i].Name}
		found, err := (&appRoll{session: d.session, app: app}).collaborators(ctx, current, func(api.UserRef) bool { return false })
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			list = append(list, onApp{h, app})
		}
	}
	return list, nil
}

// looksAt reports whether a person is looked at.
func (m *unmanagedAccessModel) looksAt(h holder) bool {
	return !h.federated || m.IncludeFederated.ValueBool()
}

// addMembers reports the members who are left over.
func (m *unmanagedAccessModel) addMembers(team string, everybody []holder, blocks *importBlocks) {
	covered := map[string]bool{}
	for _, ref := range elements(m.Members) {
		covered[access.FoldEmail(ref)] = true
	}
	slices.SortFunc(everybody, func(a, b holder) int {
		return cmp.Compare(access.FoldEmail(a.user.Email), access.FoldEmail(b.user.Email))
	})
	m.UnmanagedMembers = []unmanagedMember{}
	for _, h := range everybody {
		if covered[access.FoldEmail(h.user.Email)] || covered[h.user.ID] || !m.looksAt(h) {
			continue
		}
		row := unmanagedMember{
			personRow: newPersonRow(h.user.ID, h.user.Email, roleOf(&h.seat.TeamMember)),
			Status:    types.StringValue(h.seat.status()), Federated: types.BoolValue(h.federated),
		}
		row.importable = blocks.add("team_member", team+":"+h.user.Email, []string{team, hcl.Nickname(h.user.Email)},
			hcl.Argument{Name: "team", Value: hcl.Literal(team)}, hcl.Argument{Name: "email", Value: hcl.Literal(h.user.Email)}, hcl.Argument{Name: "role", Value: hcl.Literal(h.words[0])})
		m.UnmanagedMembers = append(m.UnmanagedMembers, row)
	}
}

// addGrants reports the permissions that are left over.
func (m *unmanagedAccessModel) addGrants(given []onApp, blocks *importBlocks) {
	covered := map[[2]string]bool{}
	for _, g := range m.Grants {
		covered[[2]string{g.App.ValueString(), access.FoldEmail(g.Email.ValueString())}] = true
	}
	m.UnmanagedGrants = []unmanagedGrant{}
	for _, g := range given {
		is := func(app string) bool {
			return covered[[2]string{app, access.FoldEmail(g.user.Email)}] || covered[[2]string{app, g.user.ID}]
		}
		if is(g.app.Name) || is(g.app.ID) || !m.looksAt(g.holder) {
			continue
		}
		row := unmanagedGrant{
			App: types.StringValue(g.app.Name), AppID: types.StringValue(g.app.ID), Email: types.StringValue(g.user.Email), UserID: types.StringValue(g.user.ID),
			Permissions: g.words, Federated: types.BoolValue(g.federated),
		}
		row.importable = blocks.add("app_access", g.app.Name+":"+g.user.Email, []string{g.app.Name, hcl.Nickname(g.user.Email)},
			hcl.Argument{Name: "app", Value: hcl.Literal(g.app.Name)}, hcl.Argument{Name: "email", Value: hcl.Literal(g.user.Email)}, hcl.Argument{Name: "permissions", Value: hcl.Literals(g.words)})
		m.UnmanagedGrants = append(m.UnmanagedGrants, row)
	}
}

// addLocks reports the locked apps that are left over.
func (m *unmanagedAccessModel) addLocks(apps []api.TeamApp, blocks *importBlocks) {
	covered := elements(m.LockedApps)
	slices.SortFunc(apps, func(a, b api.TeamApp) int { return cmp.Compare(a.Name, b.Name) })
	for i := range apps {
		app := &apps[i]
		if !app.Locked || slices.Contains(covered, app.Name) || slices.Contains(covered, app.ID) {
			continue
		}
		m.UnmanagedLocks = append(m.UnmanagedLocks, unmanagedLock{
			importable: blocks.add("app_lock", app.Name, []string{app.Name}, hcl.Argument{Name: "app", Value: hcl.Literal(app.Name)}),
			App:        types.StringValue(app.Name), AppID: types.StringValue(app.ID),
		})
	}
}

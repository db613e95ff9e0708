package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appAccessResource is one person's permissions on an app of a team: what the API calls a collaborator. It leaves the app's
// other collaborators alone.
type appAccessResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*appAccessResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*appAccessResource)(nil)
	_ resource.ResourceWithIdentity    = (*appAccessResource)(nil)
	_ resource.ResourceWithImportState = (*appAccessResource)(nil)
	_ resource.ResourceWithMoveState   = (*appAccessResource)(nil)
)

var appAccessType = common{name: "app_access", keys: []key{appKey, userKey}}

func newAppAccessResource() resource.Resource {
	return &appAccessResource{base{appAccessType}}
}

type appAccessModel struct {
	identified
	App                  types.String `tfsdk:"app"`
	AppID                types.String `tfsdk:"app_id"`
	Email                types.String `tfsdk:"email"`
	UserID               types.String `tfsdk:"user_id"`
	Permissions          types.Set    `tfsdk:"permissions"`
	EffectivePermissions types.Set    `tfsdk:"effective_permissions"`
	TeamID               types.String `tfsdk:"team_id"`
}

func (r *appAccessResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	var catalogue []string
	for _, p := range access.AppPermissions {
		catalogue = append(catalogue, fmt.Sprintf("`%s` (%s)", p.Name, strings.TrimSuffix(p.Description, ".")))
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person's permissions on one app of an enterprise team. Other people's permissions are left alone. If the person has permissions on the app already, they are taken over and replaced by those given here. Whoever leaves the team loses every permission on its apps, so let this resource depend on the person's `herokuenterprise_team_member`, if there is one. A `moved` block takes over a `heroku_team_collaborator` or `heroku_collaborator` of the provider heroku/heroku.",
		Attributes: map[string]schema.Attribute{
			"app":   required(appReference+"; another app means that the person loses access to this one.", isReference),
			"email": required("The person's email address. Case does not matter. Another address of the same person changes nothing but the state; another person's address replaces the resource.", isEmail),
			"permissions": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: permissionSet,
				MarkdownDescription: "What the person may do with the app. The permissions are independent of each other: " + strings.Join(catalogue, "; ") + ". The API always gives `view` as well, so it may be left out.",
			},
			"id":      stable("The ids of the app and of the person, joined by a colon."),
			"team_id": computed("The id of the team that owns the app."),
			"app_id":  stable("The id of the app. It stays when the app is renamed."),
			"user_id": stable("The id of the person. It stays when the email address changes."),
			"effective_permissions": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The permissions as the API keeps them, always with `view`.",
			},
		},
	}
}

func (r *appAccessResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *appAccessResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *appAccessResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *appAccessResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *appAccessResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *appAccessResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "app", "email")
}

func (r *appAccessResource) MoveState(context.Context) []resource.StateMover {
	return r.movers(herokuCollaborators)
}

// create takes over a grant that is there already.
func (r *appAccessResource) create(ctx context.Context, m *appAccessModel) error {
	app, team, err := r.findApp(ctx, m.App.ValueString())
	if err != nil {
		return err
	}
	m.AppID, m.TeamID = types.StringValue(app.ID), teamOrNone(team)
	if err := r.proven(ctx, team, m.Email.ValueString(), strongOn("the app "+app.Name, stored(m.Permissions)), access.NoRole); err != nil {
		return err
	}
	return r.order.give(func() error { return r.put(ctx, m, app.ID) }, m.TeamID.ValueString(), app.ID)
}

// put gives the planned permissions to somebody, whether there is a grant already or not.
func (r *appAccessResource) put(ctx context.Context, m *appAccessModel, id string) error {
	words := stored(m.Permissions)
	row, err := r.give(ctx, id, m.Email.ValueString(), words)
	if err != nil {
		return err
	}
	return m.written(row, words)
}

func (r *appAccessResource) read(ctx context.Context, m *appAccessModel) error {
	imported := m.ID.IsNull()
	if m.TeamID.ValueString() == "" {
		if err := r.place(ctx, m); err != nil {
			return err
		}
	}
	expected := m.shows
	if imported { // there is nothing yet that a list could differ from
		expected = nil
	}
	now, err := r.granted(ctx, m, client.Current, expected)
	if err != nil {
		return err
	}
	if now.team != m.TeamID.ValueString() { // transferred
		if err := r.place(ctx, m); err != nil {
			return err
		}
	}
	if imported && !samePerson(types.StringValue(now.user.Email), m.Email) { // by an id
		m.Email = types.StringValue(now.user.Email)
	}
	m.set(now)
	m.App, err = r.app().kept(ctx, m.App, now.on.ID, now.on.Name)
	return err
}

// place finds the app and its team.
func (r *appAccessResource) place(ctx context.Context, m *appAccessModel) error {
	ref := m.AppID
	if ref.ValueString() == "" {
		ref = m.App
	}
	app, team, err := r.findApp(ctx, ref.ValueString())
	if err != nil {
		return err
	}
	m.AppID, m.TeamID = types.StringValue(app.ID), teamOrNone(team)
	return nil
}

// teamOrNone is the id of an app's team; personal apps have none.
func teamOrNone(id string) types.String {
	if id == "" {
		return types.StringNull()
	}
	return types.StringValue(id)
}

func (r *appAccessResource) update(ctx context.Context, plan, state *appAccessModel) error {
	if err := r.app().check(ctx, plan.App, state.App, state.AppID, &plan.AppID); err != nil {
		return err
	}
	plan.ID, plan.TeamID = state.ID, state.TeamID
	words := stored(plan.Permissions)
	now, err := r.granted(ctx, state, client.Recent, func(g *grant) bool { return g.is(words) || g.is(stored(state.Permissions)) })
	if was := state.person(); gone(err) && r.madeGrant(ctx, state.AppID.ValueString(), was, nil) {
		now, err = &grant{on: api.Ref{ID: state.AppID.ValueString(), Name: plan.App.ValueString()}, user: api.UserRef{ID: was.ID, Email: plan.Email.ValueString()}}, nil
	}
	if err != nil {
		return err
	}
	switch {
	case !plan.Email.Equal(state.Email) && !access.SameEmail(plan.Email.ValueString(), now.user.Email):
		return otherPerson(plan.Email, now.user.Email)
	case now.is(words):
		plan.set(now)
		return nil
	}
	if err := r.overtaken(ctx, state, now); err != nil {
		return err
	}
	if err := r.proven(ctx, state.TeamID.ValueString(), now.user.Email, strongOn("the app "+now.on.Name, gainedBy(now.words, words)), access.NoRole); err != nil {
		return err
	}
	app := state.AppID.ValueString()
	write := func() error {
		if len(now.words) == 0 {
			return r.put(ctx, plan, app)
		}
		row, err := r.regive(ctx, app, now.user, words)
		if err != nil {
			return err
		}
		return plan.written(row, words)
	}
	if slices.ContainsFunc(now.words, func(w string) bool { return !slices.Contains(words, w) }) {
		return r.take(ctx, state.TeamID.ValueString(), now, words, write)
	}
	return r.order.give(write, state.TeamID.ValueString(), app)
}

// person is whom the state is about.
func (m *appAccessModel) person() api.UserRef {
	return api.UserRef{ID: m.UserID.ValueString(), Email: m.Email.ValueString()}
}

// delete takes the person's access away by the address that the API knows: the one in the state may belong to somebody else by now.
func (r *appAccessResource) delete(ctx context.Context, m *appAccessModel) error {
	now, err := r.granted(ctx, m, client.Recent, func(g *grant) bool { return g.is(stored(m.Permissions)) })
	if err != nil {
		return err
	}
	if err := r.overtaken(ctx, m, now); err != nil {
		return err
	}
	return r.take(ctx, m.TeamID.ValueString(), now, nil, func() error {
		return r.client.DeleteCollaborator(ctx, m.AppID.ValueString(), now.user.Email)
	})
}

// take leaves a person no more than some permissions, in the person's turn: with its own permission to manage the app, the person that
// Terraform works as changes those of the others first.
func (r *appAccessResource) take(ctx context.Context, team string, now *grant, words []string, do func() error) error {
	when, of := anybody, &appRoll{session: r.session, app: now.on, team: team}
	if of.deprives(ctx, &holder{words: now.words}, words) != "" {
		if self, err := r.self(ctx); err == nil && self == now.user.ID {
			when = oneself
		}
	}
	return r.order.take(ctx, team, when, do)
}

// overtaken reports that somebody gave the person other permissions since the plan was made, and not this run itself.
func (r *appAccessResource) overtaken(ctx context.Context, state *appAccessModel, now *grant) error {
	if now.is(stored(state.Permissions)) || r.madeGrant(ctx, state.AppID.ValueString(), now.user, now.words) {
		return nil
	}
	what := fmt.Sprintf("What %s may do with the app %s", now.user.Email, now.on.Name)
	return r.changed(ctx, what, quoted(now.words), quoted(stored(state.Permissions)))
}

// change decides what another app or address means, and keeps the plan quiet when it means nothing.
func (r *appAccessResource) change(ctx context.Context, plan, state *appAccessModel) (replace path.Paths, err error) {
	replace, err = r.app().replaces(ctx, plan.App, state.App, state.AppID, &plan.AppID)
	if err != nil {
		return nil, err
	}
	plan.TeamID = follows(plan.AppID, state.TeamID)
	if samePerson(plan.Email, state.Email) {
		plan.Email = state.Email
	} else if !plan.Email.IsUnknown() {
		now, err := r.granted(ctx, state, client.Current, nil)
		if err != nil && !gone(err) {
			return nil, err
		}
		if err != nil || !access.SameEmail(now.user.Email, plan.Email.ValueString()) {
			replace = append(replace, path.Root("email"))
		}
	}
	if !known(plan.Permissions) || !known(plan.Permissions.Elements()...) || !slices.Equal(stored(plan.Permissions), stored(state.Permissions)) || plan.Email.IsUnknown() {
		return replace, nil
	}
	settled := *state
	settled.App, settled.AppID, settled.TeamID, settled.Email = plan.App, plan.AppID, plan.TeamID, plan.Email
	*plan = settled
	return replace, nil
}

// written sets the model after a write, and makes sure that the API keeps what was asked for.
func (m *appAccessModel) written(row *api.Collaborator, words []string) error {
	m.set(grantOf(row))
	return keptWords(row.Permissions, words)
}

// set takes everything from the API but the address, whose spelling is the user's, and view, if the user leaves it out.
func (m *appAccessModel) set(now *grant) {
	m.ID = types.StringValue(now.on.ID + ":" + now.user.ID)
	m.UserID = types.StringValue(now.user.ID)
	m.EffectivePermissions = setOf(now.words)
	m.Permissions = asWritten(now.words, m.Permissions)
}

// shows reports whether the state is what the API says already.
func (m *appAccessModel) shows(now *grant) bool {
	return now.user.ID == m.UserID.ValueString() && now.is(elements(m.EffectivePermissions))
}

// stored lists permissions as the API keeps them: sorted, and with view. They are those on an app or, in words that there are not for apps, on
// an enterprise account; the schema has checked the words.
func stored(permissions types.Set) []string {
	set, err := access.ParsePermissions(elements(permissions))
	if err != nil {
		return storedAccount(elements(permissions))
	}
	return set.Names()
}

// elements lists the words of a set, sorted.
func elements(set types.Set) []string {
	words := make([]string, 0, len(set.Elements()))
	for _, e := range set.Elements() {
		if word, ok := e.(types.String); ok {
			words = append(words, word.ValueString())
		}
	}
	slices.Sort(words)
	return words
}

// setOf makes a set of words.
func setOf(words []string) types.Set {
	values := make([]attr.Value, len(words))
	for i, w := range words {
		values[i] = types.StringValue(w)
	}
	return types.SetValueMust(types.StringType, values)
}

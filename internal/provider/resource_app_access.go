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
	_ resource.ResourceWithImportState = (*appAccessResource)(nil)
)

func newAppAccessResource() resource.Resource {
	return &appAccessResource{base{common{name: "app_access"}}}
}

type appAccessModel struct {
	identified
	App                  types.String `tfsdk:"app"`
	AppID                types.String `tfsdk:"app_id"`
	Email                types.String `tfsdk:"email"`
	UserID               types.String `tfsdk:"user_id"`
	Permissions          types.Set    `tfsdk:"permissions"`
	EffectivePermissions types.Set    `tfsdk:"effective_permissions"`
	Role                 types.String `tfsdk:"role"`
	Federated            types.Bool   `tfsdk:"federated"`
}

func (r *appAccessResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	var catalogue []string
	for _, p := range access.AppPermissions {
		catalogue = append(catalogue, fmt.Sprintf("`%s` (%s)", p.Name, strings.TrimSuffix(p.Description, ".")))
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person's permissions on one app of an enterprise team. Other people's permissions are left alone. If the person has permissions on the app already, they are taken over and replaced by those given here. Whoever leaves the team loses every permission on its apps, so let this resource depend on the person's `herokuenterprise_team_member`, if there is one.",
		Attributes: map[string]schema.Attribute{
			"app":   required(appReference+"; another app means that the person loses access to this one.", isReference),
			"email": required("The person's email address. Case does not matter. Another address of the same person changes nothing but the state; another person's address replaces the resource.", isEmail),
			"permissions": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: permissionSet,
				MarkdownDescription: "What the person may do with the app. The permissions are independent of each other: " + strings.Join(catalogue, "; ") + ". The API always gives `view` as well, so it may be left out.",
			},
			"id":      stable("The id of the collaborator."),
			"app_id":  stable("The id of the app. It stays when the app is renamed."),
			"user_id": stable("The id of the person. It stays when the email address changes."),
			"effective_permissions": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The permissions as the API keeps them, always with `view`.",
			},
			"role":      computed("What the person is to the app's team, as the API says: a role such as `admin` or `member`, or `collaborator` for somebody who only has permissions on apps."),
			"federated": flag("Whether the person signs in through an identity provider."),
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
	change(ctx, &r.base, req, resp, r.change)
}

func (r *appAccessResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importParts(ctx, req, resp, "app", "email")
}

// create takes over a grant that is there already. The API refuses such a request as invalid, as it does a wrong one, so only
// looking for the grant tells the two apart.
func (r *appAccessResource) create(ctx context.Context, m *appAccessModel) error {
	if err := r.app().resolve(ctx, m.App, &m.AppID); err != nil {
		return err
	}
	app, email, words := m.AppID.ValueString(), m.Email.ValueString(), stored(m.Permissions)
	row, err := r.client.CreateCollaborator(ctx, app, api.CollaboratorCreate{User: email, Permissions: words, Silent: true})
	if client.Invalid(err) {
		if existing, missing := r.client.GetCollaborator(ctx, app, email); missing == nil {
			row, err = r.client.UpdateCollaborator(ctx, app, existing.User.Email, api.CollaboratorUpdate{Permissions: words})
		}
	}
	if err != nil {
		return err
	}
	return m.written(row, words)
}

func (r *appAccessResource) read(ctx context.Context, m *appAccessModel) error {
	if err := r.app().resolve(ctx, m.App, &m.AppID); err != nil {
		return err
	}
	ref := m.ID
	if ref.IsNull() { // just imported
		ref = m.Email
	}
	row, err := r.client.GetCollaborator(ctx, m.AppID.ValueString(), ref.ValueString())
	if err != nil {
		return err
	}
	if m.ID.IsNull() && !samePerson(types.StringValue(row.User.Email), m.Email) { // just imported, by an id
		m.Email = types.StringValue(row.User.Email)
	}
	m.set(row)
	m.App, err = r.app().kept(ctx, m.App, row.App.ID, row.App.Name)
	return err
}

func (r *appAccessResource) update(ctx context.Context, plan, state *appAccessModel) error {
	if err := r.app().check(ctx, plan.App, state.App, state.AppID, &plan.AppID); err != nil {
		return err
	}
	settled := !plan.Federated.IsUnknown() // only spelled anew: see change
	if !plan.Email.Equal(state.Email) {
		same, err := r.isUser(ctx, plan.Email, state)
		if err != nil {
			return err
		}
		if !same {
			return otherPerson(plan.Email, state.Email.ValueString())
		}
	}
	if settled {
		return nil
	}
	now, err := r.client.GetCollaborator(ctx, state.AppID.ValueString(), state.ID.ValueString())
	if err != nil {
		return err
	}
	words := stored(plan.Permissions)
	row, err := r.client.UpdateCollaborator(ctx, state.AppID.ValueString(), now.User.Email, api.CollaboratorUpdate{Permissions: words})
	if err != nil {
		return err
	}
	return plan.written(row, words)
}

// delete finds the person's address first, as update does: Heroku's schema takes the id of a grant for reading, and names the
// address alone for changes; and the address in the state may belong to somebody else by now. When the grant is gone it looks
// for the person: whoever was removed and added again has another grant, which is to go too.
func (r *appAccessResource) delete(ctx context.Context, m *appAccessModel) error {
	now, err := r.client.GetCollaborator(ctx, m.AppID.ValueString(), m.ID.ValueString())
	if client.NotFound(err) {
		now, err = r.findUser(ctx, m)
	}
	if err != nil {
		return err
	}
	return r.client.DeleteCollaborator(ctx, m.AppID.ValueString(), now.User.Email)
}

// findUser looks for the person among those who have access to the app.
func (r *appAccessResource) findUser(ctx context.Context, m *appAccessModel) (*api.Collaborator, error) {
	rows, err := r.client.ListCollaborators(ctx, m.AppID.ValueString())
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].User.ID == m.UserID.ValueString() {
			return &rows[i], nil
		}
	}
	return nil, errGone
}

// change decides what another app or address means, and keeps the plan quiet when it means nothing.
func (r *appAccessResource) change(ctx context.Context, plan, state *appAccessModel) (replace path.Paths, err error) {
	replace, err = r.app().replaces(ctx, plan.App, state.App, state.AppID, &plan.AppID)
	if err != nil {
		return nil, err
	}
	if samePerson(plan.Email, state.Email) {
		plan.Email = state.Email
	} else if !plan.Email.IsUnknown() {
		if same, err := r.isUser(ctx, plan.Email, state); err != nil {
			return nil, err
		} else if !same {
			replace = append(replace, path.Root("email"))
		}
	}
	if !known(plan.Permissions) || !known(plan.Permissions.Elements()...) || !slices.Equal(stored(plan.Permissions), stored(state.Permissions)) || plan.Email.IsUnknown() {
		return replace, nil
	}
	settled := *state
	settled.App, settled.AppID, settled.Email = plan.App, plan.AppID, plan.Email
	*plan = settled
	return replace, nil
}

// isUser reports whether an address is the grant's own person's.
func (r *appAccessResource) isUser(ctx context.Context, email types.String, state *appAccessModel) (bool, error) {
	row, err := r.client.GetCollaborator(ctx, state.AppID.ValueString(), email.ValueString())
	if client.NotFound(err) {
		return false, nil
	}
	return row.User.ID == state.UserID.ValueString(), err
}

// written sets the model after a write, and makes sure that the API keeps what was asked for.
func (m *appAccessModel) written(row *api.Collaborator, words []string) error {
	m.set(row)
	if got := wordsOf(row.Permissions); !slices.Equal(got, words) {
		return fmt.Errorf("the API keeps the permissions %s, although it accepted %s", strings.Join(got, ", "), strings.Join(words, ", "))
	}
	return nil
}

// set takes everything from the API but the address, whose spelling is the user's, and view, if the user leaves it out.
func (m *appAccessModel) set(row *api.Collaborator) {
	m.ID = types.StringValue(row.ID)
	m.UserID = types.StringValue(row.User.ID)
	m.Role = types.StringPointerValue(row.Role)
	m.Federated = types.BoolValue(row.User.Federated)
	words := wordsOf(row.Permissions)
	m.EffectivePermissions = setOf(words)
	view := access.View.Names()[0]
	if !m.Permissions.IsNull() && !slices.Contains(elements(m.Permissions), view) {
		words = slices.DeleteFunc(words, func(w string) bool { return w == view })
	}
	m.Permissions = setOf(words)
}

// stored lists permissions as the API keeps them: sorted, and with view. The schema has checked the words.
func stored(permissions types.Set) []string {
	set, err := access.ParsePermissions(elements(permissions))
	if err != nil {
		return elements(permissions)
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

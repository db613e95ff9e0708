package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamAppResource is an app that belongs to a team. What runs in it is not Terraform's business here, only whose it is.
type teamAppResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*teamAppResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*teamAppResource)(nil)
	_ resource.ResourceWithIdentity    = (*teamAppResource)(nil)
	_ resource.ResourceWithImportState = (*teamAppResource)(nil)
)

var teamAppType = common{name: "team_app", single: true}

func newTeamAppResource() resource.Resource {
	return &teamAppResource{base{teamAppType}}
}

type teamAppModel struct {
	identified
	Team       types.String `tfsdk:"team"`
	TeamID     types.String `tfsdk:"team_id"`
	Name       types.String `tfsdk:"name"`
	Region     types.String `tfsdk:"region"`
	Stack      types.String `tfsdk:"stack"`
	Space      types.String `tfsdk:"space"`
	SpaceID    types.String `tfsdk:"space_id"`
	GitURL     types.String `tfsdk:"git_url"`
	WebURL     types.String `tfsdk:"web_url"`
	OwnerEmail types.String `tfsdk:"owner_email"`
	CreatedAt  types.String `tfsdk:"created_at"`
}

func (r *teamAppResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An app that belongs to a team. Whoever applies this resource gets every permission on the app. Destroying it deletes the app with everything in it.",
		Attributes: map[string]schema.Attribute{
			"team":   required(teamReference+"; another team means that the app is transferred to it, with the people who have permissions on it and with its lock.", isReference),
			"name":   chosen("The name of the app: 3 to 30 lowercase letters, digits and dashes, beginning with a letter, not used by any other app on Heroku. Another name renames the app in place. If it is not set, the API makes one up.", isAppName),
			"region": chosen("The region that the app runs in, by name or id, such as `us` or `eu`. If it is not set, the API chooses. An app cannot move, so another region means another app.", isReference),
			"stack":  chosen("The stack that the app runs on, by name or id, such as `heroku-24`. If it is not set, the API chooses. Another stack is the one that the app is built for from its next release on.", isReference),
			"space": schema.StringAttribute{
				Optional: true, Validators: isReference,
				MarkdownDescription: "The private space that the app runs in, by name or id. Without it the app runs in the common runtime. Another space means another app.",
			},
			"id":          stable("The id of the app. It never changes."),
			"team_id":     stable("The id of the team. It stays when the team is renamed."),
			"space_id":    stable("The id of the private space, if the app runs in one. It stays when the space is renamed."),
			"git_url":     computed("The address of the app's Git repository."),
			"web_url":     computed("The address where the app is served, if it is."),
			"owner_email": computed("The address that stands for the team as the app's owner."),
			"created_at":  stable("When the app was created."),
		},
	}
}

func (r *teamAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *teamAppResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *teamAppResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *teamAppResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *teamAppResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *teamAppResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "id")
}

// create names the team by its name: the API does not promise to take an id.
func (r *teamAppResource) create(ctx context.Context, m *teamAppModel) error {
	team, err := r.findTeam(ctx, m.Team.ValueString())
	if err != nil {
		return err
	}
	app, err := r.client.CreateTeamApp(ctx, api.TeamAppCreate{
		AppCreate: api.AppCreate{Name: m.Name.ValueString(), Region: m.Region.ValueString(), Stack: m.Stack.ValueString()},
		Team:      team.Name,
		Space:     m.Space.ValueString(),
	})
	if err != nil {
		return err
	}
	m.TeamID = types.StringValue(team.ID)
	m.set(app)
	return nil
}

// read takes the app from its team's list. A list that does not show it, or shows it differently, is doubted, and the app itself is
// read.
func (r *teamAppResource) read(ctx context.Context, m *teamAppModel) error {
	if app := r.teamsApp(ctx, m.TeamID, m.ID); app != nil {
		now := *m
		if err := r.take(ctx, &now, app); err == nil && now == *m {
			return nil
		}
	}
	return r.ask(ctx, m)
}

// ask reads the app itself.
func (r *teamAppResource) ask(ctx context.Context, m *teamAppModel) error {
	app, err := r.client.GetTeamApp(ctx, m.ID.ValueString())
	if err != nil {
		return err
	}
	return r.take(ctx, m, app)
}

// take takes everything from the API.
func (r *teamAppResource) take(ctx context.Context, m *teamAppModel, app *api.TeamApp) error {
	if err := r.setTeam(ctx, m, app.Team); err != nil {
		return err
	}
	m.set(app)
	return nil
}

// update transfers, then changes name and stack, then asks what came of it.
func (r *teamAppResource) update(ctx context.Context, plan, state *teamAppModel) error {
	if settled := !plan.OwnerEmail.IsUnknown(); settled { // only spelled anew: see change
		return nil
	}
	if others, err := r.needsAnother(ctx, plan, state); err != nil {
		return err
	} else if len(others) > 0 {
		return fmt.Errorf("an app cannot have another %s. That it would was not known when the plan was made: plan again, or replace the app with terraform apply -replace=ADDRESS", others[0])
	}
	app, team, err := r.overtaken(ctx, plan, state)
	if err != nil {
		return err
	}
	if err := r.transfer(ctx, plan, state, app, team); err != nil {
		return err
	}
	var in api.AppUpdate
	if !plan.Name.IsUnknown() && plan.Name.ValueString() != app.Name {
		in.Name = plan.Name.ValueStringPointer()
	}
	if !plan.Stack.IsUnknown() && !isNamed(plan.Stack, app.BuildStack) {
		in.BuildStack = plan.Stack.ValueStringPointer()
	}
	if in != (api.AppUpdate{}) {
		if err := r.client.UpdateApp(ctx, state.ID.ValueString(), in); err != nil {
			return err
		}
	}
	state.Name, state.Stack = plan.Name, plan.Stack
	return r.ask(ctx, plan)
}

// isNamed reports whether a word is an object's name or id.
func isNamed(word types.String, object api.Ref) bool {
	return word.ValueString() == object.Name || word.ValueString() == object.ID
}

// overtaken makes sure that name, stack and team of the app are those of the state, or those that are wanted. It returns the app, and the
// id of its team.
func (r *teamAppResource) overtaken(ctx context.Context, plan, state *teamAppModel) (app *api.TeamApp, team string, err error) {
	if app, err = r.client.GetTeamApp(ctx, state.ID.ValueString()); err != nil {
		return nil, "", err
	}
	if now := types.StringValue(app.Name); !now.Equal(state.Name) && !now.Equal(plan.Name) {
		if err := r.changed(ctx, "The name of the app "+state.Name.ValueString(), app.Name, state.Name.ValueString()); err != nil {
			return nil, "", err
		}
	}
	if !isNamed(state.Stack, app.BuildStack) && !isNamed(plan.Stack, app.BuildStack) {
		if err := r.changed(ctx, "The stack of the app "+app.Name, app.BuildStack.Name, state.Stack.ValueString()); err != nil {
			return nil, "", err
		}
	}
	owner := app.Owner.Email
	if app.Team != nil {
		owner = "the team " + app.Team.Name
		if team, err = r.teamID(ctx, app.Team); err != nil {
			return nil, "", err
		}
	}
	if team == state.TeamID.ValueString() {
		return app, team, nil
	}
	if !plan.Team.Equal(state.Team) {
		if wanted, err := r.owningTeam(ctx, plan.Team); err != nil || team == wanted.ID {
			return app, team, err
		}
	}
	return app, team, r.changed(ctx, "The owner of the app "+app.Name, owner, "the team "+state.Team.ValueString())
}

// transfer gives the app to the planned team, unless it is there.
func (r *teamAppResource) transfer(ctx context.Context, plan, state *teamAppModel, app *api.TeamApp, now string) error {
	ref := plan.Team
	if plan.Team.Equal(state.Team) && !plan.TeamID.IsUnknown() {
		if ref = state.TeamID; now == ref.ValueString() {
			return nil
		}
	}
	team, err := r.owningTeam(ctx, ref)
	if err != nil {
		return err
	}
	if now != team.ID {
		if err := r.giveTo(ctx, app, now, team); err != nil {
			return err
		}
	}
	state.Team, state.TeamID = plan.Team, types.StringValue(team.ID)
	return nil
}

func (r *teamAppResource) delete(ctx context.Context, m *teamAppModel) error {
	if _, _, err := r.overtaken(ctx, m, m); err != nil {
		return err
	}
	return r.client.DeleteApp(ctx, m.ID.ValueString())
}

// change decides whether another team is a transfer, and whether another region or space is only another spelling. Under another
// name of its team the app has another owner's address.
func (r *teamAppResource) change(ctx context.Context, plan, state *teamAppModel) (replace path.Paths, err error) {
	same, err := r.team().same(ctx, plan.Team, state.Team, state.TeamID)
	if err != nil {
		return nil, err
	}
	if !same || plan.Team.IsUnknown() {
		plan.TeamID, plan.OwnerEmail = types.StringUnknown(), types.StringUnknown()
	}
	others, err := r.needsAnother(ctx, plan, state)
	if err != nil {
		return nil, err
	}
	for _, attribute := range others {
		replace = append(replace, path.Root(attribute))
		if attribute == "space" { // it may be another one of the same name: see reference.replaces
			plan.SpaceID, replace = types.StringUnknown(), append(replace, path.Root("space_id"))
		}
	}
	r.foresee(state.ID, len(replace) > 0, plan.Name, state.Name)
	if len(replace) == 0 && unchanged(plan.TeamID, state.TeamID, plan.Name, state.Name, plan.Stack, state.Stack) && known(plan.Region, plan.Space) {
		settled := *state
		settled.Team, settled.Region, settled.Space = plan.Team, plan.Region, plan.Space
		if !plan.Team.Equal(state.Team) {
			settled.OwnerEmail = types.StringUnknown()
		}
		*plan = settled
	}
	return replace, nil
}

// needsAnother lists the attributes whose planned values name something else than what the app has and cannot change.
func (r *teamAppResource) needsAnother(ctx context.Context, plan, state *teamAppModel) (attributes []string, err error) {
	if known(plan.Region) && !plan.Region.Equal(state.Region) {
		app, err := r.client.GetTeamApp(ctx, state.ID.ValueString())
		if err != nil {
			return nil, err
		}
		if !isNamed(plan.Region, app.Region) {
			attributes = append(attributes, "region")
		}
	}
	same := plan.Space.IsUnknown() || plan.Space.IsNull() == state.Space.IsNull()
	if same && !state.Space.IsNull() {
		if same, err = r.space().same(ctx, plan.Space, state.Space, state.SpaceID); err != nil {
			return nil, err
		}
	}
	if !same {
		attributes = append(attributes, "space")
	}
	return attributes, nil
}

// owningTeam finds the team that an app or a space is to have. Its name is needed for a transfer, where the API may take an id for a
// person's. That a team is missing says nothing about the object, so the error is not handed on as one that would.
func (s *session) owningTeam(ctx context.Context, ref types.String) (*api.Team, error) {
	team, err := s.findTeam(ctx, ref.ValueString())
	if client.NotFound(err) {
		return nil, fmt.Errorf("the team %s does not exist", ref)
	}
	return team, err
}

// setTeam says whose the app is. The API names the team of an app, but does not always give its id.
func (r *teamAppResource) setTeam(ctx context.Context, m *teamAppModel, team *api.Ref) error {
	if team == nil { // a personal app by now
		m.Team, m.TeamID = types.StringNull(), types.StringNull()
		return nil
	}
	now := *team
	if now.ID == "" {
		found, err := r.owningTeam(ctx, types.StringValue(now.Name))
		if err != nil {
			return err
		}
		now.ID = found.ID
	}
	kept, err := r.team().kept(ctx, spelled(m.Team, m.TeamID, now.ID, now.Name), now.ID, now.Name)
	m.Team, m.TeamID = kept, types.StringValue(now.ID)
	return err
}

func (m *teamAppModel) set(app *api.TeamApp) {
	m.ID = types.StringValue(app.ID)
	m.Name = types.StringValue(app.Name)
	m.Region = spelled(m.Region, types.StringNull(), app.Region.ID, app.Region.Name)
	// The stack itself follows with the next release, which is not Terraform's business.
	m.Stack = spelled(m.Stack, types.StringNull(), app.BuildStack.ID, app.BuildStack.Name)
	if app.Space != nil {
		m.Space = spelled(m.Space, m.SpaceID, app.Space.ID, app.Space.Name)
		m.SpaceID = types.StringValue(app.Space.ID)
	} else {
		m.Space, m.SpaceID = types.StringNull(), types.StringNull()
	}
	m.GitURL = types.StringValue(app.GitURL)
	m.WebURL = types.StringPointerValue(app.WebURL)
	m.OwnerEmail = types.StringNull()
	if app.Owner.Email != "" {
		m.OwnerEmail = types.StringValue(app.Owner.Email)
	}
	m.CreatedAt = types.StringValue(app.CreatedAt)
}

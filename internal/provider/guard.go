package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// step is what the plan does with one object: one that comes has no state, one that goes has no plan.
type step[M any] struct {
	plan, state *M
	again       bool // the object was asked about in this plan already, and would have stayed: the user wants another one in its place
}

// comes reports whether the object is new, or another one than before in some respect.
func (s step[M]) comes() bool { return s.state == nil }

// goes reports whether the object is destroyed.
func (s step[M]) goes() bool { return s.plan == nil }

// stays reports whether the object is there before and after.
func (s step[M]) stays() bool { return s.state != nil && s.plan != nil }

// keptAlready is the key, beside the planned state, that tells the second question about an object from the first about another. It
// has the name of the walk, since what is beside a plan is beside the state afterwards.
const keptAlready = "kept_in"

// guard lets a resource say what the plan of one object means for people, before anything is changed: as errors where somebody would
// be locked out or the API would refuse, as warnings where somebody should look. It runs when the object's own planning is done.
func guard[M any](ctx context.Context, b *base, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, look func(context.Context, step[M]) error) {
	if b.session == nil || b.applying.Load() || resp.Diagnostics.HasError() {
		return
	}
	var s step[M]
	if !req.State.Raw.IsNull() {
		s.state = new(M)
		resp.Diagnostics.Append(load(ctx, req.State.Raw, req.State.Get, s.state)...)
	}
	if !req.Plan.Raw.IsNull() && len(resp.RequiresReplace) == 0 { // what is replaced goes here, and comes when it is asked about again
		s.plan = new(M)
		resp.Diagnostics.Append(load(ctx, resp.Plan.Raw, resp.Plan.Get, s.plan)...)
	}
	if s.state != nil {
		walk := ""
		if s.plan != nil {
			walk = b.walk
		}
		resp.Diagnostics.Append(remember(ctx, resp.Private, keptAlready, walk)...)
	}
	if s.comes() && req.Private != nil {
		walk, diags := recall[string](ctx, req.Private, keptAlready)
		resp.Diagnostics.Append(diags...)
		s.again = walk == b.walk
	}
	if resp.Diagnostics.HasError() {
		return
	}
	defer b.busy()()
	if err := look(withNotes(ctx, &resp.Diagnostics), s); err != nil {
		b.failed(&resp.Diagnostics, "plan", err)
	}
	if !resp.Plan.Raw.Equal(req.State.Raw) { // an answer has said by now how many calls are left
		b.spend(withNotes(ctx, &resp.Diagnostics), 1)
	}
}

// askedTeam finds the team that an object names which is to come. There is none, and nothing to say, while the name is not known, or
// the team comes in the same plan.
func (s *session) askedTeam(ctx context.Context, ref types.String) (*api.Team, error) {
	if ref.IsUnknown() || s.willBe("", ref.ValueString()) {
		return nil, nil
	}
	team, err := s.findTeam(ctx, ref.ValueString())
	if client.NotFound(err) {
		s.unknown(ctx, "team", ref, "herokuenterprise_team")
		return nil, nil
	}
	if err == nil && s.replaced(team.ID) {
		return nil, nil
	}
	return team, err
}

// askedApp finds the app that an object names which is to come, as askedTeam does a team.
func (s *session) askedApp(ctx context.Context, ref types.String) (app *api.TeamApp, team string, err error) {
	if ref.IsUnknown() || s.willBe("", ref.ValueString()) {
		return nil, "", nil
	}
	app, team, err = s.findApp(ctx, ref.ValueString())
	if client.NotFound(err) {
		s.unknown(ctx, "app", ref, "herokuenterprise_team_app")
		return nil, "", nil
	}
	if err == nil && s.replaced(app.ID) {
		return nil, "", nil
	}
	return app, team, err
}

// teamNamed is what people call a team, which a resource may refer to by its id. It is asked for when there is something to say.
func (s *session) teamNamed(ctx context.Context, ref string) string {
	if idShape.MatchString(ref) {
		if team, err := s.findTeam(ctx, ref); err == nil {
			return team.Name
		}
	}
	return ref
}

// appNamed is what people call an app of a team, as teamNamed is for a team. The list of grants has been read, most likely.
func (s *session) appNamed(ctx context.Context, app api.Ref, team string) string {
	if !idShape.MatchString(app.Name) {
		return app.Name
	}
	if team != "" {
		all, err := s.snapshot.Permissions.Get(ctx, team, client.Named)
		if entity := entityOf(all.Value, app.ID); err == nil && entity != nil {
			return entity.Name
		}
	}
	if found, _, err := s.findApp(ctx, app.ID); err == nil {
		return found.Name
	}
	return app.Name
}

// unknown reports a reference to something that does not exist.
func (s *session) unknown(ctx context.Context, attribute string, ref types.String, kind string) {
	report := notesOf(ctx).AddAttributeError
	if _, missed := s.missed.Load(ref.ValueString()); missed {
		report = notesOf(ctx).AddAttributeWarning
	}
	report(path.Root(attribute), "There is no such "+attribute, fmt.Sprintf(
		"%s = %q names no %s that the API knows. Correct the name or, if the %s comes into being in the same run, refer to it: %s = %s.NAME.id",
		attribute, ref.ValueString(), attribute, attribute, attribute, kind))
}

// ownRights refuses to take rights from the person that Terraform works as, unless the user allows it.
func (s *session) ownRights(ctx context.Context, user types.String, what string) error {
	if s.options.allowSelfRemoval {
		return nil
	}
	me, err := s.snapshot.Account.Get(ctx, "", client.Current)
	if err != nil || me.Value.ID != user.ValueString() {
		return err
	}
	notesOf(ctx).AddError("Terraform would take its own rights", fmt.Sprintf(
		"%s is the person that Terraform works as, and %s. The same person may not be able to undo that. Work as somebody else or, if it is intended, set the provider argument allow_self_removal = true.", me.Value.Email, what))
	return nil
}

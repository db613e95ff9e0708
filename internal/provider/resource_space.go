package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceResource is a private space of an enterprise team. Name and team are all that can change: what else it is, it is made as.
//
// The address of a log drain, which the API takes when a space is made and never shows again, is left aside: nothing could tell
// whether it is still the one that was asked for.
type spaceResource struct {
	base
	pause time.Duration // between two looks at a space that is on its way
}

// A space takes minutes to come, and a while to go.
const (
	spacePause    = 10 * time.Second
	spacePatience = time.Hour
)

var (
	_ resource.ResourceWithConfigure      = (*spaceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*spaceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*spaceResource)(nil)
	_ resource.ResourceWithIdentity       = (*spaceResource)(nil)
	_ resource.ResourceWithImportState    = (*spaceResource)(nil)
)

var spaceType = common{name: "space", single: true}

func newSpaceResource() resource.Resource {
	return &spaceResource{base{spaceType}, spacePause}
}

type spaceModel struct {
	identified
	Name       types.String `tfsdk:"name"`
	Team       types.String `tfsdk:"team"`
	TeamID     types.String `tfsdk:"team_id"`
	Region     types.String `tfsdk:"region"`
	Generation types.String `tfsdk:"generation"`
	Shield     types.Bool   `tfsdk:"shield"`
	CIDR       types.String `tfsdk:"cidr"`
	DataCIDR   types.String `tfsdk:"data_cidr"`
	CreatedAt  types.String `tfsdk:"created_at"`
}

func (r *spaceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A private space of an enterprise team. Creating one takes some minutes, and Terraform waits for it. Apps are put into it with the argument `space` of `herokuenterprise_team_app`; a space with apps cannot be destroyed.",
		Attributes: map[string]schema.Attribute{
			"name":       required("The name of the space: 3 to 30 lowercase letters, digits and single dashes, not used by any other space on Heroku. Another name renames the space in place.", isSpaceName),
			"team":       required(teamReference+"; another team of the same enterprise account means that the space is transferred to it, with its apps. A space cannot leave its enterprise account.", isReference),
			"region":     chosen("The region that the space is in, by name or id: "+orList(access.Regions(true)...)+". If it is not set, the API chooses. Another region means another space.", isReference),
			"generation": chosen("The generation of the platform: "+orList(access.Generations()...)+". If it is not set, the API chooses. Another generation means another space.", isReference),
			"shield": schema.BoolAttribute{
				Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "Whether it is a shield space, for data of high compliance. If it is not set, it is none. Another value means another space.",
			},
			"cidr":       chosen("The network of the space: a /16 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, such as `10.0.0.0/16`. If it is not set, the API chooses. Another network means another space.", isNetwork),
			"data_cidr":  chosen("The network of the data services of the space: a /16 to /20 in the same ranges, apart from `cidr`. If it is not set, the API chooses. Another network means another space.", isNetwork),
			"id":         stable("The id of the space. It never changes."),
			"team_id":    stable("The id of the team. It stays when the team is renamed."),
			"created_at": stable("When the space was created."),
		},
	}
}

func (r *spaceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *spaceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *spaceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *spaceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *spaceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *spaceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "id")
}

// ValidateConfig checks what a space is made as, as far as it is known, by the rules of the control plane.
func (r *spaceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m spaceModel
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	refuse := func(attribute string, err error) {
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root(attribute), "Invalid value for "+attribute, err.Error())
		}
	}
	if known(m.CIDR) {
		if _, _, err := access.SpaceNetworks(m.CIDR.ValueString(), ""); err != nil {
			refuse("cidr", err)
		} else if known(m.DataCIDR) {
			_, _, err := access.SpaceNetworks(m.CIDR.ValueString(), m.DataCIDR.ValueString())
			refuse("data_cidr", err)
		}
	}
	if known(m.Generation, m.Shield) {
		refuse("shield", access.SpaceShape(m.Generation.ValueString(), m.Shield.ValueBool(), ""))
	}
}

// create names the team by its name, as the API documents it, and waits until apps can run in the space.
func (r *spaceResource) create(ctx context.Context, m *spaceModel) error {
	team, err := r.owningTeam(ctx, m.Team)
	if err != nil {
		return err
	}
	space, err := r.client.CreateSpace(ctx, api.SpaceCreate{
		Name: m.Name.ValueString(), Team: team.Name, Region: m.Region.ValueString(), Generation: m.Generation.ValueString(),
		Shield: m.Shield.ValueBool(), CIDR: m.CIDR.ValueString(), DataCIDR: m.DataCIDR.ValueString(),
	})
	if err != nil {
		return err
	}
	m.set(space)
	m.TeamID = types.StringValue(team.ID)
	if space, err = r.allocated(ctx, space); err != nil {
		return err
	}
	m.set(space)
	return nil
}

// read takes the space from the list of the caller's spaces. A list that does not show it, or shows it differently, is doubted, and
// the space itself is read.
func (r *spaceResource) read(ctx context.Context, m *spaceModel) error {
	mine, err := r.snapshot.Spaces.Get(ctx, "", client.Current)
	if err == nil {
		if space := spaceIn(mine.Value, m.ID.ValueString()); space != nil {
			now := *m
			if err := r.take(ctx, &now, space); err == nil && now == *m {
				return nil
			}
		}
	}
	return r.ask(ctx, m)
}

// ask reads the space itself.
func (r *spaceResource) ask(ctx context.Context, m *spaceModel) error {
	space, err := r.client.GetSpace(ctx, m.ID.ValueString())
	if err != nil {
		return err
	}
	return r.take(ctx, m, space)
}

// take takes everything from the API. A space on its way out is gone.
func (r *spaceResource) take(ctx context.Context, m *spaceModel, space *api.Space) (err error) {
	if space.State == api.SpaceDeleting {
		return errGone
	}
	m.Team, err = r.team().kept(ctx, spelled(m.Team, m.TeamID, space.Team.ID, space.Team.Name), space.Team.ID, space.Team.Name)
	m.TeamID = types.StringValue(space.Team.ID)
	m.set(space)
	return err
}

// update transfers, then renames, then asks what came of it.
func (r *spaceResource) update(ctx context.Context, plan, state *spaceModel) error {
	others, err := r.needsAnother(ctx, plan, state)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return fmt.Errorf("a space cannot have another %s. That it would was not known when the plan was made: plan again, or replace the space with terraform apply -replace=ADDRESS", others[0])
	}
	if plan.Name.Equal(state.Name) && !plan.TeamID.IsUnknown() { // only spelled anew: see change
		return nil
	}
	space, err := r.overtaken(ctx, plan, state)
	if err != nil {
		return err
	}
	if err := r.transfer(ctx, plan, state, space); err != nil {
		return err
	}
	if name := plan.Name.ValueString(); name != space.Name {
		if err := r.client.UpdateSpace(ctx, space.ID, api.SpaceUpdate{Name: name}); err != nil {
			return err
		}
	}
	state.Name = plan.Name
	return r.ask(ctx, plan)
}

// transfer gives the space to the planned team, unless it is there. A transfer whose answer is lost may have taken place: only looking
// at the space tells.
func (r *spaceResource) transfer(ctx context.Context, plan, state *spaceModel, now *api.Space) error {
	ref := plan.Team
	if plan.Team.Equal(state.Team) && !plan.TeamID.IsUnknown() {
		ref = state.TeamID
	}
	team, err := r.owningTeam(ctx, ref)
	if err != nil {
		return err
	}
	if now.Team.ID != team.ID {
		err := r.effects.write(func() error {
			failed := r.client.TransferSpace(ctx, now.ID, api.SpaceTransfer{NewOwner: team.Name})
			if !client.Invalid(failed) && !client.Lost(failed) {
				return failed
			}
			if space, err := r.client.GetSpace(ctx, now.ID); err != nil || space.Team.ID != team.ID {
				return failed
			}
			return nil
		}, &effect{kind: moving, on: now.ID, from: now.Team.ID, to: team.ID})
		if err != nil {
			return err
		}
	}
	state.Team, state.TeamID = plan.Team, types.StringValue(team.ID)
	return nil
}

// overtaken makes sure that name and team of the space are those of the state, or those that are wanted, and returns it.
func (r *spaceResource) overtaken(ctx context.Context, plan, state *spaceModel) (*api.Space, error) {
	space, err := r.client.GetSpace(ctx, state.ID.ValueString())
	if err != nil {
		return nil, err
	}
	if now := types.StringValue(space.Name); !now.Equal(state.Name) && !now.Equal(plan.Name) {
		if err := r.changed(ctx, "The name of the space "+state.Name.ValueString(), space.Name, state.Name.ValueString()); err != nil {
			return nil, err
		}
	}
	if space.Team.ID == state.TeamID.ValueString() {
		return space, nil
	}
	if !plan.Team.Equal(state.Team) {
		if wanted, err := r.owningTeam(ctx, plan.Team); err != nil || wanted.ID == space.Team.ID {
			return space, err
		}
	}
	return space, r.changed(ctx, "The team of the space "+space.Name, space.Team.Name, state.Team.ValueString())
}

// delete waits until the space is gone: its name is taken, and its team cannot be deleted, until then.
func (r *spaceResource) delete(ctx context.Context, m *spaceModel) error {
	space, err := r.overtaken(ctx, m, m)
	if err != nil {
		return err
	}
	if err := r.client.DeleteSpace(ctx, space.ID); err != nil {
		return err
	}
	return r.left(ctx, space.ID)
}

// change decides whether another team is a transfer, and whether another value of what a space is made as is only another spelling.
func (r *spaceResource) change(ctx context.Context, plan, state *spaceModel) (replace path.Paths, err error) {
	same, err := r.team().same(ctx, plan.Team, state.Team, state.TeamID)
	if err != nil {
		return nil, err
	}
	if !same || plan.Team.IsUnknown() {
		plan.TeamID = types.StringUnknown()
	}
	others, err := r.needsAnother(ctx, plan, state)
	if err != nil {
		return nil, err
	}
	for _, attribute := range others {
		replace = append(replace, path.Root(attribute))
	}
	r.foresee(state.ID, len(replace) > 0, plan.Name, state.Name)
	return replace, nil
}

// needsAnother lists the attributes whose planned values are others than the space was made with.
func (r *spaceResource) needsAnother(ctx context.Context, plan, state *spaceModel) (attributes []string, err error) {
	for _, fixed := range []struct {
		attribute   string
		plan, state types.String
	}{{"cidr", plan.CIDR, state.CIDR}, {"data_cidr", plan.DataCIDR, state.DataCIDR}} {
		if known(fixed.plan) && !sameNetwork(fixed.plan.ValueString(), fixed.state.ValueString()) {
			attributes = append(attributes, fixed.attribute)
		}
	}
	if known(plan.Shield) && !plan.Shield.Equal(state.Shield) {
		attributes = append(attributes, "shield")
	}
	if unchanged(plan.Region, state.Region, plan.Generation, state.Generation) {
		return attributes, nil
	}
	space, err := r.findSpace(ctx, state.ID.ValueString())
	if err != nil {
		return nil, err
	}
	if known(plan.Region) && !isNamed(plan.Region, space.Region.Ref) {
		attributes = append(attributes, "region")
	}
	if known(plan.Generation) && !isNamed(plan.Generation, space.Generation) {
		attributes = append(attributes, "generation")
	}
	return attributes, nil
}

// set takes everything but the team from the API, and keeps the user's spelling of what it names.
func (m *spaceModel) set(space *api.Space) {
	m.ID = types.StringValue(space.ID)
	m.Name = types.StringValue(space.Name)
	m.Region = spelled(m.Region, types.StringNull(), space.Region.ID, space.Region.Name)
	m.Generation = spelled(m.Generation, types.StringNull(), space.Generation.ID, space.Generation.Name)
	m.Shield = types.BoolValue(space.Shield)
	m.CIDR = spelledNetwork(m.CIDR, space.CIDR)
	m.DataCIDR = spelledNetwork(m.DataCIDR, space.DataCIDR)
	m.CreatedAt = types.StringValue(space.CreatedAt)
}

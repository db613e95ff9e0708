package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// spaceTrustedIPsResource is all the trusted IPs of a private space: what the API calls its inbound ruleset, which it replaces as a
// whole. Every space has one, so creating this takes it over, and destroying it leaves it as it is: to open a space to everybody, or to
// shut everybody out, is a decision that no configuration makes by saying nothing.
type spaceTrustedIPsResource struct{ base }

var (
	_ resource.ResourceWithConfigure      = (*spaceTrustedIPsResource)(nil)
	_ resource.ResourceWithValidateConfig = (*spaceTrustedIPsResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*spaceTrustedIPsResource)(nil)
	_ resource.ResourceWithIdentity       = (*spaceTrustedIPsResource)(nil)
	_ resource.ResourceWithImportState    = (*spaceTrustedIPsResource)(nil)
)

var spaceTrustedIPsType = common{name: "space_trusted_ips", keys: []key{spaceKey}}

func newSpaceTrustedIPsResource() resource.Resource {
	return &spaceTrustedIPsResource{base{spaceTrustedIPsType}}
}

type spaceTrustedIPsModel struct {
	identified
	Space        types.String `tfsdk:"space"`
	SpaceID      types.String `tfsdk:"space_id"`
	Ranges       types.Set    `tfsdk:"ranges"`
	DeniedRanges types.Set    `tfsdk:"denied_ranges"`
}

// rangeSet checks ranges one by one; what they are together, ValidateConfig checks.
var rangeSet = []validator.Set{setvalidator.ValueStringsAre(checked{func(s string) error {
	return access.InboundRules([]access.InboundRule{{Action: access.InboundAllow, Source: s}})
}})}

func (r *spaceTrustedIPsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The trusted IP ranges of a private space: all of them, so that any other range is drift. They are for web traffic to the apps of the space, not for the API. A space that nobody has changed trusts everybody (`0.0.0.0/0`). Creating this resource replaces what is there; destroying it changes nothing, so that the ranges stay in force: apply `ranges = [\"0.0.0.0/0\"]` first to open the space.",
		Attributes: map[string]schema.Attribute{
			"space": required(spaceReference+"; another space means that this one keeps its ranges, and is no longer looked after.", isReference),
			"ranges": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: rangeSet,
				MarkdownDescription: fmt.Sprintf("The IPv4 networks from which web traffic is let in, such as `198.51.100.0/24`; at most %d, together with `denied_ranges`. With `[]` nobody is let in.", access.MaxInboundRules),
			},
			"denied_ranges": schema.SetAttribute{
				Optional: true, Computed: true, ElementType: types.StringType, Validators: rangeSet, Default: setdefault.StaticValue(types.SetValueMust(types.StringType, []attr.Value{})),
				MarkdownDescription: "The IPv4 networks for which there is a rule that shuts them out. What is not in `ranges` is shut out without a rule, so this is hardly ever needed. The default is none.",
			},
			"id":       stable("The id of the space."),
			"space_id": stable("The id of the space. It stays when the space is renamed."),
		},
	}
}

func (r *spaceTrustedIPsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *spaceTrustedIPsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *spaceTrustedIPsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *spaceTrustedIPsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *spaceTrustedIPsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, nil, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *spaceTrustedIPsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "space")
}

// ValidateConfig checks all ranges together, by the rule of the control plane.
func (r *spaceTrustedIPsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m spaceTrustedIPsModel
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	if !known(m.Ranges, m.DeniedRanges) || !known(m.Ranges.Elements()...) || !known(m.DeniedRanges.Elements()...) {
		return
	}
	rules := make([]access.InboundRule, 0, access.MaxInboundRules)
	for _, rule := range m.rules() {
		rules = append(rules, access.InboundRule(rule))
	}
	if err := access.InboundRules(rules); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("ranges"), "Invalid value for ranges", err.Error())
	}
}

func (r *spaceTrustedIPsResource) create(ctx context.Context, m *spaceTrustedIPsModel) error {
	if err := r.space().resolve(ctx, m.Space, &m.SpaceID); err != nil {
		return err
	}
	return r.write(ctx, m)
}

// write replaces all rules.
func (r *spaceTrustedIPsResource) write(ctx context.Context, m *spaceTrustedIPsModel) error {
	now, err := r.client.PutInboundRuleset(ctx, m.SpaceID.ValueString(), api.InboundRulesetCreate{Rules: m.rules()})
	if err != nil {
		return err
	}
	if !m.shows(now) {
		return fmt.Errorf("the API keeps the ranges %s, although it accepted %s", quoted(sourcesOf(now.Rules, access.InboundAllow)), quoted(elements(m.Ranges)))
	}
	m.set(now)
	return nil
}

func (r *spaceTrustedIPsResource) read(ctx context.Context, m *spaceTrustedIPsModel) error {
	if err := r.space().resolve(ctx, m.Space, &m.SpaceID); err != nil {
		return err
	}
	now, err := r.client.GetInboundRuleset(ctx, m.SpaceID.ValueString())
	if err != nil {
		return err
	}
	m.set(now)
	m.Space, err = r.space().kept(ctx, m.Space, now.Space.ID, now.Space.Name)
	return err
}

func (r *spaceTrustedIPsResource) update(ctx context.Context, plan, state *spaceTrustedIPsModel) error {
	if err := r.space().check(ctx, plan.Space, state.Space, state.SpaceID, &plan.SpaceID); err != nil {
		return err
	}
	if unchanged(plan.Ranges, state.Ranges, plan.DeniedRanges, state.DeniedRanges) {
		return nil
	}
	now, err := r.client.GetInboundRuleset(ctx, plan.SpaceID.ValueString())
	switch {
	case err != nil:
		return err
	case plan.shows(now):
		return nil
	case !state.shows(now):
		if err := r.changed(ctx, "The list of trusted ranges of the space "+now.Space.Name, described(now), state.described()); err != nil {
			return err
		}
	}
	return r.write(ctx, plan)
}

// delete leaves the ranges in force.
func (r *spaceTrustedIPsResource) delete(context.Context, *spaceTrustedIPsModel) error { return nil }

// stay warns that the ranges outlive the resource.
func (s *session) stay(ctx context.Context, space string) {
	notesOf(ctx).AddWarning("Trusted ranges stay in force", fmt.Sprintf(
		"Destroying this resource changes nothing at the space %s: the ranges that it trusts stay, and Terraform no longer looks after them. To open the space, apply ranges = [\"0.0.0.0/0\"] first.", space))
}

func (r *spaceTrustedIPsResource) change(ctx context.Context, plan, state *spaceTrustedIPsModel) (path.Paths, error) {
	return r.space().replaces(ctx, plan.Space, state.Space, state.SpaceID, &plan.SpaceID)
}

// rules are the ranges as the API has them, in a fixed order.
func (m *spaceTrustedIPsModel) rules() []api.InboundRule {
	rules := []api.InboundRule{}
	for _, source := range elements(m.Ranges) {
		rules = append(rules, api.InboundRule{Action: access.InboundAllow, Source: source})
	}
	for _, source := range elements(m.DeniedRanges) {
		rules = append(rules, api.InboundRule{Action: access.InboundDeny, Source: source})
	}
	return rules
}

// sourcesOf lists the networks of all rules of an action, sorted.
func sourcesOf(rules []api.InboundRule, action string) []string {
	sources := []string{}
	for _, rule := range rules {
		if rule.Action == action {
			sources = append(sources, rule.Source)
		}
	}
	slices.Sort(sources)
	return sources
}

// shows reports whether the model has the networks that the API says, however they are spelled.
func (m *spaceTrustedIPsModel) shows(now *api.InboundRuleset) bool {
	return sameNetworks(elements(m.Ranges), sourcesOf(now.Rules, access.InboundAllow)) && sameNetworks(elements(m.DeniedRanges), sourcesOf(now.Rules, access.InboundDeny))
}

// sameNetworks reports whether two lists have the same networks; no list has one twice.
func sameNetworks(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(one string) bool {
		return !slices.ContainsFunc(b, func(two string) bool { return sameNetwork(one, two) })
	})
}

// described is what the ranges are, for people.
func described(now *api.InboundRuleset) string {
	var m spaceTrustedIPsModel
	m.set(now)
	return m.described()
}

func (m *spaceTrustedIPsModel) described() string {
	if denied := elements(m.DeniedRanges); len(denied) > 0 {
		return quoted(elements(m.Ranges)) + " without " + quoted(denied)
	}
	return quoted(elements(m.Ranges))
}

// set takes everything from the API, and keeps the user's spelling of networks.
func (m *spaceTrustedIPsModel) set(now *api.InboundRuleset) {
	m.ID, m.SpaceID = types.StringValue(now.Space.ID), types.StringValue(now.Space.ID)
	m.Ranges = spelledNetworks(m.Ranges, sourcesOf(now.Rules, access.InboundAllow))
	m.DeniedRanges = spelledNetworks(m.DeniedRanges, sourcesOf(now.Rules, access.InboundDeny))
}

// spelledNetworks is spelledNetwork for each of a set.
func spelledNetworks(written types.Set, now []string) types.Set {
	mine := elements(written)
	for i, source := range now {
		if same := slices.IndexFunc(mine, func(w string) bool { return sameNetwork(w, source) }); same >= 0 {
			now[i] = mine[same]
		}
	}
	return setOf(now)
}

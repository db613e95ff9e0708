package provider

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// What the plan of what belongs to a private space means for people: see guard.

// roleFirst is what to do when somebody has no role in a team and needs one.
const roleFirst = "Give the person a role there first. If a herokuenterprise_team_member does that in the same run, let this resource depend on it: email = herokuenterprise_team_member.NAME.email"

// guard looks after people who are in the team twice, or not at all.
func (r *spaceAccessResource) guard(ctx context.Context, s step[spaceAccessModel]) error {
	if s.comes() {
		space, err := r.askedSpace(ctx, s.plan.Space)
		if err != nil || space == nil || s.plan.Email.IsUnknown() {
			return err
		}
		return r.creates(ctx, s, api.Ref{ID: space.ID, Name: space.Name}, space.Team, s.plan.Email)
	}
	space := api.Ref{ID: s.state.SpaceID.ValueString(), Name: s.state.Space.ValueString()}
	team := api.Ref{ID: s.state.TeamID.ValueString(), Name: s.state.TeamID.ValueString()}
	return r.creates(ctx, s, space, team, s.state.Email)
}

// creates looks at whom the plan lets create apps in a space, or forbids it.
func (r *spaceAccessResource) creates(ctx context.Context, s step[spaceAccessModel], space, team api.Ref, email types.String) error {
	where, people := func() string { return "the space " + r.spaceNamed(ctx, space) }, r.ledger.grantedOn(space, team.ID, "the space ")
	if s.stays() { // the state knows who it is: no call is needed
		r.placed(ctx, people, s.state.UserID.ValueString(), false, s.again, email.ValueString(), where)
		r.wiped(ctx, team.ID, s.state.UserID.ValueString(), email.ValueString())
		return nil
	}
	var user types.String
	if s.state != nil {
		user = s.state.UserID
	}
	key, row, err := r.person(ctx, team.ID, user, email)
	if err != nil {
		return err
	}
	r.placed(ctx, people, key, s.goes(), s.again, email.ValueString(), where)
	r.wiped(ctx, team.ID, key, email.ValueString())
	has := access.NoRole
	if row != nil {
		has = roleOf(row)
	}
	role := r.ledger.roleIn(team.ID, key, has)
	switch {
	case s.goes() && role == access.Admin:
		r.keeps(ctx, email.ValueString(), r.spaceNamed(ctx, space))
	case s.comes() && role == access.NoRole:
		return r.outside(ctx, team, email.ValueString(), space.Name)
	case s.comes():
		if role != access.Admin && !s.again { // who can do it in any case
			r.secondFactor(ctx, team.ID, row, email, strongOn("the space "+r.spaceNamed(ctx, space), elements(s.plan.Permissions)))
		}
		if err := access.GrantSpace(email.ValueString(), role, true); err != nil {
			notesOf(ctx).AddAttributeWarning(path.Root("permissions"), "A permission of no use", err.Error())
		}
	}
	return nil
}

// spaceNamed is what people call a space, as teamNamed is for a team.
func (s *session) spaceNamed(ctx context.Context, space api.Ref) string {
	if idShape.MatchString(space.Name) {
		if found, err := s.findSpace(ctx, space.ID); err == nil {
			return found.Name
		}
	}
	return space.Name
}

// keeps warns that an admin has the permission in any case.
func (s *session) keeps(ctx context.Context, email, space string) {
	notesOf(ctx).AddWarning("An admin keeps a permission", fmt.Sprintf(
		"%s is an admin of the team of the space %s, and admins can always create apps in it. Heroku does not take the permission away; it ends with the role, or when the person is a member and the permission is taken away then.", email, space))
}

// outside refuses a permission for somebody without a role in the team, unless the API does not show who is in it.
func (s *session) outside(ctx context.Context, team api.Ref, email, space string) error {
	if _, err := s.snapshot.Members.Get(ctx, team.ID, client.Current); err != nil {
		return nil //nolint:nilerr // nobody can be seen, so nobody is missing
	}
	notesOf(ctx).AddAttributeError(path.Root("email"), "A person without a role in the team", fmt.Sprintf(
		"%s has no role in the team %s, to which the space %s belongs, and only people who have one can create apps in it. %s", email, team.Name, space, roleFirst))
	return nil
}

// guard notes the name of a space that comes, for what refers to it, and refuses teams that cannot have the space.
func (r *spaceResource) guard(ctx context.Context, s step[spaceModel]) error {
	if s.comes() {
		r.willCome(s.plan.Name)
		if err := r.placeable(ctx, s.plan.Region); err != nil {
			return err
		}
		team, err := r.askedTeam(ctx, s.plan.Team)
		if err != nil || team == nil {
			return err
		}
		r.unfit(ctx, access.CreateSpace(team.Name, team.Type == api.TeamTypeEnterprise))
		return nil
	}
	if s.goes() || !s.plan.TeamID.IsUnknown() || s.plan.Team.Equal(s.state.Team) {
		return nil
	}
	to, err := r.askedTeam(ctx, s.plan.Team)
	if err != nil || to == nil {
		return err
	}
	from, err := r.findTeam(ctx, s.state.TeamID.ValueString())
	if err != nil {
		return err
	}
	r.unfit(ctx, access.TransferSpace(s.state.Name.ValueString(), accountOf(from), accountOf(to)))
	return nil
}

// placeable refuses a region in which there can be no private space. An API that does not list its regions is not asked any further.
func (s *session) placeable(ctx context.Context, region types.String) error {
	if !known(region) {
		return nil
	}
	list, err := s.snapshot.Regions.Get(ctx, "", client.Current)
	if err != nil {
		return client.UnlessLacking(err)
	}
	problem, names := fmt.Sprintf("Unknown region %q.", region.ValueString()), []string{}
	for _, one := range list.Value {
		switch {
		case !isNamed(region, api.Ref{ID: one.ID, Name: one.Name}):
		case one.PrivateCapable:
			return nil
		default:
			problem = fmt.Sprintf("The region %s has no private spaces.", one.Name)
		}
		if one.PrivateCapable {
			names = append(names, one.Name)
		}
	}
	slices.Sort(names)
	notesOf(ctx).AddAttributeError(path.Root("region"), "Invalid value for region", fmt.Sprintf("%s A private space can be in one of these: %s.", problem, quoted(names)))
	return nil
}

// unfit reports that a team cannot have a space, if that is so.
func (s *session) unfit(ctx context.Context, err error) {
	if err != nil {
		notesOf(ctx).AddAttributeError(path.Root("team"), "A team that cannot have the space", err.Error())
	}
}

// accountOf is the id of a team's enterprise account; empty if it is in none.
func accountOf(team *api.Team) string {
	if team.EnterpriseAccount == nil {
		return ""
	}
	return team.EnterpriseAccount.ID
}

// guard says who is shut out.
func (r *spaceTrustedIPsResource) guard(ctx context.Context, s step[spaceTrustedIPsModel]) error {
	if s.goes() {
		r.stay(ctx, r.spaceNamed(ctx, api.Ref{ID: s.state.SpaceID.ValueString(), Name: s.state.Space.ValueString()}))
		return nil
	}
	if s.stays() {
		r.alone(ctx, s.state.SpaceID.ValueString(), s.again, func() string {
			return ranges + r.spaceNamed(ctx, api.Ref{ID: s.state.SpaceID.ValueString(), Name: s.state.Space.ValueString()}) + oneList
		})
	}
	if s.stays() && s.plan.Ranges.Equal(s.state.Ranges) {
		return nil
	}
	var before []string
	name := s.plan.Space.ValueString()
	if s.comes() {
		space, err := r.askedSpace(ctx, s.plan.Space)
		if err != nil || space == nil {
			return err
		}
		r.alone(ctx, space.ID, s.again, func() string { return ranges + space.Name + oneList })
		now, err := r.client.GetInboundRuleset(ctx, space.ID)
		if err != nil {
			return err
		}
		name, before = space.Name, sourcesOf(now.Rules, access.InboundAllow)
	} else {
		name, before = r.spaceNamed(ctx, api.Ref{ID: s.state.SpaceID.ValueString(), Name: name}), elements(s.state.Ranges)
	}
	if !known(s.plan.Ranges) || !known(s.plan.Ranges.Elements()...) {
		return nil
	}
	r.shutOut(ctx, name, before, elements(s.plan.Ranges))
	redundant(ctx, elements(s.plan.Ranges))
	return nil
}

// redundant warns of ranges that lie in others: to take such a range away shuts nobody out.
func redundant(ctx context.Context, ranges []string) {
	var pairs []string
	for _, inner := range ranges {
		for _, outer := range ranges {
			in, inErr := netip.ParsePrefix(inner)
			out, outErr := netip.ParsePrefix(outer)
			if inErr == nil && outErr == nil && out.Bits() < in.Bits() && out.Overlaps(in) {
				pairs = append(pairs, inner+" in "+outer)
			}
		}
	}
	if len(pairs) > 0 {
		notesOf(ctx).AddAttributeWarning(path.Root("ranges"), "Ranges overlap", fmt.Sprintf(
			"Of these ranges one lies in another: %s. The larger one lets its addresses in whether the smaller one is listed or not.", strings.Join(pairs, "; ")))
	}
}

// What is said of two lists of trusted ranges.
const (
	ranges  = "Two resources hold the trusted ranges of the space "
	oneList = ", and each would undo what the other does. A space has one list: put all ranges into one resource, and remove the other one."
)

// shutOut warns when nobody is trusted any more, and names ranges that are not when somebody is whom the configuration has not known.
func (s *session) shutOut(ctx context.Context, space string, before, after []string) {
	lost := slices.DeleteFunc(slices.Clone(before), func(source string) bool {
		return slices.ContainsFunc(after, func(kept string) bool { return sameNetwork(kept, source) })
	})
	switch {
	case len(before) > 0 && len(after) == 0:
		notesOf(ctx).AddAttributeWarning(path.Root("ranges"), "Nobody reaches the apps of a space", fmt.Sprintf(
			"Without a trusted range no web traffic reaches the apps of the space %s; until now it came from %s.", space, quoted(before)))
	case len(lost) > 0:
		notesOf(ctx).AddAttributeWarning(path.Root("ranges"), "Addresses are no longer trusted", fmt.Sprintf(
			"Web traffic from %s no longer reaches the apps of the space %s, unless another range covers it.", quoted(lost), space))
	}
}

package seed

import (
	"cmp"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) space(p path, team store.Team, s Space, admin store.User) error {
	row, err := l.checkSpace(p, team, s)
	if err != nil {
		return err
	}
	have, err := l.tx.GetSpace(l.ctx, s.Name, "")
	switch {
	case isMissing(err):
		have, err = l.tx.CreateSpace(l.ctx, row)
		if err == nil && s.InboundRuleset == nil {
			err = l.tx.CreateInboundRuleset(l.ctx, have.ID, admin.ID, access.DefaultInboundRules)
		}
	case err == nil && (have.TeamID != row.TeamID || have.Region != row.Region || have.Generation != row.Generation || have.Shield != row.Shield ||
		have.CIDR != row.CIDR || have.DataCIDR != row.DataCIDR || have.LogDrainURL != row.LogDrainURL):
		return l.errorf(p, "the space %s exists in another team, or was made another way: a space can only be renamed", s.Name)
	case err == nil:
		err = l.sameID(p, "the space "+s.Name, have.ID, s.ID)
	}
	if err != nil {
		return l.wrap(p, err)
	}
	l.spaces[s.Name] = have
	if err := each(p.at("members"), s.Members, func(p path, m SpaceMember) error { return l.spaceMember(p, have, m) }); err != nil {
		return err
	}
	if s.InboundRuleset == nil {
		return nil
	}
	return l.inboundRuleset(p.at("inbound_ruleset"), have, *s.InboundRuleset, admin)
}

func (l *loader) checkSpace(p path, team store.Team, s Space) (store.Space, error) {
	row := store.Space{
		ID: s.ID, Name: s.Name, TeamID: team.ID, Region: cmp.Or(s.Region, access.DefaultSpaceRegion), Generation: cmp.Or(s.Generation, access.Cedar),
		Shield: s.Shield, LogDrainURL: s.LogDrainURL,
	}
	if err := access.CreateSpace(team.Name, team.Enterprise()); err != nil {
		return row, l.wrap(p, err)
	}
	if err := access.SpaceName(s.Name); err != nil {
		return row, l.errorf(p.at("name"), "space %q: %w", s.Name, err)
	}
	if err := l.once(p, "space", s.Name); err != nil {
		return row, err
	}
	if err := l.id(p, s.ID); err != nil {
		return row, err
	}
	if err := access.OneOf("region", row.Region, access.Regions(true)); err != nil {
		return row, l.wrap(p.at("region"), err)
	}
	if err := access.OneOf("generation", row.Generation, access.Generations()); err != nil {
		return row, l.wrap(p.at("generation"), err)
	}
	if err := access.SpaceShape(row.Generation, s.Shield, s.LogDrainURL); err != nil {
		return row, l.wrap(p, err)
	}
	var err error
	row.CIDR, row.DataCIDR, err = access.SpaceNetworks(s.CIDR, s.DataCIDR)
	return row, l.wrap(p, err)
}

// spaceMember gives a user of the space's team his permissions on it.
func (l *loader) spaceMember(p path, space store.Space, m SpaceMember) error {
	user, err := l.person(p.at("email"), m.Email)
	if err != nil {
		return err
	}
	if err := l.once(p, "member of the space "+space.Name, user.Email); err != nil {
		return err
	}
	createApps, err := access.ParseSpacePermissions(m.Permissions)
	if err != nil {
		return l.wrap(p.at("permissions"), err)
	}
	have, err := l.tx.GetSpaceMember(l.ctx, space.ID, user.ID)
	if isMissing(err) {
		return l.errorf(p.at("email"), "%s has no role in the team of the space %s: put the address under the members of the team", user.Email, space.Name)
	}
	if err != nil {
		return l.wrap(p, err)
	}
	if err := access.GrantSpace(user.Email, have.Role, createApps); err != nil {
		return l.wrap(p.at("permissions"), err)
	}
	switch {
	case createApps && !have.CreateApps:
		err = l.tx.CreateSpaceGrant(l.ctx, space.ID, user.ID)
	case !createApps && have.CreateApps:
		err = l.tx.DeleteSpaceGrant(l.ctx, space.ID, user.ID)
	}
	return l.wrap(p, err)
}

// inboundRuleset sets the trusted IPs, unless they are these already.
func (l *loader) inboundRuleset(p path, space store.Space, s InboundRuleset, admin store.User) error {
	rules := make([]access.InboundRule, 0, len(s.Rules))
	for _, r := range s.Rules {
		rules = append(rules, access.InboundRule(r))
	}
	if err := access.InboundRules(rules); err != nil {
		return l.wrap(p.at("rules"), err)
	}
	by := admin
	if s.CreatedBy != "" {
		var err error
		if by, err = l.person(p.at("created_by"), s.CreatedBy); err != nil {
			return err
		}
	}
	have, err := l.tx.CurrentInboundRuleset(l.ctx, space.ID)
	if err != nil && !isMissing(err) {
		return l.wrap(p, err)
	}
	if err == nil && slices.Equal(have.Rules, rules) {
		return nil
	}
	return l.wrap(p, l.tx.CreateInboundRuleset(l.ctx, space.ID, by.ID, rules))
}

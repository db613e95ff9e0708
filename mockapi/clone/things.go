package clone

import (
	"cmp"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (b *builder) space(t *organization.Team, s *organization.Space) {
	what := "the space " + s.Name
	row := store.Space{
		ID: s.ID, Name: s.Name, TeamID: t.ID, Shield: s.Shield, CIDR: s.CIDR, DataCIDR: s.DataCIDR,
		Region:     b.oneOf(what, "region", s.Region.Name, access.Regions(true)),
		Generation: b.oneOf(what, "generation", cmp.Or(s.Generation.Name, access.Cedar), access.Generations()),
	}
	if s.State != "" && s.State != api.SpaceAllocated {
		b.note("that %s is %s: it is there", what, s.State)
	}
	if _, _, err := access.SpaceNetworks(row.CIDR, row.DataCIDR); err != nil {
		b.note("the networks %s and %s of %s: %v", row.CIDR, row.DataCIDR, what, err)
		row.CIDR, row.DataCIDR = "", ""
	}
	b.world.Spaces = append(b.world.Spaces, row)
	for _, g := range s.Grants {
		id := b.people.know(person{id: g.UserID, email: g.Email})
		words := b.known(what, g.Permissions, func(w []string) error { _, err := access.ParseSpacePermissions(w); return err })
		role := b.roles[t.ID+" "+id]
		if create, _ := access.ParseSpacePermissions(words); !create || role == access.Admin { // each is known; an admin may without
			continue
		}
		if role != access.Member {
			b.note("a permission on %s of somebody who is no member of the team %s", what, t.Name)
			continue
		}
		b.world.SpaceGrants = append(b.world.SpaceGrants, store.SpaceMember{SpaceID: s.ID, User: store.User{ID: id}})
	}
	b.trustedIPs(what, s)
}

// trustedIPs takes in the ruleset of a space. Of who made it the API tells the address alone.
func (b *builder) trustedIPs(what string, s *organization.Space) {
	if s.Rules == nil {
		return
	}
	row := store.SpaceRuleset{SpaceID: s.ID}
	for _, r := range s.Rules.Rules {
		row.Rules = append(row.Rules, access.InboundRule(r))
	}
	if err := access.InboundRules(row.Rules); err != nil {
		b.note("the trusted IP ranges of %s: %v", what, err)
		return
	}
	row.CreatedByID = b.people.know(person{email: s.Rules.CreatedBy})
	b.world.Rulesets = append(b.world.Rulesets, row)
}

func (b *builder) app(t *organization.Team, a *organization.App) {
	what := "the app " + a.Name
	row := store.App{
		ID: a.ID, Name: a.Name, TeamID: t.ID, TeamType: t.Type, Locked: a.Locked, Maintenance: a.Maintenance, ACM: a.ACM,
		InternalRouting: a.InternalRouting != nil && *a.InternalRouting, Generation: cmp.Or(a.Generation.Name, access.Cedar),
	}
	if a.Space != nil && !b.inSpace(&row, a.Space.ID) {
		b.note("that %s runs in the space %s, which is not in the clone", what, a.Space.Name)
		row.InternalRouting, row.Generation = false, access.Cedar
	}
	if row.SpaceID == "" {
		row.Region = b.oneOf(what, "region", a.Region.Name, access.Regions(false))
	}
	stacks := access.Stacks(row.Generation)
	row.Stack = b.oneOf(what, "stack", a.Stack.Name, stacks)
	row.BuildStack = row.Stack
	if a.BuildStack.Name != "" && a.BuildStack.Name != a.Stack.Name {
		row.BuildStack = b.oneOf(what, "stack", a.BuildStack.Name, stacks)
	}
	b.world.Apps = append(b.world.Apps, row)
	for _, g := range a.Grants {
		words := b.known(what, g.Permissions, func(w []string) error { _, err := access.ParsePermissions(w); return err })
		permissions, _ := access.ParsePermissions(words) // each is known
		b.world.Collaborators = append(b.world.Collaborators, store.Collaborator{
			AppID: a.ID, User: store.User{ID: b.people.know(person{id: g.UserID, email: g.Email})}, Permissions: permissions | access.View,
		})
	}
}

// inSpace puts an app into its space, if that is in the clone.
func (b *builder) inSpace(a *store.App, space string) bool {
	for _, s := range b.world.Spaces {
		if s.ID == space {
			a.SpaceID, a.SpaceName, a.Region, a.Generation = s.ID, s.Name, s.Region, s.Generation
			return true
		}
	}
	return false
}

func (b *builder) addon(t *organization.Team, d api.Addon) {
	plan := planName(d.Plan.Name, d.AddonService.Name)
	for _, a := range t.Apps {
		if a.ID != d.App.ID {
			continue
		}
		b.installed(d.AddonService.Name, plan, d.BilledPrice)
		b.world.Addons = append(b.world.Addons, store.Addon{ID: d.ID, Name: d.Name, AppID: a.ID, Plan: store.Plan{ServiceName: d.AddonService.Name, Name: plan}})
		return
	}
	b.note("the add-on %s, whose app %s is not in the team %s", d.Name, d.App.Name, t.Name)
}

package clone

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// service is an add-on service that is allowed or installed somewhere.
type service struct {
	name  string
	plans map[string]int // that are installed, with what they cost, in US cents a month
}

// uses notes that a service is used, and returns its name.
func (b *builder) uses(name string) string {
	if b.services[name] == nil {
		b.services[name] = &service{name: name, plans: map[string]int{}}
	}
	return name
}

// installed notes a plan that is used.
func (b *builder) installed(name, plan string, price *api.Price) {
	plans := b.services[b.uses(name)].plans
	if plans[plan] = 0; price != nil {
		plans[plan] = price.Cents
	}
}

// planName is the name of a plan without that of its service.
func planName(plan, service string) string { return strings.TrimPrefix(plan, service+":") }

// catalogue reads the plans of the services that are used: what is paid for takes another permission than what is free. Those that
// are as in the control plane's own catalogue do not stand in the file.
func (b *builder) catalogue(ctx context.Context, c *client.Client) error {
	if len(b.services) == 0 {
		return nil
	}
	human := map[string]string{}
	all, err := c.ListAddonServices(ctx)
	if err != nil && !client.Lacking(err) {
		return err
	}
	for _, s := range all {
		human[s.Name] = s.HumanName
	}
	for _, name := range slices.Sorted(maps.Keys(b.services)) {
		b.world.Services = append(b.world.Services, store.AddonService{ID: name, Name: name, HumanName: human[name]})
		if err := b.plansOf(ctx, c, b.services[name]); err != nil {
			return err
		}
	}
	return nil
}

// plansOf reads the plans of a service that everybody can see. A plan that is installed and no longer sold is one of them.
func (b *builder) plansOf(ctx context.Context, c *client.Client, s *service) error {
	plans, err := c.ListPlans(ctx, s.name)
	if err != nil && !client.Lacking(err) {
		return err
	}
	seen := map[string]bool{}
	for _, p := range plans {
		name := planName(p.Name, s.name)
		if _, used := s.plans[name]; !used && !p.Visible || seen[name] {
			continue
		}
		seen[name] = true
		b.world.Plans = append(b.world.Plans, store.Plan{ServiceID: s.name, Name: name, HumanName: p.HumanName, PriceCents: p.Price.Cents, Default: p.Default})
	}
	for _, name := range slices.Sorted(maps.Keys(s.plans)) {
		if !seen[name] {
			b.world.Plans = append(b.world.Plans, store.Plan{ServiceID: s.name, Name: name, PriceCents: s.plans[name]})
		}
	}
	if err != nil {
		b.note("the plans of the add-on service %s, which the API did not tell: it has those that are installed", s.name)
	}
	if len(plans)+len(s.plans) == 0 {
		b.world.Plans = append(b.world.Plans, store.Plan{ServiceID: s.name, Name: "unknown"})
	}
	return nil
}

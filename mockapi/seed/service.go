package seed

import (
	"cmp"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) addonService(p path, s AddonService) error {
	if err := l.once(p, "add-on service", s.Name); err != nil {
		return err
	}
	if err := access.AddonName(s.Name); err != nil {
		return l.errorf(p.at("name"), "add-on service %q: %w", s.Name, err)
	}
	if len(s.Plans) == 0 {
		return l.errorf(p, "the add-on service %s has no plans", s.Name)
	}
	service, err := l.tx.PutAddonService(l.ctx, s.Name, cmp.Or(s.HumanName, s.Name))
	if err != nil {
		return l.wrap(p, err)
	}
	for i, plan := range s.Plans {
		at := p.at("plans", i)
		if plan.Name == "" || strings.Contains(plan.Name, ":") || plan.PriceCents < 0 {
			return l.errorf(at, "a plan has a name without a colon and a price_cents of 0 or more")
		}
		if err := l.once(at, "plan", s.Name+":"+plan.Name); err != nil {
			return err
		}
		row := store.Plan{Name: plan.Name, HumanName: cmp.Or(plan.HumanName, plan.Name), PriceCents: plan.PriceCents, Default: i == 0}
		if err := l.tx.PutPlan(l.ctx, service, row); err != nil {
			return l.wrap(at, err)
		}
	}
	return nil
}

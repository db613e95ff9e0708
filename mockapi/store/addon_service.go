package store

import (
	"context"
	"strings"
	"time"
)

// AddonService is a service of the add-on catalogue.
type AddonService struct {
	ID, Name, HumanName, State string
	CreatedAt, UpdatedAt       time.Time
}

// Plan is a plan of a service. Its name on the wire is "service:name".
type Plan struct {
	ID, Name, HumanName    string
	ServiceID, ServiceName string
	PriceCents             int // a month
	Default                bool
	CreatedAt, UpdatedAt   time.Time
}

// FullName is the name by which a plan is ordered: "service:plan".
func (p Plan) FullName() string { return p.ServiceName + ":" + p.Name }

// Paid reports whether the plan costs money.
func (p Plan) Paid() bool { return p.PriceCents > 0 }

const (
	serviceSelect = `SELECT s.id, s.name, s.human_name, s.state, s.created_at, s.updated_at FROM addon_services s `
	planColumns   = `p.id, p.name, p.human_name, s.id, s.name, p.price_cents, p.is_default, p.created_at, p.updated_at`
	planSelect    = `SELECT ` + planColumns + ` FROM plans p JOIN addon_services s ON s.id = p.service_id `
)

func scanService(s scanner) (v AddonService, err error) {
	return v, s.Scan(&v.ID, &v.Name, &v.HumanName, &v.State, timeAt{&v.CreatedAt}, timeAt{&v.UpdatedAt})
}

func (p *Plan) dest() []any {
	return []any{&p.ID, &p.Name, &p.HumanName, &p.ServiceID, &p.ServiceName, &p.PriceCents, &p.Default, timeAt{&p.CreatedAt}, timeAt{&p.UpdatedAt}}
}

func scanPlan(s scanner) (p Plan, err error) { return p, s.Scan(p.dest()...) }

// ListAddonServices lists the catalogue by name.
func (t *Tx) ListAddonServices(ctx context.Context) ([]AddonService, error) {
	return many(ctx, t, scanService, serviceSelect+`ORDER BY s.name`)
}

// GetAddonService finds a service by id or name.
func (t *Tx) GetAddonService(ctx context.Context, ref string) (AddonService, error) {
	return one(ctx, t, "add-on service", scanService, serviceSelect+`WHERE s.`+column(ref)+` = $1`, ref)
}

// PutAddonService adds a service to the catalogue or changes what it is called.
func (t *Tx) PutAddonService(ctx context.Context, name, humanName string) (AddonService, error) {
	if err := t.exec(ctx, `INSERT INTO addon_services (id, name, human_name, state, created_at, updated_at) VALUES ($1, $2, $3, 'ga', $4, $4)
		ON CONFLICT (name) DO UPDATE SET human_name = excluded.human_name, updated_at = excluded.updated_at`,
		DerivedID("addon-service", name), name, humanName, micros(t.now)); err != nil {
		return AddonService{}, err
	}
	return t.GetAddonService(ctx, name)
}

// ListPlans lists the plans of a service, cheapest first.
func (t *Tx) ListPlans(ctx context.Context, serviceID string) ([]Plan, error) {
	return many(ctx, t, scanPlan, planSelect+`WHERE p.service_id = $1 ORDER BY p.price_cents, p.name`, serviceID)
}

// GetPlan finds a plan by id, by "service:plan", or the default plan of a service by the service's name.
func (t *Tx) GetPlan(ctx context.Context, ref string) (Plan, error) {
	if IsID(ref) {
		return one(ctx, t, "plan", scanPlan, planSelect+`WHERE p.id = $1`, ref)
	}
	service, plan, named := strings.Cut(ref, ":")
	if !named {
		return one(ctx, t, "plan", scanPlan, planSelect+`WHERE s.name = $1 AND p.is_default = $2`, service, true)
	}
	return one(ctx, t, "plan", scanPlan, planSelect+`WHERE s.name = $1 AND p.name = $2`, service, plan)
}

// PutPlan adds a plan to a service or changes its price. A default plan is the only one.
func (t *Tx) PutPlan(ctx context.Context, service AddonService, p Plan) error {
	if p.Default {
		if err := t.exec(ctx, `UPDATE plans SET is_default = $2 WHERE service_id = $1`, service.ID, false); err != nil {
			return err
		}
	}
	return t.exec(ctx, `INSERT INTO plans (id, service_id, name, human_name, price_cents, is_default, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
		ON CONFLICT (service_id, name) DO UPDATE SET human_name = excluded.human_name, price_cents = excluded.price_cents,
			is_default = excluded.is_default, updated_at = excluded.updated_at`,
		DerivedID("plan", service.Name, p.Name), service.ID, p.Name, p.HumanName, p.PriceCents, p.Default, micros(t.now))
}

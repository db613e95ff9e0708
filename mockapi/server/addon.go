package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// States of an add-on on the wire.
const (
	provisioned   = "provisioned"
	deprovisioned = "deprovisioned"
)

func wireAddon(d store.Addon) api.Addon {
	price := wirePrice(d.Plan)
	return api.Addon{
		Actions: []json.RawMessage{}, AddonService: api.Ref{ID: d.Plan.ServiceID, Name: d.Plan.ServiceName}, App: api.Ref{ID: d.AppID, Name: d.AppName},
		BilledPrice: &price, BillingEntity: api.BillingEntity{ID: d.AppID, Name: d.AppName, Type: "app"}, ConfigVars: []string{configVar(d.Plan.ServiceName)},
		CreatedAt: api.Timestamp(d.CreatedAt), ID: d.ID, Name: d.Name, Plan: api.Ref{ID: d.Plan.ID, Name: d.Plan.FullName()},
		ProviderID: d.ID, State: provisioned, UpdatedAt: api.Timestamp(d.UpdatedAt),
	}
}

// shortName is a service's name without the vendor: "heroku-redis" gives "redis".
func shortName(service string) string { return strings.TrimPrefix(service, "heroku-") }

// configVar is the config var in which a service leaves its address.
func configVar(service string) string {
	return strings.ToUpper(strings.ReplaceAll(shortName(service), "-", "_")) + "_URL"
}

func listAppAddons(r *request) (int, any, error) {
	addons, err := r.tx.ListAppAddons(r.ctx, r.app.ID)
	return http.StatusOK, list[api.Addon]{convert(addons, wireAddon), addonKeys}, err
}

func listTeamAddons(r *request) (int, any, error) {
	addons, err := r.tx.ListTeamAddons(r.ctx, r.team.ID)
	return http.StatusOK, list[api.Addon]{convert(addons, wireAddon), addonKeys}, err
}

func (r *request) addonInPath() (store.Addon, error) {
	return r.tx.GetAddon(r.ctx, r.app.ID, r.param("addon"))
}

func getAddon(r *request) (int, any, error) {
	d, err := r.addonInPath()
	return http.StatusOK, wireAddon(d), err
}

// requireAddons asks for the permission that plans of this price take.
func (r *request) requireAddons(plans ...store.Plan) error {
	for _, p := range plans {
		if p.Paid() {
			return r.require(access.AppAddonsPaid)
		}
	}
	return r.require(access.AppAddonsFree)
}

// createAddon installs an add-on, if the plan's price and the team's allowlist let the caller.
func createAddon(r *request) (int, any, error) {
	var in api.AddonCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	plan, err := r.plan(in.Plan)
	if err != nil {
		return 0, nil, err
	}
	if err := r.requireAddons(plan); err != nil {
		return 0, nil, err
	}
	listed, err := r.tx.ServiceAllowed(r.ctx, r.team.ID, plan.ServiceID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.InstallAddon(r.team.Name, plan.ServiceName, r.team.AddonControls, listed, r.subject.Role); err != nil {
		return 0, nil, err
	}
	d := store.Addon{Name: in.Name, AppID: r.app.ID, AppName: r.app.Name, Plan: plan}
	if d.Name == "" {
		d.Name, err = generateName(shortName(plan.ServiceName), func(name string) (bool, error) { return r.tx.AddonNameTaken(r.ctx, name) })
	} else {
		err = access.AddonName(d.Name)
	}
	if err != nil {
		return 0, nil, err
	}
	if d, err = r.tx.CreateAddon(r.ctx, d); err != nil {
		return 0, nil, taken(err, "Add-on name %s is already taken.", d.Name)
	}
	r.event("addon", "create", map[string]any{"name": d.Name, "plan": plan.FullName(), "allowlist_exception": r.team.AddonControls && !listed})
	return http.StatusCreated, wireAddon(d), nil
}

// updateAddon changes the plan within the service; the allowlist concerns installs alone.
func updateAddon(r *request) (int, any, error) {
	var in api.AddonUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	d, err := r.addonInPath()
	if err != nil {
		return 0, nil, err
	}
	plan, err := r.plan(in.Plan)
	if err != nil {
		return 0, nil, err
	}
	if plan.ServiceID != d.Plan.ServiceID {
		return 0, nil, invalid("%s is not a plan of %s.", plan.FullName(), d.Plan.ServiceName)
	}
	if err := r.requireAddons(plan, d.Plan); err != nil {
		return 0, nil, err
	}
	if in.Name != "" {
		if err := access.AddonName(in.Name); err != nil {
			return 0, nil, err
		}
		d.Name = in.Name
	}
	r.event("addon", "update", map[string]any{"name": d.Name, "plan": plan.FullName(), "was": d.Plan.FullName()})
	d.Plan = plan
	d, err = r.tx.UpdateAddon(r.ctx, d)
	return http.StatusOK, wireAddon(d), taken(err, "Add-on name %s is already taken.", d.Name)
}

// deleteAddon removes an add-on, and answers it as deprovisioned.
func deleteAddon(r *request) (int, any, error) {
	d, err := r.addonInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := r.requireAddons(d.Plan); err != nil {
		return 0, nil, err
	}
	r.event("addon", "destroy", map[string]any{"name": d.Name, "plan": d.Plan.FullName()})
	w := wireAddon(d)
	w.State = deprovisioned
	return http.StatusOK, w, r.tx.DeleteAddon(r.ctx, d.ID)
}

// plan finds the plan that a request names.
func (r *request) plan(ref api.PlanRef) (store.Plan, error) {
	if ref == "" {
		return store.Plan{}, invalid("plan is required: \"service:plan\", or a service for its default plan.")
	}
	p, err := r.tx.GetPlan(r.ctx, string(ref))
	if missing(err) {
		return p, fail(http.StatusNotFound, api.ErrNotFound, "Couldn't find the add-on service or plan %s.", ref)
	}
	return p, err
}

package server

import (
	"encoding/json"
	"net/http"
	"slices"
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

func wireAddon(d store.Addon) api.AddonExpanded {
	price := wirePrice(d.Plan)
	return api.AddonExpanded{
		Addon: api.Addon{
			Actions: []json.RawMessage{}, App: api.Ref{ID: d.AppID, Name: d.AppName}, BilledPrice: &price,
			BillingEntity: api.BillingEntity{ID: d.AppID, Name: d.AppName, Type: "app"}, ConfigVars: convert(d.Attachments, store.ConfigVar),
			CreatedAt: api.Timestamp(d.CreatedAt), ID: d.ID, Name: d.Name, ProviderID: d.ID, State: provisioned, UpdatedAt: api.Timestamp(d.UpdatedAt),
		},
		AddonService: api.Ref{ID: d.Plan.ServiceID, Name: d.Plan.ServiceName}, Plan: api.Ref{ID: d.Plan.ID, Name: d.Plan.FullName()},
	}
}

// wireAddons answers add-ons, with service and plan whole where the request's Accept-Expansion names them.
func (r *request) wireAddons(addons ...store.Addon) ([]api.AddonExpanded, error) {
	wired := convert(addons, wireAddon)
	services := map[string]api.AddonService{}
	for i, d := range addons {
		if r.expands("plan") {
			wired[i].Plan = wirePlan(d.Plan)
		}
		if !r.expands("addon_service") {
			continue
		}
		if _, known := services[d.Plan.ServiceID]; !known {
			service, err := r.tx.GetAddonService(r.ctx, d.Plan.ServiceID)
			if err != nil {
				return nil, err
			}
			services[d.Plan.ServiceID] = wireService(service)
		}
		wired[i].AddonService = services[d.Plan.ServiceID]
	}
	return wired, nil
}

// oneAddon answers an add-on that was found or changed without an error.
func (r *request) oneAddon(status int, d store.Addon, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	wired, err := r.wireAddons(d)
	if err != nil {
		return 0, nil, err
	}
	return status, wired[0], nil
}

// addonList answers a list that was read without an error.
func (r *request) addonList(addons []store.Addon, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	wired, err := r.wireAddons(addons...)
	return http.StatusOK, list[api.AddonExpanded]{wired, addonKeys}, err
}

// shortName is a service's name without the vendor: "heroku-redis" gives "redis".
func shortName(service string) string { return strings.TrimPrefix(service, "heroku-") }

// aboutAddon is for /addons/{addon}: the app that pays for the add-on.
func aboutAddon(r *request) error {
	d, err := r.tx.FindAddon(r.ctx, r.param("addon"))
	if err != nil {
		return err
	}
	return r.findApp(d.AppID)
}

func listAppAddons(r *request) (int, any, error) {
	return r.addonList(r.tx.ListAppAddons(r.ctx, r.app.ID))
}

// listTeamAddons lists the add-ons of the apps that the caller may view: a lock hides what an app uses.
func listTeamAddons(r *request) (int, any, error) {
	visible, err := r.appsWithAddons()
	if err != nil {
		return 0, nil, err
	}
	addons, err := r.tx.ListTeamAddons(r.ctx, r.team.ID)
	return r.addonList(slices.DeleteFunc(addons, func(d store.Addon) bool { return !visible[d.AppID] }), err)
}

// listAddons lists the add-ons of every app whose add-ons the caller may list.
func listAddons(r *request) (int, any, error) { return r.addonList(r.visibleAddons()) }

func (r *request) visibleAddons() ([]store.Addon, error) {
	visible, err := r.appsWithAddons()
	if err != nil {
		return nil, err
	}
	addons, err := r.tx.ListUserAddons(r.ctx, r.user.ID)
	return slices.DeleteFunc(addons, func(d store.Addon) bool { return !visible[d.AppID] }), err
}

// appsWithAddons are the apps whose add-ons the caller may list, by id.
func (r *request) appsWithAddons() (map[string]bool, error) {
	apps, err := r.tx.ListUserApps(r.ctx, r.user.ID)
	visible := map[string]bool{}
	for _, a := range apps {
		visible[a.ID] = access.Decide(access.AppAddonsRead, r.appSubject(a), a.Object()).Allowed
	}
	return visible, err
}

func (r *request) addonInPath() (store.Addon, error) {
	return r.tx.GetAddon(r.ctx, r.app.ID, r.param("addon"))
}

func getAddon(r *request) (int, any, error) {
	d, err := r.addonInPath()
	return r.oneAddon(http.StatusOK, d, err)
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

// mayInstall asks for the permission that a plan takes, and holds the allowlist of the app's team; exception says that an
// admin went past it.
func (r *request) mayInstall(plan store.Plan) (exception bool, err error) {
	if err := r.requireAddons(plan); err != nil {
		return false, err
	}
	listed, err := r.tx.ServiceAllowed(r.ctx, r.team.ID, plan.ServiceID)
	if err != nil {
		return false, err
	}
	return r.team.AddonControls && !listed, access.InstallAddon(r.team.Name, plan.ServiceName, r.team.AddonControls, listed, r.subject.Role)
}

// createAddon installs an add-on with its first attachment, if the plan's price and the team's allowlist let the caller.
func createAddon(r *request) (int, any, error) {
	var in api.AddonCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	plan, err := r.plan(in.Plan)
	if err != nil {
		return 0, nil, err
	}
	exception, err := r.mayInstall(plan)
	if err != nil {
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
	if in.Attachment.Name != "" {
		if err := r.makeWay(in.Attachment.Name, in.Confirm); err != nil {
			return 0, nil, err
		}
		d.Attachments = []string{in.Attachment.Name}
	}
	if d, err = r.tx.CreateAddon(r.ctx, d); err != nil {
		return 0, nil, taken(err, "Add-on name %s is already taken.", d.Name)
	}
	r.event("addon", "create", map[string]any{"name": d.Name, "plan": plan.FullName(), "attachment": d.Attachments[0], "allowlist_exception": exception})
	return r.oneAddon(http.StatusCreated, d, nil)
}

// updateAddon changes the plan within the service, the name, or both; the allowlist concerns installs alone. The Heroku CLI renames
// without a plan, which Heroku's schema would have.
func updateAddon(r *request) (int, any, error) {
	var in api.AddonUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	d, err := r.addonInPath()
	if err != nil {
		return 0, nil, err
	}
	plan := d.Plan
	if in.Plan != "" || in.Name == "" {
		if plan, err = r.plan(in.Plan); err != nil {
			return 0, nil, err
		}
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
	return r.oneAddon(http.StatusOK, d, taken(err, "Add-on name %s is already taken.", d.Name))
}

// deleteAddon removes an add-on, and answers it as deprovisioned. One that other apps use goes only by force, or with the name
// of the app that pays for it as confirmation.
func deleteAddon(r *request) (int, any, error) {
	var in api.AddonDelete
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	d, err := r.addonInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := r.requireAddons(d.Plan); err != nil {
		return 0, nil, err
	}
	attachments, err := r.tx.ListAddonAttachments(r.ctx, d.ID)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range attachments {
		if x.Billing() {
			continue
		}
		if !in.Force && in.Confirm != r.app.Name {
			return 0, nil, r.unconfirmedSharing(d, x)
		}
		r.attachmentEvent("detach", x)
	}
	r.event("addon", "destroy", map[string]any{"name": d.Name, "plan": d.Plan.FullName()})
	status, body, err := r.oneAddon(http.StatusOK, d, r.tx.DeleteAddon(r.ctx, d))
	if w, ok := body.(api.AddonExpanded); ok {
		w.State = deprovisioned
		body = w
	}
	return status, body, err
}

// unconfirmedSharing asks for confirmation where another app uses an add-on. It is named to whoever may list its add-ons.
func (r *request) unconfirmedSharing(d store.Addon, x store.AddonAttachment) error {
	visible, err := r.appsWithAddons()
	switch {
	case err != nil:
		return err
	case visible[x.AppID]:
		return unconfirmed(r.app.Name, "The add-on %s is attached to the app %s too.", d.Name, x.AppName)
	}
	return unconfirmed(r.app.Name, "The add-on %s is attached to another app too.", d.Name)
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

// resolveAddons finds the add-on that a word means: its name or id, the name of an attachment, or its service; of one app if that is
// given, or if the word is "app::attachment".
func resolveAddons(r *request) (int, any, error) {
	var in api.AddonResolve
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if app, word, ok := strings.Cut(in.Addon, "::"); ok {
		in.App, in.Addon = app, word
	}
	if in.Addon == "" {
		return 0, nil, invalid("addon is required: the name or id of an add-on, or the name of its attachment or service.")
	}
	attachments, err := r.attachmentsOf(in.App)
	if err != nil {
		return 0, nil, err
	}
	addons, err := r.visibleAddons()
	if err != nil {
		return 0, nil, err
	}
	names := map[string][]string{}
	for _, x := range attachments {
		names[x.AddonID] = append(names[x.AddonID], x.Name)
	}
	addons = slices.DeleteFunc(addons, func(d store.Addon) bool {
		return in.App != "" && names[d.ID] == nil || in.AddonService != "" && d.Plan.ServiceName != in.AddonService && d.Plan.ServiceID != in.AddonService
	})
	found, err := resolve("add-on", in.Addon, addons, func(d store.Addon) string { return d.Name }, []func(store.Addon) bool{
		func(d store.Addon) bool { return d.ID == in.Addon || d.Name == in.Addon },
		func(d store.Addon) bool { return slices.Contains(names[d.ID], in.Addon) },
		func(d store.Addon) bool {
			return d.Plan.ServiceName == in.Addon || d.Plan.ServiceID == in.Addon || d.Plan.FullName() == in.Addon
		},
	})
	if err != nil {
		return 0, nil, err
	}
	wired, err := r.wireAddons(found)
	return http.StatusOK, wired, err
}

// resolve finds the one candidate that a word means, by the first way of meaning that fits any. Several are 422.
func resolve[T any](noun, word string, candidates []T, name func(T) string, ways []func(T) bool) (found T, err error) {
	for _, means := range ways {
		var matches []string
		for _, c := range candidates {
			if means(c) {
				found = c
				matches = append(matches, name(c))
			}
		}
		if len(matches) > 1 {
			return found, fail(http.StatusUnprocessableEntity, api.ErrMultiple, "%s means more than one %s: %s. Give the name of one of them.", word, noun, strings.Join(matches, ", "))
		}
		if len(matches) == 1 {
			return found, nil
		}
	}
	return found, &store.NotFoundError{Noun: noun}
}

package seed

import (
	"cmp"
	"errors"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) teamApp(p path, team store.Team, a App, creator store.User) error {
	row := store.App{ID: a.ID, Name: a.Name, TeamID: team.ID, TeamType: team.Type, Locked: a.Locked, InternalRouting: a.InternalRouting, Generation: access.Cedar}
	if a.Space != "" {
		space, ok := l.spaces[a.Space]
		if !ok || space.TeamID != team.ID {
			return l.errorf(p.at("space"), "unknown space %q: put it under the spaces of the team %s", a.Space, team.Name)
		}
		row.SpaceID, row.Region, row.Generation = space.ID, space.Region, space.Generation
	} else if a.InternalRouting {
		return l.errorf(p.at("internal_routing"), "only an app in a space can have internal_routing")
	}
	row, err := l.app(p, row, a.AppSettings, creator.ID)
	if err != nil {
		return err
	}
	return l.fillApp(p, row, a.Collaborators, a.Addons)
}

func (l *loader) personalApp(p path, a PersonalApp) error {
	owner, err := l.person(p.at("owner"), a.Owner)
	if err != nil {
		return err
	}
	row, err := l.app(p, store.App{ID: a.ID, Name: a.Name, OwnerID: owner.ID, Generation: access.Cedar}, a.AppSettings, owner.ID)
	if err != nil {
		return err
	}
	if err := l.fillApp(p, row, a.Collaborators, a.Addons); err != nil || a.OfferedTo == "" {
		return err
	}
	return l.offer(p.at("offered_to"), row, owner, a.OfferedTo)
}

// offer offers an app to a person, unless it is offered already. That he is a collaborator is asked when he accepts.
func (l *loader) offer(p path, a store.App, owner store.User, email string) error {
	recipient, err := l.person(p, email)
	if err != nil {
		return err
	}
	if err := access.OfferApp(a.Name, recipient.Email, recipient.ID == owner.ID, true); err != nil {
		return l.wrap(p, err)
	}
	_, err = l.tx.GetPendingAppTransfer(l.ctx, a.ID)
	if isMissing(err) {
		_, err = l.tx.CreateAppTransfer(l.ctx, store.AppTransfer{AppID: a.ID, Owner: owner, Recipient: recipient})
	}
	return l.wrap(p, err)
}

// app makes an app in the name of a person, or sets what can be set when it exists with the same owner.
func (l *loader) app(p path, a store.App, s AppSettings, creatorID string) (store.App, error) {
	if err := access.AppName(a.Name); err != nil {
		return a, l.errorf(p.at("name"), "app %q: %w", a.Name, err)
	}
	if err := l.once(p, "app", a.Name); err != nil {
		return a, err
	}
	if err := l.id(p, a.ID); err != nil {
		return a, err
	}
	a, err := l.settings(p, a, s)
	if err != nil {
		return a, err
	}
	have, err := l.tx.GetApp(l.ctx, a.Name, "")
	if isMissing(err) {
		made, err := l.tx.CreateApp(l.ctx, a, creatorID)
		if err == nil && s.ACM { // apps are made without
			_, err = l.tx.UpdateApp(l.ctx, made)
		}
		l.apps[a.Name] = made
		return made, l.wrap(p, err)
	}
	if err != nil {
		return a, l.wrap(p, err)
	}
	if have.TeamID != a.TeamID || have.OwnerID != a.OwnerID {
		return a, l.errorf(p, "the app %s exists and belongs to %s", a.Name, cmp.Or(have.TeamName, have.OwnerEmail))
	}
	if have.SpaceID != a.SpaceID || s.Region != "" && have.Region != a.Region || have.InternalRouting != a.InternalRouting {
		return a, l.errorf(p, "the app %s exists in another space or region, or with another internal_routing: an app keeps them for life", a.Name)
	}
	if err := l.sameID(p, "the app "+a.Name, have.ID, a.ID); err != nil {
		return a, err
	}
	have.Locked, have.Maintenance, have.ACM = a.Locked, s.Maintenance, s.ACM
	have.Stack, have.BuildStack = cmp.Or(s.Stack, have.Stack), cmp.Or(s.BuildStack, have.BuildStack)
	have, err = l.tx.UpdateApp(l.ctx, have)
	l.apps[a.Name] = have
	return have, l.wrap(p, err)
}

// settings checks and takes over what all apps have.
func (l *loader) settings(p path, a store.App, s AppSettings) (store.App, error) {
	regions := access.Regions(false)
	if a.SpaceID != "" {
		regions = []string{a.Region} // that of the space
	}
	stacks := access.Stacks(a.Generation)
	a.Region, a.Stack = cmp.Or(s.Region, regions[0]), cmp.Or(s.Stack, stacks[0])
	a.BuildStack, a.Maintenance, a.ACM = cmp.Or(s.BuildStack, a.Stack), s.Maintenance, s.ACM
	if err := access.OneOf("region", a.Region, regions); err != nil {
		return a, l.wrap(p.at("region"), err)
	}
	if err := access.OneOf("stack", a.Stack, stacks); err != nil {
		return a, l.wrap(p.at("stack"), err)
	}
	return a, l.wrap(p.at("build_stack"), access.OneOf("stack", a.BuildStack, stacks))
}

// knownApp finds an app that stands in the file or is in the database.
func (l *loader) knownApp(p path, name string) (store.App, error) {
	if a, ok := l.apps[name]; ok {
		return a, nil
	}
	a, err := l.tx.GetApp(l.ctx, name, "")
	if isMissing(err) || store.IsID(name) {
		return a, l.errorf(p, "unknown app %q: put it under apps", name)
	}
	return a, l.wrap(p, err)
}

// fillApp sets the grants and installs the add-ons that are missing.
func (l *loader) fillApp(p path, a store.App, collaborators []Collaborator, addons []Addon) error {
	if err := each(p.at("collaborators"), collaborators, func(p path, c Collaborator) error { return l.collaborator(p, a, c) }); err != nil {
		return err
	}
	if len(addons) == 0 {
		return nil
	}
	installed, err := l.tx.ListAppAddons(l.ctx, a.ID)
	if err != nil {
		return l.wrap(p, err)
	}
	return each(p.at("addons"), addons, func(p path, d Addon) error { return l.addon(p, a, installed, d) })
}

// collaborator notes a grant. On an app of a team of type team it may be any, since who makes an app there holds all permissions.
func (l *loader) collaborator(p path, a store.App, c Collaborator) error {
	user, err := l.person(p.at("email"), c.Email)
	if err != nil {
		return err
	}
	if err := l.once(p, "collaborator of "+a.Name, user.Email); err != nil {
		return err
	}
	permissions := access.DefaultGrant(a.Enterprise())
	if len(c.Permissions) > 0 {
		if err := access.ChoosePermissions(a.Name, !a.Personal()); err != nil {
			return l.wrap(p.at("permissions"), err)
		}
		if permissions, err = access.ParsePermissions(c.Permissions); err != nil {
			return l.wrap(p.at("permissions"), err)
		}
	}
	l.grants = append(l.grants, store.Grant{AppID: a.ID, UserID: user.ID, Permissions: permissions})
	return nil
}

// plan finds a plan, once.
func (l *loader) plan(p path, ref string) (store.Plan, error) {
	if plan, ok := l.plans[ref]; ok {
		return plan, nil
	}
	plan, err := l.tx.GetPlan(l.ctx, ref)
	if isMissing(err) {
		return plan, l.errorf(p, "unknown add-on plan %q: see GET /addon-services, or put the service under addon_services", ref)
	}
	if err == nil {
		l.plans[ref] = plan
	}
	return plan, l.wrap(p, err)
}

func (l *loader) addon(p path, a store.App, installed []store.Addon, d Addon) error {
	ref := d.Service
	if d.Plan != "" {
		ref += ":" + d.Plan
	}
	plan, err := l.plan(p, ref)
	if err != nil {
		return err
	}
	name := cmp.Or(d.Name, a.Name+"-"+plan.ServiceName)
	if err := access.AddonName(name); err != nil {
		return l.wrap(p.at("name"), err)
	}
	if err := l.once(p, "add-on", name); err != nil {
		return err
	}
	if err := l.id(p, d.ID); err != nil {
		return err
	}
	if i := slices.IndexFunc(installed, func(have store.Addon) bool { return have.Name == name }); i >= 0 {
		return l.sameID(p, "the add-on "+name, installed[i].ID, d.ID)
	}
	row := store.Addon{ID: d.ID, Name: name, AppID: a.ID, Plan: plan}
	if len(d.Attachments) == 0 {
		_, err = l.tx.CreateAddon(l.ctx, row)
		return l.wrap(p, err)
	}
	if !slices.ContainsFunc(d.Attachments, func(x Attachment) bool { return x.App == "" || x.App == a.Name }) {
		return l.errorf(p.at("attachments"), "the add-on %s has no attachment to the app %s, which pays for it", name, a.Name)
	}
	if row, err = l.tx.InstallAddon(l.ctx, row); err != nil {
		return l.wrap(p, err)
	}
	l.later = append(l.later, func() error {
		return each(p.at("attachments"), d.Attachments, func(p path, x Attachment) error { return l.attachment(p, a, row, x) })
	})
	return nil
}

// attachment attaches an add-on to an app; all of them are there by now.
func (l *loader) attachment(p path, billing store.App, d store.Addon, x Attachment) error {
	app, err := l.knownApp(p.at("app"), cmp.Or(x.App, billing.Name))
	if err != nil {
		return err
	}
	if err := access.AttachmentName(x.Name); err != nil {
		return l.wrap(p.at("name"), err)
	}
	if err := access.Text("namespace", x.Namespace); err != nil {
		return l.wrap(p.at("namespace"), err)
	}
	_, err = l.tx.CreateAttachment(l.ctx, store.AddonAttachment{AddonID: d.ID, AppID: app.ID, Name: x.Name, Namespace: x.Namespace}, d.Plan)
	if errors.Is(err, store.ErrExists) {
		return l.errorf(p, "the app %s has an attachment %s already", app.Name, x.Name)
	}
	return l.wrap(p, err)
}

package seed

import (
	"cmp"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) account(p path, a Account) error {
	if err := access.TeamName(a.Name); err != nil {
		return l.errorf(p.at("name"), "enterprise account %q: %w", a.Name, err)
	}
	if err := l.once(p, "enterprise account", a.Name); err != nil {
		return err
	}
	row, err := l.tx.GetAccount(l.ctx, a.Name, "")
	if isMissing(err) {
		row, err = l.tx.CreateAccount(l.ctx, a.Name)
	}
	if err != nil {
		return l.wrap(p, err)
	}
	for i, m := range a.Members {
		at := p.at("members", i)
		user, err := l.person(at.at("email"), m.Email)
		if err != nil {
			return err
		}
		if err := l.once(at, "member of "+a.Name, user.Email); err != nil {
			return err
		}
		permissions, err := access.ParseAccountPermissions(m.Permissions)
		if err != nil {
			return l.wrap(at.at("permissions"), err)
		}
		if err := l.tx.PutAccountMember(l.ctx, row.ID, user.ID, permissions); err != nil {
			return l.wrap(at, err)
		}
	}
	return nil
}

func (l *loader) team(p path, t Team) error {
	if err := access.TeamName(t.Name); err != nil {
		return l.errorf(p.at("name"), "team %q: %w", t.Name, err)
	}
	if err := l.once(p, "team", t.Name); err != nil {
		return err
	}
	row, err := l.putTeam(p, t)
	if err != nil {
		return err
	}
	admins := 0
	for i, m := range t.Members {
		role, err := l.member(p.at("members", i), row, m)
		if err != nil {
			return err
		}
		if role == access.Admin {
			admins++
		}
	}
	if admins == 0 {
		return l.errorf(p, "the team %s has no admin: give a member the role admin", t.Name)
	}
	first := slices.IndexFunc(t.Members, func(m Member) bool { return m.Role == string(access.Admin) })
	admin, err := l.person(p, t.Members[first].Email)
	if err != nil {
		return err
	}
	for i, service := range t.AllowedAddonServices {
		if err := l.allow(p.at("allowed_addon_services", i), row, service, admin.ID); err != nil {
			return err
		}
	}
	for i, a := range t.Apps {
		if err := l.teamApp(p.at("apps", i), row, a, admin.ID); err != nil {
			return err
		}
	}
	return nil
}

// putTeam makes the team, or sets its preferences when it exists.
func (l *loader) putTeam(p path, t Team) (store.Team, error) {
	row := store.Team{Name: t.Name, Type: t.Type, AddonControls: t.AddonControls}
	if row.Type = t.Type; row.Type == "" {
		row.Type = "enterprise"
	}
	if !slices.Contains([]string{"enterprise", "team"}, row.Type) {
		return row, l.errorf(p.at("type"), "unknown type %q: it is enterprise or team", t.Type)
	}
	if t.DefaultRole != "" {
		role, err := access.ParseRole(t.DefaultRole)
		if err != nil {
			return row, l.wrap(p.at("default_role"), err)
		}
		row.DefaultRole = role
	}
	if t.EnterpriseAccount != "" {
		account, err := l.tx.GetAccount(l.ctx, t.EnterpriseAccount, "")
		if err != nil && !isMissing(err) {
			return row, l.wrap(p, err)
		}
		if err != nil {
			return row, l.errorf(p.at("enterprise_account"), "unknown enterprise account %q: put it under enterprise_accounts", t.EnterpriseAccount)
		}
		row.AccountID = account.ID
	}
	have, err := l.tx.GetTeam(l.ctx, t.Name, "")
	if isMissing(err) {
		row, err = l.tx.CreateTeam(l.ctx, row)
		return row, l.wrap(p, err)
	}
	if err != nil {
		return row, l.wrap(p, err)
	}
	if have.Type != row.Type || have.AccountID != row.AccountID {
		return row, l.errorf(p, "the team %s exists with another type or enterprise account", t.Name)
	}
	if err := l.tx.LockTeam(l.ctx, have.ID); err != nil {
		return row, l.wrap(p, err)
	}
	row.ID = have.ID
	return row, l.wrap(p, l.tx.UpdateTeam(l.ctx, row))
}

func (l *loader) member(p path, team store.Team, m Member) (access.Role, error) {
	role, err := access.ParseRole(m.Role)
	if err != nil {
		return role, l.wrap(p.at("role"), err)
	}
	user, err := l.person(p.at("email"), m.Email)
	if err != nil {
		return role, err
	}
	if err := l.once(p, "member of "+team.Name, user.Email); err != nil {
		return role, err
	}
	have, err := l.tx.GetMember(l.ctx, team.ID, user.ID)
	switch {
	case isMissing(err):
		_, err = l.tx.CreateMember(l.ctx, team.ID, store.Member{User: user, Role: role, Federated: m.Federated})
	case err == nil:
		have.Role, have.Federated = role, m.Federated
		_, err = l.tx.UpdateMember(l.ctx, have)
	}
	if err == nil && team.AccountID != "" {
		_, err = l.tx.JoinAccount(l.ctx, team.AccountID, user.ID)
	}
	return role, l.wrap(p, err)
}

// allow puts a service on the allowlist, in the name of an admin.
func (l *loader) allow(p path, team store.Team, name, adminID string) error {
	service, err := l.tx.GetAddonService(l.ctx, name)
	if err != nil && !isMissing(err) {
		return l.wrap(p, err)
	}
	if err != nil {
		return l.errorf(p, "unknown add-on service %q: put it under addon_services", name)
	}
	allowed, err := l.tx.ServiceAllowed(l.ctx, team.ID, service.ID)
	if err != nil || allowed {
		return l.wrap(p, err)
	}
	return l.wrap(p, l.tx.CreateAllowedAddonService(l.ctx, team.ID, service.ID, adminID))
}

func (l *loader) teamApp(p path, team store.Team, a App, creatorID string) error {
	row, err := l.app(p, store.App{Name: a.Name, TeamID: team.ID, TeamType: team.Type, Locked: a.Locked}, creatorID)
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
	row, err := l.app(p, store.App{Name: a.Name, OwnerID: owner.ID}, owner.ID)
	if err != nil {
		return err
	}
	return l.fillApp(p, row, a.Collaborators, a.Addons)
}

// app makes an app in the name of a person, or sets its lock when it exists with the same owner.
func (l *loader) app(p path, a store.App, creatorID string) (store.App, error) {
	if err := access.AppName(a.Name); err != nil {
		return a, l.errorf(p.at("name"), "app %q: %w", a.Name, err)
	}
	if err := l.once(p, "app", a.Name); err != nil {
		return a, err
	}
	have, err := l.tx.GetApp(l.ctx, a.Name, "")
	if isMissing(err) {
		a.Region, a.Stack, a.BuildStack = "us", "heroku-24", "heroku-24"
		created, err := l.tx.CreateApp(l.ctx, a, creatorID)
		return created, l.wrap(p, err)
	}
	if err != nil {
		return a, l.wrap(p, err)
	}
	if have.TeamID != a.TeamID || have.OwnerID != a.OwnerID {
		return a, l.errorf(p, "the app %s exists and belongs to %s", a.Name, cmp.Or(have.TeamName, have.OwnerEmail))
	}
	have.Locked = a.Locked
	have, err = l.tx.UpdateApp(l.ctx, have)
	return have, l.wrap(p, err)
}

// fillApp sets the grants and installs the add-ons that are missing.
func (l *loader) fillApp(p path, a store.App, collaborators []Collaborator, addons []Addon) error {
	for i, c := range collaborators {
		at := p.at("collaborators", i)
		user, err := l.person(at.at("email"), c.Email)
		if err != nil {
			return err
		}
		if err := l.once(at, "collaborator of "+a.Name, user.Email); err != nil {
			return err
		}
		permissions := access.DefaultGrant(a.Enterprise())
		if len(c.Permissions) > 0 {
			if err := access.ChoosePermissions(a.Name, a.Enterprise()); err != nil {
				return l.wrap(at.at("permissions"), err)
			}
			if permissions, err = access.ParsePermissions(c.Permissions); err != nil {
				return l.wrap(at.at("permissions"), err)
			}
		}
		if err := l.tx.PutCollaborator(l.ctx, a.ID, user.ID, permissions); err != nil {
			return l.wrap(at, err)
		}
	}
	installed, err := l.tx.ListAppAddons(l.ctx, a.ID)
	if err != nil {
		return l.wrap(p, err)
	}
	for i, d := range addons {
		if err := l.addon(p.at("addons", i), a, installed, d); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) addon(p path, a store.App, installed []store.Addon, d Addon) error {
	ref := d.Service
	if d.Plan != "" {
		ref += ":" + d.Plan
	}
	plan, err := l.tx.GetPlan(l.ctx, ref)
	if err != nil && !isMissing(err) {
		return l.wrap(p, err)
	}
	if err != nil {
		return l.errorf(p, "unknown add-on plan %q: see GET /addon-services, or put the service under addon_services", ref)
	}
	name := cmp.Or(d.Name, a.Name+"-"+plan.ServiceName)
	if err := access.AddonName(name); err != nil {
		return l.wrap(p.at("name"), err)
	}
	if err := l.once(p, "add-on", name); err != nil {
		return err
	}
	if slices.ContainsFunc(installed, func(have store.Addon) bool { return have.Name == name }) {
		return nil
	}
	_, err = l.tx.CreateAddon(l.ctx, store.Addon{Name: name, AppID: a.ID, Plan: plan})
	return l.wrap(p, err)
}

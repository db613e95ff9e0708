package seed

import (
	"cmp"
	"errors"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) account(p path, a Account) error {
	if err := access.AccountName(a.Name); err != nil {
		return l.errorf(p.at("name"), "enterprise account %q: %w", a.Name, err)
	}
	if err := l.once(p, "enterprise account", a.Name); err != nil {
		return err
	}
	if err := l.id(p, a.ID); err != nil {
		return err
	}
	if a.MembersFromTeams && len(a.Members) > 0 {
		return l.errorf(p.at("members_from_teams"), "the enterprise account %s has members and members_from_teams: leave one of them out", a.Name)
	}
	row, err := l.tx.GetAccount(l.ctx, a.Name, "")
	if isMissing(err) {
		if a.ID == "" {
			row, err = l.tx.CreateAccount(l.ctx, a.Name)
		} else {
			row, err = l.tx.CreateAccountAs(l.ctx, a.ID, a.Name)
		}
	}
	if err != nil {
		return l.made(p, a.ID, err)
	}
	if err := l.sameID(p, "the enterprise account "+a.Name, row.ID, a.ID); err != nil {
		return err
	}
	var members []store.AccountMember
	if err := each(p.at("members"), a.Members, func(p path, m AccountMember) error {
		user, err := l.person(p.at("email"), m.Email)
		if err != nil {
			return err
		}
		if err := l.once(p, "member of the enterprise account "+a.Name, user.Email); err != nil {
			return err
		}
		if err := l.id(p, m.ID); err != nil {
			return err
		}
		permissions, err := access.ParseAccountPermissions(m.Permissions)
		members = append(members, store.AccountMember{ID: m.ID, AccountID: row.ID, User: user, Permissions: permissions})
		return l.wrap(p.at("permissions"), err)
	}); err != nil {
		return err
	}
	if err := l.putMembers(p.at("members"), "somebody in the enterprise account "+a.Name, func() error { return l.tx.PutAccountMembers(l.ctx, members) }); err != nil {
		return err
	}
	if err := sameIDs(l, p.at("members"), a.Members, func(m AccountMember) (string, string) { return m.ID, m.Email }, func() (map[string]string, error) {
		have, err := l.tx.ListAccountMembers(l.ctx, row.ID)
		return keyed(have, func(m store.AccountMember) (string, string) { return m.User.ID, m.ID }), err
	}); err != nil {
		return err
	}
	return l.identityProvider(p.at("identity_provider"), a.IdentityProvider, store.IdentityProvider{AccountID: row.ID})
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
	if err := l.members(p.at("members"), row, t.Members); err != nil {
		return err
	}
	if err := l.identityProvider(p.at("identity_provider"), t.IdentityProvider, store.IdentityProvider{TeamID: row.ID}); err != nil {
		return err
	}
	first := slices.IndexFunc(t.Members, func(m Member) bool { return m.Role == string(access.Admin) })
	if first < 0 {
		return l.errorf(p, "the team %s has no admin: give a member the role admin", t.Name)
	}
	admin, err := l.person(p, t.Members[first].Email)
	if err != nil {
		return err
	}
	if err := each(p.at("invitations"), t.Invitations, func(p path, i Invitation) error { return l.invitation(p, row, i, admin) }); err != nil {
		return err
	}
	if err := each(p.at("allowed_addon_services"), t.AllowedAddonServices, func(p path, s AllowedService) error { return l.allow(p, row, s, admin) }); err != nil {
		return err
	}
	if err := each(p.at("spaces"), t.Spaces, func(p path, s Space) error { return l.space(p, row, s, admin) }); err != nil {
		return err
	}
	if err := each(p.at("apps"), t.Apps, func(p path, a App) error { return l.teamApp(p, row, a, admin) }); err != nil {
		return err
	}
	l.later = append(l.later, func() error {
		return each(p.at("pipelines"), t.Pipelines, func(p path, v Pipeline) error { return l.teamPipeline(p, row, v) })
	})
	return nil
}

// putTeam makes the team, or sets its preferences when it exists.
func (l *loader) putTeam(p path, t Team) (store.Team, error) {
	row := store.Team{ID: t.ID, Name: t.Name, Type: cmp.Or(t.Type, "enterprise"), AddonControls: t.AddonControls, HerokuClientsOnly: t.ThirdPartyOAuth != nil && !*t.ThirdPartyOAuth}
	if err := l.id(p, t.ID); err != nil {
		return row, err
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
	if t.Licenses != nil {
		row.License = store.License(*t.Licenses)
		if row.License.DynoUnits < 0 || row.License.AddonCredits < 0 || row.License.SpaceCredits < 0 {
			return row, l.errorf(p.at("licenses"), "a licence is for 0 or more, not fewer")
		}
		if !row.Enterprise() {
			return row, l.errorf(p.at("licenses"), "the team %s is not an Enterprise Team: only those have licences", t.Name)
		}
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
		return row, l.made(p, t.ID, err)
	}
	if err != nil {
		return row, l.wrap(p, err)
	}
	if have.Type != row.Type || have.AccountID != row.AccountID {
		return row, l.errorf(p, "the team %s exists with another type or enterprise account", t.Name)
	}
	if err := l.sameID(p, "the team "+t.Name, have.ID, t.ID); err != nil {
		return row, err
	}
	row.ID = have.ID
	return row, l.wrap(p, l.tx.UpdateTeam(l.ctx, row))
}

func (l *loader) members(p path, team store.Team, list []Member) error {
	var rows []store.Member
	if err := each(p, list, func(p path, m Member) error {
		role, err := access.ParseRole(m.Role)
		if err != nil {
			return l.wrap(p.at("role"), err)
		}
		user, err := l.person(p.at("email"), m.Email)
		if err != nil {
			return err
		}
		if err := l.id(p, m.ID); err != nil {
			return err
		}
		rows = append(rows, store.Member{ID: m.ID, User: user, Role: role, Federated: m.Federated})
		return l.once(p, "member of "+team.Name, user.Email)
	}); err != nil {
		return err
	}
	if err := l.putMembers(p, "somebody in the team "+team.Name, func() error { return l.tx.PutMembers(l.ctx, team.ID, rows) }); err != nil {
		return err
	}
	if err := sameIDs(l, p, list, func(m Member) (string, string) { return m.ID, m.Email }, func() (map[string]string, error) {
		have, err := l.tx.ListMembers(l.ctx, team.ID)
		return keyed(have, func(m store.Member) (string, string) { return m.User.ID, m.ID }), err
	}); err != nil || team.AccountID == "" {
		return err
	}
	return l.wrap(p, l.tx.JoinAccounts(l.ctx, team.AccountID, rows))
}

// putMembers puts memberships into the database at once.
func (l *loader) putMembers(p path, whose string, put func() error) error {
	err := put()
	if errors.Is(err, store.ErrExists) {
		return l.errorf(p, "the id of the membership of %s is another one's in the database: %w", whose, err)
	}
	return l.wrap(p, err)
}

// sameIDs refuses memberships that were there with other ids than the file's. have reads those that are there, by person; where the file has
// no ids, it is not asked.
func sameIDs[T any](l *loader, p path, list []T, what func(T) (id, email string), have func() (map[string]string, error)) error {
	var known map[string]string
	return each(p, list, func(p path, m T) (err error) {
		id, email := what(m)
		if id == "" {
			return nil
		}
		if known == nil {
			if known, err = have(); err != nil {
				return l.wrap(p, err)
			}
		}
		user, err := l.person(p, email)
		if err != nil {
			return err
		}
		return l.sameID(p, "the membership of "+email, known[user.ID], id)
	})
}

// keyed makes a map of a list.
func keyed[T any](list []T, of func(T) (key, value string)) map[string]string {
	all := map[string]string{}
	for _, v := range list {
		key, value := of(v)
		all[key] = value
	}
	return all
}

// invitation invites a person, or sets the role that he is invited to.
func (l *loader) invitation(p path, team store.Team, i Invitation, admin store.User) error {
	if err := access.Invite(team.Name, team.Enterprise()); err != nil {
		return l.wrap(p, err)
	}
	role, err := access.ParseRole(i.Role)
	if err != nil {
		return l.wrap(p.at("role"), err)
	}
	user, err := l.person(p.at("email"), i.Email)
	if err != nil {
		return err
	}
	if err := l.once(p, "invitation to "+team.Name, user.Email); err != nil {
		return err
	}
	if _, err := l.tx.GetMember(l.ctx, team.ID, user.ID); !isMissing(err) {
		if err != nil {
			return l.wrap(p, err)
		}
		return l.errorf(p, "%s has a role in the team %s: there is nothing to invite to", user.Email, team.Name)
	}
	by := admin
	if i.InvitedBy != "" {
		if by, err = l.person(p.at("invited_by"), i.InvitedBy); err != nil {
			return err
		}
	}
	if err := l.id(p, i.ID); err != nil {
		return err
	}
	have, err := l.tx.GetTeamInvitation(l.ctx, team.ID, user.ID)
	if isMissing(err) {
		_, err = l.tx.CreateInvitation(l.ctx, store.Invitation{ID: i.ID, TeamID: team.ID, User: user, Role: role, InvitedBy: by})
		return l.made(p, i.ID, err)
	}
	if err == nil {
		if err := l.sameID(p, "the invitation of "+i.Email, have.ID, i.ID); err != nil {
			return err
		}
		have.Role = role
		_, err = l.tx.UpdateInvitation(l.ctx, have)
	}
	return l.wrap(p, err)
}

// allow puts a service on the allowlist, in the name of somebody.
func (l *loader) allow(p path, team store.Team, s AllowedService, admin store.User) error {
	service, err := l.tx.GetAddonService(l.ctx, s.Service)
	if err != nil && !isMissing(err) {
		return l.wrap(p, err)
	}
	if err != nil {
		return l.errorf(p, "unknown add-on service %q: put it under addon_services", s.Service)
	}
	by := admin
	if s.AddedBy != "" {
		if by, err = l.person(p.at("added_by"), s.AddedBy); err != nil {
			return err
		}
	}
	if err := l.id(p, s.ID); err != nil {
		return err
	}
	have, err := l.tx.GetAllowedAddonService(l.ctx, team.ID, service.ID)
	if isMissing(err) {
		return l.made(p, s.ID, l.tx.CreateAllowedAddonService(l.ctx, s.ID, team.ID, service.ID, by.ID))
	}
	if err != nil {
		return l.wrap(p, err)
	}
	return l.sameID(p, "the entry of "+s.Service+" on the allowlist of "+team.Name, have.ID, s.ID)
}

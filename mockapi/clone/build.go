package clone

import (
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// builder turns what the API told into the lists of a world.
type builder struct {
	world      store.World
	pseudonyms pseudonyms
	people     *people
	notes      []string

	read     map[string]bool            // enterprise accounts whose people are known, by id
	inside   map[string]bool            // by the ids of account and person
	signedIn map[string]map[string]bool // where an identity provider was seen with a person: by the ids of the two, the places
	roles    map[string]access.Role     // by the ids of team and person
	services map[string]*service        // that are allowed or installed somewhere, by name
}

func newBuilder(o *organization.Organization, salt string) *builder {
	p := pseudonyms{salt}
	b := &builder{
		pseudonyms: p, people: newPeople(p), read: map[string]bool{}, inside: map[string]bool{}, signedIn: map[string]map[string]bool{},
		roles: map[string]access.Role{}, services: map[string]*service{},
	}
	for _, a := range o.Accounts {
		b.read[a.ID] = len(a.Unread) == 0
	}
	return b
}

// organization takes everything in.
func (b *builder) organization(o *organization.Organization) {
	for _, a := range o.Accounts {
		b.account(a)
	}
	for _, t := range o.Teams { // before anything that tells of somebody the address alone
		for _, m := range t.Members {
			b.people.know(person{id: m.User.ID, email: m.Email, name: m.User.Name, mfa: m.TwoFactorAuthentication})
		}
	}
	for _, t := range o.Teams {
		b.team(t)
	}
}

// finish is the world, once everybody in it is known.
func (b *builder) finish() store.World {
	for _, p := range b.world.Providers {
		for _, u := range b.people.order {
			// Who is federated in the provider's own team is shown with it there alone; elsewhere, only whose account belongs to it. That of an
			// enterprise account is shown with who is federated in one of its teams, and there only with whose account belongs to it.
			places := b.signedIn[p.ID+" "+u.ID]
			if places[p.AccountID] || p.AccountID == "" && (len(places) > 1 || len(places) == 1 && !places[p.TeamID]) {
				u.IdentityProviderID = p.ID
			}
		}
	}
	for _, u := range b.people.order {
		b.world.Users = append(b.world.Users, *u)
	}
	return b.world
}

func (b *builder) account(a *organization.Account) {
	b.world.Accounts = append(b.world.Accounts, store.Account{ID: a.ID, Name: a.Name})
	for _, g := range a.Unread {
		b.notes = append(b.notes, unread("", g)+": the people of its teams stand there with the permission view")
	}
	if a.IdentityProvider != nil && len(a.Providers) == 0 {
		b.note("the identity provider of the enterprise account %s: the API does not tell its certificate", a.Name)
	}
	b.providers(store.IdentityProvider{AccountID: a.ID}, "the enterprise account "+a.Name, a.Providers)
	for _, m := range a.Members {
		id := b.people.know(person{id: m.User.ID, email: m.User.Email, mfa: m.TwoFactorAuthentication})
		b.signs(m.IdentityProvider, id, a.ID)
		words := make([]string, 0, len(m.Permissions))
		for _, p := range m.Permissions {
			words = append(words, p.Name)
		}
		words = b.known("the enterprise account "+a.Name, words, func(w []string) error { _, err := access.ParseAccountPermissions(w); return err })
		permissions, _ := access.ParseAccountPermissions(words) // each is known
		b.joins(store.AccountMember{ID: b.pseudonyms.row(m.ID), AccountID: a.ID, User: store.User{ID: id}, Permissions: permissions})
	}
}

// joins puts somebody into an enterprise account, unless he is there.
func (b *builder) joins(m store.AccountMember) {
	if key := m.AccountID + " " + m.User.ID; !b.inside[key] {
		b.inside[key] = true
		b.world.AccountMembers = append(b.world.AccountMembers, m)
	}
}

// signs notes that a person was shown with an identity provider at a place: a team or an enterprise account.
func (b *builder) signs(p *api.IdentityProvider, id, place string) {
	if p == nil {
		return
	}
	key := p.ID + " " + id
	if b.signedIn[key] == nil {
		b.signedIn[key] = map[string]bool{}
	}
	b.signedIn[key][place] = true
}

func (b *builder) team(t *organization.Team) {
	for _, g := range t.Unread {
		b.notes = append(b.notes, unread("of the team "+t.Name+", ", g))
	}
	if t.ProvisionedLicenses {
		b.note("the licences of the team %s: the API does not tell how many", t.Name)
	}
	row := store.Team{ID: t.ID, Name: t.Name, Type: b.oneOf("the team "+t.Name, "type", t.Type, []string{api.TeamTypeEnterprise, api.TeamTypeTeam})}
	if t.EnterpriseAccount != nil {
		row.AccountID = b.home(*t.EnterpriseAccount)
	}
	if p := t.Preferences; p != nil {
		row.AddonControls = p.AddonsControls != nil && *p.AddonsControls
		row.HerokuClientsOnly = p.ThirdPartyOAuthAccess != nil && !*p.ThirdPartyOAuthAccess
		if p.DefaultPermission != nil {
			role, err := access.ParseRole(*p.DefaultPermission)
			if row.DefaultRole = role; err != nil {
				b.note("the default role %q of the team %s, which the control plane does not know", *p.DefaultPermission, t.Name)
			}
		}
	}
	b.world.Teams = append(b.world.Teams, row)
	b.providers(store.IdentityProvider{TeamID: t.ID}, "the team "+t.Name, t.Providers)
	b.members(row, t)
	for _, s := range t.Services {
		id := b.people.know(person{id: s.AddedBy.ID, email: s.AddedBy.Email})
		b.world.Allowed = append(b.world.Allowed, store.TeamAllowedAddonService{ID: s.ID, TeamID: t.ID, Service: b.uses(s.AddonService.Name), AddedByID: id})
	}
	for _, s := range t.Spaces {
		b.space(t, s)
	}
	for _, a := range t.Apps {
		b.app(t, a)
	}
	for _, d := range t.Addons {
		b.addon(t, d)
	}
}

// home is the enterprise account of a team. One that was not chosen is there all the same, since the team is in it.
func (b *builder) home(account api.Ref) string {
	if !slices.ContainsFunc(b.world.Accounts, func(a store.Account) bool { return a.ID == account.ID }) {
		b.world.Accounts = append(b.world.Accounts, store.Account{ID: account.ID, Name: account.Name})
		b.note("who is in the enterprise account %s, which was not asked for (--account %s): the people of its teams stand there with the permission view", account.Name, account.Name)
	}
	return account.ID
}

// providers takes in the identity provider of a team or of an enterprise account. None has two.
func (b *builder) providers(row store.IdentityProvider, owner string, list []api.TeamIdentityProvider) {
	for i, p := range list {
		if i > 0 {
			b.note("the identity provider %s of %s, which has another: on the control plane there is one", p.ID, owner)
			continue
		}
		row.ID, row.EntityID, row.Certificate, row.SSOTargetURL, row.SLOTargetURL = p.ID, p.EntityID, p.Certificate, p.SSOTargetURL, p.SLOTargetURL
		b.world.Providers = append(b.world.Providers, b.pseudonyms.provider(row))
	}
}

// members takes in everybody who is shown with a team: its users, who may be federated, and people with nothing but grants.
func (b *builder) members(team store.Team, t *organization.Team) {
	for _, m := range t.Members {
		id := b.people.know(person{id: m.User.ID, email: m.Email, name: m.User.Name, mfa: m.TwoFactorAuthentication})
		b.signs(m.IdentityProvider, id, t.ID)
		if m.Role == nil || *m.Role == string(access.Collaborator) {
			continue
		}
		role, err := access.ParseRole(*m.Role)
		if err != nil {
			b.note("somebody's role %q in the team %s, which the control plane does not know", *m.Role, t.Name)
			continue
		}
		b.roles[t.ID+" "+id] = role
		federated := m.Federated && (m.IdentityProvider == nil || m.IdentityProvider.Redacted == nil || !*m.IdentityProvider.Redacted)
		b.world.Members = append(b.world.Members, store.TeamMember{ID: b.pseudonyms.row(m.ID), TeamID: t.ID, UserID: id, Role: role, Federated: federated})
		if team.AccountID != "" && !b.read[team.AccountID] {
			b.joins(store.AccountMember{AccountID: team.AccountID, User: store.User{ID: id}, Permissions: access.AccountView})
		}
	}
	for _, i := range t.Invitations {
		row := store.Invitation{
			ID:        b.pseudonyms.row(i.ID),
			TeamID:    t.ID,
			User:      store.User{ID: b.people.know(person{id: i.User.ID, email: i.User.Email, name: i.User.Name})},
			InvitedBy: store.User{ID: b.people.know(person{id: i.InvitedBy.ID, email: i.InvitedBy.Email, name: i.InvitedBy.Name})},
			Role:      access.Member,
		}
		if i.Role != nil {
			if role, err := access.ParseRole(*i.Role); err == nil {
				row.Role = role
			}
		}
		b.world.Invitations = append(b.world.Invitations, row)
	}
}

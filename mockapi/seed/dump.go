package seed

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// Dump makes the seed file of a whole world, in an order that the content alone decides: the same world makes the same file on any
// database. Of tokens it holds the hashes. withIDs keeps the identifiers of all that clients remember (people, accounts,
// teams, memberships, invitations, entries of allowlists, identity providers, spaces, apps, add-ons and pipelines), for a world that moves to another database under clients that remember them. What a seed file cannot hold is not in
// it, and is told in left, one thing a line.
func Dump(ctx context.Context, st *store.Store, withIDs bool) (f File, left []string, err error) {
	err = st.Read(ctx, func(tx *store.Tx) error {
		world, err := tx.World(ctx)
		if err != nil {
			return err
		}
		var more []string
		if f, more, err = FileOf(world, withIDs); err != nil {
			return err
		}
		left, err = leftOut(ctx, tx)
		left = append(left, more...)
		return err
	})
	return f, left, err
}

// FileOf is [Dump] of a world that is in no database. Rows are tied to each other by their ids.
func FileOf(world store.World, withIDs bool) (f File, left []string, err error) {
	d := newDumper(world, withIDs)
	f, err = d.file()
	return f, d.left, err
}

// dumper turns the lists of a world into the tree of a file.
type dumper struct {
	world   store.World
	withIDs bool
	left    []string

	emails   map[string]string // of people
	accounts map[string]string // names
	teams    map[string]string // names
	apps     map[string]store.App

	providers     map[string]store.IdentityProvider // by the id of the owner, and by their own
	managers      map[string][]store.AccountMember  // by account, in the order of addresses
	inAccount     map[string]bool                   // by the ids of account and person
	members       map[string][]store.TeamMember     // by team
	invitations   map[string][]store.Invitation
	allowed       map[string][]store.TeamAllowedAddonService
	spaces        map[string][]store.Space
	spaceGrants   map[string][]store.SpaceMember
	rulesets      map[string]store.SpaceRuleset
	teamApps      map[string][]store.App
	pipelines     map[string][]store.Pipeline
	collaborators map[string][]store.Collaborator
	addons        map[string][]store.Addon
	attachments   map[string][]store.AddonAttachment // by add-on
	couplings     map[string][]store.PipelineCoupling
	offers        map[string]string // the recipient's id, by app
}

func newDumper(w store.World, withIDs bool) *dumper {
	d := &dumper{
		world: w, withIDs: withIDs, emails: map[string]string{}, accounts: map[string]string{}, teams: map[string]string{}, apps: map[string]store.App{},
		providers: map[string]store.IdentityProvider{}, offers: map[string]string{}, rulesets: map[string]store.SpaceRuleset{}, inAccount: map[string]bool{},
	}
	for _, m := range w.AccountMembers {
		d.inAccount[m.AccountID+" "+m.User.ID] = true
	}
	for _, u := range w.Users {
		d.emails[u.ID] = u.Email
	}
	for _, a := range w.Accounts {
		d.accounts[a.ID] = a.Name
	}
	for _, t := range w.Teams {
		d.teams[t.ID] = t.Name
	}
	for _, p := range w.Providers {
		d.providers[p.ID], d.providers[p.OwnerID()] = p, p
	}
	for _, a := range w.Apps {
		d.apps[a.ID] = a
	}
	for _, r := range w.Rulesets {
		d.rulesets[r.SpaceID] = r
	}
	for _, f := range w.Transfers {
		d.offers[f.AppID] = f.Recipient.ID
	}
	d.managers = group(w.AccountMembers, func(m store.AccountMember) string { return m.AccountID }, func(m store.AccountMember) string { return d.key(m.User.ID) })
	d.members = group(w.Members, func(m store.TeamMember) string { return m.TeamID }, func(m store.TeamMember) string { return d.key(m.UserID) })
	d.invitations = group(w.Invitations, func(i store.Invitation) string { return i.TeamID }, func(i store.Invitation) string { return d.key(i.User.ID) })
	d.allowed = group(w.Allowed, func(s store.TeamAllowedAddonService) string { return s.TeamID }, func(s store.TeamAllowedAddonService) string { return s.Service })
	d.spaces = group(w.Spaces, func(s store.Space) string { return s.TeamID }, func(s store.Space) string { return s.Name })
	d.spaceGrants = group(w.SpaceGrants, func(g store.SpaceMember) string { return g.SpaceID }, func(g store.SpaceMember) string { return d.key(g.User.ID) })
	d.pipelines = group(w.Pipelines, func(p store.Pipeline) string { return p.TeamID }, func(p store.Pipeline) string { return p.Name })
	d.teamApps = group(w.Apps, func(a store.App) string { return a.TeamID }, func(a store.App) string { return a.Name })
	d.collaborators = group(w.Collaborators, func(c store.Collaborator) string { return c.AppID }, func(c store.Collaborator) string { return d.key(c.User.ID) })
	d.addons = group(w.Addons, func(a store.Addon) string { return a.AppID }, func(a store.Addon) string { return a.Name })
	d.attachments = group(w.Attachments, func(x store.AddonAttachment) string { return x.AddonID }, func(x store.AddonAttachment) string { return x.AppName + " " + x.Name })
	d.couplings = group(w.Couplings, func(k store.PipelineCoupling) string { return k.PipelineID }, func(k store.PipelineCoupling) string { return d.apps[k.AppID].Name })
	return d
}

// group sorts a list and divides it.
func group[T any](list []T, by, order func(T) string) map[string][]T {
	groups := map[string][]T{}
	for _, v := range sorted(list, order) {
		groups[by(v)] = append(groups[by(v)], v)
	}
	return groups
}

// sorted is a copy of a list in the order of a text, byte by byte, whatever order the database has.
func sorted[T any](list []T, order func(T) string) []T {
	return slices.SortedStableFunc(slices.Values(list), func(a, b T) int { return strings.Compare(order(a), order(b)) })
}

// key is where a person stands in the order of addresses.
func (d *dumper) key(userID string) string { return access.FoldEmail(d.emails[userID]) }

// id is an identifier, if they are asked for.
func (d *dumper) id(id string) string {
	if d.withIDs {
		return id
	}
	return ""
}

func (d *dumper) file() (f File, err error) {
	tokens := group(d.world.Authorizations, func(a store.HashedAuthorization) string { return a.UserID }, func(a store.HashedAuthorization) string { return a.Hash })
	for _, u := range sorted(d.world.Users, func(u store.User) string { return access.FoldEmail(u.Email) }) {
		f.Users = append(f.Users, d.user(u, tokens[u.ID]))
	}
	for _, a := range sorted(d.world.Accounts, func(a store.Account) string { return a.Name }) {
		f.EnterpriseAccounts = append(f.EnterpriseAccounts, d.account(a))
	}
	for _, t := range sorted(d.world.Teams, func(t store.Team) string { return t.Name }) {
		f.Teams = append(f.Teams, d.team(t))
	}
	for _, a := range d.teamApps[""] {
		f.Apps = append(f.Apps, d.personalApp(a))
	}
	for _, p := range d.pipelines[""] {
		f.Pipelines = append(f.Pipelines, d.pipeline(p))
	}
	f.AddonServices, err = d.services()
	return f, err
}

func (d *dumper) user(u store.User, tokens []store.HashedAuthorization) User {
	w := User{ID: d.id(u.ID), Email: u.Email, Name: u.Name, TwoFactorAuthentication: u.TwoFactorAuthentication, DefaultTeam: d.teams[u.DefaultTeamID]}
	if !u.Verified {
		w.Verified = new(bool)
	}
	if p, ok := d.providers[u.IdentityProviderID]; ok {
		w.IdentityProvider = &ProviderOwner{Team: d.teams[p.TeamID], EnterpriseAccount: d.accounts[p.AccountID]}
	}
	for _, a := range tokens {
		token := Authorization{Description: a.Description, TokenSHA256: a.Hash}
		if !a.ExpiresAt.IsZero() {
			token.ExpiresAt = a.ExpiresAt.Format(time.RFC3339Nano)
		}
		if a.Client.Name != "" {
			client := OAuthClient(a.Client)
			token.Client = &client
		}
		if a.Scopes != access.ScopeGlobal {
			token.Scopes = a.Scopes.Names()
		}
		w.Authorizations = append(w.Authorizations, token)
	}
	return w
}

func (d *dumper) account(a store.Account) Account {
	w := Account{ID: d.id(a.ID), Name: a.Name, IdentityProvider: d.identityProvider(a.ID)}
	for _, m := range d.managers[a.ID] {
		w.Members = append(w.Members, AccountMember{ID: d.id(m.ID), Email: d.emails[m.User.ID], Permissions: m.Permissions.Names()})
	}
	return w
}

// services lists the part of the catalogue that is not the built-in one.
func (d *dumper) services() ([]AddonService, error) {
	builtin, _, err := parse("catalogue.yaml", catalogue)
	if err != nil {
		return nil, err
	}
	known := map[string]AddonService{}
	for _, s := range builtin.AddonServices {
		known[s.Name] = canonical(s)
	}
	plans := group(d.world.Plans, func(p store.Plan) string { return p.ServiceID }, func(p store.Plan) string { return p.Name })
	var list []AddonService
	for _, s := range sorted(d.world.Services, func(s store.AddonService) string { return s.Name }) {
		w := AddonService{Name: s.Name, HumanName: s.HumanName}
		ordered := plans[s.ID]
		slices.SortStableFunc(ordered, func(a, b store.Plan) int {
			return cmp.Or(boolOrder(a.Default, b.Default), cmp.Compare(a.PriceCents, b.PriceCents))
		})
		for _, p := range ordered {
			w.Plans = append(w.Plans, Plan{Name: p.Name, HumanName: p.HumanName, PriceCents: p.PriceCents})
		}
		w = canonical(w)
		if same, ok := known[s.Name]; !ok || same.HumanName != w.HumanName || !slices.Equal(same.Plans, w.Plans) {
			list = append(list, w)
		}
	}
	return list, nil
}

// boolOrder puts true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// canonical is a service as a dump writes it: the default plan first, then the cheapest; names that say nothing new left out.
func canonical(s AddonService) AddonService {
	if s.HumanName == s.Name {
		s.HumanName = ""
	}
	s.Plans = slices.Clone(s.Plans)
	for i, p := range s.Plans {
		if p.HumanName == p.Name {
			s.Plans[i].HumanName = ""
		}
	}
	if len(s.Plans) > 1 {
		slices.SortStableFunc(s.Plans[1:], func(a, b Plan) int {
			return cmp.Or(cmp.Compare(a.PriceCents, b.PriceCents), strings.Compare(a.Name, b.Name))
		})
	}
	return s
}

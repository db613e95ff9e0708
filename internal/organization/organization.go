// Package organization reads who may do what in whole teams and enterprise accounts, for commands that look at everything at once:
// reviews, exports, drift, clones. The number of calls depends on the number of teams and spaces, and not on people or apps.
//
// What it holds is what the API said, in the API's own structs. What the token may not read is never taken for empty: the lists without
// which nothing can be said (members, apps, permissions) fail the reading, and the others stand in [Team.Unread] and [Account.Unread].
package organization

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// Organization is a picture of accounts and teams, each sorted by name.
type Organization struct {
	Owner    *api.Account // who the token belongs to; nil where the API does not tell
	Accounts []*Account
	Teams    []*Team
	Missing  []string // what was asked for and is not there, if that is no error
}

// Account is an enterprise account with everybody in it.
type Account struct {
	api.EnterpriseAccount
	Members   []api.EnterpriseAccountMember // sorted by address
	Providers []api.TeamIdentityProvider    // its own
	Unread    []Gap                         // who is in it
	Hidden    []Gap                         // its identity provider
}

// Team is a team with its people and things. People are sorted by address, things by name.
type Team struct {
	api.Team
	Preferences *api.TeamPreferences // nil where they could not be read
	Members     []api.TeamMember
	Invitations []api.TeamInvitation // only teams outside enterprise accounts invite
	Apps        []*App
	Spaces      []*Space
	Services    []api.AllowedAddonService
	Providers   []api.TeamIdentityProvider // its own, not the enterprise account's
	Addons      []api.Addon                // on its apps
	Unread      []Gap
	Blurred     bool // what admins were given cannot be told from what they have anyway, and is not among the grants
}

// App is an app of a team, with what people were given on it.
type App struct {
	api.TeamApp
	Grants []Grant
}

// Space is a private space of a team, with what people were given on it.
type Space struct {
	api.Space
	Rules  *api.InboundRuleset // nil where they could not be read
	Grants []Grant
	Closed bool // the grants could not be read
}

// Grant is what a person was given on one object. The team itself, which owns its apps, and what admins have by their role are no grants.
type Grant struct {
	UserID      string
	Email       string
	Permissions []string // sorted
}

// Gap is something that the API did not let the token read.
type Gap struct {
	What string // such as "its add-on allowlist"
	Err  error
}

// What a [Gap] may be of a team as a whole.
const (
	Spaces    = "its private spaces"
	Allowlist = "its add-on allowlist"
	Addons    = "the add-ons of its apps"
	Provider  = "its identity provider" // and of an enterprise account
)

// Lacks reports whether something could not be read.
func (t *Team) Lacks(what string) bool {
	return slices.ContainsFunc(t.Unread, func(g Gap) bool { return g.What == what })
}

func (g Gap) String() string { return fmt.Sprintf("%s could not be read: %v", g.What, g.Err) }

// Choice is what to read.
type Choice struct {
	Teams    []string // names or ids
	Apps     []string // names or ids; their teams are read, where there are any that the token may look at
	Spaces   []string // names or ids; the same
	Accounts []string // names or ids; their teams are read too, as far as the token may
	Alone    []string // names or ids of accounts of which the members are read, and no teams
	Owners   bool     // the members of the accounts are read that own the teams, as far as the token may
	All      bool     // every account and team of the token's owner; the others are ignored
	Lenient  bool     // what is not there is noted in [Organization.Missing]
}

// at is how many teams are read at the same time.
const at = 4

// Read takes the picture. A team of a chosen account that the token's owner has no role in is left out, since the API does not even tell
// that owner who is in it; a team that was asked for by name is an error then.
func Read(ctx context.Context, c *client.Client, choice Choice) (*Organization, error) {
	o := &Organization{}
	if err := o.readOwner(ctx, c); err != nil {
		return nil, err
	}
	var wanted []api.Team
	mine, err := c.Snapshot.Teams.Get(ctx, "", client.Named)
	if err != nil {
		return nil, err
	}
	if err := o.readAccounts(ctx, c, choice); err != nil {
		return nil, err
	}
	for _, team := range mine.Value {
		if !belongs(&team) {
			continue
		}
		if choice.All || team.EnterpriseAccount != nil && o.account(team.EnterpriseAccount.ID) != nil {
			wanted = append(wanted, team)
		}
	}
	for _, ref := range choice.Teams {
		team, err := find(ctx, c, mine.Value, ref)
		if choice.Lenient && client.NotFound(err) {
			o.Missing = append(o.Missing, ref)
			continue
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(wanted, func(t api.Team) bool { return t.ID == team.ID }) {
			wanted = append(wanted, *team)
		}
	}
	if err := o.readTeams(ctx, c, wanted); err != nil {
		return o, err
	}
	further, err := o.others(ctx, c, choice)
	if err != nil {
		return o, err
	}
	if err := o.readTeams(ctx, c, further); err != nil {
		return o, err
	}
	return o, o.readAlone(ctx, c, choice)
}

// readAlone reads who is in enterprise accounts whose teams nobody asked for.
func (o *Organization) readAlone(ctx context.Context, c *client.Client, choice Choice) error {
	refs := slices.Clone(choice.Alone)
	for _, t := range o.Teams {
		if choice.Owners && t.EnterpriseAccount != nil && o.account(t.EnterpriseAccount.ID) == nil {
			refs = append(refs, t.EnterpriseAccount.ID)
		}
	}
	slices.Sort(refs)
	for _, ref := range slices.Compact(refs) {
		account, err := c.GetEnterpriseAccount(ctx, ref)
		if choice.Lenient && client.NotFound(err) {
			o.Missing = append(o.Missing, ref)
			continue
		}
		if err == nil {
			err = o.readAccount(ctx, c, *account)
		}
		if err != nil && (!client.Lacking(err) || slices.Contains(choice.Alone, ref)) {
			return err
		}
	}
	slices.SortFunc(o.Accounts, func(a, b *Account) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// others finds the teams of the chosen apps and spaces that are in none of those that were read. What is nowhere has no team.
func (o *Organization) others(ctx context.Context, c *client.Client, choice Choice) (further []api.Team, err error) {
	known := map[string]bool{}
	for _, t := range o.Teams {
		known[t.ID], known[t.Name] = true, true
		for _, a := range t.Apps {
			known["app "+a.ID], known["app "+a.Name] = true, true
		}
		for _, s := range t.Spaces {
			known["space "+s.ID], known["space "+s.Name] = true, true
		}
	}
	team := func(ref *api.Ref) error {
		if ref == nil || known[ref.ID] || known[ref.Name] {
			return nil
		}
		t, err := c.GetTeam(ctx, cmp.Or(ref.ID, ref.Name))
		if err == nil {
			further, known[t.ID], known[t.Name] = append(further, *t), true, true
		}
		return client.UnlessLacking(err)
	}
	for _, ref := range choice.Apps {
		if known["app "+ref] {
			continue
		}
		app, err := c.GetTeamApp(ctx, ref)
		if err == nil {
			err = team(app.Team)
		}
		if err := client.UnlessLacking(err); err != nil {
			return nil, err
		}
	}
	for _, ref := range choice.Spaces {
		if known["space "+ref] {
			continue
		}
		space, err := c.GetSpace(ctx, ref)
		if err == nil {
			err = team(&space.Team)
		}
		if err := client.UnlessLacking(err); err != nil {
			return nil, err
		}
	}
	return further, nil
}

// readOwner finds out whom the token belongs to, which a token of a narrow scope may not read.
func (o *Organization) readOwner(ctx context.Context, c *client.Client) error {
	account, err := c.Snapshot.Account.Get(ctx, "", client.Named)
	if err == nil {
		o.Owner = account.Value
	} else if !client.Lacking(err) {
		return err
	}
	return nil
}

// belongs reports whether the token's owner has a role in a team that the API lists, and not only permissions on some of its apps.
func belongs(team *api.Team) bool {
	return team.Role != nil && *team.Role != string(access.Collaborator)
}

// find finds a team among the token's owner's own, else asks for it.
func find(ctx context.Context, c *client.Client, mine []api.Team, ref string) (*api.Team, error) {
	for i := range mine {
		if mine[i].ID == ref || mine[i].Name == ref {
			return &mine[i], nil
		}
	}
	return c.GetTeam(ctx, ref)
}

func (o *Organization) account(id string) *Account {
	for _, a := range o.Accounts {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// readAccounts reads the chosen accounts and who is in them.
func (o *Organization) readAccounts(ctx context.Context, c *client.Client, choice Choice) error {
	var wanted []api.EnterpriseAccount
	if choice.All {
		all, err := c.ListEnterpriseAccounts(ctx)
		if err != nil && !client.Lacking(err) { // an API without enterprise accounts has teams all the same
			return err
		}
		wanted = all
	} else {
		for _, ref := range choice.Accounts {
			one, err := c.GetEnterpriseAccount(ctx, ref)
			if choice.Lenient && client.NotFound(err) {
				o.Missing = append(o.Missing, ref)
				continue
			}
			if err != nil {
				return err
			}
			wanted = append(wanted, *one)
		}
	}
	for _, account := range wanted {
		if err := o.readAccount(ctx, c, account); err != nil {
			return err
		}
	}
	slices.SortFunc(o.Accounts, func(a, b *Account) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// readAccount reads who is in an enterprise account, once.
func (o *Organization) readAccount(ctx context.Context, c *client.Client, account api.EnterpriseAccount) error {
	if o.account(account.ID) != nil {
		return nil
	}
	a := &Account{EnterpriseAccount: account}
	if err := optional(&a.Unread, "who is in the enterprise account "+account.Name, func() (err error) {
		a.Members, err = c.ListAccountMembers(ctx, account.ID)
		return err
	}); err != nil {
		return err
	}
	if account.IdentityProvider != nil { // its settings are for those who manage it, on an API that has them
		if err := optional(&a.Hidden, Provider, func() (err error) {
			a.Providers, err = c.ListAccountIdentityProviders(ctx, account.ID)
			return err
		}); err != nil {
			return err
		}
	}
	slices.SortFunc(a.Members, func(x, y api.EnterpriseAccountMember) int { return byEmail(x.User.Email, y.User.Email) })
	o.Accounts = append(o.Accounts, a)
	return nil
}

// readTeams reads some more teams at the same time. The first error ends it.
func (o *Organization) readTeams(ctx context.Context, c *client.Client, wanted []api.Team) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	teams := make([]*Team, len(wanted))
	turn := make(chan struct{}, at)
	var wait sync.WaitGroup
	for i := range wanted {
		teams[i] = &Team{Team: wanted[i]}
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if ctx.Err() == nil {
				if err := teams[i].read(ctx, c); err != nil {
					cancel(fmt.Errorf("team %s: %w", wanted[i].Name, err))
				}
			}
		})
	}
	wait.Wait()
	o.Teams = append(o.Teams, teams...)
	slices.SortFunc(o.Teams, func(a, b *Team) int { return strings.Compare(a.Name, b.Name) })
	return context.Cause(ctx)
}

// optional notes a gap where the API refuses to tell, or lacks what was asked for.
func optional(gaps *[]Gap, what string, read func() error) error {
	err := read()
	if client.Lacking(err) {
		*gaps = append(*gaps, Gap{what, err})
		return nil
	}
	return err
}

// byEmail is the order of people.
func byEmail(a, b string) int { return strings.Compare(access.FoldEmail(a), access.FoldEmail(b)) }

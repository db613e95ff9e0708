// Package organization reads who may do what in whole teams and enterprise accounts, for commands that look at everything at once:
// reviews, exports, drift, clones. The number of calls depends on the number of teams and spaces, and not on people or apps.
//
// What it holds is what the API said, in the API's own structs. What the token may not read is never taken for empty: the lists without
// which nothing can be said (members, apps, permissions) fail the reading, and the others stand in [Team.Unread] and [Account.Unread].
package organization

import (
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
	Accounts []*Account
	Teams    []*Team
	Missing  []string // what was asked for and is not there, if that is no error
}

// Account is an enterprise account with everybody in it.
type Account struct {
	api.EnterpriseAccount
	Members []api.EnterpriseAccountMember // sorted by address
	Unread  []Gap
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
	Provider  = "its identity provider"
)

// Lacks reports whether something could not be read.
func (t *Team) Lacks(what string) bool {
	return slices.ContainsFunc(t.Unread, func(g Gap) bool { return g.What == what })
}

func (g Gap) String() string { return fmt.Sprintf("%s could not be read: %v", g.What, g.Err) }

// Choice is what to read.
type Choice struct {
	Teams    []string // names or ids
	Accounts []string // names or ids; their teams are read too, as far as the token may
	All      bool     // every account and team of the token's owner; the others are ignored
	Alone    bool     // of accounts, only who is in them, and not their teams
	Lenient  bool     // what is not there is noted in [Organization.Missing]
}

// at is how many teams are read at the same time.
const at = 4

// Read takes the picture. A team of a chosen account that the token's owner has no role in is left out, since the API does not even tell
// that owner who is in it; a team that was asked for by name is an error then.
func Read(ctx context.Context, c *client.Client, choice Choice) (*Organization, error) {
	o := &Organization{}
	var wanted []api.Team
	mine, err := c.Snapshot.Teams.Get(ctx, "", client.Named)
	if err != nil {
		return nil, err
	}
	if err := o.readAccounts(ctx, c, choice); err != nil {
		return nil, err
	}
	for _, team := range mine.Value {
		if choice.All || !choice.Alone && team.EnterpriseAccount != nil && o.account(team.EnterpriseAccount.ID) != nil {
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
	slices.SortFunc(wanted, func(a, b api.Team) int { return strings.Compare(a.Name, b.Name) })
	return o, o.readTeams(ctx, c, wanted)
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
		if o.account(account.ID) != nil {
			continue
		}
		a := &Account{EnterpriseAccount: account}
		if err := optional(&a.Unread, "who is in the enterprise account "+account.Name, func() (err error) {
			a.Members, err = c.ListAccountMembers(ctx, account.ID)
			return err
		}); err != nil {
			return err
		}
		slices.SortFunc(a.Members, func(x, y api.EnterpriseAccountMember) int { return byEmail(x.User.Email, y.User.Email) })
		o.Accounts = append(o.Accounts, a)
	}
	slices.SortFunc(o.Accounts, func(a, b *Account) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// readTeams reads some teams at the same time. The first error ends it.
func (o *Organization) readTeams(ctx context.Context, c *client.Client, wanted []api.Team) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	o.Teams = make([]*Team, len(wanted))
	turn := make(chan struct{}, at)
	var wait sync.WaitGroup
	for i := range wanted {
		o.Teams[i] = &Team{Team: wanted[i]}
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if ctx.Err() == nil {
				if err := o.Teams[i].read(ctx, c); err != nil {
					cancel(fmt.Errorf("team %s: %w", wanted[i].Name, err))
				}
			}
		})
	}
	wait.Wait()
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

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// usedCommand compares what the tokens of a user were used for with what they could have been used for.
//
// Least privilege is what would have been enough for what was done, and not for what will be. A list that would have been shorter with
// less, such as that of one's apps, counts as enough. What was done to a thing that has gone counts as long as its team is there.
type usedCommand struct {
	existingFlag
	TokenOf string `help:"Address of the user." required:"" placeholder:"EMAIL"`
}

// Run compares.
func (c *usedCommand) Run(ctx context.Context) error {
	return c.look(ctx, func(st *store.Store) error {
		if err := st.RequireSchema(ctx); err != nil {
			return fmt.Errorf("used: %w", err)
		}
		return st.Read(ctx, func(tx *store.Tx) error { return used(ctx, tx, c.TokenOf, os.Stdout) })
	})
}

// used writes about each token of a person.
func used(ctx context.Context, tx *store.Tx, email string, w io.Writer) error {
	user, err := tx.GetUser(ctx, email)
	if err != nil {
		return err
	}
	tokens, err := tx.ListAuthorizations(ctx, user.ID)
	if err != nil {
		return err
	}
	if len(tokens) == 0 {
		_, err = fmt.Fprintf(w, "%s has no token that is still valid\n", user.Email)
		return err
	}
	for _, token := range tokens {
		report := usage{tx: tx, user: user, out: w}
		if err := report.token(ctx, token); err != nil {
			return err
		}
	}
	return nil
}

// usage is the comparison for one token.
type usage struct {
	tx     *store.Tx
	user   store.User
	out    io.Writer
	beyond []string // what the person has and the token did not need
}

func (u *usage) printf(format string, values ...any) { fmt.Fprintf(u.out, format, values...) }

// token writes about one token: where it was used, and what it has beyond that.
func (u *usage) token(ctx context.Context, token store.Authorization) error {
	rows, err := u.tx.ListTokenUses(ctx, token.ID)
	if err != nil {
		return err
	}
	u.printf("%s, token %s", u.user.Email, token.ID)
	if token.Description != "" {
		u.printf(" (%s)", token.Description)
	}
	u.printf("\n")
	if len(rows) == 0 {
		u.printf("  was not used\n")
		return nil
	}
	all, teams, accounts, names := sorted(rows)
	least := access.LeastScopes(all)
	u.compare("scopes", "", least.Names(), token.Scopes.Names())
	for _, id := range keysOf(teams) {
		if err := u.team(ctx, id, teams[id], names); err != nil {
			return err
		}
	}
	for _, id := range keysOf(accounts) {
		if err := u.account(ctx, id, accounts[id], names[id]); err != nil {
			return err
		}
	}
	if err := u.elsewhere(ctx, teams, accounts); err != nil {
		return err
	}
	for i, what := range u.beyond {
		if i == 0 {
			u.printf("  beyond what was needed:\n")
		}
		u.printf("    %s\n", what)
	}
	return nil
}

// sorted puts uses where they belong: to a team with its apps, spaces and pipelines, or to an enterprise account. What is one's own
// needs no right.
func sorted(rows []store.TokenUse) (all []access.Use, teams, accounts map[string][]access.Use, names map[string]string) {
	teams, accounts, names = map[string][]access.Use{}, map[string][]access.Use{}, map[string]string{}
	for _, row := range rows {
		use := access.Use{
			Action: row.Action, Writes: row.Writes, Self: row.Self, Key: row.ObjectID,
			Object: access.Object{Kind: row.Kind, Locked: row.Locked, Personal: row.Personal},
		}
		names[row.ObjectID] = row.Object
		all = append(all, use)
		switch {
		case row.TeamID != "":
			teams[row.TeamID] = append(teams[row.TeamID], use)
		case row.Kind == access.Enterprise:
			accounts[row.ObjectID] = append(accounts[row.ObjectID], use)
		}
	}
	return all, teams, accounts, names
}

// team compares role, grants and create_apps in one team.
func (u *usage) team(ctx context.Context, id string, uses []access.Use, names map[string]string) error {
	team, err := u.tx.GetTeam(ctx, id, u.user.ID)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	least, found := access.LeastInTeam(uses)
	if !found {
		u.printf("  in the team %s: no role and no permission is enough; it needed rights on the enterprise account\n", team.Name)
		return nil
	}
	u.compare("role", "in the team "+team.Name, words(least.Role), words(team.Role))
	grants, err := u.tx.ListTeamGrants(ctx, id, u.user.ID)
	if err != nil {
		return err
	}
	had := map[string]access.Permissions{}
	for _, g := range grants {
		had[g.AppID], names[g.AppID] = g.Permissions, g.AppName
	}
	for _, app := range byName(names, keysOf(least.Grants), keysOf(had)) {
		u.compare("permissions", "on the app "+names[app], least.Grants[app].Names(), had[app].Names())
	}
	spaces, err := u.tx.ListTeamSpaceGrants(ctx, id, u.user.ID)
	if err != nil {
		return err
	}
	created := map[string]bool{}
	for _, s := range spaces {
		created[s.SpaceID], names[s.SpaceID] = true, s.SpaceName
	}
	for _, space := range byName(names, keysOf(least.CreateApps), keysOf(created)) {
		u.compare("permissions", "on the private space "+names[space], createApps(least.CreateApps[space]), createApps(created[space]))
	}
	return nil
}

// account compares permissions on an enterprise account.
func (u *usage) account(ctx context.Context, id string, uses []access.Use, name string) error {
	account, err := u.tx.GetAccount(ctx, id, u.user.ID)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	least, _ := access.LeastOnAccount(uses)
	u.compare("permissions", "on the enterprise account "+name, least.Names(), account.Permissions.Names())
	return nil
}

// elsewhere notes the teams and enterprise accounts that the person has rights in and the token was not used for.
func (u *usage) elsewhere(ctx context.Context, teams, accounts map[string][]access.Use) error {
	mine, err := u.tx.ListTeams(ctx, u.user.ID, "")
	if err != nil {
		return err
	}
	for _, team := range mine {
		if teams[team.ID] == nil {
			what := "grants on apps of the team " + team.Name
			if team.Role != access.NoRole {
				what = "role " + string(team.Role) + " in the team " + team.Name
			}
			u.beyond = append(u.beyond, what+", where the token was not used")
		}
	}
	belongs, err := u.tx.ListAccounts(ctx, u.user.ID)
	if err != nil {
		return err
	}
	for _, account := range belongs {
		if accounts[account.ID] == nil && account.Permissions&^access.AccountView != 0 {
			u.beyond = append(u.beyond, fmt.Sprintf("%s on the enterprise account %s, where the token was not used", strings.Join(account.Permissions.Names(), ", "), account.Name))
		}
	}
	return nil
}

// compare writes what would have been enough, and notes what there is beside it.
func (u *usage) compare(what, where string, enough, has []string) {
	at := what
	if where != "" {
		at += " " + where
	}
	u.printf("  %s: enough %s; has %s\n", at, orNone(enough), orNone(has))
	if what == "role" || what == "scopes" { // one is not a part of another
		if !slices.Equal(enough, has) {
			u.beyond = append(u.beyond, fmt.Sprintf("%s: %s in place of %s", at, orNone(has), orNone(enough)))
		}
		return
	}
	more := slices.DeleteFunc(slices.Clone(has), func(word string) bool { return slices.Contains(enough, word) })
	if len(more) > 0 {
		u.beyond = append(u.beyond, strings.Join(more, ", ")+" "+where)
	}
}

// gone reports whether what a token was used for is not there any more.
func gone(err error) bool {
	var missing *store.NotFoundError
	return errors.As(err, &missing)
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// byName puts things in the order of their names, each once.
func byName(names map[string]string, ids ...[]string) []string {
	all := slices.Concat(ids...)
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(strings.Compare(names[a], names[b]), strings.Compare(a, b)) })
	return slices.Compact(all)
}

func words(r access.Role) []string {
	if r == access.NoRole {
		return nil
	}
	return []string{string(r)}
}

func createApps(may bool) []string {
	if may {
		return []string{access.SpaceCreateApps}
	}
	return nil
}

func orNone(words []string) string { return cmp.Or(strings.Join(words, ", "), "none") }

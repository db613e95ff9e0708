package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/clone"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// cloneCommand has no flag for the key: everybody on the machine could read it there.
type cloneCommand struct {
	From       string   `help:"Address of the API. The key is in HEROKU_API_KEY, or in the netrc file that heroku login writes." default:"${heroku}" placeholder:"URL"`
	Team       []string `help:"A team, by name or id. Can be given several times." placeholder:"TEAM"`
	Account    []string `help:"An enterprise account, by name or id, with those of its teams in which the owner of the key has a role." placeholder:"ACCOUNT"`
	All        bool     `help:"Every enterprise account and team of the owner of the key."`
	MaxRetries int      `help:"How often a request is tried again that was not answered well." default:"10" placeholder:"N"`
	Pseudonyms *string  `help:"Give people pseudonyms, the same in every clone of the same salt. Who knows the salt can find out who is who by trying addresses." env:"MOCKAPI_PSEUDONYMS" placeholder:"SALT"`
}

// cloneHead is the first line of the seed file of a live organisation; what follows is not in it.
const cloneHead = "A clone of a live organisation: mockapi serve --database :memory: --seed FILE --token-for EMAIL serves it. It does not have:"

// check says what is wrong with the flags. Kong does not ask, because it prints the usage on standard output, which is a file.
func (c *cloneCommand) check() error {
	switch {
	case c.All && len(c.Team)+len(c.Account) > 0:
		return errors.New("--all clones every team and enterprise account: leave out --team and --account")
	case !c.All && len(c.Team)+len(c.Account) == 0:
		return errors.New("say what to clone: --team TEAM, --account ACCOUNT or --all")
	case c.MaxRetries < 0:
		return errors.New("--max-retries is a number of 0 or more")
	case c.Pseudonyms != nil && *c.Pseudonyms == "":
		return errors.New("the salt of --pseudonyms is empty: with it everybody could find out who is who")
	}
	return nil
}

// Run writes the seed file to standard output, and what it does not have to standard error as well. A file that could not be loaded is not
// written.
func (c *cloneCommand) Run(ctx context.Context) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("clone: %w", err)
	}
	source := clone.Source{URL: c.From, Retries: c.MaxRetries, Teams: c.Team, Accounts: c.Account, All: c.All}
	if c.Pseudonyms != nil {
		source.Salt = *c.Pseudonyms
	}
	made, err := clone.Make(ctx, source)
	if err == nil {
		err = tryLoad(ctx, made.File)
	}
	if err != nil {
		return fmt.Errorf("clone: %w", err)
	}
	head := []string{cloneHead}
	for _, note := range made.Notes {
		fmt.Fprintln(os.Stderr, "mockapi: not in the clone:", note)
		head = append(head, "* "+note)
	}
	fmt.Fprintln(os.Stderr, "mockapi: the owner of the key is in the clone as", made.Owner)
	return writeFile(os.Stdout, made.File, head...)
}

// tryLoad loads a file into a database that is thrown away.
func tryLoad(ctx context.Context, file seed.File) (err error) {
	st, err := store.Open(ctx, store.Memory, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := seed.Catalogue(ctx, st); err != nil {
		return err
	}
	if err := seed.Put(ctx, st, "the clone", file); err != nil {
		return fmt.Errorf("the organisation has something that the control plane does not know: %w", err)
	}
	return nil
}

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

type generateCommand struct {
	Teams      int    `help:"How many teams." default:"10" placeholder:"N"`
	Users      int    `help:"How many people; one in twenty works for an agency." default:"200" placeholder:"N"`
	Apps       int    `help:"How many apps of teams." default:"100" placeholder:"N"`
	SeedNumber uint64 `help:"Another number makes another world of the same size." default:"1" placeholder:"N"`
	Database   string `help:"Put the world there instead of writing it: a file or a postgres:// URL." placeholder:"DATABASE"`
}

// Run makes the world, telling on standard error how far it is.
func (c *generateCommand) Run(ctx context.Context) error {
	file, err := seed.Generate(seed.Size{Teams: c.Teams, Users: c.Users, Apps: c.Apps, Number: c.SeedNumber}, func(what string, done, total int) {
		if step := max(total/4, 1); done%step == 0 || done == total {
			fmt.Fprintf(os.Stderr, "mockapi: %d of %d %s made\n", done, total, what)
		}
	})
	if err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	if c.Database == "" {
		return writeFile(os.Stdout, file, dumpHead)
	}
	return putWorld(ctx, "generate", c.Database, "", func(st *store.Store) error {
		fmt.Fprintln(os.Stderr, "mockapi: writing the world to the database")
		began := time.Now()
		if err := seed.Put(ctx, st, "the generated world", file); err != nil {
			return fmt.Errorf("%w; generate into a new database", err)
		}
		fmt.Fprintf(os.Stderr, "mockapi: written in %s\n", time.Since(began).Round(time.Millisecond))
		return nil
	})
}

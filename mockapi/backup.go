package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

type backupCommand struct {
	existingFlag
	To string `help:"The file to make. It must not exist." required:"" placeholder:"FILE"`
}

// Run copies the database as it is at one moment.
func (c *backupCommand) Run(ctx context.Context) error {
	return c.look(ctx, func(st *store.Store) error {
		err := st.Backup(ctx, c.To)
		if errors.Is(err, store.ErrNotSQLite) {
			return fmt.Errorf("backup: %w, which has a program of its own for this: pg_dump --format=custom --file=%s DATABASE", err, c.To)
		}
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		info, err := os.Stat(c.To)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes\n", c.To, info.Size())
		return nil
	})
}

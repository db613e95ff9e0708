package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// existingFlag is the database of a command that only looks.
type existingFlag struct {
	Database string `help:"A file or a postgres:// URL." default:"mockapi.db" env:"MOCKAPI_DATABASE" placeholder:"DATABASE"`
}

// look opens the database, lets f look at it, and closes it.
func (c existingFlag) look(ctx context.Context, f func(*store.Store) error) (err error) {
	st, err := store.OpenExisting(ctx, c.Database, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return f(st)
}

type dumpCommand struct {
	existingFlag
	IDs bool `name:"ids" help:"Keep the ids of everything that clients remember."`
}

// Run writes the seed file to standard output, and what it cannot hold to standard error.
func (c *dumpCommand) Run(ctx context.Context) error {
	return c.look(ctx, func(st *store.Store) error {
		if err := st.RequireSchema(ctx); err != nil {
			return fmt.Errorf("dump: %w", err)
		}
		file, left, err := seed.Dump(ctx, st, c.IDs)
		if err != nil {
			return err
		}
		if !c.IDs {
			left = append(left, "ids: clients that remember them need --ids")
		}
		for _, what := range append(left, "the times at which things were made and changed") {
			fmt.Fprintln(os.Stderr, "mockapi: not in a seed file:", what)
		}
		return writeFile(os.Stdout, file, dumpHead)
	})
}

// dumpHead is the first line of the seed file of a world that was in a database.
const dumpHead = "The world of a control plane: mockapi load FILE makes it again. Tokens are in it as SHA-256 hashes alone."

// writeFile writes a seed file whole, with lines of comment at its head, or says why not.
func writeFile(w io.Writer, file seed.File, head ...string) error {
	out := bufio.NewWriter(w)
	for _, line := range head {
		if _, err := out.WriteString("# " + line + "\n"); err != nil {
			return err
		}
	}
	if err := seed.Write(out, file); err != nil {
		return err
	}
	return out.Flush()
}

type loadCommand struct {
	databaseFlag
	File string `arg:"" help:"The seed file; - is standard input." placeholder:"FILE"`
}

// Run loads a seed file: all of it, or nothing.
func (c *loadCommand) Run(ctx context.Context) (err error) {
	name, content := c.File, []byte(nil)
	if name == "-" {
		name = "standard input"
		content, err = io.ReadAll(os.Stdin)
	} else {
		content, err = os.ReadFile(name)
	}
	if err != nil {
		return err
	}
	return putWorld(ctx, "load", c.Database, ", or use mockapi serve --seed", func(st *store.Store) error {
		fresh, err := seed.LoadOnce(ctx, st, name, content)
		if err == nil && !fresh {
			fmt.Fprintf(os.Stderr, "mockapi: %s was loaded into this database before; nothing was changed\n", name)
		}
		return err
	})
}

// putWorld opens a database that lasts, which may be a new one, for a command that writes a world there. Instead is what else the person
// may have wanted.
func putWorld(ctx context.Context, command, database, instead string, f func(*store.Store) error) (err error) {
	if database == store.Memory {
		return fmt.Errorf("%s: a database in memory ends with the command; name a file or a postgres:// URL%s", command, instead)
	}
	st, err := store.Open(ctx, database, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := seed.Catalogue(ctx, st); err != nil {
		return err
	}
	return f(st)
}

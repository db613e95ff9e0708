package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/export"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// exportCommand writes what is there as configuration.
type exportCommand struct {
	live      `embed:""`
	Team      []string `help:"A team, by name or id. May be repeated." placeholder:"TEAM" sep:"none"`
	Account   []string `help:"An enterprise account, by name or id, with those of its teams in which the key's owner has a role. May be repeated." placeholder:"ACCOUNT" sep:"none"`
	All       bool     `help:"Every enterprise account and team of the key's owner."`
	Mode      string   `help:"additive: a resource for each person and entry. exclusive: lists that are owned as a whole, so that whoever else is there is drift." enum:"additive,exclusive" default:"additive"`
	Federated bool     `name:"include-federated" help:"Write people who sign in through an identity provider, too."`
	MovedFrom string   `help:"Write moved blocks for what heroku/heroku manages by now; takes --state." enum:"heroku,none" default:"none" placeholder:"heroku"`
	State     string   `help:"The state with what heroku/heroku manages, as terraform show -json prints it; - for standard input." placeholder:"FILE"`
	Output    string   `short:"o" help:"The folder for the files; it is made if it is not there. Without it, everything is printed as one document." placeholder:"DIR"`
	Force     bool     `help:"Overwrite files that are there. With --all, also remove the files of an earlier export for which there is nothing any more, unless somebody has changed them."`
}

// Help says what the flags do not.
func (exportCommand) Help() string {
	return "Nothing is changed: to apply what is written imports what is there, and does nothing else."
}

// check finds what does not go together.
func (e exportCommand) check() error {
	chosen := len(e.Team)+len(e.Account) > 0
	switch moved := e.MovedFrom != "none"; {
	case !chosen && !e.All:
		return errors.New("say what to export: --team TEAM, --account ACCOUNT or --all")
	case chosen && e.All:
		return errors.New("--all is everything: leave out --team and --account, or --all")
	case e.Mode == "exclusive" && e.Federated:
		return errors.New("--include-federated goes with --mode additive only: lists that are owned as a whole leave people of an identity provider alone")
	case e.Mode == "exclusive" && moved:
		return errors.New("--moved-from goes with --mode additive only: one person's resource cannot become a list of everybody")
	case moved && e.State == "":
		return errors.New("--moved-from heroku takes --state FILE, since only the state says what the resources are called: write it with terraform show -json > FILE")
	case !moved && e.State != "":
		return errors.New("--state goes with --moved-from heroku only")
	}
	return nil
}

// Run reads everything, and then writes.
func (e exportCommand) Run(ctx context.Context, s streams) error {
	if err := e.check(); err != nil {
		return err
	}
	options := export.Options{Exclusive: e.Mode == "exclusive", Federated: e.Federated}
	if e.URL != client.DefaultURL {
		options.URL = e.URL
	}
	if e.State != "" {
		state, err := readShown(s, e.State, export.Upstream)
		if err != nil {
			return err
		}
		if !export.Movable(state.Objects) {
			return &planfile.Error{Kind: planfile.Foreign, Text: "nothing in the state can be moved: it has no heroku_team_member, heroku_team_collaborator, heroku_collaborator or heroku_space_app_access"}
		}
		options.Moved = state.Objects
	}
	c, err := e.client()
	if err != nil {
		return err
	}
	found, err := organization.Read(ctx, c, organization.Choice{Teams: e.Team, Accounts: e.Account, All: e.All})
	if err != nil {
		return err
	}
	files, notes := export.Write(found, options)
	for _, note := range notes {
		fmt.Fprintln(s.err, "Note:", show.Plain(note))
	}
	if e.Output == "" {
		_, err := io.WriteString(s.out, export.Document(files))
		return err
	}
	return e.write(ctx, s, c, files)
}

// write writes the files, all of them or, if one is there, none.
func (e exportCommand) write(ctx context.Context, s streams, c *client.Client, files []export.File) error {
	if err := os.MkdirAll(e.Output, 0o750); err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(e.Output, f.Name)
		if _, err := os.Lstat(path); err == nil && !e.Force {
			return fmt.Errorf("%s is there already, and nothing was written: choose another folder, or overwrite with --force", path)
		}
	}
	for _, f := range files {
		path := filepath.Join(e.Output, f.Name)
		if err := os.WriteFile(path, []byte(f.Marked()), 0o600); err != nil {
			return err
		}
		fmt.Fprintln(s.out, path)
	}
	if !e.Force {
		return nil
	}
	return e.clear(ctx, s, c, files)
}

// clear removes what an earlier export wrote and this one has no more. Only an export of everything knows what is gone; any other names the files. So
// it does with those of what is there all the same, and is not shown to the key's owner.
func (e exportCommand) clear(ctx context.Context, s streams, c *client.Client, files []export.File) error {
	entries, err := os.ReadDir(e.Output)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		written := slices.ContainsFunc(files, func(f export.File) bool { return f.Name == entry.Name() })
		if written || !entry.Type().IsRegular() || filepath.Ext(entry.Name()) != ".tf" {
			continue
		}
		path := filepath.Join(e.Output, entry.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		earlier, ok := export.Earlier(entry.Name(), string(text))
		if !ok {
			continue
		}
		why, err := e.stays(ctx, c, earlier, files)
		if err != nil {
			return err
		}
		if why != "" {
			fmt.Fprintf(s.err, "Note: %s is of an earlier export and stays: %s.\n", show.Plain(path), show.Plain(why))
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "Note: %s was removed: an earlier export wrote it, and there is nothing for it any more.\n", show.Plain(path))
	}
	return nil
}

// stays says why a file of an earlier export is not removed; nothing if it is.
func (e exportCommand) stays(ctx context.Context, c *client.Client, f export.File, files []export.File) (why string, err error) {
	switch {
	case !e.All:
		return "only export --all knows what is gone", nil
	case f.Replaced(files):
		return "", nil
	case f.Owner.Kind == export.OfTeam:
		_, err = c.GetTeam(ctx, f.Owner.ID)
	default:
		_, err = c.GetEnterpriseAccount(ctx, f.Owner.ID)
	}
	if client.NotFound(err) {
		return "", nil
	}
	return fmt.Sprintf("the %s is still there, but not among what the key's owner has a role in. Export with the key of somebody who has one, or remove the file", f.Owner), client.UnlessLacking(err)
}

// readShown reads a file that terraform show -json printed; - is standard input. The prefix begins the types of the provider that matters.
func readShown(s streams, path, prefix string) (*planfile.File, error) {
	if path == "-" {
		return planfile.ReadOf(s.in, prefix)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return planfile.ReadOf(file, prefix)
}

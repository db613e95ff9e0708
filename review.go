package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// What review exits with besides 0, which is: nobody's access changes.
const (
	changed status = 2 // somebody's access changes
	risky   status = 3 // there is a risk as high as --fail-on
)

// reviewCommand says what a plan changes about who may do what.
type reviewCommand struct {
	live   `embed:""`
	Plan   string   `arg:"" help:"What terraform show -json prints of a saved plan; - is standard input." placeholder:"PLAN.json"`
	Live   bool     `help:"Ask the API about people and apps that are not in the plan."`
	Format []string `help:"text, markdown, json or sarif; with =FILE, into a file. May be given several times." default:"text" placeholder:"FORMAT[=FILE]"`
	Policy string   `help:"YAML file that gives rules, people and objects another risk." placeholder:"FILE" type:"existingfile"`
	FailOn string   `help:"Exit with 3 if there is this risk, or a higher one: information, notice, high or critical." placeholder:"RISK"`
	Source string   `help:"Folder of the configuration, in which sarif looks for lines." default:"." placeholder:"DIR"`
	Color  string   `help:"auto, always or never. NO_COLOR in the environment says never, too." enum:"auto,always,never" default:"auto"`
}

// Run reviews.
func (c *reviewCommand) Run(ctx context.Context, s streams) error {
	outputs, err := c.outputs()
	if err != nil {
		return err
	}
	policy, failOn, err := c.policy()
	if err != nil {
		return err
	}
	plan, err := readPlan(c.Plan, s)
	if err != nil {
		return err
	}
	var world *organization.Organization
	if c.Live {
		if world, err = c.read(ctx, review.Wanted(plan)); err != nil {
			return err
		}
	}
	report, err := review.Review(plan, world)
	if err != nil {
		return err
	}
	policy.Rate(report)
	for _, o := range outputs {
		if err := c.write(o, report, s); err != nil {
			return err
		}
	}
	switch {
	case failOn != "" && report.Changed() && report.Risk.AtLeast(failOn):
		return risky
	case report.Changed():
		return changed
	}
	return nil
}

// read reads what is to be known live.
func (l live) read(ctx context.Context, choice organization.Choice) (*organization.Organization, error) {
	c, err := l.client()
	if err != nil {
		return nil, err
	}
	return organization.Read(ctx, c, choice)
}

// policy reads the policy, and the risk at which to fail.
func (c *reviewCommand) policy() (policy *review.Policy, failOn review.Risk, err error) {
	policy = &review.Policy{}
	if c.Policy != "" {
		file, err := os.Open(c.Policy)
		if err != nil {
			return nil, "", err
		}
		defer file.Close()
		if policy, err = review.ReadPolicy(c.Policy, file); err != nil {
			return nil, "", err
		}
	}
	if c.FailOn != "" {
		if failOn, err = review.ParseRisk(c.FailOn); err != nil {
			return nil, "", fmt.Errorf("--fail-on: %w", err)
		}
	}
	return policy, failOn, nil
}

// readPlan reads a plan.
func readPlan(name string, s streams) (*planfile.File, error) {
	f, err := readShown(s, name, planfile.Prefix)
	if err == nil && !f.Plan {
		return nil, &planfile.Error{Kind: planfile.NotTerraform, Text: "this is a state, and not a plan; make one with: terraform plan -out=FILE && terraform show -json FILE"}
	}
	return f, err
}

// output is a form of a report, and where it goes; an empty file is standard output.
type output struct{ format, file string }

// outputs reads the formats.
func (c *reviewCommand) outputs() ([]output, error) {
	var all []output
	for _, word := range c.Format {
		format, file, named := strings.Cut(word, "=")
		switch format {
		case "text", "markdown", "json", "sarif":
		default:
			return nil, fmt.Errorf("--format: %q should be text, markdown, json or sarif", format)
		}
		if named && file == "" {
			return nil, fmt.Errorf("--format: %s names no file after =", word)
		}
		all = append(all, output{format, file})
	}
	return all, nil
}

// write writes a report in one form.
func (c *reviewCommand) write(o output, r *review.Report, s streams) (err error) {
	out := s.out
	if o.file != "" {
		file, failed := os.Create(o.file)
		if failed != nil {
			return failed
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		out = file
	}
	switch o.format {
	case "markdown":
		return r.Markdown(out)
	case "json":
		return r.JSON(out)
	case "sarif":
		find, dangling, err := review.Places(os.DirFS(c.Source))
		if err != nil {
			return err
		}
		for _, link := range dangling {
			fmt.Fprintf(s.err, "Note: %s is a link to a file that cannot be read, and was left out: sarif shows no lines of it.\n", show.Plain(filepath.Join(c.Source, filepath.FromSlash(link))))
		}
		plan := c.Plan
		if plan == "-" {
			plan = "plan.json"
		}
		return r.SARIF(out, version, plan, below(c.Source, find))
	}
	return r.Text(out, coloured(c.Color, out))
}

// below gives places of a folder as they are seen from where the program works: the root of the repository, in CI. Places in a
// folder elsewhere stay as they are.
func below(folder string, find func(string) (review.Place, bool)) func(string) (review.Place, bool) {
	return func(address string) (review.Place, bool) {
		place, ok := find(address)
		if ok && filepath.IsLocal(folder) {
			place.File = path.Join(filepath.ToSlash(folder), place.File)
		}
		return place, ok
	}
}

// coloured decides whether to write colours.
func coloured(choice string, out io.Writer) bool {
	if choice != "auto" {
		return choice == "always"
	}
	file, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

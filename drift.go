package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/drift"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// drifted is the exit status for a state that is not what is there.
const drifted status = 2

// longest is how many days of an audit trail are read; each takes a call.
const longest = 366

// driftCommand compares a state with what is there.
type driftCommand struct {
	live      `embed:""`
	State     string   `arg:"" help:"The state, as terraform show -json prints it; - for standard input." placeholder:"STATE.json"`
	Format    string   `help:"text, markdown or json." enum:"text,markdown,json" default:"text"`
	Since     string   `help:"How far back the audit trail is read for who did it: a number of hours or days, such as 12h or 7d, or a day, such as 2026-03-31." default:"1d"`
	Unmanaged bool     `help:"Look for access that nothing in the state accounts for." default:"true" negatable:""`
	Federated bool     `name:"include-federated" help:"Look for such access of people who sign in through an identity provider, too."`
	Except    []string `help:"A person whose access need not be in the state, by email address. May be repeated." placeholder:"EMAIL" sep:"none"`
}

// Help says what the flags do not.
func (driftCommand) Help() string {
	return "Nothing is changed, and Terraform is not needed. The exit status is 0 if there is no drift, and 2 if there is some."
}

// Run compares, and prints what differs.
func (d driftCommand) Run(ctx context.Context, s streams) error {
	now := time.Now()
	since, err := parseSince(d.Since, now)
	if err != nil {
		return err
	}
	state, err := readShown(s, d.State, planfile.Prefix)
	if err != nil {
		return err
	}
	if state.Plan {
		return &planfile.Error{Kind: planfile.NotTerraform, Text: "this is a plan, and drift is found in a state: write one with terraform show -json, without the name of a plan"}
	}
	c, err := d.client()
	if err != nil {
		return err
	}
	report, err := drift.Compare(ctx, c, state, drift.Options{Unmanaged: d.Unmanaged, Federated: d.Federated, Except: d.Except, Since: since, Now: now})
	if err != nil {
		return err
	}
	switch d.Format {
	case "markdown":
		err = report.Markdown(s.out)
	case "json":
		err = report.JSON(s.out)
	default:
		err = report.Text(s.out)
	}
	if err == nil && len(report.Findings) > 0 {
		return drifted
	}
	return err
}

// parseSince reads from when on the audit trail is read.
func parseSince(text string, now time.Time) (time.Time, error) {
	bad := fmt.Errorf("--since %s is neither a time such as 12h or 7d nor a day such as 2026-03-31", text)
	since, err := time.Parse(time.DateOnly, text)
	if err != nil {
		days, isDays := strings.CutSuffix(text, "d")
		if n, wrong := strconv.Atoi(days); isDays && wrong == nil && n >= 0 && n <= longest {
			since, err = now.AddDate(0, 0, -n), nil
		} else if ago, wrong := time.ParseDuration(text); wrong == nil && ago >= 0 {
			since, err = now.Add(-ago), nil
		}
	}
	switch {
	case err != nil:
		return since, bad
	case since.After(now):
		return since, errors.New("--since " + text + " lies in the future")
	case now.Sub(since) > (longest+1)*24*time.Hour:
		return since, fmt.Errorf("--since %s is more than %d days ago, and each day takes a call", text, longest)
	}
	return since, nil
}

//go:build linux

// Command benchplan measures what Terraform runs over many people cost: calls to the API, bytes, time, and the memory and CPU of the
// provider's own process. It prints the figures beside what they should be.
//
// It builds the provider and the control plane, and puts a proxy between them that counts calls and makes them late. For each size
// it makes a company of 10 teams: N people and N/10 apps, N memberships, N grants and N/30 locks. Five steps are measured: the first
// apply, a plan without changes, the same with -refresh=false, a plan after 1 % of roles and grants were changed behind Terraform's
// back (it must find just these), and destroy. Times mean little by themselves, so they are printed as ratios: to
// -refresh=false of the same run, which reads no object, and to the floor, which is as many terraform_data resources and so
// Terraform's own work. On a machine that does other things at the time, the processors' time says more than the clock.
//
// Decisions:
//
//   - The state is kept outside Terraform's working directory, by a state backend in this process. Terraform rewrites a local
//     state file after every object, which at thousands of objects hides everything else; -state local measures that too.
//   - Terraform finds the provider in a filesystem mirror. A backend takes terraform init, which dev_overrides cannot do
//     without a registry. What it starts is a script that starts this program again, as a wrapper around the provider
//     (see provider.go).
//   - It runs on Linux alone: it reads the provider's memory in /proc, and lets the kernel end what outlives it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == wrapCommand {
		os.Exit(wrap(os.Args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // a reader that has gone is an error of the next line, not the end
	err := run(ctx, os.Args[1:], time.Now, os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "benchplan:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	sizes     []int
	latencies []time.Duration
	shapes    []string
	states    []string
	runs      int
	bin       string
	destroy   bool
	markdown  bool
	everySize bool // the shapes were asked for, so none is left out
}

// run measures and prints; progress goes to another writer.
func run(ctx context.Context, args []string, now func() time.Time, out, progress io.Writer) error {
	o, err := parse(args, progress)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o, now, progress)
	if err != nil {
		return err
	}
	defer b.close()
	p := report{out: out, markdown: o.markdown}
	err = b.all(ctx, p.result)
	if ctx.Err() != nil {
		return errors.New("interrupted; what was started has been ended, and what was made is removed")
	}
	if err != nil {
		return err
	}
	return p.growth()
}

func parse(args []string, usage io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("benchplan", flag.ContinueOnError)
	f.SetOutput(usage)
	sizes := f.String("n", "100,1000,5000", "how many people, each with a membership and a grant")
	latencies := f.String("latency", "0,50ms", "how late the API answers")
	list := f.String("shapes", "blocks,for_each,exclusive", "how the configuration is written; for_each is measured up to "+strconv.Itoa(forEachMost)+" people unless it is named here, because Terraform's own work is quadratic then")
	states := f.String("state", "http", "where the state is: http, local")
	f.IntVar(&o.runs, "runs", 3, "how often the plans that are compared are made; the fastest of each counts")
	f.StringVar(&o.bin, "bin", "", "a folder with the two programs; without it, they are built")
	f.BoolVar(&o.destroy, "destroy", true, "measure destroy too, which takes longest")
	f.BoolVar(&o.markdown, "markdown", false, "print tables for templates/guides/performance.md")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	f.Visit(func(set *flag.Flag) { o.everySize = o.everySize || set.Name == "shapes" })
	o.shapes, o.states = strings.Split(*list, ","), strings.Split(*states, ",")
	for _, s := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < teams {
			return o, fmt.Errorf("-n %s: a number of people is needed, %d or more", s, teams)
		}
		o.sizes = append(o.sizes, n)
	}
	for _, s := range strings.Split(*latencies, ",") {
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 {
			return o, fmt.Errorf("-latency %s: a duration such as 0 or 50ms is needed", s)
		}
		o.latencies = append(o.latencies, d)
	}
	for _, s := range o.shapes {
		if shapes[s] == nil {
			return o, fmt.Errorf("-shapes %s: the shapes are blocks, for_each and exclusive", s)
		}
	}
	for _, s := range o.states {
		if !slices.Contains([]string{"http", "local"}, s) {
			return o, fmt.Errorf("-state %s: the state is kept by http or local", s)
		}
	}
	if o.runs < 1 {
		return o, fmt.Errorf("-runs %d: at least one is needed", o.runs)
	}
	return o, nil
}

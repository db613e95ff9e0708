package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// commands are what the program does beside being a provider.
type commands struct {
	Version versionCommand `cmd:"" help:"Print the version."`
	Review  reviewCommand  `cmd:"" help:"Say what a plan changes about who may do what: who gains and who loses, why, and what follows."`
	Drift   driftCommand   `cmd:"" help:"Compare a state with what is there, and say who made the difference."`
	Export  exportCommand  `cmd:"" help:"Write teams and enterprise accounts as they are as configuration that imports them."`
}

// What the program exits with besides 0. Reviews and drift have a few of their own.
const (
	failed       = 1  // anything that has no status of its own: a wrong flag, a file that is not there
	notJSON      = 10 // the file is not JSON, or ends in the middle
	notTerraform = 11 // the file is not what terraform show -json prints
	unsupported  = 12 // the file is of a version of the format that is not known
	planFailed   = 13 // the plan ended with an error
	foreign      = 14 // the file has nothing of this provider
	refused      = 15 // the API does not let the token do what is needed
	unreachable  = 16 // the API did not answer, or not with what it should
)

// ofFile are the statuses of files that cannot be used.
var ofFile = map[planfile.Kind]int{
	planfile.NotJSON: notJSON, planfile.NotTerraform: notTerraform, planfile.Unsupported: unsupported,
	planfile.Failed: planFailed, planfile.Foreign: foreign,
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// status is a result that is no error, but has an exit status of its own.
type status int

func (s status) Error() string { return fmt.Sprintf("status %d", int(s)) }

// memory is how much a command takes before it looks hard for what nobody needs: a plan of 200 MB is to fit into 512 MiB.
const memory = 400 << 20

// run does what the arguments say, and returns what to exit with.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	}
	exited := -1
	parser, err := kong.New(&commands{}, kong.Name("terraform-provider-herokuenterprise"), kong.Writers(out, errs), kong.Exit(func(code int) { exited = code }),
		kong.Description("A Terraform provider for who may do what in Heroku Enterprise. Terraform starts it without arguments."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(streams{in, out, errs}), kong.Vars{"url": client.DefaultURL, "retries": strconv.Itoa(client.DefaultMaxRetries)})
	if err != nil {
		panic(err) // the commands are described wrongly
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // help was asked for
		return exited
	}
	if err == nil {
		err = command.Run()
	}
	return explain(errs, err)
}

// explain says what went wrong, in one line, and finds the exit status for it.
func explain(errs io.Writer, err error) int {
	var result status
	if err == nil || errors.As(err, &result) {
		return int(result)
	}
	fmt.Fprintln(errs, "Error:", show.Plain(err.Error()))
	var file *planfile.Error
	var call *client.Failure
	switch {
	case errors.As(err, &file):
		return ofFile[file.Kind]
	case client.Unauthorized(err), client.Forbidden(err), client.NotFound(err):
		return refused
	case errors.As(err, &call):
		return unreachable
	}
	return failed
}

// versionCommand prints the version.
type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(s streams) error {
	_, err := fmt.Fprintf(s.out, "terraform-provider-herokuenterprise %s (commit %s)\n", version, commit)
	return err
}

// Command terraform-provider-herokuenterprise is a Terraform provider for who may do what in Heroku Enterprise.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/provider"
)

// address is where Terraform looks the provider up.
const address = "registry.terraform.io/herokuenterprise/herokuenterprise"

// Set by the linker when a release is built.
var (
	version = "dev"
	commit  = "unknown"
)

// Terraform starts the program without arguments, so a first argument can name a command of its own.
func main() {
	if len(os.Args) > 1 && os.Args[1] == "version" {
		fmt.Printf("terraform-provider-herokuenterprise %s (commit %s)\n", version, commit)
		return
	}
	wait := flag.Bool("debug", false, "wait for a debugger, and print what to set so that Terraform uses this process")
	flag.Parse()
	if err := serve(*wait); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// garbage is how far the memory may grow before it is searched for what nobody needs, in percent of what is needed. The provider needs
// little, and makes much for every object that Terraform asks about.
const garbage = 200

// serve talks to Terraform until that has no more to say. Who debugs reads the log of this process, and not Terraform's.
func serve(wait bool) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if wait {
		return tf6server.Serve(address, provider.NewServer(version), tf6server.WithManagedDebug())
	}
	if err := provider.QuietLogs(os.Getenv, os.Setenv); err != nil {
		return err
	}
	return tf6server.Serve(address, provider.NewServer(version))
}

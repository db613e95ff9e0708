// Command terraform-provider-herokuenterprise is a Terraform provider for who may do what in Heroku Enterprise. With arguments it is a
// program of its own: see [commands].
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"

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

// Terraform starts the program without arguments, so arguments are those of a command, or of a debugger.
func main() {
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-debug") && !strings.HasPrefix(os.Args[1], "--debug") {
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	if err := serve(len(os.Args) > 1); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(failed)
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

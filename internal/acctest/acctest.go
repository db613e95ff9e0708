// Package acctest has what the tests of the provider need around Terraform: the provider in process, a small world to work on,
// and a proxy that counts, breaks and changes calls on their way to a control plane.
//
// The control plane itself is not started here: tests do that with package mockapitest, the one bridge between the two sides.
package acctest

import (
	_ "embed"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/provider"
)

// World is the seed of the control plane that most tests, and the examples of the documentation, begin with.
//
//go:embed world.yaml
var World string

// Admin is the token of Ada, who is admin of every team of [World] and may create teams in its enterprise accounts.
const Admin = "HRKU-ada"

// Factories serves the provider in the process of the test, over protocol 6.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"herokuenterprise": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test")(), nil },
	}
}

// Provider writes a provider block for an address and a token. Waiting is kept short.
func Provider(url, token string) string {
	return fmt.Sprintf("provider \"herokuenterprise\" {\n  url         = %q\n  api_key     = %q\n  max_retries = 1\n}\n", url, token)
}

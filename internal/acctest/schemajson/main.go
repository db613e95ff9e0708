// Command schemajson prints the provider's schema as `terraform providers schema -json` would, for tfplugindocs.
//
// The schema is asked of the provider in process, so that the documentation is the same on every machine: a terraform
// command leaves out what it is too old to know (resource identity before 1.12, actions and lists before 1.14).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/provider"
)

// address is the only form in which tfplugindocs looks a provider up: its name, in HashiCorp's own namespace.
const address = "registry.terraform.io/hashicorp/herokuenterprise"

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("dev")())()
	if err != nil {
		return err
	}
	answer, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	var wrong []error
	for _, d := range append(answer.Diagnostics, identities.Diagnostics...) {
		wrong = append(wrong, fmt.Errorf("%s: %s", d.Summary, d.Detail))
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(document{
		FormatVersion: "1.0",
		Providers: map[string]providerJSON{address: {
			Provider:    schemaOf(answer.Provider),
			Resources:   each(answer.ResourceSchemas, schemaOf),
			DataSources: each(answer.DataSourceSchemas, schemaOf),
			Ephemeral:   each(answer.EphemeralResourceSchemas, schemaOf),
			Lists:       each(answer.ListResourceSchemas, schemaOf),
			Functions:   each(answer.Functions, functionOf),
			Identities:  each(identities.IdentitySchemas, identityOf),
		}},
	})
}

// each converts every value of a map.
func each[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

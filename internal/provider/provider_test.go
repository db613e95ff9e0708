package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// Every attribute of every schema says what it is, in whole sentences.
func TestSchema(t *testing.T) {
	server, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range schemas.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	describe(t, "provider", schemas.Provider)
	for name, schema := range schemas.ResourceSchemas {
		describe(t, name, schema)
		numbers(t, name, schema)
	}
	for name, schema := range schemas.DataSourceSchemas {
		describe(t, "data "+name, schema)
	}
	if len(schemas.ResourceSchemas) < 9 || len(schemas.DataSourceSchemas) < 9 {
		t.Errorf("%d resources and %d data sources", len(schemas.ResourceSchemas), len(schemas.DataSourceSchemas))
	}
}

func describe(t *testing.T, name string, schema *tfprotov6.Schema) {
	t.Helper()
	sentence(t, name, schema.Block.Description)
	attributes(t, name, schema.Block.Attributes)
}

func attributes(t *testing.T, name string, list []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range list {
		sentence(t, name+"."+a.Name, a.Description)
		if a.NestedType != nil {
			attributes(t, name+"."+a.Name, a.NestedType.Attributes)
		}
	}
}

func sentence(t *testing.T, name, description string) {
	t.Helper()
	if len(description) < 12 || !strings.HasSuffix(description, ".") {
		t.Errorf("%s is described as %q", name, description)
	}
}

// numbers finds number attributes, which a managed resource should not have: with one, Terraform before 1.15 takes every
// refresh for a change.
func numbers(t *testing.T, name string, schema *tfprotov6.Schema) {
	t.Helper()
	for _, a := range schema.Block.Attributes {
		if a.Type != nil && strings.Contains(a.Type.String(), "Number") {
			t.Errorf("%s.%s is a number", name, a.Name)
		}
	}
}

const anything = `data "herokuenterprise_addon_services" "x" { name = "papertrail" }`

func TestAccProviderArguments(t *testing.T) {
	w := start(t)
	block := func(arguments string) string {
		return strings.Replace(w.config(anything), "max_retries = 1", arguments, 1)
	}
	w.run(t,
		refused(`
			resource "terraform_data" "x" { input = "x" }
			provider "herokuenterprise" { api_key = terraform_data.x.output }
			`+anything, "The provider argument api_key is not known yet"),
		refused(block(`request_timeout = "soon"`), `"soon" is not a duration`),
		refused(block(`max_retries = -1`), "must be between 0 and 100"),
		refused(block(`rate_limit_reserve = 5000`), "must be between 0 and 4500"),
		refused(strings.Replace(w.config(anything), w.URL, "api.heroku.com", 1), "is not the address of an API"),
		resource.TestStep{Config: block("request_timeout = \"5s\"\n max_retries = 0\n rate_limit_reserve = 4500\n headers = { \"X-Proxy\" = \"yes\" }")},
	)
}

// The tests of the environment do not run beside others.
func TestAccProviderEnvironment(t *testing.T) {
	w := startAlone(t)
	t.Setenv("HEROKU_API_URL", w.URL)
	t.Setenv("HEROKU_API_KEY", "")
	netrc := filepath.Join(t.TempDir(), "netrc")
	t.Setenv("NETRC", netrc)
	empty := `provider "herokuenterprise" {}` + "\n" + teamData
	host := strings.TrimPrefix(w.URL, "http://")
	write := func(text string) func() {
		return func() {
			if err := os.WriteFile(netrc, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.run(t,
		refused(empty, "There are three ways to give one: the provider argument api_key, the environment variable HEROKU_API_KEY"),
		resource.TestStep{PreConfig: write("machine api.heroku.com\n login x\n password HRKU-ada\n"), Config: empty, ExpectError: noKey},
		resource.TestStep{PreConfig: write("machine api.heroku.com login x password wrong\nmachine " + host + "\n  login x\n  password HRKU-ada\n"), Config: empty},
		resource.TestStep{PreConfig: func() { t.Setenv("HEROKU_API_KEY", "HRKU-max") }, Config: empty, ExpectError: notMine},
		resource.TestStep{Config: acctest.Provider(w.URL, "HRKU-kim") + teamData},
	)
}

const teamData = `data "herokuenterprise_team" "x" { team = "acme-widgets" }`

var (
	noKey   = regexp.MustCompile("No API key")
	notMine = regexp.MustCompile("Not allowed to read team")
)

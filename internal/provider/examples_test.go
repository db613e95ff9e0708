package provider_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const examples = "../../examples"

// Every example of the documentation can be applied to the world of the tests, and every type has one. The import command of
// a resource imports what its example has made.
func TestAccExamples(t *testing.T) {
	server, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name := range schemas.ResourceSchemas {
		folder := filepath.Join(examples, "resources", name)
		files, err := filepath.Glob(filepath.Join(folder, "resource*.tf"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, file := range files {
			t.Run(name+" "+filepath.Base(file), func(t *testing.T) { applyExample(t, file) })
		}
	}
	for name := range schemas.Functions {
		t.Run("function "+name, func(t *testing.T) { applyFunctionExample(t, filepath.Join(examples, "functions", name, "function.tf")) })
	}
	for name := range schemas.DataSourceSchemas {
		t.Run("data "+name, func(t *testing.T) {
			w := start(t)
			w.run(t, resource.TestStep{Config: w.config("\n%s", readExample(t, filepath.Join(examples, "data-sources", name, "data-source.tf")))})
		})
	}
}

// applyExample applies an example, tries the import command beside resource.tf, and removes everything.
func applyExample(t *testing.T, file string) {
	w := start(t)
	config := w.config("\n%s", readExample(t, file))
	steps := []resource.TestStep{{Config: config}}
	if filepath.Base(file) == "resource.tf" {
		command := strings.Fields(lastLine(t, filepath.Join(filepath.Dir(file), "import.sh")))
		if len(command) != 4 || command[0] != "terraform" || command[1] != "import" {
			t.Fatalf("%q is no import command", command)
		}
		steps = append(steps, resource.TestStep{
			Config: config, ResourceName: command[2], ImportState: true, ImportStateId: command[3], ImportStateKind: resource.ImportBlockWithID,
		})
	}
	w.run(t, append(steps, resource.TestStep{Config: w.config(" ")})...)
}

// What the guides show can be applied, and once more without a change: some guides together as one configuration.
func TestAccGuides(t *testing.T) {
	blocks := regexp.MustCompile("(?ms)^```terraform\n(.*?)^```$")
	for _, names := range [][]string{{"spaces"}, {"transfers"}, {"enterprise-accounts", "usage", "audit-trail"}, {"single-sign-on", "multi-factor-authentication", "third-party-oauth"}} {
		t.Run(names[0], func(t *testing.T) {
			w := start(t)
			w.do(t, "POST", "/teams/apps", object{"name": "acme-shop", "team": "acme-widgets"})
			var config strings.Builder
			for _, name := range names {
				for _, block := range blocks.FindAllStringSubmatch(readExample(t, filepath.Join("../../templates/guides", name+".md")), -1) {
					config.WriteString("\n" + block[1])
				}
			}
			if names[0] == "transfers" {
				config.WriteString("import {\n to = herokuenterprise_team_app.shop\n id = \"acme-shop\"\n}\n")
			}
			tf := acctest.NewTerraform(t)
			tf.Write(t, w.config(config.String()))
			for _, command := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
				if printed, ok := tf.Run(t, command...); !ok {
					t.Fatalf("%s: %s", command[0], printed)
				}
			}
		})
	}
}

// claims are the comments in which an example of a function says what its outputs are.
var claims = regexp.MustCompile(`(?m)^output "(\w+)" \{\n[^}]*# (.*)\n\}$`)

// applyFunctionExample applies an example, and holds its outputs to the comments behind them.
func applyFunctionExample(t *testing.T, file string) {
	w := start(t)
	text := readExample(t, file)
	want := claims.FindAllStringSubmatch(text, -1)
	if len(want) == 0 || len(want) != strings.Count(text, "\noutput ") {
		t.Fatalf("%s: %d comments say what %d outputs are", file, len(want), strings.Count(text, "\noutput "))
	}
	var checks []statecheck.StateCheck
	for _, claim := range want {
		checks = append(checks, claimed{output: claim[1], value: claim[2]})
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps:                    []resource.TestStep{{Config: w.functions(text), ConfigStateChecks: checks}, {Config: w.config(" ")}},
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
	})
}

// claimed checks that an output is what a comment says: words, separated by commas, or none.
type claimed struct{ output, value string }

func (c claimed) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	got := strings.Trim(fmt.Sprint(req.State.Values.Outputs[c.output].Value), "[]")
	if got != strings.TrimSuffix(strings.ReplaceAll(c.value, ",", ""), "none") {
		resp.Error = fmt.Errorf("output %s is %q, the comment says %q", c.output, got, c.value)
	}
}

func readExample(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func lastLine(t *testing.T, file string) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(readExample(t, file)), "\n")
	return lines[len(lines)-1]
}

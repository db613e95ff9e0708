package examples_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const root = ".."

var update = flag.Bool("update", false, "write what is printed into the guides")

// TestDemo is `make demo`: both programs as they are released, real Terraform, each folder applied, changed behind Terraform's back, repaired and
// destroyed. The scripts themselves fail when anything turns out otherwise than they say.
func TestDemo(t *testing.T) {
	for _, tool := range []string{"bash", "terraform"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not on PATH")
		}
	}
	acctest.ReadSources(t, root)
	bin := t.TempDir()
	for program, pkg := range map[string]string{"terraform-provider-herokuenterprise": ".", "mockapi": "./mockapi"} {
		run(t, nil, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(bin, program), pkg)
	}
	t.Run("ci", func(t *testing.T) { testCI(t, bin) })
	for _, folder := range []string{"organization", "enterprise"} {
		t.Run(folder, func(t *testing.T) {
			out := run(t, []string{"DEMO_BIN=" + bin}, "bash", "examples/"+folder+"/demo.sh")
			if !strings.Contains(out, "The demo took") {
				t.Errorf("the demo did not reach its end:\n%s", out)
			}
		})
	}
}

func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir, c.Env = root, append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

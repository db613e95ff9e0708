package examples_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	for _, folder := range []string{"organization", "enterprise", "rehearsal"} {
		t.Run(folder, func(t *testing.T) {
			out := run(t, []string{"DEMO_BIN=" + bin}, "bash", "examples/"+folder+"/demo.sh")
			if !strings.Contains(out, "The demo took") {
				t.Errorf("the demo did not reach its end:\n%s", out)
			}
			if folder == "rehearsal" {
				acctest.HoldGuide(t, filepath.Join(root, "templates", "guides", "rehearsing.md"), *update, map[string]string{
					"clone": section(t, out, 2), "fits": section(t, out, 3), "change": section(t, out, 4), "review": section(t, out, 5), "rights": section(t, out, 6),
				})
			}
		})
	}
}

// section is what a demo prints under a heading.
func section(t *testing.T, out string, number int) string {
	t.Helper()
	found := regexp.MustCompile(fmt.Sprintf(`(?s)\n== %d\. [^\n]*\n(.*?)(\n== |$)`, number)).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("the demo has no heading %d:\n%s", number, out)
	}
	return found[1]
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

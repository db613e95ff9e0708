package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

var update = flag.Bool("update", false, "write what is printed into the guides")

// What the guides show is what the program, and terraform, print of the world of the tests. What is another at each run is made the same.
func TestAccGuides(t *testing.T) {
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	s := &story{server: mockapitest.Start(t, acctest.World), tf: acctest.NewTerraform(t), printed: map[string]string{}}
	s.adopt(t)
	s.drift(t)
	for _, name := range []string{"adopting", "drift"} {
		s.hold(t, filepath.Join("templates", "guides", name+".md"))
	}
	for name := range s.printed {
		t.Errorf("no guide shows %q", name)
	}
}

// story is what happens in the guides, one after the other.
type story struct {
	server  *mockapitest.Server
	tf      *acctest.Terraform
	printed map[string]string // what guides show, by name
}

func (s *story) run(t *testing.T, want int, in string, args ...string) string {
	t.Helper()
	status, out, errs := ask(t, in, append(args, "--url", s.server.URL)...)
	if status != want || errs != "" {
		t.Fatalf("%v: status %d\n%s%s", args, status, out, errs)
	}
	return out
}

// terraform runs terraform, and keeps of what it prints what a pattern finds.
func (s *story) terraform(t *testing.T, keep string, args ...string) string {
	t.Helper()
	printed, ok := s.tf.Run(t, args...)
	found := regexp.MustCompile(keep).FindString(printed)
	if !ok || found == "" {
		t.Fatalf("%v: %s", args, printed)
	}
	return found + "\n"
}

// adopt puts a company under Terraform.
func (s *story) adopt(t *testing.T) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "acme")
	s.printed["export"] = strings.ReplaceAll(s.run(t, 0, "", "export", "--account", "acme", "--output", folder), folder, "acme")
	s.printed["export exclusive"] = part(s.run(t, 0, "", "export", "--account", "acme", "--mode", "exclusive"), `resource "herokuenterprise_team_members" "acme_widgets"`, "}\n")
	for _, name := range strings.Fields(s.printed["export"]) {
		text, err := os.ReadFile(filepath.Join(folder, filepath.Base(name)))
		if err != nil {
			t.Fatal(err)
		}
		s.tf.WriteFile(t, filepath.Base(name), string(text))
		switch filepath.Base(name) {
		case "team-acme-widgets.tf":
			s.printed["people"] = part(string(text), "locals", `resource "herokuenterprise_allowed`)
			s.printed["app"] = part(string(text), `resource "herokuenterprise_team_app" "website_prod"`, `resource "herokuenterprise_team_app" "website_staging"`)
		case "imports.tf":
			s.printed["imports"] = part(string(text), "import {\n  for_each = local.acme_widgets_members", "import {\n  to = herokuenterprise_identity")
		}
	}
	s.tf.WriteFile(t, "main_override.tf", acctest.Provider(s.server.URL, acctest.Admin))
	s.printed["apply"] = s.terraform(t, `Plan: \d+ to import, 0 to add, 0 to change, 0 to destroy\.`, "apply", "-auto-approve")
	s.tf.WriteFile(t, "imports.tf", "")
	s.printed["plan"] = s.terraform(t, `No changes\. Your infrastructure matches the configuration\.`, "plan")
}

// part is what stands in a text from where something begins to where something else does, or to the brace with which it ends.
func part(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	end := strings.Index(rest, to)
	if strings.HasPrefix(strings.TrimSpace(to), "}") { // which belongs to it
		end = strings.Index(rest, "\n"+to) + len("\n"+to)
	}
	return strings.TrimRight(from+rest[:max(end, 0)], "\n") + "\n"
}

// drift changes the company behind Terraform's back.
func (s *story) drift(t *testing.T) {
	t.Helper()
	state := string(s.tf.Show(t))
	s.printed["no drift"] = s.run(t, 0, state, "drift", "-")
	for _, change := range []struct {
		method, path string
		body         any
	}{
		{"PATCH", "/teams/acme-widgets/members", map[string]any{"email": "kim@acme.test", "role": "member"}},
		{"PUT", "/teams/acme-widgets/members", map[string]any{"email": "ann@acme.test", "role": "admin"}},
		{"DELETE", "/teams/apps/website-prod/collaborators/joe@acme.test", nil},
		{"PATCH", "/teams/apps/website-prod/collaborators/jill@creative.test", map[string]any{"permissions": []string{"view", "manage"}}},
		{"PATCH", "/teams/apps/website-prod", map[string]any{"locked": false}},
		{"DELETE", "/apps/website-staging", nil},
	} {
		if status, raw := s.server.Do(t, acctest.Admin, change.method, change.path, change.body); status >= http.StatusMultipleChoices {
			t.Fatalf("%s %s: %d %s", change.method, change.path, status, raw)
		}
	}
	s.printed["drift"] = s.run(t, int(drifted), state, "drift", "-")
	s.printed["drift markdown"] = s.run(t, int(drifted), state, "drift", "-", "--format", "markdown")
	s.printed["drift json"] = strings.Replace(part(s.run(t, int(drifted), state, "drift", "-", "--format", "json"), "    {\n      \"kind\": \"changed\",", "    },\n"), "    },\n", "    }\n", 1)
}

// What is another at each run.
var unsteady = []struct {
	pattern *regexp.Regexp
	steady  string
}{
	{regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`), "01234567-89ab-cdef-0123-456789abcdef"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`), "2026-03-31T09:12:44Z"},
}

// shown is a block of a guide, and the name of what stands in it.
var shown = regexp.MustCompile("(?ms)^<!-- printed: ([a-z ]+) -->\n```([a-z]+)\n(.*?)^```$")

// hold holds the blocks of a guide to what was printed.
func (s *story) hold(t *testing.T, path string) {
	t.Helper()
	guide, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now := shown.ReplaceAllFunc(guide, func(block []byte) []byte {
		found := shown.FindSubmatch(block)
		text, known := s.printed[string(found[1])]
		if !known {
			t.Errorf("%s shows %q, and nothing of that name is printed", path, found[1])
			return block
		}
		delete(s.printed, string(found[1]))
		for _, u := range unsteady {
			text = u.pattern.ReplaceAllString(text, u.steady)
		}
		return fmt.Appendf(nil, "<!-- printed: %s -->\n```%s\n%s```", found[1], found[2], text)
	})
	if bytes.Equal(now, guide) {
		return
	}
	if !*update {
		t.Errorf("%s does not show what is printed; make generate writes it. It should be:\n%s", path, now)
		return
	}
	if err := os.WriteFile(path, now, 0o600); err != nil {
		t.Fatal(err)
	}
}

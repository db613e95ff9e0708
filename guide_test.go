package main

import (
	"flag"
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
	s := &story{server: mockapitest.Start(t, acctest.World), tf: acctest.NewTerraform(t)}
	for _, guide := range []struct {
		name string
		tell func(*testing.T)
	}{{"adopting", s.adopt}, {"drift", s.drift}} {
		s.printed = map[string]string{}
		guide.tell(t)
		acctest.HoldGuide(t, filepath.Join("templates", "guides", guide.name+".md"), *update, s.printed)
	}
}

// story is what happens in the guides, one after the other.
type story struct {
	server  *mockapitest.Server
	tf      *acctest.Terraform
	printed map[string]string // what the guide shows, by name
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

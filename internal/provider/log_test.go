package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/provider"
)

// TestAccLog runs everything that an apply, a refresh and a destroy do with the most talkative log, and looks in it for secrets and
// for addresses of people. What the test framework itself logs, among it the configuration, is left out. It does not run beside
// others.
func TestAccLog(t *testing.T) {
	lines, w := logged(t, "JSON")
	people := []string{"Lindqvist", "ada@acme.test", "ann@acme.test", "jill@creative.test", "joe@acme.test", "kim@acme.test"}
	secrets := []string{acctest.Admin, "HRKU-joe", "HRKU-kim", "HRKU-jill", "proxy-secret"}
	for _, line := range lines {
		for _, word := range slices.Concat(people, secrets) {
			if strings.Contains(line, word) {
				t.Errorf("%s is in the log: %s", word, line)
			}
		}
	}
	calls, bodies := 0, 0
	for _, line := range lines {
		var entry struct {
			Message   string `json:"@message"`
			Level     string `json:"@level"`
			Method    string
			Path      string
			Status    int
			Request   string
			Answer    string
			RequestID string   `json:"request_id"`
			Took      *float64 `json:"milliseconds"`
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		switch entry.Message {
		case "Heroku API":
			calls++
			if entry.Level != "debug" || entry.Method == "" || !strings.HasPrefix(entry.Path, "/") || entry.Status == 0 || len(entry.RequestID) < 20 || entry.Took == nil {
				t.Errorf("a call is logged as %s", line)
			}
		case "Heroku API bodies":
			bodies++
			if entry.Level != "trace" || entry.Request+entry.Answer == "" || len(entry.RequestID) < 20 {
				t.Errorf("bodies are logged as %s", line)
			}
		}
	}
	if made := len(w.Calls()); calls != made || bodies != made || made < 20 {
		t.Errorf("%d calls were made; %d are logged, %d with bodies", made, calls, bodies)
	}
	all := strings.Join(lines, "\n")
	for _, word := range []string{"a***@acme.test", `\"email\":\"k***@acme.test\"`, "/collaborators/", "j***@creative.test"} {
		if !strings.Contains(all, word) {
			t.Errorf("%s is not in the log", word)
		}
	}
}

// At debug level there are no bodies.
func TestAccLogDebug(t *testing.T) {
	lines, w := logged(t, "DEBUG")
	calls := len(slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return !strings.Contains(line, "Heroku API: ") || strings.Contains(line, "answered from the snapshot")
	}))
	if made := len(w.Calls()); calls != made || strings.Contains(strings.Join(lines, "\n"), "Heroku API bodies") {
		t.Errorf("%d calls were made, %d are logged, or there are bodies: %s", made, calls, strings.Join(lines, "\n"))
	}
}

// logged applies a configuration, refreshes it, removes it, and returns what the provider has logged at a level.
func logged(t *testing.T, level string) (lines []string, w *world) {
	t.Helper()
	w = startAlone(t)
	file := filepath.Join(t.TempDir(), "log")
	t.Setenv("TF_LOG", level)
	t.Setenv("TF_LOG_PATH", file)
	set := func(name, value string) error { t.Setenv(name, value); return nil }
	if err := provider.QuietLogs(os.Getenv, set); err != nil { // as main does
		t.Fatal(err)
	}
	config := strings.Replace(w.config(`
		resource "herokuenterprise_team_member" "ann" {
			team  = "acme-widgets"
			email = "ann@acme.test"
			role  = "member"
		}
		resource "herokuenterprise_app_access" "jill" {
			app         = "website-staging"
			email       = "jill@creative.test"
			permissions = ["deploy"]
		}
		data "herokuenterprise_effective_access" "x" { team = "acme-widgets" }
	`), "max_retries", "headers = { X-Proxy = \"Bearer proxy-secret\" }\n max_retries", 1)
	w.run(t,
		resource.TestStep{Config: config},
		imports("herokuenterprise_app_access.jill", "website-staging:jill@creative.test", "permissions"),
		resource.TestStep{Config: w.config(" ")})
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "provider") && !strings.Contains(line, "helper_resource") {
			lines = append(lines, line)
		}
	}
	return lines, w
}

package mockapitest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

const notServed = "not yet served"

var quoted = regexp.MustCompile("`([^`]*)`")

// TestCapabilities: every route, resource, data source, function and test that the guide to Heroku's documents names is there. A row names a route and
// a test, or says that nothing serves it.
func TestCapabilities(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "coverage.md"))
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{}
	for _, rt := range server.Routes() {
		routes[rt.Method+" "+rt.Pattern] = true
	}
	types, sources := provided(t), testSources(t)
	rows := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| capability ") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 5 {
			t.Errorf("%d cells, not 5: %s", len(cells), line)
			continue
		}
		route, terraform, tested := quoted.FindAllStringSubmatch(cells[2], -1), quoted.FindAllStringSubmatch(cells[3], -1), quoted.FindAllStringSubmatch(cells[4], -1)
		if served := !strings.HasPrefix(cells[2], notServed); served != (len(route) > 0) || served != (len(tested) > 0) {
			t.Errorf("a row names a route and a test, or says %s: %s", notServed, line)
		}
		for _, at := range route {
			if !routes[at[1]] {
				t.Errorf("there is no route %s: %s", at[1], line)
			}
		}
		for _, name := range terraform {
			if !types[name[1]] {
				t.Errorf("the provider has no %s: %s", name[1], line)
			}
		}
		for _, name := range tested {
			if err := sources.have(name[1]); err != nil {
				t.Errorf("%v: %s", err, line)
			}
		}
	}
	if rows < 100 {
		t.Errorf("%d rows were read", rows)
	}
}

// words are what else may stand in the column of Terraform: arguments of the provider and of Terraform itself.
var words = []string{"require_mfa", "allow_self_removal", "for_each", "check"}

// provided are the names by which the guide knows what the provider has.
func provided(t *testing.T) map[string]bool {
	t.Helper()
	s, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, word := range words {
		names[word] = true
	}
	for name := range schemas.ResourceSchemas {
		names[strings.TrimPrefix(name, "herokuenterprise_")] = true
	}
	for name := range schemas.DataSourceSchemas {
		names["data."+strings.TrimPrefix(name, "herokuenterprise_")] = true
	}
	for name := range schemas.Functions {
		names["function."+name] = true
	}
	return names
}

// testedBy is the source of every package that has tests, by the package's last name.
type testedBy map[string]string

func testSources(t *testing.T) testedBy {
	t.Helper()
	all := testedBy{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		all[filepath.Base(filepath.Dir(path))] += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// have reports whether there is a test, such as server.TestScale, or one inside it, such as conformance.TestControlPlane/last_admin.
func (s testedBy) have(name string) error {
	pkg, test, _ := strings.Cut(name, ".")
	test, inner, _ := strings.Cut(test, "/")
	if !strings.Contains(s[pkg], "\nfunc "+test+"(t *testing.T)") {
		return fmt.Errorf("there is no test %s", name)
	}
	if inner != "" && !strings.Contains(s[pkg], fmt.Sprintf("%q", strings.ReplaceAll(inner, "_", " "))) {
		return fmt.Errorf("%s.%s has no part %s", pkg, test, inner)
	}
	return nil
}

// TestSecondFactorShowsAtOnce: everybody who looks at people sees a second factor that somebody turns on or off with the next request.
func TestSecondFactorShowsAtOnce(t *testing.T) {
	s := Start(t, acctest.World)
	for _, path := range []string{"/teams/acme-widgets/members", "/enterprise-accounts/acme/members"} {
		for _, on := range []bool{false, true, false} {
			if status, body := s.Do(t, "HRKU-kim", "PATCH", "/account", map[string]any{"two_factor_authentication": on}); status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			_, body := s.Do(t, acctest.Admin, "GET", path, nil)
			var rows []api.EnterpriseAccountMember // a team's members have as much
			if err := json.Unmarshal(body, &rows); err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(rows, func(r api.EnterpriseAccountMember) bool {
				return r.User.Email == "kim@acme.test" && r.TwoFactorAuthentication == on
			}) {
				t.Errorf("%s does not show that the second factor is on: %v: %s", path, on, body)
			}
		}
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/drift"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// labs is a state with the team acme-labs and its one member.
func labs(t *testing.T, server *mockapitest.Server, role string) string {
	t.Helper()
	_, raw := server.Do(t, acctest.Admin, http.MethodGet, "/teams/acme-labs", nil)
	var team struct{ ID string }
	if err := json.Unmarshal(raw, &team); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[
		{"address":"herokuenterprise_team_member.ada","mode":"managed","type":"herokuenterprise_team_member","name":"ada","values":{"team":"acme-labs","team_id":%q,"email":"ADA@acme.test","role":%q}},
		{"address":"null_resource.x","mode":"managed","type":"null_resource","name":"x","values":{}}]}}}`, team.ID, role)
}

func TestDrift(t *testing.T) {
	// Ada has another key, HRKU-read, which can only read.
	server := mockapitest.Start(t, strings.Replace(acctest.World, "token: HRKU-ada,",
		"token: HRKU-ada, authorizations: [{scopes: [read], token_sha256: 97d7dd52543e4a1facba0c848691281ea46dae42f012d9afe37634e1c4a037eb}],", 1))
	url := server.URL
	good, bad := labs(t, server, "admin"), labs(t, server, "viewer")
	none := `{"format_version":"1.0","values":{"root_module":{"resources":[{"type":"null_resource","mode":"managed"}]}}}`
	data := `{"format_version":"1.0","values":{"root_module":{"resources":[{"type":"herokuenterprise_team","mode":"data","values":{}}]}}}`
	gone := regexp.MustCompile(`"team_id":"[^"]*"`).ReplaceAllString(good, `"team_id":"01234567-89ab-cdef-0123-456789abcdef"`)
	left := strings.ReplaceAll(strings.NewReplacer("team_member", "enterprise_account_member", `"team"`, `"enterprise_account"`, "team_id", "enterprise_account_id").Replace(gone), `"role":"admin"`, `"permissions":["view"]`)
	odd := strings.Replace(good, `"email":"ADA@acme.test"`, `"email":7`, 1)
	for _, test := range []struct {
		token, state, args string
		status             int
		out, errs          string
	}{
		{acctest.Admin, good, "", 0, "No drift: 1 object of the state, in 1 team and 0 enterprise accounts.\n", ""},
		{acctest.Admin, bad, "", 2, "changed    ADA@acme.test in the team acme-labs\n           role: viewer -> admin\n           herokuenterprise_team_member.ada\n\nDrift: 1 changed, 0 missing, 0 unmanaged;", ""},
		{"HRKU-read", bad, "", 2, "and 0 enterprise accounts.\n", ""},
		{acctest.Admin, bad, "--format markdown", 2, "| changed | ADA&#64;acme.test in the team acme-labs<br>role: viewer -&gt; admin | herokuenterprise\\_team\\_member.ada |  |\n", ""},
		{acctest.Admin, bad, "--format json", 2, `"kind": "changed",`, ""},
		{acctest.Admin, gone, "", 2, "missing    ADA@acme.test in the team acme-labs\n", ""},
		{acctest.Admin, left, "", 2, "missing    ADA@acme.test in the enterprise account acme-labs\n", ""},
		{acctest.Admin, good, "--format sarif", failed, "", "--format must be one of"},
		{acctest.Admin, good, "--since 2026-13-01", failed, "", "--since 2026-13-01 is neither a time such as 12h or 7d nor a day"},
		{acctest.Admin, good, "--since 2999-01-01", failed, "", "lies in the future"},
		{acctest.Admin, good, "--since 2001-01-01", failed, "", "is more than 366 days ago"},
		{acctest.Admin, good, "--since 36h", 0, "No drift", ""},
		{acctest.Admin, none, "", foreign, "", "none of them belongs to the provider herokuenterprise"},
		{acctest.Admin, data, "", foreign, "", "no resource of the provider herokuenterprise that could be compared"},
		{acctest.Admin, odd, "", notTerraform, "", "herokuenterprise_team_member.ada in the state is not what this provider writes"},
		{acctest.Admin, good[:100], "", notJSON, "", "ends in the middle"},
		{acctest.Admin, `{"format_version":"1.2","resource_changes":[]}`, "", notTerraform, "", "this is a plan"},
		{"HRKU-max", good, "", refused, "", "acme-labs"},
		{"HRKU-nobody", good, "", refused, "", ""},
	} {
		t.Setenv("HEROKU_API_KEY", test.token)
		status, out, errs := ask(t, test.state, append([]string{"drift", "--url", url, "-"}, strings.Fields(test.args)...)...)
		if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) || strings.Count(errs, "\n") > 1 || strings.Contains(out, "Not known") {
			t.Errorf("%s: status %d\n%s%s", test.args, status, out, errs)
		}
	}
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	path := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	_, out, _ := ask(t, "", "drift", "--url", url, "--since", "2026-01-01", "--format", "json", path)
	var r drift.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Version != drift.Version || r.Since != "2026-01-01" || len(r.Findings) != 1 || r.Findings[0].Differences[0].Live != "admin" {
		t.Errorf("%v: %s", err, out)
	}
	proxy := acctest.NewProxy(t, url)
	proxy.Answer("GET", "/members", http.StatusOK, `"half"`)
	if status, out, errs := ask(t, good, "drift", "--url", proxy.URL, "-"); status != unreachable || out != "" || strings.Count(errs, "\n") != 1 {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
}

// A day of the trail takes a call, and today's is asked for without a day, which another clock may not have begun.
func TestDriftSince(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	proxy := acctest.NewProxy(t, server.URL)
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	for since, want := range map[string]int{"0d": 1, "1d": 2, "3d": 4} {
		proxy.Calls()
		if status, _, errs := ask(t, labs(t, server, "viewer"), "drift", "--url", proxy.URL, "--since", since, "-"); status != int(drifted) {
			t.Errorf("status %d: %s", status, errs)
		}
		asked := 0
		for _, call := range proxy.Calls() {
			if strings.HasSuffix(call, "/events") {
				asked++
			}
		}
		if asked != want {
			t.Errorf("--since %s: the audit trail was asked %d times, want %d", since, asked, want)
		}
	}
}

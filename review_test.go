package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// planShown is what terraform show -json printed of a plan over the world of the tests.
func planShown(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReview(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	plan := planShown(t)
	dir := t.TempDir()
	policy, bad := filepath.Join(dir, "policy.yaml"), filepath.Join(dir, "bad.yaml")
	for file, text := range map[string]string{policy: "risks: {gains_admin: notice, gains_manage: notice, gains_deploy: notice, outsider: notice, no_second_factor: notice}", bad: "risks: {gains_admni: high}"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		token, plan, args string
		status            int
		out, errs         string
	}{
		{"", plan, "", int(changed), "kim@acme.test  ", ""},
		{"", plan, "--fail-on critical", int(risky), "Highest risk: critical.", ""},
		{"", plan, "--fail-on critical --policy " + policy, int(changed), "Highest risk: notice.", ""},
		{"", plan, "--format markdown", int(changed), "### Access review: critical", ""},
		{"", plan, "--format json", int(changed), `"name": "max@elsewhere.test"`, ""},
		{"", plan, "--format sarif --source testdata", int(changed), `"version": "2.1.0"`, ""},
		{"", plan, "--color always", int(changed), "\x1b[", ""},
		{acctest.Admin, plan, "--live", int(changed), "Locking the app website-staging takes view from 2 people", ""},
		{"", strings.ReplaceAll(plan, `"create"`, `"no-op"`), "--fail-on information", 0, "Nobody's access changes.", ""},
		{"", plan, "--format html", failed, "", `"html" should be text, markdown, json or sarif`},
		{"", plan, "--format json=", failed, "", "names no file"},
		{"", plan, "--fail-on low", failed, "", "--fail-on"},
		{"", plan, "--policy " + bad, failed, "", `there is no rule "gains_admni"; the nearest ones are gains_admin`},
		{"", plan, "--policy " + dir + "/none", failed, "", "none"},
		{"", plan[:2000], "", notJSON, "", "ends in the middle"},
		{"", "{}", "", notTerraform, "", "no format_version"},
		{"", `{"format_version":"1.0","values":{}}`, "", notTerraform, "", "this is a state, and not a plan"},
		{"", strings.Replace(plan, `"format_version":"1.2"`, `"format_version":"3.0"`, 1), "", unsupported, "", "format version"},
		{"", strings.Replace(plan, `"errored":false`, `"errored":true`, 1), "", planFailed, "", "ended with an error"},
		{"", strings.ReplaceAll(plan, `herokuenterprise_`, `heroku_`), "", foreign, "", "none of them belongs"},
		{"HRKU-nobody", plan, "--live", refused, "", "Invalid credentials"},
		{"HRKU-max", plan, "--live", refused, "", "acme-widgets"},
	} {
		t.Setenv("HEROKU_API_KEY", test.token)
		status, out, errs := ask(t, test.plan, append([]string{"review", "--url", server.URL, "-"}, strings.Fields(test.args)...)...)
		if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) || (errs == "") != (test.errs == "") || strings.Count(errs, "\n") > 1 {
			t.Errorf("review %s: status %d, want %d\n%s%s", test.args, status, test.status, out, errs)
		}
	}
}

// Several forms come out of one run, each into its file; what is there before is replaced.
func TestReviewFiles(t *testing.T) {
	dir := t.TempDir()
	markdown, data, plan := filepath.Join(dir, "review.md"), filepath.Join(dir, "review.json"), filepath.Join(dir, "plan.json")
	for _, file := range []string{data, plan} {
		if err := os.WriteFile(file, []byte(planShown(t)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errs := ask(t, "", "review", plan, "--format", "markdown="+markdown, "--format", "json="+data, "--format", "text")
	if status != int(changed) || errs != "" || !strings.HasPrefix(out, "3 people gain access") {
		t.Fatal(status, out, errs)
	}
	text, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	var report review.Report
	if err := json.Unmarshal(text, &report); err != nil || len(report.People) != 3 || report.Version != review.Version {
		t.Errorf("%v %s", err, text)
	}
	if text, err := os.ReadFile(markdown); err != nil || !strings.Contains(string(text), "`max@elsewhere.test`") {
		t.Errorf("%v %s", err, text)
	}
	if status, _, errs := ask(t, "", "review", plan, "--format", "json="+filepath.Join(dir, "none", "x")); status != failed || !strings.Contains(errs, "none") {
		t.Error(status, errs)
	}
	if status, _, errs := ask(t, "", "review", filepath.Join(dir, "nothing.json")); status != failed || !strings.Contains(errs, "nothing.json") {
		t.Error(status, errs)
	}
}

// Code scanning looks for lines from the root of the repository, wherever in it the configuration is.
func TestReviewSource(t *testing.T) {
	plan := planShown(t)
	t.Chdir(t.TempDir())
	if err := errors.Join(os.Mkdir("infra", 0o700), os.WriteFile("infra/main.tf", []byte("\nresource \"herokuenterprise_app_access\" \"max\" {}\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, out, errs := ask(t, plan, "review", "-", "--format", "sarif", "--source", "infra"); errs != "" || !strings.Contains(out, `"uri": "infra/main.tf"`) {
		t.Error(out, errs)
	}
	if err := errors.Join(os.Symlink("nowhere.tf", "infra/a\n\x1b[2K.tf"), os.Symlink("main.tf", "infra/b.tf")); err != nil {
		t.Fatal(err)
	}
	status, out, errs := ask(t, plan, "review", "-", "--format", "sarif", "--source", "infra")
	if status != int(changed) || !strings.Contains(out, `"uri": "infra/b.tf"`) || !strings.HasPrefix(errs, "Note: "+filepath.Join("infra", `a\n\x1b[2K.tf`)+" is a link") || strings.Count(errs, "\n") != 1 {
		t.Error(status, out, errs)
	}
}

// An API that is not there, or answers half, has a status of its own.
func TestReviewUnreachable(t *testing.T) {
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	proxy := acctest.NewProxy(t, mockapitest.Start(t, acctest.World).URL)
	proxy.Answer("GET", "/members", 200, `[{"id":`)
	if status, out, errs := ask(t, planShown(t), "review", "--live", "--max-retries", "0", "--url", proxy.URL, "-"); status != unreachable || out != "" || strings.Count(errs, "\n") != 1 {
		t.Errorf("%d %s%s", status, out, errs)
	}
	t.Setenv("HEROKU_API_KEY", "")
	t.Setenv("NETRC", filepath.Join(t.TempDir(), "none"))
	if status, out, errs := ask(t, planShown(t), "review", "--live", "--url", proxy.URL, "-"); status != failed || out != "" || !strings.Contains(errs, "there is no API key") {
		t.Errorf("%d %s%s", status, out, errs)
	}
}

package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestExport(t *testing.T) {
	url := mockapitest.Start(t, acctest.World).URL
	folder := filepath.Join(t.TempDir(), "acme")
	states := t.TempDir()
	save := func(name, text string) string {
		path := filepath.Join(states, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ours := save("ours.json", `{"format_version":"1.0","values":{"root_module":{"resources":[{"type":"herokuenterprise_team","mode":"managed"}]}}}`)
	theirs := save("theirs.json", `{"format_version":"1.0","values":{"root_module":{"resources":[{"type":"heroku_app","mode":"managed"}]}}}`)
	for _, test := range []struct {
		token     string
		args      string
		status    int
		out, errs string
	}{
		{acctest.Admin, "--team acme-labs", 0, "# team-acme-labs.tf", ""},
		{acctest.Admin, "--account initech --account globex --team acme-labs", 0, "# account-initech.tf", ""},
		{"HRKU-kim", "--team acme-widgets", refused, "", "Error: team acme-widgets: "},
		{acctest.Admin, "--team acme-labs -o " + folder, 0, filepath.Join(folder, "team-acme-labs.tf") + "\n", ""},
		{acctest.Admin, "--team acme-labs -o " + folder, failed, "", "versions.tf is there already, and nothing was written"},
		{acctest.Admin, "--team acme-labs --force --mode exclusive -o " + folder, 0, filepath.Join(folder, "imports.tf") + "\n", ""},
		{acctest.Admin, "", failed, "", "say what to export"},
		{acctest.Admin, "--all --team x", failed, "", "--all is everything"},
		{acctest.Admin, "--all --mode exclusive --include-federated", failed, "", "--include-federated goes with --mode additive only"},
		{acctest.Admin, "--all --mode exclusive --moved-from heroku", failed, "", "--moved-from goes with --mode additive only"},
		{acctest.Admin, "--all --moved-from heroku", failed, "", "--moved-from heroku takes --state FILE"},
		{acctest.Admin, "--all --state x", failed, "", "--state goes with --moved-from heroku only"},
		{acctest.Admin, "--all --moved-from heroku --state " + ours, foreign, "", "none of them belongs to the provider heroku"},
		{acctest.Admin, "--all --moved-from heroku --state " + theirs, foreign, "", "nothing in the state can be moved"},
		{acctest.Admin, "--all --moved-from heroku --state " + folder + "/none", failed, "", "no such file"},
		{"HRKU-max", "--team acme-widgets", refused, "", "acme-widgets"},
		{"HRKU-nobody", "--all", refused, "", ""},
	} {
		t.Setenv("HEROKU_API_KEY", test.token)
		status, out, errs := ask(t, "", append([]string{"export", "--url", url}, strings.Fields(test.args)...)...)
		if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) {
			t.Errorf("%s: status %d\n%s%s", test.args, status, out, errs)
		}
	}
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	if status, _, errs := ask(t, "Acme", "export", "--url", url, "--all", "--moved-from", "heroku", "--state", "-"); status != notJSON || !strings.Contains(errs, "invalid character") {
		t.Errorf("status %d: %s", status, errs)
	}
	proxy := acctest.NewProxy(t, url)
	proxy.Answer("GET", "/allowed-addon-services", http.StatusForbidden, `{"id":"forbidden","message":"Not\u001b[2K for you."}`)
	const gap = "Not in here, of the team acme-labs: its add-on allowlist could not be read: "
	if status, out, errs := ask(t, "", "export", "--url", proxy.URL, "--team", "acme-labs"); status != 0 || !strings.Contains(out, "\n# "+gap) || !strings.HasPrefix(errs, "Note: "+gap) || !strings.Contains(errs, `Not\x1b[2K for you.`) {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
	proxy.Answer("GET", "/members", http.StatusOK, `"half"`)
	if status, out, errs := ask(t, "", "export", "--url", proxy.URL, "--team", "acme-labs"); status != unreachable || out != "" || strings.Count(errs, "\n") != 1 {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
	written, err := os.ReadFile(filepath.Join(folder, "team-acme-labs.tf"))
	if err != nil || !strings.Contains(string(written), "herokuenterprise_team_members") {
		t.Errorf("%v: %s", err, written)
	}
}

// What an earlier export wrote of something that is gone goes, and nothing that a person wrote, or changed, or copied.
func TestExportAgain(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	t.Setenv("HEROKU_API_KEY", acctest.Admin)
	folder := t.TempDir()
	run := func(arguments ...string) (errs string) {
		status, _, errs := ask(t, "", append([]string{"export", "--url", server.URL, "-o", folder, "--force"}, arguments...)...)
		if status != 0 {
			t.Fatal(errs)
		}
		return errs
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	change := func(method, path string, body any) {
		if status, raw := server.Do(t, acctest.Admin, method, path, body); status >= http.StatusBadRequest {
			t.Fatalf("%d %s", status, raw)
		}
	}
	change(http.MethodPost, "/enterprise-accounts/acme/teams", map[string]string{"name": "acme-brief"})
	for _, name := range []string{"acme-early", "acme-left"} {
		change(http.MethodPost, "/enterprise-accounts/acme/teams", map[string]string{"name": name})
	}
	change(http.MethodPut, "/teams/acme-left/members", map[string]string{"email": "joe@acme.test", "role": "admin"})
	run("--all")
	labs, err := os.ReadFile(at("team-acme-labs.tf"))
	if err != nil {
		t.Fatal(err)
	}
	brief, err := os.ReadFile(at("team-acme-brief.tf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		os.WriteFile(at("team-acme-brief.tf"), append(brief, "# mine\n"...), 0o600),   // changed
		os.WriteFile(at("team-acme-gone.tf"), labs, 0o600),                            // copied
		os.WriteFile(at("team-acme-old.tf"), []byte("# The team acme-old.\n"), 0o600), // a person's
		os.Symlink("team-acme-labs.tf", at("team-link.tf")),
		os.WriteFile(at("notes.txt"), labs, 0o600),
	); err != nil {
		t.Fatal(err)
	}
	if errs := run("--team", "acme-widgets"); strings.Count(errs, "of an earlier export and stays") != 6 || !strings.Contains(errs, at("team-acme-labs.tf")) {
		t.Error(errs) // it, two other teams and three enterprise accounts
	}
	change(http.MethodDelete, "/teams/acme-labs", nil)
	change(http.MethodDelete, "/teams/acme-brief", nil)
	change(http.MethodPatch, "/teams/acme-early", map[string]string{"name": "acme-late"})
	change(http.MethodDelete, "/teams/acme-left/members/ada@acme.test", nil) // she goes, and it stays
	change(http.MethodPost, "/enterprise-accounts/initech/members", map[string]any{"user": "ann@acme.test", "permissions": []string{"manage"}})
	change(http.MethodDelete, "/enterprise-accounts/initech/members/ada@acme.test", nil)
	errs := run("--all")
	for name, end := range map[string]string{
		"team-acme-labs.tf": "was removed", "team-acme-early.tf": "was removed",
		"team-acme-left.tf": "is of an earlier export and stays: the team ", "account-initech.tf": "is of an earlier export and stays: the enterprise account ",
	} {
		if !strings.Contains(errs, "Note: "+at(name)+" "+end) {
			t.Errorf("%s: %s", name, errs)
		}
	}
	if strings.Count(errs, "was removed") != 2 || strings.Count(errs, " stays: ") != 2 {
		t.Error(errs)
	}
	var left []string
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	const want = "account-acme.tf account-globex.tf account-initech.tf imports.tf notes.txt team-acme-brief.tf team-acme-gone.tf team-acme-late.tf team-acme-left.tf team-acme-old.tf team-acme-widgets.tf team-link.tf versions.tf"
	if got := strings.Join(left, " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

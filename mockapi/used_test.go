package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// usedWorld has somebody who could do much more than he does.
const usedWorld = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: kim@acme.test, token: HRKU-kim}
enterprise_accounts:
  - name: acme
    members:
      - {email: ada@acme.test, permissions: [manage]}
      - {email: joe@acme.test, permissions: [manage, billing]}
teams:
  - name: widgets
    type: enterprise
    enterprise_account: acme
    members:
      - {email: ada@acme.test, role: admin}
      - {email: joe@acme.test, role: admin}
      - {email: kim@acme.test, role: member}
    apps:
      - name: shop
        collaborators:
          - {email: joe@acme.test, permissions: [manage, operate]}
      - name: till
        locked: true
        collaborators:
          - {email: kim@acme.test, permissions: [deploy, operate]}
  - name: labs
    type: enterprise
    enterprise_account: acme
    members:
      - {email: ada@acme.test, role: admin}
      - {email: joe@acme.test, role: member}
`

func writeSeed(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// What tokens were used for is kept, once each, also by what was refused or failed in between, and says what would have been enough.
func TestUsed(t *testing.T) {
	for name, open := range map[string]func(testing.TB) string{
		"sqlite": func(t testing.TB) string { return filepath.Join(t.TempDir(), "acme.db") }, "postgres": mockapitest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			database := open(t)
			p := serve(t, "--database", database, "--seed", writeSeed(t, usedWorld))
			for _, call := range []struct {
				token, method, path, body string
				status                    int
			}{
				{"HRKU-joe", "GET", "/apps/shop", "", 200},
				{"HRKU-joe", "GET", "/apps/shop", "", 200},
				{"HRKU-joe", "POST", "/apps/till/builds", `{"source_blob":{"url":"https://x.test/a.tgz"}}`, 201},
				{"HRKU-joe", "GET", "/enterprise-accounts/acme", "", 200},
				{"HRKU-kim", "GET", "/teams/widgets/members", "", 200},
				{"HRKU-kim", "GET", "/apps/till", "", 200},
				{"HRKU-kim", "DELETE", "/apps/till", "", 403}, // refused: not a use
			} {
				if status, answer, err := ask(t.Context(), http.DefaultClient, p.address, call.token, "", call.method, call.path, call.body); err != nil || status != call.status {
					t.Fatalf("%s %s: %d %s %v", call.method, call.path, status, answer, err)
				}
			}
			p.stop(t)
			for email, want := range map[string]string{
				"joe@acme.test": `joe@acme.test, token ID (Made by mockapi)
  scopes: enough read, write; has global
  role in the team widgets: enough none; has admin
  permissions on the app shop: enough view; has manage, operate, view
  permissions on the app till: enough deploy, view; has none
  permissions on the enterprise account acme: enough view; has view, billing, manage
  beyond what was needed:
    scopes: global in place of read, write
    role in the team widgets: admin in place of none
    manage, operate on the app shop
    billing, manage on the enterprise account acme
    role member in the team labs, where the token was not used
`,
				"KIM@acme.test": `kim@acme.test, token ID (Made by mockapi)
  scopes: enough read; has global
  role in the team widgets: enough viewer; has member
  permissions on the app till: enough view; has deploy, operate, view
  beyond what was needed:
    scopes: global in place of read
    role in the team widgets: member in place of viewer
    deploy, operate on the app till
`,
				"ada@acme.test": "ada@acme.test, token ID (Made by mockapi)\n  was not used\n",
			} {
				out, _ := mustOutput(t, "used", "--database", database, "--token-of", email)
				if out = withoutID(out); out != want {
					t.Errorf("%s\nwant\n%s", out, want)
				}
				if strings.HasPrefix(want, "joe@") && !strings.Contains(guide(t), want) {
					t.Errorf("the guide does not show this:\n%s", want)
				}
			}
			if _, said, err := output(t, "used", "--database", database, "--token-of", "nobody@acme.test"); err == nil || !strings.Contains(said, "Couldn't find that user") {
				t.Error(said, err)
			}
		})
	}
}

func withoutID(s string) string {
	return regexp.MustCompile(`token [0-9a-f-]{36}`).ReplaceAllString(s, "token ID")
}

// guide is the page that shows what the commands write.
func guide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../templates/guides/least-privilege.md")
	if err != nil {
		t.Fatal(err)
	}
	return withoutID(string(text))
}

func TestUsesAreNotKept(t *testing.T) {
	database, seed := seeded(t)
	p := serve(t, "--database", database, "--seed", seed, "--no-record-uses")
	if status, answer, err := ask(t.Context(), http.DefaultClient, p.address, "HRKU-ada", "", "GET", "/account", ""); err != nil || status != http.StatusOK {
		t.Fatal(status, answer, err)
	}
	p.stop(t)
	if out, _ := mustOutput(t, "used", "--database", database, "--token-of", "ada@acme.test"); !strings.Contains(out, "was not used") {
		t.Error(out)
	}
}

func TestWhy(t *testing.T) {
	database := t.TempDir() + "/acme.db"
	mustOutput(t, "load", "--database", database, writeSeed(t, usedWorld))
	for args, want := range map[string]string{
		"--email kim@acme.test --app till --action app.dynos.restart": "kim@acme.test may do app.dynos.restart on the locked app till: app permission operate (granted on the app)\n",
		"--email kim@acme.test --app till --action app.delete": `kim@acme.test may not do app.delete on the locked app till: it requires team role admin or app permission manage
What would allow it, the cheapest first:
  grant manage on the app`,
		"--email kim@acme.test --team widgets --action team.members.write": "  give the team role admin (opens",
		"--app till --action app.build.create":                             "ada@acme.test: app permission deploy (team role admin)\njoe@acme.test: app permission deploy (team role admin)\nkim@acme.test: app permission deploy (granted on the app)\n",
		"--app till --action app.transfer.create":                          "nobody may do app.transfer.create\n",
		"--email kim@acme.test --app shop":                                 "kim@acme.test on the app shop\n  has view     team role member, app not locked\n  may do, by app permission view (team role member, app not locked)\n    app.read, ",
		"--email kim@acme.test --team labs":                                "  may not do, and would by: give the team role admin\n    team.members.write, ",
	} {
		out, _ := mustOutput(t, append([]string{"why", "--database", database}, strings.Fields(args)...)...)
		if !strings.Contains(out, want) {
			t.Errorf("%s:\n%s\nwant\n%s", args, out, want)
		}
		if strings.Contains(args, "app.delete") && !strings.Contains(guide(t), out) {
			t.Errorf("the guide does not show this:\n%s", out)
		}
	}
	for args, want := range map[string]string{
		"--email kim@acme.test": "missing flags",
		"--app till":            "either --email or --action",
		"--email kim@acme.test --app till --action app.restart":        "The nearest ones are",
		"--email kim@acme.test --app till --action team.members.write": "is about a thing of kind \"team\"",
		"--email kim@acme.test --app nothing":                          "Couldn't find that app",
		"--email nobody@acme.test --app till":                          "Couldn't find that user",
		"--email kim@acme.test --app till --team widgets":              "can't be used together",
	} {
		if out, said, err := output(t, append([]string{"why", "--database", database}, strings.Fields(args)...)...); err == nil || !strings.Contains(said, want) || out != "" && !strings.Contains(out, "Usage") {
			t.Errorf("%s: %v %s %s", args, err, out, said)
		}
	}
}

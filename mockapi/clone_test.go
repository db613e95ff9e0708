package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// cloned runs mockapi clone with a key.
func cloned(t *testing.T, url, key string, args ...string) (out, said string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	cmd := program(t, []string{"HEROKU_API_KEY=" + key, "NETRC=" + filepath.Join(t.TempDir(), "none")}, append([]string{"clone", "--from", url}, args...)...)
	cmd.Stdout, cmd.Stderr = &o, &e
	err = cmd.Run()
	return o.String(), e.String(), err
}

// TestCloneCommand: a clone is served with a token for its owner, who finds there what he had, under the same ids; and the clone of the
// clone is the same file.
func TestCloneCommand(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	first, said, err := cloned(t, server.URL, acctest.Admin, "--all")
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if strings.Contains(first, "token_sha256") || strings.Contains(first, acctest.Admin) || strings.Contains(first, server.URL) {
		t.Errorf("the clone holds tokens, or where it comes from:\n%s", first)
	}
	for _, note := range []string{"tokens: mockapi serve", "the audit trail"} {
		if !strings.Contains(said, "mockapi: not in the clone: "+note) || !strings.Contains(first, "\n# * "+note) {
			t.Errorf("nothing is said of %s:\n%s\n%s", note, said, first)
		}
	}
	if !strings.Contains(said, "the owner of the key is in the clone as ada@acme.test") {
		t.Error(said)
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(file, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	address, key := serveFor(t, "ada@acme.test", "--database", ":memory:", "--seed", file)
	second, said, err := cloned(t, "http://"+address, key, "--all")
	if err != nil || second != first {
		t.Errorf("the clone of the clone: %v %s\n%s\nwant\n%s", err, said, second, first)
	}
	for _, path := range []string{"/teams/acme-widgets", "/teams/apps/website-prod", "/spaces/acme-dmz"} {
		_, want := server.Do(t, acctest.Admin, "GET", path, nil)
		_, got := get(t, address, key, path)
		id := regexp.MustCompile(`"id":"[^"]*"`)
		if one, two := id.FindAllString(string(want), -1), id.FindAllString(got, -1); len(one) == 0 || strings.Join(one, " ") != strings.Join(two, " ") {
			t.Errorf("%s: %v, was %v", path, two, one)
		}
	}
}

// serveFor serves with --token-for, and returns the address and the token.
func serveFor(t *testing.T, email string, args ...string) (address, token string) {
	t.Helper()
	p := serve(t, append(args, "--token-for", email)...)
	line := p.line(t)
	token, ok := strings.CutPrefix(line, "token for "+email+": ")
	if !ok {
		t.Fatalf("mockapi said %q", line)
	}
	return p.address, token
}

// TestCloneRefused: one sentence on standard error, a status that is not 0, and nothing on standard output, which may be a file that was a
// good clone once.
func TestCloneRefused(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	half := acctest.NewProxy(t, server.URL)
	half.Answer("GET", "/members", 200, `[{"id":"1f0e6f5c-2a8d-4c37-9b64-d5e1a7c03b92","email":"ada@ac`)
	other := acctest.NewProxy(t, server.URL)
	other.Answer("GET", "/preferences", 200, `[]`)
	for name, test := range map[string]struct {
		url, key string
		args     []string
		want     string
	}{
		"nothing to clone":        {server.URL, acctest.Admin, nil, "say what to clone: --team TEAM, --account ACCOUNT or --all"},
		"everything and a team":   {server.URL, acctest.Admin, []string{"--all", "--team", "acme-widgets"}, "leave out --team and --account"},
		"an empty salt":           {server.URL, acctest.Admin, []string{"--all", "--pseudonyms", ""}, "the salt of --pseudonyms is empty"},
		"no key":                  {server.URL, "", []string{"--all"}, "set HEROKU_API_KEY, or log in with heroku login"},
		"no address":              {"api.heroku.com", acctest.Admin, []string{"--all"}, "is not the address of an API"},
		"a key that is none":      {server.URL, "HRKU-none", []string{"--all"}, "does not accept the key"},
		"an unknown team":         {server.URL, acctest.Admin, []string{"--team", "nobody"}, "may not read this, or it does not exist"},
		"an unknown account":      {server.URL, acctest.Admin, []string{"--account", "nobody"}, "may not read this, or it does not exist"},
		"somebody else's team":    {server.URL, "HRKU-max", []string{"--team", "acme-widgets"}, "may not read this, or it does not exist"},
		"a team one is a user of": {server.URL, "HRKU-kim", []string{"--team", "acme-widgets"}, "may not read this, or it does not exist"},
		"half an answer":          {half.URL, acctest.Admin, []string{"--team", "acme-widgets", "--max-retries", "0"}, "did not answer as it should"},
		"another answer":          {other.URL, acctest.Admin, []string{"--team", "acme-widgets"}, "did not answer as it should"},
	} {
		t.Run(name, func(t *testing.T) {
			out, said, err := cloned(t, test.url, test.key, test.args...)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() == 0 || out != "" {
				t.Errorf("%v, on standard output: %q", err, out)
			}
			if !strings.HasPrefix(said, "mockapi: clone: ") || !strings.Contains(said, test.want) || strings.Count(said, "\n") != 1 {
				t.Errorf("said %q, want %q", said, test.want)
			}
		})
	}
}

// TestTokenFor: nobody gets a token if one of the addresses is unknown, and each start makes new ones.
func TestTokenFor(t *testing.T) {
	database, seed := seeded(t)
	if out, said, err := output(t, "serve", "--database", database, "--seed", seed, "--listen", "127.0.0.1:0", "--token-for", "ada@acme.test", "--token-for", "eve@acme.test"); err == nil || out != "" || !strings.Contains(said, "eve@acme.test") {
		t.Errorf("a token for nobody: %v %q %q", err, out, said)
	}
	seen := map[string]bool{}
	for range 2 {
		p := serve(t, "--database", database, "--token-for", "ADA@acme.test")
		_, token, _ := strings.Cut(p.line(t), ": ")
		if status, body := get(t, p.address, token, "/account"); status != 200 || !strings.Contains(body, `"ada@acme.test"`) || seen[token] {
			t.Errorf("%s: %d %s", token, status, body)
		}
		seen[token] = true
		p.stop(t)
	}
}

package client

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNetrcPassword(t *testing.T) {
	file := filepath.Join(t.TempDir(), "netrc")
	text := `
machine git.heroku.com
  login joe@acme.test
  password git-key
machine api.heroku.com login machine password api-key
machine 127.0.0.1:5000
  account password
  password local-key
default login x password anybody
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://api.heroku.com": "api-key", "https://api.heroku.com:443/": "api-key", "http://127.0.0.1:5000": "local-key",
		"http://127.0.0.1:5001": "", "https://heroku.com": "", "https://elsewhere.test": "", "::": "",
	} {
		if got := netrcPassword(file, address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if got := netrcPassword(file+"-missing", "https://api.heroku.com"); got != "" {
		t.Errorf("a missing file has the password %q", got)
	}
}

func TestNetrcFile(t *testing.T) {
	t.Setenv("NETRC", "")
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home) // where Windows keeps it
	if got := NetrcFile(); got != filepath.Join(home, ".netrc") && got != filepath.Join(home, "_netrc") {
		t.Error(got)
	}
	keys := filepath.Join(home, "keys")
	t.Setenv("NETRC", keys)
	if got := NetrcFile(); got != keys {
		t.Error(got)
	}
}

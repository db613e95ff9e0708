package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
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

// An address with a password in it is refused without repeating it, whatever else is missing.
func TestSettingsAddress(t *testing.T) {
	t.Setenv("HEROKU_API_URL", "https://me:secret@x.test")
	t.Setenv("HEROKU_API_KEY", "")
	t.Setenv("NETRC", filepath.Join(t.TempDir(), "none"))
	var diags diag.Diagnostics
	(&providerModel{Headers: types.MapNull(types.StringType)}).settings(t.Context(), &diags)
	if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "no password") || strings.Contains(diags[0].Detail(), "secret") {
		t.Error(diags)
	}
}

func TestNetrcFile(t *testing.T) {
	t.Setenv("NETRC", "")
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home) // where Windows keeps it
	if got := netrcFile(); got != filepath.Join(home, ".netrc") && got != filepath.Join(home, "_netrc") {
		t.Error(got)
	}
	keys := filepath.Join(home, "keys")
	t.Setenv("NETRC", keys)
	if got := netrcFile(); got != keys {
		t.Error(got)
	}
}

func TestTracing(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"TF_LOG": "trace"}, true},
		{map[string]string{"TF_LOG": "JSON"}, true},
		{map[string]string{"TF_LOG": "DEBUG"}, false},
		{map[string]string{"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "INFO"}, false},
		{map[string]string{"TF_LOG_PROVIDER_HEROKUENTERPRISE": "TRACE", "TF_LOG_PROVIDER": "INFO"}, true},
	} {
		if got := tracing(func(name string) string { return test.env[name] }); got != test.want {
			t.Errorf("%v: %v", test.env, got)
		}
	}
}

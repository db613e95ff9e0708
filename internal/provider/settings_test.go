package provider

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

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

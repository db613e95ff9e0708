package provider

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// known complains about values that are not there yet: a provider block cannot wait for another resource.
func (m *providerModel) known(ctx context.Context, diags *diag.Diagnostics) {
	for name, value := range map[string]attr.Value{
		"api_key": m.APIKey, "url": m.URL, "max_retries": m.MaxRetries,
		"request_timeout": m.RequestTimeout, "rate_limit_reserve": m.RateLimitReserve, "headers": m.Headers,
		"stale_plan": m.StalePlan, "allow_self_removal": m.AllowSelfRemoval, "require_mfa": m.RequireMFA,
	} {
		if raw, err := value.ToTerraformValue(ctx); err != nil || !raw.IsFullyKnown() {
			diags.AddAttributeError(path.Root(name), "The provider argument "+name+" is not known yet",
				"It depends on something that Terraform has not created. Give it a value of its own, or apply what it depends on first with -target.")
		}
	}
}

// settings fills in environment and defaults.
func (m *providerModel) settings(ctx context.Context, diags *diag.Diagnostics) client.Config {
	cfg := client.Config{
		Token:            cmp.Or(m.APIKey.ValueString(), os.Getenv("HEROKU_API_KEY")),
		URL:              cmp.Or(m.URL.ValueString(), os.Getenv("HEROKU_API_URL"), client.DefaultURL),
		MaxRetries:       client.DefaultMaxRetries,
		RequestTimeout:   client.DefaultRequestTimeout,
		RateLimitReserve: client.DefaultRateLimitReserve,
		LogBodies:        tracing(os.Getenv),
	}
	if !m.MaxRetries.IsNull() {
		cfg.MaxRetries = int(m.MaxRetries.ValueInt64())
	}
	if !m.RateLimitReserve.IsNull() {
		cfg.RateLimitReserve = int(m.RateLimitReserve.ValueInt64())
	}
	if timeout, err := time.ParseDuration(m.RequestTimeout.ValueString()); err == nil {
		cfg.RequestTimeout = timeout
	}
	diags.Append(m.Headers.ElementsAs(ctx, &cfg.Headers, false)...)
	if err := client.CheckURL(cfg.URL); err != nil { // before the address is told to anybody
		diags.AddAttributeError(path.Root("url"), "The provider cannot reach the API", err.Error())
		return cfg
	}
	if cfg.Token == "" {
		cfg.Token = client.NetrcToken(cfg.URL)
	}
	if cfg.Token == "" {
		diags.AddAttributeError(path.Root("api_key"), "No API key",
			fmt.Sprintf("There are three ways to give one: the provider argument api_key, the environment variable HEROKU_API_KEY, or an entry for the host of %s in %s, as `heroku login` writes it.", cfg.URL, client.NetrcFile()))
	}
	return cfg
}

// options are the arguments that the client does not need.
func (m *providerModel) options() options {
	return options{
		stalePlan:        cmp.Or(m.StalePlan.ValueString(), stalePlans[0]),
		allowSelfRemoval: m.AllowSelfRemoval.ValueBool(),
		requireMFA:       m.RequireMFA.ValueBool(),
	}
}

// tracing reports whether the environment asks for a log at trace level. A plugin writes all that it has, and Terraform throws
// away what nobody asked for; bodies are worth more than that. The narrowest variable counts, as it does for Terraform.
func tracing(getenv func(string) string) bool {
	for _, name := range []string{"TF_LOG_PROVIDER_HEROKUENTERPRISE", "TF_LOG_PROVIDER", "TF_LOG"} {
		if level := getenv(name); level != "" {
			return strings.EqualFold(level, "trace") || strings.EqualFold(level, "json")
		}
	}
	return false
}

// checkDuration checks a duration as people write it.
func checkDuration(s string) error {
	if d, err := time.ParseDuration(s); err != nil || d <= 0 {
		return fmt.Errorf("%q is not a duration; it should look like 30s or 2m", s)
	}
	return nil
}

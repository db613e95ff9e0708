package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

const idp = "herokuenterprise_identity_provider.x"

// certificate makes one that is valid for a time from now on, to the past if it is negative.
func certificate(t *testing.T, valid time.Duration) string {
	t.Helper()
	now := time.Now()
	return mockapitest.Certificate(t, now, now.Add(valid))
}

const year = 365 * 24 * time.Hour

func idpConfig(team, entityID, certificate, more string) string {
	return fmt.Sprintf(`
resource "herokuenterprise_identity_provider" "x" {
  team           = %q
  entity_id      = %q
  certificate    = %q
  sso_target_url = "https://idp.acme.test/login"
  %s
}`, team, entityID, certificate, more)
}

func TestAccIdentityProvider(t *testing.T) {
	w := start(t)
	first, second := certificate(t, year), certificate(t, 2*year)
	team := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	path := func() string {
		return "/teams/acme-labs/identity-providers/" + text(t, w.do(t, "GET", "/teams/acme-labs", nil), "identity_provider", "id")
	}
	const logout = `slo_target_url = "https://idp.acme.test/logout"`
	config := w.config("%s", idpConfig("acme-labs", "urn:idp", first, ""))
	w.run(t,
		resource.TestStep{Config: config, Check: resource.ComposeTestCheckFunc(
			attrs(idp, "team_id", team, "entity_id", "urn:idp"), resource.TestCheckNoResourceAttr(idp, "slo_target_url"), resource.TestCheckResourceAttrSet(idp, "certificate_expires_at"),
		)},
		imports(idp, "acme-labs"),
		resource.TestStep{ // the same certificate in other lines, in the configuration and behind Terraform's back
			PreConfig: func() {
				w.do(t, "PATCH", path(), object{"certificate": "\n" + strings.ReplaceAll(first, "\n", "\r\n")})
			},
			Config: w.config("%s", idpConfig("acme-labs", "urn:idp", "  "+strings.TrimSpace(first), "")), ConfigPlanChecks: quiet,
		},
		resource.TestStep{Config: w.config("%s", idpConfig("acme-labs", "urn:idp", second, logout)), ConfigPlanChecks: planned(updates, idp), Check: attrs(idp, "slo_target_url", "https://idp.acme.test/logout")},
		resource.TestStep{ // what somebody else changed is put back
			PreConfig: func() { w.do(t, "PATCH", path(), object{"entity_id": "urn:other", "slo_target_url": ""}) },
			Config:    w.config("%s", idpConfig("acme-labs", "urn:idp", second, logout)), ConfigPlanChecks: planned(updates, idp),
			Check: attrs(idp, "entity_id", "urn:idp", "slo_target_url", "https://idp.acme.test/logout"),
		},
		resource.TestStep{Config: w.config("%s", idpConfig(team, "urn:idp", second, "")), ConfigPlanChecks: planned(updates, idp), Check: resource.TestCheckNoResourceAttr(idp, "slo_target_url")},
		resource.TestStep{PreConfig: func() { w.do(t, "DELETE", path(), nil) }, Config: config, ConfigPlanChecks: planned(creates, idp)},
	)
	if got := w.do(t, "GET", "/teams/acme-labs", nil)["identity_provider"]; got != nil {
		t.Errorf("after destroy the team has %v", got)
	}
}

func TestAccIdentityProviderRefused(t *testing.T) {
	w := start(t)
	good := certificate(t, year)
	twice := idpConfig("acme-labs", "urn:idp", good, "") + strings.Replace(idpConfig("acme-labs", "urn:other", good, ""), `"x"`, `"y"`, 1)
	w.join(t, "acme-labs", "joe", "member")
	w.run(t,
		refused(w.config("%s", idpConfig("acme-labs", "urn:idp", "MII", "")), "certificate is not PEM"),
		refused(w.config("%s", idpConfig("acme-labs", "urn:idp", certificate(t, -24*time.Hour), "")), "The certificate has expired"),
		refused(w.config("%s", idpConfig("acme-labs", "a b", good, "")), "entity_id must be"),
		refused(w.config("%s", idpConfig("acme-labs", "urn:idp", good, `slo_target_url = "http://x"`)), "slo_target_url must be an address that begins with https://"),
		refused(w.config("%s", idpConfig("nowhere", "urn:idp", good, "")), "names no team that the API knows"),
		refused(w.config("%s", idpConfig("acme-widgets", "urn:idp", good, "")), "The team acme-widgets has an identity provider already. Change that one, or delete it first. Import it: terraform import ADDRESS acme-widgets."),
		refused(w.config("%s", idpConfig("acme-labs", "urn:idp", good+good, "")), "certificate holds more than one PEM block"),
		refused(w.config("%s", idpConfig("acme-labs", "urn:idp", strings.ReplaceAll(good, "CERTIFICATE", "PRIVATE KEY"), "")), `certificate holds a PEM block of type "PRIVATE KEY". It should hold one of type CERTIFICATE, and never a private key.`),
		refused(w.config("%s", twice), "Two resources set up an identity provider for the team acme-labs, which can have one."),
		refused(w.configOf("HRKU-joe", "%s", idpConfig("acme-labs", "urn:idp", good, "")), "Not allowed to create identity provider"),
		refused(w.configOf("HRKU-kim", `data "herokuenterprise_identity_provider" "x" { team = "acme-widgets" }`), "Not allowed to read identity provider"),
		refused(w.config(`data "herokuenterprise_identity_provider" "x" { team = "acme-labs" }`), "The team acme-labs has no identity provider of its own"),
	)
}

// What only a warning says: a certificate that runs out, and people who lose their sign-in. And what somebody else did after the plan.
func TestIdentityProviderGuards(t *testing.T) {
	w := start(t)
	core := acctest.NewCore(t, "herokuenterprise_identity_provider", object{"url": w.URL, "api_key": acctest.Admin})
	settings := func(certificate, entityID string) object {
		return object{"team": "acme-labs", "certificate": certificate, "entity_id": entityID, "sso_target_url": "https://idp.acme.test/login"}
	}
	warned := func(out acctest.Outcome, words ...string) {
		t.Helper()
		all := strings.Join(out.Warnings, "\n")
		for _, word := range words {
			if !strings.Contains(all, word) {
				t.Errorf("warnings %q lack %q", all, word)
			}
		}
		if len(out.Errors) > 0 || len(words) == 0 && all != "" {
			t.Errorf("errors %q, warnings %q", out.Errors, all)
		}
	}
	warned(core.Run(settings(certificate(t, 29*24*time.Hour), "urn:idp")), "The certificate expires soon")
	good := certificate(t, 31*24*time.Hour)
	warned(core.Run(settings(good, "urn:idp")))

	core.Between = func() {
		list := w.do(t, "GET", "/teams/acme-labs", nil)
		w.do(t, "PATCH", "/teams/acme-labs/identity-providers/"+text(t, list, "identity_provider", "id"), object{"entity_id": "urn:third"})
	}
	if out := core.Run(settings(good, "urn:second")); !strings.Contains(strings.Join(out.Errors, ""), "entity id of the identity provider of the team acme-labs is urn:third now") {
		t.Errorf("a change after the plan: %q", out.Errors)
	}
	warned(core.Run(settings(good, "urn:second")))

	for i := range 7 {
		w.do(t, "PUT", "/teams/acme-labs/members", object{"email": fmt.Sprintf("f%d@acme.test", i), "role": "member", "federated": true})
	}
	warned(core.Run(nil), "People would lose their sign-in", "f0@acme.test, f1@acme.test, f2@acme.test, f3@acme.test, f4@acme.test and 2 more would have to set a password")
}

// Whose identity provider somebody signs in through is shown with the member.
func TestAccMembersOfIdentityProviders(t *testing.T) {
	w := start(t)
	w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "joe@acme.test", "role": "member", "federated": true})
	w.run(t, resource.TestStep{
		Config: w.config(`
			resource "herokuenterprise_team_member" "x" {
				team  = "acme-widgets"
				email = "joe@acme.test"
				role  = "member"
			}
			data "herokuenterprise_team_members" "x" {
				team  = "acme-widgets"
				roles = ["member"]
			}
			data "herokuenterprise_identity_provider" "x" {
				team = "acme-widgets"
			}`),
		Check: resource.ComposeTestCheckFunc(
			attrs("herokuenterprise_team_member.x", "federated", "true", "identity_provider", "team"),
			attrs("data.herokuenterprise_team_members.x", "members.0.email", "joe@acme.test", "members.0.identity_provider", "team"),
			attrs("data.herokuenterprise_identity_provider.x", "entity_id", "https://idp.acme.test", "id", "1f0e6f5c-2a8d-4c37-9b64-d5e1a7c03b92"),
		),
	})
}

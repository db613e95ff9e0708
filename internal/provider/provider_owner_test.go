package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const accountProviders = "/enterprise-accounts/acme/identity-providers"

// accountIDP is idpConfig for an enterprise account.
func accountIDP(account, entityID, certificate, more string) string {
	return strings.Replace(idpConfig(account, entityID, certificate, more), "team           ", "enterprise_account", 1)
}

func TestAccIdentityProviderOfAccount(t *testing.T) {
	w := start(t)
	first, second := certificate(t, year), certificate(t, 2*year)
	account := text(t, w.do(t, "GET", "/enterprise-accounts/acme", nil), "id")
	team := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	shown := `
		data "herokuenterprise_identity_provider" "x" {
			enterprise_account = herokuenterprise_identity_provider.x.enterprise_account_id
		}`
	w.run(t,
		resource.TestStep{Config: w.config("%s%s", accountIDP("acme", "urn:idp", first, ""), shown), Check: resource.ComposeTestCheckFunc(
			attrs(idp, "enterprise_account_id", account, "enterprise_account", "acme", "entity_id", "urn:idp"), resource.TestCheckNoResourceAttr(idp, "team_id"),
			attrs("data."+idp, "enterprise_account_id", account, "entity_id", "urn:idp"), resource.TestCheckResourceAttrPair("data."+idp, "id", idp, "id"),
		)},
		imports(idp, "enterprise-account/acme"),
		resource.TestStep{ResourceName: idp, ImportState: true, ImportStateId: "enterprise-account/", ExpectError: phrase(`"enterprise-account/" should look like enterprise-account/enterprise_account.`)},
		resource.TestStep{ // another certificate, and what somebody else changed is put back
			PreConfig: func() {
				at := text(t, w.do(t, "GET", "/enterprise-accounts/acme", nil), "identity_provider", "id")
				w.do(t, "PATCH", accountProviders+"/"+at, object{"entity_id": "urn:other"})
			},
			Config: w.config("%s", accountIDP("acme", "urn:idp", second, "")), ConfigPlanChecks: planned(updates, idp), Check: attrs(idp, "entity_id", "urn:idp"),
		},
		resource.TestStep{ // a team's takes its place
			Config: w.config("%s", idpConfig(team, "urn:idp", first, "")), ConfigPlanChecks: planned(replaces, idp),
			Check: resource.ComposeTestCheckFunc(attrs(idp, "team_id", team), resource.TestCheckNoResourceAttr(idp, "enterprise_account_id"), w.check(func() string {
				_, list := w.server.Do(t, acctest.Admin, "GET", accountProviders, nil)
				return string(list)
			}, "[]")),
		},
	)
}

func TestAccIdentityProviderOfAccountRefused(t *testing.T) {
	w := start(t)
	good := certificate(t, year)
	w.do(t, "POST", "/enterprise-accounts/initech/identity-providers", object{"certificate": good, "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in"})
	neither := strings.Replace(idpConfig("", "urn:idp", good, ""), `team           = ""`, "", 1)
	twice := accountIDP("acme", "urn:idp", good, "") + strings.Replace(accountIDP("acme", "urn:other", good, ""), `"x"`, `"y"`, 1)
	w.run(t,
		refused(w.config("%s", neither), "An identity provider belongs to one team or to one enterprise account: give team or enterprise_account."),
		refused(w.config("%s", accountIDP("acme", "urn:idp", good, `team = "acme-labs"`)), "Both team and enterprise_account are given"),
		refused(w.config("%s", accountIDP("nowhere", "urn:idp", good, "")), `enterprise_account = "nowhere" names no enterprise account that the API knows.`),
		refused(w.config("%s", accountIDP("initech", "urn:idp", good, "")), "The enterprise account initech has an identity provider already. Change that one, or delete it first. Import it: terraform import ADDRESS enterprise-account/initech."),
		refused(w.config("%s", twice), "Two resources set up an identity provider for the enterprise account acme, which can have one."),
		refused(w.config("%s", accountIDP("globex", "urn:idp", good, "")), "Not allowed to create identity provider"),
		refused(w.config(`data "herokuenterprise_identity_provider" "x" { enterprise_account = "acme" }`), "The enterprise account acme has no identity provider of its own"),
	)
}

// An API that has the account, and no identity providers of accounts, as Heroku's own, says so before anything is changed, and what the
// state has is not taken for gone.
func TestIdentityProviderOfAccountLacking(t *testing.T) {
	const words = `enterprise_account = "acme" cannot be set: this API has no identity providers of enterprise accounts. Heroku's public API lacks them.`
	w := start(t)
	core := w.core(t, acctest.Admin, "identity_provider")
	config := object{"enterprise_account": "acme", "certificate": certificate(t, year), "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/login"}
	lackFor := func(methods string) func(*http.Request) (int, string) {
		return func(r *http.Request) (int, string) {
			if strings.HasSuffix(r.URL.Path, "/identity-providers") && strings.Contains(methods, r.Method) {
				return http.StatusNotFound, `{"id":"not_found","message":"The requested API endpoint was not found."}`
			}
			return 0, ""
		}
	}
	lack := lackFor("GET POST")
	w.Fail(lack)
	if out := core.Run(config); len(out.Errors) != 1 || !strings.Contains(out.Errors[0], words) || !strings.Contains(out.Errors[0], "Could not plan") {
		t.Errorf("a new one: %q", out.Errors)
	}
	w.Fail(lackFor("POST"))
	if out := core.Run(config); len(out.Errors) != 1 || !strings.Contains(out.Errors[0], words) || !strings.Contains(out.Errors[0], "Could not create") {
		t.Errorf("one that is found out while it is created: %q", out.Errors)
	}
	w.Fail(nil)
	if out := core.Run(config); len(out.Errors) > 0 {
		t.Fatal(out.Errors)
	}
	w.Fail(lack)
	if out := core.Run(config); len(out.Errors) != 1 || !strings.Contains(out.Errors[0], words) || !strings.Contains(out.Errors[0], "Could not read") {
		t.Errorf("one that was there: %q", out.Errors)
	}
	w.run(t, refused(w.config(`data "herokuenterprise_identity_provider" "x" { enterprise_account = "acme" }`), words))
}

// Who would lose the sign-in through the account's, and what somebody else did after the plan.
func TestIdentityProviderOfAccountGuards(t *testing.T) {
	w := start(t)
	core := w.core(t, acctest.Admin, "identity_provider")
	settings := func(entityID string) object {
		return object{"enterprise_account": "acme", "certificate": certificate(t, year), "entity_id": entityID, "sso_target_url": "https://idp.acme.test/login"}
	}
	made := core.Run(settings("urn:idp"))
	if len(made.Errors) > 0 {
		t.Fatal(made.Errors)
	}
	id, _ := made.State["id"].(string)
	core.Between = func() { w.do(t, "PATCH", accountProviders+"/"+id, object{"entity_id": "urn:third"}) }
	if out := core.Run(settings("urn:second")); !strings.Contains(strings.Join(out.Errors, ""), "entity id of the identity provider of the enterprise account acme is urn:third now") {
		t.Errorf("a change after the plan: %q", out.Errors)
	}
	w.server.SignInThrough(t, "joe@acme.test", id)
	const lose = "Without the identity provider of the enterprise account acme, joe@acme.test would have to set a password before they can sign in again. They stay in the account and its teams with what they may do."
	if out := core.Run(nil); len(out.Errors) > 0 || !strings.Contains(strings.Join(out.Warnings, "\n"), lose) {
		t.Errorf("the end: errors %q, warnings %q", out.Errors, out.Warnings)
	}
}

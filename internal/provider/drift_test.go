package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// events counts the calls for the audit trail since the last time.
func (w *world) events() (n int) {
	for _, call := range w.Calls() {
		if strings.HasSuffix(call, "/events") || strings.Contains(call, "/events?") {
			n++
		}
	}
	return n
}

// When a refresh finds something else than Terraform left, a warning says who changed it, when and how.
func TestDriftHasACulprit(t *testing.T) {
	for _, c := range []struct {
		kind         string
		config       object
		change, goes call
		says, said   string
	}{
		{
			"team_members", staff("acme-widgets", "ada admin, joe member, kim viewer", "1"),
			call{"PUT", "/teams/acme-widgets/members", object{"email": "kim@acme.test", "role": "member"}},
			call{"DELETE", "/teams/acme-widgets/members/kim@acme.test", nil},
			"Somebody changed the team members of the team acme-widgets: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did team_member.update at 20",
			"ada@acme.test did team_member.destroy at 20",
		},
		{
			"app_collaborators", crew("website-staging", "joe deploy", "1"),
			call{"PATCH", "/teams/apps/website-staging/collaborators/joe@acme.test", object{"permissions": []string{"manage"}}},
			call{"DELETE", "/teams/apps/website-staging/collaborators/joe@acme.test", nil},
			"(email joe@acme.test, permissions manage view, was deploy view)", "ada@acme.test did collaborator.destroy",
		},
		{
			"enterprise_account_member",
			object{"enterprise_account": "initech", "email": "joe@acme.test", "permissions": []string{"billing"}},
			call{"PATCH", "/enterprise-accounts/initech/members/joe@acme.test", object{"permissions": []string{"create"}}},
			call{"DELETE", "/enterprise-accounts/initech/members/joe@acme.test", nil},
			"from 127.0.0.1 (email joe@acme.test, permissions view create, was view billing)", "enterprise_account_member.destroy",
		},
	} {
		t.Run(c.kind, func(t *testing.T) {
			w := start(t)
			core := w.core(t, acctest.Admin, c.kind)
			does(t, core.Run(c.config), "create")
			w.do(t, c.change.method, c.change.path, c.change.body)
			w.Calls()
			out := core.Run(c.config)
			if !out.Drift || len(out.Found) != 1 || !strings.Contains(out.Found[0], c.says) {
				t.Errorf("%v %q does not say %q", out.Drift, out.Found, c.says)
			}
			if n := w.events(); n != 1 {
				t.Errorf("the audit trail was asked %d times", n)
			}
			says(t, does(t, core.Run(c.config), "no-op").Found, nil) // there is no drift any more
			if n := w.events(); n != 0 {
				t.Errorf("without drift the audit trail was asked %d times", n)
			}
			w.do(t, c.goes.method, c.goes.path, c.goes.body)
			if out := core.Run(c.config); len(out.Found) != 1 || !strings.Contains(out.Found[0], c.said) {
				t.Errorf("%q does not say %q", out.Found, c.said)
			}
		})
	}
}

// So it is with private spaces and identity providers.
func TestDriftOfPlacesHasACulprit(t *testing.T) {
	w := start(t)
	rules := func(networks ...string) object {
		list := []object{}
		for _, network := range networks {
			list = append(list, object{"action": "allow", "source": network})
		}
		return object{"rules": list}
	}
	for _, c := range []struct {
		kind   string
		config object
		change call // ID is the id of the object
		says   string
	}{
		{
			"space_access",
			object{"space": w.id(t, "/spaces/acme-dmz"), "email": "joe@acme.test", "permissions": []string{"create_apps"}},
			call{"PATCH", "/spaces/acme-dmz/members/joe@acme.test", object{"permissions": []object{}}},
			"Somebody changed joe@acme.test in the space acme-dmz: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did space_member.update at 20",
		},
		{
			"space_trusted_ips",
			object{"space": "acme-dmz", "ranges": []string{"198.51.100.0/24", "203.0.113.0/24"}},
			call{"PUT", "/spaces/acme-dmz/inbound-ruleset", rules("0.0.0.0/0")},
			"Somebody changed the trusted ips of the space acme-dmz: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did inbound_ruleset.create at 20",
		},
		{
			"space_trusted_ips",
			object{"space": "acme-dmz", "ranges": []string{"198.51.100.0/24", "203.0.113.0/24"}},
			call{"PUT", "/spaces/acme-dmz/inbound-ruleset", rules("0.0.0.0/0")},
			"(rules allow 0.0.0.0/0, was allow 198.51.100.0/24 allow 203.0.113.0/24)",
		},
		{
			"space",
			object{"name": "acme-vault", "team": "acme-labs"},
			call{"PATCH", "/spaces/acme-vault", object{"name": "acme-safe"}},
			"Somebody changed the space acme-vault: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did space.update at 20",
		},
		{
			"space", object{"name": "acme-cellar", "team": "acme-labs"}, call{"DELETE", "/spaces/acme-cellar", nil}, "the newest first: ada@acme.test did space.destroy at 20",
		},
		{
			"identity_provider",
			object{"team": "acme-labs", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate(t, year)},
			call{"PATCH", "/teams/acme-labs/identity-providers/ID", object{"sso_target_url": "https://elsewhere.test/in"}},
			"Somebody changed the identity provider of the team acme-labs: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did identity_provider.update at 20",
		},
		{
			"identity_provider",
			object{"enterprise_account": w.id(t, "/enterprise-accounts/initech"), "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate(t, year)},
			call{"PATCH", "/enterprise-accounts/initech/identity-providers/ID", object{"sso_target_url": "https://elsewhere.test/in"}},
			"Somebody changed the identity provider of the enterprise account initech: It is not as Terraform left it. The audit trail of today says, the newest first: ada@acme.test did identity_provider.update at 20",
		},
		{
			"enterprise_account_member",
			object{"enterprise_account": w.id(t, "/enterprise-accounts/initech"), "email": "joe@acme.test", "permissions": []string{"billing"}},
			call{"PATCH", "/enterprise-accounts/initech/members/joe@acme.test", object{"permissions": []string{"view"}}},
			"Somebody changed joe@acme.test in the enterprise account initech: It is not as Terraform left it.",
		},
	} {
		core := w.core(t, acctest.Admin, c.kind)
		made := core.Run(c.config)
		if made.Action != "create" || len(made.Errors) > 0 {
			t.Fatalf("%s: %s %q", c.kind, made.Action, made.Errors)
		}
		w.do(t, c.change.method, strings.Replace(c.change.path, "ID", fmt.Sprint(made.State["id"]), 1), c.change.body)
		if out := core.Run(c.config); !out.Drift || len(out.Found) != 1 || !strings.Contains(out.Found[0], c.says) {
			t.Errorf("%s: %v %q does not say %q", c.kind, out.Drift, out.Found, c.says)
		}
	}
}

// A trail that the token may not read, or that is not there, is no reason to say anything.
func TestDriftWithoutATrail(t *testing.T) {
	for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			w := start(t)
			core := w.core(t, acctest.Admin, "team_members")
			config := staff("acme-widgets", "ada admin, joe member, kim viewer", "1")
			does(t, core.Run(config), "create")
			w.join(t, "acme-widgets", "kim", "member")
			w.Fail(func(r *http.Request) (int, string) {
				if strings.HasSuffix(r.URL.Path, "/events") {
					return status, `{"id":"forbidden","message":"Not today."}`
				}
				return 0, ""
			})
			says(t, does(t, core.Run(config), "update").Found, nil)
			w.has(t, "acme-widgets", "ada admin, joe member, kim viewer")
		})
	}
}

package provider_test

import (
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

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// Somebody who is not in the team yet is looked for in its enterprise account, and permissions on a space count as those on an app do.
func TestSecondFactorSeen(t *testing.T) {
	w := start(t)
	leader := func(name string) acctest.Outcome {
		return w.core(t, acctest.Admin, "team_member", "require_mfa", true).Run(object{"team": "acme-labs", "email": name + "@acme.test", "role": "admin"})
	}
	fails(t, leader("ann"), "ann@acme.test would get the role admin in the team acme-labs, but is not in the team yet, nor in its enterprise account,")
	fails(t, leader("kim"), "kim@acme.test has no multi-factor authentication and would get the role admin in the team acme-labs, which the provider argument require_mfa forbids.")
	does(t, leader("joe"), "create")

	w.join(t, "acme-widgets", "kim", "member")
	builder := object{"space": "acme-dmz", "email": "kim@acme.test", "permissions": []string{"create_apps"}}
	fails(t, w.core(t, acctest.Admin, "space_access", "require_mfa", true).Run(builder),
		"kim@acme.test has no multi-factor authentication and would get create_apps on the space acme-dmz, which the provider argument require_mfa forbids.")
	does(t, w.core(t, acctest.Admin, "space_access").Run(builder), "create", "kim@acme.test has no multi-factor authentication and would get create_apps on the space acme-dmz.")
}

// What the plan could not look at, since it did not know the person, is looked at before it is given.
func TestAccSecondFactorLate(t *testing.T) {
	w := start(t)
	body := "resource \"terraform_data\" \"who\" {\n  input = \"kim@acme.test\"\n}\n" + fmt.Sprintf(accountConfig, "acme", "WHO", `"billing"`) + fmt.Sprintf(spaceAccessConfig, "acme-dmz", "WHO", "create_apps")
	tf := acctest.NewTerraform(t)
	tf.Write(t, w.removable("require_mfa = true", strings.ReplaceAll(body, `"WHO"`, "terraform_data.who.output")))
	printed, ok := tf.Run(t, strings.Fields(applied)...)
	for _, words := range []string{"would get billing on the enterprise account acme, which the provider argument require_mfa", "would get create_apps on the space acme-dmz, which the provider argument require_mfa"} {
		if ok || !strings.Contains(printed, words) {
			t.Errorf("apply does not say %q, or succeeds: %s", words, printed)
		}
	}
	w.standings(t, "acme", "ada billing+create+manage+view, joe view, kim view")
}

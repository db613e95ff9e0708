package provider_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const inAccount = "herokuenterprise_enterprise_account_member.x"

const accountConfig = `
	resource "herokuenterprise_enterprise_account_member" "x" {
		enterprise_account = %q
		email              = %q
		permissions        = [%s]
	}`

// standings expects who may do what with an account: "ada manage+view, ann billing+view".
func (w *world) standings(t *testing.T, account, list string) {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, "GET", "/enterprise-accounts/"+account+"/members", nil)
	var rows []api.EnterpriseAccountMember
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	got := map[string]string{}
	for _, row := range rows {
		var words []string
		for _, p := range row.Permissions {
			words = append(words, p.Name)
		}
		slices.Sort(words)
		got[row.User.Email] = strings.Join(words, "+")
	}
	if want := pairs(list); !maps.Equal(got, want) {
		t.Errorf("%s has %v, want %v", account, got, want)
	}
}

// stand gives somebody permissions on an account behind Terraform's back.
func (w *world) stand(t *testing.T, account, name string, permissions ...string) {
	t.Helper()
	w.do(t, "PATCH", "/enterprise-accounts/"+account+"/members/"+name+"@acme.test", object{"permissions": permissions})
}

// official is a configuration of one person in an account.
func official(account, name string, permissions ...string) object {
	return object{"enterprise_account": account, "email": name + "@acme.test", "permissions": permissions}
}

func TestAccEnterpriseAccountMember(t *testing.T) {
	w := start(t)
	id := w.id(t, "/enterprise-accounts/acme")
	one := func(email, permissions string) string { return w.config(accountConfig, "acme", email, permissions) }
	w.run(t,
		resource.TestStep{ // Joe is there already, because of his team
			Config: one("Joe@acme.test", `"billing"`),
			Check:  resource.ComposeTestCheckFunc(attrs(inAccount, "enterprise_account_id", id, "permissions.#", "1", "two_factor_authentication", "true")),
		},
		resource.TestStep{Config: one("joe@acme.test", `"billing", "view"`), ConfigPlanChecks: planned(nothing, inAccount)},
		imports(inAccount, "acme:joe@acme.test", "email", "permissions.#", "permissions.0", "permissions.1"),
		resource.TestStep{ // somebody else changed it
			PreConfig: func() { w.stand(t, "acme", "joe", "create") }, Config: one("joe@acme.test", `"billing"`), ConfigPlanChecks: planned(updates, inAccount),
		},
		refused(one("joe@acme.test", `"bill"`), `Unknown permission "bill". Permissions on an enterprise account are view, billing, manage and create.`),
		refused(one("joe@acme.test", `"mange"`), `Unknown permission "mange".`),
		refused(one("joe acme.test", `"view"`), `"joe acme.test" is not an email address`),
		refused(one("joe@acme.test", ""), "at least 1"),
		refused(w.config(accountConfig, "nothing", "joe@acme.test", `"view"`), `enterprise_account = "nothing" names no enterprise account that the API knows.`),
		refused(w.config(" "), "joe@acme.test has a role in a team of the enterprise account acme: acme-widgets. Remove that first."),
		resource.TestStep{
			PreConfig: func() { w.do(t, "DELETE", "/teams/acme-widgets/members/joe@acme.test", nil) },
			Config:    one("ann@acme.test", `"create"`), ConfigPlanChecks: planned(replaces, inAccount),
		},
	)
	w.standings(t, "acme", "ada billing+create+manage+view, kim view")
}

// What the provider alone decides about one person in an account.
func TestEnterpriseAccountMember(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "enterprise_account_member")
	does(t, c.Run(official("initech", "kim", "view")), "create")
	does(t, c.Run(official("initech", "Kim", "manage")), "update", "kim@acme.test has no multi-factor authentication and would get manage on the enterprise account initech.")
	w.wrote(t, "POST PATCH")
	w.standings(t, "initech", "ada manage+view, kim manage+view")
	fails(t, w.core(t, acctest.Admin, "enterprise_account_member", "require_mfa", true).Run(official("initech", "ann", "billing")), "A second factor cannot be seen")

	// Between the plan and its being applied somebody else changed it: nothing is overwritten. What is as the plan wants it is done.
	c.Between = func() { w.stand(t, "initech", "kim", "create") }
	fails(t, c.Run(official("initech", "kim", "billing")), "What kim@acme.test may do with the enterprise account initech is create, view now. The plan was made when it was manage, view")
	c.Between = func() { w.stand(t, "initech", "kim", "billing") }
	does(t, c.Run(official("initech", "kim", "billing")), "update", "No second factor")
	w.do(t, "PATCH", "/enterprise-accounts/initech", object{"name": "initrode"})
	does(t, c.Run(official("initrode", "kim", "billing")), "update")
	c.Between = func() { w.stand(t, "initrode", "kim", "create") }
	fails(t, c.Run(nil), "What kim@acme.test may do with the enterprise account initrode is create, view now.")
	w.do(t, "DELETE", "/enterprise-accounts/initrode/members/kim@acme.test", nil)
	does(t, c.Run(official("initrode", "kim", "billing")), "create")
	c.Between = func() { w.do(t, "DELETE", "/enterprise-accounts/initrode/members/kim@acme.test", nil) }
	does(t, c.Run(nil), "delete") // it is gone, as it should be

	// Who joins between the look and the write is taken over.
	c.Between = func() {
		w.do(t, "POST", "/enterprise-accounts/initrode/members", object{"user": "kim@acme.test", "permissions": []string{"view"}})
	}
	does(t, c.Run(official("initrode", "kim", "billing")), "create")
	w.standings(t, "initrode", "ada manage+view, kim billing+view")
}

// The last who manages an account stays, and so does what Terraform's own person may do.
func TestEnterpriseAccountMemberGuards(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "enterprise_account_member")
	does(t, c.Run(official("initech", "ada", "manage")), "create")
	fails(t, c.Run(official("initech", "ada", "billing")), "ada@acme.test is the person that Terraform works as, and would lose manage on the enterprise account initech.")
	fails(t, c.Run(nil), "and would be removed from the enterprise account initech.")
	w.wrote(t, "PATCH")
	free := w.core(t, acctest.Admin, "enterprise_account_member", "allow_self_removal", true)
	does(t, free.Run(official("initech", "ada", "manage")), "create")
	fails(t, free.Run(official("initech", "ada", "billing")), "After this plan nobody has the permission manage on the enterprise account initech: ada@acme.test would have billing, view.")
	fails(t, free.Run(nil), "ada@acme.test would be removed. An account needs somebody who has it.")
	w.do(t, "POST", "/enterprise-accounts/initech/members", object{"user": "joe@acme.test", "permissions": []string{"manage"}})
	does(t, free.Run(official("initech", "ada", "billing")), "update")
	fails(t, w.core(t, "HRKU-kim", "enterprise_account_member").Run(official("acme", "kim", "manage")), "Not allowed to create enterprise account member")
}

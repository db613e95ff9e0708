package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const wholeAccount = "herokuenterprise_enterprise_account_members.x"

// board is a configuration of everybody in an account, "ann billing+view".
func board(account, list, limit string) object {
	people := map[string][]string{}
	for email, words := range pairs(list) {
		people[email] = strings.Split(words, "+")
	}
	return object{"enterprise_account": account, "members": people, "max_removals": limit}
}

func TestAccEnterpriseAccountMembers(t *testing.T) {
	w := start(t)
	id := w.id(t, "/enterprise-accounts/initech")
	config := func(members string) string {
		return w.config("resource \"herokuenterprise_enterprise_account_members\" \"x\" {\n  enterprise_account = \"initech\"\n  members = %s\n}", members)
	}
	w.run(t,
		resource.TestStep{
			Config: config(`{ "ada@acme.test" = ["manage"], "ann@acme.test" = ["billing", "view"] }`),
			Check:  attrs(wholeAccount, "id", id, "enterprise_account_id", id, "members.%", "2", "members.ada@acme.test.#", "1", "max_removals", "10%"),
		},
		resource.TestStep{ // by hand: one comes, one is another
			PreConfig: func() {
				w.do(t, "POST", "/enterprise-accounts/initech/members", object{"user": "eve@acme.test", "permissions": []string{"create"}})
				w.stand(t, "initech", "ann", "view")
			},
			Config: config(`{ "ada@acme.test" = ["manage"], "ann@acme.test" = ["billing", "view"] }`), ConfigPlanChecks: planned(updates, wholeAccount),
			Check: checked(func() { w.standings(t, "initech", "ada manage+view, ann billing+view") }),
		},
		refused(config(`{ "ada@acme.test" = ["billing"] }`), "must have at least one member with the permission manage. Give it to another member first. None of the 1 people in members has it."),
		refused(config(`{ "ada@acme.test" = ["manage"] }`)+w.accountBlock("initech", "joe@acme.test"), "joe@acme.test is named for the enterprise account initech by one resource, while another one holds the whole list"),
	)
	w.standings(t, "initech", "ada manage+view") // destroying leaves who destroys
}

// accountBlock is a further resource for one person.
func (w *world) accountBlock(account, email string) string {
	text := w.config(accountConfig, account, email, `"view"`)
	return "\n" + text[strings.Index(text, "resource"):]
}

// What the provider alone decides about everybody in an account.
func TestEnterpriseAccountMembers(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "enterprise_account_members")
	run := func(list, limit string) acctest.Outcome { return c.Run(board("acme", list, limit)) }
	fails(t, run("ada manage", "1"), `2 of the 3 people of the enterprise account acme would be removed, and max_removals = "1" allows 1: joe@acme.test (view), kim@acme.test (view).`)
	fails(t, run("joe manage, kim view", "1"), "ada@acme.test is the person that Terraform works as, and would be removed from the enterprise account acme.")
	fails(t, run("ada view, joe manage, kim view", "1"), "and would lose manage on the enterprise account acme.")
	w.wrote(t, "")
	does(t, run("ada manage, joe billing+view, kim view", "3"), "create")
	does(t, run("ADA manage+view, joe billing, kim view", "3"), "no-op")
	w.standings(t, "acme", "ada manage+view, joe billing+view, kim view")

	// Who has a role in a team of the account cannot be removed from the account.
	fails(t, run("ada manage, kim view", "3"), "joe@acme.test has a role in a team of the enterprise account acme: acme-widgets. Remove that first.")
	c.Between = func() { w.stand(t, "acme", "joe", "create") }
	fails(t, run("ada manage, joe view, kim view", "3"), "What people have in the enterprise account acme is joe@acme.test: create, view now. The plan was made when it was joe@acme.test: billing, view")
	does(t, run("ada manage, joe create, kim view", "3"), "no-op")

	// Given up, the list leaves view to those who have roles in teams.
	out := does(t, c.Run(nil), "delete", "ada@acme.test, since Terraform works as this person.")
	says(t, out.Notes, []string{"joe@acme.test stays in the enterprise account acme", "kim@acme.test stays in the enterprise account acme"})
	w.standings(t, "acme", "ada manage+view, joe view, kim view")
}

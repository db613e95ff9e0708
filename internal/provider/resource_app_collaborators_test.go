package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

const granted = "herokuenterprise_app_collaborators.x"

const grantedConfig = "\nresource \"herokuenterprise_app_collaborators\" \"x\" {\n  app = \"%s\"\n  collaborators = %s\n  max_removals = \"1\"\n}"

func TestAccAppCollaborators(t *testing.T) {
	w := start(t)
	id := w.id(t, "/teams/apps/website-prod")
	config := func(list string) string {
		return w.config(grantedConfig, "website-prod", literal(t, crew("", list, "")["collaborators"]))
	}
	w.run(t,
		resource.TestStep{ // Joe and Jill have permissions, and Ada is an admin
			Config: config("Joe operate, ann deploy+view"),
			Check: resource.ComposeTestCheckFunc(attrs(granted, "id", id, "app_id", id, "collaborators.%", "2", "collaborators.Joe@acme.test.#", "1"),
				checked(func() { w.wrote(t, "POST DELETE") }, func() { w.grants(t, "website-prod", "joe operate+view, ann deploy+view") })),
		},
		resource.TestStep{ // by hand: one comes, one goes, one is another
			PreConfig: func() {
				w.allow(t, "website-prod", "eve", "manage")
				w.do(t, "PATCH", "/teams/apps/website-prod/collaborators/ann@acme.test", object{"permissions": []string{"manage"}})
				w.do(t, "DELETE", "/teams/apps/website-prod/collaborators/joe@acme.test", nil)
			},
			Config: config("ann deploy, Joe operate+deploy"), ConfigPlanChecks: planned(updates, granted),
			Check: checked(func() { w.grants(t, "website-prod", "joe deploy+operate+view, ann deploy+view") }),
		},
		imports(granted, "website-prod", "max_removals", "collaborators"),
		refused(config("ben view"), `2 of the 2 people of the app website-prod would be removed, and max_removals = "1" allows 1`),
		resource.TestStep{ // destroying leaves who was not listed
			Config: strings.Replace(config("ann deploy, Joe operate+deploy"), `"1"`, `"100%"`, 1),
			Check:  checked(func() { w.allow(t, "website-prod", "eve", "manage") }), ExpectNonEmptyPlan: true,
		},
	)
	w.grants(t, "website-prod", "eve manage+view")
}

// An app that is made in the same run gives its maker every permission.
func TestAccAppCollaboratorsFollow(t *testing.T) {
	w := start(t)
	w.run(t,
		resource.TestStep{
			Config: w.config(appConfig+strings.Replace(grantedConfig, `"%s"`, "%s", 1), "acme-widgets", "web-one", "", "herokuenterprise_team_app.x.name", `{ "ann@acme.test" = ["deploy"] }`),
			Check:  attrs(granted, "app", "web-one", "collaborators.%", "1"),
		},
		resource.TestStep{Config: w.config(grantedConfig, "website-prod", `{ "joe@acme.test" = ["operate"] }`), ConfigPlanChecks: planned(replaces, granted)},
	)
}

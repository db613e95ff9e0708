package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// allow gives somebody permissions behind Terraform's back.
func (w *world) allow(t *testing.T, app, email string, words ...string) {
	t.Helper()
	w.do(t, "POST", "/teams/apps/"+app+"/collaborators", object{"user": email, "permissions": words})
}

// Who came between a plan and its end is not thrown out, and what was done before a failure is not done again.
func TestAccAppCollaboratorsStale(t *testing.T) {
	w := start(t)
	config := func(list string) string { return w.config(grantedConfig, "website-staging", permitted(list), "100%") }
	const ada = "ada deploy+manage+operate+view, "
	stale := refused(config("ann deploy"), "What people have in the app website-staging is eve@acme.test: manage, view now. The plan was made when it was eve@acme.test: none")
	stale.ConfigPlanChecks = meanwhile(func() { w.allow(t, "website-staging", "eve@acme.test", "manage") })
	half := refused(config("ann manage, ben deploy, eve view"), "Not today.")
	half.PreConfig = w.failAt(2) // Ben is added; Ann and Eve would lose something
	checks := planned(updates, granted)
	checks.PreApply = append(checks.PreApply, settled(granted))
	w.run(t,
		resource.TestStep{Config: config("ann deploy+operate")},
		stale,
		resource.TestStep{Config: config("ann deploy+operate, eve manage"), ConfigPlanChecks: quiet},
		half,
		resource.TestStep{
			PreConfig: func() { w.Fail(nil); w.Calls() }, Config: config("ann manage, ben deploy, eve view"), ConfigPlanChecks: checks,
			Check: resource.ComposeTestCheckFunc(w.grants(t, "website-staging", ada+"ann manage+view, ben deploy+view, eve view"), w.written(t, "apps", "PATCH", "PATCH")),
		},
	)
}

// Of an app whose team's grants the API does not list, its own list is read. There admins are listed whether they were given anything
// or not, so that those who are listed are asked for.
func TestAccAppCollaboratorsWithoutList(t *testing.T) {
	w := start(t)
	w.join(t, "acme-widgets", "zoe", "admin")
	w.allow(t, "website-prod", "zoe@acme.test", "view")
	w.allow(t, "website-prod", "eve@acme.test", "view")
	w.Fail(func(r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "/permissions") {
			return http.StatusForbidden, `{"id":"forbidden","message":"No."}`
		}
		return 0, ""
	})
	config := func(list string) string { return w.config(grantedConfig, "website-prod", permitted(list), "100%") }
	w.run(t,
		resource.TestStep{Config: config("joe operate, ada deploy, ann view"), Check: w.written(t, "apps", "POST", "POST", "DELETE", "DELETE")},
		resource.TestStep{ // Zoe has what she was given, and is not seen
			PreConfig: func() { w.allow(t, "website-prod", "eve@acme.test", "view") },
			Config:    config("joe operate, ada deploy, ann view"), ConfigPlanChecks: planned(updates, granted), Check: attrs(granted, "collaborators.%", "3"),
		},
		resource.TestStep{ // with the list, she is
			PreConfig: func() { w.Fail(nil) },
			Config:    config("joe operate, ada deploy, ann view"), ConfigPlanChecks: planned(updates, granted),
		},
	)
}

// Somebody who is no admin works on his own app: he stays, unless he lists another and says so.
func TestAccAppCollaboratorsSelf(t *testing.T) {
	w := start(t)
	w.server.Do(t, "HRKU-joe", "POST", "/teams/apps", object{"name": "joes-app", "team": "acme-widgets"})
	config := func(list string) string {
		return w.configOf("HRKU-joe", grantedConfig, "joes-app", permitted(list), "100%")
	}
	w.run(t,
		refused(config("ann manage"), "Terraform works as joe@acme.test, who has deploy, manage, operate, view in the app joes-app and would have none."),
		refused(config("joe deploy, ann manage"), "and would have deploy, view."),
		resource.TestStep{Config: config("joe manage, ann manage")},
		resource.TestStep{Config: withArgument(config("joe manage, ann manage"), "allow_self_removal = true"), Destroy: true}, // never, when it is destroyed
	)
	_ = w.grants(t, "joes-app", "joe manage+view, ada deploy+manage+operate+view")(nil)
}

// An app that is made in the same run gives its maker every permission; one that is transferred or renamed is the same app.
func TestAccAppCollaboratorsFollow(t *testing.T) {
	w := start(t)
	config := func(name string) string {
		return w.config(appConfig+strings.Replace(grantedConfig, `"%s"`, "%s", 1), "acme-widgets", name, "", "herokuenterprise_team_app.x.name", permitted("ann deploy"), "1")
	}
	alone := w.config(grantedConfig, "web-two", permitted("ann deploy"), "100%")
	w.run(t,
		resource.TestStep{Config: config("web-one"), Check: attrs(granted, "app", "web-one", "collaborators.%", "1")},
		resource.TestStep{Config: config("web-two"), ConfigPlanChecks: planned(updates, app, granted), Check: attrs(granted, "app", "web-two")},
		resource.TestStep{Config: config("web-two")},
		resource.TestStep{ // gone, and the same name is another app
			PreConfig: func() {
				w.do(t, "DELETE", "/apps/web-two", nil)
				w.do(t, "POST", "/teams/apps", object{"name": "web-two", "team": "acme-labs"})
			},
			Config: alone, ConfigPlanChecks: planned(creates, granted),
		},
		resource.TestStep{ // who transfers an app has every permission on it
			PreConfig: w.behind(t, "PATCH", "/teams/apps/web-two", object{"owner": "acme-widgets"}),
			Config:    alone, ConfigPlanChecks: planned(updates, granted), Check: attrs(granted, "team_id", idOf(t, w, "/teams/acme-widgets")),
		},
		resource.TestStep{PreConfig: w.behind(t, "PATCH", "/apps/web-two", object{"name": "web-three"}), Config: alone, ConfigPlanChecks: quiet},
		resource.TestStep{
			Config: w.config(grantedConfig, "website-prod", permitted("joe operate"), "100%"), ConfigPlanChecks: planned(replaces, granted),
			Check: w.grants(t, "web-three", "ada deploy+manage+operate+view"),
		},
	)
}

// Permissions of people of the identity provider are its business, too, unless they are listed.
func TestAccAppCollaboratorsFederated(t *testing.T) {
	w := start(t)
	for _, name := range []string{"fay", "fritz"} {
		w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": name + "@acme.test", "role": "member", "federated": true})
		w.allow(t, "website-staging", name+"@acme.test", "deploy")
	}
	w.Calls()
	config := func(list string) string { return w.config(grantedConfig, "website-staging", permitted(list), "10%") }
	const ada = "ada deploy+manage+operate+view, "
	w.run(t,
		resource.TestStep{Config: config("ann view"), ResourceName: granted, ImportState: true, ImportStateId: "website-staging", ImportStatePersist: true},
		resource.TestStep{Config: config("ann view"), ConfigPlanChecks: planned(updates, granted), Check: attrs(granted, "collaborators.%", "1")},
		resource.TestStep{
			Config: config("ann view, fay manage"), Check: w.grants(t, "website-staging", ada+"ann view, fay manage+view, fritz deploy+view"),
		},
		resource.TestStep{Config: config("ann view"), Check: w.grants(t, "website-staging", ada+"ann view, fritz deploy+view")},
	)
}

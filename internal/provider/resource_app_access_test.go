package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const grant = "herokuenterprise_app_access.x"

const grantConfig = `
resource "herokuenterprise_app_access" "x" {
  app         = "%s"
  email       = "%s"
  permissions = [%s]
}`

func TestAccAppAccess(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/apps/website-staging", nil), "id")
	w.run(t,
		resource.TestStep{ // view comes by itself
			Config: w.config(grantConfig, "website-staging", "Ann@acme.test", `"deploy"`),
			Check: attrs(grant, "app", "website-staging", "app_id", id, "email", "Ann@acme.test", "permissions.#", "1", "permissions.0", "deploy",
				"effective_permissions.#", "2", "effective_permissions.0", "deploy", "effective_permissions.1", "view"),
		},
		resource.TestStep{ // and may be left out or not
			Config: w.config(grantConfig, "website-staging", "ann@acme.test", `"view", "deploy"`), ConfigPlanChecks: quiet,
		},
		resource.TestStep{
			Config: w.config(grantConfig, "website-staging", "ann@acme.test", `"operate", "manage"`), ConfigPlanChecks: planned(updates, grant),
			Check: attrs(grant, "permissions.#", "2", "effective_permissions.#", "3"),
		},
		resource.TestStep{Config: w.config(grantConfig, "website-staging", "ann@acme.test", `"view"`), ConfigPlanChecks: planned(updates, grant)},
		imports(grant, id+":Ann@acme.test", "app"),
		imports(grant, "website-staging:Ann@acme.test"),
		resource.TestStep{ // the id is another spelling of the name
			Config: w.config(grantConfig, id, "ann@acme.test", `"view"`), ConfigPlanChecks: planned(updates, grant), Check: attrs(grant, "app", id),
		},
		resource.TestStep{Config: w.config(grantConfig, id, "ben@acme.test", `"view"`), ConfigPlanChecks: planned(replaces, grant)},
		resource.TestStep{Config: w.config(grantConfig, "website-prod", "ben@acme.test", `"view"`), ConfigPlanChecks: planned(replaces, grant)},
	)
	if _, body := w.server.Do(t, "HRKU-ada", "GET", "/teams/apps/website-staging/collaborators", nil); strings.Contains(string(body), "ben@") {
		t.Errorf("people are left: %s", body)
	}
}

func TestAccAppAccessDrift(t *testing.T) {
	w := start(t)
	person := "/teams/apps/website-staging/collaborators/ann@acme.test"
	config := w.config(grantConfig, "website-staging", "ann@acme.test", `"deploy", "operate"`)
	w.run(t,
		resource.TestStep{Config: config},
		resource.TestStep{ // more than planned
			PreConfig: w.behind(t, "PATCH", person, object{"permissions": []string{"deploy", "operate", "manage"}}),
			Config:    config, ConfigPlanChecks: planned(updates, grant), Check: attrs(grant, "effective_permissions.#", "3"),
		},
		resource.TestStep{ // less than planned
			PreConfig: w.behind(t, "PATCH", person, object{"permissions": []string{"view"}}),
			Config:    config, ConfigPlanChecks: planned(updates, grant), Check: attrs(grant, "permissions.#", "2"),
		},
		resource.TestStep{PreConfig: w.behind(t, "DELETE", person, nil), Config: config, ConfigPlanChecks: planned(creates, grant)},
		resource.TestStep{ // taken away and given anew
			PreConfig: func() {
				w.do(t, "DELETE", person, nil)
				w.do(t, "POST", "/teams/apps/website-staging/collaborators", object{"user": "ann@acme.test"})
			},
			Config: config, ConfigPlanChecks: planned(updates, grant), Check: attrs(grant, "effective_permissions.#", "3"),
		},
		resource.TestStep{ // a new name of the app, of which the configuration knows nothing
			PreConfig: w.behind(t, "PATCH", "/apps/website-staging", object{"name": "website-new"}), Config: config, ConfigPlanChecks: quiet,
		},
		resource.TestStep{Config: strings.Replace(config, "website-staging", "website-new", 1), ConfigPlanChecks: planned(updates, grant)},
		resource.TestStep{ // until another app has that name
			PreConfig: func() {
				w.do(t, "PATCH", "/apps/website-new", object{"name": "website-old"})
				w.do(t, "POST", "/teams/apps", object{"name": "website-new", "team": "acme-widgets"})
			},
			Config: strings.Replace(config, "website-staging", "website-new", 1), ConfigPlanChecks: planned(replaces, grant),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", "/apps/website-new", nil),
			Config:    strings.Replace(config, "website-staging", "website-prod", 1), ConfigPlanChecks: planned(creates, grant),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "DELETE", "/apps/website-prod", nil),
			Config:    strings.Replace(config, "website-staging", "website-prod", 1), Destroy: true,
		},
	)
}

// Jill has permissions on the app already: they are taken over, and become what the configuration says.
func TestAccAppAccessAdopts(t *testing.T) {
	w := start(t)
	w.run(t, resource.TestStep{
		Config: w.config(grantConfig, "website-prod", "jill@creative.test", `"operate"`),
		Check:  attrs(grant, "effective_permissions.0", "operate", "effective_permissions.1", "view", "effective_permissions.#", "2"),
	})
	if calls := w.Calls(); !slices.ContainsFunc(calls, func(c string) bool { return strings.HasPrefix(c, "PATCH /teams/apps/") }) {
		t.Error(calls)
	}
}

func TestAccAppAccessNewAddress(t *testing.T) {
	w := start(t)
	config := func(email, words string) string { return w.config(grantConfig, "website-staging", email, words) }
	w.run(t,
		resource.TestStep{Config: config("ann@acme.test", `"view"`)},
		resource.TestStep{
			PreConfig: func() { w.Move("ann@acme.test", "ann.osei@acme.test") },
			Config:    config("ann@acme.test", `"view"`), ConfigPlanChecks: quiet,
		},
		resource.TestStep{Config: config("ann@acme.test", `"deploy"`), ConfigPlanChecks: planned(updates, grant)},
		resource.TestStep{
			Config: config("ann.osei@acme.test", `"deploy"`), ConfigPlanChecks: planned(updates, grant),
			Check: attrs(grant, "email", "ann.osei@acme.test", "permissions.0", "deploy"),
		},
	)
}

func TestAccAppAccessFollowsApp(t *testing.T) {
	w := start(t)
	config := func(name, attribute string) string {
		return w.config(appConfig+strings.Replace(grantConfig, `"%s"`, "%s", 1), "acme-labs", name, "", "herokuenterprise_team_app.x."+attribute, "ann@acme.test", `"view"`)
	}
	w.run(t,
		resource.TestStep{Config: config("web-one", "name")},
		resource.TestStep{
			Config: config("web-two", "name"), ConfigPlanChecks: planned(updates, app, grant), Check: attrs(grant, "app", "web-two"),
		},
		resource.TestStep{Config: config("web-two", "id"), ConfigPlanChecks: planned(updates, grant)},
	)
}

func TestAccAppAccessUnknown(t *testing.T) {
	w := start(t)
	config := func(email, word string) string {
		return w.config(`
			resource "terraform_data" "x" { input = { email = "%s", word = "%s" } }
			resource "herokuenterprise_app_access" "x" {
				app         = "website-staging"
				email       = terraform_data.x.output.email
				permissions = [terraform_data.x.output.word]
			}`, email, word)
	}
	w.run(t,
		resource.TestStep{Config: config("ann@acme.test", "view")},
		resource.TestStep{Config: config("Ann@acme.test", "view"), ConfigPlanChecks: planned(updates, grant)},
		resource.TestStep{Config: config("Ann@acme.test", "deploy"), ConfigPlanChecks: planned(updates, grant), Check: attrs(grant, "permissions.0", "deploy")},
		refused(config("Ann@acme.test", "own"), `Unknown permission "own".`),
	)
}

func TestAccAppAccessRefused(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	w.do(t, "POST", "/teams/apps", object{"name": "friends-web", "team": "friends"})
	w.run(t,
		refused(w.configOf("HRKU-joe", grantConfig, "website-prod", "ann@acme.test", `"view"`), "Error: Not allowed to create app access"),
		refused(w.configOf("HRKU-joe", grantConfig, "website-prod", "ann@acme.test", `"view"`), "team role admin or app permission manage"),
		refused(w.configOf("HRKU-kim", grantConfig, "website-prod", "ann@acme.test", `"view"`), "You do not have access to the app website-prod."),
		refused(w.config(grantConfig, "friends-web", "ann@acme.test", `"manage"`), "does not belong to an Enterprise Team"),
		refused(w.config(grantConfig, "nowhere", "ann@acme.test", `"view"`), `app = "nowhere" names no app that the API knows.`),
		refused(w.config(grantConfig, "website-prod", "ann@acme.test", `"own"`), "Permissions are deploy, manage, operate and view."),
		refused(w.config(grantConfig, "website-prod", "ann@acme.test", ""), "set must contain at least 1 elements"),
		refused(w.config(grantConfig, "website-prod", "x@herokumanager.com", `"view"`), "reserved for teams"),
		resource.TestStep{Config: w.config(grantConfig, "website-staging", "ann@acme.test", `"view"`)},
		resource.TestStep{ResourceName: grant, ImportState: true, ImportStateId: "website-staging", ExpectError: regexp.MustCompile("should look like app:email")},
		resource.TestStep{ResourceName: grant, ImportState: true, ImportStateId: "website-staging:joe@acme.test", ExpectError: absent},
	)
}

// Who manages an app without being an admin of its team loses that last, or could not change the others any more.
func TestAccAppAccessOfOneself(t *testing.T) {
	w, tf := start(t), acctest.NewTerraform(t)
	w.do(t, "POST", "/teams/apps/website-staging/collaborators", object{"user": "joe@acme.test", "permissions": []string{"manage"}})
	provider := strings.Replace(acctest.Provider(w.URL, "HRKU-joe"), "max_retries = 1", "max_retries = 1\nallow_self_removal = true", 1)
	config := provider
	for _, name := range []string{"ann", "ben", "eve", "joe", "kim", "new", "old"} {
		words := `"view"`
		if name == "joe" {
			words = `"manage"`
		}
		config += strings.Replace(fmt.Sprintf(grantConfig, "website-staging", name+"@acme.test", words), `"x"`, `"`+name+`"`, 1) + "\n"
	}
	for _, config := range []string{config, provider} {
		tf.Write(t, config)
		if printed, ok := tf.Run(t, "apply", "-auto-approve"); !ok {
			t.Fatal(printed)
		}
	}
	calls := slices.DeleteFunc(w.Calls(), func(call string) bool { return !strings.HasPrefix(call, http.MethodDelete) })
	if len(calls) != 7 || !strings.HasSuffix(calls[6], "/joe@acme.test") {
		t.Errorf("%v", calls)
	}
}

// Who leaves the team and is to have other permissions in the same run has them afterwards: the API drops the old ones with the role, so they
// are given anew.
func TestAccAppAccessAfterLeaving(t *testing.T) {
	w := start(t)
	config := func(list, joe, kim string) string {
		return w.config(`
			resource "herokuenterprise_team_members" "x" {
				team         = "acme-widgets"
				members      = %s
				max_removals = "100%%"
			}
			resource "herokuenterprise_app_access" "x" {
				app         = "website-staging"
				email       = "joe@acme.test"
				permissions = [%s]
				depends_on  = [herokuenterprise_team_members.x]
			}
			resource "herokuenterprise_app_access" "y" {
				app         = "website-staging"
				email       = "kim@acme.test"
				permissions = [%s]
				depends_on  = [herokuenterprise_team_members.x]
			}`, literal(t, pairs(list)), joe, kim)
	}
	w.run(t,
		resource.TestStep{Config: config("ada admin, joe member, kim viewer", `"view"`, `"deploy"`)},
		resource.TestStep{
			Config: config("ada admin", `"deploy"`, `"operate"`), ConfigPlanChecks: planned(updates, grant, "herokuenterprise_app_access.y"),
			Check: checked(func() { w.grants(t, "website-staging", "joe deploy+view, kim operate+view") }),
		},
	)
}

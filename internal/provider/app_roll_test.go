package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// Who came between a plan and its end is not thrown out, and what was done before a failure is not done again.
func TestAppCollaboratorsStale(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "app_collaborators")
	staging := func(list string) acctest.Outcome { return c.Run(crew("website-staging", list, "100%")) }
	const twoFactors = "No second factor"
	does(t, staging("joe deploy+operate"), "create")
	c.Between = func() { w.allow(t, "website-staging", "eve", "manage") }
	fails(t, staging("joe deploy"), "What people have in the app website-staging is eve@acme.test: manage, view now. The plan was made when it was eve@acme.test: none")
	does(t, staging("joe deploy+operate, eve manage"), "no-op")
	w.failAt(2) // Kim is added; Joe and Eve would lose something
	fails(t, staging("joe operate, kim view, eve view"), "Not today.")
	w.Fail(nil)
	w.Calls()
	if out := does(t, staging("joe operate, kim view, eve view"), "update"); out.Drift {
		t.Error("the state had something else than is there")
	}
	w.wrote(t, "PATCH PATCH")
	w.grants(t, "website-staging", "joe operate+view, kim view, eve view")
	does(t, staging("joe operate, kim deploy, eve view"), "update", twoFactors)
	does(t, staging("joe operate+view, KIM deploy, eve view"), "no-op")
}

// Of an app whose team's grants the API does not list, its own list is read. There admins are listed whether they were given anything
// or not, so that those who are listed are asked for.
func TestAppCollaboratorsWithoutList(t *testing.T) {
	w := start(t)
	w.join(t, "acme-widgets", "zoe", "admin")
	for _, name := range []string{"zoe", "eve"} {
		w.allow(t, "website-prod", name, "view")
	}
	w.Answer("GET", "/permissions", http.StatusForbidden, `{"id":"forbidden","message":"No."}`)
	c := w.core(t, acctest.Admin, "app_collaborators")
	prod := func(list string) acctest.Outcome { return c.Run(crew("website-prod", list, "100%")) }
	does(t, prod("joe operate, ada deploy, ann view"), "create", "eve@acme.test (view), jill@creative.test (deploy, view).")
	w.wrote(t, "POST POST DELETE DELETE")
	does(t, prod("joe operate, ada deploy, ann view"), "no-op")
	w.allow(t, "website-prod", "eve", "view")
	does(t, prod("joe operate, ada deploy, ann view"), "update")
	w.Fail(nil) // with the list, Zoe is seen, too
	w.Calls()
	does(t, prod("joe operate, ada deploy, ann view"), "update")
	w.wrote(t, "DELETE")
	if calls := strings.Join(w.Calls(), ", "); calls != "" {
		t.Error(calls)
	}
	does(t, prod("joe operate, ada deploy, ann view"), "no-op")
	if calls := w.Calls(); len(calls) != 1 || !strings.HasSuffix(calls[0], "/permissions") {
		t.Errorf("a plan takes more than one list: %v", calls)
	}
}

// Somebody who is no admin works on his own app: he stays, unless he lists another and says so. A fresh app has every permission for who
// made it.
func TestAppCollaboratorsSelf(t *testing.T) {
	w := start(t)
	w.server.Do(t, "HRKU-joe", "POST", "/teams/apps", object{"name": "joes-app", "team": "acme-widgets"})
	c := w.core(t, "HRKU-joe", "app_collaborators", "allow_self_removal", false)
	joes := func(list string) acctest.Outcome { return c.Run(crew("joes-app", list, "100%")) }
	fails(t, joes("kim view"), "joe@acme.test is the person that Terraform works as, and would lose manage on the app joes-app.")
	fails(t, joes("joe deploy, kim view"), "and would lose manage on the app joes-app.")
	does(t, joes("joe manage, kim view"), "create")
	does(t, c.Run(nil), "delete", "joe@acme.test, since Terraform works as this person.")
	w.grants(t, "joes-app", "joe manage+view")
}

// An app that is transferred or renamed is the same app, and one of the same name is another.
func TestAppCollaboratorsTransferred(t *testing.T) {
	w := start(t)
	c := w.core(t, acctest.Admin, "app_collaborators")
	staging := func() acctest.Outcome { return c.Run(crew("website-staging", "joe view", "1")) }
	does(t, staging(), "create")
	w.do(t, "PATCH", "/teams/apps/website-staging", object{"owner": "acme-labs"})
	w.do(t, "PATCH", "/apps/website-staging", object{"name": "website-new"})
	out := does(t, staging(), "update") // who transfers an app has every permission on it
	if out.State["team_id"] != w.id(t, "/teams/acme-labs") || out.State["app"] != "website-staging" {
		t.Error(out.State)
	}
	w.grants(t, "website-new", "joe view")
	w.do(t, "DELETE", "/apps/website-new", nil)
	fails(t, staging(), `app = "website-staging" names no app that the API knows.`)
	does(t, c.Run(nil), "no-op")
}

// Permissions of people of the identity provider are its business, too, unless they are listed.
func TestAppCollaboratorsFederated(t *testing.T) {
	w := start(t)
	for _, name := range []string{"fay", "fritz"} {
		w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": name + "@acme.test", "role": "member", "federated": true})
		w.allow(t, "website-staging", name, "deploy")
	}
	c := w.core(t, acctest.Admin, "app_collaborators")
	staging := func(list string) acctest.Outcome { return c.Run(crew("website-staging", list, "10%")) }
	c.Import("website-staging")
	does(t, staging("joe view"), "update")
	w.grants(t, "website-staging", "joe view, fay deploy+view, fritz deploy+view")
	does(t, staging("joe view, fay manage"), "update")
	w.grants(t, "website-staging", "joe view, fay manage+view, fritz deploy+view")
	does(t, staging("joe view"), "update")
	does(t, staging("joe view"), "no-op")
	w.grants(t, "website-staging", "joe view, fritz deploy+view")
}

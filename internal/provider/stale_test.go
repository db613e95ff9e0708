package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// holding is a value of everything that the test of stale plans changes: in the configuration, or behind Terraform's back.
type holding struct {
	role, leaver   string // of Ann and Kim in acme-labs; empty for none
	grant          string // Ann's on website-staging, beside view
	web, job, home string // the names of two apps, and the team of the second
	team, usual    string // the name of a team, and its default role
	services       string // on the allowlist of acme-labs, sorted
}

var (
	planFound = holding{"viewer", "viewer", "deploy", "stale-web", "stale-job", "acme-labs", "acme-stale", "viewer", "papertrail"}
	planWants = holding{"member", "", "operate", "stale-site", "stale-batch", "acme-labs", "acme-fresh", "member", "heroku-redis papertrail"}
	somebodys = holding{"admin", "member", "manage", "stale-x", "stale-job", "acme-widgets", "acme-x", "admin", "heroku-postgresql papertrail"}
)

// config is the configuration of a holding.
func (h holding) config(url, mode string) string {
	block := strings.Replace(acctest.Provider(url, acctest.Admin), "max_retries = 1", "stale_plan = \""+mode+"\"", 1)
	if h.leaver != "" {
		block += fmt.Sprintf("resource \"herokuenterprise_team_member\" \"kim\" {\n team = \"acme-labs\"\n email = \"kim@acme.test\"\n role = %q\n}\n", h.leaver)
	}
	return block + fmt.Sprintf(`
		resource "herokuenterprise_team_member" "ann" {
			team  = "acme-labs"
			email = "ann@acme.test"
			role  = %q
		}
		resource "herokuenterprise_app_access" "ann" {
			app         = "website-staging"
			email       = "ann@acme.test"
			permissions = [%q]
		}
		resource "herokuenterprise_team_app" "web" {
			team = "acme-labs"
			name = %q
		}
		resource "herokuenterprise_team_app" "job" {
			team = %q
			name = %q
		}
		resource "herokuenterprise_team" "x" {
			name               = %q
			enterprise_account = "acme"
			default_role       = %q
		}
		resource "herokuenterprise_addon_allowlist" "x" {
			team           = "acme-labs"
			addon_services = split(" ", %q)
			enforced       = false
		}
		`, h.role, h.grant, h.web, h.home, h.job, h.team, h.usual, h.services)
}

// tampered is the world of the test, with the ids of what changes its name.
type tampered struct {
	*world
	web, job, team string
}

const (
	staleMembers = "/teams/acme-labs/members"
	staleGrant   = "/teams/apps/website-staging/collaborators"
	staleList    = "/teams/acme-labs/allowed-addon-services"
)

// make changes everything from what it is to another holding.
func (w *tampered) make(t *testing.T, was, is holding) {
	t.Helper()
	for email, role := range map[string]string{"ann@acme.test": is.role, "kim@acme.test": is.leaver} {
		if role == "" {
			w.do(t, "DELETE", staleMembers+"/"+email, nil)
		} else {
			w.do(t, "PUT", staleMembers, object{"email": email, "role": role})
		}
	}
	w.do(t, "PATCH", staleGrant+"/ann@acme.test", object{"permissions": []string{"view", is.grant}})
	w.do(t, "PATCH", "/apps/"+w.web, object{"name": is.web})
	w.do(t, "PATCH", "/apps/"+w.job, object{"name": is.job})
	if is.home != was.home {
		w.do(t, "PATCH", "/teams/apps/"+w.job, object{"owner": is.home})
	}
	w.do(t, "PATCH", "/teams/"+w.team, object{"name": is.team})
	w.do(t, "PATCH", "/teams/"+w.team+"/preferences", object{"default-permission": is.usual})
	for _, service := range strings.Fields(was.services) {
		w.do(t, "DELETE", staleList+"/"+service, nil)
	}
	for _, service := range strings.Fields(is.services) {
		w.do(t, "POST", staleList, object{"addon_service": service})
	}
}

// look reads everything.
func (w *tampered) look(t *testing.T) holding {
	t.Helper()
	roles, app := w.roles(t, "acme-labs"), w.do(t, "GET", "/teams/apps/"+w.job, nil)
	h := holding{role: roles["ann@acme.test"], leaver: roles["kim@acme.test"], job: text(t, app, "name"), home: text(t, app, "team", "name")}
	h.web = text(t, w.do(t, "GET", "/teams/apps/"+w.web, nil), "name")
	h.team = text(t, w.do(t, "GET", "/teams/"+w.team, nil), "name")
	h.usual = text(t, w.do(t, "GET", "/teams/"+w.team+"/preferences", nil), "default-permission")
	var grant struct{ Permissions []struct{ Name string } }
	var services []struct {
		Service struct{ Name string } `json:"addon_service"`
	}
	for path, into := range map[string]any{staleGrant + "/ann@acme.test": &grant, staleList: &services} {
		if _, raw := w.server.Do(t, acctest.Admin, "GET", path, nil); json.Unmarshal(raw, into) != nil {
			t.Fatalf("%s: %s", path, raw)
		}
	}
	for _, p := range grant.Permissions {
		if p.Name != "view" {
			h.grant = p.Name
		}
	}
	var names []string
	for _, s := range services {
		names = append(names, s.Service.Name)
	}
	slices.Sort(names)
	h.services = strings.Join(names, " ")
	return h
}

// sentences say of everything what it was when the plan was made, and what it is.
func sentences(was, is holding) []string {
	changed := func(what, is, was string) string {
		return fmt.Sprintf("%s is %s now. The plan was made when it was %s, so somebody has changed it since.", what, is, was)
	}
	words := func(grant string) string {
		if grant < "view" {
			return grant + ", view"
		}
		return "view, " + grant
	}
	listed := func(services string) string { return strings.ReplaceAll(services, " ", ", ") }
	return []string{
		changed("The role of ann@acme.test in the team acme-labs", is.role, was.role),
		changed("What ann@acme.test may do with the app website-staging", words(is.grant), words(was.grant)),
		changed("The name of the app "+was.web, is.web, was.web),
		changed("The owner of the app "+is.job, "the team "+is.home, "the team "+was.home),
		changed("The name of the team "+was.team, is.team, was.team),
		changed("The add-on allowlist of the team acme-labs", listed(is.services), listed(was.services)),
	}
}

// Somebody changes everything between a plan and its being applied. What becomes of that is the user's choice.
func TestAccStalePlan(t *testing.T) {
	w := &tampered{world: start(t)}
	tf := acctest.NewTerraform(t)
	run := func(says string, arguments ...string) string {
		t.Helper()
		printed, ok := tf.Run(t, arguments...)
		if ok != !strings.HasPrefix(says, "Error") || !strings.Contains(printed, says) {
			t.Fatalf("%v: %s", arguments, printed)
		}
		return printed
	}
	tf.Write(t, planFound.config(w.URL, "error"))
	run("Apply complete!", "apply", "-auto-approve")
	w.know(tf.State(t))
	for _, test := range []struct {
		mode               string
		found, wants, made holding // by the plan, and by somebody before it is applied
		says               string
		plan               string
	}{
		{"error", planFound, planWants, somebodys, "Error: Could not", "0 to add, 6 to change, 1 to destroy"},
		{"warn", somebodys, planWants, planFound, "Apply complete!", "0 to add, 6 to change, 1 to destroy"},
		{"overwrite", planWants, planFound, somebodys, "Apply complete!", "1 to add, 6 to change, 0 to destroy"},
		{"error", planFound, planWants, planWants, "Apply complete!", "0 to add, 6 to change, 1 to destroy"},
	} {
		tf.Write(t, test.wants.config(w.URL, test.mode))
		run(test.plan, "plan", "-out=reviewed")
		w.make(t, test.found, test.made)
		w.Calls()
		printed := run(test.says, "apply", "reviewed")
		refused := strings.HasPrefix(test.says, "Error")
		if refused || test.made == test.wants {
			w.unwritten(t)
		}
		want := test.wants
		if refused {
			want = test.made
		}
		if got := w.look(t); got != want {
			t.Errorf("%s: %+v, want %+v", test.mode, got, want)
		}
		spoken := sentences(test.found, test.made)
		if test.made.home == test.wants.home { // as the plan wants it
			spoken = slices.DeleteFunc(spoken, func(s string) bool { return strings.HasPrefix(s, "The owner") })
		}
		if !refused {
			spoken = append(spoken, fmt.Sprintf("The default role of the team %s is %s now. The plan was made when it was %s,", test.wants.team, test.made.usual, test.found.usual))
		}
		if test.found.leaver != "" && test.wants.leaver == "" {
			spoken = append(spoken, fmt.Sprintf("The role of kim@acme.test in the team acme-labs is %s now. The plan was made when it was %s,", test.made.leaver, test.found.leaver))
		}
		for _, sentence := range spoken {
			if said := strings.Contains(printed, sentence); said != (test.mode != "overwrite" && test.made != test.wants) {
				t.Errorf("%s: says %v %q: %s", test.mode, said, sentence, printed)
			}
		}
	}
	tf.Write(t, planFound.config(w.URL, "overwrite"))
	run("1 to add, 6 to change, 0 to destroy", "plan", "-out=reviewed")
	w.do(t, "DELETE", staleMembers+"/ann@acme.test", nil)
	w.do(t, "DELETE", staleGrant+"/ann@acme.test", nil)
	printed := run("Error: Could not", "apply", "reviewed")
	if n := strings.Count(printed, "It does not exist any more: it was removed after the plan was made. Plan again to create it anew."); n != 2 {
		t.Errorf("said %d times: %s", n, printed)
	}
	run("2 to add, 0 to change, 0 to destroy", "plan")

	// What somebody changed before a plan is no reason not to destroy it, although Terraform plans that with an older state.
	w.do(t, "POST", staleGrant, object{"user": "ann@acme.test"})
	w.make(t, planFound, somebodys)
	tf.Write(t, acctest.Provider(w.URL, acctest.Admin))
	run("0 added, 0 changed, 7 destroyed", "apply", "-auto-approve")
}

// know takes the ids of what changes its name from the state.
func (w *tampered) know(state []acctest.Held) {
	for _, held := range state {
		id, _ := held.Values["id"].(string)
		switch held.Address {
		case "herokuenterprise_team_app.web":
			w.web = id
		case "herokuenterprise_team_app.job":
			w.job = id
		case "herokuenterprise_team.x":
			w.team = id
		}
	}
}

// unwritten makes sure that nothing has been written since the calls were looked at.
func (w *world) unwritten(t *testing.T) {
	t.Helper()
	for _, call := range w.Calls() {
		if !strings.HasPrefix(call, http.MethodGet) {
			t.Errorf("%s was sent", call)
		}
	}
}

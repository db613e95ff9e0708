package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// plans runs terraform on configurations of one folder, and expects the words in what it prints; no words expect that it succeeds, and words
// after an exclamation mark that it fails.
func plans(t *testing.T, tf *acctest.Terraform, config, words string, arguments ...string) {
	t.Helper()
	tf.Write(t, config)
	printed, ok := tf.Run(t, arguments...)
	words, fails := strings.CutPrefix(words, "!")
	if ok == fails || !strings.Contains(printed, words) {
		t.Errorf("%v does not say %q, or ends otherwise: %s", arguments, words, printed)
	}
}

const applied = "apply -auto-approve"

// Who is replaced is not there for a while, and who takes over a grant may lose by it.
func TestAccGuardReplaced(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	w.join(t, "acme-labs", "joe", "admin")
	team := w.id(t, "/teams/acme-labs")
	me := w.config(memberConfig, team, "ada@acme.test", "admin")
	plans(t, tf, me, "1 added", strings.Fields(applied)...)
	plans(t, tf, me, "!ada@acme.test is the person that Terraform works as, and would be removed from the team acme-labs before being added again", "plan", "-replace="+member)
	plans(t, tf, w.removable("allow_self_removal = true", me[strings.Index(me, "resource"):]), "1 to add, 0 to change, 1 to destroy", "plan", "-replace="+member)

	joe := fmt.Sprintf(memberConfig, "acme-widgets", "joe@acme.test", "member") + strings.Replace(fmt.Sprintf(grantConfig, "website-prod", "JOE", `"operate"`), `"JOE"`, member+".email", 1)
	folder := acctest.NewTerraform(t)
	plans(t, folder, w.config(joe), "2 added", strings.Fields(applied)...)
	plans(t, folder, w.config(joe), "joe@acme.test leaves the team of the app website-prod and keeps permissions there.", "plan", "-replace="+member)

	whole := acctest.NewTerraform(t)
	everyone := w.config("resource \"herokuenterprise_team_members\" \"x\" {\n  team = \"acme-widgets\"\n  members = %s\n}", literal(t, pairs("ada admin, joe member, kim viewer")))
	plans(t, whole, everyone, "1 added", strings.Fields(applied)...)
	plans(t, whole, everyone, "!2 of the 3 people of the team acme-widgets would be removed", "plan", "-replace="+everybody)

	own := acctest.NewTerraform(t)
	w.allow(t, "website-staging", "joe", "view", "manage")
	grants := func(words string) string {
		return w.configOf("HRKU-joe", grantConfig, w.id(t, "/teams/apps/website-staging"), "joe@acme.test", words)
	}
	plans(t, own, grants(`"view"`), "!joe@acme.test is the person that Terraform works as, and would lose manage on the app website-staging.", "plan")
	plans(t, own, grants(`"manage"`), "1 added", strings.Fields(applied)...)
	plans(t, own, grants(`"view"`), "!would lose manage on the app website-staging.", "plan")
	plans(t, own, grants(`"manage"`), "!would lose manage on the app website-staging.", "plan", "-replace="+grant)
}

// What an earlier run kept beside the state is no answer to what this one asks.
func TestAccGuardForgets(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	kim := func(words string) string { return w.config(grantConfig, "website-staging", "kim@acme.test", words) }
	plans(t, tf, kim(`"view"`), "1 added", strings.Fields(applied)...)
	plans(t, tf, kim(`"deploy"`), "No second factor", strings.Fields(applied)...)
	w.do(t, "DELETE", "/teams/apps/website-staging/collaborators/kim@acme.test", nil)
	plans(t, tf, kim(`"deploy"`), "No second factor", "plan")
	plans(t, tf, kim(`"deploy"`)+strings.Replace(fmt.Sprintf(grantConfig, "website-staging", "kim@acme.test", `"view"`), `"x"`, `"y"`, 1), "!is named twice for the app website-staging", "plan")
}

// Who takes over may not be known yet, and who has only been asked does not take over.
func TestAccGuardSuccessor(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	ada := func(role, body string) string {
		return w.removable("allow_self_removal = true", fmt.Sprintf(memberConfig, "acme-labs", "ada@acme.test", role)+body)
	}
	plans(t, tf, ada("admin", ""), "1 added", strings.Fields(applied)...)
	heir := func(email, role string) string {
		return fmt.Sprintf("\nresource \"terraform_data\" \"x\" { input = \"joe@acme.test\" }\nresource \"terraform_data\" \"r\" { input = \"admin\" }\nresource \"herokuenterprise_team_member\" \"y\" {\n  team = \"acme-labs\"\n  email = %s\n  role = %s\n}\n", email, role)
	}
	plans(t, tf, ada("member", heir("terraform_data.x.output", `"admin"`)), "3 to add, 1 to change", "plan")
	plans(t, tf, ada("member", heir(`"joe@acme.test"`, "terraform_data.r.output")), "3 to add, 1 to change", "plan")
	plans(t, tf, ada("member", heir("terraform_data.x.output", `"member"`)), "!nobody is an admin of the team acme-labs: ada@acme.test would become member", "plan")

	w.do(t, "POST", "/teams", object{"name": "friends"})
	friends := acctest.NewTerraform(t)
	lead := func(role, body string) string {
		return w.removable("allow_self_removal = true", fmt.Sprintf(memberConfig, "friends", "ada@acme.test", role)+body)
	}
	joe := strings.ReplaceAll(heir(`"joe@acme.test"`, `"admin"`), "acme-labs", "friends")
	plans(t, friends, lead("admin", ""), "1 added", strings.Fields(applied)...)
	const invited = "!Who has only been invited does not count before accepting."
	plans(t, friends, lead("member", joe), invited, "plan")
	plans(t, friends, lead("admin", joe), "3 added", strings.Fields(applied)...)
	plans(t, friends, lead("member", joe), invited, "plan")
	again := joe[:strings.Index(joe, "resource \"herokuenterprise")] + strings.ReplaceAll(joe[strings.Index(joe, "resource \"herokuenterprise"):], `"y"`, `"z"`)
	plans(t, friends, lead("admin", again), "!one resource would take joe@acme.test out of the team friends while another one puts the same person in", "plan")
	for id := range w.asked(t, acctest.Admin, "friends") {
		w.server.Do(t, "HRKU-joe", "POST", "/teams/invitations/"+id+"/accept", nil)
	}
	plans(t, friends, lead("member", joe), "0 to add, 1 to change", "plan")
}

// Errors name a team or an app as people do, also where the configuration has its id, whatever was planned first.
func TestAccGuardNames(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	w.allow(t, "website-staging", "ann", "view")
	team, app := w.id(t, "/teams/acme-widgets"), w.id(t, "/teams/apps/website-staging")
	grants := fmt.Sprintf(grantConfig, app, "ann@acme.test", `"view"`)
	lock := fmt.Sprintf("\nresource \"herokuenterprise_app_lock\" \"x\" {\n  app = %q\n}\n", app)
	config := func(role, body string) string {
		return w.removable("allow_self_removal = true", fmt.Sprintf(memberConfig, team, "ada@acme.test", role)+grants+body)
	}
	plans(t, tf, config("admin", lock), "3 added", strings.Fields(applied)...)
	plans(t, tf, config("viewer", lock), "!nobody is an admin of the team acme-widgets: ada@acme.test would become viewer", "plan")
	plans(t, tf, config("admin", ""), "viewer of its team can see the app website-staging", "plan")
	plans(t, tf, config("admin", lock+strings.Replace(grants, `"x"`, `"y"`, 1)), "!ann@acme.test is named twice for the app website-staging.", "plan")
}

// A plan that was not refreshed and changes nobody removes nobody.
func TestAccGuardUnrefreshed(t *testing.T) {
	w := start(t)
	tf := acctest.NewTerraform(t)
	config := func(name, limit string) string {
		return w.config("resource \"herokuenterprise_team_members\" %q {\n  team = \"acme-labs\"\n  members = { \"ada@acme.test\" = \"admin\" }\n  max_removals = %q\n}", name, limit)
	}
	plans(t, tf, config("x", "1"), "1 added", strings.Fields(applied)...)
	for _, name := range []string{"ann", "ben", "eve"} {
		w.join(t, "acme-labs", name, "viewer")
	}
	plans(t, tf, config("x", "1"), "No changes.", "plan", "-refresh=false")
	plans(t, tf, config("x", "1"), "!3 of the 4 people of the team acme-labs would be removed", "plan")
}

// The user who demands second factors gets them also where the plan could not look, since app or team came in the same run.
func TestAccGuardSecondFactorLate(t *testing.T) {
	w := start(t)
	app := fmt.Sprintf(appConfig, "acme-widgets", "web-one", "")
	strict := func(body string) string { return w.removable("require_mfa = true", app+body) }
	grants := func(email string) string {
		return strings.Replace(fmt.Sprintf(grantConfig, "APP", email, `"deploy"`), `"APP"`, "herokuenterprise_team_app.x.id", 1)
	}
	whole := strings.Replace(fmt.Sprintf(grantedConfig, "APP", `{ "kim@acme.test" = ["deploy"], "ada@acme.test" = ["manage"] }`), `"APP"`, "herokuenterprise_team_app.x.id", 1)
	const words = "!kim@acme.test has no multi-factor authentication and would get deploy on the app web-one, which the provider argument require_mfa forbids."
	for _, body := range []string{grants("kim@acme.test"), whole} {
		tf := acctest.NewTerraform(t)
		plans(t, tf, strict(body), words, strings.Fields(applied)...)
		w.grants(t, "web-one", "")
		plans(t, tf, strict(grants("joe@acme.test")), "1 added", strings.Fields(applied)...) // Joe has one
		plans(t, tf, strict(""), "1 destroyed", strings.Fields(applied)...)
		plans(t, tf, w.config(" "), "1 destroyed", strings.Fields(applied)...)
	}
}

package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// seatsOf writes one resource for each person, given as name, address, role.
func seatsOf(team string, seats ...[3]string) string {
	var b strings.Builder
	for _, s := range seats {
		fmt.Fprintf(&b, "resource \"herokuenterprise_team_member\" %q {\n  team  = %q\n  email = %q\n  role  = %q\n}\n", s[0], team, s[1], s[2])
	}
	return b.String()
}

// removable is a configuration in which Ada may take her own rights.
func (w *world) removable(arguments, body string) string {
	return strings.Replace(w.config(body), "{\n", "{\n"+arguments+"\n", 1)
}

func TestAccGuardLastAdmin(t *testing.T) {
	w := start(t)
	const words = "nobody is an admin of the team acme-labs"
	free := func(body string) string { return w.removable("allow_self_removal = true", body) }
	w.run(t,
		resource.TestStep{Config: free(seatsOf("acme-labs", [3]string{"ada", "ada@acme.test", "admin"}, [3]string{"joe", "joe@acme.test", "member"}))},
		refused(free(seatsOf("acme-labs", [3]string{"ada", "ada@acme.test", "viewer"}, [3]string{"joe", "joe@acme.test", "member"})), words+": ada@acme.test would become viewer"),
		refused(free(seatsOf("acme-labs", [3]string{"joe", "joe@acme.test", "member"})), "ada@acme.test would be removed"),
		resource.TestStep{Config: free(seatsOf("acme-labs", [3]string{"ada", "ada@acme.test", "admin"}, [3]string{"joe", "joe@acme.test", "member"})), Destroy: true, ExpectError: regexp.MustCompile(`no\s+admin`)},
		resource.TestStep{ // somebody else takes over in the same run, in whatever order it is planned and applied
			Config: free(seatsOf("acme-labs", [3]string{"ada", "ada@acme.test", "member"}, [3]string{"joe", "joe@acme.test", "admin"})),
			Check:  attrs("herokuenterprise_team_member.joe", "role", "admin"),
		},
		resource.TestStep{ // Ada is a member now, who cannot clean up
			PreConfig: func() {
				w.server.Do(t, "HRKU-joe", "PUT", "/teams/acme-labs/members", object{"email": "ada@acme.test", "role": "admin"})
			},
			Config: "removed {\n from = herokuenterprise_team_member.ada\n lifecycle { destroy = false }\n}\n" + free(seatsOf("acme-labs", [3]string{"joe", "joe@acme.test", "admin"})),
		},
	)
}

func TestAccGuardOwnRights(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams/apps/website-staging/collaborators", object{"user": "joe@acme.test", "permissions": []string{"view", "manage"}})
	joe := func(body string) string { return w.configOf("HRKU-joe", body) }
	w.run(t,
		resource.TestStep{Config: joe(fmt.Sprintf(grantConfig, "website-staging", "joe@acme.test", `"manage"`))},
		refused(joe(fmt.Sprintf(grantConfig, "website-staging", "joe@acme.test", `"view"`)), "would lose manage on the app website-staging"),
		resource.TestStep{Config: joe(" "), Destroy: true, ExpectError: regexp.MustCompile(`allow_self_removal`)},
		resource.TestStep{
			Config:           w.removable("allow_self_removal = true", fmt.Sprintf(grantConfig, "website-staging", "joe@acme.test", `"view"`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectNonEmptyPlan()}},
		},
	)
}

func TestAccGuardTwice(t *testing.T) {
	w := start(t)
	grants := func(names ...string) string {
		var b strings.Builder
		for _, name := range names {
			b.WriteString(strings.Replace(fmt.Sprintf(grantConfig, "website-staging", "ann@acme.test", `"view"`), `"x"`, `"`+name+`"`, 1))
		}
		return b.String()
	}
	w.run(t,
		refused(w.config(seatsOf("acme-labs", [3]string{"a", "ann@acme.test", "viewer"}, [3]string{"b", "Ann@Acme.test", "member"})), "is named twice for the team acme-labs"),
		refused(w.config(grants("x", "y")), "is named twice for the app website-staging"),
		resource.TestStep{Config: w.config(grants("x"))},
		refused(w.config(grants("x", "y")), "is named twice for the app website-staging"), // one of them exists
		refused(w.config(grants("y")), "say so with a moved block"),                       // a new name is no other person
		resource.TestStep{
			Config:           w.config(grants("y") + "\nmoved {\n from = herokuenterprise_app_access.x\n to = herokuenterprise_app_access.y\n}\n"),
			ConfigPlanChecks: planned(nothing, "herokuenterprise_app_access.y"),
		},
		resource.TestStep{Taint: []string{"herokuenterprise_app_access.y"}, Config: w.config(grants("y")), ConfigPlanChecks: planned(replaces, "herokuenterprise_app_access.y")},
	)
}

func TestAccGuardSecondFactor(t *testing.T) {
	w := start(t)
	strict := func(body string) string { return w.removable("require_mfa = true", body) }
	w.run(t,
		refused(strict(seatsOf("acme-widgets", [3]string{"kim", "kim@acme.test", "admin"})), "kim@acme.test has no multi-factor authentication and would get the role admin"),
		refused(strict(fmt.Sprintf(grantConfig, "website-staging", "kim@acme.test", `"deploy"`)), "would get deploy on the app website-staging, which the provider argument require_mfa forbids"),
		refused(strict(fmt.Sprintf(grantConfig, "website-staging", "ann@acme.test", `"operate"`)), "is not in the team yet"),
		resource.TestStep{Config: strict(fmt.Sprintf(grantConfig, "website-staging", "kim@acme.test", `"view"`))},
		resource.TestStep{Config: strict(fmt.Sprintf(grantConfig, "website-staging", "joe@acme.test", `"deploy", "operate"`))}, // Joe has one
		resource.TestStep{Config: w.config(grantConfig, "website-staging", "kim@acme.test", `"deploy"`)},                       // a warning
		resource.TestStep{Config: strict(fmt.Sprintf(grantConfig, "website-staging", "kim@acme.test", `"deploy"`)), ConfigPlanChecks: quiet},
	)
}

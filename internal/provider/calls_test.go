package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// crews is a company of three teams with some people each, who are in the world but in no team yet.
func crews(people int) string {
	var users, teams strings.Builder
	for i := range people {
		fmt.Fprintf(&users, "  - {email: p%03d@acme.test, two_factor_authentication: true}\n", i)
	}
	for i := range 3 {
		fmt.Fprintf(&teams, "  - name: crew-%d\n    type: enterprise\n    enterprise_account: acme\n    members:\n      - {email: ada@acme.test, role: admin}\n", i)
	}
	return "users:\n  - {email: ada@acme.test, token: " + acctest.Admin + "}\n" + users.String() +
		"enterprise_accounts:\n  - name: acme\n    members:\n      - {email: ada@acme.test, permissions: [view, manage, create]}\nteams:\n" + teams.String()
}

// crewed puts people into the teams, each with grants on two of the team's apps, every second app locked: one block for each object, which
// names teams and apps by their names.
func crewed(people int) (config string, objects int) {
	var b strings.Builder
	block := func(kind, name, format string, values ...any) {
		objects++
		fmt.Fprintf(&b, "resource \"herokuenterprise_%s\" \"%s\" {\n%s\n}\n", kind, name, fmt.Sprintf(format, values...))
	}
	apps := max(1, people/12)
	for team := range 3 {
		for app := range apps {
			name := fmt.Sprintf("crew-%d-app-%d", team, app)
			block("team_app", name, "team = \"crew-%d\"\nname = %q", team, name)
			if app%2 == 0 {
				block("app_lock", name, "app = herokuenterprise_team_app.%s.name", name)
			}
		}
	}
	for i := range people {
		team := i % 3
		block("team_member", fmt.Sprintf("p%d", i), "team = \"crew-%d\"\nemail = \"p%03d@acme.test\"\nrole = \"member\"", team, i)
		for j := range 2 {
			app := fmt.Sprintf("crew-%d-app-%d", team, (i/3+j)%apps)
			if apps == 1 && j > 0 {
				continue
			}
			block("app_access", fmt.Sprintf("p%d-%d", i, j), "app = herokuenterprise_team_app.%s.name\nemail = herokuenterprise_team_member.p%d.email\npermissions = [\"deploy\"]", app, i)
		}
	}
	return b.String(), objects
}

func TestAccCalls(t *testing.T) {
	for _, people := range []int{6, 60} {
		server := mockapitest.Start(t, crews(people))
		proxy := acctest.NewProxy(t, server.URL)
		tf := acctest.NewTerraform(t)
		config, objects := crewed(people)
		tf.Write(t, acctest.Provider(proxy.URL, acctest.Admin)+config)
		for _, c := range [][]string{{"plan", "-out=p"}, {"apply", "p"}, {"plan", "-detailed-exitcode"}, {"plan", "-refresh=false"}} {
			out, ok := tf.Run(t, c...)
			calls := proxy.Calls()
			t.Log(people, objects, c, ok, len(calls))
			if len(calls) < 30 {
				t.Log(strings.Join(calls, "\n"))
			}
			if !ok {
				t.Log(out)
			}
		}
	}
}

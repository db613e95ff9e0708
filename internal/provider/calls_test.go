package provider_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
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

// What a run costs does not depend on how many people there are: a call for each object that is made, three lists for each team, and one
// list of the teams.
func TestAccCalls(t *testing.T) {
	const teams = 3
	sizes := []int{6, 12}
	if os.Getenv("SOAK") != "" {
		sizes = []int{6, 60}
	}
	for _, people := range sizes {
		server := mockapitest.Start(t, crews(people))
		proxy := acctest.NewProxy(t, server.URL)
		config, objects := crewed(people)
		tf := acctest.NewTerraform(t)
		tf.Write(t, acctest.Provider(proxy.URL, acctest.Admin)+config)
		t.Logf("%d people, %d objects", people, objects)
		for _, step := range []struct {
			says  string
			calls int
			what  []string
		}{
			{fmt.Sprintf("Plan: %d to add", objects), 1 + teams, []string{"plan", "-out=new"}}, // who is there
			{fmt.Sprintf("%d added", objects), objects + 1 + teams, []string{"apply", "new"}},  // and again
			{"No changes.", 1 + 3*teams, []string{"plan"}},                                     // members, apps and grants
			{"No changes.", 0, []string{"plan", "-refresh=false"}},                             // what is in the state
		} {
			printed, ok := tf.Run(t, step.what...)
			if calls := proxy.Calls(); !ok || !strings.Contains(printed, step.says) || len(calls) > step.calls {
				t.Errorf("%v: %d calls, want %d: %s\n%s", step.what, len(calls), step.calls, strings.Join(calls, ", "), printed)
			}
		}
		if people == sizes[0] {
			drift(t, server, proxy, tf)
		}
	}
}

// drift changes one object of each kind, two of the first, and looks what the plan asks: a difference costs what it takes to make sure of
// it, for all members of a team together, and for each other object by itself.
func drift(t *testing.T, server *mockapitest.Server, proxy *acctest.Proxy, tf *acctest.Terraform) {
	t.Helper()
	do := func(method, path string, body any) {
		t.Helper()
		if status, answer := server.Do(t, acctest.Admin, method, path, body); status > 299 {
			t.Fatalf("%s %s: %d %s", method, path, status, answer)
		}
	}
	// Two members of one team have other roles.
	do("PATCH", "/teams/crew-0/members", object{"email": "p000@acme.test", "role": "viewer"})
	do("PATCH", "/teams/crew-0/members", object{"email": "p003@acme.test", "role": "admin"})
	// A grant was changed, another one taken back.
	do("PATCH", "/teams/apps/crew-1-app-0/collaborators/p001@acme.test", object{"permissions": []string{"view", "operate"}})
	do("DELETE", "/teams/apps/crew-1-app-0/collaborators/p004@acme.test", nil)
	// An app was unlocked, and another one has a new name.
	do("PATCH", "/teams/apps/crew-1-app-0", object{"locked": false})
	do("PATCH", "/apps/crew-2-app-0", object{"name": "crew-2-renamed"})
	proxy.Calls()
	printed, ok := tf.Run(t, "plan")
	calls := proxy.Calls()
	if !ok || !strings.Contains(printed, "2 to add, 4 to change, 0 to destroy") || !strings.Contains(printed, "Somebody changed p000@acme.test in the team crew-0") {
		t.Error(printed)
	}
	got := map[string]int{}
	for _, call := range calls {
		for _, id := range idsIn(call) {
			call = strings.Replace(call, id, "ID", 1)
		}
		got[call]++
	}
	want := map[string]int{
		"GET /teams":                                      1,
		"GET /account":                                    1,     // who would lose the role admin
		"GET /teams/ID/members":                           3 + 1, // those of crew-0 once more, for both
		"GET /teams/ID/apps":                              3,
		"GET /teams/ID/permissions":                       3,
		"GET /enterprise-accounts/ID/events":              1, // who did all that
		"GET /teams/apps/ID/collaborators/p001@acme.test": 1,
		"GET /teams/apps/ID/collaborators/p004@acme.test": 1,
		"GET /teams/apps/ID/collaborators":                1,     // p004 may have another address
		"GET /teams/apps/ID":                              1 + 1, // the one that is unlocked, the one that has another name
		"GET /teams/apps/crew-2-app-0":                    1,     // for all that know it by the old one
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// idsIn finds the ids in a path.
func idsIn(path string) []string { return idShape.FindAllString(path, -1) }

var idShape = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

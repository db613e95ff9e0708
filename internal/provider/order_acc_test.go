package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// rights is who may do what in one team, as the audit trail tells it: nothing else is asked.
type rights struct {
	roles  map[string]access.Role
	grants map[string]map[string]access.Permissions // by app and address
	locked map[string]bool
}

// may lists what everybody may do, as "address role admin" and "address app deploy".
func (r *rights) may() map[string]bool {
	all := map[string]bool{}
	for email, role := range r.roles {
		for _, lower := range access.AssignableRoles {
			if !access.Outranks(lower, role) {
				all[email+" role "+string(lower)] = true
			}
		}
	}
	for app, given := range r.grants {
		people := map[string]bool{}
		for email := range r.roles {
			people[email] = true
		}
		for email := range given {
			people[email] = true
		}
		for email := range people {
			for _, e := range access.Effective(access.Subject{Role: r.roles[email], Grant: given[email]}, access.Object{Kind: access.App, Locked: r.locked[app]}) {
				all[email+" "+app+" "+e.Permission.String()] = true
			}
		}
	}
	return all
}

// follow takes an event of the audit trail in.
func (r *rights) follow(t *testing.T, e mockapitest.Event) {
	t.Helper()
	email, _ := e.Data["email"].(string)
	switch e.Type + " " + e.Action {
	case "team_member create", "team_member update":
		r.roles[email] = access.Role(fmt.Sprint(e.Data["role"]))
	case "team_member destroy":
		delete(r.roles, email)
		for _, given := range r.grants {
			delete(given, email)
		}
	case "collaborator create", "collaborator update":
		var words []string
		for _, w := range e.Data["permissions"].([]any) { //nolint:forcetypeassert // the trail is the control plane's own
			words = append(words, fmt.Sprint(w))
		}
		set, err := access.ParsePermissions(words)
		if err != nil {
			t.Fatal(err)
		}
		if r.grants[e.AppName] == nil {
			r.grants[e.AppName] = map[string]access.Permissions{}
		}
		r.grants[e.AppName][email] = set
	case "collaborator destroy":
		delete(r.grants[e.AppName], email)
	case "app update":
		if locked, ok := e.Data["locked"].(bool); ok {
			r.locked[e.AppName] = locked
		}
	}
}

// keepsRights replays the audit trail of a team since an event, and looks whether anybody lost, for a while, what he had before and has
// after; and whether there was an admin at every moment.
func (w *world) keepsRights(t *testing.T, team string, before int) {
	t.Helper()
	trail := w.server.Events(t, team)
	now := &rights{map[string]access.Role{"ada@acme.test": access.Admin}, map[string]map[string]access.Permissions{"lab-one": {}}, map[string]bool{}}
	var moments []map[string]bool
	for i, e := range trail {
		now.follow(t, e)
		if i+1 < before {
			continue
		}
		moments = append(moments, now.may())
		if !slices.Contains(slices.Collect(maps.Values(now.roles)), access.Admin) {
			t.Errorf("no admin after %s %s of %v", e.Type, e.Action, e.Data["email"])
		}
	}
	first, last := moments[0], moments[len(moments)-1]
	if len(first) == 0 || len(moments) < 10 {
		t.Fatalf("nothing happened: %d moments, %v", len(moments), first)
	}
	for right := range first {
		for i, moment := range moments {
			if last[right] && !moment[right] {
				e := trail[before-1+i]
				t.Errorf("%s was lost by %s %s of %v, event %d of %d", right, e.Type, e.Action, e.Data["email"], i, len(moments))
				break
			}
		}
	}
}

// Every admin hands over to somebody else, the one that Terraform works as among them, while people go over to other ways to what they
// keep. Nobody who keeps a right loses it for a moment.
func TestAccOrder(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams/apps", object{"name": "lab-one", "team": "acme-labs"})
	team := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	person := func(name, role string) [3]string { return [3]string{name, name + "@acme.test", role} }
	grant := func(name, words string) string {
		return strings.Replace(fmt.Sprintf(grantConfig, "lab-one", name+"@acme.test", words), `"x"`, `"`+name+`"`, 1) + "\n"
	}
	lock := "resource \"herokuenterprise_app_lock\" \"x\" {\n  app = \"lab-one\"\n}\n"
	before := 0
	w.run(t,
		resource.TestStep{Config: w.config(seatsOf("acme-labs",
			person("ada", "admin"), person("a1", "admin"), person("a2", "admin"), person("joe", "viewer"), person("b2", "member"), person("eve", "viewer")) +
			grant("dan", `"deploy"`))},
		resource.TestStep{
			PreConfig: func() { before = len(w.server.Events(t, team)) },
			Config: w.removable("allow_self_removal = true", seatsOf("acme-labs",
				person("ada", "member"), person("a1", "member"), // and a2 leaves
				person("joe", "admin"), person("b2", "admin"), person("new", "admin"), person("dan", "member"), person("eve", "viewer"))+
				grant("ada", `"deploy", "operate", "manage"`)+grant("a1", `"operate"`)+grant("dan", `"deploy"`)+grant("eve", `"view"`)+lock),
			Check: func(*terraform.State) error {
				w.keepsRights(t, team, before)
				if roles := w.roles(t, "acme-labs"); roles["ada@acme.test"] != "member" || roles["joe@acme.test"] != "admin" || roles["a2@acme.test"] != "" {
					return fmt.Errorf("roles %v", roles)
				}
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() {
				w.server.Do(t, "HRKU-joe", "PUT", "/teams/acme-labs/members", object{"email": "ada@acme.test", "role": "admin"})
			},
			Config: w.removable("allow_self_removal = true", "removed {\n from = herokuenterprise_team_member.ada\n lifecycle { destroy = false }\n}\n"),
		},
	)
}

// A lock waits for those who become admins, however long the API takes: they see the app before it is locked, and after.
func TestAccOrderOfLock(t *testing.T) {
	w := start(t)
	w.Proxy = acctest.NewProxy(t, w.server.Failing(t, 1, "route=PUT /teams/{team}/members,share=1,latency=300ms"))
	w.do(t, "POST", "/teams/apps", object{"name": "lab-one", "team": "acme-labs"})
	team := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	crew := func(role string) string {
		var seats [][3]string
		for i := range 12 {
			name := fmt.Sprintf("p%02d", i)
			seats = append(seats, [3]string{name, name + "@acme.test", role})
		}
		return seatsOf("acme-labs", seats...)
	}
	before := 0
	w.run(t,
		resource.TestStep{Config: w.config(crew("viewer"))},
		resource.TestStep{
			PreConfig: func() { before = len(w.server.Events(t, team)) },
			Config:    w.config(crew("admin") + "resource \"herokuenterprise_app_lock\" \"x\" {\n  app = \"lab-one\"\n}\n"),
			Check:     func(*terraform.State) error { w.keepsRights(t, team, before); return nil },
		},
		resource.TestStep{Config: w.config(" ")},
	)
}

// A whole team hands over: twenty people go and twenty come, among them all admins but the one that Terraform works as, who becomes a
// member at last. In one list the order is certain.
func TestAccOrderOfHandover(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams/apps", object{"name": "lab-one", "team": "acme-labs"})
	team := text(t, w.do(t, "GET", "/teams/acme-labs", nil), "id")
	crew := func(name string, admins int) string {
		var lines strings.Builder
		for i := range 20 {
			role := access.AssignableRoles[1+i%2]
			if i < admins {
				role = access.Admin
			}
			fmt.Fprintf(&lines, "    \"%s%02d@acme.test\" = %q\n", name, i, role)
		}
		return lines.String()
	}
	config := func(lines string) string {
		return w.removable("allow_self_removal = true", "resource \"herokuenterprise_team_members\" \"x\" {\n  team = \"acme-labs\"\n  max_removals = \"100%\"\n  members = {\n"+lines+"  }\n}\n")
	}
	before := 0
	w.run(t,
		resource.TestStep{Config: config("    \"ada@acme.test\" = \"admin\"\n    \"eve@acme.test\" = \"member\"\n" + crew("old", 4))},
		resource.TestStep{
			PreConfig: func() { before = len(w.server.Events(t, team)) },
			Config:    config("    \"ada@acme.test\" = \"member\"\n    \"eve@acme.test\" = \"viewer\"\n    \"joe@acme.test\" = \"admin\"\n" + crew("new", 3)),
			Check: func(*terraform.State) error {
				w.keepsRights(t, team, before)
				if roles := w.roles(t, "acme-labs"); len(roles) != 23 || roles["new00@acme.test"] != "admin" || roles["ada@acme.test"] != "member" {
					return fmt.Errorf("roles %v", roles)
				}
				w.server.Do(t, "HRKU-joe", "PUT", "/teams/acme-labs/members", object{"email": "ada@acme.test", "role": "admin"})
				return nil
			},
			ExpectNonEmptyPlan: true, // Ada is an admin again, so that she can clean up
		},
	)
}

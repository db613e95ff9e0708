package seed_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

type object = map[string]any

// apiWorld is where the requests of TestDumpAfterRequests begin.
const apiWorld = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: jill@creative.test, token: HRKU-jill}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [view, manage, create]}]}
teams:
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}]
    apps: [{name: web, locked: true, collaborators: [{email: jill@creative.test, permissions: [operate]}]}, {name: api}]
  - {name: gadgets, enterprise_account: acme, members: [{email: ada@acme.test, role: admin}]}
  - {name: club, type: team, members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}]}
apps:
  - {name: hobby, owner: joe@acme.test, collaborators: [{email: jill@creative.test}]}
`

// TestDumpAfterRequests: whatever state requests lead to, the dump of it makes it again; what no file holds is named.
func TestDumpAfterRequests(t *testing.T) {
	s := mockapitest.Start(t, apiWorld)
	for _, c := range []struct {
		token, method, path string
		body                any
	}{
		{"HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "New@acme.test", "role": "viewer", "federated": true}},
		{"HRKU-ada", "PATCH", "/teams/widgets", object{"default": true}},
		{"HRKU-ada", "POST", "/spaces", object{"name": "nasa", "team": "widgets", "region": "tokyo"}},
		{"HRKU-ada", "PATCH", "/spaces/nasa/members/joe@acme.test", object{"permissions": []object{{"name": "create_apps"}}}},
		{"HRKU-ada", "PUT", "/spaces/nasa/inbound-ruleset", object{"rules": []object{{"action": "allow", "source": "198.51.100.0/24"}}}},
		{"HRKU-ada", "PUT", "/spaces/nasa/inbound-ruleset", object{"rules": []object{}}},
		{"HRKU-joe", "POST", "/teams/apps", object{"name": "probe", "space": "nasa"}},
		{"HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:essential-0", "attachment": object{"name": "MAIN"}}},
		{"HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:premium-0"}},
		// An add-on whose only attachment to its own app has a namespace.
		{"HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-redis:mini", "name": "own-db", "attachment": object{"name": "OWN"}}},
		{"HRKU-ada", "POST", "/addon-attachments", object{"addon": "own-db", "app": "web", "namespace": "credential:x", "name": "SECOND"}},
		{"HRKU-ada", "DELETE", "/addon-attachments/{OWN}", nil},
		{"HRKU-ada", "POST", "/addon-attachments", object{"addon": "own-db", "app": "api"}},
		{"HRKU-ada", "PATCH", "/teams/apps/api", object{"owner": "club"}}, // a shared add-on stays shared; grants stay what they were
		{"HRKU-ada", "PUT", "/teams/club/invitations", object{"email": "late@acme.test", "role": "member"}},
		{"HRKU-joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "jill@creative.test"}},
		{"HRKU-jill", "PATCH", "/account/app-transfers/hobby", object{"state": "declined"}},
		{"HRKU-joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "jill@creative.test"}},
		{"HRKU-joe", "DELETE", "/apps/hobby/collaborators/jill@creative.test", nil}, // the offer stays
		{"HRKU-joe", "POST", "/pipelines", object{"name": "flow"}},
		{"HRKU-joe", "POST", "/oauth/authorizations", object{"description": "ci", "scope": []string{"read"}, "expires_in": 60}},
		{"HRKU-ada", "PATCH", "/apps/web/config-vars", object{"KEY": "value"}},
		{"HRKU-ada", "POST", "/apps/web/domains", object{"hostname": "www.acme.test", "sni_endpoint": nil}},
		{"HRKU-ada", "POST", "/apps/web/acm", nil},
		{"HRKU-ada", "PATCH", "/apps/web", object{"maintenance": true, "build_stack": "heroku-22"}},
	} {
		if strings.Contains(c.path, "{OWN}") {
			var own struct{ ID string }
			if err := json.Unmarshal(mustDo(t, s, c.token, "GET", "/apps/web/addon-attachments/OWN", nil), &own); err != nil {
				t.Fatal(err)
			}
			c.path = strings.ReplaceAll(c.path, "{OWN}", own.ID)
		}
		mustDo(t, s, c.token, c.method, c.path, c.body)
	}
	checkWorld(t, s.Store)
	first, left := dump(t, s.Store, true)
	told := strings.Join(left, "\n")
	for _, want := range []string{"events of the audit trail", "1 domains", "2 replaced rulesets", "1 answered transfers", "releases after the first", "4 mails"} {
		if !strings.Contains(told, want) {
			t.Errorf("the dump does not say that it leaves out %q:\n%s", want, told)
		}
	}
	if len(left) != 6 {
		t.Errorf("left out: %q", left)
	}
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		load(t, st, first)
		second, _ := dump(t, st, true)
		same(t, "dump of the load", second, first)
	})
}

func mustDo(t *testing.T, s *mockapitest.Server, token, method, path string, body any) []byte {
	t.Helper()
	status, answer := s.Do(t, token, method, path, body)
	if status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

// TestDumpNamesWhatALoadWouldChange: states that requests cannot reach, and no file can say.
func TestDumpNamesWhatALoadWouldChange(t *testing.T) {
	st := open(t, store.Memory)
	load(t, st, apiWorld)
	ctx := t.Context()
	if err := st.Write(ctx, func(tx *store.Tx) error {
		team, err := tx.GetTeam(ctx, "gadgets", "")
		if err != nil {
			return err
		}
		jill, err := tx.GetUser(ctx, "jill@creative.test")
		if err != nil {
			return err
		}
		if _, err := tx.CreateMember(ctx, team.ID, store.Member{User: jill, Role: "viewer"}); err != nil {
			return err
		}
		_, err = tx.CreateTeam(ctx, store.Team{Name: "nobodys", Type: "team"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	_, left, err := seed.Dump(ctx, st, false)
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(left, "\n")
	for _, want := range []string{"an admin of the team nobodys", "that jill@creative.test of the team gadgets is not in its enterprise account"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told:\n%s", want, told)
		}
	}
}

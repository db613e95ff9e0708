package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// runtimeWorld has a locked app, vault, and one person for each permission on it; and a personal app, hobby, of joe with a friend.
const runtimeWorld = `
users:
  - {email: ada@acme.test, token: HRKU-admin}
  - {email: mia@acme.test, token: HRKU-member}
  - {email: vie@acme.test, token: HRKU-view}
  - {email: dep@acme.test, token: HRKU-deploy}
  - {email: ope@acme.test, token: HRKU-operate}
  - {email: man@acme.test, token: HRKU-manage}
  - {email: joe@acme.test, token: HRKU-owner}
  - {email: fay@acme.test, token: HRKU-friend}
teams:
  - name: widgets
    members:
      - {email: ada@acme.test, role: admin}
      - {email: mia@acme.test, role: member}
      - {email: joe@acme.test, role: member}
    apps:
      - {name: web}
      - name: vault
        locked: true
        collaborators:
          - {email: vie@acme.test, permissions: [view]}
          - {email: dep@acme.test, permissions: [view, deploy]}
          - {email: ope@acme.test, permissions: [view, operate]}
          - {email: man@acme.test, permissions: [view, manage]}
apps:
  - name: hobby
    owner: joe@acme.test
    collaborators: [{email: fay@acme.test}]
`

// step is a request that an admin makes before a test begins.
type step struct {
	method, path string
	body         any
}

// runtimeSteps give the app vault something of every noun.
var runtimeSteps = []step{
	{"PATCH", "/apps/vault/config-vars", object{"FOO": "secret"}},
	{"PUT", "/apps/vault/buildpack-installations", object{"updates": []object{{"buildpack": "heroku/go"}}}},
	{"POST", "/apps/vault/builds", object{"source_blob": object{"url": "https://example.com/source.tgz?token=secret", "version": "cafe0123beef"}}},
	{"POST", "/apps/vault/dynos", object{"command": "rake secret", "type": "task"}},
}

// runtimeLists are the paths that show everything that runs in an app.
var runtimeLists = []string{"", "/config-vars", "/releases", "/builds", "/buildpack-installations", "/formation", "/dynos"}

// runtimeRoutes says of every route who may use it, by the permission that each person has on the app.
var runtimeRoutes = []struct {
	method, path string // of an app
	body         any
	status       int
	allowed      string
}{
	{"GET", "/config-vars", nil, 200, "deploy operate"},
	{"PATCH", "/config-vars", object{"BAR": "1"}, 200, "deploy operate"},
	{"GET", "/releases", nil, 200, "view deploy operate manage"},
	{"GET", "/releases/1", nil, 200, "view deploy operate manage"},
	{"GET", "/releases/1/config-vars", nil, 200, "deploy operate"},
	{"POST", "/releases", object{"release": "3"}, 201, "deploy operate"},
	{"POST", "/releases", object{"slug": "{slug}"}, 201, "deploy"},
	{"GET", "/builds", nil, 200, "view deploy operate manage"},
	{"GET", "/builds/{build}", nil, 200, "view deploy operate manage"},
	{"POST", "/builds", object{"source_blob": object{"url": "https://bob:secret@example.com/x.tgz"}}, 201, "deploy"},
	{"GET", "/slugs/{slug}", nil, 200, "deploy"},
	{"POST", "/slugs", object{"process_types": object{"web": "run secret"}}, 201, "deploy"},
	{"GET", "/buildpack-installations", nil, 200, "view deploy operate manage"},
	{"PUT", "/buildpack-installations", object{"updates": []object{{"buildpack": "https://bob:secret@example.com/b"}}}, 200, "deploy"},
	{"GET", "/formation", nil, 200, "view deploy operate manage"},
	{"PATCH", "/formation", object{"updates": []object{{"type": "web", "quantity": 2}}}, 200, "deploy operate"},
	{"GET", "/formation/web", nil, 200, "view deploy operate manage"},
	{"PATCH", "/formation/web", object{"quantity": 0}, 200, "deploy operate"},
	{"GET", "/dynos", nil, 200, "view deploy operate manage"},
	{"POST", "/dynos", object{"command": "echo secret"}, 201, "deploy operate"},
	{"DELETE", "/dynos", nil, 202, "operate"},
	{"GET", "/dynos/web.1", nil, 200, "view deploy operate manage"},
	{"DELETE", "/dynos/web.1", nil, 202, "operate"},
	{"POST", "/dynos/web.1/actions/stop", nil, 202, "operate"},
	{"DELETE", "/formations/web", nil, 202, "operate"},
	{"POST", "/formations/web/actions/stop", nil, 202, "operate"},
}

// fill puts the ids of the build and the slug of a prepared server into a path or a body.
func fill(t *testing.T, s *mockapitest.Server, v any) []byte {
	t.Helper()
	var builds []api.Build
	must(t, s, 200, "HRKU-admin", "GET", "/apps/vault/builds", nil, &builds)
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("{build}", builds[0].ID, "{slug}", builds[0].Slug.ID).Replace(string(raw))
	return []byte(text)
}

// snapshot is everything that an admin sees of the app vault.
func snapshot(t *testing.T, s *mockapitest.Server) string {
	t.Helper()
	var all strings.Builder
	for _, path := range runtimeLists {
		status, body := s.Do(t, "HRKU-admin", http.MethodGet, "/apps/vault"+path, nil)
		if status != http.StatusOK {
			t.Fatalf("GET %s: %d %s", path, status, body)
		}
		all.Write(body)
	}
	return all.String()
}

// prepared is a server whose app has something of every noun.
func prepared(t *testing.T, database string) *mockapitest.Server {
	t.Helper()
	s := mockapitest.StartOn(t, database, runtimeWorld)
	for _, p := range runtimeSteps {
		if status, body := s.Do(t, "HRKU-admin", p.method, p.path, p.body); status >= 300 {
			t.Fatalf("%s %s: %d %s", p.method, p.path, status, body)
		}
	}
	return s
}

// TestRuntimePermissions: each permission alone opens what the table says, and what is refused changes nothing and is audited
// once. A member without a grant is kept out by the lock; the admin may do everything.
func TestRuntimePermissions(t *testing.T) {
	for _, c := range runtimeRoutes {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			for _, person := range []string{"admin", "member", "view", "deploy", "operate", "manage"} {
				s := prepared(t, ":memory:")
				before, trail := snapshot(t, s), len(events(t, s))
				path := strings.Trim(string(fill(t, s, c.path)), `"`)
				status, body := s.Do(t, "HRKU-"+person, c.method, "/apps/vault"+path, fill(t, s, c.body))
				allowed := strings.Contains(c.allowed+" admin", person)
				if allowed && status != c.status || !allowed && status != http.StatusForbidden {
					t.Errorf("%s: %d %s", person, status, body)
				}
				written := events(t, s)[trail:]
				switch {
				case !allowed && (snapshot(t, s) != before || len(written) != 1 || written[0].Allowed):
					t.Errorf("%s: a refusal changed something, or wrote %+v", person, written)
				case allowed && c.method == "GET" && len(written) != 0:
					t.Errorf("%s: a look wrote %+v", person, written)
				case allowed && c.method != "GET" && (len(written) == 0 || strings.Contains(sprint(written), "secret")):
					t.Errorf("%s: the audit trail says %+v", person, written)
				}
			}
		})
	}
}

// TestRuntimeOfPersonalApps: the owner may do everything, a friend what the fixed permissions open, everybody else nothing.
func TestRuntimeOfPersonalApps(t *testing.T) {
	s := prepared(t, ":memory:")
	for _, person := range []string{"owner", "friend", "admin"} {
		want := map[string]int{"owner": 200, "friend": 200, "admin": 403}[person]
		must(t, s, want, "HRKU-"+person, "PATCH", "/apps/hobby/config-vars", object{"WHO": person}, nil)
		must(t, s, want, "HRKU-"+person, "GET", "/apps/hobby/releases", nil, nil)
	}
}

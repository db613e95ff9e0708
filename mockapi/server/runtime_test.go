package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
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

// setUp is a request that an admin makes before a test begins.
type setUp struct {
	method, path string
	body         any
}

// runtimeSteps give the app vault something of every noun.
var runtimeSteps = []setUp{
	{"PATCH", "/apps/vault/config-vars", object{"FOO": "secret"}},
	{"PUT", "/apps/vault/buildpack-installations", object{"updates": []object{{"buildpack": "heroku/go"}}}},
	{"POST", "/apps/vault/builds", object{"source_blob": object{"url": "https://example.com/source.tgz?token=secret", "version": "cafe0123beef"}}},
	{"POST", "/apps/vault/dynos", object{"command": "rake secret", "type": "task"}},
	{"POST", "/apps/vault/domains", object{"hostname": "www.acme.test", "sni_endpoint": nil}},
	{"POST", "/apps/vault/log-drains", object{"url": "https://logs.acme.test/drain?token=secret"}},
	{"PATCH", "/apps/vault/features/preboot", object{"enabled": true}},
	{"POST", "/apps/vault/acm", nil},
}

// runtimeLists are the paths that show everything that runs in an app.
var runtimeLists = []string{"", "/config-vars", "/releases", "/builds", "/buildpack-installations", "/formation", "/dynos", "/domains", "/log-drains", "/features"}

// runtimeRoutes says of every route who may use it, by the permission that each person has on the app.
var runtimeRoutes = []struct {
	method, path string // of an app
	body         any
	status       int
	allowed      string // besides the admin
	events       string // that a success writes
	once         bool   // the second success would not be the same
}{
	{"GET", "/config-vars", nil, 200, "deploy operate", "", false},
	{"PATCH", "/config-vars", object{"BAR": "1"}, 200, "deploy operate", "config_change.set release.create", true},
	{"GET", "/releases", nil, 200, "view deploy operate manage", "", false},
	{"GET", "/releases/1", nil, 200, "view deploy operate manage", "", false},
	{"GET", "/releases/1/config-vars", nil, 200, "deploy operate", "", false},
	{"POST", "/releases", object{"release": "3"}, 201, "deploy operate", "code_release.create", false},
	{"POST", "/releases", object{"slug": "{slug}"}, 201, "deploy", "code_release.create", false},
	{"GET", "/builds", nil, 200, "view deploy operate manage", "", false},
	{"GET", "/builds/{build}", nil, 200, "view deploy operate manage", "", false},
	{"POST", "/builds", object{"source_blob": object{"url": "https://bob:secret@example.com/x.tgz"}}, 201, "deploy", "code_release.create build.create", false},
	{"GET", "/slugs/{slug}", nil, 200, "deploy", "", false},
	{"POST", "/slugs", object{"process_types": object{"web": "run secret"}}, 201, "deploy", "slug.create", false},
	{"GET", "/buildpack-installations", nil, 200, "view deploy operate manage", "", false},
	{"PUT", "/buildpack-installations", object{"updates": []object{{"buildpack": "https://bob:secret@example.com/b"}}}, 200, "deploy", "buildpack_installations.update", false},
	{"GET", "/formation", nil, 200, "view deploy operate manage", "", false},
	{"PATCH", "/formation", object{"updates": []object{{"type": "web", "quantity": 2}}}, 200, "deploy operate", "formation.update", false},
	{"GET", "/formation/web", nil, 200, "view deploy operate manage", "", false},
	{"PATCH", "/formation/web", object{"quantity": 0}, 200, "deploy operate", "formation.update", false},
	{"GET", "/dynos", nil, 200, "view deploy operate manage", "", false},
	{"POST", "/dynos", object{"command": "echo secret"}, 201, "deploy operate", "dyno.create", false},
	{"DELETE", "/dynos", nil, 202, "operate", "dyno.restart", false},
	{"GET", "/dynos/web.1", nil, 200, "view deploy operate manage", "", false},
	{"DELETE", "/dynos/web.1", nil, 202, "operate", "dyno.restart", false},
	{"POST", "/dynos/web.1/actions/stop", nil, 202, "operate", "dyno.stop", false},
	{"DELETE", "/formations/web", nil, 202, "operate", "dyno.restart", false},
	{"POST", "/formations/web/actions/stop", nil, 202, "operate", "dyno.stop", false},
	{"GET", "/domains", nil, 200, "view deploy operate manage", "", false},
	{"POST", "/domains", object{"hostname": "acme.test", "sni_endpoint": nil}, 201, "operate", "domain.create", true},
	{"GET", "/domains/www.acme.test", nil, 200, "view deploy operate manage", "", false},
	{"DELETE", "/domains/www.acme.test", nil, 200, "operate", "domain.destroy", true},
	{"GET", "/sni-endpoints", nil, 200, "view deploy operate manage", "", false},
	{"POST", "/acm", nil, 200, "operate", "acm.create", false},
	{"PATCH", "/acm", nil, 200, "operate", "acm.update", false},
	{"DELETE", "/acm", nil, 200, "operate", "acm.destroy", false},
	{"GET", "/log-drains", nil, 200, "operate", "", false},
	{"POST", "/log-drains", object{"url": "syslog+tls://secret@logs.acme.test:514"}, 201, "operate", "log_drain.create", true},
	{"GET", "/log-drains/https%3A%2F%2Flogs.acme.test%2Fdrain%3Ftoken=secret", nil, 200, "operate", "", false},
	{"DELETE", "/log-drains/https%3A%2F%2Flogs.acme.test%2Fdrain%3Ftoken=secret", nil, 200, "operate", "log_drain.destroy", true},
	{"GET", "/features", nil, 200, "view deploy operate manage", "", false},
	{"GET", "/features/preboot", nil, 200, "view deploy operate manage", "", false},
	{"PATCH", "/features/preboot", object{"enabled": false}, 200, "operate", "app_feature.update", false},
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

// TestRuntimePermissions: each permission alone opens what the table says, and the admin may do everything.
func TestRuntimePermissions(t *testing.T) {
	looks := prepared(t, ":memory:")
	for _, c := range runtimeRoutes {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			s := looks
			if c.method != http.MethodGet {
				s = prepared(t, ":memory:")
			}
			for i, person := range strings.Fields(c.allowed + " admin") {
				if i > 0 && c.once {
					s = prepared(t, ":memory:")
				}
				status, written := tryRoute(t, s, person, c.method, c.path, c.body)
				var names []string
				for _, e := range written {
					names = append(names, e.Type+"."+e.Action)
				}
				if status != c.status || strings.Join(names, " ") != c.events || strings.Contains(sprint(written), "secret") {
					t.Errorf("%s: %d, want %d; events %q, want %q: %+v", person, status, c.status, names, c.events, written)
				}
			}
		})
	}
}

// TestRuntimeRefusals: whom the table does not name is refused, a member without a grant by the lock. A refusal changes
// nothing and is audited once.
func TestRuntimeRefusals(t *testing.T) {
	s := prepared(t, ":memory:")
	before := snapshot(t, s)
	for _, c := range runtimeRoutes {
		for _, person := range []string{"member", "view", "deploy", "operate", "manage"} {
			if slices.Contains(strings.Fields(c.allowed), person) {
				continue
			}
			status, written := tryRoute(t, s, person, c.method, c.path, c.body)
			if status != http.StatusForbidden || len(written) != 1 || written[0].Allowed || strings.Contains(sprint(written), "secret") {
				t.Errorf("%s %s as %s: %d, and wrote %+v", c.method, c.path, person, status, written)
			}
		}
	}
	if snapshot(t, s) != before {
		t.Error("a refusal changed something")
	}
}

// tryRoute makes one request about the app vault, and returns what it added to the audit trail.
func tryRoute(t *testing.T, s *mockapitest.Server, person, method, path string, body any) (int, []store.Event) {
	t.Helper()
	trail := len(events(t, s))
	path = strings.Trim(string(fill(t, s, path)), `"`)
	status, _ := s.Do(t, "HRKU-"+person, method, "/apps/vault"+path, fill(t, s, body))
	return status, events(t, s)[trail:]
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

// TestSecretsStayWithThoseWhoMayHaveThem: who may only look sees neither what an address signs in with, nor a locked app's
// add-ons, and the log holds no drain.
func TestSecretsStayWithThoseWhoMayHaveThem(t *testing.T) {
	s := mockapitest.Start(t, world)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/vault/addons", object{"plan": "papertrail"}, nil)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/web/builds", object{"source_blob": object{"url": "https://bob:hush@example.com/x.tgz?token=hush", "version": "1"}}, nil)
	must(t, s, http.StatusOK, "HRKU-ada", "PUT", "/apps/web/buildpack-installations", object{"updates": []object{{"buildpack": "https://bob:hush@example.com/pack"}}}, nil)
	for path, shown := range map[string]string{"/apps/web/builds": "hush", "/apps/web/buildpack-installations": "hush", "/teams/widgets/addons": "papertrail"} {
		for token, want := range map[string]bool{"HRKU-ada": true, "HRKU-vic": false} {
			status, answer := s.Do(t, token, "GET", path, nil)
			if status != http.StatusOK || contains(string(answer), shown) != want {
				t.Errorf("%s as %s: %d, shows %q %v, want %v", path, token, status, shown, !want, want)
			}
		}
	}
}

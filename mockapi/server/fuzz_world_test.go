package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// fuzzSeed has somebody of every sort, an app that is locked and one that is not, and an app of a person.
const fuzzSeed = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: jill@creative.test, token: HRKU-jill}
  - {email: sam@elsewhere.test, token: HRKU-sam}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [view, billing, manage, create]}]}
teams:
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}]
    apps:
      - {name: web, addons: [{service: scheduler, name: clock}]}
      - {name: vault, locked: true, collaborators: [{email: jill@creative.test, permissions: [view, manage]}]}
  - {name: club, type: team, members: [{email: ada@acme.test, role: admin}]}
apps:
  - {name: hobby, owner: joe@acme.test}
  - {name: adas, owner: ada@acme.test, collaborators: [{email: joe@acme.test}]}
`

// fuzzTokens are the people who ask: an admin, a member, an outsider with a grant, an outsider, nobody.
var fuzzTokens = []string{"HRKU-ada", "HRKU-joe", "HRKU-jill", "HRKU-sam", ""}

// fuzzSteps make what no seed file has. Of each answer the member is kept, for the placeholder of that name in a route.
var fuzzSteps = []struct{ placeholder, member, method, path, body string }{
	{"space", "name", "POST", "/spaces", `{"name":"nasa","team":"widgets"}`},
	{"pipeline", "id", "POST", "/pipelines", `{"name":"flow"}`},
	{"coupling", "id", "POST", "/pipeline-couplings", `{"app":"adas","pipeline":"flow","stage":"staging"}`},
	{"authorization", "id", "POST", "/oauth/authorizations", `{"scope":["global"]}`},
	{"transfer", "id", "POST", "/account/app-transfers", `{"app":"adas","recipient":"joe@acme.test"}`},
	{"invitation", "id", "PUT", "/teams/club/invitations", `{"email":"sam@elsewhere.test","role":"member"}`},
	{"slug", "id", "POST", "/apps/web/slugs", `{"process_types":{"web":"run"}}`},
	{"build", "id", "POST", "/apps/web/builds", `{"source_blob":{"url":"https://example.com/a.tgz"}}`},
	{"domain", "hostname", "POST", "/apps/web/domains", `{"hostname":"www.example.com","sni_endpoint":null}`},
	{"drain", "id", "POST", "/apps/web/log-drains", `{"url":"https://logs.example.com/x"}`},
	{"attachment", "id", "POST", "/addon-attachments", `{"addon":"clock","app":"web","name":"TICK"}`},
}

// fuzzWorld is a control plane over a small world, which starts again when a request changed it: what a request answers depends
// on that request alone, so what fuzzing finds can be repeated.
type fuzzWorld struct {
	*fileWorld
	params map[string]string
}

func newFuzzWorld(f *testing.F) *fuzzWorld {
	f.Helper()
	w := &fuzzWorld{fileWorld: newFileWorld(f, fuzzSeed, time.Now, slog.New(slog.DiscardHandler)), params: map[string]string{
		"account": "acme", "addon": "clock", "app": "web", "collaborator": "joe@acme.test", "dyno": "web.1", "feature": "app-access-controls",
		"member": "joe@acme.test", "plan": "scheduler:standard", "region": "us", "release": "1", "ruleset": "none", "service": "scheduler",
		"size": "standard-1x", "stack": "heroku-24", "year": "2026", "month": "01", "team": "widgets", "token": "none", "type": "web", "user": "~",
	}}
	for _, step := range fuzzSteps {
		got := w.send("HRKU-ada", step.method, &url.URL{Path: step.path}, step.body, nil)
		var v map[string]any
		if err := json.Unmarshal(got.Body.Bytes(), &v); err != nil || got.Code >= http.StatusMultipleChoices {
			f.Fatalf("%s %s: %d %s", step.method, step.path, got.Code, got.Body)
		}
		w.params[step.placeholder] = fmt.Sprint(v[step.member])
	}
	w.keep()
	w.send("HRKU-ada", http.MethodPatch, &url.URL{Path: "/apps/web"}, `{"maintenance":true}`, nil)
	if w.fingerprint() == w.print {
		f.Fatal("the fingerprint does not see a change")
	}
	w.restart(f)
	if w.fingerprint() != w.print {
		f.Fatal("the world is not as it was made after a restart")
	}
	return w
}

// path fills in the placeholders of a route with what the world has; a placeholder named here gets another value.
func (w *fuzzWorld) path(pattern, placeholder, value string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		name, ok := strings.CutPrefix(part, "{")
		if name = strings.TrimSuffix(name, "}"); !ok {
			continue
		}
		parts[i] = url.PathEscape(w.params[name])
		if name == placeholder {
			parts[i] = value
		}
	}
	return strings.Join(parts, "/")
}

// ask makes one request and judges the answer: never a 5xx, always JSON, an id and a message for what is refused, and then nothing
// is changed. What no HTTP request could carry is skipped.
func (w *fuzzWorld) ask(t *testing.T, token, method, target, body, ranges string) {
	t.Helper()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		t.Skip("not the target of a request:", err)
	}
	header := http.Header{}
	if ranges != "" {
		header.Set(api.HeaderRange, ranges)
	}
	got := w.send(token, method, u, body, header)
	var v any
	if err := json.Unmarshal(got.Body.Bytes(), &v); err != nil || got.Code >= http.StatusInternalServerError {
		t.Fatalf("%s %s %q %q: %d %q: %v", method, target, body, ranges, got.Code, got.Body, err)
	}
	if got.Code < http.StatusBadRequest {
		if method != http.MethodGet {
			w.restart(t)
		}
		return
	}
	if refusal, _ := v.(map[string]any); refusal["id"] == nil || refusal["id"] == "" || refusal["message"] == nil || refusal["message"] == "" {
		t.Errorf("%s %s %q %q: %d %s lacks an id or a message", method, target, body, ranges, got.Code, got.Body)
	}
	if method != http.MethodGet && w.fingerprint() != w.print {
		w.restart(t)
		t.Errorf("%s %s %q %q: %d %s changed the database", method, target, body, ranges, got.Code, got.Body)
	}
}

package server

import (
	"context"
	"crypto/sha256"
	"database/sql" //nolint:depguard // the fingerprint of what is stored, whoever asks and whatever the queries of the project show
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
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
	f      *testing.F
	file   string
	fresh  []byte // the file as it was made
	params map[string]string

	server *Server
	store  *store.Store
	print  string // of the fresh world
}

func newFuzzWorld(f *testing.F) *fuzzWorld {
	f.Helper()
	w := &fuzzWorld{f: f, file: filepath.Join(f.TempDir(), "fuzz.db"), params: map[string]string{
		"account": "acme", "addon": "clock", "app": "web", "collaborator": "joe@acme.test", "dyno": "web.1", "feature": "app-access-controls",
		"member": "joe@acme.test", "plan": "scheduler:standard", "region": "us", "release": "1", "ruleset": "none", "service": "scheduler",
		"size": "standard-1x", "stack": "heroku-24", "team": "widgets", "token": "none", "type": "web", "user": "~",
	}}
	w.open()
	ctx := context.Background()
	if err := seed.Catalogue(ctx, w.store); err != nil {
		f.Fatal(err)
	}
	if err := seed.Load(ctx, w.store, "fuzz.yaml", []byte(fuzzSeed)); err != nil {
		f.Fatal(err)
	}
	for _, step := range fuzzSteps {
		got := w.send("HRKU-ada", step.method, &url.URL{Path: step.path}, step.body, "")
		var v map[string]any
		if err := json.Unmarshal(got.Body.Bytes(), &v); err != nil || got.Code >= http.StatusMultipleChoices {
			f.Fatalf("%s %s: %d %s", step.method, step.path, got.Code, got.Body)
		}
		w.params[step.placeholder] = fmt.Sprint(v[step.member])
	}
	if err := w.store.Close(); err != nil {
		f.Fatal(err)
	}
	var err error
	if w.fresh, err = os.ReadFile(w.file); err != nil {
		f.Fatal(err)
	}
	w.open()
	w.print = w.fingerprint()
	w.send("HRKU-ada", http.MethodPatch, &url.URL{Path: "/apps/web"}, `{"maintenance":true}`, "")
	if w.fingerprint() == w.print {
		f.Fatal("the fingerprint does not see a change")
	}
	w.restart(f)
	if w.fingerprint() != w.print {
		f.Fatal("the world is not as it was made after a restart")
	}
	f.Cleanup(func() { _ = w.store.Close() })
	return w
}

func (w *fuzzWorld) open() {
	var err error
	if w.store, err = store.Open(context.Background(), w.file, time.Now); err != nil {
		w.f.Fatal(err)
	}
	w.server = New(w.store, Options{Logger: slog.New(slog.DiscardHandler), Clock: time.Now, RateLimit: 1 << 30})
}

// restart puts back the world as it was made.
func (w *fuzzWorld) restart(t testing.TB) {
	t.Helper()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.RemoveAll(w.file + suffix); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(w.file, w.fresh, 0o600); err != nil {
		t.Fatal(err)
	}
	w.open()
}

var tableNames = regexp.MustCompile(`^[a-z_]+$`)

// fingerprint is a sum over every row of every table but the audit trail, where a refusal leaves its line.
func (w *fuzzWorld) fingerprint() string {
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+w.file+"?_pragma=query_only(1)&_pragma=busy_timeout(10000)")
	if err != nil {
		panic(err)
	}
	defer db.Close()
	var tables string
	if err := db.QueryRowContext(ctx, `SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'table' AND name NOT IN ('events', 'sqlite_sequence')`).Scan(&tables); err != nil {
		panic(err)
	}
	sum := sha256.New()
	for table := range strings.FieldsSeq(tables) {
		if !tableNames.MatchString(table) {
			panic(table)
		}
		if err := hashRows(ctx, sum, db, table); err != nil {
			panic(err)
		}
	}
	return string(sum.Sum(nil))
}

func hashRows(ctx context.Context, sum io.Writer, db *sql.DB, table string) error {
	rows, err := db.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s%q\n", table, values)
	}
	return rows.Err()
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

func (w *fuzzWorld) send(token, method string, u *url.URL, body, ranges string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, "/", strings.NewReader(body))
	r.URL = u
	r.Header.Set("Accept", api.Accept)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if ranges != "" {
		r.Header.Set(api.HeaderRange, ranges)
	}
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}

// ask makes one request and judges the answer: never a 5xx, always JSON, an id and a message for what is refused, and then nothing
// is changed. What no HTTP request could carry is skipped.
func (w *fuzzWorld) ask(t *testing.T, token, method, target, body, ranges string) {
	t.Helper()
	u, err := url.ParseRequestURI(target)
	if err != nil {
		t.Skip("not the target of a request:", err)
	}
	got := w.send(token, method, u, body, ranges)
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

package server

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func nameOf(f any) string {
	full := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	return full[strings.LastIndexByte(full, '.')+1:]
}

// TestRoutesAskForKnownActions: every route asks for an action of the table, about an object of the kind that it loads.
func TestRoutesAskForKnownActions(t *testing.T) {
	kinds := map[string]access.Kind{"aboutNothing": access.Nothing, "aboutUser": access.Account, "aboutSelf": access.Account, "aboutTeam": access.Team, "aboutApp": access.App, "aboutAccount": access.Enterprise, "aboutSpace": access.Space, "aboutPipeline": access.Pipeline, "aboutCoupling": access.Pipeline}
	kinds["aboutTeamID"], kinds["aboutAccountID"] = access.Team, access.Enterprise
	kinds["aboutAppTransfer"] = access.App
	kinds["aboutInvitation"] = access.Team
	kinds["aboutAddon"], kinds["aboutAttachment"] = access.App, access.App
	seen := map[string]bool{}
	for _, rt := range routes {
		where := rt.method + " " + rt.pattern
		row, ok := access.Lookup(rt.action)
		if !ok {
			t.Errorf("%s asks for %q, which the table lacks", where, rt.action)
		}
		kind, ok := kinds[nameOf(rt.about)]
		if !ok || kind != row.Kind {
			t.Errorf("%s: %s is about %q, %s loads %q", where, rt.action, row.Kind, nameOf(rt.about), kind)
		}
		if seen[where] {
			t.Errorf("%s is there twice", where)
		}
		seen[where] = true
	}
}

// TestEveryActionIsAsked: an action that no route and no handler asks for is dead, or was forgotten.
func TestEveryActionIsAsked(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`access\.([A-Z]\w+)`).FindAllStringSubmatch(string(text), -1) {
			asked[m[1]] = true
		}
	}
	table, err := os.ReadFile(filepath.Join("..", "..", "internal", "access", "table.go"))
	if err != nil {
		t.Fatal(err)
	}
	constants := regexp.MustCompile(`(?m)^\t(\w+)\s+Action = "`).FindAllStringSubmatch(string(table), -1)
	if len(constants) != len(access.Table) {
		t.Fatalf("%d constants found for %d actions", len(constants), len(access.Table))
	}
	for _, m := range constants {
		if !asked[m[1]] {
			t.Errorf("no route and no handler asks for access.%s", m[1])
		}
	}
}

// TestMutationWithoutAuditFails: a handler that changes something and writes no event is a defect, and changes nothing.
func TestMutationWithoutAuditFails(t *testing.T) {
	st, err := store.Open(t.Context(), store.Memory, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Write(t.Context(), func(tx *store.Tx) error {
		u, err := tx.CreateUser(t.Context(), store.User{Email: "ada@acme.test"})
		return errors.Join(err, tx.CreateToken(t.Context(), u.ID, "HRKU-ada"))
	}); err != nil {
		t.Fatal(err)
	}
	s := New(st, Options{Clock: time.Now, Logger: slog.New(slog.DiscardHandler)})
	send := func(rt route) int {
		r := httptest.NewRequestWithContext(t.Context(), rt.method, "/x", nil)
		r.Header.Set("Accept", api.Accept)
		r.Header.Set("Authorization", "Bearer HRKU-ada")
		w := httptest.NewRecorder()
		s.observe(s.serve(rt)).ServeHTTP(w, r)
		return w.Code
	}
	silent := func(r *request) (int, any, error) {
		_, err := r.tx.CreateUser(r.ctx, store.User{Email: "silent@acme.test"})
		return http.StatusOK, struct{}{}, err
	}
	if got := send(route{"POST", "/x", access.AppCreate, aboutNothing, silent, nil, nil}); got != http.StatusInternalServerError {
		t.Errorf("a mutation without an event answered %d", got)
	}
	if err := st.Read(t.Context(), func(tx *store.Tx) error {
		_, err := tx.GetUser(t.Context(), "silent@acme.test")
		return err
	}); !missing(err) {
		t.Errorf("the user of a failed request: %v", err)
	}
	if got := send(route{"GET", "/x", "team.burn", aboutNothing, silent, nil, nil}); got != http.StatusForbidden {
		t.Errorf("a route with an unknown action answered %d", got)
	}
	if got := send(route{"GET", "/x", access.AppCreate, aboutNothing, func(*request) (int, any, error) { panic("boom") }, nil, nil}); got != http.StatusInternalServerError {
		t.Errorf("a panic answered %d", got)
	}
}

func TestLimiter(t *testing.T) {
	now := time.Unix(1000, 0)
	l := newLimiter(3600, func() time.Time { return now }) // one a second
	for i := range 3600 {
		if !l.take("ada") {
			t.Fatalf("refused request %d", i)
		}
	}
	if l.take("ada") || l.remaining("ada") != 0 || l.wait("ada") != 1 {
		t.Errorf("an empty bucket: remaining %d, wait %d", l.remaining("ada"), l.wait("ada"))
	}
	if !l.take("bob") {
		t.Error("one account empties another's bucket")
	}
	now = now.Add(10 * time.Second)
	if l.remaining("ada") != 10 || !l.take("ada") {
		t.Errorf("after ten seconds: remaining %d", l.remaining("ada"))
	}
	now = now.Add(100 * time.Hour)
	if l.remaining("ada") != 3600 {
		t.Errorf("a full bucket holds %d", l.remaining("ada"))
	}
	l.take("ada")
	now = now.Add(-200 * time.Hour)
	if !l.take("ada") || l.remaining("ada") != 3598 {
		t.Errorf("after the clock was turned back: remaining %d", l.remaining("ada"))
	}
}

func TestRateLimitAnswers(t *testing.T) {
	st, err := store.Open(t.Context(), store.Memory, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Write(t.Context(), func(tx *store.Tx) error {
		u, err := tx.CreateUser(t.Context(), store.User{Email: "ada@acme.test"})
		return errors.Join(err, tx.CreateToken(t.Context(), u.ID, "HRKU-ada"))
	}); err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1000, 0)
	s := New(st, Options{Clock: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler), RateLimit: 2})
	get := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept", api.Accept)
		r.SetBasicAuth("", "HRKU-ada")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	for i, want := range []int{200, 200, 429} {
		w := get("/teams")
		article := strings.Contains(w.Body.String(), `"url":"https://devcenter.heroku.com/articles/platform-api-reference#rate-limits"`)
		if w.Code != want || article != (want == http.StatusTooManyRequests) {
			t.Errorf("request %d: %d %s", i, w.Code, w.Body)
		}
	}
	if w := get("/teams"); w.Header().Get("Retry-After") == "" || w.Header().Get(api.HeaderRateLimitRemaining) != "0" {
		t.Errorf("headers of a 429: %v", w.Header())
	}
	if w := get("/account/rate-limits"); w.Code != http.StatusOK || w.Body.String() != `{"remaining":0}` {
		t.Errorf("asking for the limit: %d %s", w.Code, w.Body)
	}
}

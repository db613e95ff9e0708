package server

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// opening says, from the route alone, which scopes open it.
func opening(rt route, writes bool) []string {
	if row, ok := access.Lookup(rt.action); ok && row.Anonymous {
		return access.ScopeNames
	}
	account := slices.Contains([]string{"/account", "/account/rate-limits", "/users/{user}"}, rt.pattern)
	switch {
	case strings.HasPrefix(rt.pattern, "/oauth/"), rt.pattern == "/account/mails":
		return []string{"global"}
	case account && writes:
		return []string{"global"}
	case account:
		return []string{"global", "identity"}
	case strings.Contains(rt.pattern, "config"):
		return []string{"global", map[bool]string{false: "read-protected", true: "write-protected"}[writes]}
	case writes:
		return []string{"global", "write", "write-protected"}
	}
	return []string{"global", "read", "read-protected"}
}

// TestScopesOfEveryRoute asks every route with a token of each scope: one that does not open it is refused before anything is looked up.
func TestScopesOfEveryRoute(t *testing.T) {
	st, err := store.Open(t.Context(), store.Memory, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Write(t.Context(), func(tx *store.Tx) error {
		u, err := tx.CreateUser(t.Context(), store.User{Email: "ada@acme.test"})
		for i, name := range access.ScopeNames {
			if err == nil {
				_, err = tx.CreateAuthorization(t.Context(), store.Authorization{Scopes: 1 << i, User: u}, "HRKU-"+name)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s := New(st, Options{Clock: time.Now, Logger: slog.New(slog.DiscardHandler), RateLimit: 1 << 30})
	placeholder := regexp.MustCompile(`\{\w+\}`)
	for _, rt := range routes {
		writes := rt.method != http.MethodGet && !slices.Contains(questions, rt.pattern)
		path := placeholder.ReplaceAllString(strings.ReplaceAll(rt.pattern, "{user}", "~"), "none")
		for _, name := range access.ScopeNames {
			r := httptest.NewRequestWithContext(t.Context(), rt.method, path, nil)
			r.Header.Set("Accept", api.Accept)
			r.Header.Set("Authorization", "Bearer HRKU-"+name)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			refused := w.Code == http.StatusForbidden && strings.Contains(w.Body.String(), "it has the scope "+name)
			if want := !slices.Contains(opening(rt, writes), name); refused != want || w.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s with scope %s: %d %s", rt.method, path, name, w.Code, w.Body)
			}
		}
	}
}

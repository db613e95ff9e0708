package server_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// noon is where the clock of a test server stands.
var noon = time.Date(2031, time.May, 6, 12, 0, 0, 0, time.UTC)

// startTests starts a server for tests, with a seed file in its first world.
func startTests(t testing.TB, seedFile string, change func(*server.TestOptions)) *mockapitest.Server {
	t.Helper()
	clock := server.NewClock(time.Now)
	clock.Stop(true)
	clock.Set(noon)
	st, err := store.Open(t.Context(), store.Memory, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := seed.Catalogue(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	o := server.TestOptions{Logger: slog.New(slog.DiscardHandler), Timer: time.Now, RateLimit: 1 << 30, Journal: 100, Load: seed.Load}
	if o.Empty, err = st.Image(t.Context()); err != nil {
		t.Fatal(err)
	}
	st.IDs().Seed(1)
	if err := seed.Load(t.Context(), st, "seed.yaml", []byte(seedFile)); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&o)
	}
	s, err := server.NewTestServer(t.Context(), st, clock, o)
	if err != nil {
		t.Fatal(err)
	}
	hs := httptest.NewServer(s)
	t.Cleanup(func() {
		hs.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return &mockapitest.Server{URL: hs.URL, Store: st}
}

// newWorld makes a world and answers it as a server of its own.
func newWorld(t testing.TB, s *mockapitest.Server, body object) *mockapitest.Server {
	t.Helper()
	status, answer := s.Do(t, "", "POST", "/_test/worlds", body)
	if status != http.StatusCreated {
		t.Fatalf("new world: %d %s", status, answer)
	}
	var made struct{ URL string }
	decode(t, answer, &made)
	return &mockapitest.Server{URL: made.URL}
}

func addMember(t *testing.T, s *mockapitest.Server, email string) {
	t.Helper()
	must(t, s, http.StatusCreated, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": email, "role": "member"}, nil)
}

func members(t *testing.T, s *mockapitest.Server) string {
	t.Helper()
	var list []struct{ Email string }
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/members", nil, &list)
	var names []string
	for _, m := range list {
		name, _, _ := strings.Cut(m.Email, "@")
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// TestWorldsAreApart: what happens in one world, happens in no other; and a world that was deleted is gone.
func TestWorldsAreApart(t *testing.T) {
	first := startTests(t, world, nil)
	before := members(t, first)
	one, two := newWorld(t, first, object{"name": "one"}), newWorld(t, first, object{})
	addMember(t, one, "only-one@acme.test")
	must(t, one, http.StatusOK, "", "POST", "/_test/clock", object{"advance": "1h"}, nil)
	if got := members(t, one); got != strings.Replace(before, "vic", "only-one vic", 1) {
		t.Errorf("one: %s", got)
	}
	for name, s := range map[string]*mockapitest.Server{"first": first, "two": two} {
		if got := members(t, s); got != before {
			t.Errorf("%s has the members %s", name, got)
		}
	}
	// A world of a world, from its snapshot, with a seed file on top.
	must(t, one, http.StatusCreated, "", "POST", "/_test/snapshots", object{"name": "now"}, nil)
	child := newWorld(t, one, object{"name": "child", "snapshot": "now", "seed": "users: [{email: new@acme.test, token: HRKU-new}]"})
	if got := members(t, child); !strings.Contains(got, "only-one") {
		t.Errorf("the child has the members %s", got)
	}
	must(t, child, http.StatusOK, "HRKU-new", "GET", "/account", nil, nil)
	// A world of a seed file alone.
	alone := newWorld(t, first, object{"seed": "users: [{email: new@acme.test, token: HRKU-new}]"})
	must(t, alone, http.StatusOK, "HRKU-new", "GET", "/addon-services", nil, nil)
	must(t, alone, http.StatusUnauthorized, "HRKU-ada", "GET", "/teams/widgets", nil, nil)
	var names []string
	must(t, first, http.StatusOK, "", "GET", "/_test/worlds", nil, &names)
	if len(names) != 4 {
		t.Errorf("worlds: %q", names)
	}
	must(t, first, http.StatusNoContent, "", "DELETE", "/_test/worlds/one", nil, nil)
	must(t, one, http.StatusNotFound, "HRKU-ada", "GET", "/teams/widgets", nil, nil)
	must(t, child, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets", nil, nil)
}

// TestRestore: everything is as it was at the snapshot, in any order, again and again; a list that was kept encoded is not taken from a
// world that is no more, though its team has the same version again.
func TestRestore(t *testing.T) {
	s := startTests(t, world, nil)
	snapshot := func(name string) {
		must(t, s, http.StatusCreated, "", "POST", "/_test/snapshots", object{"name": name}, nil)
	}
	restore := func(name string) {
		must(t, s, http.StatusNoContent, "", "POST", "/_test/snapshots/"+name+"/restore", nil, nil)
	}
	start := members(t, s)
	snapshot("start")
	addMember(t, s, "aaa@acme.test")
	withA := members(t, s)
	snapshot("with-a")
	for range 2 {
		restore("start")
		if got := members(t, s); got != start {
			t.Fatalf("at the start: %s, want %s", got, start)
		}
		addMember(t, s, "bbb@acme.test") // the team's version is the one that aaa's arrival made
		if got := members(t, s); !strings.Contains(got, "bbb") || strings.Contains(got, "aaa") {
			t.Fatalf("after another change: %s", got)
		}
		restore("with-a")
		if got := members(t, s); got != withA {
			t.Fatalf("with a: %s, want %s", got, withA)
		}
		// A write that fails halfway leaves nothing in a restored world either.
		must(t, s, http.StatusUnprocessableEntity, "HRKU-ada", "POST", "/teams/apps", object{"name": "web", "team": "widgets"}, nil)
		if got := members(t, s); got != withA {
			t.Fatalf("after a failed write: %s", got)
		}
	}
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	if got := members(t, s); got != start {
		t.Errorf("after a reset: %s", got)
	}
	var names []string
	must(t, s, http.StatusOK, "", "GET", "/_test/snapshots", nil, &names)
	if strings.Join(names, " ") != "start with-a" {
		t.Errorf("snapshots: %q", names)
	}
	must(t, s, http.StatusNoContent, "", "DELETE", "/_test/snapshots/start", nil, nil)
	must(t, s, http.StatusNotFound, "", "POST", "/_test/snapshots/start/restore", nil, nil)
}

// TestSameAnswers: with the clock stopped and the ids seeded, the same requests get the same bytes: in two servers, and again after a
// restore.
func TestSameAnswers(t *testing.T) {
	talk := func(s *mockapitest.Server) string {
		var all strings.Builder
		for _, c := range []struct {
			method, path string
			body         any
		}{
			{"PUT", "/teams/widgets/members", object{"email": "new@acme.test", "role": "viewer"}},
			{"POST", "/teams/apps", object{"name": "fresh", "team": "widgets"}},
			{"POST", "/apps/fresh/addons", object{"plan": "heroku-postgresql", "name": "db"}},
			{"GET", "/apps/fresh/addons", nil},
			{"GET", "/teams/widgets/members", nil},
			{"GET", "/apps/fresh/releases", nil},
		} {
			status, answer := s.Do(t, "HRKU-ada", c.method, c.path, c.body)
			fmt.Fprintf(&all, "%s %s: %d %s\n", c.method, c.path, status, answer)
		}
		return all.String()
	}
	s := startTests(t, world, nil)
	want := talk(s)
	if !strings.Contains(want, "2031-05-06T12:00:00Z") || strings.Contains(want, ": 4") {
		t.Errorf("answers: %s", want)
	}
	if got := talk(startTests(t, world, nil)); got != want {
		t.Errorf("another server answers\n%s\nwant\n%s", got, want)
	}
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	if got := talk(s); got != want {
		t.Errorf("after a reset\n%s\nwant\n%s", got, want)
	}
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	must(t, s, http.StatusNoContent, "", "POST", "/_test/ids", object{"seed": 2}, nil)
	other := talk(s)
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	must(t, s, http.StatusNoContent, "", "POST", "/_test/ids", object{"seed": nil}, nil)
	if random := talk(s); other == want || random == want || random == other {
		t.Error("another seed, or none, made the same ids")
	}
}

// TestRestoreWhileServing: requests and restores at once never meet a world that is half of each, and nothing fails.
func TestRestoreWhileServing(t *testing.T) {
	s := startTests(t, world, nil)
	var wait sync.WaitGroup
	call := func(want int, method, path string, body any) {
		if status, answer := s.Do(t, "HRKU-ada", method, path, body); status != want {
			t.Errorf("%s %s: %d %s", method, path, status, answer)
		}
	}
	for n := range 3 {
		wait.Go(func() {
			for i := range 20 {
				call(http.StatusCreated, "POST", "/teams/apps", object{"name": fmt.Sprintf("app-%d-%d", n, i), "team": "widgets"})
				call(http.StatusOK, "GET", "/teams/widgets/members", nil)
			}
		})
	}
	wait.Go(func() {
		for range 20 {
			call(http.StatusNoContent, "POST", "/_test/reset", nil)
		}
	})
	wait.Wait()
	if err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		checks, err := tx.Diagnose(t.Context())
		for _, c := range checks {
			if len(c.Findings) > 0 && c.Name != "every enterprise account has somebody who manages it" { // the seed's has nobody
				t.Errorf("%s: %q", c.Name, c.Findings)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

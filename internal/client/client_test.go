package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const token = "HRKU-secret"

// server answers with a script: handler i answers request i, the last one all further ones. It keeps what was asked.
type server struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	tries    []Try
}

func serve(t *testing.T, script ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		i := min(len(s.requests), len(script)-1)
		s.requests = append(s.requests, r)
		s.bodies = append(s.bodies, string(body))
		s.mu.Unlock()
		script[i](w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// client makes a client of the server that waits a millisecond where it would wait half a second.
func (s *server) client(t *testing.T, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		URL: s.URL, Token: token, UserAgent: "test", MaxRetries: 3, RequestTimeout: 5 * time.Second,
		Log: func(_ context.Context, try Try) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.tries = append(s.tries, try)
		},
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.http.RetryWaitMin, c.http.RetryWaitMax = time.Millisecond, 2*time.Millisecond
	return c
}

// answer is a handler: status, body, headers in pairs.
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for pair := range slices.Chunk(headers, 2) {
			w.Header().Set(pair[0], pair[1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestRequest(t *testing.T) {
	s := serve(t, answer(200, `{"id":"1","name":"acme"}`))
	c := s.client(t, func(cfg *Config) {
		cfg.Headers = map[string]string{"X-Proxy": "yes", "Authorization": "Basic stolen", "Accept": "text/html"}
	})
	name := "acme-2"
	for range 2 {
		team, err := c.UpdateTeam(t.Context(), "a/b c", api.TeamUpdate{Name: &name})
		if err != nil || team.Name != "acme" {
			t.Fatalf("%+v, %v", team, err)
		}
	}
	r := s.requests[0]
	if got, want := r.URL.EscapedPath(), "/teams/a%2Fb%20c"; got != want {
		t.Errorf("path %s, want %s", got, want)
	}
	for header, want := range map[string]string{
		"Accept": api.Accept, "Authorization": "Bearer " + token, "User-Agent": "test", "X-Proxy": "yes", "Content-Type": "application/json",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if s.bodies[0] != `{"name":"acme-2"}` {
		t.Errorf("body %s", s.bodies[0])
	}
	one, two := r.Header.Get("Request-Id"), s.requests[1].Header.Get("Request-Id")
	if len(one) < 20 || one == two {
		t.Errorf("request ids %q and %q should be fresh", one, two)
	}
	if logged := fmt.Sprintf("%+v", s.tries); strings.Contains(logged, token) || !strings.Contains(logged, one) {
		t.Errorf("the log should have the request id and never the token: %s", logged)
	}
}

func TestEmptyIdentity(t *testing.T) {
	s := serve(t, answer(200, `{}`))
	c := s.client(t)
	for _, id := range []string{"", ".", ".."} {
		if err := c.DeleteCollaborator(t.Context(), "app", id); err == nil {
			t.Errorf("%q is sent", id)
		}
		if _, err := c.GetTeam(t.Context(), id); err == nil {
			t.Errorf("%q is sent", id)
		}
	}
	if len(s.requests) > 0 {
		t.Errorf("%d requests were sent", len(s.requests))
	}
}

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    api.Error
	}{
		"json":     {answer(403, `{"id":"forbidden","message":"No."}`), api.Error{ID: "forbidden", Message: "No.", Status: 403}},
		"absent":   {answer(404, `{"id":"not_found","message":"No such team."}`), api.Error{ID: "not_found", Message: "No such team.", Status: 404}},
		"html":     {answer(404, `<html>nothing</html>`), api.Error{Message: "404 Not Found", Status: 404}},
		"empty":    {answer(422, ``), api.Error{Message: "422 Unprocessable Entity", Status: 422}},
		"list":     {answer(400, `[]`), api.Error{Message: "400 Bad Request", Status: 400}},
		"redirect": {answer(302, ``, "Location", "/elsewhere"), api.Error{Message: "302 Found", Status: 302}},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, test.handler)
			_, err := s.client(t).GetTeam(t.Context(), "acme")
			var got *api.Error
			var failure *Failure
			if !errors.As(err, &got) || *got != test.want || !errors.As(err, &failure) || failure.RequestID == "" {
				t.Fatalf("%#v", err)
			}
			if NotFound(err) != (name == "absent") || Forbidden(err) != (name == "json") || Invalid(err) != (test.want.Status == 422) {
				t.Errorf("NotFound, Forbidden or Invalid is wrong for %v", err)
			}
			if len(s.requests) != 1 {
				t.Errorf("%d requests", len(s.requests))
			}
		})
	}
	if NotFound(nil) || NotFound(io.EOF) {
		t.Error("any error is taken for not found")
	}
}

func TestUnreadableAnswer(t *testing.T) {
	for _, body := range []string{`<html>`, `[]`, `{"id":1}`, ``} {
		if _, err := serve(t, answer(200, body)).client(t).GetTeam(t.Context(), "acme"); err == nil {
			t.Errorf("%q is taken for a team", body)
		}
	}
}

func TestPages(t *testing.T) {
	s := serve(t,
		answer(206, `[{"email":"a"},{"email":"b"}]`, "Next-Range", "email ]b..; max=1000"),
		answer(206, `[{"email":"c"}]`, "Next-Range", "email ]c..; max=1000"),
		answer(200, `[{"email":"d"}]`))
	rows, err := s.client(t).ListMembers(t.Context(), "acme")
	if err != nil || len(rows) != 4 || rows[3].Email != "d" {
		t.Fatalf("%v, %v", rows, err)
	}
	var ranges []string
	for _, r := range s.requests {
		ranges = append(ranges, r.Header.Get("Range"))
	}
	if want := []string{"email ..; max=1000", "email ]b..; max=1000", "email ]c..; max=1000"}; !slices.Equal(ranges, want) {
		t.Errorf("ranges %q, want %q", ranges, want)
	}
}

// Pages that lead in a circle or nowhere end in an error that names the list; whoever has moved is one row, as seen last.
func TestPagesThatDoNotFit(t *testing.T) {
	for name, test := range map[string]struct {
		pages []http.HandlerFunc
		calls int
		want  string // names in their order; none is an error
	}{
		"to itself": {[]http.HandlerFunc{
			answer(206, `[{"id":"1","name":"a"}]`, "Next-Range", "x"), answer(206, `[{"id":"2","name":"b"}]`, "Next-Range", "x"),
		}, 2, ""},
		"in a circle": {[]http.HandlerFunc{
			answer(206, `[{"id":"1","name":"a"}]`, "Next-Range", "x"), answer(206, `[{"id":"2","name":"b"}]`, "Next-Range", "y"),
			answer(206, `[{"id":"3","name":"c"}]`, "Next-Range", "x"),
		}, 3, ""},
		"ever on with the same": {[]http.HandlerFunc{
			answer(206, `[{"id":"1","name":"a"}]`, "Next-Range", "x"), answer(206, `[{"id":"1","name":"a"}]`, "Next-Range", "y"),
		}, 2, ""},
		"ever on with nothing": {[]http.HandlerFunc{answer(206, `[]`, "Next-Range", "x")}, 1, ""},
		"moved on": {[]http.HandlerFunc{
			answer(206, `[{"id":"1","name":"a"},{"id":"2","name":"b"}]`, "Next-Range", "x"), answer(200, `[{"id":"3","name":"c"},{"id":"1","name":"z"}]`),
		}, 2, "z b c"},
		"empty at last": {[]http.HandlerFunc{answer(206, `[{"id":"1","name":"a"}]`, "Next-Range", "x"), answer(200, `[]`)}, 2, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, test.pages...)
			rows, err := s.client(t).ListTeamApps(t.Context(), "acme")
			var names []string
			for _, row := range rows {
				names = append(names, row.Name)
			}
			if got := strings.Join(names, " "); got != test.want || len(s.requests) != test.calls {
				t.Errorf("%q after %d calls, want %q after %d", got, len(s.requests), test.want, test.calls)
			}
			if test.want == "" && (err == nil || !strings.Contains(err.Error(), "GET /teams/acme/apps: ")) {
				t.Errorf("the error does not name the list: %v", err)
			}
		})
	}
}

func TestCheckURL(t *testing.T) {
	for _, good := range []string{"https://api.heroku.com", "http://127.0.0.1:5000/", "https://proxy.test/heroku"} {
		if err := CheckURL(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "api.heroku.com", "ftp://x", "https://", "https://x?y", "https://me:secret@x", "me:secret@x", "https://me:secret@[::1", "https://x?secret", "http://[::1"} {
		if _, err := New(Config{URL: bad}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q is accepted, or its password told: %v", bad, err)
		}
	}
}

// Package mockapitest starts a real control plane in the process of a test.
package mockapitest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// Server is a running control plane.
type Server struct {
	URL   string
	Store *store.Store

	answered, asked sightings // of differences from Heroku's schema
}

// Start starts a control plane in memory with a seed file's text. It ends with the test.
func Start(t testing.TB, seedFile string) *Server {
	t.Helper()
	return StartOn(t, store.Memory, seedFile)
}

// StartOn starts a control plane on a database: a file, a postgres:// URL, or [store.Memory].
func StartOn(t testing.TB, database, seedFile string) *Server {
	t.Helper()
	return startAt(t, database, seedFile, time.Now)
}

// StartAt is [Start] with a clock.
func StartAt(t testing.TB, seedFile string, clock func() time.Time) *Server {
	t.Helper()
	return startAt(t, store.Memory, seedFile, clock)
}

func startAt(t testing.TB, database, seedFile string, clock func() time.Time) *Server {
	t.Helper()
	st := OpenAt(t, database, seedFile, clock)
	handler := server.New(st, server.Options{Logger: slog.New(slog.DiscardHandler), Clock: clock, RateLimit: 1 << 30})
	s := &Server{Store: st}
	s.URL = s.listen(t, handler)
	return s
}

// Failing opens another address of the server, at which it fails on purpose by rules, whose shares are drawn by a number.
func (s *Server) Failing(t testing.TB, number uint64, rules ...string) (url string) {
	t.Helper()
	faults, err := server.NewFaults(rules, number)
	if err != nil {
		t.Fatal(err)
	}
	return s.listen(t, server.New(s.Store, server.Options{Logger: slog.New(slog.DiscardHandler), Clock: time.Now, RateLimit: 1 << 30, Faults: faults}))
}

func (s *Server) listen(t testing.TB, handler http.Handler) (url string) {
	hs := httptest.NewServer(s.judge(t, handler))
	t.Cleanup(hs.Close)
	return hs.URL
}

// Open opens a store with the catalogue and a seed file's text. It is closed with the test.
func Open(t testing.TB, database, seedFile string) *store.Store {
	t.Helper()
	return OpenAt(t, database, seedFile, time.Now)
}

// OpenAt is [Open] with a clock.
func OpenAt(t testing.TB, database, seedFile string, clock func() time.Time) *store.Store {
	t.Helper()
	st, err := open(t.Context(), database, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := seed.Load(t.Context(), st, "seed.yaml", []byte(seedFile)); err != nil {
		t.Fatal(err)
	}
	return st
}

// empty is a database in memory that holds the catalogue alone. It is made once: doing so takes the better part of starting a server.
var empty = sync.OnceValues(func() (image store.Image, err error) {
	ctx := context.Background()
	st, err := openNew(ctx, store.Memory, time.Now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return st.Image(ctx)
})

// open opens a database that holds the catalogue.
func open(ctx context.Context, database string, clock func() time.Time) (*store.Store, error) {
	if database != store.Memory {
		return openNew(ctx, database, clock)
	}
	image, err := empty()
	if err != nil {
		return nil, err
	}
	return store.OpenImage(ctx, image, clock)
}

func openNew(ctx context.Context, database string, clock func() time.Time) (*store.Store, error) {
	st, err := store.Open(ctx, database, clock)
	if err != nil {
		return nil, err
	}
	if err := seed.Catalogue(ctx, st); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// Seed loads a further seed file's text. It may be called from several goroutines.
func (s *Server) Seed(t testing.TB, seedFile string) {
	t.Helper()
	if err := seed.Load(t.Context(), s.Store, "seed.yaml", []byte(seedFile)); err != nil {
		t.Errorf("%v, in\n%s", err, seedFile)
	}
}

// Do makes one request and returns the status and the body. A body that is not nil is sent as JSON; []byte goes as it is.
func (s *Server) Do(t testing.TB, token, method, path string, body any) (status int, answer []byte) {
	t.Helper()
	resp, answer := s.DoHeader(t, token, method, path, body, nil) //nolint:bodyclose // DoHeader closes it
	return resp.StatusCode, answer
}

// DoHeader is [Server.Do] with headers of the request, which win over the usual ones, and of the response. The response's
// body is read and closed.
func (s *Server) DoHeader(t testing.TB, token, method, path string, body any, header http.Header) (*http.Response, []byte) {
	t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, content)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", api.Accept)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, answer
}

// SignInThrough puts a person's account under an identity provider, as the first sign-in there does.
func (s *Server) SignInThrough(t testing.TB, email, provider string) {
	t.Helper()
	if err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		user, err := tx.GetUser(t.Context(), email)
		if err != nil {
			return err
		}
		user.IdentityProviderID = provider
		return tx.UpdateUser(t.Context(), user)
	}); err != nil {
		t.Fatal(err)
	}
}

// Event is one line of the audit trail.
type Event = store.Event

// Events lists the changes in the audit trail of a team, named by its id, oldest first. What was refused is left out.
func (s *Server) Events(t testing.TB, team string) (changes []Event) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		changes, err = tx.ListEvents(t.Context(), team)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(changes, func(e Event) bool { return !e.Allowed })
}

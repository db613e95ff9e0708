package server

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestPrefix begins the paths that are for tests. Heroku has none like it: no name in its API begins with an underscore.
const TestPrefix = "/_test"

// TestOptions are the settings of a [TestServer]. Logger, Timer, Empty and Load are required.
type TestOptions struct {
	Logger     *slog.Logger
	Timer      func() time.Time // the clock under those of the worlds
	RateLimit  int              // of every world; 0 is [DefaultRateLimit]
	FaultRules []string         // of every world
	FaultSeed  uint64
	Journal    int                                                                           // how many requests a world remembers
	Limits     Limits                                                                        // of every world
	Empty      store.Image                                                                   // a world with nothing but the catalogue
	Load       func(ctx context.Context, st *store.Store, name string, content []byte) error // loads a seed file
}

// TestServer serves worlds for tests: the first one at the root, and under [TestPrefix]/worlds/NAME those that are made from it. A
// world is a whole control plane at its own address, controls and all, so that nothing but the address tells a client which it has.
type TestServer struct {
	settings *TestOptions
	first    *world

	mu     sync.Mutex
	worlds map[string]*world
}

// NewTestServer serves a database in memory to tests. The clock is the database's own.
func NewTestServer(ctx context.Context, st *store.Store, clock *Clock, o TestOptions) (*TestServer, error) {
	s := &TestServer{settings: &o, worlds: map[string]*world{}}
	var err error
	s.first, err = s.newWorld(ctx, "", st, clock, newMetrics(st))
	return s, err
}

// newWorld makes a world with its controls.
func (s *TestServer) newWorld(ctx context.Context, name string, st *store.Store, clock *Clock, shared *metrics) (*world, error) {
	w, err := newWorld(ctx, name, st, clock, s.settings, shared)
	if err == nil {
		w.controls = s.controls(w)
	}
	return w, err
}

// ServeHTTP finds the world that a path leads to.
func (s *TestServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const worlds = TestPrefix + "/worlds/"
	rest, ok := strings.CutPrefix(r.URL.Path, worlds)
	if !ok {
		s.first.ServeHTTP(w, r)
		return
	}
	name, path, inside := strings.Cut(rest, "/")
	world, ok := s.world(name)
	switch {
	case !ok:
		sendTest(w, r, 0, nil, fail(http.StatusNotFound, api.ErrNotFound, "There is no world %q. POST %s/worlds makes one.", name, TestPrefix))
	case inside && path != "":
		http.StripPrefix(worlds+name, world).ServeHTTP(w, r)
	case r.Method == http.MethodDelete:
		sendTest(w, r, http.StatusNoContent, nil, s.deleteWorld(name))
	case r.Method == http.MethodGet:
		sendTest(w, r, http.StatusOK, world.wire(), nil)
	default:
		noControl(w, r)
	}
}

// world finds a world by its name.
func (s *TestServer) world(name string) (*world, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.worlds[name]
	return w, ok
}

// worldNames lists the worlds that were made.
func (s *TestServer) worldNames() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, slices.Sorted(maps.Keys(s.worlds))...)
}

// Drain is [Server.Drain] of every world.
func (s *TestServer) Drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first.server.Drain()
	for _, w := range s.worlds {
		w.server.Drain()
	}
}

// Close ends the worlds that were made. The database of the first stays open.
func (s *TestServer) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	errs := []error{s.first.server.Close()}
	for name, w := range s.worlds {
		errs = append(errs, w.close())
		delete(s.worlds, name)
	}
	return errors.Join(errs...)
}

// fork makes a world from a snapshot, and loads a seed file into it if there is one.
func (s *TestServer) fork(ctx context.Context, name string, from snapshot, content string) (*world, error) {
	clock := NewClock(s.settings.Timer)
	clock.write(from.clock)
	st, err := store.OpenImage(ctx, from.image, clock.Now)
	if err != nil {
		return nil, err
	}
	st.IDs().Copy(from.ids)
	if content != "" {
		if err := s.settings.Load(ctx, st, "seed", []byte(content)); err != nil {
			return nil, errors.Join(invalid("%v", err), st.Close())
		}
	}
	w, err := s.newWorld(ctx, name, st, clock, s.first.server.metrics)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	if err := s.add(w); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// add lets a world be found.
func (s *TestServer) add(w *world) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.worlds[w.name]; taken {
		return invalid("The world %s exists already. Delete it, or choose another name.", w.name)
	}
	if len(s.worlds) >= maxWorlds {
		return invalid("There are %d worlds, the most that there can be. Delete those that are done with.", maxWorlds)
	}
	s.worlds[w.name] = w
	return nil
}

// deleteWorld ends a world when the requests in it are done.
func (s *TestServer) deleteWorld(name string) error {
	s.mu.Lock()
	w, ok := s.worlds[name]
	delete(s.worlds, name)
	s.mu.Unlock()
	if !ok { // somebody else was faster
		return nil
	}
	return w.close()
}

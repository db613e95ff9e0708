package server

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// world is a whole control plane for tests: a database in memory, a clock, identifiers, faults, a journal and snapshots.
//
// Decisions: a snapshot is the image of the database, so that snapshots can be restored in any order and other worlds made from them. The
// one that was taken or restored last is undone to, which takes microseconds; any other is copied back, which takes a good half of a
// millisecond, most of it for reading the definitions of the tables anew. Restoring waits for the requests that are under way.
type world struct {
	name     string
	settings *TestOptions
	server   *Server
	controls http.Handler
	store    *store.Store
	clock    *Clock
	faults   *Faults
	journal  *journal
	initial  snapshot // as it was made

	busy sync.RWMutex // held to read by requests, to write by what turns the world back

	mu        sync.Mutex
	snapshots map[string]snapshot
}

// snapshot is what a world is turned back to.
type snapshot struct {
	image store.Image
	clock clockState
	ids   *store.IDs
}

// limits of what is kept for tests.
const (
	maxWorlds    = 500
	maxSnapshots = 100
)

// newWorld makes a world from an open database. Its clock must be the database's.
func newWorld(ctx context.Context, name string, st *store.Store, clock *Clock, o *TestOptions, shared *metrics) (*world, error) {
	faults, err := NewFaults(o.FaultRules, o.FaultSeed)
	if err != nil {
		return nil, err
	}
	w := &world{name: name, settings: o, store: st, clock: clock, faults: faults, journal: newJournal(o.Journal), snapshots: map[string]snapshot{}}
	log := o.Logger
	if name != "" {
		log = log.With("world", name)
	}
	w.server = New(st, Options{
		Logger: log, Clock: clock.Now, Timer: o.Timer, RateLimit: o.RateLimit, Limits: o.Limits, Faults: faults, journal: w.journal, metrics: shared,
	})
	if err := st.Nest(ctx); err != nil {
		return nil, err
	}
	w.initial, err = w.take(ctx)
	return w, err
}

// ServeHTTP serves the API, and the controls under [TestPrefix].
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, TestPrefix); ok && (rest == "" || rest[0] == '/') {
		w.controls.ServeHTTP(rw, r)
		return
	}
	w.busy.RLock()
	defer w.busy.RUnlock()
	w.server.ServeHTTP(rw, r)
}

// take makes a snapshot of the world between two transactions.
func (w *world) take(ctx context.Context) (snapshot, error) {
	w.busy.Lock()
	defer w.busy.Unlock()
	s := snapshot{clock: w.clock.read(), ids: &store.IDs{}}
	s.ids.Copy(w.store.IDs())
	var err error
	s.image, err = w.store.Image(ctx)
	return s, err
}

// restore turns database, clock and identifiers back. What the server has kept of the world that was is forgotten: a team has the same
// version again, and is another.
func (w *world) restore(ctx context.Context, s snapshot) error {
	w.busy.Lock()
	defer w.busy.Unlock()
	if err := w.store.Restore(ctx, s.image); err != nil {
		return err
	}
	w.clock.write(s.clock)
	w.store.IDs().Copy(s.ids)
	w.server.cache.clear()
	w.server.limits.clear()
	return w.server.past.keep(nil)
}

// reset makes the world what it was when it was made: faults, journal and limits too, but not the snapshots.
func (w *world) reset(ctx context.Context) error {
	if err := w.restore(ctx, w.initial); err != nil {
		return err
	}
	w.journal.clear()
	return w.faults.Set(w.settings.FaultRules, w.settings.FaultSeed)
}

// setClock turns the clock to where the limits of accounts know nothing of what is to come.
func (w *world) setClock(turn func(*Clock)) {
	w.busy.Lock()
	defer w.busy.Unlock()
	before := w.clock.Now()
	turn(w.clock)
	if w.clock.Now().Before(before) {
		w.server.limits.clear()
	}
}

func (w *world) snapshotNames() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, slices.Sorted(maps.Keys(w.snapshots))...) // never null on the wire
}

// find finds a snapshot; the empty name is the world as it was made.
func (w *world) find(name string) (snapshot, bool) {
	if name == "" {
		return w.initial, true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.snapshots[name]
	return s, ok
}

// keep keeps a snapshot under a name, over one of that name; false when there are too many.
func (w *world) keep(name string, s snapshot) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.snapshots[name]; !ok && len(w.snapshots) >= maxSnapshots {
		return false
	}
	w.snapshots[name] = s
	return true
}

func (w *world) drop(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, ok := w.snapshots[name]
	delete(w.snapshots, name)
	return ok
}

// close ends a world that was made from another.
func (w *world) close() error {
	w.busy.Lock()
	defer w.busy.Unlock()
	return errors.Join(w.server.Close(), w.store.Close())
}

// clear forgets every page.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.answers)
	c.order = nil
}

// clear fills every account's bucket.
func (l *limiter) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.buckets)
}

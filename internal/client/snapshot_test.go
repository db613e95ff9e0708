package client

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// stage is one list, which changes, and its readings. The test says what each load meets and when. It runs in a bubble of package
// synctest: synctest.Wait returns when everybody waits, and a goroutine that never ends fails the test.
type stage struct {
	*Readings[int]

	changes changes
	clock   time.Time
	truth   atomic.Int64 // how often the list has changed
	loads   []*loading
}

// loading is a load on its way.
type loading struct {
	ctx  context.Context
	ends chan result
	over bool
}

type result struct {
	value int
	err   error
}

// reader is somebody who has asked.
type reader struct {
	cancel context.CancelFunc
	got    Reading[int]
	err    error
	over   atomic.Bool
}

func newStage() *stage {
	s := &stage{clock: time.Now()}
	shot := &Snapshot{changes: &s.changes, now: func() time.Time { return s.clock }}
	s.Readings = readings(shot, members, pathOf("teams", "", "members"), func(ctx context.Context, _ string) (int, error) {
		l := &loading{ctx: ctx, ends: make(chan result)}
		s.loads = append(s.loads, l) // the test waits meanwhile
		select {
		case r := <-l.ends:
			return r.value, r.err
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
	return s
}

// ask asks in the background, and waits until everybody waits.
func (s *stage) ask(get func(ctx context.Context) (Reading[int], error)) *reader {
	ctx, cancel := context.WithCancel(context.Background())
	r := &reader{cancel: cancel}
	go func() {
		defer cancel()
		r.got, r.err = get(ctx)
		r.over.Store(true)
	}()
	synctest.Wait()
	return r
}

func (s *stage) get(how How) *reader {
	return s.ask(func(ctx context.Context) (Reading[int], error) { return s.Get(ctx, "acme", how) })
}

func (s *stage) again(doubted Mark) *reader {
	return s.ask(func(ctx context.Context) (Reading[int], error) { return s.Again(ctx, "acme", doubted) })
}

// end ends a load with the list as it is, or with an error.
func (s *stage) end(load int, err error) {
	l := s.loads[load]
	l.over = true
	l.ends <- result{int(s.truth.Load()), err}
	synctest.Wait()
}

// write changes the list, and says so.
func (s *stage) write() {
	s.truth.Add(1)
	s.changes.wrote(members)
}

// leave gives up waiting.
func (r *reader) leave() {
	r.cancel()
	synctest.Wait()
}

// expect checks who has got what: pairs of a reader and a value, -1 for none yet.
func (s *stage) expect(t *testing.T, when string, loads int, pairs ...any) {
	t.Helper()
	if len(s.loads) != loads {
		t.Errorf("%s: %d loads, want %d", when, len(s.loads), loads)
	}
	for i := 0; i < len(pairs); i += 2 {
		r, want := pairs[i].(*reader), pairs[i+1] //nolint:forcetypeassert // said above
		got := any(r.got.Value)
		switch {
		case !r.over.Load():
			got = -1
		case r.err != nil:
			got = r.err
		}
		if got != want {
			t.Errorf("%s: reader %d has %v, want %v", when, i/2+1, got, want)
		}
	}
}

func TestOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		first, second, third := s.get(Current), s.get(Named), s.get(Recent)
		s.expect(t, "under way", 1, first, -1, second, -1, third, -1)
		s.end(0, nil)
		s.expect(t, "at its end", 1, first, 0, second, 0, third, 0, s.get(Current), 0, s.get(Recent), 0, s.get(Named), 0)
		if saved := s.saved.Load(); saved != 5 {
			t.Errorf("%d calls were saved, want 5", saved)
		}
	})
}

func TestErrorForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, broken := newStage(), errors.New("broken")
		first, second := s.get(Current), s.get(Current)
		s.end(0, broken)
		s.expect(t, "at its end", 1, first, broken, second, broken, s.get(Current), broken, s.get(Recent), broken)
		s.write()
		third := s.get(Current)
		s.end(1, nil)
		s.expect(t, "after a write", 2, third, 1)
	})
}

func TestGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		first, second := s.get(Current), s.get(Current)
		first.leave() // who asked first has no part in the load
		s.expect(t, "one has left", 1, first, context.Canceled, second, -1)
		third := s.get(Current)
		second.leave()
		s.expect(t, "two have left", 1, second, context.Canceled, third, -1)
		if s.loads[0].ctx.Err() != nil {
			t.Error("a load is given up that somebody waits for")
		}
		third.leave()
		if s.loads[0].ctx.Err() == nil || len(s.newer) != 0 {
			t.Error("a load that nobody waits for goes on, or is remembered")
		}
		fourth := s.get(Current)
		s.end(1, nil)
		s.expect(t, "asked anew", 2, fourth, 0)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Get(ctx, "other", Current); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		synctest.Wait()
		s.expect(t, "nothing is begun for who had left before he asked", 2)
	})
}

func TestWriteMakesStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		before := s.get(Current)
		s.write()
		after, others := s.get(Current), s.get(Recent)
		s.expect(t, "under way", 2, before, -1, after, -1, others, -1)
		s.truth.Store(7)
		s.end(1, nil)
		s.expect(t, "the second is there first", 2, before, -1, after, 7, others, 7)
		s.truth.Store(3)
		s.end(0, nil)
		s.expect(t, "the first comes late", 2, before, 3, s.get(Current), 7, s.get(Named), 7)
		s.changes.wrote(apps)
		s.expect(t, "another kind", 2, s.get(Current), 7)
		s.changes.wrote(names) // everything
		all := s.get(Current)
		s.end(2, nil)
		s.expect(t, "names", 3, all, 3)
	})
}

// Whoever doubts one reading gets one second reading, also if they ask late or at the same time.
func TestAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		first := s.get(Current)
		s.end(0, nil)
		s.truth.Store(1) // somebody else
		second, third := s.again(first.got.Begun), s.again(first.got.Begun)
		s.expect(t, "under way", 2, second, -1, third, -1)
		s.end(1, nil)
		fourth := s.again(first.got.Begun)
		s.expect(t, "all the same", 2, second, 1, third, 1, fourth, 1, s.get(Current), 1)
		fifth := s.again(second.got.Begun)
		s.end(2, nil)
		s.expect(t, "and a third for who doubts the second", 3, fifth, 1)
		s.write()
		sixth := s.again(first.got.Begun)
		s.end(3, nil)
		s.expect(t, "never older than the last write", 4, sixth, 2)
	})
}

func TestRecent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		first := s.get(Recent)
		s.end(0, nil)
		s.write()
		s.clock = s.clock.Add(recent)
		s.expect(t, "as old as may be, whatever was written", 1, first, 0, s.get(Recent), 0)
		s.clock = s.clock.Add(1)
		second := s.get(Recent)
		s.clock = s.clock.Add(time.Hour) // a load under way is not old
		third := s.get(Recent)
		s.end(1, nil)
		s.expect(t, "too old", 2, second, 1, third, 1)
	})
}

// What was not found is looked for anew once something has come into being or has got another name, and what was found only after the latter.
func TestNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage()
		missing := fmt.Errorf("wrapped: %w", notFound)
		first := s.get(Named)
		s.end(0, missing)
		s.write()
		s.expect(t, "not there", 1, first, missing, s.get(Named), missing)
		s.changes.wrote(born)
		second := s.get(Named)
		s.end(1, nil)
		s.expect(t, "there", 2, second, 1)
		s.changes.wrote(born)
		s.write()
		s.expect(t, "still there", 2, s.get(Named), 1)
		if v, ok := s.Kept("acme"); !ok || v != 1 {
			t.Error(v, ok)
		}
		s.changes.wrote(names)
		if v, ok := s.Kept("acme"); ok {
			t.Error(v, ok)
		}
		third := s.get(Named)
		if v, ok := s.Kept("acme"); ok {
			t.Error(v, ok)
		}
		s.learn(9, "acme", "new") // while it is looked for
		s.expect(t, "made", 3, s.get(Named), 9, third, -1, s.ask(func(ctx context.Context) (Reading[int], error) { return s.Get(ctx, "new", Named) }), 9)
		s.end(2, nil)
		s.expect(t, "found late", 3, s.get(Named), 9, third, 2)
	})
}

// notFound is what the API says of what is not there.
var notFound = &api.Error{ID: api.ErrNotFound, Status: 404}

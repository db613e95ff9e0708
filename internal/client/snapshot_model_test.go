package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// TestSnapshotModel holds readings against a model through random orders of what may happen: writes that are under way when a load
// begins, loads that see the list early and end late, readers who ask for anything and give up, other people's changes, time.
//
// No reading that began after a write was acknowledged is older than the write; nobody gets somebody else's cancellation; nothing is
// loaded that is there already; a load lives exactly as long as somebody waits for it; everybody is answered in the end.
func TestSnapshotModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		choices := rapid.SliceOfN(rapid.Uint16(), 40, 300).Draw(rt, "choices")
		var wrong error
		synctest.Test(t, func(*testing.T) {
			m := &model{stage: newStage(), newest: -1, choices: choices}
			for len(m.choices) > 0 && wrong == nil {
				m.step()
				wrong = m.check()
			}
			if wrong == nil {
				wrong = m.finish()
			}
			m.close()
		})
		if wrong != nil {
			rt.Fatal(wrong)
		}
	})
}

type model struct {
	*stage

	choices []uint16 // what is to happen
	moment  int      // grows with everything that happens
	pending []int    // writes that have been carried out and not acknowledged: the list's version
	acked   int      // the version of the last write that was
	ackedAt int
	newest  int // the load that the next reader may join; -1 if there is none
	begun   []int
	seen    []int // the version that a load has seen; -1 while it has seen none
	ended   []time.Time
	failed  []error
	askers  []*asker
	told    []*asker // those with a reading
}

// choose takes the next choice, and one of the options.
func choose[T any](m *model, options ...T) T {
	choice := uint16(0)
	if len(m.choices) > 0 {
		choice, m.choices = m.choices[0], m.choices[1:]
	}
	return options[int(choice)%len(options)]
}

// asker is a reader and what he may expect.
type asker struct {
	*reader

	load  int // the one he waits for
	floor int // the version that was acknowledged when he asked
	aged  bool
	left  bool
}

func (m *model) step() {
	m.moment++
	switch choose(m, "ask", "ask", "ask", "again", "commit", "ack", "ack", "others", "see", "end", "end", "fail", "leave", "tick") {
	case "ask":
		how := choose(m, Current, Recent, Named)
		fits := m.newest >= 0
		switch {
		case how == Current:
			fits = fits && m.begun[m.newest] > m.ackedAt
		case how == Recent && fits && !m.ended[m.newest].IsZero():
			fits = m.clock.Sub(m.ended[m.newest]) <= recent
		}
		m.asks(fits, how != Current, m.get(how))
	case "again":
		if len(m.told) > 0 {
			doubted := choose(m, m.told...)
			m.asks(m.newest > doubted.load && m.begun[m.newest] > m.ackedAt, false, m.again(doubted.got.Begun))
		}
	case "commit":
		m.pending = append(m.pending, int(m.truth.Add(1)))
	case "ack":
		if len(m.pending) > 0 {
			version := choose(m, m.pending...)
			m.acked, m.ackedAt = max(m.acked, version), m.moment
			m.pending = slices.DeleteFunc(m.pending, func(v int) bool { return v == version })
			m.changes.wrote(members)
		}
	case "others":
		m.truth.Add(1)
	case "see":
		if load, ok := m.running(); ok && m.seen[load] < 0 {
			m.seen[load] = int(m.truth.Load())
		}
	case "end":
		if load, ok := m.running(); ok {
			m.ends(load, nil)
		}
	case "fail":
		if load, ok := m.running(); ok {
			m.ends(load, errors.New("broken"))
		}
	case "leave":
		if waiting := m.waiting(); len(waiting) > 0 {
			one := choose(m, waiting...)
			one.left = true
			one.leave()
			if m.newest == one.load && !m.awaited(one.load) {
				m.newest = -1
			}
		}
	case "tick":
		m.clock = m.clock.Add(choose(m, time.Second, recent, recent+1))
	}
}

// asks notes that somebody has asked, and whether there was something for him.
func (m *model) asks(fits, aged bool, r *reader) {
	if !fits {
		m.newest = len(m.begun)
		m.begun, m.seen = append(m.begun, m.moment), append(m.seen, -1)
		m.ended, m.failed = append(m.ended, time.Time{}), append(m.failed, nil)
	}
	m.askers = append(m.askers, &asker{reader: r, load: m.newest, floor: m.acked, aged: aged})
}

// ends ends a load with what it has seen.
func (m *model) ends(load int, err error) {
	if m.seen[load] < 0 {
		m.seen[load] = int(m.truth.Load())
	}
	m.ended[load], m.failed[load] = m.clock, err
	l := m.loads[load]
	l.over = true
	l.ends <- result{m.seen[load], err}
	synctest.Wait()
}

// running picks a load that is under way, for somebody.
func (m *model) running() (int, bool) {
	var list []int
	for i, l := range m.loads {
		if !l.over && m.awaited(i) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return 0, false
	}
	return choose(m, list...), true
}

func (m *model) waiting() (list []*asker) {
	for _, a := range m.askers {
		if !a.left && m.ended[a.load].IsZero() {
			list = append(list, a)
		}
	}
	return list
}

func (m *model) awaited(load int) bool {
	for _, a := range m.askers {
		if a.load == load && !a.left {
			return true
		}
	}
	return false
}

func (m *model) check() error {
	if len(m.loads) != len(m.begun) {
		return fmt.Errorf("%d loads were begun, want %d", len(m.loads), len(m.begun))
	}
	for i, l := range m.loads {
		if cancelled := l.ctx.Err() != nil; !l.over && cancelled == m.awaited(i) {
			return fmt.Errorf("load %d is cancelled: %v, and somebody waits for it: %v", i, cancelled, m.awaited(i))
		}
	}
	for i, a := range m.askers {
		switch over := !m.ended[a.load].IsZero(); {
		case a.left && !a.over.Load(), !a.left && a.over.Load() != over:
			return fmt.Errorf("reader %d of load %d is answered: %v", i, a.load, a.over.Load())
		case a.left && a.err == nil && !over, a.left && a.err != nil && !errors.Is(a.err, context.Canceled) && !errors.Is(a.err, m.failed[a.load]):
			return fmt.Errorf("reader %d gave up and has %v, %w", i, a.got, a.err)
		case a.left || !over:
		case !errors.Is(a.err, m.failed[a.load]):
			return fmt.Errorf("reader %d has the error %w, want %w", i, a.err, m.failed[a.load])
		case a.err == nil && (a.got.Value != m.seen[a.load] || !a.aged && a.got.Value < a.floor):
			return fmt.Errorf("reader %d has version %d; load %d has seen %d, and %d was acknowledged before he asked", i, a.got.Value, a.load, m.seen[a.load], a.floor)
		case a.err == nil:
			m.told = append(m.told, a)
		}
	}
	return nil
}

// finish ends what is under way: then everybody has an answer, and the bubble that no goroutine is left.
func (m *model) finish() error {
	for i, l := range m.loads {
		if !l.over && l.ctx.Err() == nil {
			m.ends(i, nil)
		}
	}
	if err := m.check(); err != nil {
		return err
	}
	if left := m.waiting(); len(left) > 0 {
		return fmt.Errorf("%d readers are never answered", len(left))
	}
	return nil
}

// close ends whatever is left of a model that went wrong.
func (m *model) close() {
	for _, l := range m.loads {
		if !l.over && l.ctx.Err() == nil {
			l.ends <- result{}
		}
	}
	synctest.Wait()
}

package server

import (
	"sync"
	"time"
)

// Clock tells a world's time. It runs with the clock under it until somebody sets, advances or stops it.
type Clock struct {
	under func() time.Time

	mu    sync.Mutex
	state clockState
}

// clockState is what a snapshot keeps of a clock.
type clockState struct {
	ahead   time.Duration // of the clock under it, while it runs
	stopped time.Time     // zero: it runs
}

// NewClock makes a clock that runs with another.
func NewClock(under func() time.Time) *Clock { return &Clock{under: under} }

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if !c.state.stopped.IsZero() {
		return c.state.stopped
	}
	return c.under().Add(c.state.ahead)
}

// Set makes it a time. A clock that stands goes on standing.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(at, !c.state.stopped.IsZero())
}

// Advance turns the clock on, or back.
func (c *Clock) Advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now().Add(by), !c.state.stopped.IsZero())
}

// Stop lets the clock stand where it is, or run on from there.
func (c *Clock) Stop(stopped bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now(), stopped)
}

// set takes a time in whole microseconds, as the database keeps it, and without the monotonic clock, which nothing could turn.
func (c *Clock) set(at time.Time, stopped bool) {
	at = at.UTC().Round(0).Truncate(time.Microsecond)
	if stopped {
		c.state = clockState{stopped: at}
		return
	}
	c.state = clockState{ahead: at.Sub(c.under())}
}

// Stopped reports whether the clock stands.
func (c *Clock) Stopped() bool { return !c.read().stopped.IsZero() }

func (c *Clock) read() clockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

func (c *Clock) write(s clockState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = s
}

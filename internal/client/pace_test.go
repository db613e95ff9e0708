package client

import (
	"context"
	"errors"
	"testing"
	"time"
)

// clock is time that passes only when somebody sleeps.
type clock struct{ at time.Time }

func (c *clock) pace(reserve int) *pace {
	return &pace{
		reserve: reserve,
		now:     func() time.Time { return c.at },
		sleep: func(ctx context.Context, d time.Duration) error {
			c.at = c.at.Add(d)
			return ctx.Err()
		},
	}
}

func TestPace(t *testing.T) {
	c := &clock{at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	start, p := c.at, c.pace(10)
	spend := func(n int) time.Duration {
		before := c.at
		for range n {
			if err := p.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return c.at.Sub(before)
	}
	p.left(11)
	if spend(100) != 0 {
		t.Error("waits although more than the reserve is left")
	}
	p.left(10)
	if got := spend(75); got != time.Minute {
		t.Errorf("75 requests out of the refill take %s, want a minute", got)
	}
	c.at = c.at.Add(time.Hour) // nobody asks for an hour: that is no credit for a burst
	if got := spend(2); got != refill {
		t.Errorf("two requests after an hour take %s, want %s", got, refill)
	}
	p.left(200)
	if spend(100) != 0 {
		t.Error("still waits after the refill")
	}
	if c.at.Before(start) {
		t.Error("the clock went back")
	}
}

func TestPaceQueue(t *testing.T) {
	c := &clock{}
	p := c.pace(0)
	p.left(0)
	for i := range 10 { // ten requests at once: each is told its own place
		if got, want := p.turn(), time.Duration(i+1)*refill; got != want {
			t.Errorf("place %d is %s off, want %s", i, got, want)
		}
	}
}

func TestPaceEndsWithContext(t *testing.T) {
	p := newPace(0)
	p.left(0)
	p.next = p.now().Add(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("waits on: %v", err)
	}
}

func TestPaceReadsAnswers(t *testing.T) {
	s := serve(t, answer(200, `{}`, "RateLimit-Remaining", "5"))
	c := s.client(t, func(cfg *Config) { cfg.RateLimitReserve = 5 })
	if _, err := c.GetTeam(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.GetTeam(ctx, "acme"); !errors.Is(err, context.DeadlineExceeded) || len(s.requests) != 1 {
		t.Errorf("the second request does not wait: %v", err)
	}
}

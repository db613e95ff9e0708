package client

import (
	"context"
	"sync"
	"time"
)

// refill is how often Heroku gives back one request of the hourly allowance: 75 a minute (Platform API reference, "Rate
// Limits").
const refill = time.Minute / 75

// pace slows requests down once few of the hourly allowance are left: each then waits for its share of the refill, so that
// a long run ends late instead of failing. What is kept back serves whoever else uses the same account.
type pace struct {
	reserve int
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error

	mu   sync.Mutex
	low  bool
	next time.Time // when the next request may be sent, while low
}

func newPace(reserve int) *pace { return &pace{reserve: reserve, now: time.Now, sleep: sleep} }

// wait returns when the next request may be sent, or with the context's error.
func (p *pace) wait(ctx context.Context) error {
	delay := p.turn()
	if delay <= 0 {
		return nil
	}
	return p.sleep(ctx, delay)
}

// turn takes a place in the queue and says how far off it is.
func (p *pace) turn() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.low {
		return 0
	}
	now := p.now()
	mine := p.next
	if mine.Before(now) {
		mine = now
	}
	p.next = mine.Add(refill)
	return mine.Sub(now)
}

// left tells how many requests are left, as each answer says.
func (p *pace) left(remaining int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	low := remaining <= p.reserve
	if low && !p.low {
		p.next = p.now().Add(refill)
	}
	p.low = low
}

// sleep waits, but not longer than the context lives.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

package client

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// Heroku's allowance of calls for one account (Platform API reference, "Rate Limits"): a bucket that empties by one with every
// call and fills evenly.
const (
	Bucket          = 4500 // calls that a full bucket holds
	RefillPerMinute = 75   // calls that flow back a minute
)

// refill is how often one call flows back.
const refill = time.Minute / RefillPerMinute

// pace keeps a run within the allowance. Above the reserve calls go out at once; from then on each waits for its share of the
// refill, so that a long run ends late instead of failing. What is kept back serves whoever else uses the same account.
//
// Every answer says what was left when the API counted its call, which may be before or after other calls that are under
// way. So the answer to the call that was sent last is believed, and those under way, and those that have been promised what flows
// back, are taken off what it says: ten at a time do not run past the reserve, and a late answer does not undo a newer one.
type pace struct {
	reserve int
	longest time.Duration // a longer Retry-After is for whoever got it to report, and holds nobody up
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error

	mu     sync.Mutex
	told   bool      // whether the API says what is left
	left   int       // what it said last
	free   int       // calls that may go out at once
	flying int       // calls under way
	queued int       // calls that wait for their share of the refill
	sent   uint64    // number of the newest call
	heard  uint64    // number of the call whose answer is believed
	next   time.Time // when the next call may go out, once none is free
	quiet  time.Time // before it the API wants to hear nothing at all
}

func newPace(cfg Config) *pace {
	return &pace{reserve: cfg.RateLimitReserve, longest: cfg.RequestTimeout, now: time.Now, sleep: sleep}
}

// wait returns the number of the call when it may be sent, or the context's error. Whoever gets a number hands it to answered.
func (p *pace) wait(ctx context.Context) (call uint64, err error) {
	call, delay := p.turn()
	if delay <= 0 {
		return call, nil
	}
	err = p.sleep(ctx, delay)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.queued--; err != nil {
		return 0, err
	}
	return p.depart(), nil
}

// depart counts a call that goes out now, and numbers it. The lock is held.
func (p *pace) depart() (call uint64) {
	p.flying++
	p.sent++
	return p.sent
}

// turn takes a place in the queue and says how far off it is. A call that need not wait goes out with it, so that no answer in between
// gives its place away a second time.
func (p *pace) turn() (call uint64, delay time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	mine := later(now, p.quiet) // time in which nobody called is no credit for a burst
	switch {
	case !p.told:
	case p.free > 0:
		if p.free--; p.free == 0 {
			p.next = later(p.next, mine.Add(refill))
		}
	default:
		mine = later(mine, p.next)
		p.next = mine.Add(refill)
	}
	if delay = mine.Sub(now); delay > 0 {
		p.queued++
		return 0, delay
	}
	return p.depart(), 0
}

// answered takes note of the answer to a call; nil if none came.
func (p *pace) answered(call uint64, resp *http.Response) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying--
	if resp == nil {
		return
	}
	now := p.now()
	if hint, ok := retryAfter(resp.Header, now); ok && hint <= p.longest && resp.StatusCode == http.StatusTooManyRequests {
		p.quiet = later(p.quiet, now.Add(hint)) // what one call is told holds for all
	}
	left, err := strconv.Atoi(resp.Header.Get(api.HeaderRateLimitRemaining))
	if err != nil || call < p.heard {
		return
	}
	p.told, p.heard, p.left = true, call, left
	if p.free = max(0, left-p.reserve-p.flying-p.queued); p.free == 0 {
		p.next = later(p.next, now.Add(refill))
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// remaining is what the API said last.
func (p *pace) remaining() (left int, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left, p.told
}

// Remaining is how many calls the account had left when the API answered last; it is not known before the first answer, and
// with an API that does not say. It goes up by [RefillPerMinute], to [Bucket] at most.
func (c *Client) Remaining() (left int, known bool) { return c.pace.remaining() }

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

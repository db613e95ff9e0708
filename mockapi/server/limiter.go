package server

import (
	"math"
	"sync"
	"time"
)

// limiter is the rate limit of each account: a bucket of tokens, one for each request, refilled at a sixtieth of its size a
// minute (Heroku: 4500, 75 a minute). It lives in the process, and replicas count for themselves: a bucket in the database would turn
// every read into a write.
type limiter struct {
	clock func() time.Time
	size  float64

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(size int, clock func() time.Time) *limiter {
	return &limiter{clock: clock, size: float64(size), buckets: map[string]bucket{}}
}

func (l *limiter) perSecond() float64 { return l.size / 3600 }

// level refills an account's bucket up to now. A clock that was turned back takes nothing out of it.
func (l *limiter) level(account string) bucket {
	now := l.clock()
	b, ok := l.buckets[account]
	if !ok {
		return bucket{l.size, now}
	}
	return bucket{math.Min(l.size, b.tokens+max(0, now.Sub(b.at).Seconds())*l.perSecond()), now}
}

// take spends a token; false when the bucket is empty.
func (l *limiter) take(account string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.level(account)
	ok := b.tokens >= 1
	if ok {
		b.tokens--
	}
	l.buckets[account] = b
	return ok
}

// remaining is how many requests the account may make now.
func (l *limiter) remaining(account string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int(l.level(account).tokens)
}

// wait is how many whole seconds until the next token.
func (l *limiter) wait(account string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int(math.Ceil(math.Max(0, 1-l.level(account).tokens) / l.perSecond()))
}

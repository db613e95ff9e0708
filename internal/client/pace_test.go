package client

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The tests of time run in bubbles of package synctest: time passes there when everybody waits, and a minute takes none.

// said is an answer that says how many calls are left.
func said(status, left int) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Ratelimit-Remaining": {strconv.Itoa(left)}}}
}

// spend makes calls one after the other, which are answered at once without a word about what is left, and says how long that took.
func spend(t *testing.T, p *pace, calls int) time.Duration {
	t.Helper()
	begun := time.Now()
	for range calls {
		call, err := p.wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.answered(call, nil)
	}
	return time.Since(begun)
}

// tell makes a call whose answer says how many are left.
func tell(t *testing.T, p *pace, answer *http.Response) {
	t.Helper()
	call, err := p.wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.answered(call, answer)
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Config{RateLimitReserve: 10, RequestTimeout: time.Minute})
		if took := spend(t, p, 1000); took != 0 {
			t.Errorf("waits %s although the API does not say what is left", took)
		}
		tell(t, p, said(200, 15))
		if took := spend(t, p, 5); took != 0 {
			t.Errorf("waits %s although more than the reserve is left", took)
		}
		if took := spend(t, p, RefillPerMinute); took != time.Minute {
			t.Errorf("%d calls out of the refill take %s, want a minute", RefillPerMinute, took)
		}
		_ = sleep(t.Context(), time.Hour) // nobody calls for an hour: that is no credit for a burst
		if took := spend(t, p, 2); took != refill {
			t.Errorf("two calls after an hour take %s, want %s", took, refill)
		}
		tell(t, p, said(200, 210))
		if took := spend(t, p, 200); took != 0 {
			t.Errorf("still waits %s after the refill", took)
		}
		if took := spend(t, p, 1); took != refill {
			t.Errorf("goes on after %s when all are spent that the API told of, want %s", took, refill)
		}
	})
}

// Ten calls at once: each is told its own place.
func TestPaceQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Config{RequestTimeout: time.Minute})
		tell(t, p, said(200, 0))
		for i := range 10 {
			if _, got := p.turn(); got != time.Duration(i+1)*refill {
				t.Errorf("place %d is %s off, want %s", i, got, time.Duration(i+1)*refill)
			}
		}
	})
}

// A late answer does not undo a newer one, and calls under way are spent whether an answer counts them or not.
func TestPaceOfAnswersOutOfOrder(t *testing.T) {
	p := newPace(Config{RateLimitReserve: 100, RequestTimeout: time.Minute})
	var calls [5]uint64
	for i := range calls {
		calls[i], _ = p.wait(t.Context())
	}
	p.answered(calls[3], said(200, 103))
	if p.free != 0 {
		t.Errorf("%d calls are free with 103 left, a reserve of 100, and four under way", p.free)
	}
	for i, left := range []int{4000, 3000, 2000} {
		p.answered(calls[i], said(200, left))
	}
	if left, _ := p.remaining(); p.free != 0 || left != 103 {
		t.Errorf("%d calls are free and %d left after answers to older calls", p.free, left)
	}
	p.answered(calls[4], said(200, 101))
	if left, known := p.remaining(); p.free != 1 || left != 101 || !known {
		t.Errorf("%d calls are free and %d left, %v", p.free, left, known)
	}
}

// What one refused call is told holds for all, as long as anybody would wait for it.
func TestPaceOfRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for hint, want := range map[string]time.Duration{"20": 20 * time.Second, "60": time.Minute, "61": 0, "3600": 0, "99999999999": 0, "": 0} {
			p := newPace(Config{RequestTimeout: time.Minute})
			tell(t, p, &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {hint}}})
			if took := spend(t, p, 10); took != want {
				t.Errorf("after a refusal for %q seconds ten calls take %s, want %s", hint, took, want)
			}
		}
		p := newPace(Config{RequestTimeout: time.Minute})
		answer := said(http.StatusTooManyRequests, 0)
		answer.Header.Set("Retry-After", "20")
		tell(t, p, answer)
		if took := spend(t, p, 3); took != 20*time.Second+2*refill {
			t.Errorf("three calls take %s", took)
		}
	})
}

func TestPaceEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Config{RequestTimeout: time.Minute})
		tell(t, p, said(429, 0))
		p.next = time.Now().Add(time.Hour)
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := p.wait(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Second {
			t.Errorf("waits on for %s: %v", time.Since(begun), err)
		}
	})
}

// bucket is an API with Heroku's allowance, after a round trip of up to a quarter of a second.
type bucket struct {
	mu      sync.Mutex
	tokens  float64
	at      time.Time
	lowest  float64
	refused int
}

func (b *bucket) RoundTrip(req *http.Request) (*http.Response, error) {
	b.travel(req.Context())
	defer b.travel(req.Context())
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.tokens, b.at = min(Bucket, b.tokens+now.Sub(b.at).Minutes()*RefillPerMinute), now
	resp := said(http.StatusOK, int(b.tokens))
	if b.tokens < 1 {
		resp.StatusCode = http.StatusTooManyRequests
		b.refused++
	} else {
		b.tokens--
	}
	b.lowest = min(b.lowest, b.tokens)
	resp.Body = http.NoBody
	return resp, nil
}

func (b *bucket) travel(ctx context.Context) {
	_ = sleep(ctx, time.Duration(rand.IntN(125))*time.Millisecond)
}

// through makes a client whose calls go to a transport instead of a connection.
func through(t *testing.T, rt http.RoundTripper, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{URL: "http://api.test", Token: token, MaxRetries: 10, RequestTimeout: time.Minute}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.http.HTTPClient.Transport.(*try).base = rt //nolint:forcetypeassert // New made it
	return c
}

// Terraform's ten at a time run into the reserve, stay there without a refusal, and lose nothing of the refill; when the bucket is
// filled again they do not wait.
func TestPaceOfABucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bucket{tokens: 160, lowest: 160, at: time.Now()}
		c := through(t, b, func(cfg *Config) { cfg.RateLimitReserve = 100 })
		run := func(calls int) time.Duration {
			begun, work := time.Now(), make(chan int)
			var workers sync.WaitGroup
			for range 10 {
				workers.Go(func() {
					for range work {
						if err := c.DeleteTeam(t.Context(), "x"); err != nil {
							t.Error(err)
						}
					}
				})
			}
			for i := range calls {
				work <- i
			}
			close(work)
			workers.Wait()
			return time.Since(begun)
		}
		took := run(60 + 4*RefillPerMinute)
		if b.lowest < 98 || b.refused > 0 {
			t.Errorf("%d refusals, and %.0f of a reserve of 100 left", b.refused, b.lowest)
		}
		if took < 230*time.Second || took > 250*time.Second {
			t.Errorf("four minutes of the refill take %s", took)
		}
		if left, known := c.Remaining(); !known || left < 98 || left > 110 { // each of the ten may have waited for a share that nobody needed any more
			t.Errorf("%d are left, %v", left, known)
		}
		b.tokens = 3000
		if took := run(1000); took > time.Minute {
			t.Errorf("1,000 calls out of 3,000 take %s", took)
		}
		b.lowest, b.tokens = 0, 3 // somebody else has used up all that there was
		if took := run(100); b.refused > 10 || took > 2*time.Minute {
			t.Errorf("%d refusals and %s for 100 calls out of an empty bucket", b.refused, took)
		}
	})
}

func TestPaceReadsAnswers(t *testing.T) {
	s := serve(t, answer(200, `{}`, "RateLimit-Remaining", "5"))
	c := s.client(t, func(cfg *Config) { cfg.RateLimitReserve = 5 })
	if left, known := c.Remaining(); left != 0 || known {
		t.Errorf("%d, %v before the first answer", left, known)
	}
	if _, err := c.GetTeam(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if left, known := c.Remaining(); left != 5 || !known {
		t.Errorf("%d, %v", left, known)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.GetTeam(ctx, "acme"); !errors.Is(err, context.DeadlineExceeded) || len(s.requests) != 1 {
		t.Errorf("the second request does not wait: %v", err)
	}
}

// Waits and ages are measured on the clock that nobody can set: Go carries it along until something takes it off.
func TestMonotonicClock(t *testing.T) {
	s := serve(t, answer(200, `[]`, "RateLimit-Remaining", "0"))
	c := s.client(t)
	if _, err := c.Snapshot.Teams.Get(t.Context(), "", Recent); err != nil {
		t.Fatal(err)
	}
	for what, at := range map[string]time.Time{"the next call": c.pace.next, "a reading": c.Snapshot.Teams.newer[""].ended} {
		if !strings.Contains(at.String(), " m=") {
			t.Errorf("the time of %s jumps with the clock on the wall: %s", what, at)
		}
	}
}

package client

import (
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// hangUp breaks the connection off before anything is answered.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// breakOff breaks the connection off in the middle of the answer.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"id":`))
	panic(http.ErrAbortHandler)
}

func TestRetry(t *testing.T) {
	name := "web"
	methods := map[string]func(context.Context, *Client) error{
		"GET": func(ctx context.Context, c *Client) error { _, err := c.GetTeam(ctx, "acme"); return err },
		"PUT": func(ctx context.Context, c *Client) error {
			_, err := c.PutMember(ctx, "acme", api.TeamMemberWrite{})
			return err
		},
		"PATCH":  func(ctx context.Context, c *Client) error { return c.UpdateApp(ctx, "web", api.AppUpdate{Name: &name}) },
		"DELETE": func(ctx context.Context, c *Client) error { return c.DeleteTeam(ctx, "acme") },
		"POST": func(ctx context.Context, c *Client) error {
			_, err := c.CreateTeam(ctx, "", api.TeamCreate{})
			return err
		},
	}
	for what, test := range map[string]struct {
		handler http.HandlerFunc
		post    bool // whether a POST is repeated too
		never   bool // whether nothing is
	}{
		"429":      {answer(429, ``), true, false},
		"503":      {answer(503, ``), true, false},
		"500":      {answer(500, ``), false, false},
		"502":      {answer(502, ``), false, false},
		"hang up":  {hangUp, false, false},
		"cut off":  {breakOff, false, false},
		"403":      {answer(403, ``), false, true},
		"404":      {answer(404, ``), false, true},
		"422":      {answer(422, ``), false, true},
		"too long": {answer(429, ``, "Retry-After", "6"), false, true}, // longer than the request timeout of five seconds
	} {
		for method, send := range methods {
			t.Run(what+" "+method, func(t *testing.T) {
				again := !test.never && (method != "POST" || test.post)
				s := serve(t, test.handler, test.handler, answer(200, `{}`))
				err := send(t.Context(), s.client(t))
				want := 1
				if again {
					want = 3
				}
				// net/http repeats some broken connections by itself, which the log does not count.
				if len(s.tries) != want || (err == nil) != again {
					t.Errorf("%d tries, want %d; %v", len(s.tries), want, err)
				}
				if slices.ContainsFunc(s.bodies, func(b string) bool { return b != s.bodies[0] }) {
					t.Errorf("the body is not sent again: %q", s.bodies)
				}
				for i, try := range s.tries {
					if try.Number != i+1 || try.Method != method || try.RequestID != s.tries[0].RequestID {
						t.Errorf("try %d is logged as %+v", i+1, try)
					}
				}
			})
		}
	}
}

func TestRetriesEnd(t *testing.T) {
	s := serve(t, answer(503, `{"id":"service_unavailable","message":"Back soon."}`))
	_, err := s.client(t).GetTeam(t.Context(), "acme")
	var refused *api.Error
	if !errors.As(err, &refused) || refused.Message != "Back soon." || refused.Status != 503 {
		t.Errorf("the last answer is lost: %v", err)
	}
	if len(s.requests) != 4 {
		t.Errorf("%d tries with three retries", len(s.requests))
	}
}

func TestRefusedConnection(t *testing.T) {
	s := serve(t, answer(200, `{}`))
	c := s.client(t)
	s.Close()
	if _, err := c.CreateTeam(t.Context(), "", api.TeamCreate{}); err == nil || len(s.tries) != 4 {
		t.Errorf("%d tries of a POST that nobody listened to; %v", len(s.tries), err)
	}
}

// A POST is sent again if there was no connection to send it on, for whatever reason, and not if one broke.
func TestUnsent(t *testing.T) {
	policy := retries{longest: time.Minute, now: time.Now}
	for op, again := range map[string]bool{"dial": true, "proxyconnect": true, "read": false, "write": false} {
		err := &url.Error{Op: "Post", URL: "https://api.test", Err: &net.OpError{Op: op, Net: "tcp", Err: syscall.ECONNRESET}}
		if got, _ := policy.check(begin(t.Context(), http.MethodPost, nil), nil, err); got != again {
			t.Errorf("a POST that failed to %s is sent again: %v", op, got)
		}
	}
}

func TestTimeout(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	s := serve(t, hang, answer(200, `{"id":"1"}`))
	short := func(cfg *Config) { cfg.RequestTimeout = 50 * time.Millisecond }
	if _, err := s.client(t, short).GetTeam(t.Context(), "acme"); err != nil || len(s.tries) != 2 {
		t.Errorf("%d tries, %v", len(s.tries), err)
	}
	s = serve(t, hang)
	if _, err := s.client(t, short).CreateTeam(t.Context(), "", api.TeamCreate{}); err == nil || len(s.tries) != 1 || !strings.Contains(err.Error(), "no complete answer within 50ms") {
		t.Errorf("%d tries, %v", len(s.tries), err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, answer(429, ``, "Retry-After", "4"))
	start := time.Now()
	c := s.client(t, func(cfg *Config) { cfg.Log = func(context.Context, Try) { cancel() } })
	_, err := c.GetTeam(ctx, "acme")
	if !errors.Is(err, context.Canceled) || time.Since(start) > 2*time.Second || len(s.requests) != 1 {
		t.Errorf("%v after %s and %d requests", err, time.Since(start), len(s.requests))
	}
}

func TestUntrustedServer(t *testing.T) {
	tls := httptest.NewTLSServer(answer(200, `{}`))
	defer tls.Close()
	s := serve(t, answer(200, `{}`))
	c := s.client(t, func(cfg *Config) { cfg.URL = tls.URL })
	if _, err := c.GetTeam(t.Context(), "acme"); err == nil || len(s.tries) != 1 {
		t.Errorf("%d tries of a server that is not trusted; %v", len(s.tries), err)
	}
}

// transport is a function as a transport.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What one request may take altogether, in an API that never does it.
func TestWaitsAddUp(t *testing.T) {
	const tries, exponential = 11, (500 + 1000 + 2000 + 4000 + 8000 + 16000 + 4*30000) * time.Millisecond
	for name, test := range map[string]struct {
		header      func(now time.Time) http.Header
		tries       int
		least, most time.Duration
	}{
		"no hint": {func(time.Time) http.Header { return nil }, tries, exponential / 2, exponential},
		"seconds": {func(time.Time) http.Header { return http.Header{"Retry-After": {"7"}} }, tries, 70 * time.Second, 70 * time.Second},
		"no wait": {func(time.Time) http.Header { return http.Header{"Retry-After": {"0"}} }, tries, exponential / 2, exponential},
		"a date": {func(now time.Time) http.Header {
			return http.Header{"Retry-After": {now.Add(8 * time.Second).UTC().Format(http.TimeFormat)}}
		}, tries, 70 * time.Second, 80 * time.Second}, // dates have no fractions
		"a date of a clock that is an hour fast": {func(now time.Time) http.Header {
			fast := now.Add(time.Hour).UTC()
			return http.Header{"Date": {fast.Format(http.TimeFormat)}, "Retry-After": {fast.Add(7 * time.Second).Format(http.TimeFormat)}}
		}, tries, 70 * time.Second, 70 * time.Second},
		"a date of a clock that is an hour slow": {func(now time.Time) http.Header {
			slow := now.Add(-time.Hour).UTC()
			return http.Header{"Date": {slow.Format(http.TimeFormat)}, "Retry-After": {slow.Add(7 * time.Second).Format(http.TimeFormat)}}
		}, tries, 70 * time.Second, 70 * time.Second},
		"a date that is over": {func(now time.Time) http.Header {
			return http.Header{"Retry-After": {now.Add(-time.Hour).UTC().Format(http.TimeFormat)}}
		}, tries, exponential / 2, exponential},
		"too long":       {func(time.Time) http.Header { return http.Header{"Retry-After": {"61"}} }, 1, 0, 0},
		"absurd":         {func(time.Time) http.Header { return http.Header{"Retry-After": {"99999999999999999"}} }, 1, 0, 0},
		"an absurd date": {func(time.Time) http.Header { return http.Header{"Retry-After": {"Fri, 31 Dec 9999 23:59:59 GMT"}} }, 1, 0, 0},
		"an hour's date": {func(now time.Time) http.Header {
			return http.Header{"Retry-After": {now.Add(time.Hour).UTC().Format(http.TimeFormat)}}
		}, 1, 0, 0},
		"no hint at all": {func(time.Time) http.Header { return http.Header{"Retry-After": {"soon"}} }, tries, exponential / 2, exponential},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun, tried := time.Now(), 0
				c := through(t, transport(func(*http.Request) (*http.Response, error) {
					tried++
					return &http.Response{StatusCode: 503, Header: test.header(time.Now()), Body: http.NoBody}, nil
				}))
				err := c.DeleteTeam(t.Context(), "x")
				if took := time.Since(begun); refused(err).Status != 503 || tried != test.tries || took < test.least || took > test.most {
					t.Errorf("%d tries in %s, want %d in %s to %s; %v", tried, took, test.tries, test.least, test.most, err)
				}
			})
		})
	}
}

// An API that never answers is left after all the tries, or when nobody wants to know any more.
func TestSilence(t *testing.T) {
	silent := transport(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		err := through(t, silent).DeleteTeam(t.Context(), "x")
		if took := time.Since(begun); !Lost(err) || took < 11*time.Minute || took > 11*time.Minute+152*time.Second {
			t.Errorf("%s: %v", took, err)
		}
		begun = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 61*time.Second) // between two tries, or in the second
		defer cancel()
		if err := through(t, silent).DeleteTeam(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 61*time.Second {
			t.Errorf("%s: %v", time.Since(begun), err)
		}
	})
}

// Answers that break off are asked for again, whether the connection shows it or only the JSON does. A POST may have been carried out.
func TestTruncated(t *testing.T) {
	for _, half := range []string{`[`, `{"id":"1`, `[{"id":"1"}`, `[{"id":"1"},{"id`} {
		s := serve(t, answer(200, half), answer(200, half), answer(200, `[]`))
		if _, err := s.client(t).ListTeams(t.Context()); err != nil || len(s.tries) != 3 {
			t.Errorf("%s: %d tries, %v", half, len(s.tries), err)
		}
		s = serve(t, answer(201, half), answer(201, `{}`))
		if _, err := s.client(t).CreateTeam(t.Context(), "", api.TeamCreate{}); !Lost(err) || len(s.tries) != 1 {
			t.Errorf("%s: %d tries of a POST, %v", half, len(s.tries), err)
		}
	}
	s := serve(t, answer(200, `<html>`))
	if _, err := s.client(t).ListTeams(t.Context()); err == nil || len(s.tries) != 1 {
		t.Errorf("%d tries of an address that is not the API's, %v", len(s.tries), err)
	}
}

func TestWait(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r := retries{longest: time.Minute, now: func() time.Time { return now }}
	respond := func(retryAfter string) *http.Response {
		return &http.Response{Header: http.Header{"Retry-After": {retryAfter}}}
	}
	for hint, want := range map[string]time.Duration{
		"1": time.Second, "45": 45 * time.Second, "99999999999999999": math.MaxInt32 * time.Second,
		now.Add(20 * time.Second).Format(http.TimeFormat): 20 * time.Second,
	} {
		if got := r.wait(waitMin, waitMax, 0, respond(hint)); got != want {
			t.Errorf("Retry-After %s: waits %s, want %s", hint, got, want)
		}
	}
	for _, hint := range []string{"", "soon", "-1", "1.5", "0", now.Add(-time.Hour).Format(http.TimeFormat)} {
		for tried, most := range map[int]time.Duration{0: waitMin, 1: 2 * waitMin, 3: 8 * waitMin, 9: waitMax, 5000: waitMax} {
			seen := map[time.Duration]bool{}
			for range 50 {
				got := r.wait(waitMin, waitMax, tried, respond(hint))
				if got < most/2 || got > most {
					t.Errorf("try %d waits %s, want %s to %s", tried, got, most/2, most)
				}
				seen[got] = true
			}
			if len(seen) < 10 {
				t.Errorf("try %d: the waits are hardly random: %v", tried, seen)
			}
		}
	}
	if got := r.wait(waitMin, waitMax, 0, nil); got > waitMin {
		t.Errorf("without an answer: waits %s", got)
	}
}

package client

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// The wait before the second try, and the longest one without a hint of the server.
const (
	waitMin = 500 * time.Millisecond
	waitMax = 30 * time.Second
)

// retrying wraps a transport: tries that are worth repeating are repeated, and the last answer is handed on with its body.
func retrying(cfg Config, p *pace, base http.RoundTripper) *retryablehttp.Client {
	policy := retries{longest: cfg.RequestTimeout, now: time.Now}
	return &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: &try{base: base, pace: p, timeout: cfg.RequestTimeout, log: cfg.Log, bodies: cfg.LogBodies, redact: newRedactor(cfg)},
			// The API never redirects; following one would carry the configured headers to another host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     cfg.MaxRetries,
		RetryWaitMin: waitMin,
		RetryWaitMax: waitMax,
		CheckRetry:   policy.check,
		Backoff:      policy.wait,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// retries says which tries are repeated, and when.
type retries struct {
	longest time.Duration // a longer Retry-After is an answer, not a reason to wait
	now     func() time.Time
}

// check decides whether to try again. GET, PUT, PATCH and DELETE can be repeated after 429, 5xx and broken connections: done
// twice they leave the same behind. The second answer may be another, though: 404 to a DELETE, and 422 to the PATCH that
// transfers an app to the team where it is by then; whoever sends these looks at what there is. A POST that may have been
// carried out is never repeated, only one that was certainly turned away: 429, 503, or no connection to send it on.
func (r retries) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if resp != nil {
		if hint, ok := retryAfter(resp.Header, r.now()); ok && hint > r.longest {
			return false, nil
		}
	}
	if again, _ := retryablehttp.DefaultRetryPolicy(ctx, resp, err); !again {
		return false, nil
	}
	idempotent := callOf(ctx).method != http.MethodPost
	if err != nil {
		return idempotent || unsent(err), nil
	}
	turnedAway := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable
	return idempotent || turnedAway, nil
}

// unsent reports whether there was no connection to send a request on: nobody listened, or who did hung up at once.
func unsent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// wait is how long to wait before the next try: exactly what the server asks for, else an exponential time of which half is
// random, so that requests refused together do not come back together. A server that asks for no wait at all gets the latter, too:
// it has just had enough.
func (r retries) wait(least, most time.Duration, tried int, resp *http.Response) time.Duration {
	if resp != nil {
		if hint, ok := retryAfter(resp.Header, r.now()); ok && hint > 0 {
			return hint
		}
	}
	most = min(most, time.Duration(float64(least)*math.Pow(2, float64(min(tried, 20)))))
	return most/2 + rand.N(most/2+1)
}

// retryAfter reads Retry-After: seconds or a date. A date counts from the server's own clock, if the answer tells it: ours may be
// wrong, or jump.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 63); err == nil {
		return time.Duration(min(seconds, math.MaxInt32)) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		now = theirs
	}
	return max(0, date.Sub(now)), true
}

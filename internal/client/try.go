package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// maxBody is the largest answer that is read. A page of a thousand rows is far below it.
const maxBody = 64 << 20

// Try is one try of a request, as the log hook sees it.
type Try struct {
	Method    string
	Path      string
	RequestID string
	Number    int // from 1
	Status    int // 0 when there was no answer
	Duration  time.Duration
	Err       error
}

// try is one try as a transport: it waits for its turn, sends, and reads the whole answer, so that an answer that breaks off
// in the middle is retried like a connection that never came up, and every connection is free for the next request.
type try struct {
	base    http.RoundTripper
	pace    *pace
	timeout time.Duration
	log     func(context.Context, Try)
}

// RoundTrip does the try. The time limit begins after the wait for one's turn.
func (t *try) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.pace.wait(req.Context()); err != nil {
		return nil, err
	}
	this := callOf(req.Context())
	this.tries++
	start := time.Now()
	resp, err := t.exchange(req)
	record := Try{
		Method: req.Method, Path: req.URL.EscapedPath(), RequestID: req.Header.Get(api.HeaderRequestID),
		Number: this.tries, Duration: time.Since(start), Err: err,
	}
	if err == nil {
		record.Status = resp.StatusCode
		if left, err := strconv.Atoi(resp.Header.Get(api.HeaderRateLimitRemaining)); err == nil {
			t.pace.left(left)
		}
	}
	if t.log != nil {
		t.log(req.Context(), record)
	}
	return resp, err
}

func (t *try) exchange(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	resp, err := t.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, t.late(req, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, t.late(req, err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("the answer is larger than %d MiB", maxBody>>20)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// late says in words that the try took too long; any other error is left as it is.
func (t *try) late(req *http.Request, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && req.Context().Err() == nil {
		return fmt.Errorf("no complete answer within %s", t.timeout)
	}
	return err
}

// call is what the tries of one request share. They follow one another, so nothing guards it.
type call struct {
	method string
	tries  int
}

type callKey struct{}

// begin gives a request's context its call.
func begin(ctx context.Context, method string) context.Context {
	return context.WithValue(ctx, callKey{}, &call{method: method})
}

// callOf finds the call again; every request of this package has one.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

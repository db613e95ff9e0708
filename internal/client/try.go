package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// maxBody is the largest answer that is read. A page of a thousand rows is far below it.
const maxBody = 64 << 20

// Try is one try of a request, as the log hook sees it: without secrets, and with addresses of people shortened.
type Try struct {
	Method    string
	Path      string
	RequestID string
	Number    int // from 1
	Status    int // 0 when there was no answer
	Duration  time.Duration
	Err       string // why there was no answer
	Request   string // bodies, if the log is to have them
	Answer    string
}

// try is one try as a transport: it waits for its turn, sends, and reads the whole answer, so that an answer that breaks off
// in the middle is retried like a connection that never came up, and every connection is free for the next request.
type try struct {
	base    http.RoundTripper
	pace    *pace
	timeout time.Duration
	log     func(context.Context, Try)
	bodies  bool // whether the log is to have bodies
	redact  redactor
}

// RoundTrip does the try. The time limit begins after the wait for one's turn.
func (t *try) RoundTrip(req *http.Request) (*http.Response, error) {
	number, err := t.pace.wait(req.Context())
	if err != nil {
		return nil, err
	}
	this := callOf(req.Context())
	this.tries++
	start := time.Now()
	resp, body, err := t.exchange(req)
	took := time.Since(start)
	t.pace.answered(number, resp)
	if t.log != nil {
		t.log(req.Context(), t.record(req, resp, body, err, took))
	}
	return resp, err
}

// record is what the log is told.
func (t *try) record(req *http.Request, resp *http.Response, answer []byte, err error, took time.Duration) Try {
	this := callOf(req.Context())
	record := Try{
		Method: req.Method, Path: t.redact.path(req.URL.EscapedPath()), RequestID: req.Header.Get(api.HeaderRequestID), Number: this.tries, Duration: took,
	}
	if err != nil {
		record.Err = t.redact.text(err.Error())
	} else {
		record.Status = resp.StatusCode
	}
	if t.bodies {
		record.Request, record.Answer = t.redact.body(req.URL.Path, this.body), t.redact.body(req.URL.Path, answer)
	}
	return record
}

// exchange returns the answer, and its body for a second reader.
func (t *try) exchange(req *http.Request) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	resp, err := t.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, nil, t.late(req, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, nil, t.late(req, err)
	}
	if len(body) > maxBody {
		return nil, nil, fmt.Errorf("the answer is larger than %d MiB", maxBody>>20)
	}
	if cut(resp.StatusCode, body) {
		return nil, nil, errors.New("the answer breaks off in the middle")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, body, nil
}

// cut reports whether a good answer is the beginning of JSON and no more, as after something in between has lost the rest. What is
// no JSON at all, such as the page of a wrong address, is not: it will not be another one next time.
func cut(status int, body []byte) bool {
	if status < 200 || status > 299 || len(body) == 0 {
		return false
	}
	var syntax *json.SyntaxError
	var whole json.RawMessage
	return errors.As(json.Unmarshal(body, &whole), &syntax) && syntax.Offset == int64(len(body)) && (body[0] == '[' || body[0] == '{')
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
	body   []byte
	tries  int
}

type callKey struct{}

// begin gives a request's context its call.
func begin(ctx context.Context, method string, body []byte) context.Context {
	return context.WithValue(ctx, callKey{}, &call{method: method, body: body})
}

// callOf finds the call again; every request of this package has one.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

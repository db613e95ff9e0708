package server

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// Limits bound what one request may take, and all of them together. A field that is zero has its default.
type Limits struct {
	URL      int           // bytes of the path and query; 414
	Header   int           // bytes of all header fields; 431
	Body     int           // bytes of a body; 413
	Bodies   int           // bodies of more than [SmallBody] that are held at once; 503
	Requests int           // requests that are worked on at once, once their body is there; 503
	Timeout  time.Duration // of the work on a request; 503
}

// DefaultLimits leave room for the largest requests of the Heroku CLI and of Terraform with the names of thousands of apps.
var DefaultLimits = Limits{URL: 8 << 10, Header: 32 << 10, Body: 1 << 20, Bodies: 64, Requests: 1000, Timeout: 30 * time.Second}

// SmallBody is how large a body is that is always read. Whoever holds bodies back keeps out only those who send more.
const SmallBody = 16 << 10

// gate holds requests to the limits.
//
// A place among the requests that are worked on is taken when the body is there and given back before the answer is sent: a client
// that sends or reads slowly holds a connection, and nothing that anybody else waits for.
type gate struct {
	Limits
	bodies, requests chan struct{} // full when nobody else gets in
	draining         chan struct{} // closed when the server is about to stop
}

func newGate(l Limits) *gate {
	d := DefaultLimits
	l = Limits{
		URL: cmp.Or(l.URL, d.URL), Header: cmp.Or(l.Header, d.Header), Body: cmp.Or(l.Body, d.Body),
		Bodies: cmp.Or(l.Bodies, d.Bodies), Requests: cmp.Or(l.Requests, d.Requests), Timeout: cmp.Or(l.Timeout, d.Timeout),
	}
	return &gate{Limits: l, bodies: make(chan struct{}, l.Bodies), requests: make(chan struct{}, l.Requests), draining: make(chan struct{})}
}

// measure refuses a request whose first part is too large. What is much larger than a header may be, net/http refuses before.
func (g *gate) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := len(r.Host)
		for name, values := range r.Header {
			for _, value := range values {
				header += len(name) + len(value) + len(": \r\n")
			}
		}
		switch {
		case len(r.RequestURI) > g.URL:
			sendFailure(w, r, fail(http.StatusRequestURITooLong, api.ErrBadRequest, "The URL has %d bytes; %d is the most.", len(r.RequestURI), g.URL))
		case header > g.Header:
			sendFailure(w, r, fail(http.StatusRequestHeaderFieldsTooLarge, api.ErrBadRequest, "The header has %d bytes; %d is the most.", header, g.Header))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// TooManyConnections is what a connection is told for which there is no room.
func TooManyConnections() *api.Error {
	return &api.Error{Status: http.StatusServiceUnavailable, ID: api.ErrUnavailable, Message: "The control plane has as many connections as it can hold. Try again in a moment."}
}

func sendFailure(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Connection", "close")
	sendError(w, r, failure(err))
}

// admit reads the body of a request and takes a place among those that are worked on, until done is called.
func (g *gate) admit(r *request) (done func(), err error) {
	var held []chan struct{}
	release := func() {
		for _, place := range held {
			<-place
		}
	}
	take := func(place chan struct{}) error {
		select {
		case place <- struct{}{}:
			held = append(held, place)
			return nil
		default:
			return fail(http.StatusServiceUnavailable, api.ErrUnavailable, "The control plane is working on as many requests as it can. Try again in a moment.")
		}
	}
	r.body, err = g.read(r.http, func() error { return take(g.bodies) })
	if r.cut = err != nil; !r.cut {
		err = take(g.requests)
	}
	if err != nil {
		release()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.ctx, g.Timeout)
	r.ctx = ctx
	return func() { cancel(); release() }, nil
}

// read reads a body; before it holds more than [SmallBody] of it, it asks for a place.
func (g *gate) read(r *http.Request, place func() error) ([]byte, error) {
	tooLarge := fail(http.StatusRequestEntityTooLarge, api.ErrBadRequest, "The request body is larger than %d bytes.", g.Body)
	if r.ContentLength > int64(g.Body) {
		return nil, tooLarge
	}
	var body bytes.Buffer
	for _, part := range []int{min(SmallBody, g.Body), g.Body} {
		_, err := io.CopyN(&body, r.Body, int64(part-body.Len()+1)) // one more than may be
		switch {
		case errors.Is(err, io.EOF):
			return body.Bytes(), nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, fail(http.StatusRequestTimeout, api.ErrBadRequest, "The request body did not arrive in time.")
		case err != nil:
			return nil, fail(http.StatusBadRequest, api.ErrBadRequest, "The request body could not be read.")
		case part == g.Body:
			return nil, tooLarge
		}
		if err := place(); err != nil {
			return nil, err
		}
	}
	return nil, tooLarge
}

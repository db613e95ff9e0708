package acctest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Proxy stands in front of a control plane. It writes down every call, and can refuse or change calls.
type Proxy struct {
	URL string

	mu    sync.Mutex
	calls []string
	fault func(*http.Request) Fault
	moved [2]string
}

// NewProxy starts a proxy in front of the server at an address. It ends with the test.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	address, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{}
	forward := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(address) },
		ModifyResponse: p.answer,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault := p.note(r)
		fault.meet(w, p.ask(r), forward)
	}))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Meddle lets a function choose the fault of each call; nil ends it. It is asked about one call at a time, in the order in which they
// arrive.
func (p *Proxy) Meddle(fault func(*http.Request) Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = fault
}

// Fail lets a function answer calls in the control plane's place; status 0 lets a call pass. Nil ends
// it.
func (p *Proxy) Fail(answer func(*http.Request) (status int, body string)) {
	if answer == nil {
		p.Meddle(nil)
		return
	}
	p.Meddle(func(r *http.Request) Fault {
		status, body := answer(r)
		return Fault{Status: status, Body: body}
	})
}

// Refuse answers calls of a method, whose path ends as given, with 422.
func (p *Proxy) Refuse(method, pathEnd string) {
	p.Answer(method, pathEnd, http.StatusUnprocessableEntity, `{"id":"invalid_params","message":"Not today."}`)
}

// Answer answers calls of a method, whose path ends as given, in the control plane's place.
func (p *Proxy) Answer(method, pathEnd string, status int, body string) {
	p.Fail(func(r *http.Request) (int, string) {
		if r.Method == method && strings.HasSuffix(r.URL.Path, pathEnd) {
			return status, body
		}
		return 0, ""
	})
}

// Move gives a person another email address: the control plane knows the old one, whoever calls only the new one.
func (p *Proxy) Move(before, after string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.moved = [2]string{before, after}
}

// Calls returns what has been asked since the last time, as "GET /teams/x".
func (p *Proxy) Calls() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls = nil
	return calls
}

func (p *Proxy) note(r *http.Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = append(p.calls, r.Method+" "+r.URL.Path)
	if p.moved[0] != "" && strings.Contains(r.URL.Path, p.moved[0]) {
		return Fault{Status: http.StatusNotFound, Body: `{"id":"not_found","message":"Couldn't find that user."}`}
	}
	if p.fault == nil {
		return Fault{}
	}
	return p.fault(r)
}

// ask changes a moved person's address on the way to the control plane.
func (p *Proxy) ask(r *http.Request) *http.Request {
	p.mu.Lock()
	before, after := p.moved[0], p.moved[1]
	p.mu.Unlock()
	if before == "" {
		return r
	}
	r.URL.Path = strings.ReplaceAll(r.URL.Path, after, before)
	r.URL.RawPath = ""
	body, err := io.ReadAll(r.Body)
	if err != nil {
		body = fmt.Append(nil, err)
	}
	body = bytes.ReplaceAll(body, []byte(after), []byte(before))
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return r
}

// answer changes it on the way back.
func (p *Proxy) answer(resp *http.Response) error {
	p.mu.Lock()
	before, after := p.moved[0], p.moved[1]
	p.mu.Unlock()
	if before == "" {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	body = bytes.ReplaceAll(body, []byte(before), []byte(after))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Set("Content-Length", fmt.Sprint(len(body)))
	return nil
}

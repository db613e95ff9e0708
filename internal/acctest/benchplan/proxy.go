//go:build linux

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// proxy stands between the provider and the control plane: it counts calls and bytes of bodies, and makes every call late.
type proxy struct {
	latency time.Duration
	forward *httputil.ReverseProxy
	calls   atomic.Int64
	bytes   atomic.Int64
}

func newProxy(target *url.URL, latency time.Duration) *proxy {
	p := &proxy{latency: latency}
	p.forward = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(resp *http.Response) error {
			resp.Body = counted{resp.Body, &p.bytes}
			return nil
		},
		Transport:    &http.Transport{MaxIdleConnsPerHost: 64},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.calls.Add(1)
	if p.latency > 0 {
		late := time.NewTimer(p.latency)
		defer late.Stop()
		select {
		case <-late.C:
		case <-r.Context().Done():
			return
		}
	}
	r.Body = counted{r.Body, &p.bytes}
	p.forward.ServeHTTP(w, r)
}

// taken returns what was counted since the last time.
func (p *proxy) taken() (calls, bytes int64) { return p.calls.Swap(0), p.bytes.Swap(0) }

// counted is a body that counts what is read of it.
type counted struct {
	io.ReadCloser
	bytes *atomic.Int64
}

func (c counted) Read(to []byte) (int, error) {
	n, err := c.ReadCloser.Read(to)
	c.bytes.Add(int64(n))
	return n, err
}

// stateBackend is a state backend of Terraform's kind "http": a document, kept in memory.
type stateBackend struct {
	mu    sync.Mutex
	state []byte
}

func (s *stateBackend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.Method {
	case http.MethodGet:
		if s.state == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write(s.state)
	case http.MethodPost:
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.state = raw
	case http.MethodDelete:
		s.state = nil
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// listen serves a handler on a free port of this machine until it is closed.
func listen(ctx context.Context, h http.Handler) (address string, end func(), err error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), func() { _ = server.Close() }, nil
}

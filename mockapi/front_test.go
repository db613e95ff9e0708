package main

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// front spreads requests at random over replicas of the control plane, as a load balancer would, and after every few of them
// restarts a replica: by SIGTERM, which must fail no request, and by SIGKILL.
type front struct {
	t        *testing.T
	args     []string
	client   http.Client
	replicas []*replica
	every    int64       // so many requests lie between two restarts; 0 is none
	cuts     atomic.Bool // SIGKILL does not wait for writes under way: they are answered with 502, as are those whose clients have hung up

	requests, kills, stops, retries atomic.Int64
	restarting                      sync.Mutex
	restarts                        sync.WaitGroup
}

// replica is a place that one process after the other fills.
type replica struct {
	process atomic.Pointer[process]
	writes  sync.RWMutex // held for reading while a write is under way: only reads can be repeated after a SIGKILL
}

// balance starts a front over three replicas that all start at once, and returns its URL.
func balance(t *testing.T, every int64, args ...string) (*front, string) {
	t.Helper()
	f := &front{t: t, args: args, every: every, client: http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 64, IdleConnTimeout: 500 * time.Millisecond, DisableCompression: true,
	}}}
	var starts sync.WaitGroup
	for range 3 {
		r := &replica{}
		f.replicas = append(f.replicas, r)
		starts.Go(func() { f.start(r) })
	}
	starts.Wait()
	hs := httptest.NewServer(f)
	t.Cleanup(func() {
		f.restarts.Wait()
		hs.Close()
		for _, r := range f.replicas {
			r.process.Load().kill(t)
		}
		t.Logf("%d requests over %d replicas, %d killed and %d stopped meanwhile, %d tries repeated", f.requests.Load(), len(f.replicas), f.kills.Load(), f.stops.Load(), f.retries.Load())
	})
	return f, hs.URL
}

// ServeHTTP implements http.Handler.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := f.requests.Add(1); f.every > 0 && n%f.every == 0 {
		f.restarts.Go(f.restart)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.failed(w, r, err)
		return
	}
	reads := slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, r.Method)
	for deadline := time.Now().Add(patience); ; f.retries.Add(1) {
		resp, err := f.forward(f.replicas[rand.IntN(len(f.replicas))], r, body, reads)
		switch {
		case err == nil:
			for name, values := range resp.header {
				w.Header()[name] = values
			}
			w.WriteHeader(resp.status)
			_, _ = w.Write(resp.body)
			return
		case r.Context().Err() == nil && time.Now().Before(deadline) && (reads || errors.Is(err, syscall.ECONNREFUSED)): // nobody has heard it
		default:
			f.failed(w, r, err)
			return
		}
	}
}

// failed answers what has no answer.
func (f *front) failed(w http.ResponseWriter, r *http.Request, err error) {
	if !f.cuts.Load() {
		f.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	w.WriteHeader(http.StatusBadGateway)
}

// passed is an answer on its way through.
type passed struct {
	status int
	header http.Header
	body   []byte
}

// forward sends a request to a replica.
func (f *front) forward(to *replica, r *http.Request, body []byte, reads bool) (*passed, error) {
	if !reads {
		to.writes.RLock()
		defer to.writes.RUnlock()
	}
	req := r.Clone(r.Context())
	req.RequestURI, req.URL.Scheme, req.URL.Host = "", "http", to.process.Load().address
	req.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := f.client.Do(req) //nolint:gosec // it goes to our own replicas
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	return &passed{resp.StatusCode, resp.Header, content}, err
}

// restart ends a replica in one way or the other and starts the next one in its place. One at a time is away.
func (f *front) restart() {
	if !f.restarting.TryLock() {
		return
	}
	defer f.restarting.Unlock()
	to := f.replicas[rand.IntN(len(f.replicas))]
	old := to.process.Load()
	if f.kills.Load() > f.stops.Load() {
		f.stops.Add(1)
		old.stop(f.t)
	} else {
		f.kills.Add(1)
		if !f.cuts.Load() {
			to.writes.Lock()
			defer to.writes.Unlock()
		}
		old.kill(f.t)
	}
	f.start(to)
}

// start fills a place. The process ends with the front, which waits for restarts first.
func (f *front) start(in *replica) {
	p := launch(f.t, serveCmd(f.args...), nil)
	p.listens(f.t)
	in.process.Store(p)
}

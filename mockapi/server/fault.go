package server

import (
	"bytes"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// Faults are the rules by which the server fails on purpose, for people who test what their automation makes of it.
//
// Decisions: every rule draws for itself from a series of its own, so that a rule does not change what the ones beside it do, and the
// same requests in the same order meet the same faults. Of several rules that strike one request the delays add up, and the first that
// does more than delay counts. A fault comes before everything else that the server does with a request, so that it needs no
// token; only a rule that names a caller looks who asks.
type Faults struct {
	mu    sync.Mutex
	rules []*faultRule
}

// faultRule is a [Fault] at work.
type faultRule struct {
	Fault
	rand   *rand.Rand
	struck int
}

// NewFaults reads rules in the form of [ParseFault]. The same number makes the same faults.
func NewFaults(rules []string, number uint64) (*Faults, error) {
	f := &Faults{}
	return f, f.Set(rules, number)
}

// Set puts other rules in the place of these, or changes nothing if one of them is wrong.
func (f *Faults) Set(rules []string, number uint64) error {
	var parsed []*faultRule
	for i, text := range rules {
		fault, err := ParseFault(text)
		if err != nil {
			return err
		}
		parsed = append(parsed, &faultRule{Fault: fault, rand: rand.New(rand.NewPCG(number, uint64(i)))}) //nolint:gosec // not a secret
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = parsed
	return nil
}

// strike draws for every rule that is about a request of a caller, and joins what strikes it into one fault.
func (f *Faults) strike(rt route, caller string) (hit Fault, struck []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if !r.about(rt) || r.Caller != "" && !access.SameEmail(r.Caller, caller) || r.Times > 0 && r.struck >= r.Times || r.rand.Float64() >= r.Share {
			continue
		}
		r.struck++
		struck = append(struck, r.Text)
		hit.Latency += r.Latency
		if hit.Kind() == "" {
			hit.Text, hit.Status, hit.RetryAfter, hit.Cut, hit.Stale = r.Text, r.Status, r.RetryAfter, r.Cut, r.Stale
		}
	}
	return hit, struck
}

// stale reports whether a rule answers from the past.
func (f *Faults) stale() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.rules, func(r *faultRule) bool { return r.Stale })
}

// concern reports whether there are rules about a route, which there usually are not, and whether one asks who the caller is.
func (f *Faults) concern(rt route) (some, caller bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if r.about(rt) {
			some, caller = true, caller || r.Caller != ""
		}
	}
	return some, caller
}

// faulty lets the rules strike before a route is served.
func (s *Server) faulty(rt route, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		concerned, asked := s.faults.concern(rt)
		if !concerned {
			next(w, r)
			return
		}
		caller := ""
		if asked {
			caller = s.callerOf(r)
		}
		hit, struck := s.faults.strike(rt, caller)
		if len(struck) == 0 {
			next(w, r)
			return
		}
		t := traced(r.Context())
		t.fault, t.stale = strings.Join(struck, "; "), hit.Stale
		s.log.LogAttrs(r.Context(), slog.LevelWarn, "fault", slog.String("request_id", t.id), slog.String("route", rt.method+" "+rt.pattern), slog.String("rule", t.fault))
		for _, rule := range struck {
			s.metrics.faults.WithLabelValues(rule).Inc()
		}
		if wait(r, hit.Latency); r.Context().Err() != nil {
			panic(http.ErrAbortHandler) // nobody waits for the answer
		}
		switch {
		case hit.Status != 0:
			s.sendFault(w, r, hit)
		case hit.Cut == CutBefore:
			panic(http.ErrAbortHandler) // net/http closes the connection
		case hit.Cut == CutAfter:
			next(discard{header: http.Header{}}, r)
			panic(http.ErrAbortHandler)
		default:
			next(w, r)
		}
	}
}

// wait takes as long as it is told, unless the client goes first: net/http notices that once the body is read.
func wait(r *http.Request, d time.Duration) {
	if d == 0 {
		return
	}
	read, err := io.ReadAll(io.LimitReader(r.Body, SmallBody+1))
	if err == nil {
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(read), r.Body))
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

func (s *Server) sendFault(w http.ResponseWriter, r *http.Request, hit Fault) {
	id := "service_unavailable"
	switch hit.Status {
	case http.StatusTooManyRequests:
		id = api.ErrRateLimit
	case http.StatusInternalServerError:
		id = api.ErrInternal
	}
	if hit.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(hit.RetryAfter.Seconds())))
	}
	sendError(w, r, &api.Error{Status: hit.Status, ID: id, Message: "The control plane fails on purpose here, by the rule " + strconv.Quote(hit.Text) + "."})
}

// callerOf finds the address of who asks; empty for nobody.
func (s *Server) callerOf(r *http.Request) (email string) {
	token := bearer(r)
	if token == "" {
		return ""
	}
	err := s.store.Read(r.Context(), func(tx *store.Tx) error {
		user, err := tx.TokenUser(r.Context(), token)
		email = user.Email
		return err
	})
	if err != nil && !missing(err) { // the request itself will meet the same error, and answer it
		s.log.ErrorContext(r.Context(), "fault: who asks is not known", "request_id", requestID(r.Context()), "error", err)
	}
	return email
}

// discard is an answer that nobody gets.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

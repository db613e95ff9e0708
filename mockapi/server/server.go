// Package server is the HTTP side of the control plane: the Heroku Platform API v3, held to the access model.
//
// Every request takes one path, [Server.serve]: its body is read, a transaction begins, the asker is found by his token, the
// object by the path (and locked, if the request writes), [access.Decide] decides, the handler does its work, the audit
// events are written, the transaction commits, and only then is the answer sent. Authorization and write share the
// transaction, so a right cannot be taken away in between. routes.go is the whole API on one page; a handler never sees an
// http.ResponseWriter and returns a status, a body and an error, which failure.go maps to Heroku's statuses and ids.
//
// Decisions: a mutation that writes no audit event is a defect and answers 500, unless its handler says that it changed nothing. A refusal
// is audited in a transaction of its own, since the refused one is rolled back; where that fails the answer is 500 too, so that no refusal
// goes unwritten. Lists that are the same for everybody who may read them are kept encoded for each version of their team (cache.go); the
// version is read in the transaction that decides, so that replicas agree.
package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// DefaultRateLimit is Heroku's bucket: 4500 requests for each account, refilled at 75 a minute.
const DefaultRateLimit = 4500

// Options are the settings of a Server. The zero value of each field is a working default.
type Options struct {
	Logger    *slog.Logger     // slog.Default()
	Clock     func() time.Time // for the rate limit; required
	RateLimit int              // requests that an account may make at once; 0 is [DefaultRateLimit]
	Timer     func() time.Time // for how long requests take; Clock
	Faults    *Faults          // none
	Limits    Limits           // of each request, and of all together
	Uses      bool             // keep what tokens are used for

	journal *journal // none
	metrics *metrics // its own
}

// Server answers the API from a store.
type Server struct {
	store   *store.Store
	log     *slog.Logger
	clock   func() time.Time
	timer   func() time.Time
	limits  *limiter
	gate    *gate
	cache   *cache
	metrics *metrics
	faults  *Faults
	past    past
	journal *journal
	uses    *uses // nil keeps none
	handler http.Handler
}

// New makes a Server over an open store.
func New(st *store.Store, o Options) *Server {
	o = o.withDefaults(st)
	s := &Server{
		store: st, log: o.Logger, clock: o.Clock, timer: o.Timer, limits: newLimiter(o.RateLimit, o.Clock), gate: newGate(o.Limits), cache: newCache(),
		metrics: o.metrics, faults: o.Faults, journal: o.journal,
	}
	if o.Uses {
		s.uses = newUses(st, o.Logger)
	}
	mux := chi.NewRouter()
	mux.Use(s.gate.leave, s.observe, s.gate.measure, anyOrigin, overrideMethod, stripSlash, middleware.GetHead)
	mux.Get("/healthz", healthz)
	mux.Get("/readyz", s.readyz)
	mux.Method(http.MethodGet, "/metrics", s.metrics.handler())
	mux.Get("/openapi.json", openAPI())
	for _, rt := range routes {
		mux.Method(rt.method, rt.pattern, s.faulty(rt, s.serve(rt)))
	}
	mux.NotFound(noRoute)
	mux.MethodNotAllowed(noRoute)
	s.handler = mux
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func noRoute(w http.ResponseWriter, r *http.Request) {
	sendError(w, r, &api.Error{
		Status: http.StatusNotFound, ID: api.ErrNotFound,
		Message: "The requested API endpoint was not found. Are you using the right HTTP verb (i.e. `GET` vs. `POST`), and did you specify your intended version with the `Accept` header?",
	})
}

// answer is what goes back: a status, an encoded body, and the headers of a page.
type answer struct {
	status int
	body   []byte
	zipped func() []byte // the body compressed, once; nil where it is not worth it
	etag   string
	page   page
}

// serve is the one path of a request.
func (s *Server) serve(rt route) http.HandlerFunc {
	var habit store.Habit
	return func(w http.ResponseWriter, hr *http.Request) {
		r := &request{ctx: hr.Context(), server: s, http: hr, id: requestID(hr.Context()), looks: slices.Contains(questions, rt.pattern)}
		got, err := s.handle(r, rt, &habit)
		traced(hr.Context()).note(r)
		if r.user.ID != "" {
			w.Header().Set(api.HeaderRateLimitRemaining, strconv.Itoa(s.limits.remaining(r.user.ID)))
		}
		if err == nil {
			send(w, hr, got)
			return
		}
		e := failure(err)
		if e.Status >= http.StatusInternalServerError {
			s.log.ErrorContext(hr.Context(), "request failed", "request_id", r.id, "error", err)
		}
		switch e.Status {
		case http.StatusTooManyRequests:
			w.Header().Set("Retry-After", strconv.Itoa(s.limits.wait(r.user.ID)))
		case http.StatusServiceUnavailable:
			w.Header().Set("Retry-After", "1")
		}
		if r.cut {
			w.Header().Set("Connection", "close")
		}
		sendError(w, hr, e)
	}
}

// handle checks what can be checked without the database, then runs the transaction.
func (s *Server) handle(r *request, rt route, habit *store.Habit) (answer, error) {
	if !acceptable(r.http.Header) {
		return answer{}, fail(http.StatusNotAcceptable, api.ErrNotAcceptable, "The Accept header must name version 3 of the API: %q.", api.Accept)
	}
	var err error
	if r.page, err = api.ParseRange(r.http.Header.Get(api.HeaderRange)); err != nil {
		return answer{}, fail(http.StatusRequestedRangeNotSatisfiable, api.ErrRange, "The Range header is wrong: %v.", err)
	}
	token := bearer(r.http)
	row, _ := access.Lookup(rt.action)
	if token == "" && !row.Anonymous {
		return answer{}, unauthorized()
	}
	done, err := s.gate.admit(r)
	if err != nil {
		return answer{}, err
	}
	defer done()
	transaction := s.transaction(r, habit)
	var got answer
	charged := false
	err = transaction(r.ctx, func(tx *store.Tx) error {
		r.begin(tx)
		if err := r.authenticate(token, rt); err != nil {
			return err
		}
		if !charged && r.user.ID != "" && rt.pattern != "/account/rate-limits" { // asking is free
			if !s.limits.take(r.user.ID) {
				return fail(http.StatusTooManyRequests, api.ErrRateLimit, "Your account reached the API rate limit. Please wait a few minutes before making new requests.")
			}
			charged = true
		}
		got, err = s.decideAndDo(r, rt)
		return err
	})
	s.settle(r, token, err == nil)
	if err == nil && len(r.events) > 0 {
		s.metrics.auditLag.Observe(s.clock().Sub(r.tx.Now()).Seconds())
	}
	if action, reason, ok := r.refused(err); ok && r.user.ID != "" {
		if failed := s.auditRefusal(r, rt, action, reason); failed != nil {
			return answer{}, failed
		}
	}
	return got, err
}

// settle counts the decisions of a request, and keeps what its token was used for if it was carried out.
func (s *Server) settle(r *request, token string, done bool) {
	var used []store.TokenUse
	for _, d := range r.decided {
		s.metrics.decided(d.use.Action, d.allowed)
		if s.uses != nil && done && d.allowed && token != "" {
			if len(used) == 0 {
				d.use.Token = store.TokenKey(token)
			} else {
				d.use.Token = used[0].Token
			}
			used = append(used, d.use)
		}
	}
	if len(used) > 0 {
		s.uses.note(used)
	}
}

// decideAndDo is the part of a request that happens inside its transaction.
func (s *Server) decideAndDo(r *request, rt route) (answer, error) {
	if err := r.allowScope(rt.action); err != nil {
		return answer{}, err
	}
	if err := rt.about(r); err != nil {
		return answer{}, err
	}
	r.action, r.decision = rt.action, r.decide(rt.action)
	if !r.decision.Allowed {
		return answer{}, r.deny(rt.action, r.object, r.name, r.decision)
	}
	if err := s.precondition(r, rt); err != nil {
		return answer{}, err
	}
	status, body, err := rt.handle(r)
	if err != nil {
		return answer{}, err
	}
	if r.writes() && !r.same && len(r.events) == 0 {
		return answer{}, errors.New(rt.method + " " + rt.pattern + " wrote no audit event")
	}
	for _, e := range r.events {
		if err := r.tx.CreateEvent(r.ctx, e); err != nil {
			return answer{}, err
		}
	}
	if c, ok := body.(shared); ok {
		return s.cache.get(r, c)
	}
	return r.encode(status, body)
}

// precondition holds a write to its If-Match: the ETag that a GET of the same path would have now, in the same transaction.
func (s *Server) precondition(r *request, rt route) error {
	want := r.http.Header.Get("If-Match")
	if want == "" || want == "*" || !r.writes() {
		return nil
	}
	for _, same := range routes {
		if same.method != http.MethodGet || same.pattern != rt.pattern {
			continue
		}
		status, body, err := same.handle(r)
		if err != nil {
			return err
		}
		if c, ok := body.(shared); ok {
			body, err = c.load()
		}
		if err != nil {
			return err
		}
		now, err := r.encode(status, body)
		if err != nil || now.etag == want {
			return err
		}
		return fail(http.StatusPreconditionFailed, api.ErrPrecondition, "It has changed: its ETag is %s now, not the %s of If-Match. Read it again.", now.etag, want)
	}
	return fail(http.StatusPreconditionFailed, api.ErrPrecondition, "If-Match needs something that can be read at the same path.")
}

// encode turns what a handler returned into bytes; a list is cut to the page that was asked for.
func (r *request) encode(status int, body any) (answer, error) {
	a := answer{status: status}
	if l, ok := body.(pager); ok {
		var err error
		if a.page, err = l.page(r.page); err != nil {
			return a, err
		}
		body = a.page.items
		if a.page.next != "" {
			a.status = http.StatusPartialContent
		}
	}
	var err error
	if a.body, err = json.Marshal(body); err != nil {
		return a, err
	}
	if len(a.body) >= zipFrom {
		a.zipped = sync.OnceValue(func() []byte { return zip(a.body) })
	}
	sum := sha256.Sum256(a.body)
	a.etag = `"` + hex.EncodeToString(sum[:16]) + `"`
	return a, nil
}

// auditRefusal writes down what was refused. The transaction that refused it is gone.
func (s *Server) auditRefusal(r *request, rt route, asked access.Action, reason string) error {
	typ, action, _ := strings.Cut(string(asked), ".")
	ctx := context.WithoutCancel(r.ctx)
	var began time.Time
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		began = tx.Now()
		e := r.newEvent(typ, action, false, reason, map[string]any{"method": rt.method, "path": withoutDrain(r.http.URL.Path)})
		if err := r.placeEvent(ctx, tx, &e); err != nil {
			return err
		}
		return tx.CreateEvent(ctx, e)
	})
	if err == nil {
		s.metrics.auditLag.Observe(s.clock().Sub(began).Seconds())
	}
	return err
}

// acceptable reports whether a client asks for version 3, in any of its variants ("version=3.sdk").
func acceptable(h http.Header) bool {
	for _, value := range h.Values("Accept") {
		for media := range strings.SplitSeq(value, ",") {
			rest, ok := strings.CutPrefix(strings.ReplaceAll(media, " ", ""), api.AcceptPrefix)
			if ok && (rest == "" || rest[0] == '.' || rest[0] == ';') {
				return true
			}
		}
	}
	return false
}

// bearer is the token of a request: "Bearer TOKEN", or the password of "Basic", with any user name.
func bearer(r *http.Request) string {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(scheme) {
	case "bearer":
		return strings.TrimSpace(value)
	case "basic":
		plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil {
			return ""
		}
		_, password, _ := bytes.Cut(plain, []byte(":"))
		return string(password)
	}
	return ""
}

func remoteIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// send writes an answer; a GET whose ETag the client has already is 304.
func send(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	h.Set("Content-Type", api.ContentType)
	h.Set("Cache-Control", "private, no-cache")
	if a.page.fields != "" {
		a.page.header(h)
	}
	if a.etag != "" {
		h.Set("ETag", a.etag)
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("If-None-Match") == a.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Add("Vary", "Accept-Encoding")
	if a.zipped != nil && acceptsGzip(r.Header) {
		a.body = a.zipped()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the client is gone; there is nobody to tell
	}
}

func sendError(w http.ResponseWriter, r *http.Request, e *api.Error) {
	if article, ok := articles[e.ID]; ok {
		e.URL = article.URL()
	}
	body, err := json.Marshal(e)
	if err != nil { // an api.Error is strings alone
		panic(err)
	}
	send(w, r, answer{status: e.Status, body: body})
}

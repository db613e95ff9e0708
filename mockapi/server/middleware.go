package server

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/cors"
	"github.com/google/uuid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxRequestIDs is how long a list of request ids may be that a client sends; the Heroku CLI's grows to some 7 kB.
const maxRequestIDs = 8 << 10

// requestIDs is the id of a request, and the list that goes back: what the client sent, then our own. A client that sends one
// id of its own names the request by it.
func requestIDs(sent string) (id, all string) {
	if uuid.Validate(sent) == nil {
		return sent, sent
	}
	id = store.NewID()
	if sent == "" || len(sent) > maxRequestIDs {
		return id, id
	}
	for part := range strings.SplitSeq(sent, ",") {
		if uuid.Validate(strings.TrimSpace(part)) != nil {
			return id, id
		}
	}
	return id, sent + "," + id
}

// observe gives every request an id, one line in the log and a place in the metrics, and turns a panic into a 500.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := s.timer()
		id, all := requestIDs(r.Header.Get(api.HeaderRequestID))
		w.Header().Set(api.HeaderRequestID, all)
		t := &trace{id: id}
		r = r.WithContext(withTrace(r.Context(), t))
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			cause := recover()
			if cause != nil && cause != http.ErrAbortHandler { //nolint:errorlint // it is this value that net/http knows
				s.log.ErrorContext(r.Context(), "panic", "request_id", id, "cause", cause, "stack", string(debug.Stack()))
				if ww.Status() == 0 {
					sendError(ww, r, failure(errors.New("panic")))
				}
			}
			took := s.timer().Sub(began)
			pattern := chi.RouteContext(r.Context()).RoutePattern()
			s.metrics.observe(r.Method, pattern, ww.Status(), took)
			s.log.InfoContext(r.Context(), "request", "request_id", id, "method", r.Method, "path", withoutDrain(r.URL.Path), "route", pattern,
				"status", ww.Status(), "bytes", ww.BytesWritten(), "duration", took, "client", remoteIP(r), "user", t.actorID, "action", t.action)
			s.journal.add(Entry{
				At: s.clock(), Method: r.Method, Path: withoutDrain(r.URL.Path), Status: ww.Status(), Actor: t.actor, RequestID: id, Fault: t.fault,
			})
			if cause == http.ErrAbortHandler { //nolint:errorlint // net/http cuts the connection
				panic(cause)
			}
		}()
		next.ServeHTTP(ww, r)
	})
}

// stripSlash takes a slash off the end of a path, which some clients leave there. A slash that is written %2F is part of a name and
// stays one.
func stripSlash(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if raw := r.URL.EscapedPath(); len(raw) > 1 && strings.HasSuffix(raw, "/") {
			r.URL.Path, r.URL.RawPath = strings.TrimSuffix(r.URL.Path, "/"), strings.TrimSuffix(raw, "/")
		}
		next.ServeHTTP(w, r)
	})
}

// methods are those of the API.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// overrideMethod lets a client that can only POST say which method it means (Platform API reference, "Methods").
func overrideMethod(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if method := strings.ToUpper(r.Header.Get("X-Http-Method-Override")); r.Method == http.MethodPost && slices.Contains(methods, method) {
			r.Method = method
		}
		next.ServeHTTP(w, r)
	})
}

// anyOrigin lets pages of any origin call the API, as Heroku does: the token is in a header, never in a cookie.
var anyOrigin = cors.Handler(cors.Options{
	AllowedOrigins: []string{"*"},
	AllowedMethods: methods,
	AllowedHeaders: []string{"*"},
	ExposedHeaders: []string{
		"ETag", "Retry-After", api.HeaderRequestID, api.HeaderNextRange, api.HeaderContentRange, api.HeaderAcceptRanges, api.HeaderRateLimitRemaining,
	},
	MaxAge: 86400,
})

// zipFrom is the smallest body that is worth compressing, in bytes: less than a packet is not.
const zipFrom = 1400

// zip compresses a body.
func zip(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(body)
	if err = errors.Join(err, w.Close()); err != nil { // a bytes.Buffer takes everything
		panic(err)
	}
	return b.Bytes()
}

// acceptsGzip reports whether a client asks for gzip.
func acceptsGzip(h http.Header) bool {
	for part := range strings.SplitSeq(h.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

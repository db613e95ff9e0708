package server

import "net/http"

// Drain tells everybody that this server is about to stop: /readyz says so, and every answer from now on closes its connection,
// so that clients take their next request elsewhere. Everything is still answered. It is called once.
func (s *Server) Drain() { close(s.gate.draining) }

func (g *gate) isDraining() bool {
	select {
	case <-g.draining:
		return true
	default:
		return false
	}
}

// healthz says that the process lives: whoever restarts it where this fails should not do so because the database is away.
func healthz(w http.ResponseWriter, r *http.Request) {
	send(w, r, answer{status: http.StatusOK, body: []byte(`{"status":"ok"}`)})
}

// readyz says whether requests should be sent here.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	a := answer{status: http.StatusOK, body: []byte(`{"status":"ok"}`)}
	if s.gate.isDraining() {
		a = answer{status: http.StatusServiceUnavailable, body: []byte(`{"status":"draining"}`)}
	} else if err := s.store.Ping(r.Context()); err != nil {
		s.log.ErrorContext(r.Context(), "not ready", "error", err)
		a = answer{status: http.StatusServiceUnavailable, body: []byte(`{"status":"database unavailable"}`)}
	}
	send(w, r, a)
}

// leave closes connections while the server drains.
func (g *gate) leave(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&leaving{ResponseWriter: w, gate: g}, r)
	})
}

// leaving is an answer that says that its connection closes, if the server drains by the time that it begins.
type leaving struct {
	http.ResponseWriter
	gate  *gate
	began bool
}

// WriteHeader implements http.ResponseWriter.
func (l *leaving) WriteHeader(status int) {
	if !l.began && l.gate.isDraining() {
		l.Header().Set("Connection", "close")
	}
	l.began = status >= http.StatusOK
	l.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (l *leaving) Write(b []byte) (int, error) {
	if !l.began {
		l.WriteHeader(http.StatusOK)
	}
	return l.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (l *leaving) Unwrap() http.ResponseWriter { return l.ResponseWriter }

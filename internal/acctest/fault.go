package acctest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// Fault is what becomes of a call on its way to the control plane and back. The zero fault lets it pass.
type Fault struct {
	Status int    // answers in the control plane's place, with Header and Body
	Body   string // of that answer
	Header http.Header

	Before func()                   // happens before the control plane hears of the call
	Change func(body []byte) []byte // changes the control plane's answer; Header is set on it

	Drop     bool // the control plane does what it is asked to, and the connection breaks before it can say so
	Cut      bool // the connection breaks in the middle of the answer
	Truncate bool // the second half of the answer is missing, and nothing shows it
}

// passes reports whether the answer passes as it is.
func (f *Fault) passes() bool {
	return !f.Drop && !f.Cut && !f.Truncate && f.Change == nil && f.Header == nil
}

// meet lets a call meet its fault.
func (f *Fault) meet(w http.ResponseWriter, r *http.Request, forward http.Handler) {
	if f.Before != nil {
		f.Before()
	}
	switch {
	case f.Status != 0:
		for name, values := range f.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body)
		return
	case f.passes():
		forward.ServeHTTP(w, r)
		return
	}
	r.Header.Del("Accept-Encoding") // half of a compressed answer would be no half
	answer := httptest.NewRecorder()
	forward.ServeHTTP(answer, r)
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
	body := answer.Body.Bytes()
	if f.Change != nil {
		body = f.Change(body)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	for name, values := range f.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	switch {
	case f.Truncate:
		body = body[:len(body)/2]
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	case f.Cut:
		body = body[:len(body)/2]
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
	if f.Cut {
		panic(http.ErrAbortHandler)
	}
}

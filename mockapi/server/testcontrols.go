package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxSeed is the largest body of a request to a control, in bytes: a seed file may be large.
const maxSeed = 64 << 20

// control does what a request to a control asks.
type control func(r *http.Request) (status int, body any, err error)

// controls are the routes under [TestPrefix] of a world.
func (s *TestServer) controls(w *world) http.Handler {
	mux := chi.NewRouter()
	for pattern, do := range map[string]control{
		"GET ":                           func(*http.Request) (int, any, error) { return http.StatusOK, w.wire(), nil },
		"POST /reset":                    w.postReset,
		"GET /snapshots":                 func(*http.Request) (int, any, error) { return http.StatusOK, w.snapshotNames(), nil },
		"POST /snapshots":                w.postSnapshot,
		"DELETE /snapshots/{name}":       w.deleteSnapshot,
		"POST /snapshots/{name}/restore": w.postRestore,
		"GET /clock":                     func(*http.Request) (int, any, error) { return http.StatusOK, w.wireClock(), nil },
		"POST /clock":                    w.postClock,
		"POST /ids":                      w.postIDs,
		"GET /journal":                   w.getJournal,
		"DELETE /journal":                w.deleteJournal,
		"PUT /faults":                    w.putFaults,
		"POST /sign-ins":                 w.postSignIn,
		"GET /worlds":                    func(*http.Request) (int, any, error) { return http.StatusOK, s.worldNames(), nil },
		"POST /worlds":                   func(r *http.Request) (int, any, error) { return s.postWorld(w, r) },
	} {
		method, path, _ := strings.Cut(pattern, " ")
		mux.Method(method, TestPrefix+path, serveControl(do))
	}
	mux.NotFound(noControl)
	mux.MethodNotAllowed(noControl)
	return mux
}

func serveControl(do control) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status, body, err := do(r)
		sendTest(w, r, status, body, err)
	}
}

func noControl(w http.ResponseWriter, r *http.Request) {
	sendTest(w, r, 0, nil, fail(http.StatusNotFound, api.ErrNotFound, "There is no control %s %s. GET %s shows the world that you ask.", r.Method, r.URL.Path, TestPrefix))
}

// sendTest answers a request to a control.
func sendTest(w http.ResponseWriter, r *http.Request, status int, body any, err error) {
	if err != nil {
		sendError(w, r, failure(err))
		return
	}
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		sendError(w, r, failure(err))
		return
	}
	send(w, r, answer{status: status, body: text})
}

// readControl reads a body, in which every key must be known; none at all is an empty one.
func readControl(r *http.Request, into any) error {
	content, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxSeed))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fail(http.StatusRequestEntityTooLarge, api.ErrBadRequest, "The request body is larger than %d bytes.", maxSeed)
	}
	if err != nil || len(bytes.TrimSpace(content)) == 0 {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return invalid("The body cannot be read: %v.", err)
	}
	return nil
}

// controlName is what a snapshot or a world may be called: it stands in paths.
var controlName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func checkName(name string) error {
	if !controlName.MatchString(name) {
		return invalid("A name has small letters, digits and dashes, begins with one of the first two, and has 63 characters at most. %q does not.", name)
	}
	return nil
}

// wireWorld is a world as it is told.
type wireWorld struct {
	Name      string    `json:"name,omitempty"` // the first has none
	Path      string    `json:"path"`
	URL       string    `json:"url,omitempty"`
	Clock     wireClock `json:"clock"`
	Snapshots []string  `json:"snapshots"`
	Requests  int       `json:"requests"` // that it has answered
}

type wireClock struct {
	Now     time.Time `json:"now"`
	Stopped bool      `json:"stopped"`
}

func (w *world) wireClock() wireClock { return wireClock{w.clock.Now().UTC(), w.clock.Stopped()} }

func (w *world) wire() wireWorld {
	entries, dropped := w.journal.list()
	v := wireWorld{Name: w.name, Path: "/", Clock: w.wireClock(), Snapshots: w.snapshotNames(), Requests: len(entries) + dropped}
	if w.name != "" {
		v.Path = TestPrefix + "/worlds/" + w.name
	}
	return v
}

func (w *world) postReset(r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, w.reset(r.Context())
}

func (w *world) postSnapshot(r *http.Request) (int, any, error) {
	var in struct {
		Name string `json:"name"`
	}
	if err := readControl(r, &in); err != nil {
		return 0, nil, err
	}
	if err := checkName(in.Name); err != nil {
		return 0, nil, err
	}
	s, err := w.take(r.Context())
	if err != nil {
		return 0, nil, err
	}
	if !w.keep(in.Name, s) {
		return 0, nil, invalid("There are %d snapshots, the most that a world can have. Delete those that are done with.", maxSnapshots)
	}
	return http.StatusCreated, map[string]any{"name": in.Name, "bytes": len(s.image)}, nil
}

func (w *world) namedSnapshot(name string) (snapshot, error) {
	s, ok := w.find(name)
	if !ok {
		return s, fail(http.StatusNotFound, api.ErrNotFound, "There is no snapshot %q. GET %s/snapshots lists those that there are.", name, TestPrefix)
	}
	return s, nil
}

func (w *world) postRestore(r *http.Request) (int, any, error) {
	s, err := w.namedSnapshot(chi.URLParam(r, "name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, w.restore(r.Context(), s)
}

func (w *world) deleteSnapshot(r *http.Request) (int, any, error) {
	if _, err := w.namedSnapshot(chi.URLParam(r, "name")); err != nil {
		return 0, nil, err
	}
	w.drop(chi.URLParam(r, "name"))
	return http.StatusNoContent, nil, nil
}

// postClock sets the clock, then turns it on or back, then stops it or lets it run: each only if it is asked for.
func (w *world) postClock(r *http.Request) (int, any, error) {
	var in struct {
		Now     *time.Time `json:"now"`
		Advance string     `json:"advance"`
		Stopped *bool      `json:"stopped"`
	}
	if err := readControl(r, &in); err != nil {
		return 0, nil, err
	}
	var by time.Duration
	if in.Advance != "" {
		var err error
		if by, err = time.ParseDuration(in.Advance); err != nil {
			return 0, nil, invalid("advance %q is not a time: it should look like 90m, 36h or -1s.", in.Advance)
		}
	}
	if in.Now == nil && in.Advance == "" && in.Stopped == nil {
		return 0, nil, invalid("Nothing to do: give now (2031-05-06T07:08:09Z), advance (90m) or stopped (true or false).")
	}
	w.setClock(func(c *Clock) {
		if in.Stopped != nil {
			c.Stop(*in.Stopped)
		}
		if in.Now != nil {
			c.Set(*in.Now)
		}
		c.Advance(by)
	})
	return http.StatusOK, w.wireClock(), nil
}

func (w *world) postIDs(r *http.Request) (int, any, error) {
	var in struct {
		Seed *uint64 `json:"seed"`
	}
	if err := readControl(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Seed == nil {
		w.store.IDs().Copy(nil)
	} else {
		w.store.IDs().Seed(*in.Seed)
	}
	return http.StatusNoContent, nil, nil
}

func (w *world) getJournal(*http.Request) (int, any, error) {
	entries, dropped := w.journal.list()
	return http.StatusOK, map[string]any{"requests": entries, "dropped": dropped}, nil
}

func (w *world) deleteJournal(*http.Request) (int, any, error) {
	w.journal.clear()
	return http.StatusNoContent, nil, nil
}

func (w *world) putFaults(r *http.Request) (int, any, error) {
	var in struct {
		Rules []string `json:"rules"`
		Seed  uint64   `json:"seed"`
	}
	if err := readControl(r, &in); err != nil {
		return 0, nil, err
	}
	if err := w.faults.Set(in.Rules, in.Seed); err != nil {
		return 0, nil, invalid("%v", err)
	}
	return http.StatusNoContent, nil, w.server.past.keep(nil) // what was kept for other rules may be long ago
}

// postWorld makes a world: from a snapshot of this one, as it was made if none is named; from a seed file alone; or from both.
func (s *TestServer) postWorld(w *world, r *http.Request) (int, any, error) {
	var in struct {
		Name     string  `json:"name"`
		Snapshot *string `json:"snapshot"`
		Seed     string  `json:"seed"`
	}
	if err := readControl(r, &in); err != nil {
		return 0, nil, err
	}
	if in.Name == "" {
		in.Name = store.NewID()
	}
	if err := checkName(in.Name); err != nil {
		return 0, nil, err
	}
	from := w.initial
	switch {
	case in.Snapshot != nil:
		var err error
		if from, err = w.namedSnapshot(*in.Snapshot); err != nil {
			return 0, nil, err
		}
	case in.Seed != "":
		from.image = s.settings.Empty
	}
	made, err := s.fork(r.Context(), in.Name, from, in.Seed)
	if err != nil {
		return 0, nil, err
	}
	v := made.wire()
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	v.URL = scheme + r.Host + v.Path
	return http.StatusCreated, v, nil
}

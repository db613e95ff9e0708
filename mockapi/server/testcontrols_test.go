package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestClock: all times are the clock's: those that are written, the end of a token, the refilling of the rate limit.
func TestClock(t *testing.T) {
	s := startTests(t, world, func(o *server.TestOptions) { o.RateLimit = 3600 })
	turn := func(body object, want string) {
		t.Helper()
		var clock struct{ Now string }
		must(t, s, http.StatusOK, "", "POST", "/_test/clock", body, &clock)
		if clock.Now != want {
			t.Errorf("after %v it is %s, want %s", body, clock.Now, want)
		}
	}
	turn(object{"now": "2040-01-01T00:00:00Z"}, "2040-01-01T00:00:00Z")
	var token struct {
		AccessToken struct{ Token string } `json:"access_token"`
		CreatedAt   string                 `json:"created_at"`
	}
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/oauth/authorizations", object{"expires_in": 60}, &token)
	if token.CreatedAt != "2040-01-01T00:00:00Z" {
		t.Errorf("made at %s", token.CreatedAt)
	}
	must(t, s, http.StatusOK, token.AccessToken.Token, "GET", "/account", nil, nil)
	turn(object{"advance": "61s"}, "2040-01-01T00:01:01Z")
	must(t, s, http.StatusUnauthorized, token.AccessToken.Token, "GET", "/account", nil, nil)
	turn(object{"advance": "-61s"}, "2040-01-01T00:00:00Z")
	must(t, s, http.StatusOK, token.AccessToken.Token, "GET", "/account", nil, nil)

	remaining := func() (left int) {
		var limit struct{ Remaining int }
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/account/rate-limits", nil, &limit)
		return limit.Remaining
	}
	turn(object{"now": "2050-01-01T00:00:00Z"}, "2050-01-01T00:00:00Z")
	for range 10 {
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/account", nil, nil)
	}
	spent := remaining()
	turn(object{"advance": "5s"}, "2050-01-01T00:00:05Z")
	if got := remaining(); got != spent+5 {
		t.Errorf("%d requests are left after 5 seconds, want %d", got, spent+5)
	}
	turn(object{"now": "2030-01-01T00:00:00Z"}, "2030-01-01T00:00:00Z") // a bucket that was filled in the future owes nothing
	if got := remaining(); got != 3600 {
		t.Errorf("%d requests are left after the clock went back", got)
	}
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	turn(object{"advance": "0s"}, "2031-05-06T12:00:00Z")
}

// TestRunningClock: a clock that runs goes on from where it is set.
func TestRunningClock(t *testing.T) {
	now := noon
	clock := server.NewClock(func() time.Time { return now })
	clock.Set(noon.Add(time.Hour))
	now = now.Add(time.Minute)
	if got := clock.Now(); !got.Equal(noon.Add(61*time.Minute)) || clock.Stopped() {
		t.Errorf("it is %s", got)
	}
	clock.Stop(true)
	now = now.Add(time.Minute)
	if got := clock.Now(); !got.Equal(noon.Add(61*time.Minute)) || !clock.Stopped() {
		t.Errorf("stopped, it is %s", got)
	}
	clock.Stop(false)
	clock.Advance(-time.Hour)
	now = now.Add(time.Minute)
	if got := clock.Now(); !got.Equal(noon.Add(2 * time.Minute)) {
		t.Errorf("running again, it is %s", got)
	}
}

// TestJournal: the last requests are remembered with who asked, and no more than the limit.
func TestJournal(t *testing.T) {
	s := startTests(t, world, func(o *server.TestOptions) { o.Journal = 3 })
	journal := func() (list struct {
		Requests []server.Entry
		Dropped  int
	},
	) {
		must(t, s, http.StatusOK, "", "GET", "/_test/journal", nil, &list)
		return list
	}
	if j := journal(); len(j.Requests) != 0 || j.Dropped != 0 {
		t.Errorf("at first: %+v", j)
	}
	id := store.NewID()
	s.DoHeader(t, "HRKU-joe", "DELETE", "/teams/widgets/members/vic@acme.test", nil, http.Header{"Request-Id": {id}})
	must(t, s, http.StatusUnauthorized, "HRKU-nobody", "GET", "/account", nil, nil)
	j := journal()
	want := server.Entry{At: noon, Method: "DELETE", Path: "/teams/widgets/members/vic@acme.test", Status: http.StatusForbidden, Actor: "joe@acme.test", RequestID: id}
	if len(j.Requests) != 2 || j.Requests[0] != want || j.Requests[1].Actor != "" || j.Requests[1].Status != http.StatusUnauthorized {
		t.Errorf("journal: %+v", j)
	}
	for i := range 4 {
		must(t, s, http.StatusNotFound, "HRKU-ada", "GET", fmt.Sprintf("/apps/none-%d", i), nil, nil)
	}
	if j := journal(); len(j.Requests) != 3 || j.Dropped != 3 || j.Requests[0].Path != "/apps/none-1" || j.Requests[2].Path != "/apps/none-3" {
		t.Errorf("a full journal: %+v", j)
	}
	must(t, s, http.StatusNoContent, "", "DELETE", "/_test/journal", nil, nil)
	if j := journal(); len(j.Requests) != 0 || j.Dropped != 0 {
		t.Errorf("after it was cleared: %+v", j)
	}
}

// TestNoControlsByDefault: a server that is not for tests knows nothing of all this.
func TestNoControlsByDefault(t *testing.T) {
	s := mockapitest.Start(t, world)
	for _, path := range []string{"/_test", "/_test/reset", "/_test/worlds/x/account"} {
		for _, method := range []string{"GET", "POST"} {
			must(t, s, http.StatusNotFound, "HRKU-ada", method, path, nil, nil)
		}
	}
}

func TestControlMistakes(t *testing.T) {
	s := startTests(t, world, nil)
	must(t, s, http.StatusCreated, "", "POST", "/_test/worlds", object{"name": "one"}, nil)
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
		want         string
	}{
		"unknown control":     {"POST", "/_test/restart", nil, 404, "There is no control POST /_test/restart"},
		"unknown world":       {"GET", "/_test/worlds/two/account", nil, 404, `There is no world \"two\"`},
		"method of a world":   {"PUT", "/_test/worlds/one", nil, 404, "There is no control"},
		"world twice":         {"POST", "/_test/worlds", object{"name": "one"}, 422, "The world one exists already"},
		"bad world name":      {"POST", "/_test/worlds", object{"name": "../x"}, 422, "A name has small letters"},
		"unknown snapshot":    {"POST", "/_test/worlds", object{"snapshot": "none"}, 404, `There is no snapshot \"none\"`},
		"bad seed":            {"POST", "/_test/worlds", object{"seed": "users: [{emial: x}]"}, 422, `unknown key \"emial\"`},
		"unknown key":         {"POST", "/_test/worlds", object{"title": "x"}, 422, "title"},
		"not JSON":            {"POST", "/_test/clock", []byte("{"), 422, "The body cannot be read"},
		"nothing for a clock": {"POST", "/_test/clock", nil, 422, "Nothing to do"},
		"bad time":            {"POST", "/_test/clock", object{"now": "noon"}, 422, "The body cannot be read"},
		"bad advance":         {"POST", "/_test/clock", object{"advance": "soon"}, 422, `advance \"soon\" is not a time`},
		"unnamed snapshot":    {"POST", "/_test/snapshots", nil, 422, "A name has small letters"},
		"restore nothing":     {"POST", "/_test/snapshots/none/restore", nil, 404, `There is no snapshot \"none\"`},
		"delete nothing":      {"DELETE", "/_test/snapshots/none", nil, 404, `There is no snapshot \"none\"`},
		"bad fault":           {"PUT", "/_test/faults", object{"rules": []string{"status=200"}}, 422, "status=200 is neither 429"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := s.Do(t, "", c.method, c.path, c.body)
			if status != c.status || !strings.Contains(string(answer), c.want) {
				t.Errorf("%d %s, want %d %q", status, answer, c.status, c.want)
			}
		})
	}
	var shown struct{ Path string }
	must(t, s, http.StatusOK, "", "GET", "/_test/worlds/one", nil, &shown)
	if shown.Path != "/_test/worlds/one" {
		t.Errorf("a world is shown as %+v", shown)
	}
	for i := range 101 {
		want := http.StatusCreated
		if i == 100 {
			want = http.StatusUnprocessableEntity
		}
		must(t, s, want, "", "POST", "/_test/snapshots", object{"name": fmt.Sprintf("s%d", i)}, nil)
	}
}

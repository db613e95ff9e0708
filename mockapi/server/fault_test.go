package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// faulty starts a server that fails by rules, on a database; its log goes to a writer.
func faulty(t *testing.T, database string, log *lines, rules ...string) *mockapitest.Server {
	t.Helper()
	faults, err := server.NewFaults(rules, 1)
	if err != nil {
		t.Fatal(err)
	}
	st := mockapitest.Open(t, database, world)
	s := server.New(st, server.Options{Logger: slog.New(slog.NewJSONHandler(log, nil)), Clock: time.Now, RateLimit: 1 << 30, Faults: faults})
	hs := httptest.NewServer(s)
	t.Cleanup(func() {
		hs.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &mockapitest.Server{URL: hs.URL, Store: st}
}

// lines is a log whose lines can be waited for.
type lines struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan string
}

func newLines() *lines { return &lines{wrote: make(chan string, 1000)} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrote <- string(b)
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// statuses makes the same request n times and lists what came back.
func statuses(t *testing.T, s *mockapitest.Server, n int, token, method, path string) string {
	t.Helper()
	var all []string
	for range n {
		status, _ := s.Do(t, token, method, path, nil)
		all = append(all, fmt.Sprint(status))
	}
	return strings.Join(all, " ")
}

// TestFaultStatus: a rule strikes the route, the caller and the share that it names, as often as it says, and tells about itself.
func TestFaultStatus(t *testing.T) {
	log := newLines()
	s := faulty(t, ":memory:", log,
		"route=GET /teams/{team},times=2,status=503,retry-after=3s",
		"caller=JOE@acme.test,route=GET /account,status=429",
		"route=DELETE *,status=502")
	resp, body := s.DoHeader(t, "HRKU-ada", "GET", "/teams/widgets", nil, nil)
	var e api.Error
	if err := json.Unmarshal(body, &e); err != nil || resp.StatusCode != 503 || resp.Header.Get("Retry-After") != "3" || e.ID != "service_unavailable" || !strings.Contains(e.Message, "on purpose") {
		t.Errorf("%d %v %s", resp.StatusCode, resp.Header, body)
	}
	for _, c := range []struct{ token, method, path, want string }{
		{"HRKU-ada", "GET", "/teams/widgets", "503 200 200"},
		{"HRKU-ada", "GET", "/teams/widgets/members", "200 200 200"},
		{"HRKU-ada", "GET", "/account", "200 200 200"},
		{"HRKU-joe", "GET", "/account", "429 429 429"},
		{"HRKU-nobody", "GET", "/account", "401 401 401"},
		{"", "GET", "/account", "401 401 401"},
		{"HRKU-ada", "DELETE", "/apps/web", "502 502 502"},
	} {
		if got := statuses(t, s, 3, c.token, c.method, c.path); got != c.want {
			t.Errorf("%s %s as %s: %s, want %s", c.method, c.path, c.token, got, c.want)
		}
	}
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/web", nil, nil) // nothing was handled
	_, metrics := s.Do(t, "", "GET", "/metrics", nil)
	for rule, n := range map[string]int{"route=GET /teams/{team},times=2,status=503,retry-after=3s": 2, "caller=JOE@acme.test,route=GET /account,status=429": 3, "route=DELETE *,status=502": 3} {
		if want := fmt.Sprintf("mockapi_faults_total{rule=%q} %d\n", rule, n); !strings.Contains(string(metrics), want) {
			t.Errorf("the metrics have no %s", want)
		}
		if got := strings.Count(log.String(), fmt.Sprintf(`"rule":%q`, rule)); got != n {
			t.Errorf("the log tells %d times of %s", got, rule)
		}
	}
}

// TestFaultShare: a share of the requests is struck, and always the same ones; what other rules do changes nothing of that.
func TestFaultShare(t *testing.T) {
	const rule = "route=GET /account,share=0.25,status=500"
	one := statuses(t, faulty(t, ":memory:", newLines(), rule), 200, "HRKU-ada", "GET", "/account")
	if n := strings.Count(one, "500"); n < 30 || n > 70 {
		t.Errorf("%d of 200 requests failed", n)
	}
	if two := statuses(t, faulty(t, ":memory:", newLines(), rule, "share=0.5,latency=1us"), 200, "HRKU-ada", "GET", "/account"); two != one {
		t.Errorf("beside another rule\n%s\nwant\n%s", two, one)
	}
}

// TestFaultLatency: a request is held back before it is handled, and given up when its client goes.
func TestFaultLatency(t *testing.T) {
	log := newLines()
	s := faulty(t, ":memory:", log, "route=PUT /teams/{team}/members,times=1,latency=30s")
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "PUT", s.URL+"/teams/widgets/members", strings.NewReader(`{"email":"late@acme.test","role":"member"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Authorization", "Bearer HRKU-ada")
	done := make(chan error, 1)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			err = resp.Body.Close()
		}
		done <- err
	}()
	if line := <-log.wrote; !strings.Contains(line, `"msg":"fault"`) {
		t.Fatalf("the log says %s", line)
	}
	if got := members(t, s); strings.Contains(got, "late") { // others are not held back
		t.Errorf("members: %s", got)
	}
	cancel()
	if err := <-done; err == nil {
		t.Error("a request whose client went was answered")
	}
	for line := range log.wrote { // its end is told, long before the latency is over
		if strings.Contains(line, `"method":"PUT"`) {
			break
		}
	}
	must(t, s, http.StatusCreated, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "late@acme.test", "role": "member"}, nil)
}

// TestFaultCut: a connection is cut before anything happened, or after all of it did, and the client cannot tell the two apart.
func TestFaultCut(t *testing.T) {
	for when, there := range map[string]bool{"before": false, "after": true} {
		t.Run(when, func(t *testing.T) {
			log := newLines()
			s := faulty(t, ":memory:", log, "route=PUT /teams/{team}/members,times=1,cut="+when)
			put := func() (*http.Response, error) {
				req, err := http.NewRequestWithContext(t.Context(), "PUT", s.URL+"/teams/widgets/members", strings.NewReader(`{"email":"new@acme.test","role":"member"}`))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Accept", api.Accept)
				req.Header.Set("Authorization", "Bearer HRKU-ada")
				return http.DefaultClient.Do(req)
			}
			if resp, err := put(); err == nil {
				resp.Body.Close()
				t.Fatalf("the cut request was answered: %d", resp.StatusCode)
			}
			if got := strings.Contains(members(t, s), "new"); got != there {
				t.Errorf("the new member is there: %v", got)
			}
			if !strings.Contains(log.String(), `"status":0`) {
				t.Errorf("the log: %s", log)
			}
			resp, err := put()
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if want := map[bool]int{false: http.StatusCreated, true: http.StatusOK}[there]; resp.StatusCode != want {
				t.Errorf("tried again: %d, want %d", resp.StatusCode, want)
			}
		})
	}
}

// TestFaultStale: a read does not see the last write, on any database; who reads without the fault, and every write, does.
func TestFaultStale(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := faulty(t, database, newLines(), "route=GET *,caller=joe@acme.test,stale")
		look := func(token string) string {
			var list []struct{ Email string }
			must(t, s, http.StatusOK, token, "GET", "/teams/widgets/members", nil, &list)
			return fmt.Sprint(len(list))
		}
		if now, stale := look("HRKU-ada"), look("HRKU-joe"); now != "5" || stale != "5" {
			t.Errorf("before any write: %s, stale %s", now, stale)
		}
		for i := range 3 {
			addMember(t, s, fmt.Sprintf("n%d@acme.test", i))
			if now, stale := look("HRKU-ada"), look("HRKU-joe"); now != fmt.Sprint(6+i) || stale != fmt.Sprint(5+i) {
				t.Errorf("after %d writes: %s, stale %s", i+1, now, stale)
			}
		}
		// A refusal, a mistake and a thing that cannot even be looked up change nothing of the moment that is kept.
		must(t, s, http.StatusForbidden, "HRKU-joe", "PUT", "/teams/widgets/members", object{"email": "x@acme.test", "role": "member"}, nil)
		must(t, s, http.StatusUnprocessableEntity, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "x", "role": "member"}, nil)
		must(t, s, http.StatusNotFound, "HRKU-joe", "GET", "/apps/a%00b", nil, nil)
		if stale := look("HRKU-joe"); stale != "7" {
			t.Errorf("after writes that did not happen: stale %s", stale)
		}
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/teams/apps", object{"name": "fresh", "team": "widgets"}, nil)
		must(t, s, http.StatusNotFound, "HRKU-joe", "GET", "/apps/fresh", nil, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/fresh", nil, nil)
	})
}

// TestFaultStaleWhileWriting: many who write, and many who read what was, do not get in each other's way.
func TestFaultStaleWhileWriting(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := faulty(t, database, newLines(), "share=0.5,stale")
		var wait sync.WaitGroup
		for n := range 4 {
			wait.Go(func() {
				for i := range 8 {
					if status, body := s.Do(t, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": fmt.Sprintf("n%d-%d@acme.test", n, i), "role": "member"}); status != http.StatusCreated {
						t.Errorf("write: %d %s", status, body)
					}
					if status, body := s.Do(t, "HRKU-ada", "GET", "/teams/widgets/members", nil); status != http.StatusOK {
						t.Errorf("read: %d %s", status, body)
					}
				}
			})
		}
		wait.Wait()
	})
}

// TestFaultsOfAWorld: the rules of a world for tests can be changed, and a reset brings back those that it began with.
func TestFaultsOfAWorld(t *testing.T) {
	s := startTests(t, world, func(o *server.TestOptions) { o.FaultRules = []string{"route=GET /account,times=1,status=500"} })
	other := newWorld(t, s, object{"name": "other"})
	if got := statuses(t, s, 2, "HRKU-ada", "GET", "/account"); got != "500 200" {
		t.Errorf("at first: %s", got)
	}
	must(t, s, http.StatusNoContent, "", "PUT", "/_test/faults", object{"rules": []string{"route=GET /account,status=503"}, "seed": 3}, nil)
	if got := statuses(t, s, 2, "HRKU-ada", "GET", "/account"); got != "503 503" {
		t.Errorf("with other rules: %s", got)
	}
	if got := statuses(t, other, 2, "HRKU-ada", "GET", "/account"); got != "500 200" {
		t.Errorf("in another world: %s", got)
	}
	var journal struct{ Requests []server.Entry }
	must(t, s, http.StatusOK, "", "GET", "/_test/journal", nil, &journal)
	if last := journal.Requests[len(journal.Requests)-1]; last.Fault != "route=GET /account,status=503" || last.Status != 503 {
		t.Errorf("journal: %+v", last)
	}
	must(t, s, http.StatusNoContent, "", "PUT", "/_test/faults", object{}, nil)
	if got := statuses(t, s, 2, "HRKU-ada", "GET", "/account"); got != "200 200" {
		t.Errorf("without rules: %s", got)
	}
	must(t, s, http.StatusNoContent, "", "POST", "/_test/reset", nil, nil)
	if got := statuses(t, s, 2, "HRKU-ada", "GET", "/account"); got != "500 200" {
		t.Errorf("after a reset: %s", got)
	}
}

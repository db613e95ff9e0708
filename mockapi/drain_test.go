package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// TestDrain: clients that never pause see no request fail on a connection that they have when the server ends, and hear on it that it
// closes; one that was silent all the time hears it too. They connect anew until nobody listens any more. Who connects at that very
// moment may be cut off, but then was not heard: what he asked for did not happen.
func TestDrain(t *testing.T) {
	t.Parallel()
	answers, writes, cut := 0, 0, 0
	for range rounds(t, 1, 100) {
		a, w, c := drainOnce(t)
		answers, writes, cut = answers+a, writes+w, cut+c
	}
	t.Logf("%d answers, %d of them to writes; %d were cut off while they connected, and not heard", answers, writes, cut)
}

func drainOnce(t *testing.T) (answers, writes, cut int) {
	database, seed := seeded(t)
	p := serve(t, "--database", database, "--seed", seed, "--drain-idle", patience.String())
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	silent := newClient(p.address)
	if status := silent.do(ctx, http.MethodGet, "/readyz", ""); status != http.StatusOK || silent.failure != nil {
		t.Fatalf("readyz: %d, %v", status, silent.failure)
	}
	var clients []*client
	var all sync.WaitGroup
	var answered atomic.Int64
	for n := range 20 {
		c := newClient(p.address)
		clients = append(clients, c)
		all.Go(func() {
			for k := 0; c.failure == nil && !c.refused; k++ {
				if k%2 == 0 {
					c.do(ctx, http.MethodGet, "/teams/widgets/members", "")
				} else {
					c.put(ctx, fmt.Sprintf("c%d-%d@acme.test", n, k))
				}
				if answered.Add(1) == 100 {
					if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	if status := silent.do(ctx, http.MethodGet, "/readyz", ""); status != http.StatusServiceUnavailable || !silent.told || silent.fresh {
		t.Errorf("readyz, on the connection of before: %d, %v, told %v, new connection %v", status, silent.failure, silent.told, silent.fresh)
	}
	<-p.ended
	if p.err != nil {
		t.Errorf("mockapi: %v %s", p.err, p.log)
	}
	p = serve(t, "--database", database)
	var members []api.TeamMember
	_, answer := getAll(t, p.address, "/teams/widgets/members")
	if err := json.Unmarshal([]byte(answer), &members); err != nil {
		t.Fatal(err)
	}
	for n, c := range clients {
		if c.failure != nil || !c.told {
			t.Errorf("client %d, told %v: %v", n, c.told, c.failure)
		}
		for _, email := range c.made {
			if !strings.Contains(answer, `"`+email+`"`) {
				t.Errorf("%s was acknowledged and is gone", email)
			}
		}
		writes, cut = writes+len(c.made), cut+c.cut
	}
	if len(members) != 1+writes { // the admin was there before
		t.Errorf("%d members, %d were acknowledged", len(members), writes)
	}
	p.stop(t)
	return int(answered.Load()), writes, cut
}

// TestDrainDelay: a server that was told to end says that it is not ready while it goes on taking connections; told again, it ends at
// once.
func TestDrainDelay(t *testing.T) {
	t.Parallel()
	_, seed := seeded(t)
	p := serve(t, "--database", ":memory:", "--seed", seed, "--drain-delay", "1h")
	signal := func() {
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}
	signal()
	for draining := false; !draining; {
		c := newClient(p.address)
		if draining = c.do(t.Context(), http.MethodGet, "/readyz", "") == http.StatusServiceUnavailable; draining {
			c.do(t.Context(), http.MethodGet, "/teams/widgets", "")
		}
		if c.failure != nil || c.refused || c.cut > 0 || draining && !c.told {
			t.Fatalf("draining %v: %+v", draining, c)
		}
	}
	signal()
	<-p.ended
	var exit *exec.ExitError
	if !errors.As(p.err, &exit) || exit.ExitCode() != -1 { // ended by the signal
		t.Errorf("%v %s", p.err, p.log)
	}
}

// TestDrainIsBounded: a request that does not end in time is cut off, and the exit code says so.
func TestDrainIsBounded(t *testing.T) {
	t.Parallel()
	_, seed := seeded(t)
	p := serve(t, "--database", ":memory:", "--seed", seed, "--drain-idle", "1ms", "--drain", "100ms")
	w := connect(t, p).send("PUT", "/teams/widgets/members", "Expect: 100-continue\r\nContent-Length: 100\r\n", "")
	if line, err := w.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" { // the request is under way
		t.Fatalf("%q %v", line, err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	var exit *exec.ExitError
	if !errors.As(p.err, &exit) || exit.ExitCode() != 1 || !strings.Contains(p.log.String(), "still under way after --drain 100ms") {
		t.Errorf("%v %s", p.err, p.log)
	}
}

// getAll reads a list of up to 1000 items.
func getAll(t *testing.T, address, path string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Accept": {api.Accept}, "Authorization": {"Bearer HRKU-ada"}, "Range": {"..; max=1000"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

// client uses one connection as long as it lasts.
type client struct {
	address string
	http    http.Client
	fresh   bool  // the last request had a new connection
	told    bool  // the last answer said that its connection closes
	refused bool  // nobody listens any more
	failure error // any other
	cut     int   // requests that a new connection was reset under
	made    []string
}

func newClient(address string) *client {
	return &client{address: address, http: http.Client{Transport: &http.Transport{}, Timeout: patience}}
}

// put adds a member.
func (c *client) put(ctx context.Context, email string) {
	if c.do(ctx, http.MethodPut, "/teams/widgets/members", `{"email":"`+email+`","role":"member"}`) == http.StatusCreated {
		c.made = append(c.made, email)
	}
}

// do makes a request. One that got a connection and then no answer has failed, whatever came afterwards: http.Client tries some
// again, and would hide it.
func (c *client) do(ctx context.Context, method, path, body string) (status int) {
	connections := 0
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
		connections++
		c.fresh = !i.Reused
	}})
	req, err := http.NewRequestWithContext(ctx, method, "http://"+c.address+path, strings.NewReader(body))
	if err != nil {
		c.failure = err
		return 0
	}
	req.Header = http.Header{"Accept": {api.Accept}, "Authorization": {"Bearer HRKU-ada"}}
	resp, err := c.http.Do(req)
	if err != nil {
		reset := errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.EOF)
		switch {
		case connections == 0 && (errors.Is(err, syscall.ECONNREFUSED) || reset):
			c.refused = true
		case connections == 1 && c.fresh && reset:
			c.cut++
		default:
			c.failure = fmt.Errorf("after %d connections: %w", connections, err)
		}
		return 0
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || connections != 1 || path != "/readyz" && resp.StatusCode >= http.StatusMultipleChoices {
		c.failure = fmt.Errorf("%d connections, %d %s: %w", connections, resp.StatusCode, answer, err)
	}
	c.told = resp.Close
	return resp.StatusCode
}

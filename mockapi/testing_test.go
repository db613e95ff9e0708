package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// post makes a request to a control of a server for tests.
func post(t *testing.T, address, path, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// TestServeForTests: two processes that are started alike answer alike, to the byte, and so does one that is turned back.
func TestServeForTests(t *testing.T) {
	_, seed := seeded(t)
	args := []string{"--database", ":memory:", "--seed", seed, "--test-endpoints", "--test-clock", "2031-05-06T07:08:09Z", "--test-id-seed", "5", "--fault", "route=GET /teams,times=1,status=503"}
	var bodies []string
	for range 2 {
		address := serve(t, args...).address
		for range 2 {
			if status, _ := get(t, address, "HRKU-ada", "/teams"); status != http.StatusServiceUnavailable {
				t.Errorf("a fault: %d", status)
			}
			status, body := get(t, address, "HRKU-ada", "/teams")
			if status != http.StatusOK || !strings.Contains(body, "2031-05-06T07:08:09Z") {
				t.Errorf("%d %s", status, body)
			}
			bodies = append(bodies, body)
			if status := post(t, address, "/_test/reset", ""); status != http.StatusNoContent {
				t.Errorf("reset: %d", status)
			}
		}
	}
	for _, body := range bodies {
		if body != bodies[0] {
			t.Errorf("answers differ:\n%s\n%s", bodies[0], body)
		}
	}
}

// TestServeClock: a world that is served in March and again in May has a bill for April, and one that is served in a past that it has
// not lived has none.
func TestServeClock(t *testing.T) {
	dir := t.TempDir()
	seed := filepath.Join(dir, "acme.yaml")
	content := strings.Replace(seedFile, "members:", "apps: [{name: web, addons: [{service: papertrail, plan: fixa}]}], members:", 1)
	if err := os.WriteFile(seed, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--database", filepath.Join(dir, "acme.db"), "--seed", seed}
	team := ""
	for _, c := range []struct{ clock, query, want string }{
		{"2027-03-10T12:00:00+02:00", "/daily?start=2027-03-10", `"date":"2027-03-10"`},
		{"2027-05-02T00:00:00Z", "/monthly?start=2027-04", `"space":0,"addons":7`},
		{"2026-05-02T00:00:00Z", "/monthly?start=2026-04", `"space":0,"addons":0`},
	} {
		p := start(t, serveCmd(args...), []string{"MOCKAPI_CLOCK=" + c.clock})
		if team == "" {
			_, body := get(t, p.address, "HRKU-ada", "/teams/widgets")
			_, rest, _ := strings.Cut(body, `"id":"`)
			team, _, _ = strings.Cut(rest, `"`)
		}
		if status, body := get(t, p.address, "HRKU-ada", "/teams/"+team+"/usage"+c.query); status != http.StatusOK || !strings.Contains(body, c.want) {
			t.Errorf("%s at %s: %d %s, want %s", c.query, c.clock, status, body, c.want)
		}
		p.kill(t)
	}
}

// TestProfiles: profiles have an address of their own, and the API's has none.
func TestProfiles(t *testing.T) {
	cmd := program(t, nil, "serve", "--listen", "127.0.0.1:0", "--database", ":memory:", "--pprof", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	addresses := map[string]string{}
	for len(addresses) < 2 && lines.Scan() {
		before, after, _ := strings.Cut(lines.Text(), "http://")
		addresses[before], _, _ = strings.Cut(after, "/")
	}
	if status, body := get(t, addresses["profiles are at "], "", "/debug/pprof/goroutine?debug=1"); status != http.StatusOK || !strings.Contains(body, "goroutine profile") {
		t.Errorf("profile: %d %s", status, body)
	}
	if status, _ := get(t, addresses["mockapi listens on "], "HRKU-ada", "/debug/pprof/"); status != http.StatusNotFound {
		t.Errorf("profiles on the API's address: %d", status)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // it was killed
}

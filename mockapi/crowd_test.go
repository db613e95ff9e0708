package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// crowd is connections that want nothing, or take their time.
type crowd struct {
	address string
	ctx     context.Context // while they come
	end     func()
	tick    time.Duration // between two bytes of a slow one; 0: it sends no more
	all     sync.WaitGroup

	mu   sync.Mutex
	idle []net.Conn
	slow []net.Conn
	cut  atomic.Int64 // slow ones that the server got rid of
}

// The ways to be slow: with the header, with the body, with reading the answer.
var slowness = []string{
	"GET /teams/widgets/members HTTP/1.1\r\nHost: api\r\nX-Slow: ",
	"PUT /teams/widgets/members HTTP/1.1\r\nHost: api\r\nAccept: " + api.Accept + "\r\nAuthorization: Bearer HRKU-ada\r\nContent-Length: 1000000\r\n\r\n",
	strings.Repeat("GET /openapi.json HTTP/1.1\r\nHost: api\r\n\r\n", 200),
}

// gather opens a crowd's connections, some at a time. A slow one that is cut off is replaced at once while the crowd ticks.
func gather(t *testing.T, address string, idle, slow int, tick time.Duration) *crowd {
	t.Helper()
	c := &crowd{address: address, tick: tick}
	c.ctx, c.end = context.WithCancel(context.Background())
	t.Cleanup(c.disperse)
	places := make(chan struct{}, 64)
	var opening sync.WaitGroup
	for n := range idle + slow {
		places <- struct{}{}
		opening.Go(func() {
			defer func() { <-places }()
			conn, err := c.open()
			if err == nil && n < idle {
				err = health(conn)
			}
			if err != nil {
				t.Error(err)
				return
			}
			c.mu.Lock()
			defer c.mu.Unlock()
			if n < idle {
				c.idle = append(c.idle, conn)
				return
			}
			c.slow = append(c.slow, conn)
			c.all.Go(func() { c.dawdle(conn, slowness[n%len(slowness)]) })
		})
	}
	opening.Wait()
	return c
}

func (c *crowd) open() (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(c.ctx, "tcp", c.address)
	if tcp, ok := conn.(*net.TCPConn); ok {
		err = tcp.SetReadBuffer(16 << 10) // what it does not read stays with the server, not with our side of the same machine
	}
	return conn, err
}

// health makes the one request that an idle connection has made: one on which nothing was ever said does not count as idle, and is
// cut off as a slow one.
func health(conn net.Conn) error {
	if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: api\r\n\r\n"); err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("healthz: %d, %w", resp.StatusCode, err)
	}
	return nil
}

// dawdle is one slow connection, or one after the other.
func (c *crowd) dawdle(conn net.Conn, words string) {
	for {
		c.linger(conn, words)
		_ = conn.Close()
		if c.ctx.Err() != nil {
			return
		}
		c.cut.Add(1)
		if c.tick == 0 {
			return
		}
		var err error
		if conn, err = c.open(); err != nil {
			return
		}
	}
}

// linger says its words, then a byte a tick, until the server hangs up.
func (c *crowd) linger(conn net.Conn, words string) {
	gone := make(chan struct{})
	if _, err := io.WriteString(conn, words); err != nil {
		return
	}
	if strings.Contains(words, "openapi") { // it reads nothing: only a write that fails says that the server hung up
		go func() {
			defer close(gone)
			for {
				if _, err := io.WriteString(conn, words); err != nil {
					return
				}
			}
		}()
	} else {
		go func() {
			defer close(gone)
			_, _ = io.Copy(io.Discard, conn)
		}()
	}
	var ticks <-chan time.Time
	if c.tick > 0 {
		ticker := time.NewTicker(c.tick)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for {
		select {
		case <-gone:
			return
		case <-c.ctx.Done():
			return
		case <-ticks:
			if _, err := conn.Write([]byte("x")); err != nil {
				return
			}
		}
	}
}

// disperse closes everything.
func (c *crowd) disperse() {
	c.end()
	c.mu.Lock()
	for _, conn := range slices.Concat(c.idle, c.slow) {
		_ = conn.Close()
	}
	c.mu.Unlock()
	c.all.Wait()
}

// healthy has clients that want something make requests, a part of them writes, and returns how long each took. All of them must
// succeed.
func healthy(t *testing.T, address string, clients, requests int) (took []time.Duration) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}, Timeout: patience}
			defer client.CloseIdleConnections()
			for k := range requests / clients {
				method, path, body := http.MethodGet, []string{"/teams/widgets", "/teams/widgets/members", "/teams/widgets/permissions"}[k%3], ""
				if k%10 == 9 {
					method, path, body = http.MethodPatch, "/teams/widgets/members", fmt.Sprintf(`{"email":"m%d@acme.test","role":%q}`, n, []string{"member", "viewer"}[k/10%2])
				}
				began := time.Now()
				status, answer, err := ask(t.Context(), client, address, "HRKU-ada", "", method, path, body)
				if err != nil || status >= http.StatusMultipleChoices {
					t.Errorf("a healthy client: %s %s: %d %s %v", method, path, status, answer, err)
					return
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(took)
	return took
}

func crowdSeed(t *testing.T, members int) string {
	t.Helper()
	var users, team strings.Builder
	for n := range members {
		fmt.Fprintf(&users, "  - {email: m%d@acme.test}\n", n)
		fmt.Fprintf(&team, "      - {email: m%d@acme.test, role: member}\n", n)
	}
	name := filepath.Join(t.TempDir(), "crowd.yaml")
	write(t, name, []byte("users:\n  - {email: ada@acme.test, token: HRKU-ada}\n"+users.String()+
		"teams:\n  - name: widgets\n    apps: [{name: web}]\n    members:\n      - {email: ada@acme.test, role: admin}\n"+team.String()))
	return name
}

// TestCrowd: among idle and slow connections healthy clients get what they ask for. The slow ones are cut off, the idle ones are not.
func TestCrowd(t *testing.T) {
	t.Parallel()
	p := serve(t, "--database", filepath.Join(t.TempDir(), "crowd.db"), "--seed", crowdSeed(t, 20), "--rate-limit", "1000000000",
		"--read-header-timeout", "2s", "--read-timeout", "2s", "--write-timeout", "2s")
	c := gather(t, p.address, 200, 50, 0)
	if n := len(healthy(t, p.address, 10, 200)); n != 200 {
		t.Errorf("%d answers", n)
	}
	c.all.Wait()
	if n := c.cut.Load(); n != 50 {
		t.Errorf("%d of 50 slow ones were cut off", n)
	}
	for n, conn := range c.idle {
		if err := health(conn); err != nil {
			t.Fatalf("idle connection %d: %v", n, err)
		}
	}
}

// TestCrowdOfThousands measures how much 10,000 idle connections and 2,000 slow ones take of a server with 512 MiB, and of those who
// want something of it.
func TestCrowdOfThousands(t *testing.T) {
	if !soak() {
		t.Skip("10,000 idle and 2,000 slow connections are held with make soak")
	}
	binary := filepath.Join(t.TempDir(), "mockapi")
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, said)
	}
	cmd := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--database", filepath.Join(t.TempDir(), "crowd.db"), "--seed", crowdSeed(t, 500), "--rate-limit", "1000000000", "--idle-timeout", "10m") //nolint:noctx // it ends with the test
	p := start(t, cmd, []string{"GOMEMLIMIT=400MiB"})
	const clients, requests = 16, 20000
	healthy(t, p.address, clients, requests/4) // warm up
	alone := healthy(t, p.address, clients, requests)
	before := memory(t, p)
	c := gather(t, p.address, 10000, 2000, time.Second)
	crowded := healthy(t, p.address, clients, requests)
	after := memory(t, p)
	for _, share := range []float64{0.5, 0.99} {
		a, b := percentile(alone, share), percentile(crowded, share)
		t.Logf("p%.0f of %d healthy requests: %v alone, %v in the crowd: %.2f times", share*100, requests, a, b, float64(b)/float64(a))
	}
	t.Logf("memory of TCP in the system: %s", sockets(t))
	t.Logf("most memory: %d MiB alone, %d MiB with %d idle and %d slow connections; %d slow ones were cut off and came back", before>>20, after>>20, len(c.idle), len(c.slow), c.cut.Load())
	if after > 512<<20 {
		t.Errorf("the server took %d MiB", after>>20)
	}
	c.disperse()
	p.stop(t)
}

func percentile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(math.Ceil(share*float64(len(sorted)))))].Round(time.Microsecond)
}

// sockets is what the system says of all TCP connections: mem counts pages of 4 KiB.
func sockets(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("/proc/net/sockstat")
	if err != nil {
		return err.Error()
	}
	_, tcp, _ := strings.Cut(string(text), "TCP: ")
	line, _, _ := strings.Cut(tcp, "\n")
	return line
}

var peak = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// memory is the most that a process has held in memory, in bytes.
func memory(t *testing.T, p *process) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	m := peak.FindSubmatch(status)
	if err != nil || m == nil {
		t.Skipf("no /proc to read the memory of a process from: %v", err)
	}
	kilobytes, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}

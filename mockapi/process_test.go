package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// The test binary is the program itself when this variable is set, so that tests run the real main without building it anew, and
// under the race detector.
const asProgram = "MOCKAPI_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	for name, value := range drawn() {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(mockapitest.Main(m))
}

// patience bounds what a test waits for; nothing takes nearly as long.
const patience = time.Minute

// soak reports whether the long rounds are asked for: `make soak`.
func soak() bool { return os.Getenv("SOAK") != "" }

// rounds is how often a test does what it does.
func rounds(t *testing.T, usual, soaking int) int {
	t.Helper()
	if soak() {
		usual = soaking
	}
	t.Logf("%d rounds; %d with make soak", usual, soaking)
	return usual
}

// program is a command of the program that ends by itself.
func program(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env, cmd.Dir = environment(env), t.TempDir()
	return cmd
}

// environment is that of the program. The race detector need not wait a second for races of the end.
func environment(more []string) []string {
	return append(append(os.Environ(), asProgram+"=1", "GORACE=atexit_sleep_ms=0"), more...)
}

// process is a running `mockapi serve`.
type process struct {
	cmd     *exec.Cmd
	address string
	out     *bufio.Reader
	log     *record
	ended   chan struct{} // closed when the process has ended, with err
	err     error
}

// serve starts the program and waits until it listens. It ends with the test at the latest.
func serve(t testing.TB, args ...string) *process {
	t.Helper()
	return start(t, serveCmd(args...), nil)
}

func serveCmd(args ...string) *exec.Cmd {
	return exec.Command(os.Args[0], append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...) //nolint:noctx // it ends with the test, by a signal
}

// start starts a command that is to become `mockapi serve`.
func start(t testing.TB, cmd *exec.Cmd, env []string) *process {
	t.Helper()
	p := launch(t, cmd, env)
	t.Cleanup(func() { p.kill(t) })
	p.listens(t)
	return p
}

// launch is [start] for somebody who ends the process himself, and who waits for it to listen.
func launch(t testing.TB, cmd *exec.Cmd, env []string) *process {
	t.Helper()
	p := &process{cmd: cmd, log: &record{}, ended: make(chan struct{})}
	cmd.Env, cmd.Dir, cmd.Stderr = environment(env), t.TempDir(), p.log
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = in
	if err = cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = in.Close() // the process has its own
	go func() {
		p.err = cmd.Wait()
		_ = out.Close()
		close(p.ended)
	}()
	p.out = bufio.NewReader(out)
	return p
}

// listens waits until the process says its address.
func (p *process) listens(t testing.TB) {
	t.Helper()
	line, err := p.out.ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "mockapi listens on http://")
	if !ok {
		<-p.ended
		t.Fatalf("mockapi said %q, %v, %v: %s", line, err, p.err, p.log)
	}
	p.address = address
}

// line is the next line that the process says.
func (p *process) line(t testing.TB) string {
	t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatalf("mockapi said %q, %v: %s", line, err, p.log)
	}
	return strings.TrimSuffix(line, "\n")
}

// kill ends the process with SIGKILL, if it has not ended yet, and waits for that.
func (p *process) kill(t testing.TB) {
	t.Helper()
	_ = p.cmd.Process.Kill()
	<-p.ended
	if log := p.log.String(); strings.Contains(log, "DATA RACE") || strings.Contains(log, `"panic"`) {
		t.Errorf("mockapi: %s", log)
	}
}

// stop ends the process with SIGTERM; it has to end well.
func (p *process) stop(t testing.TB) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatal("mockapi did not end after SIGTERM")
	}
	if p.err != nil {
		t.Errorf("after SIGTERM: %v\n%s", p.err, p.log)
	}
}

// record is what a process writes, while it is written.
type record struct {
	mu  sync.Mutex
	all bytes.Buffer
}

// Write implements io.Writer.
func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.String()
}

// ask makes one request with a token, and an id if there is one.
func ask(ctx context.Context, client *http.Client, address, token, id, method, path, body string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://"+address+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Accept", api.Accept)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if id != "" {
		req.Header.Set(api.HeaderRequestID, id)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(answer), err
}

func get(t *testing.T, address, token, path string) (int, string) {
	t.Helper()
	status, answer, err := ask(t.Context(), http.DefaultClient, address, token, "", http.MethodGet, path, "")
	if err != nil {
		t.Fatal(err)
	}
	return status, answer
}

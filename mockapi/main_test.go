package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// The test binary is the program itself when this variable is set, so that tests run the real main without building it anew.
const asProgram = "MOCKAPI_TEST_RUN_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(mockapitest.Main(m))
}

const seedFile = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
teams:
  - {name: widgets, members: [{email: ada@acme.test, role: admin}]}
`

// patience bounds what a test waits for; nothing takes nearly as long.
const patience = time.Minute

func program(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	cmd.Dir = t.TempDir()
	return cmd
}

// serve starts the program and returns its address once it listens.
func serve(t *testing.T, env []string, args ...string) (cmd *exec.Cmd, address string, log *bytes.Buffer) {
	t.Helper()
	cmd, log = program(t, env, append([]string{"serve"}, args...)...), &bytes.Buffer{}
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("mockapi said nothing: %v: %s", err, log)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "mockapi listens on http://")
	if !ok {
		t.Fatalf("mockapi said %q", line)
	}
	return cmd, address, log
}

func get(t *testing.T, address, token, path string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func seeded(t *testing.T) (database, seed string) {
	t.Helper()
	dir := t.TempDir()
	seed = filepath.Join(dir, "acme.yaml")
	if err := os.WriteFile(seed, []byte(seedFile), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "acme.db"), seed
}

// TestServeTokenDrain: serve, make a token with the other command, and stop while a request is on its way.
func TestServeTokenDrain(t *testing.T) {
	database, seed := seeded(t)
	cmd, address, log := serve(t, nil, "--listen", "127.0.0.1:0", "--database", database, "--seed", seed)
	if status, body := get(t, address, "", "/healthz"); status != http.StatusOK {
		t.Fatalf("healthz: %d %s", status, body)
	}
	token, err := program(t, []string{"MOCKAPI_DATABASE=" + database}, "token", "--email", "ADA@acme.test").Output()
	if err != nil {
		t.Fatal(err)
	}
	if status, body := get(t, address, strings.TrimSpace(string(token)), "/teams/widgets"); status != http.StatusOK || !strings.Contains(body, `"role":"admin"`) {
		t.Errorf("with a new token: %d %s", status, body)
	}
	status := drain(t, cmd, address)
	if status != "HTTP/1.1 201 Created" {
		t.Errorf("the request that was on its way got %q", status)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v\n%s", err, log)
	}
	// What was acknowledged while draining is there after a restart; settings come from the environment this time.
	cmd, address, _ = serve(t, []string{"MOCKAPI_DATABASE=" + database, "MOCKAPI_SEED=" + seed, "MOCKAPI_LISTEN=127.0.0.1:0"})
	if status, body := get(t, address, "HRKU-ada", "/teams/widgets/members"); status != http.StatusOK || !strings.Contains(body, "late@acme.test") {
		t.Errorf("after a restart: %d %s", status, body)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

// drain sends half a request, SIGTERM, and the other half once nobody listens any more; it returns the status line.
func drain(t *testing.T, cmd *exec.Cmd, address string) string {
	t.Helper()
	dialer := &net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"email":"late@acme.test","role":"member"}`
	head := fmt.Sprintf("PUT /teams/widgets/members HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nAuthorization: Bearer HRKU-ada\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", address, api.Accept, len(body))
	if _, err := io.WriteString(conn, head); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	// "100 Continue" says that the handler is reading the body: the request is on its way.
	for line := ""; line != "\r\n"; {
		if line, err = reader.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		other, err := dialer.DialContext(t.Context(), "tcp", address)
		if err != nil {
			break
		}
		_ = other.Close()
	}
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	line, err := reader.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// TestMistakes: what cannot be done is said on standard error, with a status that is not 0.
func TestMistakes(t *testing.T) {
	database, seed := seeded(t)
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("users:\n  - {emial: ada@acme.test}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no command":         {nil, "expected one of"},
		"unknown flag":       {[]string{"serve", "--databse", "x"}, "unknown flag"},
		"bad seed":           {[]string{"serve", "--database", ":memory:", "--seed", bad}, bad + `:2: unknown key "emial"`},
		"no seed":            {[]string{"serve", "--database", ":memory:", "--seed", "none.yaml"}, "none.yaml"},
		"bad address":        {[]string{"serve", "--database", ":memory:", "--listen", "127.0.0.1:99999"}, "99999"},
		"no folder":          {[]string{"serve", "--database", "none/x.db"}, "none/x.db"},
		"token for nobody":   {[]string{"token", "--database", database, "--email", "eve@acme.test"}, "eve@acme.test"},
		"token without who":  {[]string{"token", "--database", database}, "--email"},
		"load of nothing":    {[]string{"load", "--database", database, "none.yaml"}, "none.yaml"},
		"load into memory":   {[]string{"load", "--database", ":memory:", seed}, "a database in memory ends with the command"},
		"bad load":           {[]string{"load", "--database", database, bad}, bad + `:2: unknown key "emial"`},
		"dump of nothing":    {[]string{"dump", "--database", "none.db"}, "none.db"},
		"backup to nowhere":  {[]string{"backup", "--database", database}, "--to"},
		"no world":           {[]string{"generate", "--teams", "0"}, "at least 1 team"},
		"generate to memory": {[]string{"generate", "--database", ":memory:"}, "a database in memory ends with the command"},
		"bad fault":          {[]string{"serve", "--database", ":memory:", "--fault", "route=GET /team/{team},status=503"}, "did you mean route=GET /teams/{team}?"},
		"bad profiles":       {[]string{"serve", "--database", ":memory:", "--pprof", "nowhere"}, "nowhere"},
		"tests on a file":    {[]string{"serve", "--database", database, "--test-endpoints"}, "--test-endpoints needs --database :memory:"},
		"clock for nobody":   {[]string{"serve", "--database", database, "--test-clock", "2031-05-06T07:08:09Z"}, "need --test-endpoints"},
		"ids for nobody":     {[]string{"serve", "--database", database, "--test-id-seed", "1"}, "need --test-endpoints"},
		"journal below 0":    {[]string{"serve", "--database", ":memory:", "--test-endpoints", "--test-journal", "-1"}, "--test-journal"},
		"extra word":         {[]string{"serve", "--database", ":memory:", "--seed", seed, "extra"}, "unexpected argument"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := program(t, nil, c.args...).CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || !strings.Contains(string(out), c.want) {
				t.Errorf("%v: %s, want %q", err, out, c.want)
			}
		})
	}
}

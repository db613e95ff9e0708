package main

import (
	"bufio"
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
)

const seedFile = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
teams:
  - {name: widgets, members: [{email: ada@acme.test, role: admin}]}
`

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
	p := serve(t, "--database", database, "--seed", seed)
	if status, body := get(t, p.address, "", "/healthz"); status != http.StatusOK {
		t.Fatalf("healthz: %d %s", status, body)
	}
	token, err := program(t, []string{"MOCKAPI_DATABASE=" + database}, "token", "--email", "ADA@acme.test").Output()
	if err != nil {
		t.Fatal(err)
	}
	if status, body := get(t, p.address, strings.TrimSpace(string(token)), "/teams/widgets"); status != http.StatusOK || !strings.Contains(body, `"role":"admin"`) {
		t.Errorf("with a new token: %d %s", status, body)
	}
	status := drain(t, p)
	if status != "HTTP/1.1 201 Created" {
		t.Errorf("the request that was on its way got %q", status)
	}
	if <-p.ended; p.err != nil {
		t.Errorf("after SIGTERM: %v\n%s", p.err, p.log)
	}
	// What was acknowledged while draining is there after a restart; settings come from the environment this time.
	p = start(t, exec.Command(os.Args[0], "serve"), []string{"MOCKAPI_DATABASE=" + database, "MOCKAPI_SEED=" + seed, "MOCKAPI_LISTEN=127.0.0.1:0"}) //nolint:noctx // it ends with the test, by a signal
	if status, body := get(t, p.address, "HRKU-ada", "/teams/widgets/members"); status != http.StatusOK || !strings.Contains(body, "late@acme.test") {
		t.Errorf("after a restart: %d %s", status, body)
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if <-p.ended; p.err != nil {
		t.Errorf("after an interrupt: %v", p.err)
	}
}

// drain sends half a request, SIGTERM, and the other half once nobody listens any more; it returns the status line.
func drain(t *testing.T, p *process) string {
	t.Helper()
	dialer := &net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(t.Context(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"email":"late@acme.test","role":"member"}`
	head := fmt.Sprintf("PUT /teams/widgets/members HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nAuthorization: Bearer HRKU-ada\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", p.address, api.Accept, len(body))
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
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		other, err := dialer.DialContext(t.Context(), "tcp", p.address)
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
		"no clock":           {[]string{"serve", "--database", ":memory:", "--clock", "yesterday"}, `--clock: "yesterday" is not a time: it should look like 2031-05-06T07:08:09Z`},
		"clock too far":      {[]string{"serve", "--database", ":memory:", "--clock", "2531-05-06T07:08:09Z"}, "lies outside the years 1970 to 2199"},
		"two clocks":         {[]string{"serve", "--database", ":memory:", "--test-endpoints", "--clock", "2031-05-06T07:08:09Z", "--test-clock", "2031-05-06T07:08:09Z"}, "give one of them"},
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

package main

import (
	"bufio"
	"database/sql" //nolint:depguard // another program that holds a row of the database
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// wire is a connection on which a test writes what it likes.
type wire struct {
	t *testing.T
	net.Conn
	*bufio.Reader
}

func connect(t *testing.T, p *process) *wire {
	t.Helper()
	c, err := (&net.Dialer{Timeout: patience}).DialContext(t.Context(), "tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &wire{t, c, bufio.NewReader(c)}
}

// send writes the head of a request with further header lines, and the beginning of its body.
func (w *wire) send(method, path, header, body string) *wire {
	w.t.Helper()
	if _, err := fmt.Fprintf(w.Conn, "%s %s HTTP/1.1\r\nHost: api\r\nAccept: %s\r\nAuthorization: Bearer HRKU-ada\r\n%s\r\n%s", method, path, api.Accept, header, body); err != nil {
		w.t.Fatal(err)
	}
	return w
}

// answer reads an answer, which must have a status; one that is an error must be one of the API. It reports whether the connection
// stays.
func (w *wire) answer(what string, status int, id, part string) (stays bool) {
	w.t.Helper()
	resp, err := http.ReadResponse(w.Reader, nil)
	if err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	var e api.Error
	if status >= http.StatusBadRequest {
		if err := json.Unmarshal(body, &e); err != nil {
			w.t.Errorf("%s: %v: %s", what, err, body)
		}
	}
	if resp.StatusCode != status || e.ID != id || !strings.Contains(e.Message, part) {
		w.t.Errorf("%s: %d %s, want %d %s with %q", what, resp.StatusCode, body, status, id, part)
	}
	if status == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") == "" {
		w.t.Errorf("%s: no Retry-After", what)
	}
	return !resp.Close
}

// status reads an answer for its status alone.
func (w *wire) status() int {
	w.t.Helper()
	resp, err := http.ReadResponse(w.Reader, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// TestLimits: what is too large or too slow is refused in the words of the API, and says whether the connection can go on.
func TestLimits(t *testing.T) {
	t.Parallel()
	_, seed := seeded(t)
	p := serve(t, "--database", ":memory:", "--seed", seed, "--max-url", "300", "--max-header", "2000", "--max-body", "40000",
		"--max-large-bodies", "1", "--read-timeout", "3s", "--read-header-timeout", "3s")
	put := `{"email":"new@acme.test","role":"member"}`
	members := "/teams/widgets/members"
	for _, c := range []struct {
		what, method, path, header, body string
		status                           int
		id, part                         string
		stays                            bool
	}{
		{"all in order", "PUT", members, fmt.Sprintf("Content-Length: %d\r\n", len(put)), put, 201, "", "", true},
		{"URL", "GET", members + "?" + strings.Repeat("x", 300), "", "", 414, "bad_request", "300 is the most", false},
		{"header", "GET", members, "X-Large: " + strings.Repeat("x", 2000) + "\r\n", "", 431, "bad_request", "2000 is the most", false},
		{"many headers", "GET", members, strings.Repeat("X-Small: x\r\n", 200), "", 431, "bad_request", "2000 is the most", false},
		{"body, announced", "PUT", members, "Content-Length: 40001\r\n", "", 413, "bad_request", "larger than 40000 bytes", false},
		{"body, in chunks", "PUT", members, "Transfer-Encoding: chunked\r\n", "9c41\r\n" + strings.Repeat(" ", 40001) + "\r\n0\r\n\r\n", 413, "bad_request", "larger than 40000 bytes", false},
		{"body as large as may be", "PUT", members, "Content-Length: 40000\r\n", put + strings.Repeat(" ", 40000-len(put)), 200, "", "", true},
		{"half a body", "PUT", members, "Content-Length: 100\r\n", put, 408, "bad_request", "did not arrive in time", false},
	} {
		if stays := connect(t, p).send(c.method, c.path, c.header, c.body).answer(c.what, c.status, c.id, c.part); stays != c.stays {
			t.Errorf("%s: the connection stays: %v", c.what, stays)
		}
	}
	// A header that is far too large net/http refuses itself, before there is a request.
	line, err := connect(t, p).send("GET", members, "X-Large: "+strings.Repeat("x", 20000)+"\r\n", "").ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "HTTP/1.1 431 ") {
		t.Errorf("a huge header: %q, %v", line, err)
	}
	// Half a header is not answered: nothing says that it is HTTP.
	half := connect(t, p)
	if _, err := half.Write([]byte("GET /teams HTTP/1.1\r\nHost: a")); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(half.Reader); err != nil || len(rest) > 0 {
		t.Errorf("half a header: %q, %v", rest, err)
	}
}

// TestLargeBodies: whoever holds a large body back keeps other large ones out, and nobody else.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	_, seed := seeded(t)
	p := serve(t, "--database", ":memory:", "--seed", seed, "--max-large-bodies", "1")
	const members = "/teams/widgets/members"
	put := `{"email":"new@acme.test","role":"member"}`
	large := put + strings.Repeat(" ", 20000)
	length := fmt.Sprintf("Content-Length: %d\r\n", len(large))
	connect(t, p).send("PUT", members, length, large).answer("a large body", 201, "", "")
	// A slow one holds the place as soon as the server has read so much of it, unless another one has it just then.
	var slow []*wire
	for turned := false; !turned; {
		slow = append(slow, connect(t, p).send("PUT", members, length, large[:len(large)-1]))
		turned = connect(t, p).send("PUT", members, length, large).status() == http.StatusServiceUnavailable
	}
	connect(t, p).send("PUT", members, fmt.Sprintf("Content-Length: %d\r\n", len(put)), put).answer("a small body", 200, "", "")
	answers := map[int]int{}
	for _, w := range slow {
		_, _ = w.Write([]byte(" ")) // who was turned away does not listen
		answers[w.status()]++
	}
	if answers[http.StatusOK] != 1 || answers[http.StatusServiceUnavailable] != len(slow)-1 {
		t.Errorf("%d slow ones: %v", len(slow), answers)
	}
	connect(t, p).send("PUT", members, length, large).answer("a large body afterwards", 200, "", "")
}

// TestRequestsAtOnce: with as many requests under way as may be, the next one is turned away; work that takes too long is undone.
func TestRequestsAtOnce(t *testing.T) {
	t.Parallel()
	database := mockapitest.Postgres(t)
	_, seed := seeded(t)
	p := serve(t, "--database", database, "--seed", seed, "--max-requests", "1", "--request-timeout", "6s")
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.ExecContext(t.Context(), `UPDATE teams SET version = version + 1`); err != nil {
		t.Fatal(err)
	}
	put := `{"email":"new@acme.test","role":"member"}`
	waiting := connect(t, p).send("PUT", "/teams/widgets/members", fmt.Sprintf("Content-Length: %d\r\n", len(put)), put)
	for blocked := 0; blocked == 0; {
		if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&blocked); err != nil {
			t.Fatal(err)
		}
	}
	if status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets"); status != http.StatusServiceUnavailable || !strings.Contains(answer, "as many requests as it can") {
		t.Errorf("one too many: %d %s", status, answer)
	}
	if status, _ := get(t, p.address, "", "/readyz"); status != http.StatusOK {
		t.Errorf("a server that works is not ready: %d", status)
	}
	waiting.answer("the one that waits", 503, "service_unavailable", "did not answer in time")
	if err := other.Rollback(); err != nil {
		t.Fatal(err)
	}
	if status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/members"); status != http.StatusOK || strings.Contains(answer, "new@acme.test") {
		t.Errorf("afterwards: %d %s", status, answer)
	}
	mustPut(t, p, "new")
}

// TestConnections: whoever is one too many is told so, and comes in when somebody leaves.
func TestConnections(t *testing.T) {
	t.Parallel()
	_, seed := seeded(t)
	p := serve(t, "--database", ":memory:", "--seed", seed, "--max-connections", "3")
	first := connect(t, p)
	first.send("GET", "/teams/widgets", "", "").answer("the first", 200, "", "")
	for range 2 {
		connect(t, p).send("GET", "/teams/widgets", "", "").answer("the next", 200, "", "")
	}
	connect(t, p).answer("one too many", 503, "service_unavailable", "as many connections as it can hold")
	first.send("GET", "/teams/widgets", "", "").answer("the first again", 200, "", "")
	_ = first.Close()
	for in := false; !in; { // the server hears that in a moment
		in = connect(t, p).send("GET", "/teams/widgets", "", "").status() == http.StatusOK
	}
}

// TestWrongLimits: a limit of nothing is a mistake.
func TestWrongLimits(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--max-requests=0", "--max-body=-1", "--idle-timeout=0s"} {
		said, err := program(t, nil, "serve", "--database", ":memory:", flag).CombinedOutput()
		name, _, _ := strings.Cut(flag, "=")
		if err == nil || !strings.Contains(string(said), name+" must be more than 0") {
			t.Errorf("%s: %v %s", flag, err, said)
		}
	}
}

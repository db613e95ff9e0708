package clitest_test

import (
	"bytes"
	_ "embed" // the version of the command line
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// version is the release of the npm package heroku whose requests and words the cases were written for.
//
//go:embed version
var version string

// patience bounds one command. Most take a second, nearly all of it node's own start.
const patience = 2 * time.Minute

// program is how the command line is started: node and the script. The test is skipped where one of them is missing.
func program(t *testing.T) (node, script string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not on PATH, and the Heroku CLI needs it")
	}
	home := os.Getenv("HEROKU_CLI_HOME")
	if home == "" {
		user, err := os.UserHomeDir()
		if err != nil {
			t.Fatal(err)
		}
		home = filepath.Join(user, ".cache", "mockapi-heroku-cli")
	}
	folder := filepath.Join(home, "node_modules", "heroku")
	var manifest struct{ Version string }
	raw, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err == nil {
		err = json.Unmarshal(raw, &manifest)
	}
	if want := strings.TrimSpace(version); err != nil || manifest.Version != want {
		t.Skipf("the Heroku CLI %s is not in %s: internal/clitest/install.sh puts it there", want, home)
	}
	return node, filepath.Join(folder, "bin", "run.js")
}

// world is a control plane, and the terminal of a person whose machine can reach nothing else.
type world struct {
	*mockapitest.Server
	node, script string
	home         string // thrown away
	env          []string
	wire         recorder
	t            *testing.T // the test that the world ends with
	session      *session   // of the command line, from the first command on
}

// start starts a world that no other test sees. Tests that have one run side by side.
func start(t *testing.T, seedFile string) *world {
	t.Helper()
	node, script := program(t)
	t.Parallel()
	w := &world{t: t, Server: mockapitest.Start(t, seedFile), node: node, script: script, home: t.TempDir()}
	target, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }, Transport: &w.wire})
	t.Cleanup(front.Close)
	// A second host that the command line asks whether the bill was paid. Nobody owes anything.
	sink := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}") // the command line does not mind
	}))
	t.Cleanup(sink.Close)
	guard, err := filepath.Abs(filepath.Join("testdata", "guard.cjs"))
	if err != nil {
		t.Fatal(err)
	}
	w.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.home, "XDG_CONFIG_HOME=" + w.home, "XDG_DATA_HOME=" + w.home, "XDG_CACHE_HOME=" + w.home, "XDG_STATE_HOME=" + w.home,
		"GIT_CONFIG_GLOBAL=" + filepath.Join(w.home, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1",
		"NODE_OPTIONS=--require=" + strings.ReplaceAll(fmt.Sprintf("%q", guard), " ", `\ `), "GUARD_LOG=" + w.guardLog(),
		"HEROKU_HOST=" + front.URL, "HEROKU_PARTICLEBOARD_URL=" + sink.URL, "HEROKU_GIT_HOST=git.heroku.com",
		"DISABLE_TELEMETRY=true", "HEROKU_SKIP_NEW_VERSION_CHECK=1", "HEROKU_DISABLE_AUTOUPDATE=1",
		"NO_COLOR=1", "OCLIF_COLUMNS=400", "OCLIF_TABLE_COLUMN_OVERRIDE=300", // no line is broken
	}
	return w
}

func (w *world) guardLog() string { return filepath.Join(w.home, "guard.log") }

// command is a line that a person types, and what that person expects.
type command struct {
	as   string   // who: the token is "HRKU-" and this
	line string   // what comes after "heroku", split at blanks
	exit int      // the exit code
	out  []string // what standard output shows, see [shows]
	err  []string // what standard error shows: how it goes, warnings and refusals
	hide []string // what neither shows
	then []check  // what the control plane says afterwards
}

// run runs commands one after the other, each as a test.
func (w *world) run(t *testing.T, commands []command) {
	for _, c := range commands {
		t.Run(c.as+" "+c.line, func(t *testing.T) {
			t.Helper()
			exit, out, errs := w.heroku(t, c.as, c.line)
			if exit != c.exit {
				t.Errorf("exit code %d, want %d", exit, c.exit)
			}
			for _, want := range c.out {
				if !shows(out, want) {
					t.Errorf("standard output does not show %q", want)
				}
			}
			for _, want := range c.err {
				if !shows(errs, want) {
					t.Errorf("standard error does not show %q", want)
				}
			}
			for _, secret := range c.hide {
				if shows(out, secret) || shows(errs, secret) {
					t.Errorf("it shows %q", secret)
				}
			}
			for _, holds := range c.then {
				holds(t, w)
			}
			if t.Failed() {
				t.Logf("%s types: heroku %s\nexit code %d\nstandard output:\n%s\nstandard error:\n%s\non the wire:\n%s", c.as, c.line, exit, out, errs, w.wire.text())
			}
		})
	}
}

// heroku runs one command to its end, with nothing on standard input. It fails the test when the command tried to reach another
// machine, and when the control plane broke.
func (w *world) heroku(t *testing.T, as, line string) (exit int, out, errs string) {
	t.Helper()
	w.wire.reset()
	if w.session == nil {
		w.session = w.open(w.t)
	}
	exit, out, errs, gone, err := w.session.run("HRKU-"+as, strings.Fields(line))
	if gone {
		w.session = nil
	}
	if err != nil {
		t.Fatalf("heroku %s: %v\n%s\n%s\n%s", line, err, out, errs, w.wire.text())
	}
	if tried, err := os.ReadFile(w.guardLog()); err == nil {
		t.Fatalf("heroku %s tried to leave this machine:\n%s", line, tried)
	}
	if w.wire.broke() {
		t.Errorf("the control plane broke")
	}
	return exit, out, errs
}

var blanks = regexp.MustCompile(`[ \t]+`)

// shows reports whether a text holds a pattern: a piece of text in which "*" stands for the rest of a word. How far apart words
// stand on a line does not matter.
func shows(text, pattern string) bool {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(blanks.ReplaceAllString(line, " ")))
	}
	re := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `\S+`)
	return regexp.MustCompile(re).MatchString(strings.Join(lines, "\n") + "\n")
}

// check is something that must hold in a world after a command.
type check func(t *testing.T, w *world)

// has asks as somebody for a path, and wants an object in the answer, or the answer itself, to have members with these
// values: names ("user.email") and values in turn.
func has(as, path string, members ...any) check {
	return func(t *testing.T, w *world) {
		t.Helper()
		if status, answer := w.Do(t, "HRKU-"+as, http.MethodGet, path, nil); status >= http.StatusMultipleChoices || !holds(t, answer, members) {
			t.Errorf("GET %s: %d %s, want %v", path, status, answer, members)
		}
	}
}

// lacks is the opposite of [has]: the answer, which there must be, has no such object. Without members the answer is an empty
// list.
func lacks(as, path string, members ...any) check {
	return func(t *testing.T, w *world) {
		t.Helper()
		if status, answer := w.Do(t, "HRKU-"+as, http.MethodGet, path, nil); status >= http.StatusMultipleChoices || holds(t, answer, members) {
			t.Errorf("GET %s: %d %s, want nothing with %v", path, status, answer, members)
		}
	}
}

// answers wants a path to be answered with a status.
func answers(as, path string, want int) check {
	return func(t *testing.T, w *world) {
		t.Helper()
		if status, answer := w.Do(t, "HRKU-"+as, http.MethodGet, path, nil); status != want {
			t.Errorf("GET %s: %d %s, want %d", path, status, answer, want)
		}
	}
}

// id asks as somebody for a list, and gives the id of the object in it that has a member with this value.
func (w *world) id(t *testing.T, as, path, name, value string) string {
	t.Helper()
	_, answer := w.Do(t, "HRKU-"+as, http.MethodGet, path, nil)
	var list []any
	if err := json.Unmarshal(answer, &list); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	for _, item := range list {
		if member(item, name) == value {
			return fmt.Sprint(member(item, "id"))
		}
	}
	t.Fatalf("GET %s lists nothing whose %s is %s: %s", path, name, value, answer)
	return ""
}

// holds reports whether an answer is, or lists, an object with these members.
func holds(t *testing.T, answer []byte, members []any) bool {
	t.Helper()
	var got any
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	list, ok := got.([]any)
	if !ok {
		list = []any{got}
	}
	for _, item := range list {
		same := true
		for i := 0; i < len(members); i += 2 {
			same = same && fmt.Sprint(member(item, fmt.Sprint(members[i]))) == fmt.Sprint(members[i+1])
		}
		if same {
			return true
		}
	}
	return false
}

// member finds a member of an object by its name, of a list of objects in all of them.
func member(v any, name string) any {
	first, rest, more := strings.Cut(name, ".")
	if list, ok := v.([]any); ok {
		var all []any
		for _, item := range list {
			all = append(all, member(item, name))
		}
		return all
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if more {
		return member(object[first], rest)
	}
	return object[first]
}

// recorder passes requests on and remembers what was said.
type recorder struct {
	mu    sync.Mutex
	lines []string
	fault bool
}

// RoundTrip implements [http.RoundTripper].
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		var err error
		if sent, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if err := resp.Body.Close(); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf("%s %s %s\n  %d %s", req.Method, req.URL.RequestURI(), sent, resp.StatusCode, answer))
	r.fault = r.fault || resp.StatusCode >= http.StatusInternalServerError
	return resp, nil
}

func (r *recorder) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines, r.fault = nil, false
}

func (r *recorder) broke() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.fault
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.lines, "\n")
}

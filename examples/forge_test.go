package examples_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// forge keeps comments and issues as GitHub or GitLab does, as far as the scripts of examples/ci ask: lists come in pages, every row has an
// author, and what is closed is in no list of open ones. Neither service can be run on a developer's machine.
type forge struct {
	url    string
	github bool
	token  string

	mu       sync.Mutex
	comments []row
	issues   []row
}

// row is a comment or an issue.
type row struct {
	id     int
	author string
	text   string
	closed bool
}

// newForge starts one on which somebody else has written more comments than fit on a page, each with the mark of the review.
func newForge(t *testing.T, github bool) *forge {
	f := &forge{github: github, token: "forge-secret"}
	for i := range 120 {
		f.comments = append(f.comments, row{id: i + 1, author: "mallory", text: "<!-- access review -->\nfine"})
	}
	mux := http.NewServeMux()
	if github {
		f.serve(mux, "/repos/acme/access/issues/7/comments", "/repos/acme/access/issues/comments", "PATCH", &f.comments)
		f.serve(mux, "/repos/acme/access/issues", "/repos/acme/access/issues", "PATCH", &f.issues)
	} else {
		f.serve(mux, "/projects/9/merge_requests/7/notes", "/projects/9/merge_requests/7/notes", "PUT", &f.comments)
		f.serve(mux, "/projects/9/issues", "/projects/9/issues", "PUT", &f.issues)
		mux.HandleFunc("GET /user", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"username": %q}`, f.me()) })
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+f.token && r.Header.Get("PRIVATE-TOKEN") != f.token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	f.url = s.URL
	return f
}

func (f *forge) me() string {
	if f.github {
		return "github-actions[bot]"
	}
	return "project_9_bot"
}

// serve serves a list and its rows.
func (f *forge) serve(mux *http.ServeMux, list, one, change string, rows *[]row) {
	mux.HandleFunc("GET "+list, func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		shown := []map[string]any{}
		for _, row := range *rows {
			if !row.closed {
				shown = append(shown, f.show(row))
			}
		}
		first := min(max(page-1, 0)*size, len(shown))
		_ = json.NewEncoder(w).Encode(shown[first:min(first+size, len(shown))])
	})
	mux.HandleFunc("POST "+list, func(w http.ResponseWriter, r *http.Request) {
		made := row{id: len(*rows) + 1, author: f.me()}
		f.write(w, r, &made)
		*rows = append(*rows, made)
	})
	mux.HandleFunc(change+" "+one+"/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, _ := strconv.Atoi(r.PathValue("id"))
		i := slices.IndexFunc(*rows, func(row row) bool { return row.id == id })
		if i < 0 {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		f.write(w, r, &(*rows)[i])
	})
}

// show writes a row as the service does.
func (f *forge) show(r row) map[string]any {
	if f.github {
		return map[string]any{"id": r.id, "number": r.id, "body": r.text, "user": map[string]any{"login": r.author}}
	}
	return map[string]any{"id": r.id, "iid": r.id, "body": r.text, "description": r.text, "author": map[string]any{"username": r.author}}
}

func (f *forge) write(w http.ResponseWriter, r *http.Request, into *row) {
	var in struct {
		Body, Description, State string
		Event                    string `json:"state_event"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if text := in.Body + in.Description; text != "" {
		into.text = text
	}
	into.closed = into.closed || in.State == "closed" || in.Event == "close"
	_ = json.NewEncoder(w).Encode(f.show(*into))
}

// written are the rows of ours, as "open: text" or "closed: text".
func (f *forge) written(rows *[]row) (mine []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range *rows {
		if r.author != f.me() {
			if !strings.HasSuffix(r.text, "fine") {
				mine = append(mine, "somebody else's: "+r.text)
			}
			continue
		}
		mine = append(mine, map[bool]string{true: "closed: ", false: "open: "}[r.closed]+r.text)
	}
	return mine
}

// TestForgeThatTellsNothing: where the list of comments or issues does not come, nothing is written. It could be there already.
func TestForgeThatTellsNothing(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not on PATH")
		}
	}
	var mu sync.Mutex
	calls := map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		calls[r.Method]++
		if r.Method == http.MethodGet {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(s.Close)
	out := t.TempDir()
	event := filepath.Join(out, "event.json")
	for name, text := range map[string]string{event: `{"pull_request": {"number": 7}}`, filepath.Join(out, "status"): "2", filepath.Join(out, "review.md"): "review", filepath.Join(out, "drift.md"): "drift"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, script := range []string{"ci/comment.sh", "ci/issue.sh"} {
		c := exec.CommandContext(t.Context(), "bash", script, out)
		c.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_API_URL="+s.URL, "GITHUB_REPOSITORY=acme/access", "GITHUB_EVENT_PATH="+event, "FORGE_TOKEN=forge-secret")
		if said, err := c.CombinedOutput(); err == nil {
			t.Errorf("%s went well: %s", script, said)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if calls[http.MethodGet] != 2 || len(calls) != 1 {
		t.Errorf("calls: %v", calls)
	}
}

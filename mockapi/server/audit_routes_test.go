package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// mutation is a request that changes something, and what it writes to the audit trail.
type mutation struct {
	who, method, path string // $word is an id that an earlier answer was kept for
	body              any
	events            string // type.action of each, in order
	keep              string // the id in the answer is kept as $keep
	open              bool   // anybody may
	elsewhere         bool   // a stranger is refused at a personal app or at a person, which is in no account
}

// TestEveryMutationIsAudited makes every kind of change once, on every route that changes anything: each is refused to a stranger, which
// leaves one line in the trail where it is forbidden and none where there is nothing to find, and then made by somebody who may, which
// leaves the lines that the guide lists. A route that nobody walks fails.
func TestEveryMutationIsAudited(t *testing.T) {
	routes := chi.NewRouter()
	left, written := map[string]bool{}, map[string]bool{}
	for _, rt := range server.Routes() {
		routes.Method(rt.Method, rt.Pattern, http.NotFoundHandler())
		left[rt.Method+" "+rt.Pattern] = rt.Method != http.MethodGet
	}
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "control-plane.md"))
	if err != nil {
		t.Fatal(err)
	}
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		w := &walk{t: t, kept: map[string]string{}}
		w.s = mockapitest.StartOn(t, database, strings.Replace(world, "users:\n", "users:\n  - {email: eve@nowhere.test, token: HRKU-eve}\n", 1))
		for _, m := range append(mutationsOfTeams(t), append(mutationsOfSpaces, mutationsOfApps...)...) {
			w.make(m)
			at := chi.NewRouteContext()
			if !routes.Match(at, m.method, w.fill(m.path)) {
				t.Fatalf("%s %s is no route", m.method, m.path)
			}
			left[m.method+" "+at.RoutePattern()] = false
			for _, name := range strings.Fields(m.events) {
				written[name] = true
			}
		}
	})
	for name := range written {
		if typ, action, _ := strings.Cut(name, "."); !regexp.MustCompile("(?m)^\\| `" + typ + "` \\|.*`" + action + "`").Match(guide) {
			t.Errorf("the guide does not list the event %s", name)
		}
	}
	for route, walked := range left {
		if walked {
			t.Errorf("%s: the audit trail of this route is not looked at; add a request to this test", route)
		}
	}
}

// walk makes mutations.
type walk struct {
	t    *testing.T
	s    *mockapitest.Server
	kept map[string]string
	read int // how much of the trail
}

var keptWord = regexp.MustCompile(`\$\w+`)

// fill puts ids in the place of words.
func (w *walk) fill(text string) string {
	return keptWord.ReplaceAllStringFunc(text, func(word string) string { return w.kept[word[1:]] })
}

// ask makes the request of a mutation as somebody, and returns what it wrote.
func (w *walk) ask(who string, m mutation) (status int, answer []byte, wrote []mockapitest.Event) {
	w.t.Helper()
	var body any
	if m.body != nil {
		text, err := json.Marshal(m.body)
		if err != nil {
			w.t.Fatal(err)
		}
		body = []byte(w.fill(string(text)))
	}
	status, answer = w.s.Do(w.t, "HRKU-"+who, m.method, w.fill(m.path), body)
	trail := events(w.t, w.s)
	wrote, w.read = trail[w.read:], len(trail)
	for _, e := range wrote {
		if e.Reason == "" || e.ActorEmail == "" || !strings.HasPrefix(e.ActorEmail, who+"@") || e.RequestID == "" || e.IPAddress == "" || e.Allowed != (status < 300) {
			w.t.Errorf("%s %s as %s: %d, and a line that does not say so: %+v", m.method, m.path, who, status, e)
		}
	}
	return status, answer, wrote
}

func (w *walk) make(m mutation) {
	w.t.Helper()
	var refused []mockapitest.Event
	if !m.open {
		status, answer, wrote := w.ask("eve", m)
		lines := map[int]int{http.StatusForbidden: 1, http.StatusNotFound: 0}
		if n, ok := lines[status]; !ok || len(wrote) != n {
			w.t.Errorf("%s %s as a stranger: %d %s, and %d lines", m.method, m.path, status, answer, len(wrote))
		}
		refused = wrote
	}
	status, answer, wrote := w.ask(m.who, m)
	if status >= 300 {
		w.t.Fatalf("%s %s: %d %s", m.method, m.path, status, answer)
	}
	var got []string
	for _, e := range wrote {
		got = append(got, e.Type+"."+e.Action)
	}
	if strings.Join(got, " ") != m.events {
		w.t.Errorf("%s %s: events %q, want %q", m.method, m.path, got, m.events)
	}
	if len(refused) > 0 && len(wrote) > 0 && !m.elsewhere && refused[0].AccountID != wrote[0].AccountID {
		w.t.Errorf("%s %s: refused in the account %q, made in %q", m.method, m.path, refused[0].AccountName, wrote[0].AccountName)
	}
	if m.keep != "" {
		var made struct{ ID string }
		decode(w.t, answer, &made)
		w.kept[m.keep] = made.ID
	}
}

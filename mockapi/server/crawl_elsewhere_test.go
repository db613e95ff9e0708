package server

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// crawlWords are placeholders that stand for a word which means the same under every parent; the others stand for a thing that belongs to
// one.
var crawlWords = []string{"feature", "type", "service", "plan", "stack", "region", "size", "year", "month"}

// crawlBodies are the bodies of those requests that would be refused for their body before the thing in their path is looked for.
var crawlBodies = map[string]string{
	"/teams/apps/{app}/collaborators/{collaborator}": `{"permissions":["view"]}`,
	"/spaces/{space}/members/{user}":                 `{"permissions":[]}`,
	"/apps/{app}/addons/{addon}":                     `{"name":"renamed"}`,
	"/enterprise-accounts/{account}/members/{user}":  `{"permissions":["view"]}`,
}

// elsewhere asks under an app, team or space of ada's for the add-on, the release, the member, the app of another one. Nothing is found
// there, in the same words as for what does not exist at all; and a stranger to the parent gets one answer whether there is such a thing in
// it or not.
func (w *crawler) elsewhere(t *testing.T) {
	asked := 0
	for _, rt := range routes {
		targets := w.targets(rt)
		if strings.Count(rt.pattern, "{") < 2 {
			continue
		}
		last := rt.pattern[strings.LastIndex(rt.pattern, "{")+1 : strings.LastIndex(rt.pattern, "}")]
		if !slices.Contains(crawlWords, last) {
			asked += w.astray(t, rt, targets, last)
		}
	}
	if w.fingerprint() != w.print {
		t.Error("something was changed")
	}
	t.Logf("%d things were looked for where they are not", asked)
}

// astray asks one route for things where they are not, and tells how many.
func (w *crawler) astray(t *testing.T, rt route, targets []crawlTarget, last string) (asked int) {
	t.Helper()
	mine, where := targets[0], rt.method+" "+rt.pattern
	none := w.under(t, "ada", rt, mine, last, absent(last))
	if none.status != http.StatusNotFound {
		t.Errorf("%s of nothing: %d %s", where, none.status, none.text)
	}
	for _, theirs := range targets[1:] {
		if theirs.gone || theirs.params[last] == mine.params[last] {
			continue
		}
		asked++
		if got := w.under(t, "ada", rt, mine, last, theirs.params[last]); got != none {
			t.Errorf("%s of what belongs to %s: %d %s, of nothing: %d %s", where, theirs.name, got.status, got.text, none.status, none.text)
		}
	}
	there := w.under(t, "sam", rt, mine, last, mine.params[last])
	if there.status != http.StatusForbidden {
		t.Errorf("%s as a stranger: %d %s", where, there.status, there.text)
	}
	if gone := w.under(t, "sam", rt, mine, last, absent(last)); gone != there {
		t.Errorf("%s as a stranger, of nothing: %d %s, of something: %d %s", where, gone.status, gone.text, there.status, there.text)
	}
	return asked
}

// absent is a name of nothing: an address of nobody, or an id.
func absent(placeholder string) string {
	if slices.Contains([]string{"member", "collaborator", "user"}, placeholder) {
		return "nobody@people.test"
	}
	return crawlNoID
}

type crawlAnswer struct {
	status int
	text   string
}

// under asks for something under a parent.
func (w *crawler) under(t *testing.T, who string, rt route, parent crawlTarget, placeholder, value string) crawlAnswer {
	t.Helper()
	params := maps.Clone(parent.params)
	params[placeholder] = value
	path, _ := crawlPath(rt.pattern, params)
	got := w.ask(t, person(who), rt.method, path, crawlBodies[rt.pattern], nil, parent)
	return crawlAnswer{got.Code, got.Body.String()}
}

// oneself asks everybody for his own role, grant or permissions on a space, also those who have none there: that a path names the one who
// asks opens nothing to him.
func (w *crawler) oneself(t *testing.T) {
	for _, rt := range routes {
		for _, g := range w.targets(rt) {
			for _, placeholder := range []string{"member", "collaborator", "user"} {
				if g.kind != access.Account && !g.gone && strings.Contains(rt.pattern, "{"+placeholder+"}") {
					w.selves(t, rt, g, placeholder)
				}
			}
		}
	}
}

func (w *crawler) selves(t *testing.T, rt route, g crawlTarget, placeholder string) {
	t.Helper()
	g.whose = nil
	for _, c := range w.callers(rt, g, w.soak) {
		own := g
		own.params = maps.Clone(g.params)
		own.params[placeholder] = []string{"~", crawlEmail(c.who)}[w.turn%2]
		s := g.subject(c.who, rt.pattern)
		has := s.Role != access.NoRole
		if g.kind == access.App {
			has = s.Grant != 0
		}
		switch {
		case has:
			own.whose = map[string]string{placeholder: c.who}
		case w.expected(c, rt, own) == http.StatusOK:
			continue // who may look at everybody's finds that he has none
		}
		w.crawl(t, c, rt, own)
	}
}

// nothing: where others' things are answered with 404, nobody can tell them from what does not exist; and what does not exist is
// answered alike to everybody.
func (w *crawler) nothing(t *testing.T) {
	for _, rt := range routes {
		targets := w.targets(rt)
		none := targets[len(targets)-1]
		if !none.gone {
			continue
		}
		path, _ := crawlPath(rt.pattern, none.params)
		want := w.ask(t, person("sam"), rt.method, path, "{}", nil, none).Body.String()
		if got := w.ask(t, person("ada"), rt.method, path, "{}", nil, none).Body.String(); got != want {
			t.Errorf("%s %s as ada: %s, as a stranger: %s", rt.method, path, got, want)
		}
		for _, g := range targets {
			if g.concerns == nil || slices.Contains(g.concerns, "vic") {
				continue
			}
			path, _ := crawlPath(rt.pattern, g.params)
			if got := w.ask(t, person("vic"), rt.method, path, "{}", nil, g); got.Code != http.StatusNotFound || got.Body.String() != want {
				t.Errorf("%s %s, of somebody else: %d %s, of nothing: %s", rt.method, path, got.Code, got.Body, want)
			}
		}
	}
}

// hashes: what is stored of a token is its SHA-256, and that is what it is found by, with an index and so not in constant time.
// What the time of a look-up could tell is how far the hash of a guess agrees with stored hashes; nobody can choose a guess by its
// hash, so that tells nothing about a token, and a comparison in constant time would add nothing. The database holds no token.
func (w *crawler) hashes(t *testing.T) {
	get := func(token string) int {
		return w.send(token, http.MethodGet, &url.URL{Path: "/account"}, "", nil).Code
	}
	stored, err := os.ReadFile(w.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range crawlPeople {
		token := crawlToken(who)
		sum := sha256.Sum256([]byte(token))
		hash := hex.EncodeToString(sum[:])
		if !strings.Contains(string(stored), hash) {
			t.Errorf("the hash of the token of %s is not stored", who)
		}
		if get(token) != http.StatusOK {
			t.Errorf("the token of %s does not open", who)
		}
		for _, wrong := range []string{hash, token[:len(token)-1], token + "x", strings.ToLower(token), strings.ToUpper(token), "x" + token, token + "\x00", token + " x", "%", "_"} {
			if got := get(wrong); got != http.StatusUnauthorized {
				t.Errorf("the token %q answers %d", wrong, got)
			}
		}
	}
	for _, token := range w.allTokens() {
		if strings.Contains(string(stored), token) {
			t.Errorf("the database holds the token %s", token)
		}
	}
}

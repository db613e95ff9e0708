package server

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// crawlCaller is somebody with a token; without a person the token is worth nothing.
type crawlCaller struct {
	who, token string
	scopes     access.Scopes
}

// callers are who asks about a thing on a route: everybody who is anything to it that nobody before him is, and one of those who are
// nothing to it, in turn; or simply everybody.
func (w *crawler) callers(rt route, g crawlTarget, everybody bool) (list []crawlCaller) {
	var strangers []string
	met := map[access.Subject]bool{}
	for _, who := range crawlPeople {
		s := g.subject(who, rt.pattern)
		switch {
		case everybody || s != access.Subject{} && !met[s]:
			met[s] = true
			list = append(list, person(who))
		case s == access.Subject{}:
			strangers = append(strangers, who)
		}
	}
	some := min(1, len(strangers))
	if g.kind == access.Nothing { // to which all are alike, but what they find there is not
		some = min(3, len(strangers))
	}
	for range some {
		list = append(list, person(strangers[w.turn%len(strangers)]))
		w.turn++
	}
	return list
}

// person is somebody with his own token, which has no limits.
func person(who string) crawlCaller { return crawlCaller{who, crawlToken(who), access.ScopeGlobal} }

// lesser are the callers whose token is worth less than that of ada, who could do nearly everything: nobody, or one with a token that is
// worth nothing, and one with a token of a narrow scope, in turn; or all.
func (w *crawler) lesser(all bool) []crawlCaller {
	worthless, narrow := []crawlCaller{{}}, []crawlCaller(nil)
	for _, what := range slices.Sorted(maps.Keys(w.tokens)) {
		if scopes, err := access.ParseScopes([]string{what}); err == nil {
			narrow = append(narrow, crawlCaller{"ada", w.tokens[what], scopes})
		} else {
			worthless = append(worthless, crawlCaller{token: w.tokens[what]})
		}
	}
	if all {
		return append(worthless, narrow...)
	}
	w.turn++
	return []crawlCaller{worthless[w.turn%len(worthless)], narrow[w.turn%len(narrow)]}
}

// expected is what the model says of one request: 401, 403, 404, or 200 for what is allowed.
func (w *crawler) expected(c crawlCaller, rt route, g crawlTarget) int {
	row, _ := access.Lookup(rt.action)
	s := access.Subject{Anonymous: c.who == ""}
	if c.who != "" {
		s = g.subject(c.who, rt.pattern)
	}
	switch {
	case c.who == "" && (c.token != "" || !row.Anonymous):
		return http.StatusUnauthorized
	case c.who != "" && !c.scopes.Allow(rt.action, changes(rt)).Allowed:
		return http.StatusForbidden
	case g.kind == access.Nothing && !access.Decide(rt.action, s, g.object()).Allowed:
		return http.StatusForbidden
	case g.gone || g.concerns != nil && !slices.Contains(g.concerns, c.who):
		return http.StatusNotFound
	case !access.Decide(rt.action, s, g.object()).Allowed:
		return http.StatusForbidden
	case g.app != "" && !crawlMay(c.who, access.AppRead, g.app):
		return http.StatusForbidden
	}
	return http.StatusOK
}

// changes reports whether a route may change something.
func changes(rt route) bool {
	return rt.method != http.MethodGet && !slices.Contains(questions, rt.pattern)
}

// class is the class of an answer: everything that is said after access was given counts as 200.
func class(status int) int {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return status
	}
	return http.StatusOK
}

// never is a condition that nothing fulfils: a request under it that is allowed ends before its handler begins, with 412, and
// changes nothing.
var never = http.Header{"If-Match": {`"never"`}}

// TestCrawl holds every answer of the control plane to the model: who reads or changes what is not given to him fails it, and so does who is
// refused what is his. The facts that the model decides about are the crawler's own (crawl_world_test.go), so a mistake in how the
// server finds out who somebody is shows, too. A route, a kind of thing or a part of a path that the crawler does not know fails.
func TestCrawl(t *testing.T) {
	w := newCrawler(t)
	t.Run("routes", w.routes)
	t.Run("oneself", w.oneself)
	t.Run("lists", w.lists)
	t.Run("deep", w.deep)
	t.Run("elsewhere", w.elsewhere)
	t.Run("nothing", w.nothing)
	t.Run("hashes", w.hashes)
	w.noTokens(t)
}

// crawlResolvers are those that find out who somebody is to a thing; the others go on to one of these.
var crawlResolvers = []string{"aboutTeam", "aboutApp", "aboutAccount", "aboutSpace", "aboutPipeline"}

// routes asks every route about things as everybody. What a handler asks for beyond its route is for deep.
//
// The first route through each of those resolvers is asked by everybody about everything; the others about one thing, another one for each route and
// in each run, by everybody who is something else to it. `make soak` asks everything.
func (w *crawler) routes(t *testing.T) {
	before, refused, asked := len(w.trail()), 0, 0
	crawled := map[string]bool{}
	for n, rt := range routes {
		targets := w.targets(rt)
		if targets == nil {
			t.Fatalf("%s %s: the crawler does not know %s; say in crawl_targets_test.go what there is for it, and who may", rt.method, rt.pattern, nameOf(rt.about))
		}
		whole := w.soak || !crawled[nameOf(rt.about)] && slices.Contains(crawlResolvers, nameOf(rt.about))
		crawled[nameOf(rt.about)] = true
		one := (w.turn + n) % len(targets)
		for i, g := range targets {
			if !whole && i != one && !g.gone {
				continue
			}
			callers := w.callers(rt, g, whole && !g.gone)
			if i == one {
				callers = append(callers, w.lesser(w.soak)...)
			}
			for _, c := range callers {
				asked++
				if w.crawl(t, c, rt, g) == http.StatusForbidden {
					refused++
				}
			}
		}
		if w.soak && changes(rt) && w.fingerprint() != w.print {
			t.Fatalf("%s %s changed something for somebody, though every request was refused or under a condition that nothing fulfils", rt.method, rt.pattern)
		}
	}
	if w.fingerprint() != w.print {
		t.Error("a request that was refused, or under a condition that nothing fulfils, changed something; with SOAK=1 this test names the route")
	}
	w.auditTrail(t, before, refused)
	t.Logf("%d requests to %d routes, %d of them forbidden", asked, len(routes), refused)
}

// crawl makes one request and judges the answer.
func (w *crawler) crawl(t *testing.T, c crawlCaller, rt route, g crawlTarget) int {
	t.Helper()
	path, unknown := crawlPath(rt.pattern, g.params)
	if unknown != nil {
		t.Fatalf("%s %s: the crawler does not know what %v is; say in crawl_targets_test.go what stands for it", rt.method, rt.pattern, unknown)
	}
	want := w.expected(c, rt, g)
	var header http.Header
	if want == http.StatusOK && changes(rt) {
		header = never
	}
	got := w.ask(t, c, rt.method, path, cmp.Or(g.body, "{}"), header, g)
	where := fmt.Sprintf("%s %s as %s", rt.method, path, c.token)
	switch {
	case class(got.Code) != want:
		t.Errorf("%s: %d %s, the model says %d", where, got.Code, got.Body, want)
	case want == http.StatusOK && changes(rt) && got.Code != http.StatusPreconditionFailed,
		want == http.StatusOK && rt.method == http.MethodGet && got.Code != http.StatusOK:
		t.Errorf("%s is allowed and answered %d %s", where, got.Code, got.Body)
	case want == http.StatusForbidden && c.scopes == access.ScopeGlobal && g.kind != access.Nothing && !w.sees(c.who, rt, g):
		if text := fmt.Sprintf("You do not have access to the %s %s.", g.kind, g.name); message(got) != text {
			t.Errorf("%s: %s, want %q and no more", where, got.Body, text)
		}
	}
	return got.Code
}

// sees reports whether somebody may look at the thing that he asks about: only then he is told which permission he lacks.
func (w *crawler) sees(who string, rt route, g crawlTarget) bool {
	look := map[access.Kind]access.Action{
		access.Team: access.TeamRead, access.App: access.AppRead, access.Space: access.SpaceRead, access.Pipeline: access.PipelineRead,
		access.Enterprise: access.AccountTeamsRead,
	}
	s := g.subject(who, rt.pattern)
	s.ThirdParty = false // what the person sees is told, and that it is the client that may not
	return access.Decide(look[g.kind], s, g.object()).Allowed
}

func message(got *httptest.ResponseRecorder) string {
	var e api.Error
	if json.Unmarshal(got.Body.Bytes(), &e) != nil {
		return ""
	}
	return e.Message
}

// ask makes one request, and looks in the answer for what the caller may not read. A refusal names what was asked about: Heroku's own
// answers do (internal/access).
func (w *crawler) ask(t *testing.T, c crawlCaller, method, path, body string, header http.Header, g crawlTarget) *httptest.ResponseRecorder {
	t.Helper()
	if w.turn++; w.turn%2 == 0 && c.token != "" { // as netrc has it
		header = maps.Clone(header)
		if header == nil {
			header = http.Header{}
		}
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(":"+c.token)))
	}
	path, query, _ := strings.Cut(path, "?")
	got := w.send(c.token, method, &url.URL{Path: path, RawQuery: query}, body, header)
	if got.Code >= http.StatusInternalServerError {
		t.Fatalf("%s %s %s as %s: %d %s", method, path, body, c.token, got.Code, got.Body)
	}
	text := got.Body.String()
	for word, may := range w.leaks {
		known := strings.Contains(path, word) || strings.Contains(body, word) || got.Code == http.StatusForbidden && (word == g.name || word == g.app)
		if strings.Contains(text, word) && !known && !may(c.who) && (got.Code != http.StatusOK || !crawlTold(path, word)) {
			t.Errorf("%s %s as %s: %d tells of %s: %s", method, path, c.token, got.Code, word, text)
		}
	}
	answer := text + fmt.Sprint(got.Header())
	for _, token := range w.allTokens() {
		if strings.Contains(answer, token) {
			t.Errorf("%s %s as %s: the answer holds the token %s: %s", method, path, c.token, token, answer)
		}
	}
	return got
}

// allTokens are the tokens that were ever shown to anybody.
func (w *crawler) allTokens() (list []string) {
	for _, who := range crawlPeople {
		list = append(list, crawlToken(who))
	}
	return slices.AppendSeq(list, maps.Values(w.tokens))
}

func (w *crawler) trail() (list []store.Event) {
	if err := w.store.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.ListEvents(w.t.Context(), "")
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return list
}

// auditTrail: each refusal of somebody known has left its line, and nothing else has.
func (w *crawler) auditTrail(t *testing.T, before, refused int) {
	t.Helper()
	lines := w.trail()[before:]
	if len(lines) != refused {
		t.Errorf("%d requests were forbidden, and the audit trail has %d lines of them", refused, len(lines))
	}
	for _, e := range lines {
		if e.Allowed {
			t.Errorf("the audit trail tells of a change that nobody could make: %+v", e)
		}
	}
}

// noTokens: the log of all those requests holds no token, neither in the clear nor as Basic authentication sends it.
func (w *crawler) noTokens(t *testing.T) {
	t.Helper()
	if lines := strings.Count(w.log.String(), `"msg":"request"`); lines < len(routes) {
		t.Errorf("the log has %d lines of requests", lines)
	}
	for _, token := range w.allTokens() {
		for _, form := range []string{token, base64.StdEncoding.EncodeToString([]byte(":" + token))} {
			if strings.Contains(w.log.String(), form) {
				t.Errorf("the log holds the token %s", token)
			}
		}
	}
}

package mockapitest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaFile is Heroku's own JSON hyper-schema of the Platform API v3, where a checkout has it beside it. It is not part of
// the project; without it, answers are not checked.
const schemaFile = "../shared/reference/heroku-platform-api-v3.schema.json"

// link is one operation of the schema: what a request may send and what an answer must look like.
type link struct {
	noun, title     string
	method, href    string
	shown           string // href as a reader wants it, each placeholder named by what it stands for
	pattern         *regexp.Regexp
	literals        int // parts of the path that are not placeholders; the link with most of them wins
	request, answer *jsonschema.Schema
}

// schema is read once in a process.
var schema = sync.OnceValues(func() ([]link, error) {
	_, self, _, _ := runtime.Caller(0)
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(self), "..", "..", schemaFile))
	if err != nil {
		return nil, err
	}
	return readLinks(raw)
})

// HaveSchema reports whether answers are checked against Heroku's schema, and skips the test, saying so, where they are not.
func HaveSchema(t testing.TB) {
	t.Helper()
	if _, err := schema(); os.IsNotExist(err) {
		t.Skip("Heroku's schema is not beside the checkout: answers are not checked against it")
	} else if err != nil {
		t.Fatal(err)
	}
}

var (
	placeholder = regexp.MustCompile(`\{[^}]*\}`)
	named       = regexp.MustCompile(`\{\(%23%2Fdefinitions%2F([^%]*)[^}]*\}`)
	// lookahead is the only pattern of the schema that Go's regexp cannot read: a space's name has no double dash.
	lookahead = "(?:[a-z0-9]|-(?!-))+"
)

func readLinks(raw []byte) ([]link, error) {
	raw = bytes.ReplaceAll(raw, []byte(lookahead), []byte("(?:[a-z0-9]|-)+"))
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	tidy(doc)
	closeRequests(doc)
	completeAnswers(doc)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	const url = "https://heroku.invalid/schema"
	if err := c.AddResource(url, doc); err != nil {
		return nil, err
	}
	root, _ := doc.(map[string]any)
	definitions, _ := root["definitions"].(map[string]any)
	var links []link
	for noun, def := range definitions {
		list, _ := def.(map[string]any)["links"].([]any)
		for i, item := range list {
			l, err := readLink(c, fmt.Sprintf("%s#/definitions/%s/links/%d", url, noun, i), noun, item)
			if err != nil {
				return nil, err
			}
			links = append(links, l)
		}
	}
	return links, nil
}

func readLink(c *jsonschema.Compiler, at, noun string, item any) (link, error) {
	m, _ := item.(map[string]any)
	href, _ := m["href"].(string)
	method, _ := m["method"].(string)
	title, _ := m["title"].(string)
	bare := placeholder.ReplaceAllString(href, "{}")
	l := link{noun: noun, title: title, method: method, href: bare, shown: named.ReplaceAllString(href, "{$1}"), literals: len(strings.Split(bare, "/")) - strings.Count(bare, "{}")}
	l.pattern = regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(bare), `\{\}`, `[^/]+`) + "$")
	var err error
	for key, into := range map[string]**jsonschema.Schema{"schema": &l.request, "targetSchema": &l.answer} {
		if _, ok := m[key]; ok {
			if *into, err = c.Compile(at + "/" + key); err != nil {
				return l, err
			}
		}
	}
	return l, nil
}

// tidy turns the hyper-schema into plain draft 4: nested "$schema" and "id" go, and "strictProperties" becomes what it means,
// every property is required and no other is allowed.
func tidy(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			tidy(item)
		}
	case map[string]any:
		delete(v, "$schema")
		if _, isText := v["id"].(string); isText {
			delete(v, "id")
		}
		properties, _ := v["properties"].(map[string]any)
		if v["strictProperties"] == true && properties != nil {
			v["additionalProperties"] = false
			var all []any
			for _, name := range slices.Sorted(maps.Keys(properties)) { // so that what is missing is told in one order
				all = append(all, name)
			}
			if len(all) > 0 {
				v["required"] = all
			}
		}
		for _, item := range v {
			tidy(item)
		}
	}
}

// closeRequests makes the requests say what they mean too: what a link does not list, it does not take.
func closeRequests(doc any) {
	root, _ := doc.(map[string]any)
	definitions, _ := root["definitions"].(map[string]any)
	for _, def := range definitions {
		noun, _ := def.(map[string]any)
		links, _ := noun["links"].([]any)
		for _, item := range links {
			l, _ := item.(map[string]any)
			request, _ := l["schema"].(map[string]any)
			_, open := request["additionalProperties"]
			_, patterns := request["patternProperties"]
			if _, listed := request["properties"]; listed && !open && !patterns {
				request["additionalProperties"] = false
			}
		}
	}
}

// completeAnswers gives the links of the audit trail the answers that the schema describes and does not name there.
func completeAnswers(doc any) {
	root, _ := doc.(map[string]any)
	definitions, _ := root["definitions"].(map[string]any)
	for _, noun := range []string{"audit-trail-event", "archive"} {
		def, _ := definitions[noun].(map[string]any)
		links, _ := def["links"].([]any)
		for _, item := range links {
			l, _ := item.(map[string]any)
			target := map[string]any{"$ref": "#/definitions/" + noun}
			if l["rel"] == "instances" {
				target = map[string]any{"type": []any{"array"}, "items": target}
			}
			l["targetSchema"] = target
		}
	}
}

// judge checks every exchange of a test server against Heroku's schema: what the server answers, and what our own provider asks.
// What differs on purpose is noted. A benchmark measures the server alone.
func (s *Server) judge(t testing.TB, next http.Handler) http.Handler {
	if _, ok := t.(*testing.B); ok {
		return next
	}
	links, err := schema()
	if err != nil {
		if !os.IsNotExist(err) {
			t.Fatalf("read Heroku's schema: %v", err)
		}
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimSuffix(r.URL.EscapedPath(), "/")
		if strings.HasPrefix(r.UserAgent(), provider) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Errorf("%s %s: the body of the request: %v", r.Method, r.URL.Path, err)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			if r.Method == http.MethodGet {
				body = asked(r.URL.Query())
			}
			if problem := checkRequest(links, r.Method, path, body, &s.asked); problem != "" {
				t.Errorf("%s %s: the request %s: %s", r.Method, r.URL.Path, body, problem)
			}
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		if rec.Code < 300 && r.Method != http.MethodHead {
			known := slices.Clone(deviations)
			if r.Header.Get("Accept-Expansion") != "" {
				known = append(known, expansions...)
			}
			if problem := check(links, r.Method, path, plain(rec), known, &s.answered); problem != "" {
				t.Errorf("%s %s: %s", r.Method, r.URL.Path, problem)
			}
		}
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()) // the client is gone
	})
}

// asked is a query as the object that a link's schema describes; nothing where there is none.
func asked(query url.Values) []byte {
	if len(query) == 0 {
		return nil
	}
	object := map[string]string{}
	for name := range query {
		object[name] = query.Get(name)
	}
	body, err := json.Marshal(object)
	if err != nil { // it is made of texts
		panic(err)
	}
	return body
}

// plain is the body of an answer as the server meant it.
func plain(rec *httptest.ResponseRecorder) []byte {
	if rec.Header().Get("Content-Encoding") != "gzip" {
		return rec.Body.Bytes()
	}
	zip, err := gzip.NewReader(bytes.NewReader(rec.Body.Bytes()))
	if err != nil {
		return nil // not JSON either, which the caller says
	}
	body, err := io.ReadAll(zip)
	if err != nil {
		return nil
	}
	return body
}

// accountProvider is the path of an extension, which takes and gives what a team's does: it is held to the links of that.
var accountProvider = regexp.MustCompile(`^/enterprise-accounts/([^/]+/identity-providers(?:/|$))`)

// candidates are the links of a path: of those that fit, the ones with the most literal parts.
func candidates(links []link, method, path string) (list []link) {
	most := 0
	path = accountProvider.ReplaceAllString(path, "/teams/$1")
	for _, l := range links {
		if l.method == method && l.pattern.MatchString(path) {
			list, most = append(list, l), max(most, l.literals)
		}
	}
	return slices.DeleteFunc(list, func(l link) bool { return l.literals < most })
}

// check says what is wrong with an answer; empty when the schema is satisfied, but for the known differences, or does not know the
// route.
func check(links []link, method, path string, body []byte, known []deviation, seen *sightings) string {
	fitting := candidates(links, method, path)
	if len(fitting) == 0 {
		return ""
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Sprintf("the answer is not JSON: %v", err)
	}
	return accepts(fitting, func(l link) *jsonschema.Schema { return l.answer }, v, known, seen)
}

// checkRequest says what is wrong with the body of a request; empty when one of the links that share its route takes it, but for
// our own extensions. A route that the schema does not know is one that we should not call.
func checkRequest(links []link, method, path string, body []byte, seen *sightings) string {
	fitting := candidates(links, method, path)
	if len(fitting) == 0 {
		return "the schema does not know the route"
	}
	if len(body) == 0 {
		if slices.ContainsFunc(fitting, func(l link) bool { return l.request == nil }) {
			return ""
		}
		body = []byte("{}") // what no body means
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Sprintf("it is not JSON: %v", err)
	}
	if !slices.ContainsFunc(fitting, func(l link) bool { return l.request != nil }) {
		if method == http.MethodGet { // what a query may say stands in words, if anywhere
			return ""
		}
		return "the route takes no body"
	}
	return accepts(fitting, func(l link) *jsonschema.Schema { return l.request }, v, extensions, seen)
}

// accepts reports nothing if one of the links' schemas takes a value, else what each has against it.
func accepts(links []link, of func(link) *jsonschema.Schema, v any, known []deviation, seen *sightings) string {
	var wrong []string
	for _, l := range links {
		schema := of(l)
		if schema == nil {
			continue
		}
		problem, excused := violations(schema.Validate(v), known)
		if problem == "" {
			seen.note(excused)
			return ""
		}
		wrong = append(wrong, l.noun+" "+l.title+": "+problem)
	}
	return strings.Join(wrong, "; ")
}

// violations lists what a validation found, less the known differences, and which of those there were.
func violations(err error, known []deviation) (problem string, excused []deviation) {
	if err == nil {
		return "", nil
	}
	invalid, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // the validator's own type, never wrapped
	if !ok {
		return err.Error(), nil
	}
	var list []string
	for _, leaf := range leaves(invalid.DetailedOutput()) {
		text := leaf.Error.String()
		at := slices.IndexFunc(known, func(d deviation) bool {
			return strings.HasSuffix(leaf.InstanceLocation, d.at) && strings.Contains(text, d.kind)
		})
		if at < 0 {
			list = append(list, leaf.InstanceLocation+" "+text)
			continue
		}
		excused = append(excused, known[at])
	}
	return strings.Join(list, ", "), excused
}

func leaves(u *jsonschema.OutputUnit) []jsonschema.OutputUnit {
	if len(u.Errors) == 0 {
		if u.Error == nil {
			return nil
		}
		return []jsonschema.OutputUnit{*u}
	}
	var list []jsonschema.OutputUnit
	for i := range u.Errors {
		list = append(list, leaves(&u.Errors[i])...)
	}
	return list
}

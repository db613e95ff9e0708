package mockapitest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
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
			for name := range properties {
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

// deviation is a difference from Heroku's schema: where, what the validator says of it, and why it is right.
type deviation struct{ at, kind, reason string }

// expansions are the differences that a client asked for with Accept-Expansion: whole objects, of which the schema knows the reference.
var expansions = []deviation{
	{"/addon_service", "additional properties", "Accept-Expansion: addon_service"},
	{"/plan", "additional properties", "Accept-Expansion: plan"},
	{"/region", "additional properties", "Accept-Expansion: region"},
}

// deviations are the answers that differ from Heroku's schema on purpose. What is not here fails the test that saw it.
var deviations = []deviation{
	{"/role", "value must be one of", "the schema's enum lacks viewer, which Heroku's own command line lists and sets"},
	{"", "additional properties 'applied' not allowed", "whether an inbound ruleset is in force is newer than the schema; Heroku's command line prints it"},
	{"/hostname", "is not valid uri", "the schema's format is uri, its own example and every client's domains are bare names"},
}

// judge checks every exchange of a test server against Heroku's schema. A benchmark measures the server alone.
func judge(t testing.TB, next http.Handler) http.Handler {
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
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		if rec.Code < 300 && r.Method != http.MethodHead {
			var asked []deviation
			if r.Header.Get("Accept-Expansion") != "" {
				asked = expansions
			}
			if problem := check(links, r.Method, strings.TrimSuffix(r.URL.EscapedPath(), "/"), plain(rec), asked...); problem != "" {
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

// check says what is wrong with an answer; empty when the schema is satisfied, but for the differences that were asked for, or does
// not know the route.
func check(links []link, method, path string, body []byte, asked ...deviation) string {
	var candidates []link
	for _, l := range links {
		if l.method == method && l.pattern.MatchString(path) {
			candidates = append(candidates, l)
		}
	}
	if len(candidates) == 0 {
		return ""
	}
	most := slices.MaxFunc(candidates, func(a, b link) int { return a.literals - b.literals }).literals
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Sprintf("the answer is not JSON: %v", err)
	}
	var wrong []string
	for _, l := range candidates {
		if l.literals != most || l.answer == nil {
			continue
		}
		problem := violations(l.answer.Validate(v), asked)
		if problem == "" {
			return ""
		}
		wrong = append(wrong, l.noun+" "+l.title+": "+problem)
	}
	return strings.Join(wrong, "; ")
}

// violations lists what a validation found, less the deviations and what was asked for.
func violations(err error, asked []deviation) string {
	if err == nil {
		return ""
	}
	invalid, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // the validator's own type, never wrapped
	if !ok {
		return err.Error()
	}
	var list []string
	for _, leaf := range leaves(invalid.DetailedOutput()) {
		text := leaf.Error.String()
		known := slices.ContainsFunc(slices.Concat(deviations, asked), func(d deviation) bool {
			return strings.HasSuffix(leaf.InstanceLocation, d.at) && strings.Contains(text, d.kind)
		})
		if !known {
			list = append(list, leaf.InstanceLocation+" "+text)
		}
	}
	return strings.Join(list, ", ")
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

package server_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// TestOpenAPIIsValid: the document is served to everybody, is OpenAPI 3.1, and has every route, no more.
func TestOpenAPIIsValid(t *testing.T) {
	s := mockapitest.Start(t, world)
	status, raw := s.Do(t, "", http.MethodGet, "/openapi.json", nil)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, raw)
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.EnableMultiError()); err != nil || !doc.IsOpenAPI31OrLater() {
		t.Errorf("OpenAPI %s: %v", doc.OpenAPI, err)
	}
	count := 0
	for _, item := range doc.Paths.Map() {
		count += len(item.Operations())
	}
	for _, rt := range server.Routes() {
		item := doc.Paths.Value(rt.Pattern)
		if item == nil || item.GetOperation(rt.Method) == nil {
			t.Errorf("%s %s is not in the document", rt.Method, rt.Pattern)
		}
	}
	if count != len(server.Routes()) {
		t.Errorf("%d operations for %d routes", count, len(server.Routes()))
	}
	for pattern, extends := range map[string]bool{"/enterprise-accounts/{account}/identity-providers": true, "/teams/{team}/licenses": true, "/account/mails": true, "/teams/{team}/identity-providers": false} {
		if text := doc.Paths.Value(pattern).Get.Description; strings.Contains(text, "An extension:") != extends {
			t.Errorf("%s: %q", pattern, text)
		}
	}
	if open := doc.Paths.Value("/plans/{plan}").Get.Security; open == nil || len(*open) != 0 {
		t.Errorf("a plan is read without a token, the document says %v", open)
	}
}

// promise is the document as a judge of answers: where it names members, no others are allowed.
type promise struct{ compiler *jsonschema.Compiler }

const documentURL = "https://mockapi.invalid/openapi.json"

func newPromise(t *testing.T, s *mockapitest.Server) promise {
	t.Helper()
	_, raw := s.Do(t, "", http.MethodGet, "/openapi.json", nil)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	schemas := doc.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any) //nolint:forcetypeassert // the test above holds its form
	for _, schema := range schemas {
		schema.(map[string]any)["additionalProperties"] = false //nolint:forcetypeassert // likewise
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(documentURL, doc); err != nil {
		t.Fatal(err)
	}
	return promise{c}
}

// holds checks an answer, and reports what is wrong with it.
func (p promise) holds(t *testing.T, method, pattern, status string, answer []byte) error {
	t.Helper()
	escaped := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(pattern)
	schema, err := p.compiler.Compile(documentURL + "#/paths/" + escaped + "/" + strings.ToLower(method) + "/responses/" + status + "/content/application~1json/schema")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

// TestOpenAPIKeepsItsPromise: answers have the members that the document promises, and no others, all the way down.
func TestOpenAPIKeepsItsPromise(t *testing.T) {
	s := mockapitest.Start(t, world)
	p := newPromise(t, s)
	paths := strings.NewReplacer("{team}", "widgets", "{app}", "vault", "{account}", "acme", "{addon}", "clock", "{user}", "~", "{collaborator}", "joe@acme.test",
		"{service}", "scheduler", "{region}", "us", "{stack}", "heroku-24", "{member}", "ada@acme.test", "{release}", "1", "{size}", "basic", "{plan}", "standard")
	judged := 0
	for _, rt := range server.Routes() {
		path := paths.Replace(rt.Pattern)
		if rt.Method != http.MethodGet || strings.Contains(path, "{") {
			continue
		}
		status, answer := s.Do(t, "HRKU-ada", rt.Method, path, nil)
		if status != http.StatusOK {
			continue
		}
		judged++
		if err := p.holds(t, rt.Method, rt.Pattern, "200", answer); err != nil {
			t.Errorf("%s: %v\n%s", path, err, answer)
		}
	}
	if judged < 50 {
		t.Errorf("only %d routes were read", judged)
	}
	for _, c := range []struct {
		method, pattern string
		body            any
	}{
		{http.MethodPost, "/apps", map[string]any{}},
		{http.MethodPost, "/teams/{team}/members", map[string]any{"email": "sam@elsewhere.test", "role": "member"}},
		{http.MethodPost, "/apps/{app}/addons", map[string]any{"plan": "scheduler"}},
		{http.MethodPost, "/pipelines", map[string]any{"name": "flow"}},
		{http.MethodPost, "/oauth/authorizations", map[string]any{"description": "ci"}},
		{http.MethodPatch, "/apps/{app}/config-vars", map[string]any{"A": "1"}},
		{http.MethodPatch, "/teams/{team}", map[string]any{"name": "widgets"}},
		{http.MethodDelete, "/teams/apps/{app}", nil},
	} {
		status, answer := s.Do(t, "HRKU-ada", c.method, paths.Replace(c.pattern), c.body)
		if status >= http.StatusMultipleChoices {
			t.Errorf("%s %s: %d %s", c.method, c.pattern, status, answer)
		} else if err := p.holds(t, c.method, c.pattern, "2XX", answer); err != nil {
			t.Errorf("%s %s: %v\n%s", c.method, c.pattern, err, answer)
		}
	}
	if err := p.holds(t, http.MethodGet, "/regions", "200", []byte(`[{"id":"1"}]`)); err == nil {
		t.Error("a region without its members was accepted")
	}
}

// TestOpenAPIRequiredMembers: what the document requires of a body is refused when it is missing.
func TestOpenAPIRequiredMembers(t *testing.T) {
	s := mockapitest.Start(t, world)
	_, raw := s.Do(t, "", http.MethodGet, "/openapi.json", nil)
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	paths := strings.NewReplacer("{team}", "widgets", "{app}", "web", "{account}", "acme", "{addon}", "clock", "{collaborator}", "joe@acme.test", "{type}", "web", "{feature}", "spaces-dns-discovery")
	tried := 0
	for pattern, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			path := paths.Replace(pattern)
			if op.RequestBody == nil || strings.Contains(path, "{") {
				continue
			}
			required := op.RequestBody.Value.Content.Get("application/json").Schema.Value.Required
			if len(required) == 0 {
				continue
			}
			tried++
			if status, answer := s.Do(t, "HRKU-ada", method, path, map[string]any{}); !slices.Contains([]int{http.StatusUnprocessableEntity, http.StatusBadRequest}, status) {
				t.Errorf("%s %s without %v: %d %s", method, path, required, status, answer)
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d bodies were tried", tried)
	}
}

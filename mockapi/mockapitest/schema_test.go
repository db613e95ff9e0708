package mockapitest

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const team = `{"created_at":"2026-01-02T03:04:05Z","credit_card_collections":false,"default":false,"enterprise_account":null,
	"id":"01234567-89ab-cdef-0123-456789abcdef","identity_provider":null,"membership_limit":null,"name":"acme","provisioned_licenses":false,
	"role":"admin","type":"team","updated_at":"2026-01-02T03:04:05Z"}`

// TestCheck: the judge accepts a right answer and says what is wrong with others.
func TestCheck(t *testing.T) {
	HaveSchema(t)
	links, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	if len(links) < 250 {
		t.Fatalf("only %d links were read", len(links))
	}
	change := func(old, with string) string {
		if !strings.Contains(team, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(team, old, with, 1)
	}
	for name, c := range map[string]struct{ path, body, want string }{
		"right":             {"/teams/acme", team, ""},
		"right, in a list":  {"/teams", "[" + team + "]", ""},
		"known deviation":   {"/teams/acme", change(`"admin"`, `"viewer"`), ""},
		"route unknown":     {"/nowhere", "[]", ""},
		"wrong enum":        {"/teams/acme", change(`"type":"team"`, `"type":"club"`), "/type value must be one of"},
		"missing member":    {"/teams/acme", change(`"default":false,`, ``), "missing property 'default'"},
		"further member":    {"/teams/acme", change(`"default":false`, `"default":false,"extra":1`), "additional properties 'extra'"},
		"wrong type":        {"/teams/acme", change(`"name":"acme"`, `"name":null`), "/name got null"},
		"not a uuid":        {"/teams/acme", change(`01234567-89ab`, `1234567-89ab`), "/id "},
		"not a time":        {"/teams/acme", change(`2026-01-02T03:04:05Z`, `yesterday`), "/created_at "},
		"null for a list":   {"/teams", "null", "got null"},
		"object for a list": {"/teams/permissions", "{}", "got object"},
		"not JSON":          {"/teams/acme", "<html>", "not JSON"},
	} {
		got := check(links, "GET", c.path, []byte(c.body), deviations, nil)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestCheckRequest: what Heroku's schema takes, and what it does not.
func TestCheckRequest(t *testing.T) {
	HaveSchema(t)
	links, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ method, path, body, want string }{
		"right":                  {"PUT", "/teams/acme/members", `{"email":"joe@acme.test","role":"admin"}`, ""},
		"our extension":          {"PATCH", "/teams/acme/preferences", `{"default-permission":"member"}`, ""},
		"an extension's route":   {"PATCH", "/enterprise-accounts/acme/identity-providers/1", `{"entity_id":"x"}`, ""},
		"an extension's body":    {"PATCH", "/enterprise-accounts/acme/identity-providers/1", `{"entity_id":7}`, "/entity_id got number"},
		"one link of three":      {"PATCH", "/teams/apps/web", `{"owner":"joe@acme.test"}`, ""},
		"the other of three":     {"PATCH", "/teams/apps/web", `{"locked":true}`, ""},
		"none of three":          {"PATCH", "/teams/apps/web", `{"name":"x"}`, "additional properties 'name'"},
		"member left out":        {"PUT", "/teams/acme/members", `{"role":"admin"}`, "missing property 'email'"},
		"nothing where much is":  {"PUT", "/teams/acme/members", ``, "missing properties"},
		"wrong type":             {"POST", "/teams/apps", `{"locked":"yes"}`, "/locked got string"},
		"unknown role":           {"PUT", "/teams/acme/members", `{"email":"joe@acme.test","role":"king"}`, "/role value must be one of"},
		"further member":         {"PATCH", "/teams/acme/preferences", `{"colour":"red"}`, "additional properties 'colour'"},
		"no body, none wanted":   {"DELETE", "/teams/acme/members/joe@acme.test", ``, ""},
		"a body, and none taken": {"DELETE", "/teams/acme/members/joe@acme.test", `{}`, "takes no body"},
		"unknown route":          {"GET", "/nowhere", ``, "does not know the route"},
		"not JSON":               {"PATCH", "/teams/acme", `{`, "not JSON"},
	} {
		got := checkRequest(links, c.method, c.path, []byte(c.body), nil)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestEveryDeviationOccurs: the lists of differences from Heroku's schema hold none that a running server and our own provider do
// not show.
func TestEveryDeviationOccurs(t *testing.T) {
	HaveSchema(t)
	indented := strings.ReplaceAll("\n"+strings.TrimSpace(Certificate(t, time.Now())), "\n", "\n        ")
	s := Start(t, `
users:
  - {email: ada@acme.test, token: HRKU-ada, identity_provider: {enterprise_account: acme}}
enterprise_accounts:
  - name: acme
    members: [{email: ada@acme.test, permissions: [view, create]}]
    identity_provider:
      entity_id: https://idp.acme.test
      sso_target_url: https://idp.acme.test/login
      certificate: |`+indented+`
teams:
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}]
    apps: [{name: web, addons: [{service: scheduler, name: clock}]}]
`)
	ours, whole := http.Header{"User-Agent": {provider + "/dev terraform/1.14.0"}}, http.Header{"Accept-Expansion": {"addon_service,plan,region"}}
	for _, c := range []struct {
		method, path, body string
		header             http.Header
	}{
		{"PUT", "/teams/widgets/members", `{"email":"joe@acme.test","role":"viewer"}`, ours},
		{"PATCH", "/teams/widgets/preferences", `{"default-permission":"member"}`, ours},
		{"PATCH", "/teams/widgets/preferences", `{"third-party-oauth-access":true}`, ours},
		{"GET", "/account", ``, nil},
		{"POST", "/spaces", `{"name":"nasa","team":"widgets"}`, nil},
		{"GET", "/spaces/nasa", ``, whole},
		{"GET", "/spaces/nasa/inbound-ruleset", ``, nil},
		{"POST", "/apps/web/domains", `{"hostname":"www.example.com","sni_endpoint":null}`, nil},
		{"GET", "/addons/clock", ``, whole},
	} {
		if resp, answer := s.DoHeader(t, "HRKU-ada", c.method, c.path, []byte(c.body), c.header); resp.StatusCode >= http.StatusMultipleChoices {
			t.Fatalf("%s %s: %d %s", c.method, c.path, resp.StatusCode, answer)
		}
	}
	for _, list := range []struct {
		name string
		all  []deviation
		in   *sightings
	}{
		{"deviations", deviations, &s.answered},
		{"expansions", expansions, &s.answered},
		{"extensions", extensions, &s.asked},
	} {
		for _, d := range list.all {
			if !list.in.has(d) {
				t.Errorf("%s: %q %q no longer occurs: take it off the list, or make it occur here", list.name, d.at, d.kind)
			}
		}
	}
}

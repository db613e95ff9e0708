package mockapitest

import (
	"strings"
	"testing"
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
		got := check(links, "GET", c.path, []byte(c.body))
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

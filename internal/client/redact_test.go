package client

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

func TestLoggedText(t *testing.T) {
	r := newRedactor(Config{Token: token, Headers: map[string]string{"X-Proxy": "Bearer proxy-secret", "X-Small": "yes"}})
	for in, want := range map[string]string{
		"":                           "",
		"acme-widgets":               "acme-widgets",
		"joe@acme.test":              "j***@acme.test",
		"Jöe.O'Neil+x/y@acme.test":   "J***@acme.test",
		"émile@acme.test":            "é***@acme.test",
		"joe@acme.test,kim@acme.de":  "j***@acme.test,k***@acme.de",
		"Couldn't find <joe@x.test>": "Couldn't find <j***@x.test>",
		"a@b@c.test":                 "a***@b@c.test",
		"dial: " + token + " refused, yes, proxy-secret": "dial: *** refused, yes, ***",
	} {
		if got := r.text(in); got != want {
			t.Errorf("%q is logged as %q, want %q", in, got, want)
		}
	}
}

func TestLoggedPath(t *testing.T) {
	r := redactor{}
	for in, want := range map[string]string{
		at("teams", "a/b c", "members"):                              "/teams/a%2Fb%20c/members",
		at("teams", "acme", "members", "joe@acme.test"):              "/teams/acme/members/j***@acme.test",
		at("teams", "apps", "x", "collaborators", "j#o?e@acme.test"): "/teams/apps/x/collaborators/j***@acme.test",
		"/teams/acme/members/joe%40acme.test":                        "/teams/acme/members/j***@acme.test",
	} {
		if got := r.path(in); got != want {
			t.Errorf("%s is logged as %s, want %s", in, got, want)
		}
	}
}

func TestLoggedBody(t *testing.T) {
	r := newRedactor(Config{Token: token})
	for in, want := range map[string]string{
		``: ``,
		`{"email":"joe@acme.test","role":"member","permissions":["view","deploy"]}`:     `{"email":"j***@acme.test","permissions":["view","deploy"],"role":"member"}`,
		`[{"user":{"email":"joe@acme.test","id":"1"},"federated":false,"role":null}]`:   `[{"federated":false,"role":null,"user":{"email":"j***@acme.test","id":"1"}}]`,
		`{"email":"joe@acme.test","name":"Joe"}`:                                        `{"email":"j***@acme.test","name":"***"}`,
		`{"token":"t","access_token":{"id":"1","token":"HRKU-1"},"expires_in":28800.5}`: `{"access_token":{"id":"1","token":"***"},"expires_in":28800.5,"token":"***"}`,
		`{"certificate":"-----BEGIN CERTIFICATE-----","entity_id":"x"}`:                 `{"certificate":"***","entity_id":"***"}`,
		`{"name":"db","config":{"name":"secret","deep":[{"id":"secret"}]}}`:             `{"config":{"deep":[{"id":"***"}],"name":"***"},"name":"db"}`,
		`{"id":"forbidden","message":"No, joe@acme.test, not with HRKU-secret."}`:       `{"id":"forbidden","message":"No, j***@acme.test, not with ***."}`,
		`{"joe@acme.test":["view"]}`:                                                    `{"j***@acme.test":["***"]}`,
		`["secret"]`:                                                                    `["***"]`,
		`"secret"`:                                                                      `"***"`,
		`12345678901234567890`:                                                          `12345678901234567890`,
		`<html>secret</html>`:                                                           `(19 bytes that are not JSON)`,
		`{"id":"1"} secret`:                                                             `(17 bytes that are not JSON)`,
	} {
		if got := r.body("/teams", []byte(in)); got != want {
			t.Errorf("%s is logged as\n%s, want\n%s", in, got, want)
		}
	}
	if got := r.body("/apps/x/config-vars", []byte(`{"name":"secret","id":1}`)); got != `{"id":1,"name":"***"}` {
		t.Errorf("config vars are logged as %s", got)
	}
	long, _ := json.Marshal(slices.Repeat([]object{{"email": "joé@acme.test"}}, 10000))
	if got := r.body("/x", long); len(got) > maxLogged+100 || !strings.HasSuffix(got, fmt.Sprintf("… (%d bytes in all)", len(long))) {
		t.Errorf("a long body is logged as %d bytes, ending in %s", len(got), got[len(got)-40:])
	}
}

type object = map[string]any

// What the log is told about a request: no secret and no whole address in path, bodies or error.
func TestLog(t *testing.T) {
	s := serve(t, answer(422, `{"id":"invalid_params","message":"joe@acme.test is `+token+`."}`))
	loud := func(cfg *Config) { cfg.LogBodies = true }
	create := api.CollaboratorCreate{User: "joe@acme.test", Permissions: []string{"view"}}
	if _, err := s.client(t, loud).CreateCollaborator(t.Context(), "shop", create); err == nil {
		t.Fatal("no error")
	}
	if err := s.client(t).DeleteCollaborator(t.Context(), "shop", "joe@acme.test"); err == nil {
		t.Fatal("no error")
	}
	if got, want := s.tries[0].Request, `{"permissions":["view"],"user":"j***@acme.test"}`; got != want {
		t.Errorf("request %s, want %s", got, want)
	}
	if got, want := s.tries[0].Answer, `{"id":"invalid_params","message":"j***@acme.test is ***."}`; got != want {
		t.Errorf("answer %s, want %s", got, want)
	}
	if got := s.tries[1]; got.Path != "/teams/apps/shop/collaborators/j***@acme.test" || got.Request+got.Answer != "" || got.Status != 422 {
		t.Errorf("without bodies: %+v", got)
	}
	if s.bodies[0] != `{"user":"joe@acme.test","permissions":["view"]}` {
		t.Errorf("sent was %s", s.bodies[0])
	}
	var saved []string
	quiet := s.client(t, func(cfg *Config) {
		cfg.Saved = func(_ context.Context, path string, _ int64) { saved = append(saved, path) }
	})
	for range 2 {
		_, _ = quiet.Snapshot.Members.Get(t.Context(), "joe@acme.test", Current)
	}
	if len(saved) != 1 || saved[0] != "/teams/j***@acme.test/members" {
		t.Errorf("a call that was saved is logged as %q", saved)
	}
	s.Close()
	_, err := s.client(t, loud, func(cfg *Config) { cfg.MaxRetries = 0 }).GetTeam(t.Context(), "acme")
	if last := s.tries[len(s.tries)-1]; err == nil || last.Status != 0 || !strings.Contains(last.Err, "refused") {
		t.Errorf("nobody answers: %+v", last)
	}
}

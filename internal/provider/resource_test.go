package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

func TestFailed(t *testing.T) {
	c := common{name: "app_access"}
	from := func(e api.Error) error {
		return &client.Failure{Method: "PATCH", Path: "/x", RequestID: "R1", Err: &e}
	}
	for _, test := range []struct {
		verb    string
		err     error
		summary string
		detail  string
	}{
		{"create", from(api.Error{ID: "forbidden", Message: "No.", Status: 403}), "Not allowed to create app access", "No.\n\nThe API answered 403 forbidden to PATCH /x (Request-Id R1)."},
		{"read", from(api.Error{Message: "502 Bad Gateway", Status: 502}), "Could not read app access", "502 Bad Gateway\n\nThe API answered 502 to PATCH /x (Request-Id R1)."},
		{"update", from(api.Error{ID: "not_found", Message: "Gone.", Status: 404}), "Could not update app access", "plan again to create it anew"},
		{"read", from(api.Error{ID: "unauthorized", Message: "Who?", Status: 401}), "Could not read app access", "Check the API key"},
		{"read", from(api.Error{ID: "rate_limit", Message: "Slow.", Status: 429, URL: "https://x.test"}), "Could not read app access", "a longer request_timeout will help. See https://x.test"},
		{"delete", &client.Failure{Method: "GET", Path: "/x", RequestID: "R1", Err: errors.New("broken")}, "Could not delete app access", "GET /x: broken (Request-Id R1)"},
		{"update", errGone, "Could not update app access", "does not exist any more"},
	} {
		var diags diag.Diagnostics
		c.failed(&diags, test.verb, test.err)
		if diags[0].Summary() != test.summary || !strings.Contains(diags[0].Detail(), test.detail) {
			t.Errorf("%s: %s", diags[0].Summary(), diags[0].Detail())
		}
	}
	if !gone(fmt.Errorf("wrapped: %w", errGone)) || gone(from(api.Error{Status: 403})) || gone(errors.New("not found")) {
		t.Error("gone is wrong")
	}
}

// sessionWith is a session with an API that answers GET requests with bodies by path, and 404 to all others.
func sessionWith(t *testing.T, answers map[string]string) *session {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := answers[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			body = `{"id":"not_found","message":"Couldn't find that team."}`
		}
		if strings.Contains(body, "forbidden") {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	c, err := client.New(client.Config{URL: server.URL, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return &session{client: c}
}

const (
	oneID = "11111111-1111-4111-8111-111111111111"
	twoID = "22222222-2222-4222-8222-222222222222"
)

func TestReference(t *testing.T) {
	s := sessionWith(t, map[string]string{
		"/teams/one": `{"id":"` + oneID + `"}`, "/teams/two": `{"id":"` + twoID + `"}`, "/teams/foreign": `{"id":"forbidden","message":"No."}`,
	})
	s.rename(types.StringValue(oneID), types.StringValue("soon"), types.StringValue("one"))
	s.rename(types.StringValue(twoID), types.StringUnknown(), types.StringValue("two"))
	for _, test := range []struct {
		plan           types.String
		same, accepted bool // by the plan, and when it is applied
		fails          bool
	}{
		{types.StringValue("before"), true, true, false},
		{types.StringValue(oneID), true, true, false},
		{types.StringValue("one"), true, true, false},
		{types.StringValue("two"), false, false, false},
		{types.StringValue(twoID), false, false, false},
		{types.StringValue("soon"), true, false, false}, // the rename has not taken place
		{types.StringValue("nowhere"), false, false, false},
		{types.StringValue("foreign"), false, false, true},
		{types.StringUnknown(), false, false, false},
	} {
		r, state, known := s.team(), types.StringValue("before"), types.StringValue(oneID)
		same, err := r.same(t.Context(), test.plan, state, known)
		if same != test.same || (err != nil) != test.fails {
			t.Errorf("%s: same %v, %v", test.plan, same, err)
		}
		if replace, _ := r.replaces(t.Context(), test.plan, state, known); (len(replace) > 0) == (test.same || test.fails) {
			t.Errorf("%s: replaces %v", test.plan, replace)
		}
		if err := r.check(t.Context(), test.plan, state, known); !test.plan.IsUnknown() && (err == nil) != test.accepted {
			t.Errorf("%s: check says %v", test.plan, err)
		}
	}
}

func TestSpelled(t *testing.T) {
	str, null := types.StringValue, types.StringNull()
	for _, test := range []struct {
		written, before types.String
		want            string
	}{
		{null, null, "name"},                  // imported
		{str("name"), null, "name"},           // created, or imported by name
		{str(oneID), null, oneID},             // by id
		{str("old"), str(oneID), "old"},       // renamed behind Terraform's back
		{str("other"), str(twoID), "name"},    // another object by now
		{str("other"), null, "name"},          // never was that
		{types.StringUnknown(), null, "name"}, // chosen by the API
	} {
		if got := spelled(test.written, test.before, oneID, "name"); got.ValueString() != test.want {
			t.Errorf("%s, before %s: %s, want %s", test.written, test.before, got, test.want)
		}
	}
}

// The real API names the team of an app without its id, and says nothing of a team that is gone meanwhile.
func TestTeamOfApp(t *testing.T) {
	r := &teamAppResource{base{common{"team_app", sessionWith(t, map[string]string{
		"/teams/one":    `{"id":"` + oneID + `","name":"one"}`,
		"/teams/apps/a": `{"id":"a","name":"web","team":{"name":"one"},"region":{"name":"us"},"stack":{"name":"heroku-24"}}`,
		"/teams/apps/b": `{"id":"b","name":"web","team":{"name":"gone"}}`,
		"/teams/apps/c": `{"id":"c","name":"web","owner":{"email":"ada@acme.test"},"space":{"id":"` + twoID + `","name":"dmz"}}`,
	})}}}
	read := func(id string) (teamAppModel, error) {
		m := teamAppModel{identified: identified{types.StringValue(id)}, Space: types.StringValue(twoID)}
		return m, r.read(context.WithoutCancel(t.Context()), &m)
	}
	if m, err := read("a"); err != nil || m.TeamID.ValueString() != oneID || m.Team.ValueString() != "one" || !m.OwnerEmail.IsNull() || !m.Space.IsNull() {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := read("b"); err == nil || gone(err) {
		t.Errorf("an app is taken for gone because its team is: %v", err)
	}
	if m, err := read("c"); err != nil || !m.Team.IsNull() || !m.TeamID.IsNull() || m.Space.ValueString() != twoID {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := read("d"); !gone(err) {
		t.Error(err)
	}
}

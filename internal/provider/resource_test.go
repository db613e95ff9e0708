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
	c, single := common{name: "app_access"}, common{name: "team", single: true}
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
	lost := errors.New("no complete answer within 1m0s")
	for _, test := range []struct {
		c      *common
		method string
		err    error
		advice bool
	}{
		{&single, "POST", lost, true},
		{&single, "POST", &api.Error{Message: "502 Bad Gateway", Status: 502}, true},
		{&single, "POST", &api.Error{ID: "invalid_params", Message: "Taken.", Status: 422}, false},
		{&single, "GET", lost, false}, // nothing was asked for yet
		{&c, "POST", lost, false},     // taken over by the next apply
	} {
		var diags diag.Diagnostics
		test.c.failed(&diags, "create", &client.Failure{Method: test.method, Path: "/teams", Err: test.err})
		if strings.HasSuffix(diags[0].Detail(), "It may exist all the same: look, and import it.") != test.advice {
			t.Errorf("%s %v: %s", test.method, test.err, diags[0].Detail())
		}
	}
	var diags diag.Diagnostics
	single.failed(&diags, "create", &client.Failure{Method: "POST", Path: "/teams", Err: lost, Absent: true})
	if !strings.HasSuffix(diags[0].Detail(), "It was looked for since, and does not exist: apply again.") {
		t.Error(diags[0].Detail())
	}
	absent := from(api.Error{ID: "not_found", Status: 404})
	if !gone(absent) || gone(incomplete{absent}) {
		t.Error("an object is taken for gone because a part of it is, or not at all")
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
	return newSession(c, options{})
}

const (
	oneID = "11111111-1111-4111-8111-111111111111"
	twoID = "22222222-2222-4222-8222-222222222222"
)

func TestReference(t *testing.T) {
	s := sessionWith(t, map[string]string{
		"/teams/one": `{"id":"` + oneID + `"}`, "/teams/two": `{"id":"` + twoID + `"}`, "/teams/foreign": `{"id":"forbidden","message":"No."}`,
	})
	s.foresee(types.StringValue(oneID), false, types.StringValue("soon"), types.StringValue("one"))
	s.foresee(types.StringValue(twoID), false, types.StringUnknown(), types.StringValue("two"))
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
		{types.StringUnknown(), true, false, false}, // nobody loses access on a suspicion
	} {
		r, state, known := s.team(), types.StringValue("before"), types.StringValue(oneID)
		same, err := r.same(t.Context(), test.plan, state, known)
		if same != test.same || (err != nil) != test.fails {
			t.Errorf("%s: same %v, %v", test.plan, same, err)
		}
		id := known
		if replace, _ := r.replaces(t.Context(), test.plan, state, known, &id); (len(replace) > 0) == (test.same || test.fails) {
			t.Errorf("%s: replaces %v", test.plan, replace)
		}
		if want := (!test.same || test.plan.IsUnknown()) && !test.fails; id.IsUnknown() != want {
			t.Errorf("%s: the planned id is %s", test.plan, id)
		}
		if err := r.check(t.Context(), test.plan, state, known, &id); !test.plan.IsUnknown() && (err == nil) != test.accepted || !id.Equal(known) {
			t.Errorf("%s: check says %v, and settles %s", test.plan, err, id)
		}
	}
	s.foresee(types.StringValue(oneID), true, types.StringValue("next"), types.StringValue("one"))
	for _, plan := range []types.String{types.StringValue("before"), types.StringValue(oneID), types.StringValue("soon"), types.StringUnknown()} {
		id := types.StringValue(oneID)
		if replace, err := s.team().replaces(t.Context(), plan, types.StringValue("before"), id, &id); len(replace) != 2 || !id.IsUnknown() || err != nil {
			t.Errorf("%s is taken for a team that is replaced: %v, %v", plan, replace, err)
		}
	}
}

// A name that was given up may belong to another object by now, or to nobody.
func TestKept(t *testing.T) {
	s := sessionWith(t, map[string]string{
		"/teams/one": `{"id":"` + oneID + `","name":"one"}`, "/teams/" + oneID: `{"id":"` + oneID + `","name":"one"}`,
		"/teams/two": `{"id":"` + twoID + `"}`, "/teams/foreign": `{"id":"forbidden","message":"No."}`, "/teams/broken": `[]`,
	})
	for written, want := range map[string]string{"one": "one", oneID: oneID, "nowhere": "nowhere", "two": "one", "foreign": "one", "broken": "broken"} {
		kept, err := s.team().kept(t.Context(), types.StringValue(written), oneID, "one")
		if kept.ValueString() != want || (err != nil) != (written == "broken") {
			t.Errorf("%s: %s, want %q; %v", written, kept, want, err)
		}
		kept, err = s.keptTeam(t.Context(), types.StringValue(written), oneID)
		if kept.ValueString() != want || (err != nil) != (written == "broken") {
			t.Errorf("team %s: %s, want %q; %v", written, kept, want, err)
		}
	}
}

// A team that answers is not gone, nor is its allowlist, although the API knows nothing of a part of it.
func TestPartOfTeam(t *testing.T) {
	s := sessionWith(t, map[string]string{"/teams/a": `{}`, "/teams/b": `{}`, "/teams/b/allowed-addon-services": `[]`})
	b := base{common{session: s}}
	for _, team := range []string{"a", "b", "gone"} {
		id := types.StringValue(team)
		for what, err := range map[string]error{
			"team":   (&teamResource{b}).read(t.Context(), &teamModel{identified: identified{id}}),
			"list":   (&addonAllowlistResource{b}).read(t.Context(), &addonAllowlistModel{Team: id, TeamID: id}),
			"delete": (&addonAllowlistResource{b}).delete(t.Context(), &addonAllowlistModel{Team: id, TeamID: id}, nil),
			"entry":  (&allowedAddonServiceResource{b}).read(t.Context(), &allowedAddonServiceModel{identified: identified{id}, Team: id, TeamID: id}),
			"member": (&teamMemberResource{b}).read(t.Context(), &teamMemberModel{Team: id, TeamID: id, UserID: types.StringValue(oneID)}),
		} {
			if want := team == "gone" || team == "b" && what == "entry"; err == nil || gone(err) != want {
				t.Errorf("%s of %s: %v", what, team, err)
			}
		}
	}
}

// Who was removed and added again between the plan and its end is removed all the same.
func TestDeleteAgain(t *testing.T) {
	const now, collaborators = `{"id":"new","email":"ann@acme.test","role":"viewer","permissions":[{"name":"view"}],"user":{"id":"` + oneID + `","email":"ann@acme.test"}}`, "/teams/apps/a/collaborators"
	s := sessionWith(t, map[string]string{
		"/teams/a/members": `[` + now + `]`, "/teams/a/members/new": `{}`, "/teams/b/members": `[]`,
		collaborators: `[` + now + `]`, collaborators + "/ann@acme.test": `{}`, "/teams/apps/b/collaborators": `[]`,
		"/teams/a/allowed-addon-services": `[{"id":"new","addon_service":{"name":"papertrail"}}]`, "/teams/a/allowed-addon-services/new": `{}`,
		"/teams/b/allowed-addon-services": `[]`,
	})
	old, user, email, view := identified{types.StringValue("old")}, types.StringValue(oneID), types.StringValue("ann@acme.test"), setOf([]string{"view"})
	b := base{common{session: s}}
	for where, left := range map[string]bool{"a": true, "b": false} {
		in := types.StringValue(where)
		for what, err := range map[string]error{
			"member":  (&teamMemberResource{b}).delete(t.Context(), &teamMemberModel{identified: old, Team: in, TeamID: in, UserID: user, Role: types.StringValue("viewer")}),
			"access":  (&appAccessResource{b}).delete(t.Context(), &appAccessModel{identified: old, AppID: in, UserID: user, Email: email, Permissions: view}),
			"service": (&allowedAddonServiceResource{b}).delete(t.Context(), &allowedAddonServiceModel{identified: old, TeamID: in, AddonServiceName: types.StringValue("papertrail")}),
		} {
			if left && err != nil || !left && !gone(err) {
				t.Errorf("%s in %s: %v", what, where, err)
			}
		}
	}
}

// Who is imported by an id has an address all the same; who is imported by an address keeps its spelling.
func TestImportedAddress(t *testing.T) {
	const row = `{"id":"row","email":"ann@acme.test","role":"viewer","app":{"id":"a","name":"web"},"user":{"id":"` + oneID + `","email":"ann@acme.test"}}`
	s := sessionWith(t, map[string]string{
		"/teams/" + twoID + "/members": `[` + row + `]`, "/teams/apps/web": `{"id":"a","name":"web","team":{"id":"` + twoID + `"}}`,
		"/teams/apps/a/collaborators": `[]`, "/teams/apps/a/collaborators/row": row, "/teams/apps/a/collaborators/Ann@acme.test": row,
	})
	b, str := base{common{session: s}}, types.StringValue
	for ref, want := range map[string]string{"row": "ann@acme.test", oneID: "ann@acme.test", "Ann@acme.test": "Ann@acme.test"} {
		seat := &teamMemberModel{Team: str(twoID), TeamID: str(twoID), Email: str(ref)}
		if err := (&teamMemberResource{b}).read(t.Context(), seat); err != nil || seat.Email.ValueString() != want {
			t.Errorf("member %s: %s, %v", ref, seat.Email, err)
		}
		if ref == oneID {
			continue // the API does not find a grant by its person's id
		}
		access := &appAccessModel{App: str("web"), Email: str(ref)}
		if err := (&appAccessResource{b}).read(t.Context(), access); err != nil || access.Email.ValueString() != want {
			t.Errorf("access %s: %s, %v", ref, access.Email, err)
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
	r := &teamAppResource{base{common{session: sessionWith(t, map[string]string{
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

package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

type object = map[string]any

// TestRefusalsAreAudited reads the line that a refusal leaves, and that a mistake or a look leaves none.
func TestRefusalsAreAudited(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		for _, c := range []struct {
			token, method, path string
			body                any
			status              int
			want                string // type.action of the refusal; empty when nothing is written down
			reason              string
		}{
			{"HRKU-joe", "PUT", "/teams/widgets/members", object{"email": "x@acme.test", "role": "admin"}, 403, "team.members.write", "requires team role admin"},
			{"HRKU-sam", "GET", "/apps/vault", nil, 403, "app.read", "requires team role admin or app permission view"},
			{"HRKU-ada", "PATCH", "/teams/gadgets/members", object{"email": "ada@acme.test", "role": "member"}, 422, "team.members.write", "at least one admin"},
			{"HRKU-vic", "POST", "/teams/apps/vault/collaborators", object{"user": "~"}, 403, "app.read", "requires"},
			{"HRKU-joe", "POST", "/apps/vault/addons", object{"plan": "heroku-redis:mini"}, 403, "app.addons.paid.write", "app permission operate"},
			{"HRKU-sam", "GET", "/users/ada@acme.test", nil, 403, "account.user.read", "the person concerned"},
			{"HRKU-joe", "PATCH", "/teams/apps/vault", object{"locked": false}, 403, "app.lock", "app permission manage"},
			{"HRKU-ada", "PATCH", "/teams/apps/web", object{"owner": "sam@elsewhere.test"}, 422, "app.transfer", "is not a user of the team widgets"},
			{"HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "x", "role": "admin"}, 422, "", ""},
			{"HRKU-ada", "GET", "/teams/none", nil, 404, "", ""},
			{"HRKU-none", "GET", "/teams", nil, 401, "", ""},
			{"HRKU-ada", "GET", "/teams/widgets/members", nil, 200, "", ""},
		} {
			before := len(events(t, s))
			must(t, s, c.status, c.token, c.method, c.path, c.body, nil)
			list := events(t, s)[before:]
			if c.want == "" {
				if len(list) != 0 {
					t.Errorf("%s %s wrote %+v", c.method, c.path, list)
				}
				continue
			}
			if len(list) != 1 || list[0].Allowed || list[0].Type+"."+list[0].Action != c.want || !contains(list[0].Reason, c.reason) {
				t.Errorf("%s %s wrote %+v, want one refusal %s because %q", c.method, c.path, list, c.want, c.reason)
			}
		}
	})
}

// TestRemovedMemberLosesEveryGrant: each of them has its own line, under its own app.
func TestRemovedMemberLosesEveryGrant(t *testing.T) {
	s := mockapitest.Start(t, world)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/teams/apps", object{"team": "widgets", "name": "made-by-joe"}, nil)
	must(t, s, http.StatusOK, "HRKU-ada", "DELETE", "/teams/widgets/members/joe@acme.test", nil, nil)
	apps := map[string]bool{}
	for _, e := range events(t, s) {
		if e.Type == "collaborator" && e.Action == "destroy" {
			apps[e.AppName] = true
		}
	}
	if !apps["vault"] || !apps["made-by-joe"] || len(apps) != 2 {
		t.Errorf("revoked on %v", apps)
	}
	must(t, s, http.StatusForbidden, "HRKU-joe", "GET", "/apps/made-by-joe", nil, nil)
	must(t, s, http.StatusForbidden, "HRKU-joe", "GET", "/teams/widgets", nil, nil)
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/made-by-joe", nil, nil)
}

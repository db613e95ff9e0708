package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

type object = map[string]any

// TestEveryMutationIsAudited makes every kind of change once and reads its line in the audit trail.
func TestEveryMutationIsAudited(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		for _, c := range []struct {
			token, method, path string
			body                any
			want                string // type.action of each event, in order
		}{
			{"HRKU-ada", "POST", "/enterprise-accounts/acme/teams", object{"name": "tools"}, "team.create"},
			{"HRKU-sam", "POST", "/teams", object{"name": "hobbyists"}, "team.create"},
			{"HRKU-sam", "PATCH", "/enterprise-accounts/other", object{"name": "others"}, "enterprise_account.update"},
			{"HRKU-sam", "POST", "/enterprise-accounts/others/members", object{"user": "joe@acme.test", "permissions": []string{"billing"}}, "enterprise_account_member.create"},
			{"HRKU-sam", "PATCH", "/enterprise-accounts/others/members/joe@acme.test", object{"permissions": []string{}}, "enterprise_account_member.update"},
			{"HRKU-sam", "DELETE", "/enterprise-accounts/others/members/joe@acme.test", nil, "enterprise_account_member.destroy"},
			{"HRKU-ada", "PATCH", "/teams/tools", object{"name": "toolbox"}, "team.update"},
			{"HRKU-ada", "PATCH", "/teams/toolbox", object{"default": true}, "team.default"},
			{"HRKU-ada", "DELETE", "/teams/toolbox", nil, "team.destroy"},
			{"HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "new@acme.test", "role": "viewer"}, "team_member.create enterprise_account_member.create"},
			{"HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "new@acme.test", "role": "member"}, "team_member.update"},
			{"HRKU-ada", "PATCH", "/teams/widgets/members", object{"email": "new@acme.test", "role": "viewer"}, "team_member.update"},
			{"HRKU-ada", "POST", "/teams/gadgets/members", object{"email": "new@acme.test", "role": "viewer"}, "team_member.create"},
			{"HRKU-ada", "DELETE", "/teams/widgets/members/new@acme.test", nil, "team_member.destroy"},
			{"HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"addons-controls": true}, "team_preferences.update"},
			{"HRKU-ada", "POST", "/teams/gadgets/identity-providers", provider(t, "https://idp.acme.test"), "identity_provider.create"},
			{"HRKU-ada", "DELETE", "/teams/gadgets", nil, "identity_provider.destroy team.destroy"},
			{"HRKU-ada", "POST", "/teams/widgets/allowed-addon-services", object{"addon_service": "papertrail"}, "allowed_addon_service.create"},
			{"HRKU-ada", "DELETE", "/teams/widgets/allowed-addon-services/papertrail", nil, "allowed_addon_service.destroy"},
			{"HRKU-joe", "POST", "/teams/apps", object{"team": "widgets", "name": "new-app"}, "app.create collaborator.create"},
			{"HRKU-joe", "POST", "/apps", object{"name": "new-hobby"}, "app.create"},
			{"HRKU-joe", "PATCH", "/apps/new-app", object{"name": "newer-app", "maintenance": true}, "app.update"},
			{"HRKU-joe", "PATCH", "/teams/apps/newer-app", object{"locked": true}, "app.update"},
			{"HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "widgets"}, "app.transfer collaborator.create"},
			{"HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "~"}, "app.transfer collaborator.destroy"},
			{"HRKU-joe", "POST", "/teams/apps/newer-app/collaborators", object{"user": "jill@creative.test", "permissions": []string{"deploy"}}, "collaborator.create"},
			{"HRKU-joe", "PATCH", "/teams/apps/newer-app/collaborators/jill@creative.test", object{"permissions": []string{"operate"}}, "collaborator.update"},
			{"HRKU-joe", "DELETE", "/apps/newer-app/collaborators/jill@creative.test", nil, "collaborator.destroy"},
			{"HRKU-joe", "POST", "/apps/hobby/collaborators", object{"user": "jill@creative.test"}, "collaborator.create"},
			{"HRKU-vic", "POST", "/teams/apps/web/collaborators", object{"user": "~"}, "collaborator.create"},
			{"HRKU-ada", "POST", "/apps/newer-app/addons", object{"plan": "papertrail"}, "addon.create"},
			{"HRKU-ada", "PATCH", "/apps/web/addons/clock", object{"plan": "scheduler:standard"}, "addon.update"},
			{"HRKU-ada", "DELETE", "/apps/web/addons/clock", nil, "addon.destroy"},
			{"HRKU-ada", "DELETE", "/apps/newer-app", nil, "addon.destroy app.destroy"},
			{"HRKU-ada", "DELETE", "/teams/widgets/members/joe@acme.test", nil, "team_member.destroy collaborator.destroy"},
		} {
			before := len(events(t, s))
			status, answer := s.Do(t, c.token, c.method, c.path, c.body)
			if status >= 300 {
				t.Fatalf("%s %s: %d %s", c.method, c.path, status, answer)
			}
			var got []string
			for _, e := range events(t, s)[before:] {
				got = append(got, e.Type+"."+e.Action)
				if !e.Allowed || e.Reason == "" || e.ActorEmail == "" || e.RequestID == "" || e.IPAddress == "" {
					t.Errorf("%s %s: incomplete event %+v", c.method, c.path, e)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s %s: events %q, want %q", c.method, c.path, got, c.want)
			}
		}
	})
}

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

package server_test

import (
	"net/http"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestPipelineTransfer(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		p, _, _ := flow(t, s)
		widgets, gadgets := ownerOf(t, s, "widgets"), ownerOf(t, s, "gadgets")
		give := func(owner object) object { return object{"pipeline": object{"id": p.ID}, "new_owner": owner} }
		audited(t, s, "app.transfer app.transfer collaborator.create app.transfer app.transfer collaborator.create pipeline.transfer", "HRKU-ada", "POST", "/pipeline-transfers", give(gadgets))
		belongs := func(owner object, team string) {
			t.Helper()
			var after api.Pipeline
			if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines/flow", nil, &after); after.Owner.ID != owner["id"] || after.Owner.Type != owner["type"] {
				t.Errorf("the pipeline belongs to %+v", after.Owner)
			}
			for _, name := range []string{"web", "vault"} {
				var app api.TeamApp
				must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/apps/"+name, nil, &app)
				if (team == "") != (app.Team == nil) || team != "" && app.Team.Name != team {
					t.Errorf("%s is in %+v, want %q", name, app.Team, team)
				}
				must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/"+name+"/pipeline-couplings", nil, nil)
			}
		}
		belongs(gadgets, "gadgets")
		var answer api.PipelineTransfer
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipeline-transfers", give(widgets), &answer)
		if answer.Pipeline.ID != p.ID || answer.PreviousOwner.ID != gadgets["id"] || answer.NewOwner.ID != widgets["id"] {
			t.Errorf("answer %+v", answer)
		}
		belongs(widgets, "widgets")
		var ada api.Account
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/account", nil, &ada)
		self := object{"id": ada.ID, "type": "user"}
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipeline-transfers", give(self), nil)
		belongs(self, "")
		must(t, s, http.StatusForbidden, "HRKU-jill", "GET", "/apps/vault", nil, nil) // grants end where an app becomes personal
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipeline-transfers", give(widgets), nil)
		belongs(widgets, "widgets")
	})
}

func TestPipelineTransferRefusals(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		p, _, vault := flow(t, s)
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "own"}, nil)
		must(t, s, http.StatusCreated, "HRKU-ada", "PUT", "/teams/gadgets/members", object{"email": "joe@acme.test", "role": "member"}, nil)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps/web/collaborators", object{"user": "joe@acme.test", "permissions": []string{"manage"}}, nil)
		widgets, gadgets := ownerOf(t, s, "widgets"), ownerOf(t, s, "gadgets")
		user := func(ref string) object { return object{"id": ref, "type": "user"} }
		for name, c := range map[string]struct {
			token    string
			pipeline string
			owner    object
			status   int
			want     string
		}{
			"pipeline left out":     {"HRKU-ada", "", gadgets, 422, "pipeline is required"},
			"owner left out":        {"HRKU-ada", p.ID, object{}, 422, "team or user"},
			"pipeline missing":      {"HRKU-ada", "none", gadgets, 404, "pipeline"},
			"owner missing":         {"HRKU-ada", p.ID, user("nobody@acme.test"), 404, "user"},
			"same owner":            {"HRKU-ada", p.ID, widgets, 422, "already"},
			"own to oneself":        {"HRKU-joe", "own", user("~"), 422, "already"},
			"own to another":        {"HRKU-joe", "own", user("ada@acme.test"), 422, "only be transferred to a team"},
			"to somebody outside":   {"HRKU-ada", p.ID, user("sam@elsewhere.test"), 422, "not a user of the team widgets"},
			"as a viewer":           {"HRKU-vic", p.ID, gadgets, 403, "transfer the pipeline"},
			"as a collaborator":     {"HRKU-jill", p.ID, gadgets, 403, "transfer the pipeline"},
			"as a stranger":         {"HRKU-sam", p.ID, gadgets, 403, "do not have access to the pipeline"},
			"into a foreign team":   {"HRKU-bob", p.ID, gadgets, 403, "do not have access to the team gadgets"},
			"one app refuses":       {"HRKU-joe", p.ID, gadgets, 403, "transfer the app"}, // manage on web, not on vault
			"one app refuses, self": {"HRKU-joe", p.ID, user("joe@acme.test"), 403, "transfer the app"},
		} {
			status, answer := s.Do(t, c.token, "POST", "/pipeline-transfers", object{"pipeline": object{"id": c.pipeline}, "new_owner": c.owner})
			if status != c.status || !contains(string(answer), c.want) {
				t.Errorf("%s: %d %s, want %d with %q", name, status, answer, c.status, c.want)
			}
		}
		var after api.Pipeline
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines/"+p.ID, nil, &after)
		for _, name := range []string{"web", "vault"} {
			var app api.TeamApp
			if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/apps/"+name, nil, &app); app.Team.Name != "widgets" {
				t.Errorf("a refusal moved %s to %+v", name, app.Team)
			}
		}
		var coupling api.PipelineCoupling
		if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/apps/vault/pipeline-couplings", nil, &coupling); coupling != vault || after != p {
			t.Errorf("refusals changed %+v, %+v", coupling, after)
		}
	})
}

func TestFilterApps(t *testing.T) {
	s := mockapitest.Start(t, world)
	var ids []string
	for _, name := range []string{"web", "vault", "hobby"} {
		token := "HRKU-ada"
		if name == "hobby" {
			token = "HRKU-joe"
		}
		var app api.App
		must(t, s, http.StatusOK, token, "GET", "/apps/"+name, nil, &app)
		ids = append(ids, app.ID)
	}
	in := func(ids ...string) object { return object{"in": object{"id": ids}} }
	before := len(events(t, s))
	for token, want := range map[string]int{"HRKU-ada": 2, "HRKU-joe": 3, "HRKU-vic": 1, "HRKU-jill": 1, "HRKU-sam": 0} {
		var apps []api.TeamApp
		if must(t, s, http.StatusOK, token, "POST", "/filters/apps", in(append(ids, "01234567-89ab-cdef-0123-456789abcdef")...), &apps); len(apps) != want {
			t.Errorf("%s sees %d apps", token, len(apps))
		}
	}
	var apps []api.TeamApp
	if must(t, s, http.StatusOK, "HRKU-joe", "POST", "/filters/apps", object{"in": object{"id": []string{}}}, &apps); len(apps) != 0 {
		t.Errorf("none asked for: %+v", apps)
	}
	resp, _ := s.DoHeader(t, "HRKU-joe", "POST", "/filters/apps", in(ids...), http.Header{"Range": {"id ..; max=2;"}})
	if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") == "" {
		t.Errorf("a page: %d %v", resp.StatusCode, resp.Header)
	}
	for name, body := range map[string]any{"nothing": object{}, "null": object{"in": object{"id": nil}}, "names": in("web"), "not a list": object{"in": object{"id": "web"}}} {
		if status, answer := s.Do(t, "HRKU-joe", "POST", "/filters/apps", body); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
	must(t, s, http.StatusUnauthorized, "", "POST", "/filters/apps", in(ids...), nil)
	if after := len(events(t, s)); after != before {
		t.Errorf("looking wrote %d events", after-before)
	}
}

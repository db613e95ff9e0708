package server_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// ownerOf is how a request names a team as the owner of a pipeline.
func ownerOf(t *testing.T, s *mockapitest.Server, team string) object {
	t.Helper()
	var found api.Team
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/"+team, nil, &found)
	return object{"id": found.ID, "type": "team"}
}

// flow makes the pipeline flow of the team widgets, with the apps web in staging and vault in production.
func flow(t *testing.T, s *mockapitest.Server) (p api.Pipeline, web, vault api.PipelineCoupling) {
	t.Helper()
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "flow", "owner": ownerOf(t, s, "widgets"), "generation": object{"name": "cedar"}}, &p)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipeline-couplings", object{"app": "web", "pipeline": p.ID, "stage": "staging"}, &web)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipeline-couplings", object{"app": "vault", "pipeline": "flow", "stage": "production"}, &vault)
	return p, web, vault
}

func TestPipelines(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		p, _, _ := flow(t, s)
		if p.Owner.Type != "team" || p.Generation.Name != "cedar" || p.Name != "flow" {
			t.Errorf("made %+v", p)
		}
		var own, one api.Pipeline
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "own"}, &own)
		var joe api.Account
		if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/account", nil, &joe); own.Owner != (api.PipelineOwner{ID: joe.ID, Type: "user"}) {
			t.Errorf("owner %+v", own.Owner)
		}
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "own-2", "owner": object{"id": joe.ID, "type": "user"}, "generation": object{"name": "fir"}}, &one)
		for _, ref := range []string{"flow", p.ID} {
			if must(t, s, http.StatusOK, "HRKU-vic", "GET", "/pipelines/"+ref, nil, &one); one != p {
				t.Errorf("read %+v, made %+v", one, p)
			}
		}
		for token, want := range map[string]int{"HRKU-joe": 3, "HRKU-vic": 1, "HRKU-jill": 1, "HRKU-sam": 0} {
			var all []api.Pipeline
			if must(t, s, http.StatusOK, token, "GET", "/pipelines", nil, &all); len(all) != want {
				t.Errorf("%s sees %+v", token, all)
			}
		}
		for query, want := range map[string]int{"eq[name]=flow": 1, url.QueryEscape("eq[name]") + "=own": 1, "eq[name]=none": 0, "eq[name]=": 3} {
			var all []api.Pipeline
			if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/pipelines?"+query, nil, &all); len(all) != want {
				t.Errorf("%s: %+v", query, all)
			}
		}
		resp, _ := s.DoHeader(t, "HRKU-joe", "GET", "/pipelines", nil, http.Header{"Range": {"name ..; max=1"}})
		if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") != "name ]flow..; max=1" {
			t.Errorf("a page: %d %v", resp.StatusCode, resp.Header)
		}
		audited(t, s, "pipeline.update", "HRKU-joe", "PATCH", "/pipelines/"+p.ID, object{"name": "river"})
		must(t, s, http.StatusNotFound, "HRKU-joe", "GET", "/pipelines/flow", nil, nil)
		audited(t, s, "pipeline.destroy pipeline_coupling.destroy pipeline_coupling.destroy", "HRKU-joe", "DELETE", "/pipelines/"+p.ID, object{"name": "river"})
		must(t, s, http.StatusNotFound, "HRKU-joe", "GET", "/apps/web/pipeline-couplings", nil, nil)
		must(t, s, http.StatusOK, "HRKU-joe", "GET", "/apps/web", nil, nil)
	})
}

func TestPipelineRefusals(t *testing.T) {
	s := mockapitest.Start(t, world)
	p, web, vault := flow(t, s)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "own"}, nil)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipelines", object{"name": "firs", "owner": ownerOf(t, s, "widgets"), "generation": object{"name": "fir"}}, nil)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/teams/apps", object{"team": "widgets", "name": "more"}, nil)
	widgets, gadgets := ownerOf(t, s, "widgets"), ownerOf(t, s, "gadgets")
	couple := func(app, pipeline, stage string) object {
		return object{"app": app, "pipeline": pipeline, "stage": stage}
	}
	for name, c := range map[string]struct {
		token, method, path string
		body                any
		status              int
		want                string
	}{
		"bad name":               {"HRKU-joe", "POST", "/pipelines", object{"name": "No"}, 422, "Pipeline name"},
		"name taken":             {"HRKU-joe", "POST", "/pipelines", object{"name": "flow"}, 422, "already taken"},
		"generation":             {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "generation": object{"name": "oak"}}, 422, "cedar, fir"},
		"owner without a type":   {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "owner": object{"id": widgets["id"]}}, 422, "team or user"},
		"owner of another type":  {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "owner": object{"id": widgets["id"], "type": "app"}}, 422, "team or user"},
		"owner not found":        {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "owner": object{"id": "none", "type": "team"}}, 404, "team"},
		"for another person":     {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "owner": object{"id": "ada@acme.test", "type": "user"}}, 403, "not for another person"},
		"as a viewer":            {"HRKU-vic", "POST", "/pipelines", object{"name": "oaks", "owner": widgets}, 403, "create a pipeline in the team"},
		"in a foreign team":      {"HRKU-joe", "POST", "/pipelines", object{"name": "oaks", "owner": gadgets}, 403, "do not have access to the team gadgets"},
		"read as a stranger":     {"HRKU-sam", "GET", "/pipelines/flow", nil, 403, "You do not have access to the pipeline flow."},
		"another's own":          {"HRKU-ada", "GET", "/pipelines/own", nil, 403, "do not have access"},
		"missing":                {"HRKU-ada", "GET", "/pipelines/none", nil, 404, "Couldn't find that pipeline."},
		"rename as a viewer":     {"HRKU-vic", "PATCH", "/pipelines/flow", object{"name": "oaks"}, 403, "requires team role admin or member or to be the owner"},
		"rename as collaborator": {"HRKU-jill", "PATCH", "/pipelines/flow", object{"name": "oaks"}, 403, "rename and delete the pipeline"},
		"rename to nothing":      {"HRKU-joe", "PATCH", "/pipelines/flow", object{}, 422, "Nothing to change"},
		"rename badly":           {"HRKU-joe", "PATCH", "/pipelines/flow", object{"name": "-"}, 422, "Pipeline name"},
		"rename to a taken name": {"HRKU-joe", "PATCH", "/pipelines/flow", object{"name": "firs"}, 422, "already taken"},
		"delete as a viewer":     {"HRKU-vic", "DELETE", "/pipelines/flow", nil, 403, "requires"},
		"delete as a stranger":   {"HRKU-sam", "DELETE", "/pipelines/flow", nil, 403, "do not have access"},
		"couplings of strangers": {"HRKU-sam", "GET", "/pipelines/flow/pipeline-couplings", nil, 403, "do not have access"},
		"app left out":           {"HRKU-joe", "POST", "/pipeline-couplings", couple("", "flow", "staging"), 422, "required"},
		"pipeline left out":      {"HRKU-joe", "POST", "/pipeline-couplings", couple("more", "", "staging"), 422, "required"},
		"unknown stage":          {"HRKU-joe", "POST", "/pipeline-couplings", couple("more", "flow", "prod"), 422, "staging and production"},
		"unknown app":            {"HRKU-joe", "POST", "/pipeline-couplings", couple("none", "flow", "staging"), 404, "app"},
		"unknown pipeline":       {"HRKU-joe", "POST", "/pipeline-couplings", couple("more", "none", "staging"), 404, "pipeline"},
		"coupled twice":          {"HRKU-ada", "POST", "/pipeline-couplings", couple("web", "flow", "staging"), 422, "already"},
		"app of a person":        {"HRKU-joe", "POST", "/pipeline-couplings", couple("hobby", "flow", "staging"), 422, "same owner"},
		"app of a team":          {"HRKU-joe", "POST", "/pipeline-couplings", couple("more", "own", "staging"), 422, "same owner"},
		"cedar app in fir":       {"HRKU-joe", "POST", "/pipeline-couplings", couple("more", "firs", "staging"), 422, "generations"},
		"couple as a viewer":     {"HRKU-vic", "POST", "/pipeline-couplings", couple("more", "flow", "staging"), 403, "requires team role admin or member"},
		"move without deploy":    {"HRKU-joe", "PATCH", "/pipeline-couplings/" + web.ID, object{"stage": "production"}, 403, "app permission deploy"},
		"free without deploy":    {"HRKU-joe", "DELETE", "/pipeline-couplings/" + web.ID, nil, 403, "app permission deploy"},
		"move with a grant only": {"HRKU-jill", "PATCH", "/pipeline-couplings/" + vault.ID, object{"stage": "staging"}, 403, "On flow"},
		"move to nowhere":        {"HRKU-joe", "PATCH", "/pipeline-couplings/" + vault.ID, object{}, 422, "Unknown stage"},
		"a locked app's":         {"HRKU-vic", "GET", "/pipeline-couplings/" + vault.ID, nil, 403, "do not have access to the app vault"},
		"a stranger's":           {"HRKU-sam", "GET", "/pipeline-couplings/" + web.ID, nil, 403, "do not have access to the pipeline"},
		"no coupling":            {"HRKU-joe", "GET", "/pipeline-couplings/none", nil, 404, "Couldn't find that pipeline coupling."},
		"app in no pipeline":     {"HRKU-joe", "GET", "/apps/more/pipeline-couplings", nil, 404, "Couldn't find that pipeline coupling."},
		"an app's, of strangers": {"HRKU-sam", "GET", "/apps/web/pipeline-couplings", nil, 403, "do not have access to the app web"},
	} {
		if status, answer := s.Do(t, c.token, c.method, c.path, c.body); status != c.status || !contains(string(answer), c.want) {
			t.Errorf("%s: %d %s, want %d with %q", name, status, answer, c.status, c.want)
		}
	}
	var after api.Pipeline
	var couplings []api.PipelineCoupling
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines/"+p.ID, nil, &after)
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines/flow/pipeline-couplings", nil, &couplings)
	if after != p || len(couplings) != 2 {
		t.Errorf("refusals changed %+v to %+v, couplings %+v", p, after, couplings)
	}
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipelines", object{"name": "alone", "owner": gadgets}, nil)
	if status, answer := s.Do(t, "HRKU-ada", "DELETE", "/teams/gadgets", nil); status != 422 || !contains(string(answer), "1 pipeline.") {
		t.Errorf("a team with a pipeline: %d %s", status, answer)
	}
}

func TestPipelineCouplings(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		p, web, vault := flow(t, s)
		var one api.PipelineCoupling
		for _, path := range []string{"/pipeline-couplings/" + web.ID, "/apps/web/pipeline-couplings"} {
			if must(t, s, http.StatusOK, "HRKU-vic", "GET", path, nil, &one); one != web || one.Pipeline.Name != "flow" || one.Pipeline.ID != p.ID {
				t.Errorf("%s: %+v, made %+v", path, one, web)
			}
		}
		// Each sees the couplings of the apps that he may view: vault is locked.
		for token, want := range map[string]int{"HRKU-ada": 2, "HRKU-joe": 2, "HRKU-vic": 1, "HRKU-jill": 1} {
			for _, path := range []string{"/pipeline-couplings", "/users/~/pipeline-couplings", "/pipelines/flow/pipeline-couplings", "/teams/widgets/pipeline-couplings"} {
				var all []api.PipelineCoupling
				if must(t, s, http.StatusOK, token, "GET", path, nil, &all); len(all) != want {
					t.Errorf("%s as %s: %+v", path, token, all)
				}
			}
		}
		var none []api.PipelineCoupling
		if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/gadgets/pipeline-couplings", nil, &none); len(none) != 0 {
			t.Errorf("another team has %+v", none)
		}
		audited(t, s, "pipeline_coupling.update", "HRKU-joe", "PATCH", "/pipeline-couplings/"+vault.ID, object{"stage": "staging"})
		if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/pipeline-couplings/"+vault.ID, nil, &one); one.Stage != "staging" {
			t.Errorf("moved: %+v", one)
		}
		audited(t, s, "pipeline_coupling.destroy", "HRKU-joe", "DELETE", "/pipeline-couplings/"+vault.ID, nil)
		must(t, s, http.StatusNotFound, "HRKU-joe", "GET", "/pipeline-couplings/"+vault.ID, nil, nil)
		audited(t, s, "pipeline_coupling.create", "HRKU-joe", "POST", "/pipeline-couplings", object{"app": "vault", "pipeline": p.ID, "stage": "review"})
		must(t, s, http.StatusOK, "HRKU-ada", "DELETE", "/apps/vault", nil, nil)
		// An app that goes alone leaves its pipeline.
		audited(t, s, "app.transfer app.transfer collaborator.create pipeline_coupling.destroy", "HRKU-ada", "PATCH", "/teams/apps/web", object{"owner": "gadgets"})
		must(t, s, http.StatusNotFound, "HRKU-ada", "GET", "/apps/web/pipeline-couplings", nil, nil)
		if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines/flow/pipeline-couplings", nil, &none); len(none) != 0 {
			t.Errorf("left in the pipeline: %+v", none)
		}
	})
}

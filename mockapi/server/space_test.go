package server_test

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// nasa makes the space nasa in the team widgets.
func nasa(t *testing.T, s *mockapitest.Server) (space api.Space) {
	t.Helper()
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{"name": "nasa", "team": "widgets", "features": []string{}, "generation": "cedar"}, &space)
	return space
}

// audited makes a change and holds the events that it wrote against want, "type.action" each.
func audited(t *testing.T, s *mockapitest.Server, want, token, method, path string, body any) {
	t.Helper()
	before := len(events(t, s))
	if status, answer := s.Do(t, token, method, path, body); status >= 300 {
		t.Fatalf("%s %s as %s: %d %s", method, path, token, status, answer)
	}
	var got []string
	for _, e := range events(t, s)[before:] {
		got = append(got, e.Type+"."+e.Action)
		if !e.Allowed || e.Reason == "" || e.TeamID == "" {
			t.Errorf("%s %s: incomplete event %+v", method, path, e)
		}
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%s %s: events %q, want %q", method, path, got, want)
	}
}

func TestSpaces(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		made := nasa(t, s)
		if made.State != "allocated" || made.Region.Name != "virginia" || made.CIDR != "10.0.0.0/16" || made.DataCIDR != "172.23.0.0/20" ||
			made.Generation.Name != "cedar" || made.Shield || made.Team.Name != "widgets" || made.Organization.Name != "widgets" {
			t.Errorf("made %+v", made)
		}
		var other api.Space
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{
			"name": "first-1", "team": made.Team.ID, "region": "tokyo", "shield": true, "cidr": "172.20.20.30/16", "data_cidr": "10.2.0.0/17", "log_drain_url": "https://logs.acme.test/x",
		}, &other)
		if other.Region.Name != "tokyo" || !other.Shield || other.CIDR != "172.20.20.30/16" || other.DataCIDR != "10.2.0.0/17" {
			t.Errorf("made %+v", other)
		}
		for _, ref := range []string{"nasa", made.ID} {
			var one api.Space
			must(t, s, http.StatusOK, "HRKU-vic", "GET", "/spaces/"+ref, nil, &one)
			if one != made {
				t.Errorf("read %+v, made %+v", one, made)
			}
		}
		for path, want := range map[string]int{"/spaces": 2, "/teams/widgets/spaces": 2, "/teams/gadgets/spaces": 0} {
			var all []api.Space
			must(t, s, http.StatusOK, "HRKU-ada", "GET", path, nil, &all)
			if len(all) != want {
				t.Errorf("%s: %+v", path, all)
			}
		}
		var none []api.Space
		if must(t, s, http.StatusOK, "HRKU-jill", "GET", "/spaces", nil, &none); len(none) != 0 {
			t.Errorf("a collaborator sees %+v", none)
		}
		var whole api.Space
		resp, body := s.DoHeader(t, "HRKU-joe", "GET", "/spaces/nasa", nil, http.Header{"Accept-Expansion": {"team, region"}, "Accept": {"application/vnd.heroku+json; version=3.fir"}})
		if json.Unmarshal(body, &whole) != nil || whole.Region.Description != "Virginia, United States" || whole.ID != made.ID {
			t.Errorf("with the region expanded: %d %s", resp.StatusCode, body)
		}
		audited(t, s, "space.update", "HRKU-ada", "PATCH", "/spaces/nasa", object{"name": "esa"})
		var renamed api.Space
		if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/spaces/"+made.ID, nil, &renamed); renamed.Name != "esa" {
			t.Errorf("renamed %+v", renamed)
		}
		audited(t, s, "space.destroy", "HRKU-ada", "DELETE", "/spaces/esa", nil)
		must(t, s, http.StatusNotFound, "HRKU-ada", "GET", "/spaces/esa", nil, nil)
	})
}

func TestSpaceMistakes(t *testing.T) {
	s := mockapitest.Start(t, world)
	nasa(t, s)
	must(t, s, http.StatusCreated, "HRKU-sam", "POST", "/teams", object{"name": "hobbyists"}, nil)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps", object{"space": "nasa", "name": "rocket"}, nil)
	with := func(more object) object {
		body := object{"name": "esa", "team": "widgets"}
		for k, v := range more {
			body[k] = v
		}
		return body
	}
	before := len(events(t, s))
	for name, c := range map[string]struct {
		token, method, path string
		body                any
		status              int
		want                string
	}{
		"no name":           {"HRKU-ada", "POST", "/spaces", object{"team": "widgets"}, 422, "Space name"},
		"no team":           {"HRKU-ada", "POST", "/spaces", object{"name": "esa"}, 422, "team is required"},
		"unknown team":      {"HRKU-ada", "POST", "/spaces", with(object{"team": "none"}), 404, "team"},
		"name taken":        {"HRKU-ada", "POST", "/spaces", with(object{"name": "nasa"}), 422, "already taken"},
		"bad name":          {"HRKU-ada", "POST", "/spaces", with(object{"name": "e--sa"}), 422, "single dashes"},
		"common region":     {"HRKU-ada", "POST", "/spaces", with(object{"region": "us"}), 422, "dublin"},
		"generation":        {"HRKU-ada", "POST", "/spaces", with(object{"generation": "oak"}), 422, "cedar, fir"},
		"fir with shield":   {"HRKU-ada", "POST", "/spaces", with(object{"generation": "fir", "shield": true}), 422, "shield"},
		"cidr":              {"HRKU-ada", "POST", "/spaces", with(object{"cidr": "10.0.0.0/8"}), 422, "/16"},
		"data cidr":         {"HRKU-ada", "POST", "/spaces", with(object{"data_cidr": "10.0.0.0/8"}), 422, "/20"},
		"overlap":           {"HRKU-ada", "POST", "/spaces", with(object{"data_cidr": "10.0.16.0/20"}), 422, "overlaps"},
		"drain":             {"HRKU-ada", "POST", "/spaces", with(object{"log_drain_url": "http://logs.acme.test"}), 422, "https"},
		"wrong type":        {"HRKU-ada", "POST", "/spaces", with(object{"shield": "yes"}), 422, "shield must be"},
		"nothing to change": {"HRKU-ada", "PATCH", "/spaces/nasa", object{}, 422, "Nothing to change"},
		"rename badly":      {"HRKU-ada", "PATCH", "/spaces/nasa", object{"name": "N"}, 422, "Space name"},
		"no such space":     {"HRKU-ada", "GET", "/spaces/none", nil, 404, "Couldn't find that space."},
		"no new owner":      {"HRKU-ada", "POST", "/spaces/nasa/transfer", object{}, 422, "new_owner"},
		"unknown new owner": {"HRKU-ada", "POST", "/spaces/nasa/transfer", object{"new_owner": "none"}, 404, "team"},
		"same owner":        {"HRKU-ada", "POST", "/spaces/nasa/transfer", object{"new_owner": "widgets"}, 422, "already"},
	} {
		status, answer := s.Do(t, c.token, c.method, c.path, c.body)
		if status != c.status || !contains(string(answer), c.want) {
			t.Errorf("%s: %d %s, want %d with %q", name, status, answer, c.status, c.want)
		}
	}
	if list := events(t, s)[before:]; len(list) != 0 {
		t.Errorf("mistakes wrote %+v", list)
	}
	for name, c := range map[string]struct {
		token, method, path string
		body                any
		want                string
	}{
		"not an enterprise team": {"HRKU-sam", "POST", "/spaces", object{"name": "esa", "team": "hobbyists"}, "Enterprise Team"},
		"space with apps":        {"HRKU-ada", "DELETE", "/spaces/nasa", nil, "still has 1 app."},
		"app leaves its space":   {"HRKU-ada", "PATCH", "/teams/apps/rocket", object{"owner": "gadgets"}, "cannot leave it"},
		"app to a person":        {"HRKU-ada", "PATCH", "/teams/apps/rocket", object{"owner": "~"}, "cannot leave it"},
	} {
		status, answer := s.Do(t, c.token, c.method, c.path, c.body)
		if status != http.StatusUnprocessableEntity || !contains(string(answer), c.want) {
			t.Errorf("%s: %d %s, want %q", name, status, answer, c.want)
		}
	}
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{"name": "empty", "team": "gadgets"}, nil)
	if status, answer := s.Do(t, "HRKU-ada", "DELETE", "/teams/gadgets", nil); status != 422 || !contains(string(answer), "1 space.") {
		t.Errorf("a team with a space: %d %s", status, answer)
	}
}

// TestSpaceRoles: admins change, every role looks, nobody else sees; a refusal changes nothing.
func TestSpaceRoles(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		made := nasa(t, s)
		looks := []string{"", "/nat", "/topology"}
		changes := []struct {
			method, path string
			body         any
		}{
			{"POST", "/spaces", object{"name": "esa", "team": "widgets"}},
			{"PATCH", "/spaces/nasa", object{"name": "esa"}},
			{"DELETE", "/spaces/nasa", nil},
			{"POST", "/spaces/nasa/transfer", object{"new_owner": "gadgets"}},
		}
		for token, sees := range map[string]bool{"HRKU-joe": true, "HRKU-vic": true, "HRKU-jill": false, "HRKU-sam": false} {
			want := http.StatusForbidden
			if sees {
				want = http.StatusOK
			}
			for _, path := range looks {
				must(t, s, want, token, "GET", "/spaces/nasa"+path, nil, nil)
			}
			must(t, s, want, token, "GET", "/teams/widgets/spaces", nil, nil)
			for _, c := range changes {
				var refused api.Error
				must(t, s, http.StatusForbidden, token, c.method, c.path, c.body, &refused)
				if !sees && c.path != "/spaces" && refused.Message != "You do not have access to the space nasa." {
					t.Errorf("%s %s as %s: %q", c.method, c.path, token, refused.Message)
				}
			}
		}
		// An admin of the space's team who is none of the other cannot give it away.
		must(t, s, http.StatusForbidden, "HRKU-bob", "POST", "/spaces/nasa/transfer", object{"new_owner": "gadgets"}, nil)
		var after api.Space
		if must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/"+made.ID, nil, &after); after != made {
			t.Errorf("refusals changed %+v to %+v", made, after)
		}
	})
}

func TestSpaceTransfer(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		nasa(t, s)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/gadgets/members", object{"email": "bob@acme.test", "role": "member"}, nil)
		for _, email := range []string{"joe@acme.test", "bob@acme.test"} {
			must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/spaces/nasa/members/"+email, object{"permissions": []object{{"name": "create_apps"}}}, nil)
		}
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/teams/apps", object{"space": "nasa", "name": "rocket"}, nil)
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipelines", object{"name": "flow", "owner": ownerOf(t, s, "widgets")}, nil)
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/pipeline-couplings", object{"app": "rocket", "pipeline": "flow", "stage": "staging"}, nil)
		audited(t, s, "space.transfer app.transfer pipeline_coupling.destroy space_member.destroy", "HRKU-ada", "POST", "/spaces/nasa/transfer", object{"new_owner": "gadgets"})
		var app api.TeamApp
		must(t, s, http.StatusOK, "HRKU-joe", "GET", "/teams/apps/rocket", nil, &app) // a grant of his own
		if app.Team.Name != "gadgets" || app.Space.Name != "nasa" {
			t.Errorf("the app is in %+v, %+v", app.Team, app.Space)
		}
		must(t, s, http.StatusForbidden, "HRKU-joe", "GET", "/spaces/nasa", nil, nil)
		must(t, s, http.StatusCreated, "HRKU-bob", "POST", "/teams/apps", object{"space": "nasa"}, nil)

		const outside = "\n  - {name: lone, members: [{email: ada@acme.test, role: admin}]}\n"
		s = mockapitest.StartOn(t, freshLike(t, database), strings.Replace(world, "\napps:\n", outside+"apps:\n", 1))
		nasa(t, s)
		if status, answer := s.Do(t, "HRKU-ada", "POST", "/spaces/nasa/transfer", object{"new_owner": "lone"}); status != 422 || !contains(string(answer), "same enterprise account") {
			t.Errorf("out of the account: %d %s", status, answer)
		}
	})
}

func TestSpaceNATAndTopology(t *testing.T) {
	s := mockapitest.Start(t, world)
	nasa(t, s)
	var nat, again api.SpaceNAT
	must(t, s, http.StatusOK, "HRKU-vic", "GET", "/spaces/nasa/nat", nil, &nat)
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/nasa/nat", nil, &again)
	if nat.State != "enabled" || len(nat.Sources) != 4 || !slices.Equal(nat.Sources, again.Sources) {
		t.Errorf("nat: %+v, then %+v", nat, again)
	}
	for _, source := range nat.Sources {
		if !netip.MustParsePrefix("198.18.0.0/15").Contains(netip.MustParseAddr(source)) {
			t.Errorf("traffic from %s", source)
		}
	}
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps", object{"space": "nasa", "name": "rocket"}, nil)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps", object{"space": "nasa", "name": "secret", "locked": true}, nil)
	for token, want := range map[string]int{"HRKU-ada": 2, "HRKU-vic": 1} {
		var topology api.SpaceTopology
		must(t, s, http.StatusOK, token, "GET", "/spaces/nasa/topology", nil, &topology)
		if topology.Version != 1 || len(topology.Apps) != want {
			t.Errorf("topology for %s: %+v", token, topology)
		}
	}
}

// TestSpaceDynos: what runs in a space is what its apps' formations say, for who may view the apps.
func TestSpaceDynos(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{"name": "nasa", "team": "widgets"}, nil)
		for app, locked := range map[string]bool{"probe": false, "secret": true} {
			must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps", object{"name": app, "space": "nasa", "locked": locked}, nil)
			must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/"+app+"/builds", object{"source_blob": object{"url": "https://example.com/x.tgz", "version": "1"}}, nil)
			must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/apps/"+app+"/formation/web", object{"quantity": 2}, nil)
		}
		for token, apps := range map[string]int{"HRKU-ada": 2, "HRKU-vic": 1} {
			var dynos []api.SpaceDynos
			must(t, s, http.StatusOK, token, "GET", "/spaces/nasa/dynos", nil, &dynos)
			var topology api.SpaceTopology
			must(t, s, http.StatusOK, token, "GET", "/spaces/nasa/topology", nil, &topology)
			if len(dynos) != apps || len(topology.Apps) != apps {
				t.Fatalf("%s sees %d and %d apps, want %d", token, len(dynos), len(topology.Apps), apps)
			}
			if d := dynos[0]; d.AppName != "probe" || len(d.Dynos) != 2 || d.Dynos[1].Name != "web.2" {
				t.Errorf("%s sees %+v", token, d)
			}
			f := topology.Apps[0].Formation
			if len(f) != 1 || len(f[0].Dynos) != 2 || f[0].Dynos[1].Number != 2 || !strings.HasPrefix(f[0].Dynos[1].PrivateIP, "10.0.") {
				t.Errorf("%s sees the formation %+v", token, f)
			}
		}
		must(t, s, http.StatusForbidden, "HRKU-sam", "GET", "/spaces/nasa/dynos", nil, nil)
	})
}

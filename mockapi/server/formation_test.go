package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// shape is an app's formation and its dynos in one line.
func shape(t *testing.T, s *mockapitest.Server, token, app string) string {
	t.Helper()
	var formation []api.Formation
	must(t, s, 200, token, "GET", "/apps/"+app+"/formation", nil, &formation)
	var dynos []api.Dyno
	must(t, s, 200, token, "GET", "/apps/"+app+"/dynos", nil, &dynos)
	var text strings.Builder
	for _, f := range formation {
		fmt.Fprintf(&text, "%s=%d:%s ", f.Type, f.Quantity, f.Size)
		if f.DynoSize.Name != f.Size {
			t.Errorf("%s: size %s, dyno_size %s", f.Type, f.Size, f.DynoSize.Name)
		}
	}
	text.WriteString("|")
	for _, d := range dynos {
		fmt.Fprintf(&text, " %s %s %s v%d", d.Name, d.Command, d.State, d.Release.Version)
	}
	return text.String()
}

// twoTypes is a server whose app vault has web and worker.
func twoTypes(t *testing.T, database string) *mockapitest.Server {
	t.Helper()
	s := mockapitest.StartOn(t, database, runtimeWorld)
	var slug api.Slug
	must(t, s, 201, "HRKU-deploy", "POST", "/apps/vault/slugs", object{"process_types": object{"web": "a", "worker": "b"}}, &slug)
	must(t, s, 201, "HRKU-deploy", "POST", "/apps/vault/releases", object{"slug": slug.ID}, nil)
	return s
}

// TestScale: every form of a quantity and a size, one process type or several, with the dynos that follow.
func TestScale(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := twoTypes(t, database)
		var large api.DynoSize
		must(t, s, 200, "HRKU-view", "GET", "/dyno-sizes/performance-L", nil, &large)
		for _, c := range []struct {
			path string
			body any
			want string
		}{
			{"/web", object{"quantity": 2}, "web=2:Standard-1X worker=0:Standard-1X | web.1 a up v2 web.2 a up v2"},
			{"/web", object{"quantity": "+1", "size": ""}, "web=3:Standard-1X worker=0:Standard-1X | web.1 a up v2 web.2 a up v2 web.3 a up v2"},
			{"/web", object{"quantity": "-2"}, "web=1:Standard-1X worker=0:Standard-1X | web.1 a up v2"},
			{"/web", object{}, "web=1:Standard-1X worker=0:Standard-1X | web.1 a up v2"},
			{"/web", object{"dyno_size": object{"name": "STANDARD-2x"}}, "web=1:Standard-2X worker=0:Standard-1X | web.1 a up v2"},
			{"/worker", object{"size": "performance-m", "quantity": "1"}, "web=1:Standard-2X worker=1:Performance-M | web.1 a up v2 worker.1 b up v2"},
			{"", object{"updates": []object{{"type": "web", "quantity": 0}, {"type": "worker", "dyno_size": object{"id": large.ID}}}}, "web=0:Standard-2X worker=1:Performance-L | worker.1 b up v2"},
			{"", object{"updates": []object{{"type": "web", "quantity": 1, "dyno_size": "basic"}, {"type": "worker", "size": "Basic"}}}, "web=1:Basic worker=1:Basic | web.1 a up v2 worker.1 b up v2"},
		} {
			must(t, s, 200, "HRKU-operate", "PATCH", "/apps/vault/formation"+c.path, c.body, nil)
			if got := shape(t, s, "HRKU-view", "vault"); got != c.want {
				t.Errorf("%v: %s, want %s", c.body, got, c.want)
			}
		}
		for _, bad := range []object{
			{"updates": []object{{"type": "web", "quantity": 0}, {"type": "clock", "quantity": 1}}},
			{"updates": []object{{"type": "web", "quantity": 0}, {"type": "worker", "size": "huge"}}},
			{"updates": []object{{"type": "web", "quantity": 0}, {"type": "web", "quantity": 1}}},
			{"updates": []object{{"type": "web", "quantity": 0}, {"type": "worker", "size": "eco"}}}, // of a team
			{"updates": []object{{"type": "web", "quantity": 2}}},                                    // Basic does not scale
		} {
			before := shape(t, s, "HRKU-view", "vault")
			if status, body := s.Do(t, "HRKU-operate", "PATCH", "/apps/vault/formation", bad); status != 404 && status != 422 || shape(t, s, "HRKU-view", "vault") != before {
				t.Errorf("%v: %d %s, and then %s", bad, status, body, shape(t, s, "HRKU-view", "vault"))
			}
		}
	})
}

// TestDynos: restarting gives a dyno a new id and the same name; stopping takes a dyno down and a one-off away.
func TestDynos(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := twoTypes(t, database)
		must(t, s, 200, "HRKU-operate", "PATCH", "/apps/vault/formation", object{"updates": []object{{"type": "web", "quantity": 2}, {"type": "worker", "quantity": 1}}}, nil)
		var one api.Dyno
		must(t, s, 201, "HRKU-deploy", "POST", "/apps/vault/dynos", object{"command": "bash", "attach": true, "size": "standard-2x"}, &one)
		if !strings.HasPrefix(one.Name, "run.") || len(one.Name) != len("run.1234") || one.Size != "Standard-2X" || one.AttachURL == nil || !strings.Contains(*one.AttachURL, "127.0.0.1") || one.State != "up" || one.Release.Version != 2 {
			t.Errorf("one-off: %+v", one)
		}
		ids := func() (text string) {
			var dynos []api.Dyno
			must(t, s, 200, "HRKU-view", "GET", "/apps/vault/dynos", nil, &dynos)
			for _, d := range dynos {
				text += d.Name + " " + d.ID + " " + d.State + "\n"
			}
			return text
		}
		for _, c := range []struct {
			method, path string
			kept, gone   []string // names that keep and that lose their dyno
		}{
			{"DELETE", "/dynos/web.1", []string{"web.2", "worker.1", one.Name}, []string{"web.1"}},
			{"DELETE", "/formations/web", []string{"worker.1", one.Name}, []string{"web.1", "web.2"}},
			{"DELETE", "/dynos", []string{one.Name}, []string{"web.1", "web.2", "worker.1"}},
			{"POST", "/dynos/worker.1/actions/stop", []string{"web.1", "web.2", one.Name}, []string{"worker.1"}},
			{"POST", "/formations/web/actions/stop", []string{"worker.1", one.Name}, []string{"web.1", "web.2"}},
			{"DELETE", "/dynos", []string{one.Name}, []string{"web.1", "web.2", "worker.1"}},
			{"POST", "/dynos/web/actions/stop", []string{"worker.1", one.Name}, []string{"web.1", "web.2"}},
			{"DELETE", "/dynos/web", []string{"worker.1", one.Name}, []string{"web.1", "web.2"}},
			{"DELETE", "/dynos/" + one.ID, []string{"web.1", "web.2", "worker.1"}, []string{one.Name}},
		} {
			before := strings.Split(ids(), "\n")
			must(t, s, 202, "HRKU-operate", c.method, "/apps/vault"+c.path, nil, nil)
			after := ids()
			for _, line := range before {
				name, _, _ := strings.Cut(line, " ")
				for _, kept := range c.kept {
					if name == kept && !strings.Contains(after, line) {
						t.Errorf("%s %s changed %s: %s", c.method, c.path, line, after)
					}
				}
				for _, gone := range c.gone {
					if name == gone && strings.Contains(after, line) {
						t.Errorf("%s %s left %s as it was: %s", c.method, c.path, line, after)
					}
				}
			}
		}
		if got, want := shape(t, s, "HRKU-view", "vault"), "web=2:Standard-1X worker=1:Standard-1X | web.1 a up v2 web.2 a up v2 worker.1 b up v2"; got != want {
			t.Errorf("in the end: %s, want %s", got, want)
		}
	})
}

func TestFormationMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"PATCH", "/formation", object{}, 422, "updates is required"},
		{"PATCH", "/formation", object{"updates": []object{{"quantity": 1}}}, 404, "Couldn't find that process type."},
		{"PATCH", "/formation/worker", object{"quantity": 1}, 404, "Couldn't find that process type."},
		{"PATCH", "/formation/a%00", object{"quantity": 1}, 404, "Couldn't find that process type."},
		{"PATCH", "/formation/web", object{"quantity": -1}, 422, "from 0 to 100"},
		{"PATCH", "/formation/web", object{"quantity": 101}, 422, "from 0 to 100"},
		{"PATCH", "/formation/web", object{"quantity": 1.5}, 422, "neither a number of dynos"},
		{"PATCH", "/formation/web", object{"quantity": "many"}, 422, "neither a number of dynos"},
		{"PATCH", "/formation/web", object{"quantity": 1e18}, 422, "neither a number of dynos"},
		{"PATCH", "/formation/web", object{"size": "hobby"}, 422, "It can be Basic, Standard-1X"},
		{"PATCH", "/formation/web", object{"size": "eco"}, 422, "only personal apps can have Eco dynos. The smallest size for it is Basic."},
		{"PATCH", "/formation/web", object{"dyno_size": object{}}, 422, "neither a string nor an object"},
		{"PATCH", "/formation/web", object{"dyno_size": 7}, 422, "neither a string nor an object"},
		{"PATCH", "/formation/web", object{"size": "basic", "quantity": 2}, 422, "from 0 to 1"},
		{"POST", "/dynos", object{}, 422, "command is required"},
		{"POST", "/dynos", object{"command": "a\nb"}, 422, "single line"},
		{"POST", "/dynos", object{"command": "a", "type": "a.b"}, 422, "not a process type"},
		{"POST", "/dynos", object{"command": "a", "size": "x"}, 422, "Unknown dyno size"},
		{"POST", "/dynos", object{"command": "a", "size": "Eco"}, 422, "only personal apps can have Eco dynos"},
		{"POST", "/dynos", object{"command": "a", "time_to_live": 0}, 422, "time_to_live is from 1"},
		{"POST", "/dynos", object{"command": "a", "attach": "yes"}, 422, "attach must be true or false"},
		{"GET", "/dynos/web.2", nil, 404, "Couldn't find that dyno."},
		{"DELETE", "/dynos/clock", nil, 404, "Couldn't find that dyno."},
		{"DELETE", "/dynos/%00.1", nil, 404, "Couldn't find that dyno."},
		{"POST", "/dynos/web.7/actions/stop", nil, 404, "Couldn't find that dyno."},
		{"DELETE", "/formations/clock", nil, 404, "Couldn't find that process type."},
		{"POST", "/formations/clock/actions/stop", nil, 404, "Couldn't find that process type."},
	})
}

// TestDynoSizes: the catalogue lists what a formation takes; nobody else's app is in it.
func TestDynoSizes(t *testing.T) {
	s := mockapitest.Start(t, runtimeWorld)
	var sizes []api.DynoSize
	must(t, s, 200, "HRKU-friend", "GET", "/dyno-sizes", nil, &sizes)
	for _, size := range sizes {
		var one api.DynoSize
		must(t, s, 200, "HRKU-friend", "GET", "/dyno-sizes/"+size.ID, nil, &one)
		if sprint(*one.Cost) != sprint(*size.Cost) || one.Name != size.Name {
			t.Errorf("%+v differs from %+v", one, size)
		}
	}
	must(t, s, 404, "HRKU-friend", "GET", "/dyno-sizes/hobby", nil, nil)
	must(t, s, 401, "", "GET", "/dyno-sizes", nil, nil)
}

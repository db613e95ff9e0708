package server_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// ecoWorld has two personal apps of joe, and a team of each type that they can go to.
const ecoWorld = `
users: [{email: joe@acme.test, token: HRKU-joe}]
teams:
  - {name: widgets, members: [{email: joe@acme.test, role: admin}]}
  - {name: club, type: team, members: [{email: joe@acme.test, role: admin}]}
apps:
  - {name: hobby, owner: joe@acme.test}
  - {name: pastime, owner: joe@acme.test}
`

// ecoApp gives a personal app of joe a dyno of web and of worker, both Eco, a process type that is scaled down, and an Eco one-off, whose name it answers.
func ecoApp(t *testing.T, s *mockapitest.Server, app string) string {
	t.Helper()
	var slug api.Slug
	must(t, s, 201, "HRKU-joe", "POST", "/apps/"+app+"/slugs", object{"process_types": object{"web": "a", "worker": "b", "clock": "c"}}, &slug)
	must(t, s, 201, "HRKU-joe", "POST", "/apps/"+app+"/releases", object{"slug": slug.ID}, nil)
	updates := object{"updates": []object{{"type": "web", "size": "eco"}, {"type": "worker", "size": "eco", "quantity": 1}, {"type": "clock", "size": "eco"}}}
	must(t, s, 200, "HRKU-joe", "PATCH", "/apps/"+app+"/formation", updates, nil)
	var one api.Dyno
	must(t, s, 201, "HRKU-joe", "POST", "/apps/"+app+"/dynos", object{"command": "d", "type": "task", "size": "eco"}, &one)
	return one.Name
}

// paid are the sizes that a team pays for from a time on.
func paid(t *testing.T, s *mockapitest.Server, team string, from time.Time) string {
	t.Helper()
	var list []string
	if err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		row, err := tx.GetTeam(t.Context(), team, "")
		if err != nil {
			return err
		}
		periods, err := tx.ListTeamUsage(t.Context(), row.ID, from, from.Add(time.Hour))
		for _, p := range periods {
			list = append(list, fmt.Sprintf("%s of %s since %s", p.Item, p.AppName, p.BeganAt.Format(time.TimeOnly)))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

// TestEcoDynos: the dynos of a personal app can be Eco, one of each process type and none beside them. In a team, of either type and by each of the ways
// there, they are Basic, can be Eco no more, and the team pays for Basic ones from the transfer on.
func TestEcoDynos(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s, clock := startWith(t, database, ecoWorld, noon, slog.New(slog.DiscardHandler))
		one, other := ecoApp(t, s, "hobby"), ecoApp(t, s, "pastime")
		const eco = "clock=0:Eco web=1:Eco worker=1:Eco | %s d up v2 web.1 a up v2 worker.1 b up v2"
		for _, bad := range []object{{"type": "web", "size": "basic"}, {"type": "web", "quantity": 2}, {"type": "web", "size": "free"}, {"type": "web", "size": "hobby"}} {
			must(t, s, 422, "HRKU-joe", "PATCH", "/apps/hobby/formation", object{"updates": []object{bad}}, nil)
		}
		if got := shape(t, s, "HRKU-joe", "hobby"); got != fmt.Sprintf(eco, one) {
			t.Errorf("at first: %s", got)
		}

		var p api.Pipeline
		var club api.Team
		must(t, s, 200, "HRKU-joe", "GET", "/teams/club", nil, &club)
		must(t, s, 201, "HRKU-joe", "POST", "/pipelines", object{"name": "flow"}, &p)
		must(t, s, 201, "HRKU-joe", "POST", "/pipeline-couplings", object{"app": "pastime", "pipeline": p.ID, "stage": "staging"}, nil)
		clock.move(time.Hour)
		const resized = "formation.update formation.update formation.update dyno.update"
		audited(t, s, "app.transfer "+resized+" collaborator.create", "HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "widgets"})
		audited(t, s, "app.transfer "+resized+" collaborator.create pipeline.transfer", "HRKU-joe", "POST", "/pipeline-transfers",
			object{"pipeline": object{"id": p.ID}, "new_owner": object{"type": "team", "id": club.ID}})
		for _, c := range []struct{ app, oneOff, team string }{{"hobby", one, "widgets"}, {"pastime", other, "club"}} {
			if got, want := shape(t, s, "HRKU-joe", c.app), fmt.Sprintf(strings.ReplaceAll(eco, "Eco", "Basic"), c.oneOff); got != want {
				t.Errorf("%s: %s, want %s", c.app, got, want)
			}
			for _, name := range []string{c.oneOff, "web.1", "worker.1"} {
				var d api.Dyno
				if must(t, s, 200, "HRKU-joe", "GET", "/apps/"+c.app+"/dynos/"+name, nil, &d); d.Size != "Basic" {
					t.Errorf("%s of %s is %s", name, c.app, d.Size)
				}
			}
			basic := "Basic of " + c.app + " since 13:00:00"
			if got, want := paid(t, s, c.team, clock.read()), strings.Join([]string{basic, basic, basic}, ", "); got != want {
				t.Errorf("%s pays for %s, want %s", c.team, got, want)
			}
			refused := []struct{ method, path string }{{"PATCH", "/formation/clock"}, {"PATCH", "/formation/web"}, {"POST", "/dynos"}}
			for _, r := range refused {
				status, answer := s.Do(t, "HRKU-joe", r.method, "/apps/"+c.app+r.path, object{"size": "Eco", "command": "d"})
				if status != 422 || !strings.Contains(string(answer), "The smallest size for it is Basic.") {
					t.Errorf("%s %s of %s: %d %s", r.method, r.path, c.app, status, answer)
				}
			}
		}
		// Whoever takes an app out of a team can have Eco again, and asks for it.
		must(t, s, 200, "HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "~"}, nil)
		if got, want := shape(t, s, "HRKU-joe", "hobby"), fmt.Sprintf(strings.ReplaceAll(eco, "Eco", "Basic"), one); got != want {
			t.Errorf("out of the team: %s, want %s", got, want)
		}
		must(t, s, 200, "HRKU-joe", "PATCH", "/apps/hobby/formation", object{"updates": []object{{"type": "web", "size": "eco"}, {"type": "worker", "size": "eco"}}}, nil)
	})
}

package server_test

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestUsage: an add-on uses up its price by the second, anew each month, and in a whole month its price.
func TestUsage(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s, clock := startAt(t, database, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), slog.New(slog.DiscardHandler))
		clock.move(10 * time.Hour)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:standard-0", "name": "db"}, nil)
		for _, c := range []struct {
			move                          time.Duration
			dbHours, dbDollars, freeHours float64
		}{
			{0, 0, 0, 10},
			{time.Second, 0.0003, 0, 10.0003},
			{72*time.Hour - time.Second, 72, 4.8387, 82},
			{500 * time.Hour, 572, 38.4409, 582},
			{161 * time.Hour, 733, 49.2608, 743},
			{3 * time.Hour, 2, 0.1389, 2},
			{718*time.Hour - time.Second, 719.9997, 50, 719.9997},
		} {
			clock.move(c.move)
			var team api.TeamUsage
			must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/usage", nil, &team)
			if len(team.Apps) != 1 || team.Apps[0].Name != "web" || len(team.Apps[0].Addons) != 2 {
				t.Fatalf("usage %+v", team)
			}
			clockAddon, db := team.Apps[0].Addons[0], team.Apps[0].Addons[1]
			if db.Name != "db" || db.Meters["hours"].Quantity != c.dbHours || db.Meters["usd"].Quantity != c.dbDollars {
				t.Errorf("after %v: %+v, want %v", c.move, db, c)
			}
			if clockAddon.Meters["hours"].Quantity != c.freeHours || clockAddon.Meters["usd"].Quantity != 0 {
				t.Errorf("after %v: %+v, want %v", c.move, clockAddon, c)
			}
			for _, path := range []string{"/apps/web/usage", "/teams/widgets/apps/web/usage"} {
				var app api.AppUsage
				must(t, s, http.StatusOK, "HRKU-ada", "GET", path, nil, &app)
				if len(app.Addons) != 2 || app.ID != team.Apps[0].ID || app.Addons[1].Meters["usd"] != db.Meters["usd"] {
					t.Errorf("%s: %+v", path, app)
				}
			}
		}
	})
}

// TestUsageIsForWhom the table says: the team's admins; for one app operate, for a personal app its owner.
func TestUsageIsForWhom(t *testing.T) {
	s := mockapitest.Start(t, world)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps/hobby/collaborators", object{"user": "sam@elsewhere.test"}, nil)
	for _, p := range []string{"view", "deploy", "manage"} {
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/apps/vault/collaborators/jill@creative.test", object{"permissions": []string{p}}, nil)
		must(t, s, http.StatusForbidden, "HRKU-jill", "GET", "/apps/vault/usage", nil, nil)
	}
	must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/apps/vault/collaborators/jill@creative.test", object{"permissions": []string{"operate"}}, nil)
	play(t, s, []step{
		{"jill", "GET", "/apps/vault/usage", nil, 200, `"addons":[]`},
		{"joe", "GET", "/apps/web/usage", nil, 403, "operate"},
		{"joe", "GET", "/apps/hobby/usage", nil, 200, `"name":"hobby"`},
		{"sam", "GET", "/apps/hobby/usage", nil, 403, ""},
		{"joe", "GET", "/teams/widgets/usage", nil, 403, "requires team role admin"},
		{"vic", "GET", "/teams/widgets/apps/web/usage", nil, 403, "requires team role admin"},
		{"jill", "GET", "/teams/widgets/apps/vault/usage", nil, 403, ""},
		{"ada", "GET", "/teams/gadgets/usage", nil, 200, `{"apps":[]}`},
		{"ada", "GET", "/teams/gadgets/apps/web/usage", nil, 404, "Couldn't find that app."},
		{"ada", "GET", "/teams/widgets/apps/hobby/usage", nil, 404, "Couldn't find that app."},
		{"ada", "GET", "/teams/widgets/apps/none/usage", nil, 404, ""},
	})
}

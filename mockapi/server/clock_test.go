package server_test

import (
	"log/slog"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestClockTurnedBack: what was written ahead of a clock that was turned back neither breaks usage, which counts no second twice and loses
// none, nor tokens, which end when they should, nor the audit trail, which tells things in the order in which they happened.
func TestClockTurnedBack(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		s, clock := startWith(t, database, auditWorld, noon, slog.New(slog.DiscardHandler))
		m := &meterRoom{t: t, s: s, clock: clock}
		m.deploy() // one dyno
		var short, late api.OAuthAuthorization
		m.ada(http.StatusCreated, "POST", "/oauth/authorizations", object{"description": "short", "expires_in": 2 * 3600}, &short)
		try := func(token string, want int) {
			t.Helper()
			must(t, s, want, token, "GET", "/account", nil, nil)
		}

		clock.move(3 * time.Hour)
		try(short.AccessToken.Token, http.StatusUnauthorized)
		m.scale(0, "Standard-1X")
		m.ada(http.StatusCreated, "POST", "/apps/web/dynos", object{"command": "sleep", "size": "Performance-M", "time_to_live": 3600}, nil)
		m.ada(http.StatusCreated, "POST", "/oauth/authorizations", object{"description": "late"}, &late)
		m.ada(http.StatusOK, "PATCH", "/teams/widgets", object{"name": "gizmos"}, nil)

		clock.move(-2 * time.Hour) // it is one o'clock
		try(short.AccessToken.Token, http.StatusOK)
		try(late.AccessToken.Token, http.StatusOK)
		m.scale(1, "Standard-1X")
		m.ada(http.StatusOK, "PATCH", "/teams/gizmos", object{"name": "widgets"}, nil)

		clock.move(4 * time.Hour) // it is five
		try(short.AccessToken.Token, http.StatusUnauthorized)
		var team struct{ ID string }
		m.ada(http.StatusOK, "GET", "/teams/widgets", nil, &team)
		var usage []api.TeamPeriodUsage
		m.ada(http.StatusOK, "GET", "/teams/"+team.ID+"/usage/daily?start=2026-03-10", nil, &usage)
		// The dyno ran from noon on; the one-off, of 8 units, from three to four.
		if want := math.Round((5+8)/(31*24.0)*1e8) / 1e8; len(usage) != 1 || usage[0].Dynos != want {
			t.Errorf("usage %+v, want %v dynos", usage, want)
		}
		if got := told(t, s, "?type=team"); got != "ada team.update widgets/, ada team.update gizmos/" {
			t.Errorf("the trail tells %s", got)
		}
	})
}

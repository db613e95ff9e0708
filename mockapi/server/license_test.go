package server_test

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// TestLicenses: what a month has used up of a team's licences, from nothing to more than there is, which nobody is refused; a month
// begins anew, and only admins of the team see it.
func TestLicenses(t *testing.T) {
	m := newMeterRoom(t, ":memory:", time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)) // 30 days
	m.licensed("2026-04 dyno_units: 0 of 75")
	m.deploy()
	m.scale(100, "Standard-2X") // 200 units
	m.clock.move(15 * 24 * time.Hour)
	m.licensed("2026-04 dyno_units: 100 of 75")
	m.scale(1, "Standard-2X")
	m.clock.move(15 * 24 * time.Hour)
	m.licensed("2026-05 dyno_units: 0 of 75")
	play(t, m.s, []step{
		{"joe", "GET", "/teams/widgets/licenses", nil, 403, "requires team role admin"},
		{"bea", "GET", "/teams/widgets/licenses", nil, 403, "You do not have access to the team widgets."},
	})
}

// TestSpacesAreLicensed: a space costs credits for add-ons, unless there are others for it.
func TestSpacesAreLicensed(t *testing.T) {
	for text, want := range map[string]string{
		"addon_credits: 15000":                       "2026-05 addon_credits: 503.5 of 15000",
		"addon_credits: 15000, space_credits: 20000": "2026-05 addon_credits: 3.5 of 15000, 2026-05 space_credits: 500 of 20000",
	} {
		m := &meterRoom{t: t}
		m.s, m.clock = startWith(t, ":memory:", strings.Replace(usageWorld, "dyno_units: 75", text, 1), time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), slog.New(slog.DiscardHandler))
		m.ada(http.StatusCreated, "POST", "/spaces", object{"name": "cell", "team": "widgets"}, nil)
		m.ada(http.StatusCreated, "POST", "/apps/web/addons", object{"plan": "papertrail:fixa"}, nil)
		m.clock.move(31 * 12 * time.Hour)
		m.licensed(want)
	}
}

// licensed holds what the team widgets has used of its licences to a line.
func (m *meterRoom) licensed(want string) {
	m.t.Helper()
	var list []api.TeamLicense
	m.ada(http.StatusOK, "GET", "/teams/widgets/licenses", nil, &list)
	var lines []string
	for _, l := range list {
		lines = append(lines, fmt.Sprintf("%s %s: %v of %d", l.Month, l.Name, math.Round(l.Used*100)/100, l.Limit))
	}
	if got := strings.Join(lines, ", "); got != want {
		m.t.Errorf("licences %q, want %q", got, want)
	}
}

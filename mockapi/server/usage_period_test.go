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
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

const usageWorld = `
users: [{email: ada@acme.test, token: HRKU-ada}, {email: bea@acme.test, token: HRKU-bea}, {email: joe@acme.test, token: HRKU-joe}, {email: bob@acme.test, token: HRKU-bob}]
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [manage]}, {email: bea@acme.test, permissions: [billing]}, {email: bob@acme.test, permissions: [billing]}]}
teams:
  - {name: widgets, enterprise_account: acme, licenses: {dyno_units: 75}, members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}], apps: [{name: web}, {name: idle}]}
  - {name: gadgets, enterprise_account: acme, members: [{email: ada@acme.test, role: admin}, {email: bob@acme.test, role: admin}]}
`

// meterRoom is a server whose clock is turned by hand, and what it says of usage.
type meterRoom struct {
	t     *testing.T
	s     *mockapitest.Server
	clock *hands
	ids   map[string]string
}

func newMeterRoom(t *testing.T, database string, now time.Time) *meterRoom {
	t.Helper()
	m := &meterRoom{t: t, ids: map[string]string{}}
	m.s, m.clock = startWith(t, database, usageWorld, now, slog.New(slog.DiscardHandler))
	for _, path := range []string{"/teams/widgets", "/teams/gadgets", "/enterprise-accounts/acme"} {
		var v struct{ ID, Name string }
		m.ada(http.StatusOK, "GET", path, nil, &v)
		m.ids[v.Name] = v.ID
	}
	return m
}

func (m *meterRoom) ada(want int, method, path string, body, out any) {
	m.t.Helper()
	must(m.t, m.s, want, "HRKU-ada", method, path, body, out)
}

// deploy gives the app web code, with one dyno of web.
func (m *meterRoom) deploy() {
	m.t.Helper()
	var slug api.Slug
	m.ada(http.StatusCreated, "POST", "/apps/web/slugs", object{"process_types": object{"web": "a", "worker": "b"}}, &slug)
	m.ada(http.StatusCreated, "POST", "/apps/web/releases", object{"slug": slug.ID}, nil)
}

func (m *meterRoom) scale(quantity int, size string) {
	m.t.Helper()
	m.ada(http.StatusOK, "PATCH", "/apps/web/formation/web", object{"quantity": quantity, "size": size}, nil)
}

func (m *meterRoom) team(team, query string) (list []api.TeamPeriodUsage) {
	m.t.Helper()
	m.ada(http.StatusOK, "GET", "/teams/"+m.ids[team]+"/usage/"+query, nil, &list)
	return list
}

func (m *meterRoom) account(query string) (list []api.AccountPeriodUsage) {
	m.t.Helper()
	must(m.t, m.s, http.StatusOK, "HRKU-bea", "GET", "/enterprise-accounts/"+m.ids["acme"]+"/usage/"+query, nil, &list)
	return list
}

// line is a report in one line.
func line(u api.TeamPeriodUsage) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s %s: dynos %v data %v partner %v addons %v space %v", u.Date, u.Month, u.Name, u.Dynos, u.Data, u.Partner, u.Addons, u.Space)
	for _, a := range u.Apps {
		fmt.Fprintf(&b, "; %s: %v %v %v", a.AppName, a.Dynos, a.Data, a.Partner)
	}
	return b.String()
}

// TestUsageByMonthAndDay follows dynos, add-ons and a space from their making to their end, over the end of a month.
func TestUsageByMonthAndDay(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		m := newMeterRoom(t, database, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)) // March has 31 days, April 30
		m.deploy()
		m.ada(http.StatusCreated, "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:standard-0", "name": "db"}, nil) // $50
		m.ada(http.StatusCreated, "POST", "/apps/web/addons", object{"plan": "papertrail:fixa", "name": "logs"}, nil)            // $7
		m.ada(http.StatusCreated, "POST", "/spaces", object{"name": "cell", "team": "widgets", "shield": true}, nil)
		m.clock.move(12 * time.Hour)
		m.scale(3, "Standard-2X") // 6 units
		m.ada(http.StatusAccepted, "DELETE", "/apps/web/dynos", nil, nil)
		m.clock.move(12 * time.Hour) // April begins
		m.clock.move(24 * time.Hour)
		m.ada(http.StatusOK, "DELETE", "/apps/web/addons/logs", nil, nil)
		m.ada(http.StatusOK, "PATCH", "/apps/web", object{"name": "shop"}, nil)
		m.ada(http.StatusOK, "DELETE", "/spaces/cell", nil, nil)
		m.clock.move(6 * time.Hour)
		m.ada(http.StatusOK, "DELETE", "/apps/shop", nil, nil)
		m.clock.move(48 * time.Hour)

		want := func(got api.TeamPeriodUsage, days float64, text string, values ...float64) {
			t.Helper()
			var parts []any
			for _, v := range values {
				parts = append(parts, math.Round(v/days*1e8)/1e8)
			}
			if text := fmt.Sprintf(text, parts...); line(got) != text {
				t.Errorf("%s\nwant %s", line(got), text)
			}
		}
		months := m.team("widgets", "monthly?start=2026-03&end=2026-04")
		if len(months) != 2 || *months[0].Connect != 0 {
			t.Fatalf("%+v", months)
		}
		want(months[0], 31, "2026-03 widgets: dynos %v data %v partner %v addons %v space %v; shop: %v %v %v", 0.5+3, 50, 7, 57, 3000, 0.5+3, 50, 7)
		want(months[1], 30, "2026-04 widgets: dynos %v data %v partner %v addons %v space %v; shop: %v %v %v", 6*1.25, 50*1.25, 7, 50*1.25+7, 3000, 6*1.25, 50*1.25, 7)
		days := m.team("widgets", "daily?start=2026-03-30&end=2026-04-03")
		if len(days) != 5 || days[0].Connect != nil {
			t.Fatalf("%+v", days)
		}
		want(days[0], 31, "2026-03-30 widgets: dynos 0 data 0 partner 0 addons 0 space 0")
		want(days[1], 31, "2026-03-31 widgets: dynos %v data %v partner %v addons %v space %v; shop: %v %v %v", 3.5, 50, 7, 57, 3000, 3.5, 50, 7)
		want(days[2], 30, "2026-04-01 widgets: dynos %v data %v partner %v addons %v space %v; shop: %v %v %v", 6, 50, 7, 57, 3000, 6, 50, 7)
		want(days[3], 30, "2026-04-02 widgets: dynos %v data %v partner 0 addons %v space 0; shop: %v %v 0", 1.5, 12.5, 12.5, 1.5, 12.5)
		want(days[4], 30, "2026-04-03 widgets: dynos 0 data 0 partner 0 addons 0 space 0")

		account := m.account("monthly?start=2026-04")
		if len(account) != 1 || account[0].Month != "2026-04" || account[0].ID != m.ids["acme"] || account[0].Name != "acme" || len(account[0].Teams) != 1 {
			t.Fatalf("%+v", account)
		}
		team := account[0].Teams[0]
		team.Month = "2026-04"
		if line(team) != line(months[1]) || account[0].Usage != team.Usage || account[0].Space != team.Space {
			t.Errorf("the account says %+v, the team %s", account[0], line(months[1]))
		}
		var w api.Team
		m.ada(http.StatusOK, "GET", "/teams/widgets", nil, &w)
		if !w.ProvisionedLicenses {
			t.Error("a team with a licence says that it has none")
		}
	})
}

// TestUsageMovesWithTheTeam: what is transferred counts for the new team from then on, a second still shows, and what nobody's clock has
// reached yet counts nothing.
func TestUsageMovesWithTheTeam(t *testing.T) {
	m := newMeterRoom(t, ":memory:", time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC)) // 28 days
	m.deploy()
	m.ada(http.StatusCreated, "POST", "/apps/web/dynos", object{"command": "sleep", "size": "Performance-M", "time_to_live": 3600}, nil) // 8 units for an hour
	m.clock.move(2 * time.Hour)
	m.ada(http.StatusOK, "PATCH", "/teams/apps/web", object{"owner": "gadgets"}, nil)
	m.ada(http.StatusOK, "PATCH", "/teams/gadgets", object{"name": "gizmos"}, nil)
	m.clock.move(time.Second)
	m.ada(http.StatusAccepted, "POST", "/apps/web/formations/web/actions/stop", nil, nil)
	m.clock.move(time.Hour)
	const month = 28 * 24 * 3600.0
	account := m.account("monthly?start=2026-02")[0]
	var got []string
	for _, team := range account.Teams {
		got = append(got, fmt.Sprintf("%s %v", team.Name, team.Dynos))
	}
	want := fmt.Sprintf("gizmos %v, widgets %v", math.Round(1/month*1e8)/1e8, math.Round((2*3600+8*3600)/month*1e8)/1e8)
	if strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	m.clock.move(-90 * 24 * time.Hour)     // a clock that was turned back
	for _, quantity := range []int{1, 0} { // by somebody whose rate limit knows nothing of what is to come
		must(t, m.s, http.StatusOK, "HRKU-bob", "PATCH", "/apps/web/formation/worker", object{"quantity": quantity}, nil)
	}
	var before []api.AccountPeriodUsage
	must(t, m.s, http.StatusOK, "HRKU-bob", "GET", "/enterprise-accounts/"+m.ids["acme"]+"/usage/monthly?start=2025-11", nil, &before)
	if len(before) != 1 || before[0].Dynos != 0 || len(before[0].Teams) != 0 {
		t.Errorf("before anything was there: %+v", before)
	}
}

// TestUsageQuestions: what cannot be asked is refused with what could.
func TestUsageQuestions(t *testing.T) {
	m := newMeterRoom(t, ":memory:", time.Date(2026, 7, 15, 13, 0, 0, 0, time.UTC))
	for query, says := range map[string]string{
		"daily":                                   "start is required: the first day, as in ?start=2026-07-15.",
		"daily?end=2026-07-01":                    "start is required",
		"daily?start=2026-7-1":                    "start must have the form YYYY-MM-DD",
		"daily?start=2026-07":                     "start must have the form YYYY-MM-DD",
		"daily?start=2026-02-30":                  "start must have the form YYYY-MM-DD",
		"daily?start=2026-07-16":                  "start 2026-07-16 lies in the future: it is 2026-07-15 now (UTC).",
		"daily?start=2026-07-15&end=2026-07-16":   "end 2026-07-16 lies in the future",
		"daily?start=2026-07-15&end=2026-07-14":   "end 2026-07-14 lies before start 2026-07-15.",
		"daily?start=2026-01-14":                  "Daily usage goes back 6 months: start must not lie before 2026-01-15.",
		"daily?start=2026-06-01&end=2026-07-02":   "Daily usage can be asked for 31 days at once, not for 32.",
		"daily?start=0001-01-01&end=2026-07-02":   "Daily usage goes back 6 months",
		"monthly":                                 "start is required: the first month, as in ?start=2026-07.",
		"monthly?start=2026-07-01":                "start must have the form YYYY-MM",
		"monthly?start=2026-08":                   "start 2026-08 lies in the future",
		"monthly?start=2025-06":                   "Monthly usage goes back 12 months: start must not lie before 2025-07.",
		"monthly?start=2026-05&end=2026-04":       "end 2026-04 lies before start 2026-05.",
		"monthly?start=2026-05&end=%00":           "end must have the form YYYY-MM",
		"monthly?start=2026-05&start=2026-99&end": "",
	} {
		for token, path := range map[string]string{"HRKU-ada": "/teams/" + m.ids["widgets"], "HRKU-bea": "/enterprise-accounts/" + m.ids["acme"]} {
			status, answer := m.s.Do(t, token, "GET", path+"/usage/"+query, nil)
			if says == "" && status != http.StatusOK || says != "" && (status != http.StatusUnprocessableEntity || !strings.Contains(string(answer), says)) {
				t.Errorf("%s: %d %s, want %q", query, status, answer, says)
			}
		}
	}
	for query, n := range map[string]int{"daily?start=2026-01-15": 1, "daily?start=2026-06-15&end=2026-07-15": 31, "monthly?start=2025-07&end=2026-07": 13} {
		if got := m.team("widgets", query); len(got) != n {
			t.Errorf("%s: %d, want %d", query, len(got), n)
		}
	}
	play(t, m.s, []step{
		{"joe", "GET", "/teams/" + m.ids["widgets"] + "/usage/daily?start=2026-07-01", nil, 403, "requires team role admin"},
		{"bea", "GET", "/teams/" + m.ids["widgets"] + "/usage/monthly?start=2026-07", nil, 403, "You do not have access to the team widgets."},
		{"ada", "GET", "/enterprise-accounts/" + m.ids["acme"] + "/usage/monthly?start=2026-07", nil, 403, "requires account permission billing"},
		{"ada", "GET", "/teams/widgets/usage/daily?start=2026-07-01", nil, 404, "Couldn't find that team."}, // Heroku takes the id alone
		{"bea", "GET", "/enterprise-accounts/acme/usage/daily?start=2026-07-01", nil, 404, "Couldn't find that enterprise account."},
	})
}

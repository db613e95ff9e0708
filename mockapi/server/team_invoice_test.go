package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// bill is an invoice in one line.
func bill(i api.TeamInvoice) string {
	return fmt.Sprintf("%d %s-%s platform %d addons %d database %d total %d units %v hours %v", i.Number, i.PeriodStart, i.PeriodEnd, i.PlatformTotal, i.AddonsTotal,
		i.DatabaseTotal, i.Total, i.DynoUnits, i.WeightedDynoHours)
}

// TestInvoices: each month that is over has a bill of what ran in it, cent by cent, which later months leave alone; the month that goes on,
// and one in which nothing ran, have none. Only admins see them.
func TestInvoices(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		m := newMeterRoom(t, database, time.Date(2026, 4, 16, 0, 0, 0, 0, time.UTC)) // half of April
		if got := m.bills(""); got != "" {
			t.Errorf("before anything ran: %s", got)
		}
		m.deploy()
		m.scale(3, "Standard-2X")                                                                                                // $150, 6 units
		m.ada(http.StatusCreated, "POST", "/apps/web/addons", object{"plan": "heroku-postgresql:standard-0", "name": "db"}, nil) // $50
		m.ada(http.StatusCreated, "POST", "/apps/web/addons", object{"plan": "papertrail:fixa", "name": "logs"}, nil)            // $7
		m.ada(http.StatusCreated, "POST", "/spaces", object{"name": "cell", "team": "widgets"}, nil)                             // $1000
		if got := m.bills(""); got != "" {
			t.Errorf("of the month that goes on: %s", got)
		}
		m.clock.move(15 * 24 * time.Hour) // May begins
		april := "202604 04/01/2026-04/30/2026 platform 57500 addons 350 database 2500 total 60350 units 3 hours 2160"
		if got := m.bills(""); got != april {
			t.Errorf("%s\nwant %s", got, april)
		}
		m.ada(http.StatusOK, "DELETE", "/spaces/cell", nil, nil)
		m.ada(http.StatusOK, "DELETE", "/apps/web", nil, nil)
		m.clock.move(31 * 24 * time.Hour) // nothing ran in May
		m.ada(http.StatusCreated, "POST", "/apps/idle/addons", object{"plan": "papertrail:fixa"}, nil)
		m.clock.move(30 * 24 * time.Hour) // July begins
		june := "202606 06/01/2026-06/30/2026 platform 0 addons 700 database 0 total 700 units 0 hours 0"
		if got := m.bills(""); got != april+", "+june {
			t.Errorf("%s\nwant %s, %s", got, april, june)
		}
		if got := m.bills("number ..; max=1,order=desc"); got != june {
			t.Errorf("the newest one: %s", got)
		}
		var one api.TeamInvoice
		m.ada(http.StatusOK, "GET", "/teams/widgets/invoices/202604", nil, &one)
		if bill(one) != april || one.CreatedAt != "2026-05-01T00:00:00Z" || one.ChargesTotal != one.Total || one.State != 0 || one.PaymentStatus != "Pending" {
			t.Errorf("%+v", one)
		}
		play(t, m.s, []step{
			{"ada", "GET", "/teams/widgets/invoices/202605", nil, 404, "Couldn't find that invoice."},
			{"ada", "GET", "/teams/widgets/invoices/202607", nil, 404, "Couldn't find that invoice."},
			{"ada", "GET", "/teams/gadgets/invoices/202604", nil, 404, "Couldn't find that invoice."},
			{"joe", "GET", "/teams/widgets/invoices", nil, 403, "requires team role admin"},
			{"joe", "GET", "/teams/widgets/invoices/202604", nil, 403, "requires team role admin"},
			{"bea", "GET", "/teams/widgets/invoices", nil, 403, "You do not have access to the team widgets."},
		})
	})
}

// bills are the invoices of the team widgets, in order.
func (m *meterRoom) bills(page string) string {
	m.t.Helper()
	var list []api.TeamInvoice
	header := http.Header{}
	if page != "" {
		header.Set(api.HeaderRange, page)
	}
	if _, answer := m.s.DoHeader(m.t, "HRKU-ada", "GET", "/teams/widgets/invoices", nil, header); json.Unmarshal(answer, &list) != nil {
		m.t.Fatalf("%s", answer)
	}
	var lines []string
	for _, i := range list {
		lines = append(lines, bill(i))
	}
	return strings.Join(lines, ", ")
}

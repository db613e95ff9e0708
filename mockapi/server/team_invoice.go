package server

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// An invoice is made of what a team used up in a month that is over, as [tallyUp] counts it: nothing of it is stored, and nothing invented.
// A month in which nothing ran has none. What Heroku's schema leaves open is read thus (inferred): amounts are cents, as those of credits are;
// the platform is dynos and spaces; the number of an invoice, by which it is found in its team, is its year and month.
const (
	invoicePending = 0         // the first of the states that the schema names: pending, successful, failed
	pendingPayment = "Pending" // an enterprise team pays Salesforce, not Heroku (Heroku Help "View invoices for my Enterprise Team"); nobody pays here
)

// cents rounds an amount in US dollars.
func cents(usd float64) int64 { return int64(math.Round(usd * 100)) }

// invoiceNumber is the number of the invoice for a month.
func invoiceNumber(month time.Time) int { return month.Year()*100 + int(month.Month()) }

func wireInvoice(teamID string, s span, used tally) api.TeamInvoice {
	number := invoiceNumber(s.from)
	w := api.TeamInvoice{
		AddonsTotal: cents(used.partner), DatabaseTotal: cents(used.data), PlatformTotal: cents(used.dynosUSD + used.space),
		CreatedAt: api.Timestamp(s.to), UpdatedAt: api.Timestamp(s.to), DynoUnits: shown(used.dynos), ID: store.DerivedID("team-invoice", fmt.Sprint(teamID, number)),
		Number: number, PaymentStatus: pendingPayment, State: invoicePending,
		PeriodStart: s.from.Format(api.InvoiceDay), PeriodEnd: s.to.AddDate(0, 0, -1).Format(api.InvoiceDay),
		WeightedDynoHours: fourPlaces(used.dynos * s.to.Sub(s.from).Hours()),
	}
	w.ChargesTotal = w.AddonsTotal + w.DatabaseTotal + w.PlatformTotal
	w.Total = w.ChargesTotal - w.CreditsTotal
	return w
}

// invoices are those of the team, month by month.
func (r *request) invoices() ([]api.TeamInvoice, error) {
	end, list := monthOf(r.tx.Now()), []api.TeamInvoice{}
	periods, err := r.tx.ListTeamUsage(r.ctx, r.team.ID, time.Time{}, end)
	if err != nil || len(periods) == 0 {
		return list, err
	}
	first := end
	for _, p := range periods {
		if month := monthOf(p.BeganAt); month.Before(first) {
			first = month
		}
	}
	for _, s := range divide(first, end.AddDate(0, -1, 0), true, monthLayout) {
		if used := tallyUp(periods, s, end)[r.team.ID]; used != nil {
			list = append(list, wireInvoice(r.team.ID, s, used.tally))
		}
	}
	return list, nil
}

func listTeamInvoices(r *request) (int, any, error) {
	all, err := r.invoices()
	return http.StatusOK, list[api.TeamInvoice]{all, invoiceKeys}, err
}

// getTeamInvoice finds an invoice by its number. The month that goes on has none yet.
func getTeamInvoice(r *request) (int, any, error) {
	all, err := r.invoices()
	if err != nil {
		return 0, nil, err
	}
	for _, i := range all {
		if strconv.Itoa(i.Number) == r.param("invoice") {
			return http.StatusOK, i, nil
		}
	}
	return 0, nil, &store.NotFoundError{Noun: "invoice"}
}

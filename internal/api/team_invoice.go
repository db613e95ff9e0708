package api

// InvoiceDay is how an invoice writes a day (schema "team-invoice": 01/31/2014).
const InvoiceDay = "01/02/2006"

// TeamInvoice is the bill of a team for a month: GET /teams/{team}/invoices and /teams/{team}/invoices/{number} (schema "team-invoice"). Amounts
// are in US cents.
type TeamInvoice struct {
	AddonsTotal       int64   `json:"addons_total"`   // for add-ons of others
	ChargesTotal      int64   `json:"charges_total"`  // before credits
	CreatedAt         string  `json:"created_at"`     // when the month was over
	CreditsTotal      int64   `json:"credits_total"`  // that were taken off
	DatabaseTotal     int64   `json:"database_total"` // for Heroku's own add-ons
	DynoUnits         float64 `json:"dyno_units"`     // as in [Usage]
	ID                string  `json:"id"`
	Number            int     `json:"number"`
	PaymentStatus     string  `json:"payment_status"`
	PeriodEnd         string  `json:"period_end"`   // the last day, as [InvoiceDay]
	PeriodStart       string  `json:"period_start"` // the first day
	PlatformTotal     int64   `json:"platform_total"`
	State             int     `json:"state"`
	Total             int64   `json:"total"`
	UpdatedAt         string  `json:"updated_at"`
	WeightedDynoHours float64 `json:"weighted_dyno_hours"` // hours of dynos, each times the dyno units of its size
}

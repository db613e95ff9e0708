package api

// Usage is what was used up in a day or a month. Credits are worth a US dollar each; dynos are dyno units, one of which is a dyno of
// size Standard-1X that runs for a whole month.
type Usage struct {
	Addons  float64 `json:"addons"`  // credits for add-ons: data and partner together
	Data    float64 `json:"data"`    // credits for Heroku's own add-ons
	Dynos   float64 `json:"dynos"`   // dyno units
	Partner float64 `json:"partner"` // credits for add-ons of others
}

// AppPeriodUsage is what an app of a team used up.
type AppPeriodUsage struct {
	AppName string `json:"app_name"`
	Usage
}

// TeamPeriodUsage is what a team used up in a day (schema "team-daily-usage") or a month ("team-monthly-usage"). Within an
// [AccountPeriodUsage] it has neither date nor month.
type TeamPeriodUsage struct {
	Apps    []AppPeriodUsage `json:"apps"` // that used anything
	Connect *float64         `json:"connect,omitempty"`
	Date    string           `json:"date,omitempty"`
	ID      string           `json:"id"`
	Month   string           `json:"month,omitempty"`
	Name    string           `json:"name"`
	Space   float64          `json:"space"` // credits for private spaces
	Usage
}

// AccountPeriodUsage is what the teams of an enterprise account used up in a day (schema "enterprise-account-daily-usage") or a month
// ("enterprise-account-monthly-usage").
type AccountPeriodUsage struct {
	Connect *float64          `json:"connect,omitempty"` // the most rows that Heroku Connect synced; of a month alone
	Date    string            `json:"date,omitempty"`
	ID      string            `json:"id"`
	Month   string            `json:"month,omitempty"`
	Name    string            `json:"name"`
	Space   float64           `json:"space"`
	Teams   []TeamPeriodUsage `json:"teams"` // that used anything
	Usage
}

// TeamUsage is what the add-ons of a team's apps have used since the month began: GET /teams/{team}/usage. This and [AppUsage] are
// not in Heroku's schema; the Heroku CLI asks for them.
type TeamUsage struct {
	Apps []AppUsage `json:"apps"`
}

// AppUsage is what the add-ons of an app have used since the month began: GET /apps/{app}/usage and /teams/{team}/apps/{app}/usage.
type AppUsage struct {
	Addons []AddonUsage `json:"addons"`
	ID     string       `json:"id"`
	Name   string       `json:"name"`
}

// AddonUsage is what one add-on has used, by meter: "hours", and "usd", its price prorated to the second.
type AddonUsage struct {
	ID     string           `json:"id"`
	Meters map[string]Meter `json:"meters"`
	Name   string           `json:"name"`
}

// Meter is a quantity that was used.
type Meter struct {
	Quantity float64 `json:"quantity"`
}

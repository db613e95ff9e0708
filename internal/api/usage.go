package api

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

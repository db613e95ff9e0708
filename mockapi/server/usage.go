package server

import (
	"math"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// billedMonth is the time after which an add-on has cost its monthly price: the Heroku CLI shows a monthly price as 720 hourly ones.
const billedMonth = 720 * time.Hour

// addonUsage says what an add-on has used from the beginning of the month (UTC), or from its creation, up to now. Its plan counts as the
// plan of that whole time.
func addonUsage(d store.Addon, now time.Time) api.AddonUsage {
	since := time.Date(now.UTC().Year(), now.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	if d.CreatedAt.After(since) {
		since = d.CreatedAt
	}
	used := now.Sub(since).Truncate(time.Second)
	share := min(1, used.Seconds()/billedMonth.Seconds())
	return api.AddonUsage{ID: d.ID, Name: d.Name, Meters: map[string]api.Meter{
		"hours": {Quantity: fourPlaces(used.Hours())},
		"usd":   {Quantity: fourPlaces(float64(d.Plan.PriceCents) / 100 * share)},
	}}
}

// fourPlaces rounds so that a second still counts.
func fourPlaces(f float64) float64 { return math.Round(f*1e4) / 1e4 }

// usageByApp adds up add-ons app by app, in the order of their first add-on.
func usageByApp(addons []store.Addon, now time.Time) []api.AppUsage {
	apps, at := []api.AppUsage{}, map[string]int{}
	for _, d := range addons {
		i, seen := at[d.AppID]
		if !seen {
			i = len(apps)
			at[d.AppID] = i
			apps = append(apps, api.AppUsage{ID: d.AppID, Name: d.AppName, Addons: []api.AddonUsage{}})
		}
		apps[i].Addons = append(apps[i].Addons, addonUsage(d, now))
	}
	return apps
}

func getTeamUsage(r *request) (int, any, error) {
	addons, err := r.tx.ListTeamAddons(r.ctx, r.team.ID)
	return http.StatusOK, api.TeamUsage{Apps: usageByApp(addons, r.tx.Now())}, err
}

// getTeamAppUsage finds an app of the team; one of another team is not there.
func getTeamAppUsage(r *request) (int, any, error) {
	app, err := r.tx.GetApp(r.ctx, r.param("app"), r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	if app.TeamID != r.team.ID {
		return 0, nil, &store.NotFoundError{Noun: "app"}
	}
	return r.appUsage(app)
}

func getAppUsage(r *request) (int, any, error) { return r.appUsage(r.app) }

func (r *request) appUsage(app store.App) (int, any, error) {
	addons, err := r.tx.ListAppAddons(r.ctx, app.ID)
	usage := api.AppUsage{ID: app.ID, Name: app.Name, Addons: convert(addons, func(d store.Addon) api.AddonUsage { return addonUsage(d, r.tx.Now()) })}
	return http.StatusOK, usage, err
}

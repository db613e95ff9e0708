package server

import (
	"math"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// addonUsage says what an add-on has used from the beginning of the month (UTC), or from its creation, up to now. Its plan counts as the
// plan of that whole time.
func addonUsage(d store.Addon, now time.Time) api.AddonUsage {
	since := monthOf(now)
	if d.CreatedAt.After(since) {
		since = d.CreatedAt
	}
	used := max(0, now.Truncate(time.Second).Sub(since.Truncate(time.Second)))
	return api.AddonUsage{ID: d.ID, Name: d.Name, Meters: map[string]api.Meter{
		"hours": {Quantity: fourPlaces(used.Hours())},
		"usd":   {Quantity: fourPlaces(float64(d.Plan.PriceCents) / 100 * monthShare(used, now))},
	}}
}

// monthOf is the beginning of the month (UTC) in which a time lies.
func monthOf(at time.Time) time.Time {
	at = at.UTC()
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// monthShare is the part of a month's price that a time in it costs. A price is for a month, however long that is: whoever has something for
// all of February pays as much as for all of March.
func monthShare(used time.Duration, month time.Time) float64 {
	first := monthOf(month)
	return used.Seconds() / first.AddDate(0, 1, 0).Sub(first).Seconds()
}

// fourPlaces rounds to what people read.
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

package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// licenses are those that a team has, beside what it used up. Spaces are paid with the credits for add-ons where there are none for them
// (Dev Center "Managing an Enterprise Team": a space costs add-on credits).
func licenses(l store.License, used tally, month string) []api.TeamLicense {
	addons := used.data + used.partner
	if l.SpaceCredits == 0 {
		addons += used.space
	}
	list := []api.TeamLicense{
		{Name: "addon_credits", Limit: l.AddonCredits, Used: shown(addons), Month: month},
		{Name: "dyno_units", Limit: l.DynoUnits, Used: shown(used.dynos), Month: month},
		{Name: "space_credits", Limit: l.SpaceCredits, Used: shown(used.space), Month: month},
	}
	return slices.DeleteFunc(list, func(l api.TeamLicense) bool { return l.Limit == 0 })
}

// listLicenses answers the licences of the team with what this month (UTC) has used up of them so far. What earlier months did is in the
// usage by month.
func listLicenses(r *request) (int, any, error) {
	now := r.tx.Now()
	month := span{from: monthOf(now), to: monthOf(now).AddDate(0, 1, 0)}
	periods, err := r.tx.ListTeamUsage(r.ctx, r.team.ID, month.from, month.to)
	if err != nil {
		return 0, nil, err
	}
	var used tally
	if t := tallyUp(periods, month, now)[r.team.ID]; t != nil {
		used = t.tally
	}
	return http.StatusOK, licenses(r.team.License, used, month.from.Format(monthLayout)), nil
}

package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// filterApps answers those of the apps asked for that the caller may view. The others are left out, whether they exist or not.
func filterApps(r *request) (int, any, error) {
	var in api.AppFilter
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.In.ID == nil {
		return 0, nil, invalid("in is required: an object whose id is a list of ids of apps.")
	}
	for _, id := range in.In.ID {
		if !store.IsID(id) {
			return 0, nil, invalid("in.id is a list of ids; %q is none.", id)
		}
	}
	apps, err := r.tx.ListUserApps(r.ctx, r.user.ID)
	apps = slices.DeleteFunc(apps, func(a store.App) bool { return !slices.Contains(in.In.ID, a.ID) || !r.canView(a) })
	return http.StatusOK, list[api.TeamApp]{convert(apps, wireTeamApp), filterKeys}, err
}

package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireAllowed(w store.AllowedAddonService) api.AllowedAddonService {
	return api.AllowedAddonService{
		AddedAt: api.Timestamp(w.AddedAt), AddedBy: api.UserRef{ID: w.AddedBy.ID, Email: w.AddedBy.Email}, ID: w.ID,
		AddonService: api.AllowedService{ID: w.Service.ID, Name: w.Service.Name, HumanName: w.Service.HumanName},
	}
}

func listAllowedAddonServices(r *request) (int, any, error) {
	allowed, err := r.tx.ListAllowedAddonServices(r.ctx, r.team.ID)
	return http.StatusOK, list[api.AllowedAddonService]{convert(allowed, wireAllowed), allowedKeys}, err
}

// createAllowedAddonService answers a list, as Heroku does.
func createAllowedAddonService(r *request) (int, any, error) {
	var in api.AllowedAddonServiceCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.AddonService == "" {
		return 0, nil, invalid("addon_service is required: the name or id of an add-on service.")
	}
	service, err := r.tx.GetAddonService(r.ctx, in.AddonService)
	if missing(err) {
		return 0, nil, fail(http.StatusNotFound, api.ErrNotFound, "Couldn't find the add-on service %s.", in.AddonService)
	}
	if err != nil {
		return 0, nil, err
	}
	if err := r.tx.CreateAllowedAddonService(r.ctx, "", r.team.ID, service.ID, r.user.ID); err != nil {
		return 0, nil, taken(err, "The add-on service %s is on the allowlist already.", service.Name)
	}
	r.event("allowed_addon_service", "create", map[string]any{"addon_service": service.Name})
	allowed, err := r.tx.GetAllowedAddonService(r.ctx, r.team.ID, service.ID)
	return http.StatusCreated, []api.AllowedAddonService{wireAllowed(allowed)}, err
}

func deleteAllowedAddonService(r *request) (int, any, error) {
	allowed, err := r.tx.GetAllowedAddonService(r.ctx, r.team.ID, r.param("service"))
	if err != nil {
		return 0, nil, err
	}
	r.event("allowed_addon_service", "destroy", map[string]any{"addon_service": allowed.Service.Name})
	return http.StatusOK, wireAllowed(allowed), r.tx.DeleteAllowedAddonService(r.ctx, allowed.ID)
}

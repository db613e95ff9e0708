package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireService(s store.AddonService) api.AddonService {
	return api.AddonService{
		CreatedAt: api.Timestamp(s.CreatedAt), HumanName: s.HumanName, ID: s.ID, Name: s.Name, State: s.State,
		SupportedGenerations: []api.Ref{catalogueRef("generation", access.Cedar)}, SupportsMultipleInstallations: true, UpdatedAt: api.Timestamp(s.UpdatedAt),
	}
}

func wirePrice(p store.Plan) api.Price { return api.Price{Cents: p.PriceCents, Unit: "month"} }

func wirePlan(p store.Plan) api.Plan {
	return api.Plan{
		AddonService: api.Ref{ID: p.ServiceID, Name: p.ServiceName}, CreatedAt: api.Timestamp(p.CreatedAt), Default: p.Default, Description: p.ServiceName + " " + p.HumanName,
		HumanName: p.HumanName, ID: p.ID, InstallableOutsidePrivateNet: true, Name: p.FullName(), Price: wirePrice(p), State: "ga",
		UpdatedAt: api.Timestamp(p.UpdatedAt), Visible: true,
	}
}

func listAddonServices(r *request) (int, any, error) {
	services, err := r.tx.ListAddonServices(r.ctx)
	return http.StatusOK, list[api.AddonService]{convert(services, wireService), serviceKeys}, err
}

func getAddonService(r *request) (int, any, error) {
	s, err := r.tx.GetAddonService(r.ctx, r.param("service"))
	return http.StatusOK, wireService(s), err
}

func listPlans(r *request) (int, any, error) {
	s, err := r.tx.GetAddonService(r.ctx, r.param("service"))
	if err != nil {
		return 0, nil, err
	}
	plans, err := r.tx.ListPlans(r.ctx, s.ID)
	return http.StatusOK, list[api.Plan]{convert(plans, wirePlan), planKeys}, err
}

// getServicePlan finds a plan of a service by id, by its full name, or by the part after the colon.
func getServicePlan(r *request) (int, any, error) {
	s, err := r.tx.GetAddonService(r.ctx, r.param("service"))
	if err != nil {
		return 0, nil, err
	}
	plans, err := r.tx.ListPlans(r.ctx, s.ID)
	if err != nil {
		return 0, nil, err
	}
	for _, p := range plans {
		if ref := r.param("plan"); ref == p.ID || ref == p.Name || ref == p.FullName() {
			return http.StatusOK, wirePlan(p), nil
		}
	}
	return 0, nil, &store.NotFoundError{Noun: "plan"}
}

func getPlan(r *request) (int, any, error) {
	p, err := r.tx.GetPlan(r.ctx, r.param("plan"))
	return http.StatusOK, wirePlan(p), err
}

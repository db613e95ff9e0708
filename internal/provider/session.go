package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// session is what all resources share from one configuration of the provider to the next, which is one walk of Terraform
// through its graph: the API, and the names that objects will have according to the plan so far.
//
// A team that is renamed has its new name in the plan before the API knows it. Resources that refer to the team by name are
// planned after it, and must not take the new name for another team.
type session struct {
	client *client.Client
	names  sync.Map // pairs of an object's id and the name that it will have
}

// rename notes that the plan gives an object another name.
func (s *session) rename(id, plan, state types.String) {
	if !plan.IsUnknown() && !plan.Equal(state) {
		s.names.Store([2]string{id.ValueString(), plan.ValueString()}, true)
	}
}

// willBe reports whether the plan gives the object with the id this name.
func (s *session) willBe(id, name string) bool {
	_, planned := s.names.Load([2]string{id, name})
	return planned
}

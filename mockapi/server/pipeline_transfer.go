package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// createPipelineTransfer gives a pipeline and all its apps to a team or to a person, each app under the rules of its own
// transfer. One app that cannot go keeps all of them.
func createPipelineTransfer(r *request) (int, any, error) {
	var in api.PipelineTransfer
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Pipeline.ID == "" {
		return 0, nil, invalid("pipeline is required: an object with the id of a pipeline.")
	}
	if err := r.enterPipeline(in.Pipeline.ID); err != nil {
		return 0, nil, err
	}
	if err := r.require(access.PipelineTransfer); err != nil {
		return 0, nil, err
	}
	p, was := r.pipeline, wirePipelineOwner(r.pipeline)
	if err := r.newPipelineOwner(&p, in.NewOwner); err != nil {
		return 0, nil, err
	}
	now, team := wirePipelineOwner(p), r.team
	if now == was {
		return 0, nil, invalid("The pipeline %s has that owner already.", p.Name)
	}
	if err := r.transferPipelineApps(now.ID); err != nil {
		return 0, nil, err
	}
	r.team, r.app = team, store.App{}
	r.pipelineEvent("pipeline", "transfer", map[string]any{"owner": now, "was": was})
	if _, err := r.tx.UpdatePipeline(r.ctx, p); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, api.PipelineTransfer{Pipeline: api.CouplingRef{ID: p.ID}, PreviousOwner: &was, NewOwner: now}, nil
}

// newPipelineOwner finds who is to own the pipeline, and whether he may.
func (r *request) newPipelineOwner(p *store.Pipeline, owner api.PipelineOwner) error {
	team := r.team
	if err := r.enterPipelineOwner(owner); err != nil {
		return err
	}
	if owner.Type == api.OwnerTeam {
		p.TeamID, p.OwnerID = r.team.ID, ""
		return nil
	}
	user := r.user
	if !r.isSelf(owner.ID) {
		var err error
		if user, err = r.tx.GetUser(r.ctx, owner.ID); err != nil {
			return err
		}
	}
	role := access.NoRole
	if team.ID != "" {
		m, err := r.tx.GetMember(r.ctx, team.ID, user.ID)
		if err != nil && !missing(err) {
			return err
		}
		role = m.Role
	}
	p.TeamID, p.OwnerID = "", user.ID
	if p.OwnerID == r.pipeline.OwnerID {
		return nil // which is said of teams, too
	}
	return access.TransferPipelineToPerson(p.Name, team.Name, user.Email, role, user.ID == r.user.ID)
}

// transferPipelineApps transfers every app of the pipeline of the request as a request of its own would, but for the coupling,
// which stays.
func (r *request) transferPipelineApps(ownerID string) error {
	p := r.pipeline
	apps, err := r.tx.ListPipelineApps(r.ctx, p.ID, r.user.ID)
	if err != nil {
		return err
	}
	for _, a := range apps {
		if a, _, err = r.lockApp(a); err != nil {
			return err
		}
		if a.TeamID != p.TeamID || a.OwnerID != p.OwnerID {
			continue // it changed hands meanwhile, and left the pipeline
		}
		r.enterApp(a)
		r.team = store.Team{}
		if a.TeamID != "" {
			if r.team, err = r.tx.GetTeam(r.ctx, a.TeamID, r.user.ID); err != nil {
				return err
			}
		}
		if err := r.transfer(ownerID); err != nil {
			return err
		}
	}
	return nil
}

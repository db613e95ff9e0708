package server

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// aboutPipeline is for /pipelines/{pipeline}.
func aboutPipeline(r *request) error { return r.enterPipeline(r.param("pipeline")) }

// enterPipeline makes a pipeline the object of the request, under the lock that guards it: its team's, or its own. A pipeline
// that changed hands meanwhile is followed.
func (r *request) enterPipeline(ref string) error {
	p, err := r.tx.GetPipeline(r.ctx, ref, r.user.ID)
	if err != nil {
		return err
	}
	for r.writes() {
		if p.TeamID != "" {
			err = r.tx.LockTeam(r.ctx, p.TeamID)
		} else {
			err = r.tx.LockPipeline(r.ctx, p.ID)
		}
		if err != nil {
			return err
		}
		was := p.TeamID
		if p, err = r.tx.GetPipeline(r.ctx, p.ID, r.user.ID); err != nil {
			return err
		}
		if p.TeamID == was {
			break
		}
	}
	r.pipeline, r.name = p, p.Name
	r.subject, r.object = r.onPipeline(p)
	if p.TeamID != "" {
		r.team, err = r.tx.GetTeam(r.ctx, p.TeamID, r.user.ID)
	}
	return err
}

// onPipeline is the caller seen from a pipeline.
func (r *request) onPipeline(p store.Pipeline) (access.Subject, access.Object) {
	s := access.Subject{Role: p.Role, Collaborator: p.Collaborator, Owner: p.OwnerID != "" && p.OwnerID == r.user.ID, ThirdParty: r.thirdParty}
	return s, access.Object{Kind: access.Pipeline, HerokuOnly: p.HerokuClientsOnly}
}

// pipelineEvent adds a line about the pipeline of the request to the audit trail.
func (r *request) pipelineEvent(typ, action string, data map[string]any) {
	data["pipeline"], data["pipeline_id"] = r.pipeline.Name, r.pipeline.ID
	r.event(typ, action, data)
}

func wirePipelineOwner(p store.Pipeline) api.PipelineOwner {
	if p.TeamID != "" {
		return api.PipelineOwner{ID: p.TeamID, Type: api.OwnerTeam}
	}
	return api.PipelineOwner{ID: p.OwnerID, Type: api.OwnerUser}
}

func wirePipeline(p store.Pipeline) api.Pipeline {
	return api.Pipeline{
		CreatedAt: api.Timestamp(p.CreatedAt), Generation: catalogueRef("generation", p.Generation), ID: p.ID, Name: p.Name,
		Owner: wirePipelineOwner(p), UpdatedAt: api.Timestamp(p.UpdatedAt),
	}
}

// listPipelines lists the pipelines that the caller may view; the query "eq[name]=NAME" picks one.
func listPipelines(r *request) (int, any, error) {
	name := r.http.URL.Query().Get("eq[name]")
	if name != "" && access.PipelineName(name) != nil {
		return http.StatusOK, list[api.Pipeline]{[]api.Pipeline{}, pipelineKeys}, nil //nolint:nilerr // nothing is called so, and asking is no mistake
	}
	all, err := r.tx.ListPipelines(r.ctx, r.user.ID, name)
	all = slices.DeleteFunc(all, func(p store.Pipeline) bool {
		s, o := r.onPipeline(p)
		return !access.Decide(access.PipelineRead, s, o).Allowed
	})
	return http.StatusOK, list[api.Pipeline]{convert(all, wirePipeline), pipelineKeys}, err
}

func getPipeline(r *request) (int, any, error) { return http.StatusOK, wirePipeline(r.pipeline), nil }

// createPipeline makes an empty pipeline for a team, or for the caller.
func createPipeline(r *request) (int, any, error) {
	var in api.PipelineCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := access.PipelineName(in.Name); err != nil {
		return 0, nil, err
	}
	p := store.Pipeline{Name: in.Name, OwnerID: r.user.ID}
	if in.Owner != nil {
		if err := r.enterPipelineOwner(*in.Owner); err != nil {
			return 0, nil, err
		}
		if in.Owner.Type == api.OwnerTeam {
			p.TeamID, p.OwnerID = r.team.ID, ""
		} else if err := access.OwnPipeline(r.isSelf(in.Owner.ID)); err != nil {
			return 0, nil, err
		}
	}
	generation := api.Ref{}
	if in.Generation != nil {
		generation = *in.Generation
	}
	var err error
	if p.Generation, err = choose("generation", access.Generations(), cmp.Or(generation.Name, generation.ID)); err != nil {
		return 0, nil, err
	}
	if p, err = r.tx.CreatePipeline(r.ctx, p); err != nil {
		return 0, nil, taken(err, "Pipeline name %s is already taken.", p.Name)
	}
	r.pipeline = p
	r.pipelineEvent("pipeline", "create", map[string]any{"generation": p.Generation, "owner": wirePipelineOwner(p)})
	return http.StatusCreated, wirePipeline(p), nil
}

// enterPipelineOwner makes the team that is to own a pipeline the object of the request, if the caller may give it one.
func (r *request) enterPipelineOwner(owner api.PipelineOwner) error {
	if owner.ID == "" || owner.Type != api.OwnerTeam && owner.Type != api.OwnerUser {
		return invalid("The owner of a pipeline has an id, and a type that is team or user.")
	}
	if owner.Type == api.OwnerUser {
		return nil
	}
	if err := r.enterTeam(owner.ID); err != nil {
		return err
	}
	return r.require(access.TeamPipelineCreate)
}

func updatePipeline(r *request) (int, any, error) {
	var in api.PipelineUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Name == "" {
		return 0, nil, invalid("Nothing to change: give a name.")
	}
	if err := access.PipelineName(in.Name); err != nil {
		return 0, nil, err
	}
	was := r.pipeline.Name
	r.pipeline.Name = in.Name
	r.pipelineEvent("pipeline", "update", map[string]any{"name": in.Name, "was": was})
	p, err := r.tx.UpdatePipeline(r.ctx, r.pipeline)
	return http.StatusOK, wirePipeline(p), taken(err, "Pipeline name %s is already taken.", in.Name)
}

// deletePipeline sets the apps of a pipeline free, each written down.
func deletePipeline(r *request) (int, any, error) {
	apps, err := r.tx.ListPipelineApps(r.ctx, r.pipeline.ID, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	r.pipelineEvent("pipeline", "destroy", map[string]any{})
	for _, r.app = range apps {
		if err := r.uncouple(); err != nil {
			return 0, nil, err
		}
	}
	return http.StatusOK, wirePipeline(r.pipeline), r.tx.DeletePipeline(r.ctx, r.pipeline.ID)
}

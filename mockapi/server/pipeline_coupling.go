package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// aboutCoupling is for /pipeline-couplings/{coupling}: about the pipeline. The handler asks for the app, too.
func aboutCoupling(r *request) error {
	k, err := r.tx.GetPipelineCoupling(r.ctx, r.param("coupling"))
	if err != nil {
		return err
	}
	return r.enterPipeline(k.PipelineID)
}

func wireCoupling(k store.PipelineCoupling) api.PipelineCoupling {
	return api.PipelineCoupling{
		App: api.CouplingRef{ID: k.AppID}, CreatedAt: api.Timestamp(k.CreatedAt), ID: k.ID, Pipeline: api.Ref{ID: k.PipelineID, Name: k.PipelineName},
		Stage: k.Stage, UpdatedAt: api.Timestamp(k.UpdatedAt),
	}
}

// couplings answers the couplings of those apps that the caller may view.
func (r *request) couplings(all []store.PipelineCoupling, apps []store.App) (int, any, error) {
	viewable := map[string]bool{}
	for _, a := range apps {
		viewable[a.ID] = r.canView(a)
	}
	all = slices.DeleteFunc(all, func(k store.PipelineCoupling) bool { return !viewable[k.AppID] })
	return http.StatusOK, list[api.PipelineCoupling]{convert(all, wireCoupling), couplingKeys}, nil
}

// listUserCouplings lists the couplings of every app that the caller may view.
func listUserCouplings(r *request) (int, any, error) {
	all, err := r.tx.ListUserCouplings(r.ctx, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	apps, err := r.tx.ListUserApps(r.ctx, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	return r.couplings(all, apps)
}

func listTeamCouplings(r *request) (int, any, error) {
	all, err := r.tx.ListUserCouplings(r.ctx, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	apps, err := r.tx.ListTeamApps(r.ctx, r.team.ID, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	return r.couplings(all, apps)
}

func listPipelineCouplings(r *request) (int, any, error) {
	all, err := r.tx.ListPipelineCouplings(r.ctx, r.pipeline.ID)
	if err != nil {
		return 0, nil, err
	}
	apps, err := r.tx.ListPipelineApps(r.ctx, r.pipeline.ID, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	return r.couplings(all, apps)
}

// getAppCoupling answers one coupling, not a list: an app is in one pipeline at most.
func getAppCoupling(r *request) (int, any, error) {
	k, err := r.tx.GetAppCoupling(r.ctx, r.app.ID)
	return http.StatusOK, wireCoupling(k), err
}

// couplingInPath finds the coupling that the path names, if the caller may do the action to its app.
func (r *request) couplingInPath(a access.Action) (store.PipelineCoupling, error) {
	k, err := r.tx.GetPipelineCoupling(r.ctx, r.param("coupling"))
	if err != nil {
		return k, err
	}
	app, err := r.tx.GetApp(r.ctx, k.AppID, r.user.ID)
	if err != nil {
		return k, err
	}
	r.enterApp(app)
	return k, r.require(a)
}

func getCoupling(r *request) (int, any, error) {
	k, err := r.couplingInPath(access.AppRead)
	return http.StatusOK, wireCoupling(k), err
}

// createCoupling puts an app into a stage of a pipeline: it takes a right on both.
func createCoupling(r *request) (int, any, error) {
	var in api.PipelineCouplingCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.App == "" || in.Pipeline == "" {
		return 0, nil, invalid("app and pipeline are required: their names or ids.")
	}
	if err := access.PipelineStage(in.Stage); err != nil {
		return 0, nil, err
	}
	if err := r.enterPipeline(in.Pipeline); err != nil {
		return 0, nil, err
	}
	if err := r.require(access.PipelineWrite); err != nil {
		return 0, nil, err
	}
	app, err := r.tx.GetApp(r.ctx, in.App, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	if app, _, err = r.lockApp(app); err != nil {
		return 0, nil, err
	}
	r.enterApp(app)
	if err := r.require(access.AppPipelineWrite); err != nil {
		return 0, nil, err
	}
	p := r.pipeline
	if err := access.CoupleApp(app.Name, p.Name, app.TeamID == p.TeamID && app.OwnerID == p.OwnerID, app.Generation == p.Generation); err != nil {
		return 0, nil, err
	}
	k, err := r.tx.CreatePipelineCoupling(r.ctx, store.PipelineCoupling{PipelineID: p.ID, PipelineName: p.Name, AppID: app.ID, Stage: in.Stage})
	if err != nil {
		return 0, nil, taken(err, "The app %s is in a pipeline already.", app.Name)
	}
	r.pipelineEvent("pipeline_coupling", "create", map[string]any{"stage": k.Stage})
	return http.StatusCreated, wireCoupling(k), nil
}

// updateCoupling moves an app to another stage.
func updateCoupling(r *request) (int, any, error) {
	var in api.PipelineCouplingUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := access.PipelineStage(in.Stage); err != nil {
		return 0, nil, err
	}
	k, err := r.couplingInPath(access.AppPipelineWrite)
	if err != nil {
		return 0, nil, err
	}
	r.pipelineEvent("pipeline_coupling", "update", map[string]any{"stage": in.Stage, "was": k.Stage})
	k.Stage = in.Stage
	k, err = r.tx.UpdatePipelineCoupling(r.ctx, k)
	return http.StatusOK, wireCoupling(k), err
}

func deleteCoupling(r *request) (int, any, error) {
	k, err := r.couplingInPath(access.AppPipelineWrite)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireCoupling(k), r.uncouple()
}

// uncouple takes the app of the request out of its pipeline, if it is in one, and writes that down.
func (r *request) uncouple() error {
	k, err := r.tx.GetAppCoupling(r.ctx, r.app.ID)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	r.event("pipeline_coupling", "destroy", map[string]any{"pipeline": k.PipelineName, "pipeline_id": k.PipelineID, "stage": k.Stage})
	return r.tx.DeletePipelineCoupling(r.ctx, k.ID)
}

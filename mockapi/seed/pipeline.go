package seed

import (
	"cmp"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (l *loader) teamPipeline(p path, team store.Team, v Pipeline) error {
	if v.Owner != "" {
		return l.errorf(p.at("owner"), "a pipeline of a team has no owner of its own; a person's stands under pipelines at the top of the file")
	}
	return l.pipeline(p, v, store.Pipeline{TeamID: team.ID})
}

func (l *loader) personalPipeline(p path, v Pipeline) error {
	owner, err := l.person(p.at("owner"), v.Owner)
	if err != nil {
		return err
	}
	return l.pipeline(p, v, store.Pipeline{OwnerID: owner.ID})
}

// pipeline makes a pipeline, and puts apps of its owner into its stages.
func (l *loader) pipeline(p path, v Pipeline, row store.Pipeline) error {
	if err := access.PipelineName(v.Name); err != nil {
		return l.errorf(p.at("name"), "pipeline %q: %w", v.Name, err)
	}
	if err := l.once(p, "pipeline", v.Name); err != nil {
		return err
	}
	if err := l.id(p, v.ID); err != nil {
		return err
	}
	row.ID, row.Name, row.Generation = v.ID, v.Name, cmp.Or(v.Generation, access.Cedar)
	if err := access.OneOf("generation", row.Generation, access.Generations()); err != nil {
		return l.wrap(p.at("generation"), err)
	}
	have, err := l.tx.GetPipeline(l.ctx, v.Name, "")
	switch {
	case isMissing(err):
		have, err = l.tx.CreatePipeline(l.ctx, row)
	case err == nil && (have.TeamID != row.TeamID || have.OwnerID != row.OwnerID || have.Generation != row.Generation):
		return l.errorf(p, "the pipeline %s exists and has another owner or generation", v.Name)
	case err == nil:
		err = l.sameID(p, "the pipeline "+v.Name, have.ID, v.ID)
	}
	if err != nil {
		return l.wrap(p, err)
	}
	return each(p.at("apps"), v.Apps, func(p path, k Coupling) error { return l.coupling(p, have, k) })
}

// coupling puts an app into a stage, or moves it to another stage of the same pipeline.
func (l *loader) coupling(p path, pipeline store.Pipeline, k Coupling) error {
	if err := access.PipelineStage(k.Stage); err != nil {
		return l.wrap(p.at("stage"), err)
	}
	app, err := l.knownApp(p.at("app"), k.App)
	if err != nil {
		return err
	}
	if err := l.once(p, "app in a pipeline,", k.App); err != nil {
		return err
	}
	if err := access.CoupleApp(app.Name, pipeline.Name, app.TeamID == pipeline.TeamID && app.OwnerID == pipeline.OwnerID, app.Generation == pipeline.Generation); err != nil {
		return l.wrap(p, err)
	}
	have, err := l.tx.GetAppCoupling(l.ctx, app.ID)
	switch {
	case isMissing(err):
		_, err = l.tx.CreatePipelineCoupling(l.ctx, store.PipelineCoupling{PipelineID: pipeline.ID, AppID: app.ID, Stage: k.Stage})
	case err == nil && have.PipelineID != pipeline.ID:
		return l.errorf(p, "the app %s is in the pipeline %s already", app.Name, have.PipelineName)
	case err == nil:
		have.Stage = k.Stage
		_, err = l.tx.UpdatePipelineCoupling(l.ctx, have)
	}
	return l.wrap(p, err)
}

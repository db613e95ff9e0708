package store

import (
	"context"
	"time"
)

// PipelineCoupling is an app in a stage of a pipeline. An app is in one pipeline at most.
type PipelineCoupling struct {
	ID, AppID, Stage         string
	PipelineID, PipelineName string
	CreatedAt, UpdatedAt     time.Time
}

const couplingSelect = `SELECT k.id, k.app_id, k.stage, p.id, p.name, k.created_at, k.updated_at FROM pipeline_couplings k JOIN pipelines p ON p.id = k.pipeline_id `

func scanCoupling(s scanner) (k PipelineCoupling, err error) {
	return k, s.Scan(&k.ID, &k.AppID, &k.Stage, &k.PipelineID, &k.PipelineName, timeAt{&k.CreatedAt}, timeAt{&k.UpdatedAt})
}

// ListPipelineCouplings lists the apps of a pipeline.
func (t *Tx) ListPipelineCouplings(ctx context.Context, pipelineID string) ([]PipelineCoupling, error) {
	return many(ctx, t, scanCoupling, couplingSelect+`WHERE k.pipeline_id = $1 ORDER BY k.id`, pipelineID)
}

// ListUserCouplings lists the couplings of the apps that [Tx.ListUserApps] lists for a person.
func (t *Tx) ListUserCouplings(ctx context.Context, userID string) ([]PipelineCoupling, error) {
	return many(ctx, t, scanCoupling, couplingSelect+`JOIN apps a ON a.id = k.app_id WHERE a.owner_id = $1
		OR EXISTS (SELECT 1 FROM collaborators c WHERE c.app_id = a.id AND c.user_id = $1)
		OR EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = a.team_id AND m.user_id = $1) ORDER BY k.id`, userID)
}

// GetPipelineCoupling finds a coupling by id.
func (t *Tx) GetPipelineCoupling(ctx context.Context, id string) (PipelineCoupling, error) {
	return one(ctx, t, "pipeline coupling", scanCoupling, couplingSelect+`WHERE k.id = $1`, id)
}

// GetAppCoupling finds the coupling of an app.
func (t *Tx) GetAppCoupling(ctx context.Context, appID string) (PipelineCoupling, error) {
	return one(ctx, t, "pipeline coupling", scanCoupling, couplingSelect+`WHERE k.app_id = $1`, appID)
}

// CreatePipelineCoupling puts an app into a stage; ErrExists when it is in a pipeline.
func (t *Tx) CreatePipelineCoupling(ctx context.Context, k PipelineCoupling) (PipelineCoupling, error) {
	k.ID, k.CreatedAt, k.UpdatedAt = t.newID(), t.now, t.now
	return k, t.exec(ctx, `INSERT INTO pipeline_couplings (id, pipeline_id, app_id, stage, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		k.ID, k.PipelineID, k.AppID, k.Stage, micros(t.now))
}

// UpdatePipelineCoupling stores the stage.
func (t *Tx) UpdatePipelineCoupling(ctx context.Context, k PipelineCoupling) (PipelineCoupling, error) {
	k.UpdatedAt = t.now
	return k, t.exec(ctx, `UPDATE pipeline_couplings SET stage = $2, updated_at = $3 WHERE id = $1`, k.ID, k.Stage, micros(t.now))
}

// DeletePipelineCoupling takes an app out of its pipeline.
func (t *Tx) DeletePipelineCoupling(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM pipeline_couplings WHERE id = $1`, id)
}

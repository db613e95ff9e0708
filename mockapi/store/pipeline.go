package store

import (
	"cmp"
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Pipeline is a pipeline seen by one person. It belongs to a team or to a person, never to both.
type Pipeline struct {
	ID, Name             string
	TeamID, OwnerID      string
	HerokuClientsOnly    bool // of the team
	Generation           string
	CreatedAt, UpdatedAt time.Time

	Role         access.Role // the person's, in the pipeline's team
	Collaborator bool        // the person has a grant on an app of the pipeline
}

const pipelineSelect = `SELECT p.id, p.name, COALESCE(p.team_id, '') AS team, COALESCE(p.owner_id, '') AS owner, COALESCE(t.heroku_clients_only, FALSE), p.generation, p.created_at, p.updated_at,
	COALESCE(m.role, '') AS role,
	EXISTS (SELECT 1 FROM pipeline_couplings k JOIN collaborators c ON c.app_id = k.app_id WHERE k.pipeline_id = p.id AND c.user_id = $1) AS collaborator
	FROM pipelines p LEFT JOIN teams t ON t.id = p.team_id LEFT JOIN team_members m ON m.team_id = p.team_id AND m.user_id = $1 `

func scanPipeline(s scanner) (p Pipeline, err error) {
	return p, s.Scan(&p.ID, &p.Name, &p.TeamID, &p.OwnerID, &p.HerokuClientsOnly, &p.Generation, timeAt{&p.CreatedAt}, timeAt{&p.UpdatedAt}, &p.Role, &p.Collaborator)
}

// GetPipeline finds a pipeline by id or name, seen by one person.
func (t *Tx) GetPipeline(ctx context.Context, ref, userID string) (Pipeline, error) {
	return one(ctx, t, "pipeline", scanPipeline, pipelineSelect+`WHERE p.`+column(ref)+` = $2`, userID, ref)
}

// ListPipelines lists the pipelines that a person owns, knows as a user of their team, or has a grant in; with a name, only
// that one.
func (t *Tx) ListPipelines(ctx context.Context, userID, name string) ([]Pipeline, error) {
	return many(ctx, t, scanPipeline, `SELECT * FROM (`+pipelineSelect+`WHERE $2 = '' OR p.name = $2) AS mine
		WHERE mine.role <> '' OR mine.owner = $1 OR mine.collaborator ORDER BY mine.id`, userID, name)
}

// CountTeamPipelines counts the pipelines of a team.
func (t *Tx) CountTeamPipelines(ctx context.Context, teamID string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM pipelines WHERE team_id = $1`, teamID)
}

// LockPipeline makes this transaction the only one that writes to a personal pipeline. A team's is guarded by [Tx.LockTeam].
func (t *Tx) LockPipeline(ctx context.Context, pipelineID string) error {
	return t.exec(ctx, `UPDATE pipelines SET updated_at = updated_at WHERE id = $1`, pipelineID)
}

// CreatePipeline adds a pipeline; ErrExists when the name is taken.
func (t *Tx) CreatePipeline(ctx context.Context, p Pipeline) (Pipeline, error) {
	p.ID, p.CreatedAt, p.UpdatedAt = cmp.Or(p.ID, t.newID()), t.now, t.now
	return p, t.exec(ctx, `INSERT INTO pipelines (id, name, team_id, owner_id, generation, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		p.ID, p.Name, orNull(p.TeamID), orNull(p.OwnerID), p.Generation, micros(t.now))
}

// UpdatePipeline stores name and owner; ErrExists when the name is taken.
func (t *Tx) UpdatePipeline(ctx context.Context, p Pipeline) (Pipeline, error) {
	p.UpdatedAt = t.now
	return p, t.exec(ctx, `UPDATE pipelines SET name = $2, team_id = $3, owner_id = $4, updated_at = $5 WHERE id = $1`,
		p.ID, p.Name, orNull(p.TeamID), orNull(p.OwnerID), micros(t.now))
}

// DeletePipeline removes a pipeline with its couplings. The apps stay.
func (t *Tx) DeletePipeline(ctx context.Context, pipelineID string) error {
	return t.exec(ctx, `DELETE FROM pipelines WHERE id = $1`, pipelineID)
}

// ListPipelineApps lists the apps of a pipeline by name, each seen by one person.
func (t *Tx) ListPipelineApps(ctx context.Context, pipelineID, userID string) ([]App, error) {
	return many(ctx, t, scanApp, appSelect+`JOIN pipeline_couplings k ON k.app_id = a.id WHERE k.pipeline_id = $2 ORDER BY a.name`, userID, pipelineID)
}

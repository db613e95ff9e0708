package store

import (
	"context"
	"time"
)

// Build is a build of source code, with the slug and the release that it made.
type Build struct {
	ID, AppID            string
	Slug                 Slug
	ReleaseID            string
	UserID, UserEmail    string
	Status               string
	Buildpacks           []string
	CreatedAt, UpdatedAt time.Time
}

const buildSelect = `SELECT b.id, b.app_id, b.release_id, u.id, u.email, b.status, b.buildpacks, b.created_at, b.updated_at, ` + slugColumns + `
	FROM builds b JOIN slugs s ON s.id = b.slug_id JOIN users u ON u.id = b.user_id `

func scanBuild(s scanner) (b Build, err error) {
	return b, s.Scan(append([]any{
		&b.ID, &b.AppID, &b.ReleaseID, &b.UserID, &b.UserEmail, &b.Status,
		jsonAt{&b.Buildpacks},
		timeAt{&b.CreatedAt},
		timeAt{&b.UpdatedAt},
	}, b.Slug.dest()...)...)
}

// ListBuilds lists the builds of an app, oldest first.
func (t *Tx) ListBuilds(ctx context.Context, appID string) ([]Build, error) {
	return many(ctx, t, scanBuild, buildSelect+`WHERE b.app_id = $1 ORDER BY b.created_at, b.id`, appID)
}

// GetBuild finds a build of an app by id.
func (t *Tx) GetBuild(ctx context.Context, appID, id string) (Build, error) {
	return one(ctx, t, "build", scanBuild, buildSelect+`WHERE b.app_id = $1 AND b.id = $2`, appID, id)
}

// CreateBuild adds a build of an app.
func (t *Tx) CreateBuild(ctx context.Context, b Build) (Build, error) {
	buildpacks, err := asJSON(b.Buildpacks)
	if err != nil {
		return b, err
	}
	b.ID = t.newID()
	if err := t.exec(ctx, `INSERT INTO builds (id, app_id, slug_id, release_id, user_id, status, buildpacks, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		b.ID, b.AppID, b.Slug.ID, b.ReleaseID, b.UserID, b.Status, buildpacks, micros(t.now)); err != nil {
		return b, err
	}
	return t.GetBuild(ctx, b.AppID, b.ID)
}

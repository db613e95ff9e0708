package store

import (
	"context"
	"time"
)

// AppFeature is a feature of an app that somebody switched once.
type AppFeature struct {
	Name      string
	Enabled   bool
	UpdatedAt time.Time
}

// ListAppFeatures lists the features of an app that were ever switched.
func (t *Tx) ListAppFeatures(ctx context.Context, appID string) ([]AppFeature, error) {
	return many(ctx, t, func(s scanner) (f AppFeature, err error) { return f, s.Scan(&f.Name, &f.Enabled, timeAt{&f.UpdatedAt}) },
		`SELECT name, enabled, updated_at FROM app_features WHERE app_id = $1 ORDER BY name`, appID)
}

// PutAppFeature switches a feature of an app.
func (t *Tx) PutAppFeature(ctx context.Context, appID, name string, enabled bool) error {
	return t.exec(ctx, `INSERT INTO app_features (app_id, name, enabled, updated_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (app_id, name) DO UPDATE SET enabled = excluded.enabled, updated_at = excluded.updated_at`, appID, name, enabled, micros(t.now))
}

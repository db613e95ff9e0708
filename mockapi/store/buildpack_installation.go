package store

import "context"

// ListBuildpacks lists the buildpacks of an app in the order in which they run.
func (t *Tx) ListBuildpacks(ctx context.Context, appID string) ([]string, error) {
	return many(ctx, t, func(s scanner) (name string, err error) { return name, s.Scan(&name) },
		`SELECT buildpack FROM buildpack_installations WHERE app_id = $1 ORDER BY ordinal`, appID)
}

// PutBuildpacks replaces the buildpacks of an app.
func (t *Tx) PutBuildpacks(ctx context.Context, appID string, buildpacks []string) error {
	if err := t.exec(ctx, `DELETE FROM buildpack_installations WHERE app_id = $1`, appID); err != nil {
		return err
	}
	for i, name := range buildpacks {
		if err := t.exec(ctx, `INSERT INTO buildpack_installations (app_id, ordinal, buildpack) VALUES ($1, $2, $3)`, appID, i, name); err != nil {
			return err
		}
	}
	return nil
}

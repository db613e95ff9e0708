package store

import (
	"context"
	"strconv"
	"time"
)

// Release is one version of an app: the code and the config vars that run together. The newest one is current. Config vars
// are secrets, so they are read apart, with [Tx.ReleaseConfig].
type Release struct {
	ID, AppID, AppName   string
	Version              int
	Description, Status  string
	SlugID               string // empty: no code yet
	Current              bool
	AddonPlans           []string
	UserID, UserEmail    string
	CreatedAt, UpdatedAt time.Time
}

// Succeeded is the status of a release or a build that is done. The control plane runs no code, so all of them are at once.
const Succeeded = "succeeded"

// InitialRelease describes the release that an app is made with.
const InitialRelease = "Initial release"

const releaseSelect = `SELECT r.id, a.id, a.name, r.version, r.description, r.status, COALESCE(r.slug_id, ''),
	r.version = (SELECT MAX(n.version) FROM releases n WHERE n.app_id = r.app_id), r.addon_plans, u.id, u.email, r.created_at, r.updated_at
	FROM releases r JOIN apps a ON a.id = r.app_id JOIN users u ON u.id = r.user_id `

func scanRelease(s scanner) (r Release, err error) {
	return r, s.Scan(&r.ID, &r.AppID, &r.AppName, &r.Version, &r.Description, &r.Status, &r.SlugID,
		&r.Current, jsonAt{&r.AddonPlans}, &r.UserID, &r.UserEmail, timeAt{&r.CreatedAt}, timeAt{&r.UpdatedAt})
}

// ListReleases lists the releases of an app, oldest first.
func (t *Tx) ListReleases(ctx context.Context, appID string) ([]Release, error) {
	return many(ctx, t, scanRelease, releaseSelect+`WHERE r.app_id = $1 ORDER BY r.version`, appID)
}

// GetRelease finds a release of an app by id or version.
func (t *Tx) GetRelease(ctx context.Context, appID, ref string) (Release, error) {
	if IsID(ref) {
		return one(ctx, t, "release", scanRelease, releaseSelect+`WHERE r.app_id = $1 AND r.id = $2`, appID, ref)
	}
	version, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return Release{}, &NotFoundError{"release"}
	}
	return one(ctx, t, "release", scanRelease, releaseSelect+`WHERE r.app_id = $1 AND r.version = $2`, appID, version)
}

// CurrentRelease finds the newest release of an app.
func (t *Tx) CurrentRelease(ctx context.Context, appID string) (Release, error) {
	return one(ctx, t, "release", scanRelease, releaseSelect+`WHERE r.app_id = $1 ORDER BY r.version DESC LIMIT 1`, appID)
}

// ReleaseConfig reads the config vars of a release.
func (t *Tx) ReleaseConfig(ctx context.Context, releaseID string) (map[string]string, error) {
	return one(ctx, t, "release", func(s scanner) (config map[string]string, err error) {
		return config, s.Scan(jsonAt{&config})
	}, `SELECT config FROM releases WHERE id = $1`, releaseID)
}

// CreateRelease makes the next version of an app, with its config vars, and shows it on the app.
func (t *Tx) CreateRelease(ctx context.Context, r Release, config map[string]string) (Release, error) {
	addons, err := t.ListAppAddons(ctx, r.AppID)
	if err != nil {
		return r, err
	}
	r.AddonPlans = []string{}
	for _, d := range addons {
		r.AddonPlans = append(r.AddonPlans, d.Plan.FullName())
	}
	plans, err := asJSON(r.AddonPlans)
	if err != nil {
		return r, err
	}
	vars, err := asJSON(config)
	if err != nil {
		return r, err
	}
	r.ID = t.newID()
	if err := t.exec(ctx, `INSERT INTO releases (id, app_id, version, description, status, slug_id, user_id, config, addon_plans, created_at, updated_at)
		SELECT $1, a.id, (SELECT COALESCE(MAX(n.version), 0) + 1 FROM releases n WHERE n.app_id = a.id), $3, $4, $5, $6, $7, $8, $9, $9 FROM apps a WHERE a.id = $2`,
		r.ID, r.AppID, r.Description, r.Status, orNull(r.SlugID), r.UserID, vars, plans, micros(t.now)); err != nil {
		return r, err
	}
	if err := t.exec(ctx, `UPDATE apps SET released_at = $2, slug_size = (SELECT s.size FROM slugs s WHERE s.id = $3) WHERE id = $1`,
		r.AppID, micros(t.now), orNull(r.SlugID)); err != nil {
		return r, err
	}
	return t.GetRelease(ctx, r.AppID, r.ID)
}

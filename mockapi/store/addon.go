package store

import (
	"context"
	"time"
)

// Addon is an installed add-on.
type Addon struct {
	ID, Name             string
	AppID, AppName       string
	Plan                 Plan
	CreatedAt, UpdatedAt time.Time
}

const addonSelect = `SELECT d.id, d.name, a.id, a.name, d.created_at, d.updated_at, ` + planColumns + `
	FROM addons d JOIN apps a ON a.id = d.app_id JOIN plans p ON p.id = d.plan_id JOIN addon_services s ON s.id = p.service_id `

func scanAddon(s scanner) (d Addon, err error) {
	return d, s.Scan(append([]any{&d.ID, &d.Name, &d.AppID, &d.AppName, timeAt{&d.CreatedAt}, timeAt{&d.UpdatedAt}}, d.Plan.dest()...)...)
}

// ListAppAddons lists the add-ons of an app by name.
func (t *Tx) ListAppAddons(ctx context.Context, appID string) ([]Addon, error) {
	return many(ctx, t, scanAddon, addonSelect+`WHERE d.app_id = $1 ORDER BY d.name`, appID)
}

// ListTeamAddons lists the add-ons of a team's apps by name.
func (t *Tx) ListTeamAddons(ctx context.Context, teamID string) ([]Addon, error) {
	return many(ctx, t, scanAddon, addonSelect+`WHERE a.team_id = $1 ORDER BY d.name`, teamID)
}

// GetAddon finds an add-on of an app by id or name.
func (t *Tx) GetAddon(ctx context.Context, appID, ref string) (Addon, error) {
	return one(ctx, t, "add-on", scanAddon, addonSelect+`WHERE d.app_id = $1 AND d.`+column(ref)+` = $2`, appID, ref)
}

// AddonNameTaken reports whether an add-on of that name exists.
func (t *Tx) AddonNameTaken(ctx context.Context, name string) (bool, error) {
	n, err := count(ctx, t, `SELECT COUNT(*) FROM addons WHERE name = $1`, name)
	return n > 0, err
}

// CreateAddon installs an add-on; ErrExists when the name is taken.
func (t *Tx) CreateAddon(ctx context.Context, d Addon) (Addon, error) {
	d.ID, d.CreatedAt, d.UpdatedAt = NewID(), t.now, t.now
	return d, t.exec(ctx, `INSERT INTO addons (id, name, app_id, plan_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		d.ID, d.Name, d.AppID, d.Plan.ID, micros(t.now))
}

// UpdateAddon stores name and plan; ErrExists when the name is taken.
func (t *Tx) UpdateAddon(ctx context.Context, d Addon) (Addon, error) {
	d.UpdatedAt = t.now
	return d, t.exec(ctx, `UPDATE addons SET name = $2, plan_id = $3, updated_at = $4 WHERE id = $1`, d.ID, d.Name, d.Plan.ID, micros(t.now))
}

// DeleteAddon removes an add-on.
func (t *Tx) DeleteAddon(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM addons WHERE id = $1`, id)
}

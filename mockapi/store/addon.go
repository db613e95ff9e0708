package store

import (
	"cmp"
	"context"
	"strings"
	"time"
)

// Addon is an installed add-on.
type Addon struct {
	ID, Name             string
	AppID, AppName       string
	Plan                 Plan
	Attachments          []string // names of its attachments to the app that pays for it
	CreatedAt, UpdatedAt time.Time
}

const addonSelect = `SELECT d.id, d.name, a.id, a.name, d.created_at, d.updated_at, COALESCE((SELECT string_agg(x.name, ',' ORDER BY x.name)
	FROM addon_attachments x WHERE x.addon_id = d.id AND x.app_id = d.app_id), ''), ` + planColumns + `
	FROM addons d JOIN apps a ON a.id = d.app_id JOIN plans p ON p.id = d.plan_id JOIN addon_services s ON s.id = p.service_id `

func scanAddon(s scanner) (d Addon, err error) {
	var names string
	err = s.Scan(append([]any{&d.ID, &d.Name, &d.AppID, &d.AppName, timeAt{&d.CreatedAt}, timeAt{&d.UpdatedAt}, &names}, d.Plan.dest()...)...)
	d.Attachments = strings.FieldsFunc(names, func(c rune) bool { return c == ',' })
	return d, err
}

// ListAppAddons lists the add-ons of an app by name.
func (t *Tx) ListAppAddons(ctx context.Context, appID string) ([]Addon, error) {
	return many(ctx, t, scanAddon, addonSelect+`WHERE d.app_id = $1 ORDER BY d.name`, appID)
}

// ListTeamAddons lists the add-ons of a team's apps by name.
func (t *Tx) ListTeamAddons(ctx context.Context, teamID string) ([]Addon, error) {
	return many(ctx, t, scanAddon, addonSelect+`WHERE a.team_id = $1 ORDER BY d.name`, teamID)
}

// ListUserAddons lists by name the add-ons of the apps that [Tx.ListUserApps] lists.
func (t *Tx) ListUserAddons(ctx context.Context, userID string) ([]Addon, error) {
	return many(ctx, t, scanAddon, addonSelect+`WHERE a.owner_id = $1 OR EXISTS (SELECT 1 FROM collaborators c WHERE c.app_id = a.id AND c.user_id = $1)
		OR EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = a.team_id AND m.user_id = $1) ORDER BY d.name`, userID)
}

// FindAddon finds an add-on of any app by id or name.
func (t *Tx) FindAddon(ctx context.Context, ref string) (Addon, error) {
	return one(ctx, t, "add-on", scanAddon, addonSelect+`WHERE d.`+column(ref)+` = $1`, ref)
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

// CreateAddon installs an add-on with its first attachment, which has the name that is given or that of the service; ErrExists
// when a name is taken.
func (t *Tx) CreateAddon(ctx context.Context, d Addon) (Addon, error) {
	d, err := t.InstallAddon(ctx, d)
	if err != nil {
		return d, err
	}
	var name string
	if len(d.Attachments) > 0 {
		name = d.Attachments[0]
	}
	x, err := t.CreateAttachment(ctx, AddonAttachment{AddonID: d.ID, AppID: d.AppID, Name: name}, d.Plan)
	d.Attachments = []string{x.Name}
	return d, err
}

// InstallAddon is [Tx.CreateAddon] without the attachment, which whoever calls it makes.
func (t *Tx) InstallAddon(ctx context.Context, d Addon) (Addon, error) {
	t.meterApp(d.AppID)
	d.ID, d.CreatedAt, d.UpdatedAt = cmp.Or(d.ID, t.newID()), t.now, t.now
	return d, t.exec(ctx, `INSERT INTO addons (id, name, app_id, plan_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		d.ID, d.Name, d.AppID, d.Plan.ID, micros(t.now))
}

// UpdateAddon stores name and plan; ErrExists when the name is taken.
func (t *Tx) UpdateAddon(ctx context.Context, d Addon) (Addon, error) {
	t.meterApp(d.AppID)
	d.UpdatedAt = t.now
	return d, t.exec(ctx, `UPDATE addons SET name = $2, plan_id = $3, updated_at = $4 WHERE id = $1`, d.ID, d.Name, d.Plan.ID, micros(t.now))
}

// DeleteAddon removes an add-on.
func (t *Tx) DeleteAddon(ctx context.Context, d Addon) error {
	t.meterApp(d.AppID)
	return t.exec(ctx, `DELETE FROM addons WHERE id = $1`, d.ID)
}

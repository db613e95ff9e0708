package store

import (
	"cmp"
	"context"
	"time"
)

// AllowedAddonService is an entry of a team's allowlist.
type AllowedAddonService struct {
	ID      string
	Service AddonService
	AddedBy User
	AddedAt time.Time
}

const allowedSelect = `SELECT w.id, w.added_at, s.id, s.name, s.human_name, ` + userColumns + `
	FROM allowed_addon_services w JOIN addon_services s ON s.id = w.service_id JOIN users u ON u.id = w.added_by `

func scanAllowed(s scanner) (w AllowedAddonService, err error) {
	return w, s.Scan(append([]any{&w.ID, timeAt{&w.AddedAt}, &w.Service.ID, &w.Service.Name, &w.Service.HumanName}, w.AddedBy.dest()...)...)
}

// ListAllowedAddonServices lists a team's allowlist by service.
func (t *Tx) ListAllowedAddonServices(ctx context.Context, teamID string) ([]AllowedAddonService, error) {
	return many(ctx, t, scanAllowed, allowedSelect+`WHERE w.team_id = $1 ORDER BY s.name`, teamID)
}

// GetAllowedAddonService finds an entry of a team's allowlist by its id, or by the service's id or name.
func (t *Tx) GetAllowedAddonService(ctx context.Context, teamID, ref string) (AllowedAddonService, error) {
	return one(ctx, t, "allowed add-on service", scanAllowed, allowedSelect+`WHERE w.team_id = $1 AND (w.id = $2 OR s.id = $2 OR s.name = $2)`, teamID, ref)
}

// ServiceAllowed reports whether a service is on a team's allowlist.
func (t *Tx) ServiceAllowed(ctx context.Context, teamID, serviceID string) (bool, error) {
	n, err := count(ctx, t, `SELECT COUNT(*) FROM allowed_addon_services WHERE team_id = $1 AND service_id = $2`, teamID, serviceID)
	return n > 0, err
}

// CreateAllowedAddonService puts a service on a team's allowlist; ErrExists when it is there. Without an id, the entry gets a new one.
func (t *Tx) CreateAllowedAddonService(ctx context.Context, id, teamID, serviceID, addedBy string) error {
	return t.exec(ctx, `INSERT INTO allowed_addon_services (id, team_id, service_id, added_by, added_at) VALUES ($1, $2, $3, $4, $5)`,
		cmp.Or(id, t.newID()), teamID, serviceID, addedBy, micros(t.now))
}

// DeleteAllowedAddonService takes an entry off a team's allowlist.
func (t *Tx) DeleteAllowedAddonService(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM allowed_addon_services WHERE id = $1`, id)
}

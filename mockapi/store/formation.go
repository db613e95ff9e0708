package store

import (
	"context"
	"time"
)

// Formation is a process type of an app's code, with how many dynos of what size it has.
type Formation struct {
	ID, AppID, AppName   string
	Type, Command        string
	Quantity             int
	Size                 string
	CreatedAt, UpdatedAt time.Time
}

const formationSelect = `SELECT f.id, a.id, a.name, f.type, f.command, f.quantity, f.size, f.created_at, f.updated_at
	FROM formations f JOIN apps a ON a.id = f.app_id `

func scanFormation(s scanner) (f Formation, err error) {
	return f, s.Scan(&f.ID, &f.AppID, &f.AppName, &f.Type, &f.Command, &f.Quantity, &f.Size, timeAt{&f.CreatedAt}, timeAt{&f.UpdatedAt})
}

// ListFormation lists the process types of an app by name.
func (t *Tx) ListFormation(ctx context.Context, appID string) ([]Formation, error) {
	return many(ctx, t, scanFormation, formationSelect+`WHERE f.app_id = $1 ORDER BY f.type`, appID)
}

// GetFormation finds a process type of an app by id or name.
func (t *Tx) GetFormation(ctx context.Context, appID, ref string) (Formation, error) {
	return one(ctx, t, "process type", scanFormation, formationSelect+`WHERE f.app_id = $1 AND (f.id = $2 OR f.type = $2)`, appID, ref)
}

// CreateFormation adds a process type to an app; ErrExists when it has one of that name.
func (t *Tx) CreateFormation(ctx context.Context, f Formation) (Formation, error) {
	f.ID, f.CreatedAt, f.UpdatedAt = t.newID(), t.now, t.now
	return f, t.exec(ctx, `INSERT INTO formations (id, app_id, type, command, quantity, size, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
		f.ID, f.AppID, f.Type, f.Command, f.Quantity, f.Size, micros(t.now))
}

// UpdateFormation stores command, quantity and size.
func (t *Tx) UpdateFormation(ctx context.Context, f Formation) (Formation, error) {
	f.UpdatedAt = t.now
	return f, t.exec(ctx, `UPDATE formations SET command = $2, quantity = $3, size = $4, updated_at = $5 WHERE id = $1`,
		f.ID, f.Command, f.Quantity, f.Size, micros(t.now))
}

// DeleteFormation removes a process type. Its dynos are stopped apart, with [Tx.StopDynos].
func (t *Tx) DeleteFormation(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM formations WHERE id = $1`, id)
}

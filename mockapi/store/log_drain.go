package store

import (
	"context"
	"time"
)

// LogDrain is where the log of an app goes.
type LogDrain struct {
	ID, AppID, AppName   string
	URL, Token           string
	CreatedAt, UpdatedAt time.Time
}

const drainSelect = `SELECT d.id, a.id, a.name, d.url, d.token, d.created_at, d.updated_at FROM log_drains d JOIN apps a ON a.id = d.app_id `

func scanDrain(s scanner) (d LogDrain, err error) {
	return d, s.Scan(&d.ID, &d.AppID, &d.AppName, &d.URL, &d.Token, timeAt{&d.CreatedAt}, timeAt{&d.UpdatedAt})
}

// ListLogDrains lists the drains of an app, oldest first.
func (t *Tx) ListLogDrains(ctx context.Context, appID string) ([]LogDrain, error) {
	return many(ctx, t, scanDrain, drainSelect+`WHERE d.app_id = $1 ORDER BY d.created_at, d.id`, appID)
}

// GetLogDrain finds a drain of an app by id, address or token.
func (t *Tx) GetLogDrain(ctx context.Context, appID, ref string) (LogDrain, error) {
	return one(ctx, t, "log drain", scanDrain, drainSelect+`WHERE d.app_id = $1 AND (d.id = $2 OR d.url = $2 OR d.token = $2)`, appID, ref)
}

// CreateLogDrain adds a drain to an app, with a token of its own; ErrExists when the app has one to that address.
func (t *Tx) CreateLogDrain(ctx context.Context, d LogDrain) (LogDrain, error) {
	d.ID, d.Token, d.CreatedAt, d.UpdatedAt = t.newID(), "d."+t.newID(), t.now, t.now
	return d, t.exec(ctx, `INSERT INTO log_drains (id, app_id, url, token, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		d.ID, d.AppID, d.URL, d.Token, micros(t.now))
}

// DeleteLogDrain removes a drain.
func (t *Tx) DeleteLogDrain(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM log_drains WHERE id = $1`, id)
}

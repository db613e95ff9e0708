package store

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// States of a dyno. There is no code to wait for, so a dyno that is started is up.
const (
	DynoUp   = "up"
	DynoDown = "down"
)

// Dyno is a dyno of the formation, or a one-off that somebody started and that ends by itself at its time.
type Dyno struct {
	ID, AppID, AppName   string
	ReleaseID            string
	ReleaseVersion       int
	Type                 string
	Number               int
	Command, Size, State string
	Attached             bool
	OneOff               bool
	ExpiresAt            time.Time // of a one-off
	CreatedAt, UpdatedAt time.Time
}

// Name is how a dyno is called: "web.1", "run.2718".
func (d Dyno) Name() string { return d.Type + "." + strconv.Itoa(d.Number) }

const dynoSelect = `SELECT d.id, a.id, a.name, r.id, r.version, d.type, d.number, d.command, d.size, d.state, d.attached, d.expires_at > 0, d.expires_at, d.created_at, d.updated_at
	FROM dynos d JOIN apps a ON a.id = d.app_id JOIN releases r ON r.id = d.release_id
	WHERE d.app_id = $1 AND (d.expires_at = 0 OR d.expires_at > $2) `

func scanDyno(s scanner) (d Dyno, err error) {
	return d, s.Scan(&d.ID, &d.AppID, &d.AppName, &d.ReleaseID, &d.ReleaseVersion, &d.Type, &d.Number, &d.Command, &d.Size, &d.State,
		&d.Attached, &d.OneOff, timeAt{&d.ExpiresAt}, timeAt{&d.CreatedAt}, timeAt{&d.UpdatedAt})
}

// ListDynos lists the dynos of an app by name.
func (t *Tx) ListDynos(ctx context.Context, appID string) ([]Dyno, error) {
	return many(ctx, t, scanDyno, dynoSelect+`ORDER BY d.type, d.number`, appID, micros(t.now))
}

// GetDyno finds a dyno of an app by id or name.
func (t *Tx) GetDyno(ctx context.Context, appID, ref string) (Dyno, error) {
	if IsID(ref) {
		return one(ctx, t, "dyno", scanDyno, dynoSelect+`AND d.id = $3`, appID, micros(t.now), ref)
	}
	dot := strings.LastIndexByte(ref, '.')
	number, err := strconv.Atoi(ref[dot+1:])
	if dot < 0 || err != nil {
		return Dyno{}, &NotFoundError{"dyno"}
	}
	return one(ctx, t, "dyno", scanDyno, dynoSelect+`AND d.type = $3 AND d.number = $4`, appID, micros(t.now), ref[:dot], number)
}

// CreateDyno starts a dyno; ErrExists when one of that name runs. One-offs whose time is over make room.
func (t *Tx) CreateDyno(ctx context.Context, d Dyno) (Dyno, error) {
	expires := int64(0)
	if d.OneOff {
		expires = micros(d.ExpiresAt)
		if err := t.exec(ctx, `DELETE FROM dynos WHERE app_id = $1 AND expires_at > 0 AND expires_at <= $2`, d.AppID, micros(t.now)); err != nil {
			return d, err
		}
	}
	t.meterApp(d.AppID)
	d.ID, d.State, d.CreatedAt, d.UpdatedAt = t.newID(), DynoUp, t.now, t.now
	return d, t.exec(ctx, `INSERT INTO dynos (id, app_id, release_id, type, number, command, size, state, attached, expires_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
		d.ID, d.AppID, d.ReleaseID, d.Type, d.Number, d.Command, d.Size, d.State, d.Attached, expires, micros(t.now))
}

// UpdateDyno stores size and state.
func (t *Tx) UpdateDyno(ctx context.Context, d Dyno) error {
	t.meterApp(d.AppID)
	return t.exec(ctx, `UPDATE dynos SET size = $2, state = $3, updated_at = $4 WHERE id = $1`, d.ID, d.Size, d.State, micros(t.now))
}

// DeleteDyno removes a dyno.
func (t *Tx) DeleteDyno(ctx context.Context, d Dyno) error {
	t.meterApp(d.AppID)
	return t.exec(ctx, `DELETE FROM dynos WHERE id = $1`, d.ID)
}

// StopDynos removes the dynos of a process type that are numbered above keep.
func (t *Tx) StopDynos(ctx context.Context, appID, typ string, keep int) error {
	t.meterApp(appID)
	return t.exec(ctx, `DELETE FROM dynos WHERE app_id = $1 AND type = $2 AND number > $3 AND expires_at = 0`, appID, typ, keep)
}

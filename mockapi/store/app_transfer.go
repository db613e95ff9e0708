package store

import (
	"context"
	"time"
)

// AppTransfer is the offer of a personal app to a person.
type AppTransfer struct {
	ID                   string
	AppID, AppName       string
	TeamID               string // that the app belongs to by now; empty: to a person
	HerokuClientsOnly    bool   // of that team
	Owner, Recipient     User   // who offered it, and to whom
	State                string
	CreatedAt, UpdatedAt time.Time
}

const transferSelect = `SELECT f.id, a.id, a.name, f.state, f.created_at, f.updated_at, o.id, o.email, p.id, p.email, COALESCE(t.id, ''), COALESCE(t.heroku_clients_only, FALSE)
	FROM app_transfers f JOIN apps a ON a.id = f.app_id LEFT JOIN teams t ON t.id = a.team_id JOIN users o ON o.id = f.owner_id JOIN users p ON p.id = f.recipient_id
	WHERE `

// concernsUser shows a person the transfers that he offered or is offered, and no others.
const concernsUser = `(f.owner_id = $1 OR f.recipient_id = $1) `

func scanTransfer(s scanner) (f AppTransfer, err error) {
	return f, s.Scan(&f.ID, &f.AppID, &f.AppName, &f.State, timeAt{&f.CreatedAt}, timeAt{&f.UpdatedAt}, &f.Owner.ID, &f.Owner.Email, &f.Recipient.ID, &f.Recipient.Email, &f.TeamID, &f.HerokuClientsOnly)
}

// ListAppTransfers lists the transfers that a person offered or is offered, oldest first.
func (t *Tx) ListAppTransfers(ctx context.Context, userID string) ([]AppTransfer, error) {
	return many(ctx, t, scanTransfer, transferSelect+concernsUser+`ORDER BY f.created_at, f.id`, userID)
}

// GetAppTransfer finds a transfer that a person offered or is offered, by its id or by the name of its app: then the pending
// one, else the latest.
func (t *Tx) GetAppTransfer(ctx context.Context, ref, userID string) (AppTransfer, error) {
	return one(ctx, t, "app transfer", scanTransfer, transferSelect+concernsUser+`AND (f.id = $2 OR a.name = $2)
		ORDER BY CASE f.state WHEN 'pending' THEN 0 ELSE 1 END, f.created_at DESC, f.id LIMIT 1`, userID, ref)
}

// GetPendingAppTransfer finds the open offer of an app, whoever asks.
func (t *Tx) GetPendingAppTransfer(ctx context.Context, appID string) (AppTransfer, error) {
	return one(ctx, t, "app transfer", scanTransfer, transferSelect+`f.app_id = $1 AND f.state = 'pending'`, appID)
}

// CreateAppTransfer offers an app; ErrExists when it is offered already.
func (t *Tx) CreateAppTransfer(ctx context.Context, f AppTransfer) (AppTransfer, error) {
	f.ID, f.CreatedAt, f.UpdatedAt, f.State = t.newID(), t.now, t.now, "pending"
	return f, t.exec(ctx, `INSERT INTO app_transfers (id, app_id, owner_id, recipient_id, state, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		f.ID, f.AppID, f.Owner.ID, f.Recipient.ID, f.State, micros(t.now))
}

// UpdateAppTransfer stores the answer to an offer.
func (t *Tx) UpdateAppTransfer(ctx context.Context, f AppTransfer) (AppTransfer, error) {
	f.UpdatedAt = t.now
	return f, t.exec(ctx, `UPDATE app_transfers SET state = $2, updated_at = $3 WHERE id = $1`, f.ID, f.State, micros(t.now))
}

// DeleteAppTransfer takes an offer back.
func (t *Tx) DeleteAppTransfer(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM app_transfers WHERE id = $1`, id)
}

// DeletePendingAppTransfers takes back every open offer of an app, as its passing to a team does.
func (t *Tx) DeletePendingAppTransfers(ctx context.Context, appID string) error {
	return t.exec(ctx, `DELETE FROM app_transfers WHERE app_id = $1 AND state = 'pending'`, appID)
}

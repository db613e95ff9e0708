package store

import (
	"context"
	"encoding/json"
	"time"
)

// Event is one line of the audit trail: a change that was made, or one that was refused.
type Event struct {
	ID                  string
	CreatedAt           time.Time
	ActorID, ActorEmail string
	Type, Action        string // Heroku's names: "collaborator", "create"
	Allowed             bool   // false: it was refused
	Reason              string // what allowed or refused it
	AccountID, TeamID   string
	AppID, AppName      string
	RequestID           string
	IPAddress           string
	Data                map[string]any
}

// CreateEvent writes a line of the audit trail.
func (t *Tx) CreateEvent(ctx context.Context, e Event) error {
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	data, err := json.Marshal(e.Data)
	if err != nil {
		return err
	}
	return t.later(ctx, `INSERT INTO events (id, created_at, actor_id, actor_email, type, action, allowed, reason, account_id, team_id, app_id, app_name, request_id, ip_address, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		t.newID(), micros(t.now), e.ActorID, e.ActorEmail, e.Type, e.Action, e.Allowed, e.Reason, e.AccountID, e.TeamID, e.AppID, e.AppName, e.RequestID, e.IPAddress, string(data))
}

// ListEvents lists the audit trail of a team, of everything if teamID is empty, oldest first.
func (t *Tx) ListEvents(ctx context.Context, teamID string) ([]Event, error) {
	return many(ctx, t, func(s scanner) (e Event, err error) {
		var data string
		if err = s.Scan(&e.ID, timeAt{&e.CreatedAt}, &e.ActorID, &e.ActorEmail, &e.Type, &e.Action, &e.Allowed, &e.Reason,
			&e.AccountID, &e.TeamID, &e.AppID, &e.AppName, &e.RequestID, &e.IPAddress, &data); err == nil {
			err = json.Unmarshal([]byte(data), &e.Data)
		}
		return e, err
	}, `SELECT id, created_at, actor_id, actor_email, type, action, allowed, reason, account_id, team_id, app_id, app_name, request_id, ip_address, data
		FROM events WHERE $1 = '' OR team_id = $1 ORDER BY seq`, teamID)
}

// MarkSeed remembers that a seed file of that content is loaded, and reports whether it was not before. A load by another process is
// waited for, of whichever file: two files may name the same people.
func (t *Tx) MarkSeed(ctx context.Context, hash string) (bool, error) {
	if t.postgres { // SQLite has one writer anyway
		if err := t.exec(ctx, `LOCK TABLE seeds IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return false, err
		}
	}
	return t.insert(ctx, `INSERT INTO seeds (hash, loaded_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, hash, micros(t.now))
}

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
	AccountName         string // as it was then, as are the names below
	TeamName            string
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
	return t.later(ctx, `INSERT INTO events (id, created_at, actor_id, actor_email, type, action, allowed, reason, account_id, team_id, app_id, app_name, request_id, ip_address, data, account_name, team_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		t.newID(), micros(t.now), e.ActorID, e.ActorEmail, e.Type, e.Action, e.Allowed, e.Reason, e.AccountID, e.TeamID, e.AppID, e.AppName, e.RequestID, e.IPAddress, string(data), e.AccountName, e.TeamName)
}

const eventSelect = `SELECT id, created_at, actor_id, actor_email, type, action, allowed, reason, account_id, team_id, app_id, app_name, request_id, ip_address, data,
	account_name, team_name FROM events `

func scanEvent(s scanner) (e Event, err error) {
	return e, s.Scan(&e.ID, timeAt{&e.CreatedAt}, &e.ActorID, &e.ActorEmail, &e.Type, &e.Action, &e.Allowed, &e.Reason,
		&e.AccountID, &e.TeamID, &e.AppID, &e.AppName, &e.RequestID, &e.IPAddress, jsonAt{&e.Data}, &e.AccountName, &e.TeamName)
}

// ListEvents lists the audit trail of a team, of everything if teamID is empty, oldest first.
func (t *Tx) ListEvents(ctx context.Context, teamID string) ([]Event, error) {
	return many(ctx, t, scanEvent, eventSelect+`WHERE $1 = '' OR team_id = $1 ORDER BY seq`, teamID)
}

// ListAccountEvents lists the audit trail of an enterprise account from one time to before another, oldest first.
func (t *Tx) ListAccountEvents(ctx context.Context, accountID string, from, to time.Time) ([]Event, error) {
	return many(ctx, t, scanEvent, eventSelect+`WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 ORDER BY seq`, accountID, micros(from), micros(to))
}

// ListEventDays lists the days (UTC) of which the audit trail of an enterprise account tells, in order.
func (t *Tx) ListEventDays(ctx context.Context, accountID string) ([]time.Time, error) {
	const day = int64(24 * time.Hour / time.Microsecond)
	return many(ctx, t, func(s scanner) (at time.Time, err error) {
		var n int64
		err = s.Scan(&n)
		return time.UnixMicro(n * day).UTC(), err
	}, `SELECT DISTINCT created_at / $2 FROM events WHERE account_id = $1 ORDER BY 1`, accountID, day)
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

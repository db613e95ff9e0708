package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"
)

// Kinds of things that a team pays for while they are there.
const (
	UsageDyno  = "dyno"
	UsageAddon = "addon"
	UsageSpace = "space"
)

// Items of the kind [UsageSpace].
const (
	StandardSpace = "standard"
	ShieldSpace   = "shield"
)

// UsagePeriod is a time in which something ran that a team pays for: the dynos of a process type, a one-off dyno, an add-on with its
// plan, a space. One ends and another begins when the number, the plan, or the team changes.
type UsagePeriod struct {
	Kind       string
	Thing      string // the process type, or the id of the one-off, add-on or space
	Item       string // the size, the service, or the sort of space
	Quantity   int
	PriceCents int // of an add-on's plan, a month
	AccountID  string
	TeamID     string
	TeamName   string
	AppID      string // empty for a space
	AppName    string
	BeganAt    time.Time
	EndedAt    time.Time // zero: it goes on; that of a one-off is known from its beginning

	seq int64
}

// same reports whether two are one period that goes on. One that has ended is not, though its end lies ahead of a clock that was turned back.
func (p UsagePeriod) same(q UsagePeriod) bool {
	return p.Kind == q.Kind && p.Thing == q.Thing && p.Item == q.Item && p.Quantity == q.Quantity && p.PriceCents == q.PriceCents && p.TeamID == q.TeamID &&
		p.EndedAt.Equal(q.EndedAt)
}

const usageColumns = `kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at, COALESCE(ended_at, 0), seq`

func scanUsage(s scanner) (p UsagePeriod, err error) {
	var began, ended int64
	err = s.Scan(&p.Kind, &p.Thing, &p.Item, &p.Quantity, &p.PriceCents, &p.AccountID, &p.TeamID, &p.TeamName, &p.AppID, &p.AppName, &began, &ended, &p.seq)
	p.BeganAt = time.UnixMicro(began).UTC()
	if ended != 0 {
		p.EndedAt = time.UnixMicro(ended).UTC()
	}
	return p, err
}

// ListTeamUsage lists the periods of a team that touch a time, as they began.
func (t *Tx) ListTeamUsage(ctx context.Context, teamID string, from, to time.Time) ([]UsagePeriod, error) {
	return many(ctx, t, scanUsage, `SELECT `+usageColumns+` FROM usage_periods
		WHERE team_id = $1 AND began_at < $3 AND (ended_at IS NULL OR ended_at > $2) ORDER BY seq`, teamID, micros(from), micros(to))
}

// ListAccountUsage lists the periods of all teams of an enterprise account that touch a time, also of teams that are gone.
func (t *Tx) ListAccountUsage(ctx context.Context, accountID string, from, to time.Time) ([]UsagePeriod, error) {
	return many(ctx, t, scanUsage, `SELECT `+usageColumns+` FROM usage_periods
		WHERE account_id = $1 AND began_at < $3 AND (ended_at IS NULL OR ended_at > $2) ORDER BY seq`, accountID, micros(from), micros(to))
}

// running are the queries for what runs now: of an app, and of a space.
var running = map[bool]string{
	false: `SELECT r.kind, r.thing, r.item, r.quantity, r.price_cents, COALESCE(t.account_id, ''), t.id, t.name, a.id, a.name, CAST($2 AS BIGINT), r.ended_at, 0
		FROM (
			SELECT 'dyno' AS kind, d.type AS thing, d.size AS item, COUNT(*) AS quantity, 0 AS price_cents, 0 AS ended_at
				FROM dynos d WHERE d.app_id = $1 AND d.expires_at = 0 AND d.state = 'up' GROUP BY d.type, d.size
			UNION ALL SELECT 'dyno', d.id, d.size, 1, 0, d.expires_at FROM dynos d WHERE d.app_id = $1 AND d.expires_at > $2 AND d.state = 'up'
			UNION ALL SELECT 'addon', d.id, s.name, 1, p.price_cents, 0 FROM addons d JOIN plans p ON p.id = d.plan_id
				JOIN addon_services s ON s.id = p.service_id WHERE d.app_id = $1
		) AS r JOIN apps a ON a.id = $1 JOIN teams t ON t.id = a.team_id`,
	true: `SELECT 'space', s.id, CASE WHEN s.shield THEN 'shield' ELSE 'standard' END, 1, 0, COALESCE(t.account_id, ''), t.id, t.name, '', '', CAST($2 AS BIGINT), 0, 0
		FROM spaces s JOIN teams t ON t.id = s.team_id WHERE s.id = $1`,
}

// metered are the queries for the periods that have not ended: of an app, and of a space.
var metered = map[bool]string{
	false: `SELECT ` + usageColumns + ` FROM usage_periods WHERE app_id = $1 AND (ended_at IS NULL OR ended_at > $2)`,
	true:  `SELECT ` + usageColumns + ` FROM usage_periods WHERE kind = 'space' AND thing = $1 AND (ended_at IS NULL OR ended_at > $2)`,
}

// meterApp and meterSpace note that what runs in an app, or a space, may have changed in this transaction.
func (t *Tx) meterApp(id string)   { t.meter(id, false) }
func (t *Tx) meterSpace(id string) { t.meter(id, true) }

func (t *Tx) meter(id string, space bool) {
	if t.touched == nil {
		t.touched = map[string]bool{}
	}
	t.touched[id] = space
}

// settle brings the periods in line with what runs at the end of a transaction: what is no longer there, or is another now, has ended,
// and what is new begins. A restart changes nothing, nor does what lasted no time.
func (t *Tx) settle(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(t.touched)) {
		if err := t.settleOne(ctx, id, t.touched[id]); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) settleOne(ctx context.Context, id string, space bool) error {
	now, err := many(ctx, t, scanUsage, running[space], id, micros(t.now))
	if err != nil {
		return err
	}
	was, err := many(ctx, t, scanUsage, metered[space], id, micros(t.now))
	if err != nil {
		return err
	}
	for _, p := range was {
		if at := slices.IndexFunc(now, p.same); at >= 0 {
			now = slices.Delete(now, at, at+1)
			continue
		}
		if err := t.endUsage(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range now {
		if err := t.beginUsage(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// endUsage ends a period. A clock that was turned back leaves none that ended before it began.
func (t *Tx) endUsage(ctx context.Context, p UsagePeriod) error {
	if !p.BeganAt.Before(t.now) {
		return t.exec(ctx, `DELETE FROM usage_periods WHERE seq = $1`, p.seq)
	}
	return t.exec(ctx, `UPDATE usage_periods SET ended_at = $2 WHERE seq = $1`, p.seq, micros(t.now))
}

func (t *Tx) beginUsage(ctx context.Context, p UsagePeriod) error {
	var ended sql.NullInt64
	if !p.EndedAt.IsZero() {
		ended = sql.NullInt64{Int64: micros(p.EndedAt), Valid: true}
	}
	return t.exec(ctx, `INSERT INTO usage_periods (kind, thing, item, quantity, price_cents, account_id, team_id, team_name, app_id, app_name, began_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.Kind, p.Thing, p.Item, p.Quantity, p.PriceCents, p.AccountID, p.TeamID, p.TeamName, p.AppID, p.AppName, micros(p.BeganAt), ended)
}

// renameUsage lets periods of an app or a team bear its new name; the other of the two is empty.
func (t *Tx) renameUsage(ctx context.Context, appID, teamID, name string) error {
	if appID != "" {
		return t.exec(ctx, `UPDATE usage_periods SET app_name = $2 WHERE app_id = $1 AND app_name <> $2`, appID, name)
	}
	return t.exec(ctx, `UPDATE usage_periods SET team_name = $2 WHERE team_id = $1 AND team_name <> $2`, teamID, name)
}

// Within is how long a period has lasted within a time up to now, in whole seconds.
func (p UsagePeriod) Within(from, to, now time.Time) time.Duration {
	end := now
	if !p.EndedAt.IsZero() && p.EndedAt.Before(end) {
		end = p.EndedAt
	}
	if to.Before(end) {
		end = to
	}
	begin := p.BeganAt
	if begin.Before(from) {
		begin = from
	}
	return max(0, end.Truncate(time.Second).Sub(begin.Truncate(time.Second)))
}

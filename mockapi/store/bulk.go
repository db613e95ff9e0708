package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// maxParameters is how many values go into one statement: SQLite looks for the place of each among all of them, so that long
// statements are slow, while short ones make PostgreSQL wait for the network.
const maxParameters = 320

// bulk runs an INSERT of many rows, as many at once as is fast, and reads what it returns with scan, which may be nil.
func (t *Tx) bulk(ctx context.Context, insert string, rows [][]any, suffix string, scan func(scanner) error) error {
	if len(rows) == 0 {
		return nil
	}
	n := max(1, maxParameters/len(rows[0]))
	rest := len(rows) % n // what does not fill a statement has one of its own
	if err := t.bulkPart(ctx, insert, rows[:rest], rest, suffix, scan); err != nil {
		return err
	}
	return t.bulkPart(ctx, insert, rows[rest:], n, suffix, scan)
}

// bulkPart inserts rows, n with each run of one statement.
func (t *Tx) bulkPart(ctx context.Context, insert string, rows [][]any, n int, suffix string, scan func(scanner) error) error {
	if len(rows) == 0 {
		return nil
	}
	statement := insert + " VALUES " + placeholders(n, len(rows[0])) + " " + suffix
	for ; len(rows) > 0; rows = rows[n:] {
		if err := t.runBulk(ctx, statement, slices.Concat(rows[:n]...), scan); err != nil {
			return translate(err)
		}
	}
	return nil
}

func (t *Tx) runBulk(ctx context.Context, statement string, args []any, scan func(scanner) error) error {
	if scan == nil {
		_, err := t.tx.exec(ctx, statement, args)
		return err
	}
	rows, err := t.tx.query(ctx, statement, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// placeholders is "($1,$2),($3,$4)" for two rows of two.
func placeholders(rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("),(")
		default:
			b.WriteString(",")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String() + ")"
}

// PutUsers adds people, or sets name, two-factor status and verification of those whose address is known, and answers all of
// them as they are now. No address may stand in the list twice.
func (t *Tx) PutUsers(ctx context.Context, users []User) ([]User, error) {
	var rows [][]any
	for _, u := range users {
		rows = append(rows, []any{cmp.Or(u.ID, t.newID()), u.Email, access.FoldEmail(u.Email), orNull(u.Name), u.TwoFactorAuthentication, u.Verified, micros(t.now), micros(t.now)})
	}
	put := make([]User, 0, len(users))
	err := t.bulk(ctx, `INSERT INTO users (id, email, email_key, name, two_factor_authentication, verified, created_at, updated_at)`, rows,
		`ON CONFLICT (email_key) DO UPDATE SET name = excluded.name, two_factor_authentication = excluded.two_factor_authentication,
			verified = excluded.verified, updated_at = excluded.updated_at RETURNING `+strings.ReplaceAll(userColumns, "u.", "users."),
		func(s scanner) error {
			u, err := scanUser(s)
			put = append(put, u)
			return err
		})
	return put, err
}

// PutMembers gives people their roles in a team, whether they had one or not; a membership that is there keeps its id. Nobody may stand in
// the list twice.
func (t *Tx) PutMembers(ctx context.Context, teamID string, members []Member) error {
	var rows [][]any
	for _, m := range members {
		rows = append(rows, []any{cmp.Or(m.ID, t.newID()), teamID, m.User.ID, string(m.Role), m.Federated, micros(t.now), micros(t.now)})
	}
	return t.bulk(ctx, `INSERT INTO team_members (id, team_id, user_id, role, federated, created_at, updated_at)`, rows,
		`ON CONFLICT (team_id, user_id) DO UPDATE SET role = excluded.role, federated = excluded.federated, updated_at = excluded.updated_at`, nil)
}

// Grant is what one person gets on one app.
type Grant struct {
	AppID, UserID string
	Permissions   access.Permissions
}

// PutGrants is [Tx.PutCollaborator] for many. Nobody may stand in the list twice for one app.
func (t *Tx) PutGrants(ctx context.Context, grants []Grant) error {
	var rows [][]any
	for _, g := range grants {
		rows = append(rows, []any{t.newID(), g.AppID, g.UserID, int64(g.Permissions), micros(t.now), micros(t.now)})
	}
	return t.bulk(ctx, `INSERT INTO collaborators (id, app_id, user_id, permissions, created_at, updated_at)`, rows,
		`ON CONFLICT (app_id, user_id) DO UPDATE SET permissions = excluded.permissions, updated_at = excluded.updated_at`, nil)
}

// TouchTeams counts a write to every team, as a change of what their people are called is. It takes the lock of each of them.
func (t *Tx) TouchTeams(ctx context.Context) error {
	return t.exec(ctx, `UPDATE teams SET version = version + 1`)
}

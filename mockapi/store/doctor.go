package store

import (
	"context"
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Check is one thing that must hold in a database, with what was found not to.
type Check struct {
	Name     string // what holds
	Findings []string
}

// invariant is a [Check] that a query makes: it answers the names of what breaks it, and text says what is wrong with each.
type invariant struct {
	name, text, query string
	args              []any
}

// invariants are what the server keeps true with every write. The database's own rules keep some of them as well; a database
// that was mended by hand, or copied by pieces, may break any.
var invariants = []invariant{
	{
		"every team has an admin", "the team %s has none: give a member the role admin",
		`SELECT t.name FROM teams t WHERE NOT EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.role = $1)`,
		[]any{string(access.Admin)},
	},
	{
		"every enterprise account has somebody who manages it", "the account %s has nobody: give a member of it the permission manage",
		`SELECT e.name FROM enterprise_accounts e WHERE NOT EXISTS (SELECT 1 FROM enterprise_account_members m
			WHERE m.account_id = e.id AND m.permissions & $1 <> 0)`,
		[]any{int64(access.AccountManage)},
	},
	{
		"every team of an enterprise account is an enterprise team", "the team %s has another type",
		`SELECT name FROM teams WHERE account_id IS NOT NULL AND type <> $1`,
		[]any{"enterprise"},
	},
	{
		"who has a role in a team is in its enterprise account", "%s",
		`SELECT u.email || ' has a role in the team ' || t.name || ', but is not in its account' FROM team_members m JOIN teams t ON t.id = m.team_id
			JOIN users u ON u.id = m.user_id WHERE t.account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM enterprise_account_members e
			WHERE e.account_id = t.account_id AND e.user_id = m.user_id)`, nil,
	},
	{
		"every grant on an app is of somebody, on something, and has view", "%s",
		`SELECT 'the grant ' || c.id FROM collaborators c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN apps a ON a.id = c.app_id
			WHERE u.id IS NULL OR a.id IS NULL OR c.permissions & $1 = 0`,
		[]any{int64(access.View)},
	},
	{
		"every grant on a space is of somebody who can hold it", "%s",
		`SELECT u.email || ' has create_apps on the space ' || s.name || ', but is neither member nor admin of its team' FROM space_members g
			JOIN spaces s ON s.id = g.space_id JOIN users u ON u.id = g.user_id
			WHERE NOT EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = s.team_id AND m.user_id = g.user_id AND m.role <> $1)`,
		[]any{string(access.Viewer)},
	},
	{
		"only apps of teams are locked", "the app %s belongs to a person and is locked",
		`SELECT name FROM apps WHERE team_id IS NULL AND locked = $1`,
		[]any{true},
	},
	{
		"every app has a release", "the app %s has none",
		`SELECT a.name FROM apps a WHERE NOT EXISTS (SELECT 1 FROM releases r WHERE r.app_id = a.id)`, nil,
	},
	{
		"every app in a space belongs to the space's team", "the app %s belongs to somebody else",
		`SELECT a.name FROM apps a JOIN spaces s ON s.id = a.space_id WHERE a.team_id IS NULL OR a.team_id <> s.team_id`, nil,
	},
	{
		"every app in a pipeline has the pipeline's owner", "%s",
		`SELECT 'the app ' || a.name || ' and the pipeline ' || p.name || ' have different owners' FROM pipeline_couplings k JOIN apps a ON a.id = k.app_id
			JOIN pipelines p ON p.id = k.pipeline_id WHERE COALESCE(a.team_id, a.owner_id) <> COALESCE(p.team_id, p.owner_id)`, nil,
	},
	{
		"every add-on is attached to the app that pays for it", "the add-on %s is not",
		`SELECT d.name FROM addons d WHERE NOT EXISTS (SELECT 1 FROM addon_attachments x WHERE x.addon_id = d.id AND x.app_id = d.app_id)`, nil,
	},
	{
		"every add-on service has one default plan", "the service %s has none, or several",
		`SELECT s.name FROM addon_services s WHERE (SELECT COUNT(*) FROM plans p WHERE p.service_id = s.id AND p.is_default = $1) <> 1`,
		[]any{true},
	},
	{
		"every open offer of an app comes from its owner", "the app %s is offered by somebody else",
		`SELECT a.name FROM app_transfers f JOIN apps a ON a.id = f.app_id WHERE f.state = 'pending' AND (a.owner_id IS NULL OR a.owner_id <> f.owner_id)`, nil,
	},
	{
		"nobody is invited to a team that he is in", "%s",
		`SELECT u.email || ' is invited to the team ' || t.name || ' and has a role in it' FROM team_invitations i JOIN teams t ON t.id = i.team_id
			JOIN users u ON u.id = i.user_id JOIN team_members m ON m.team_id = i.team_id AND m.user_id = i.user_id`, nil,
	},
	{
		"every default team exists", "%s has one that does not",
		`SELECT u.email FROM users u WHERE u.default_team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = u.default_team_id)`, nil,
	},
	{
		"what teams pay for is metered", "%s",
		`SELECT 'the add-on ' || d.name || ' is not' FROM addons d JOIN apps a ON a.id = d.app_id WHERE a.team_id IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM usage_periods p WHERE p.kind = 'addon' AND p.thing = d.id AND p.team_id = a.team_id AND p.ended_at IS NULL)
		UNION ALL SELECT 'the space ' || s.name || ' is not' FROM spaces s WHERE NOT EXISTS (
			SELECT 1 FROM usage_periods p WHERE p.kind = 'space' AND p.thing = s.id AND p.team_id = s.team_id AND p.ended_at IS NULL)
		UNION ALL SELECT 'the dynos of the app ' || a.name || ' are not' FROM apps a WHERE a.team_id IS NOT NULL AND
			(SELECT COUNT(*) FROM dynos d WHERE d.app_id = a.id AND d.expires_at = 0 AND d.state = 'up') <>
			(SELECT COALESCE(SUM(p.quantity), 0) FROM usage_periods p WHERE p.kind = 'dyno' AND p.app_id = a.id AND p.team_id = a.team_id AND p.ended_at IS NULL)
		UNION ALL SELECT 'something of the team ' || p.team_name || ' is metered that is gone: ' || p.kind || ' ' || p.thing FROM usage_periods p WHERE p.ended_at IS NULL AND (
			p.kind = 'addon' AND NOT EXISTS (SELECT 1 FROM addons d WHERE d.id = p.thing) OR p.kind = 'space' AND NOT EXISTS (SELECT 1 FROM spaces s WHERE s.id = p.thing)
			OR p.kind = 'dyno' AND NOT EXISTS (SELECT 1 FROM apps a WHERE a.id = p.app_id))`, nil,
	},
	{
		"addresses are kept in the form in which they are compared", "%s is not",
		`SELECT email FROM users WHERE email_key <> LOWER(email)`, nil,
	},
}

// engineChecks are what each engine can say about itself.
func (t *Tx) engineChecks() []invariant {
	if t.postgres {
		return []invariant{
			{"every constraint is checked", "the constraint %s is not: VALIDATE CONSTRAINT", `SELECT conname FROM pg_constraint WHERE NOT convalidated`, nil},
			{"every index is whole", "the index %s is not: REINDEX", `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid`, nil},
			// A transaction that is undone leaves a gap in PostgreSQL's numbers, so a gap says nothing.
			{
				"the audit trail goes on where it ends", "its next number is %s or below: an event has that number",
				`SELECT CAST(MAX(seq) AS TEXT) FROM events HAVING MAX(seq) > COALESCE(pg_sequence_last_value(pg_get_serial_sequence('events', 'seq')::regclass), 0)`, nil,
			},
		}
	}
	return []invariant{
		{"the file is whole", "%s", `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`, nil},
		{"every reference leads somewhere", "%s", `SELECT 'a row of ' || "table" || ' names one of ' || parent || ' that is not there' FROM pragma_foreign_key_check`, nil},
		{
			"the audit trail has no gaps", "after number %s events are missing",
			`SELECT CAST(e.seq AS TEXT) FROM events e WHERE e.seq < (SELECT MAX(seq) FROM events) AND NOT EXISTS (SELECT 1 FROM events n WHERE n.seq = e.seq + 1)`, nil,
		},
	}
}

// maxFindings is how many findings of one check are told.
const maxFindings = 20

// Diagnose looks whether the database holds together. Its schema must be this program's.
func (t *Tx) Diagnose(ctx context.Context) ([]Check, error) {
	checks := []Check{}
	for _, i := range append(t.engineChecks(), invariants...) {
		names, err := many(ctx, t, func(s scanner) (name string, err error) { return name, s.Scan(&name) }, i.query, i.args...)
		check := Check{i.name, findings(i.text, names)}
		if err != nil {
			if t.postgres || ctx.Err() != nil { // PostgreSQL answers nothing more in this transaction
				return checks, err
			}
			check.Findings = append(check.Findings, "it could not be looked at: "+err.Error())
		}
		checks = append(checks, check)
	}
	return checks, nil
}

func findings(text string, names []string) (list []string) {
	for i, name := range names {
		if i == maxFindings {
			return append(list, fmt.Sprintf("and %d more", len(names)-i))
		}
		list = append(list, fmt.Sprintf(text, name))
	}
	return list
}

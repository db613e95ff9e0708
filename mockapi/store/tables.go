package store

import (
	"context"
	"strings"
)

// Tables lists the tables of the database with their columns, but for the one in which the migrations are counted.
func (t *Tx) Tables(ctx context.Context) (map[string][]string, error) {
	query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`
	if t.postgres {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
	}
	tables := map[string][]string{}
	_, err := many(ctx, t, func(s scanner) (struct{}, error) {
		var table, column string
		err := s.Scan(&table, &column)
		if !strings.HasPrefix(table, "sqlite_") && table != versionTable {
			tables[table] = append(tables[table], column)
		}
		return struct{}{}, err
	}, query)
	return tables, err
}

// versionTable is where the migrations are counted.
const versionTable = "goose_db_version"

// past says which rows of a table are no longer what holds. Of other tables all rows are.
var past = map[string]string{
	"releases":         ` WHERE version > 1`,
	"inbound_rulesets": ` WHERE version < (SELECT MAX(n.version) FROM inbound_rulesets n WHERE n.space_id = inbound_rulesets.space_id)`,
	"app_transfers":    ` WHERE state <> 'pending'`,
	"usage_periods":    ` WHERE ended_at IS NOT NULL`,
}

// CountPast counts the rows of a table that [Tx.Tables] lists: of releases those after the first of each app, of rulesets those that
// were replaced, of transfers those that were answered, of usage what has ended, and of every other table all rows.
func (t *Tx) CountPast(ctx context.Context, table string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM "`+table+`"`+past[table])
}

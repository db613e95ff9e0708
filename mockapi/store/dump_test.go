package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// dump writes a whole database down as SQL, tables and rows.
func dump(t *testing.T, database string) string {
	t.Helper()
	if isPostgres(database) {
		return dumpPostgres(t, database)
	}
	return dumpSQLite(t, engine(t, database))
}

func isPostgres(database string) bool { return strings.HasPrefix(database, "postgres://") }

// dumpPostgres is pg_dump's, without what is only of its own version: comments, settings and the commands of psql.
func dumpPostgres(t *testing.T, database string) string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(mockapitest.DumpPostgres(t, database)) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "--") && !strings.HasPrefix(line, `\`) && !strings.HasPrefix(line, "SET ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// dumpSQLite lists the definitions as SQLite keeps them, each followed by its rows.
func dumpSQLite(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	for _, object := range textRows(t, db, `SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		name, kind, definition := object[0], object[1], object[2]
		fmt.Fprintf(&b, "%s;\n", definition)
		if kind != "table" {
			continue
		}
		columns := textRows(t, db, `SELECT '"' || name || '"', 'quote("' || name || '")' FROM pragma_table_info('`+name+`')`)
		var names, values []string
		for _, c := range columns {
			names, values = append(names, c[0]), append(values, c[1])
		}
		for _, row := range textRows(t, db, `SELECT `+strings.Join(values, ` || ', ' || `)+` FROM "`+name+`" ORDER BY rowid`) {
			fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES (%s);\n", name, strings.Join(names, ", "), row[0])
		}
	}
	return b.String()
}

// textRows reads rows of text.
func textRows(t *testing.T, db *sql.DB, query string) (rows [][]string) {
	t.Helper()
	found, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for found.Next() {
		row, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// differing are the lines of either text that the other has not.
func differing(a, b string) string {
	var out []string
	for _, pair := range [][3]string{{"-", a, b}, {"+", b, a}} {
		other := map[string]bool{}
		for line := range strings.Lines(pair[2]) {
			other[line] = true
		}
		for line := range strings.Lines(pair[1]) {
			if !other[line] {
				out = append(out, pair[0]+line)
			}
		}
	}
	return strings.Join(out, "")
}

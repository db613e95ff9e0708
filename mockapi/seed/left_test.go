package seed

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestEveryColumnIsAccountedFor: a migration that adds a table or a column says here whether a dump holds it.
func TestEveryColumnIsAccountedFor(t *testing.T) {
	st, err := store.Open(t.Context(), store.Memory, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var tables map[string][]string
	if err := st.Read(t.Context(), func(tx *store.Tx) (err error) {
		tables, err = tx.Tables(t.Context())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for table, columns := range tables {
		known, isHeld := held[table]
		if !isHeld && unheld[table] == "" {
			t.Errorf("the table %s stands neither in held nor in unheld (left.go): let a seed file hold it, or say that none does", table)
		}
		for _, column := range columns {
			if isHeld && !slices.Contains(strings.Fields(known), column) {
				t.Errorf("held (left.go) does not know the column %s of %s: let a seed file hold it and add it there", column, table)
			}
		}
	}
	for _, table := range slices.Concat(slices.Collect(maps.Keys(held)), slices.Collect(maps.Keys(unheld))) {
		if tables[table] == nil {
			t.Errorf("left.go speaks of a table %s that does not exist", table)
		}
	}
}

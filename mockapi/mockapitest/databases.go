package mockapitest

import (
	"path/filepath"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// EachDatabase runs a test on every database that the control plane knows: SQLite in memory and in a file, and PostgreSQL where
// it is installed.
func EachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Run("memory", func(t *testing.T) { test(t, store.Memory) })
	EachDurable(t, test)
}

// EachDurable is [EachDatabase] without the database in memory.
func EachDurable(t *testing.T, test func(t *testing.T, database string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "test.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

package conformance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/conformance"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }

// TestControlPlane runs the suite against this project's own control plane. Every world has a database to itself.
func TestControlPlane(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		conformance.Run(t, conformance.Target{
			World: func(t *testing.T, seed string) string {
				return mockapitest.StartOn(t, another(t, database), seed).URL
			},
			Thorough: database == ":memory:", // the rules are the same on every database; the queries under them are asked there too
		})
	})
}

// another is an empty database of the same sort.
func another(t *testing.T, database string) string {
	switch {
	case strings.HasPrefix(database, "postgres://"):
		return mockapitest.Postgres(t)
	case strings.HasSuffix(database, ".db"):
		return filepath.Join(t.TempDir(), filepath.Base(database))
	}
	return database
}

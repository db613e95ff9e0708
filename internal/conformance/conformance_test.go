package conformance_test

import (
	"cmp"
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

// TestAPI runs what needs no world against an API that runs already, with CONFORMANCE_TOKEN, CONFORMANCE_ACCOUNT and
// CONFORMANCE_DOMAIN also what makes a team of its own.
func TestAPI(t *testing.T) {
	address := os.Getenv("CONFORMANCE_URL")
	if address == "" {
		t.Skip("CONFORMANCE_URL is not set: no other API is held to the contract")
	}
	conformance.Run(t, conformance.Target{
		BaseURL: strings.TrimSuffix(address, "/"),
		Token:   os.Getenv("CONFORMANCE_TOKEN"),
		Account: os.Getenv("CONFORMANCE_ACCOUNT"),
		Domain:  cmp.Or(os.Getenv("CONFORMANCE_DOMAIN"), "example.com"),
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

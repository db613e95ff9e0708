package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/conformance"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestReplicas holds three processes on one PostgreSQL database to the contract of the API, as if they were one, while they are
// killed, stopped and started again. All three start on an empty database at once, with the same seed file.
func TestReplicas(t *testing.T) {
	t.Parallel()
	topics := []string{"members", "collaborators", "admins remove each other"}
	if soak() {
		topics = nil
	}
	t.Logf("topics %q; all with make soak", topics)
	conformance.Run(t, conformance.Target{Topics: topics, World: func(t *testing.T, seed string) string {
		database, file := mockapitest.Postgres(t), filepath.Join(t.TempDir(), "seed.yaml")
		if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
			t.Fatal(err)
		}
		_, url := balance(t, 40, "--database", database, "--seed", file, "--rate-limit", "1000000000", "--drain-idle", "30s")
		return url
	}})
}

// TestReplicasShowTheSame: what one replica changes, all others show from the next request on, lists that they keep encoded and
// what another seed file changes among it.
func TestReplicasShowTheSame(t *testing.T) {
	t.Parallel()
	database, seed := mockapitest.Postgres(t), filepath.Join(t.TempDir(), "seed.yaml")
	write(t, seed, []byte(seedFile))
	f, _ := balance(t, 0, "--database", database, "--seed", seed)
	emails := func(p *process) (list []string) {
		var members []api.TeamMember
		status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/members")
		if err := json.Unmarshal([]byte(answer), &members); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s %v", status, answer, err)
		}
		for _, m := range members {
			list = append(list, m.Email)
		}
		return list
	}
	for n := range 20 {
		writer := f.replicas[n%3].process.Load()
		email := fmt.Sprintf("p%02d@acme.test", n)
		mustPut(t, writer, strings.TrimSuffix(email, "@acme.test"))
		for i, r := range f.replicas {
			if !slices.Contains(emails(r.process.Load()), email) {
				t.Errorf("replica %d does not show %s", i, email)
			}
		}
	}
	write(t, seed, []byte(`users: [{email: ada@acme.test, name: Augusta Ada, two_factor_authentication: true}]`))
	serve(t, "--database", database, "--seed", seed).stop(t)
	for i, r := range f.replicas {
		if _, answer := get(t, r.process.Load().address, "HRKU-ada", "/teams/widgets/members"); !strings.Contains(answer, `"Augusta Ada"`) {
			t.Errorf("replica %d shows the name of before: %s", i, answer)
		}
	}
}

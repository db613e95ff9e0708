package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// rounds is how often two people race in a test.
const rounds = 50

// race runs the functions at the same moment, as far as a machine can, and waits for them.
func race(funcs ...func()) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for _, f := range funcs {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			f()
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// admins lists the admins of the team widgets, as somebody sees them who never loses his role.
func admins(t *testing.T, s *mockapitest.Server) (emails []string) {
	t.Helper()
	var members []api.TeamMember
	must(t, s, http.StatusOK, "HRKU-vic", "GET", "/teams/widgets/members", nil, &members)
	for _, m := range members {
		if *m.Role == "admin" {
			emails = append(emails, m.Email)
		}
	}
	return emails
}

// TestTwoAdminsRemoveEachOther: whatever they do to each other at the same moment, one admin stays, on one server and on two
// over the same database.
func TestTwoAdminsRemoveEachOther(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		first := mockapitest.StartOn(t, database, world)
		second := mockapitest.StartOn(t, database, world)
		attacks := []struct {
			method, path string // %s is the victim
			body         func(victim string) any
		}{
			{"DELETE", "/teams/widgets/members/%s", func(string) any { return nil }},
			{"PATCH", "/teams/widgets/members?%s", func(v string) any { return object{"email": v, "role": "member"} }},
			{"PUT", "/teams/widgets/members?%s", func(v string) any { return object{"email": v, "role": "viewer"} }},
		}
		for round := range rounds {
			attack := attacks[round%len(attacks)]
			var statuses [2]int
			hit := func(i int, s *mockapitest.Server, token, victim string) func() {
				return func() {
					statuses[i], _ = s.Do(t, token, attack.method, fmt.Sprintf(attack.path, victim), attack.body(victim))
				}
			}
			race(hit(0, first, "HRKU-ada", "bob@acme.test"), hit(1, second, "HRKU-bob", "ada@acme.test"))
			left := admins(t, first)
			if len(left) != 1 {
				t.Fatalf("round %d, %s: %d admins are left (%v), answers %v", round, attack.method, len(left), left, statuses)
			}
			if (statuses[0] == http.StatusOK) == (statuses[1] == http.StatusOK) {
				t.Fatalf("round %d, %s: answers %v, exactly one should have won", round, attack.method, statuses)
			}
			token := map[string]string{"ada@acme.test": "HRKU-ada", "bob@acme.test": "HRKU-bob"}[left[0]]
			for _, email := range []string{"ada@acme.test", "bob@acme.test"} {
				status, answer := first.Do(t, token, "PUT", "/teams/widgets/members", object{"email": email, "role": "admin"})
				if status >= 300 {
					t.Fatalf("put %s back: %d %s", email, status, answer)
				}
			}
		}
	})
}

// TestTwoAdminsLeave: when both leave at the same moment, one of them cannot.
func TestTwoAdminsLeave(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		for round := range rounds {
			var answers [2][]byte
			var statuses [2]int
			race(
				func() { statuses[0], answers[0] = s.Do(t, "HRKU-ada", "DELETE", "/teams/widgets/members/~", nil) },
				func() { statuses[1], answers[1] = s.Do(t, "HRKU-bob", "DELETE", "/teams/widgets/members/~", nil) },
			)
			stayed, token := 0, "HRKU-ada"
			if statuses[1] != http.StatusOK {
				stayed, token = 1, "HRKU-bob"
			}
			var refused api.Error
			if err := json.Unmarshal(answers[stayed], &refused); err != nil || statuses[stayed] != http.StatusUnprocessableEntity ||
				refused.ID != api.ErrInvalidParams || statuses[1-stayed] != http.StatusOK {
				t.Fatalf("round %d: answers %v %s %s", round, statuses, answers[0], answers[1])
			}
			gone := []string{"bob@acme.test", "ada@acme.test"}[stayed]
			must(t, s, http.StatusCreated, token, "POST", "/teams/widgets/members", object{"email": gone, "role": "admin"}, nil)
		}
	})
}

// TestConcurrentWrites: many people write to one team and its apps at once; everything that was acknowledged is there.
func TestConcurrentWrites(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		servers := []*mockapitest.Server{mockapitest.StartOn(t, database, world), mockapitest.StartOn(t, database, world)}
		var writers []func()
		for i := range 16 {
			s, email := servers[i%2], fmt.Sprintf("p%02d@acme.test", i)
			writers = append(writers, func() {
				if status, answer := s.Do(t, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": email, "role": "member"}); status != http.StatusCreated {
					t.Errorf("%s: %d %s", email, status, answer)
				}
				if status, answer := s.Do(t, "HRKU-ada", "POST", "/teams/apps/web/collaborators", object{"user": email, "permissions": []string{"deploy"}}); status != http.StatusCreated {
					t.Errorf("%s on web: %d %s", email, status, answer)
				}
			})
		}
		must(t, servers[0], http.StatusCreated, "HRKU-ada", "POST", "/teams/apps", object{"team": "gadgets", "name": "gadget"}, nil)
		// Two transfers in opposite directions take the locks of both teams in opposite order.
		for i, move := range []struct{ app, to string }{{"vault", "gadgets"}, {"gadget", "widgets"}} {
			writers = append(writers, func() {
				if status, answer := servers[i].Do(t, "HRKU-ada", "PATCH", "/teams/apps/"+move.app, object{"owner": move.to}); status != http.StatusOK {
					t.Errorf("%s to %s: %d %s", move.app, move.to, status, answer)
				}
			})
		}
		race(writers...)
		var members []api.TeamMember
		must(t, servers[0], http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/members", nil, &members)
		var grants []api.Collaborator
		must(t, servers[1], http.StatusOK, "HRKU-ada", "GET", "/teams/apps/web/collaborators", nil, &grants)
		var moved api.TeamApp
		must(t, servers[1], http.StatusOK, "HRKU-ada", "GET", "/teams/apps/vault", nil, &moved)
		if len(members) != 4+16 || len(grants) != 1+2+16 || moved.Team.Name != "gadgets" {
			t.Errorf("%d members, %d collaborators, vault in %s", len(members), len(grants), moved.Team.Name)
		}
	})
}

// TestPipelineAndAppGoApart: while a pipeline is transferred, one of its apps is transferred alone, each way. Whoever wins, an app
// that is in the pipeline has the pipeline's owner.
func TestPipelineAndAppGoApart(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		first := mockapitest.StartOn(t, database, world)
		second := mockapitest.StartOn(t, database, world)
		p, _, _ := flow(t, first)
		teams := []string{"gadgets", "widgets"}
		for round := range rounds {
			to, away := ownerOf(t, first, teams[round%2]), teams[round%3%2]
			race(
				func() {
					first.Do(t, "HRKU-ada", "POST", "/pipeline-transfers", object{"pipeline": object{"id": p.ID}, "new_owner": to})
				},
				func() { second.Do(t, "HRKU-ada", "PATCH", "/teams/apps/web", object{"owner": away}) },
				func() {
					second.Do(t, "HRKU-ada", "POST", "/pipeline-couplings", object{"app": "web", "pipeline": p.ID, "stage": "staging"})
				})
			var now api.Pipeline
			must(t, first, http.StatusOK, "HRKU-ada", "GET", "/pipelines/flow", nil, &now)
			var couplings []api.PipelineCoupling
			must(t, second, http.StatusOK, "HRKU-ada", "GET", "/pipelines/flow/pipeline-couplings", nil, &couplings)
			for _, k := range couplings {
				var app api.App
				must(t, first, http.StatusOK, "HRKU-ada", "GET", "/apps/"+k.App.ID, nil, &app)
				if app.Team.ID != now.Owner.ID {
					t.Fatalf("round %d: %s of %s is in a pipeline of %+v", round, app.Name, app.Team.Name, now.Owner)
				}
			}
		}
	})
}

// TestTokenEndsInUse: a token is replaced while others write with it what belongs to the same person. Everybody waits for one another in
// one order, so that PostgreSQL, which takes a second to notice, has no deadlock to break.
func TestTokenEndsInUse(t *testing.T) {
	s := mockapitest.StartOn(t, mockapitest.Postgres(t), world)
	for range rounds {
		var made api.OAuthAuthorization
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/oauth/authorizations", object{}, &made)
		use := func() {
			status, answer := s.Do(t, made.AccessToken.Token, "PATCH", "/teams/widgets", object{"default": true})
			if status != http.StatusOK && status != http.StatusUnauthorized {
				t.Errorf("%d %s", status, answer)
			}
		}
		race(use, use, func() {
			must(t, s, http.StatusOK, "HRKU-ada", "POST", "/oauth/authorizations/"+made.ID+"/actions/regenerate-tokens", nil, nil)
		})
		if stats := s.Store.Stats(); stats.Retries != 0 {
			t.Fatalf("%d transactions had to be repeated", stats.Retries)
		}
	}
}

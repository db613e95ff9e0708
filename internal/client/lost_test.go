package client

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// A POST whose answer is lost is not repeated. What it should have made is looked for, and taken only if the API, by its own clock, has
// made it since.
func TestLost(t *testing.T) {
	const app, old = `{"id":"1","name":"web","team":{"id":"7","name":"acme"},"created_at":"CREATED"}`, -time.Minute
	clock := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC) // the API's
	found := func(body string, age time.Duration) http.HandlerFunc {
		return answer(200, strings.Replace(body, "CREATED", clock.Add(age).Format(time.RFC3339), 1), "Date", clock.Format(http.TimeFormat))
	}
	for what, test := range map[string]struct {
		lost, then http.HandlerFunc
		made       bool
		absent     bool
	}{
		"made":                {hangUp, found(app, 0), true, false},
		"made, half answered": {breakOff, found(app, -time.Second), true, false},
		"made, 502":           {answer(502, ``), found(app, 0), true, false},
		"older":               {hangUp, found(app, old), false, false},
		"of another team":     {hangUp, found(strings.Replace(app, "acme", "apex", 1), 0), false, false},
		"of nobody's":         {hangUp, found(`{"id":"1","name":"web","created_at":"CREATED"}`, 0), false, false},
		"of unknown age":      {hangUp, answer(200, app), false, false},
		"absent":              {hangUp, answer(404, `{"id":"not_found","message":"No."}`), false, true},
		"absent, says who":    {hangUp, answer(404, `<html>`), false, false},
		"somebody else's":     {hangUp, answer(403, `{"id":"forbidden","message":"No."}`), false, false},
		"still no answer":     {hangUp, hangUp, false, false},
	} {
		s := serve(t, test.lost, test.then)
		got, err := s.client(t).CreateTeamApp(t.Context(), api.TeamAppCreate{AppCreate: api.AppCreate{Name: "web"}, Team: "acme"})
		failure, failed := err.(*Failure) //nolint:errorlint // it is never wrapped
		if (err == nil) != test.made || test.made && got.ID != "1" {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
		if failed && (failure.Method != http.MethodPost || failure.Absent != test.absent) {
			t.Errorf("%s: %+v", what, failure)
		}
		posts := 0
		for _, r := range s.requests {
			if r.Method == http.MethodPost {
				posts++
			}
		}
		if last := s.requests[len(s.requests)-1]; posts != 1 || last.Method != http.MethodGet || last.URL.Path != "/teams/apps/web" {
			t.Errorf("%s: %d POSTs, and %s %s last", what, posts, last.Method, last.URL.Path)
		}
	}
}

// A team is looked for in the same way, and is the one that was asked for if it belongs to the same account.
func TestLostTeam(t *testing.T) {
	now := time.Now().UTC()
	for account, made := range map[string]bool{"acme": true, "7": true, "apex": false, "": false} {
		s := serve(t, hangUp, answer(200, `{"id":"1","name":"web","enterprise_account":{"id":"7","name":"acme"},"created_at":"`+now.Format(time.RFC3339)+`"}`))
		if _, err := s.client(t).CreateTeam(t.Context(), account, api.TeamCreate{Name: "web"}); (err == nil) != made {
			t.Errorf("a team of acme after one of %q was asked for: %v", account, err)
		}
	}
}

// So is a private space, which is the one that was asked for if it belongs to the same team.
func TestLostSpace(t *testing.T) {
	now := time.Now().UTC()
	for team, made := range map[string]bool{"acme": true, "7": true, "apex": false} {
		s := serve(t, hangUp, answer(200, `{"id":"1","name":"vault","team":{"id":"7","name":"acme"},"created_at":"`+now.Format(time.RFC3339)+`"}`))
		if got, err := s.client(t).CreateSpace(t.Context(), api.SpaceCreate{Name: "vault", Team: team}); (err == nil) != made || made && got.ID != "1" {
			t.Errorf("a space of acme after one of %q was asked for: %+v, %v", team, got, err)
		}
	}
}

// An identity provider is looked for among the owner's, and is the one that was asked for if it was set up in the same way.
func TestLostIdentityProvider(t *testing.T) {
	now := time.Now().UTC()
	for entity, made := range map[string]bool{"urn:idp": true, "urn:other": false} {
		s := serve(t, hangUp, answer(200, `[{"id":"9","entity_id":"urn:third","certificate":"A B"},{"id":"1","entity_id":"urn:idp","certificate":"A\r\nB","created_at":"`+now.Format(time.RFC3339)+`"}]`))
		got, err := s.client(t).CreateIdentityProvider(t.Context(), "acme", api.TeamIdentityProviderCreate{EntityID: entity, Certificate: "A\nB\n"})
		if (err == nil) != made || made && got.ID != "1" || !made && !Lost(err) {
			t.Errorf("after one of %q was asked for: %+v, %v", entity, got, err)
		}
	}
}

// What the API was to choose a name for cannot be looked for.
func TestLostNameless(t *testing.T) {
	s := serve(t, hangUp, answer(200, `{}`))
	if _, err := s.client(t).CreateTeamApp(t.Context(), api.TeamAppCreate{Team: "acme"}); !Lost(err) || len(s.requests) != 1 {
		t.Errorf("%v after %d requests", err, len(s.requests))
	}
}

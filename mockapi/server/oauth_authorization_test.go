package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// hands is a clock that a test moves.
type hands struct {
	mu   sync.Mutex
	now  time.Time
	stop func() // ends the server, when the requests that are under way have ended
}

func (h *hands) read() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) move(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// startAt starts a control plane whose clock the test moves. What it logs goes to log.
func startAt(t *testing.T, database string, now time.Time, log *slog.Logger) (*mockapitest.Server, *hands) {
	t.Helper()
	return startWith(t, database, world, now, log)
}

// startWith is startAt with another seed file.
func startWith(t *testing.T, database, seedFile string, now time.Time, log *slog.Logger) (*mockapitest.Server, *hands) {
	t.Helper()
	clock := &hands{now: now}
	st := mockapitest.OpenAt(t, database, seedFile, clock.read)
	hs := httptest.NewServer(server.New(st, server.Options{Clock: clock.read, Logger: log}))
	clock.stop = hs.Close
	t.Cleanup(hs.Close)
	return &mockapitest.Server{URL: hs.URL, Store: st}, clock
}

const oauth = "/oauth/authorizations"

func TestAuthorizations(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		var made, read, rotated api.OAuthAuthorization
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", oauth, object{"description": "laptop", "expires_in": "3600", "scope": []string{"read", "identity"}}, &made)
		token := made.AccessToken.Token
		if !strings.HasPrefix(token, "HRKU-") || *made.AccessToken.ExpiresIn != 3600 || strings.Join(made.Scope, " ") != "identity read" || *made.User.FullName != "Ada" {
			t.Errorf("made %+v %+v", made, made.AccessToken)
		}
		must(t, s, http.StatusOK, token, "GET", "/teams/widgets", nil, nil)
		must(t, s, http.StatusOK, token, "GET", "/account", nil, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "GET", oauth+"/"+made.ID, nil, &read)
		if read.AccessToken.Token != api.HiddenToken || *read.AccessToken.ExpiresIn > 3600 || read.AccessToken.ID != made.AccessToken.ID {
			t.Errorf("read %+v", read.AccessToken)
		}
		one := oauth + "/" + made.ID
		play(t, s, []step{
			{"ada", "GET", oauth, nil, 200, `"description":"Made by mockapi"`},
			{"ada", "GET", oauth, nil, 200, `"description":"laptop"`},
			{"bob", "GET", one, nil, 404, "Couldn't find that OAuth authorization."},
			{"bob", "PATCH", one, object{"description": "mine"}, 404, ""},
			{"bob", "DELETE", one, nil, 404, ""},
			{"bob", "POST", one + "/actions/regenerate-tokens", nil, 404, ""},
			{"ada", "POST", oauth, object{}, 201, `"scope":["global"]`},
			{"ada", "POST", oauth, object{"expires_in": nil, "scope": []string{"write-protected"}}, 201, `"expires_in":null`},
			{"ada", "POST", oauth, object{"expires_in": 60}, 201, `"expires_in":60`},
			{"ada", "POST", oauth, object{"expires_in": 0}, 422, "expires_in is a number of seconds"},
			{"ada", "POST", oauth, object{"expires_in": -5}, 422, "expires_in is a number of seconds"},
			{"ada", "POST", oauth, object{"expires_in": "9999999999999"}, 422, "expires_in is a number of seconds"},
			{"ada", "POST", oauth, object{"expires_in": "soon"}, 422, "expires_in is not a whole number of seconds"},
			{"ada", "POST", oauth, object{"expires_in": 1.5}, 422, "expires_in is not a whole number of seconds"},
			{"ada", "POST", oauth, object{"scope": []string{"admin"}}, 422, "Unknown scope"},
			{"ada", "POST", oauth, object{"scope": "read"}, 422, "scope must be a list"},
			{"ada", "POST", oauth, object{"description": "a\x01"}, 422, "description must be"},
			{"ada", "POST", oauth, object{"client": made.ID}, 404, "Couldn't find that OAuth client."},
			{"ada", "PATCH", one, object{}, 422, "Nothing to change"},
			{"ada", "PATCH", one, object{"description": "desktop"}, 200, `"description":"desktop"`},
		})
		must(t, s, http.StatusForbidden, token, "GET", oauth, nil, nil)
		must(t, s, http.StatusForbidden, token, "POST", oauth, object{}, nil)
		must(t, s, http.StatusForbidden, token, "PATCH", "/teams/widgets", object{"name": "other"}, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "POST", one+"/actions/regenerate-tokens", nil, &rotated)
		must(t, s, http.StatusUnauthorized, token, "GET", "/account", nil, nil)
		must(t, s, http.StatusOK, rotated.AccessToken.Token, "GET", "/account", nil, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "DELETE", one, nil, nil)
		must(t, s, http.StatusUnauthorized, rotated.AccessToken.Token, "GET", "/account", nil, nil)
		must(t, s, http.StatusNotFound, "HRKU-ada", "DELETE", one, nil, nil)
		for _, e := range events(t, s) {
			if text, err := json.Marshal(e); err != nil || strings.Contains(string(text), token) || strings.Contains(string(text), rotated.AccessToken.Token) {
				t.Errorf("a token in the audit trail: %s, %v", text, err)
			}
		}
		resp, _ := s.DoHeader(t, "HRKU-ada", "GET", oauth, nil, http.Header{"Range": {"id ..; max=2"}})
		if resp.StatusCode != http.StatusPartialContent {
			t.Errorf("a page of authorizations: %d", resp.StatusCode)
		}
	})
}

// TestAuthorizationsAudit reads the line of each change.
func TestAuthorizationsAudit(t *testing.T) {
	s := mockapitest.Start(t, world)
	var a api.OAuthAuthorization
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", oauth, object{}, &a)
	must(t, s, http.StatusOK, "HRKU-ada", "PATCH", oauth+"/"+a.ID, object{"description": "x"}, nil)
	must(t, s, http.StatusOK, "HRKU-ada", "POST", oauth+"/"+a.ID+"/actions/regenerate-tokens", nil, nil)
	must(t, s, http.StatusOK, "HRKU-ada", "DELETE", oauth+"/"+a.ID, nil, nil)
	var got []string
	for _, e := range events(t, s) {
		if e.Type == "oauth_authorization" && e.Data["id"] == a.ID {
			got = append(got, e.Action)
		}
	}
	if strings.Join(got, " ") != "create update rotate destroy" {
		t.Errorf("events %q", got)
	}
}

// TestTokensExpire: a token works until its end and not a moment longer, and nothing of it is logged.
func TestTokensExpire(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		var said strings.Builder
		s, clock := startAt(t, database, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), slog.New(slog.NewJSONHandler(&said, nil)))
		var a api.OAuthAuthorization
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", oauth, object{"expires_in": 90}, &a)
		token := a.AccessToken.Token
		clock.move(89*time.Second + 999*time.Millisecond)
		must(t, s, http.StatusOK, token, "GET", oauth+"/"+a.ID, nil, &a)
		if *a.AccessToken.ExpiresIn != 1 {
			t.Errorf("%d seconds left", *a.AccessToken.ExpiresIn)
		}
		clock.move(time.Millisecond)
		must(t, s, http.StatusUnauthorized, token, "GET", "/account", nil, nil)
		must(t, s, http.StatusNotFound, "HRKU-ada", "GET", oauth+"/"+a.ID, nil, nil)
		var left []api.OAuthAuthorization
		if must(t, s, http.StatusOK, "HRKU-ada", "GET", oauth, nil, &left); len(left) != 1 {
			t.Errorf("listed after the end: %+v", left)
		}
		clock.stop()
		if strings.Contains(said.String(), token) || !strings.Contains(said.String(), oauth) {
			t.Error("the log holds the token, or nothing at all")
		}
	})
}

package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// withClients gives ada and joe tokens of a third-party client, and of one of Heroku's own.
func withClients() string {
	seed := world
	for _, who := range []string{"ada", "joe"} {
		text := "\n    authorizations:\n"
		for client, heroku := range map[string]bool{"dashboards": false, "heroku-cli": true} {
			sum := sha256.Sum256([]byte("HRKU-" + who + "-" + client))
			text += fmt.Sprintf("      - {token_sha256: %s, client: {name: %s, heroku: %v}}\n", hex.EncodeToString(sum[:]), client, heroku)
		}
		for _, line := range strings.Split(world, "\n") {
			if strings.Contains(line, "token: HRKU-"+who+"}") || strings.Contains(line, "token: HRKU-"+who+",") {
				block := strings.NewReplacer("  - {", "  - ", "}", "", ", ", "\n    ").Replace(line)
				seed = strings.Replace(seed, line+"\n", block+text, 1)
			}
		}
	}
	return seed
}

// TestThirdPartyOAuthAccess: a team with the switch off is closed to the tokens of other people's clients, with all that it owns, also what
// comes later; to Heroku's own clients, and for what its members own themselves, nothing changes.
func TestThirdPartyOAuthAccess(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, withClients())
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/spaces", object{"name": "orbit", "team": "widgets"}, nil)
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/pipelines", object{"name": "flow", "owner": object{"type": "team", "id": teamID(t, s)}}, nil)
		owned := []string{
			"/teams/widgets", "/teams/widgets/apps", "/teams/widgets/members", "/teams/widgets/preferences", "/teams/widgets/spaces", "/apps/web", "/teams/apps/web",
			"/apps/web/config-vars", "/apps/web/releases", "/apps/web/addons", "/addons/clock", "/apps/web/collaborators", "/spaces/orbit", "/spaces/orbit/inbound-ruleset", "/pipelines/flow",
		}
		other := []string{"/account", "/apps", "/teams", "/apps/hobby", "/apps/hobby/config-vars", "/spaces", "/pipelines", "/addons", "/regions", "/users/~/apps"}
		try := func(token, path string, want int) {
			t.Helper()
			if status, answer := s.Do(t, token, "GET", path, nil); status != want {
				t.Errorf("GET %s with %s: %d %s, want %d", path, token, status, answer, want)
			}
		}
		all := func(token string, want int) {
			t.Helper()
			for _, path := range owned {
				try(token, path, want)
			}
		}
		all("HRKU-ada-dashboards", http.StatusOK)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets", object{"default": true}, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": false}, nil)
		var preferences map[string]any
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": false}, &preferences)
		if preferences["third-party-oauth-access"] != false {
			t.Errorf("preferences %v", preferences)
		}
		all("HRKU-ada-dashboards", http.StatusForbidden)
		all("HRKU-ada-heroku-cli", http.StatusOK)
		all("HRKU-ada", http.StatusOK)
		for _, path := range other {
			try("HRKU-joe-dashboards", path, http.StatusOK)
		}
		for _, list := range []string{"/apps", "/spaces", "/pipelines", "/addons", "/addon-attachments"} {
			for token, shown := range map[string]bool{"HRKU-ada": true, "HRKU-ada-dashboards": false} {
				_, answer := s.Do(t, token, "GET", list, nil)
				if (string(answer) != "[]") != shown {
					t.Errorf("GET %s with %s: %s", list, token, answer)
				}
			}
		}

		for _, path := range []string{"/teams", "/enterprise-accounts/acme/teams", "/account"} {
			for token, shown := range map[string]bool{"HRKU-ada": true, "HRKU-ada-heroku-cli": true, "HRKU-ada-dashboards": false} {
				if _, answer := s.Do(t, token, "GET", path, nil); contains(string(answer), `"widgets"`) != shown || path != "/account" && !contains(string(answer), `"gadgets"`) {
					t.Errorf("GET %s with %s: %s", path, token, answer)
				}
			}
		}

		// Nothing can be written, brought in or made a token of either.
		must(t, s, http.StatusForbidden, "HRKU-ada-dashboards", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": true}, nil)
		must(t, s, http.StatusForbidden, "HRKU-ada-dashboards", "POST", "/teams/apps", object{"name": "intruder", "team": "widgets"}, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe-dashboards", "PATCH", "/teams/apps/hobby", object{"owner": "widgets"}, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe-dashboards", "POST", "/oauth/authorizations", object{}, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe-dashboards", "GET", "/account/mails", nil, nil)

		// What was his own and is transferred in is closed from then on, and open again when the team opens.
		must(t, s, http.StatusOK, "HRKU-joe-dashboards", "PATCH", "/apps/hobby", object{"maintenance": true}, nil)
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps/hobby/collaborators", object{"user": "ada@acme.test"}, nil)
		must(t, s, http.StatusCreated, "HRKU-joe-dashboards", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "ada@acme.test"}, nil)
		must(t, s, http.StatusOK, "HRKU-ada-dashboards", "PATCH", "/account/app-transfers/hobby", object{"state": "declined"}, nil)
		must(t, s, http.StatusOK, "HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "widgets"}, nil)
		for token, want := range map[string]int{"HRKU-joe": 1, "HRKU-joe-dashboards": 0, "HRKU-ada-dashboards": 0} {
			var transfers []struct{ ID string }
			must(t, s, http.StatusOK, token, "GET", "/account/app-transfers", nil, &transfers)
			if len(transfers) != want {
				t.Errorf("app transfers with %s: %v", token, transfers)
			}
		}
		_, answer := s.Do(t, "HRKU-joe-dashboards", "GET", "/apps/hobby", nil)
		if !strings.Contains(string(answer), "it requires one of Heroku's own clients: the team has third-party OAuth access off") {
			t.Errorf("the refusal says %s", answer)
		}
		try("HRKU-joe-heroku-cli", "/apps/hobby", http.StatusOK)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": true}, nil)
		try("HRKU-joe-dashboards", "/apps/hobby", http.StatusOK)
		all("HRKU-ada-dashboards", http.StatusOK)
	})
}

func teamID(t *testing.T, s *mockapitest.Server) string {
	t.Helper()
	var team struct{ ID string }
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets", nil, &team)
	return team.ID
}

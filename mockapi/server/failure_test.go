package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestArticles: a refusal that an article of the Dev Center says more about has its address, and no other has one. [TestRateLimitAnswers] has one more.
func TestArticles(t *testing.T) {
	s := mockapitest.Start(t, world)
	ecoApp(t, s, "hobby")
	must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"addons-controls": true}, nil)
	for i := range 5 {
		must(t, s, http.StatusCreated, "HRKU-sam", "POST", "/teams", object{"name": fmt.Sprintf("team-%d", i)}, nil)
	}
	for i := range 24 {
		must(t, s, http.StatusCreated, "HRKU-sam", "PUT", "/teams/team-0/invitations", object{"email": fmt.Sprintf("guest-%d@acme.test", i), "role": "member"}, nil)
	}
	for _, c := range []struct {
		who, method, path string
		body              any
		status            int
		article           string
	}{
		{"ada", "PATCH", "/teams/gadgets/members", object{"email": "ada@acme.test", "role": "member"}, 422, "org-users-access"},
		{"joe", "POST", "/apps/vault/addons", object{"plan": "scheduler"}, 403, "addon-controls"},
		{"sam", "POST", "/teams", object{"name": "team-5"}, 422, "heroku-teams"},
		{"sam", "PUT", "/teams/team-0/invitations", object{"email": "one-too-many@acme.test", "role": "member"}, 422, "heroku-teams"},
		{"ada", "PATCH", "/teams/apps/web", object{"owner": "sam@elsewhere.test"}, 422, "transferring-apps"},
		{"joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "~"}, 422, "transferring-apps"},
		{"joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "sam@elsewhere.test"}, 422, "transferring-apps"},
		{"ada", "POST", "/apps/web/dynos", object{"command": "bash", "size": "eco"}, 422, "eco-dyno-hours"},
		{"joe", "PATCH", "/apps/hobby/formation/web", object{"size": "basic"}, 422, "dyno-types"},
		{"joe", "PATCH", "/teams/apps/vault", object{"locked": false}, 403, ""},
		{"sam", "GET", "/apps/vault", nil, 403, ""},
		{"ada", "GET", "/teams/none", nil, 404, ""},
		{"ada", "PUT", "/teams/widgets/members", object{"email": "x", "role": "admin"}, 422, ""},
	} {
		want := ""
		if c.article != "" {
			want = "https://devcenter.heroku.com/articles/" + c.article
		}
		status, answer := s.Do(t, "HRKU-"+c.who, c.method, c.path, c.body)
		var e api.Error
		if err := json.Unmarshal(answer, &e); err != nil || status != c.status || e.URL != want {
			t.Errorf("%s %s: %d %s, want %d and %q", c.method, c.path, status, answer, c.status, want)
		}
	}
	resp, answer := s.DoHeader(t, "HRKU-ada", "GET", "/teams", nil, http.Header{"Range": {"size .."}})
	var e api.Error
	if err := json.Unmarshal(answer, &e); err != nil || resp.StatusCode != http.StatusRequestedRangeNotSatisfiable || e.URL != "https://devcenter.heroku.com/articles/platform-api-reference#ranges" {
		t.Errorf("a list by size: %d %s", resp.StatusCode, answer)
	}
}

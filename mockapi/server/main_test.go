package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }

// world has two admins, a member, a viewer, an outside collaborator, and an app that is locked.
const world = `
users:
  - {email: ada@acme.test, name: Ada, token: HRKU-ada, two_factor_authentication: true}
  - {email: bob@acme.test, token: HRKU-bob}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: vic@acme.test, token: HRKU-vic}
  - {email: jill@creative.test, token: HRKU-jill}
  - {email: sam@elsewhere.test, token: HRKU-sam}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [view, manage, create]}]}
  - {name: other, members: [{email: sam@elsewhere.test, permissions: [manage]}]}
teams:
  - name: widgets
    enterprise_account: acme
    members:
      - {email: ada@acme.test, role: admin}
      - {email: bob@acme.test, role: admin}
      - {email: joe@acme.test, role: member}
      - {email: vic@acme.test, role: viewer}
    apps:
      - {name: web, addons: [{service: scheduler, name: clock}]}
      - name: vault
        locked: true
        collaborators:
          - {email: joe@acme.test, permissions: [view, deploy]}
          - {email: jill@creative.test, permissions: [view, manage]}
  - name: gadgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}]
apps:
  - {name: hobby, owner: joe@acme.test}
`

// must makes a request that has to answer that status, and decodes the answer into out unless that is nil.
func must(t *testing.T, s *mockapitest.Server, want int, token, method, path string, body, out any) {
	t.Helper()
	status, answer := s.Do(t, token, method, path, body)
	if status != want {
		t.Fatalf("%s %s as %s: %d %s, want %d", method, path, token, status, answer, want)
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal(answer, out); err != nil {
		t.Fatal(err)
	}
}

// events reads the whole audit trail.
func events(t *testing.T, s *mockapitest.Server) (list []store.Event) {
	t.Helper()
	if err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.ListEvents(t.Context(), "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestHealthAndMetrics(t *testing.T) {
	s := mockapitest.Start(t, world)
	must(t, s, http.StatusOK, "", http.MethodGet, "/healthz", nil, nil)
	must(t, s, http.StatusOK, "", http.MethodGet, "/readyz", nil, nil)
	must(t, s, http.StatusOK, "HRKU-ada", http.MethodGet, "/teams/widgets", nil, nil)
	status, text := s.Do(t, "", http.MethodGet, "/metrics", nil)
	if status != http.StatusOK || !contains(string(text), `mockapi_request_duration_seconds_count{method="GET",route="/teams/{team}",status="200"} 1`) {
		t.Errorf("metrics: %d, without the request that was made", status)
	}
	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, s, http.StatusOK, "", http.MethodGet, "/healthz", nil, nil) // a restart would not bring the database back
	if status, _ := s.Do(t, "", http.MethodGet, "/readyz", nil); status != http.StatusServiceUnavailable {
		t.Errorf("readyz without a database: %d", status)
	}
}

func decode(t testing.TB, body []byte, out any) {
	t.Helper()
	if err := json.Unmarshal(body, out); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
}

package drift_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/drift"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// What an admin was given cannot be told where the API does not list the permissions of a team: in a list, which knows the admin by the address
// alone, it is not missing either.
func TestAdminOfAListIsNotMissing(t *testing.T) {
	w := &world{Server: mockapitest.Start(t, acctest.World)}
	if !w.do(t, "POST", "/teams/apps/website-staging/collaborators", object{"user": "ada@acme.test", "permissions": []string{"view", "deploy"}}) {
		t.Fatal("no permissions for Ada")
	}
	app, err := w.as(t, w.URL).GetTeamApp(t.Context(), "website-staging")
	if err != nil {
		t.Fatal(err)
	}
	team, err := w.as(t, w.URL).GetTeam(t.Context(), "acme-widgets")
	if err != nil {
		t.Fatal(err)
	}
	values, err := json.Marshal(object{"app": app.ID, "app_id": app.ID, "team_id": team.ID, "collaborators": object{"ada@acme.test": []string{"deploy", "view"}}})
	if err != nil {
		t.Fatal(err)
	}
	w.state = &planfile.File{Objects: []planfile.Object{{Mode: "managed", Type: planfile.Prefix + "app_collaborators", Address: "herokuenterprise_app_collaborators.staging", Values: values}}}
	proxy := acctest.NewProxy(t, w.URL)
	proxy.Answer("GET", "/permissions", http.StatusForbidden, `{"id":"forbidden","message":"Not for you."}`)
	for _, f := range w.compare(t, proxy.URL, drift.Options{}).Findings {
		if f.Kind == drift.Missing {
			t.Errorf("%s %s", f.Kind, f.What)
		}
	}
}

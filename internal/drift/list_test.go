package drift_test

import (
	"encoding/json"
	"net/http"
	"slices"
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

// The trusted ranges of a space are all that a state has, and they do not say whose the space is: its team is searched all the same.
func TestTeamOfTrustedRanges(t *testing.T) {
	w := &world{Server: mockapitest.Start(t, acctest.World)}
	space, err := w.as(t, w.URL).GetSpace(t.Context(), "acme-dmz")
	if err != nil {
		t.Fatal(err)
	}
	values, err := json.Marshal(object{"id": space.ID, "space": "acme-dmz", "space_id": space.ID, "ranges": []string{"0.0.0.0/0"}, "denied_ranges": []string{}})
	if err != nil {
		t.Fatal(err)
	}
	w.state = &planfile.File{Objects: []planfile.Object{{Mode: "managed", Type: planfile.Prefix + "space_trusted_ips", Address: "herokuenterprise_space_trusted_ips.dmz", Values: values}}}
	r := w.compare(t, w.URL, drift.Options{})
	same(t, "trusted ranges alone", lines(r), []string{
		"unmanaged ada@acme.test in the team acme-widgets has admin", "unmanaged joe@acme.test in the team acme-widgets has member", "unmanaged kim@acme.test in the team acme-widgets has viewer",
		"unmanaged jill@creative.test on the app website-prod has deploy, view", "unmanaged joe@acme.test on the app website-prod has operate, view",
		"unmanaged joe@acme.test on the private space acme-dmz has create_apps", "unmanaged the lock of the app website-prod",
	})
	if !slices.Equal(r.Teams, []string{"acme-widgets"}) {
		t.Error(r.Teams)
	}
	// That somebody has given an app to that team, too, which is found out before, makes no difference.
	app, err := w.as(t, w.URL).GetTeamApp(t.Context(), "website-prod")
	if err != nil {
		t.Fatal(err)
	}
	labs, err := w.as(t, w.URL).GetTeam(t.Context(), "acme-labs")
	if err != nil {
		t.Fatal(err)
	}
	values, err = json.Marshal(object{"id": app.ID, "name": "website-prod", "team": "acme-labs", "team_id": labs.ID})
	if err != nil {
		t.Fatal(err)
	}
	w.state.Objects = slices.Insert(w.state.Objects, 0, planfile.Object{Mode: "managed", Type: planfile.Prefix + "team_app", Address: "herokuenterprise_team_app.prod", Values: values})
	if found := lines(w.compare(t, w.URL, drift.Options{})); !slices.Contains(found, "unmanaged kim@acme.test in the team acme-widgets has viewer") {
		t.Errorf("beside an app that was given to the team: %q", found)
	}
}

package provider_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const granted = "herokuenterprise_app_collaborators.x"

const grantedConfig = `
resource "herokuenterprise_app_collaborators" "x" {
  app           = "%s"
  collaborators = { %s }
  max_removals  = "%s"
}`

// permitted writes a map: "ann deploy+view, joe manage".
func permitted(list string) string {
	var lines []string
	for _, pair := range strings.Split(list, ", ") {
		name, words, _ := strings.Cut(pair, " ")
		lines = append(lines, `"`+name+`@acme.test" = ["`+strings.ReplaceAll(words, "+", `", "`)+`"]`)
	}
	return strings.Join(lines, ", ")
}

// grants expects who has which permissions on an app, view left out.
func (w *world) grants(t *testing.T, app, list string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		want, got := map[string]string{}, map[string]string{}
		for _, pair := range strings.Split(list, ", ") {
			name, words, _ := strings.Cut(pair, " ")
			want[name] = words
		}
		_, raw := w.server.Do(t, acctest.Admin, "GET", "/teams/apps/"+app+"/collaborators", nil)
		var rows []api.Collaborator
		if err := json.Unmarshal(raw, &rows); err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		for _, row := range rows[1:] {
			var words []string
			for _, p := range row.Permissions {
				words = append(words, p.Name)
			}
			name, _, _ := strings.Cut(row.User.Email, "@")
			got[name] = strings.Join(words, "+")
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s has %v, want %v", app, got, want)
		}
		return nil
	}
}

func TestAccAppCollaborators(t *testing.T) {
	w := start(t)
	id := text(t, w.do(t, "GET", "/teams/apps/website-prod", nil), "id")
	config := func(list string) string { return w.config(grantedConfig, "website-prod", permitted(list), "1") }
	const ada = "ada deploy+manage+operate+view"
	w.run(t,
		resource.TestStep{ // Joe and Jill have permissions, and Ada is an admin
			Config: config("Joe operate, ann deploy+view"),
			Check: resource.ComposeTestCheckFunc(attrs(granted, "id", id, "app_id", id, "collaborators.%", "2", "collaborators.Joe@acme.test.#", "1"),
				w.grants(t, "website-prod", ada+", joe operate+view, ann deploy+view"), w.written(t, "apps", "POST", "DELETE")),
		},
		resource.TestStep{Config: config("JOE operate+view, ann deploy"), ConfigPlanChecks: quiet},
		resource.TestStep{
			Config: config("ben manage, ann view, Joe operate+deploy"), ConfigPlanChecks: planned(updates, granted),
			Check: w.written(t, "apps", "POST", "PATCH", "PATCH"),
		},
		resource.TestStep{ // by hand: one comes, one goes, one is another
			PreConfig: func() {
				w.do(t, "POST", "/teams/apps/website-prod/collaborators", object{"user": "eve@acme.test", "permissions": []string{"manage"}})
				w.do(t, "PATCH", "/teams/apps/website-prod/collaborators/ben@acme.test", object{"permissions": []string{"view"}})
				w.do(t, "DELETE", "/teams/apps/website-prod/collaborators/joe@acme.test", nil)
			},
			Config: config("ben manage, ann view, Joe operate+deploy"), ConfigPlanChecks: planned(updates, granted),
			Check: w.grants(t, "website-prod", ada+", joe deploy+operate+view, ann view, ben manage+view"),
		},
		resource.TestStep{Config: config("ben manage, ann view"), ConfigPlanChecks: planned(updates, granted)},
		imports(granted, "website-prod", "max_removals", "collaborators"),
		refused(w.config(" "), `2 of the 2 people of the app website-prod would be removed, and max_removals = "1" allows 1`),
		resource.TestStep{Config: w.config(grantedConfig, "website-prod", permitted("ben manage, ann view"), "100%")},
		resource.TestStep{
			PreConfig: func() {
				w.do(t, "POST", "/teams/apps/website-prod/collaborators", object{"user": "eve@acme.test", "permissions": []string{"manage"}})
			},
			Config: w.config(grantedConfig, "website-prod", permitted("ben manage, ann view"), "100%"), Destroy: true,
		},
	)
	_ = w.grants(t, "website-prod", ada+", eve manage+view")(nil)
}

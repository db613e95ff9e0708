package export_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/export"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

const bothProviders = `
terraform {
  required_providers {
    heroku           = { source = "heroku/heroku" }
    herokuenterprise = { source = "herokuenterprise/herokuenterprise" }
  }
}
`

// app stays with heroku/heroku.
const app = `
resource "heroku_app" "prod" {
  name = "website-prod"
  uuid = %q
}
`

const theirs = `
resource "heroku_team_member" "all" {
  for_each = { "JOE@acme.test" = "member", "gone@acme.test" = "member" }
  team     = "acme-widgets"
  email    = each.key
  role     = each.value
}

resource "heroku_team_member" "kim" {
  count = 1
  team  = "acme-widgets"
  email = "kim@acme.test"
  role  = "viewer"
}

resource "heroku_team_collaborator" "jill" {
  app_id      = heroku_app.prod.id
  email       = "jill@creative.test"
  permissions = ["view", "deploy"]
}

resource "heroku_collaborator" "joe" {
  app_id = heroku_app.prod.id
  email  = "joe@acme.test"
}

resource "heroku_space_app_access" "joe" {
  space       = "acme-dmz"
  email       = "joe@acme.test"
  permissions = ["create_apps"]
}
`

// What heroku/heroku has is moved, the rest is imported, and nothing else happens. What it has and nobody knows any more is named.
func TestAccMovedFrom(t *testing.T) {
	t.Parallel()
	url := mockapitest.Start(t, acctest.World).URL
	var id string
	for _, f := range strings.SplitAfter(document(look(t, url, export.Options{})), "import {") {
		if strings.Contains(f, "herokuenterprise_team_app.website_prod\n") {
			id = strings.Split(f, `"`)[1]
		}
	}
	tf := acctest.NewTerraform(t)
	tf.Serve(t, "registry.terraform.io/heroku/heroku", acctest.Upstream{})
	begin := bothProviders + acctest.Provider(url, acctest.Admin) + fmt.Sprintf(app, id)
	tf.Write(t, begin+theirs)
	if printed, ok := tf.Run(t, "apply", "-auto-approve"); !ok {
		t.Fatal(printed)
	}
	state, err := planfile.ReadOf(bytes.NewReader(tf.Show(t)), export.Upstream)
	if err != nil || !export.Movable(state.Objects) {
		t.Fatal(state, err)
	}
	files, notes := look(t, url, export.Options{Moved: state.Objects})
	if len(notes) != 1 || !strings.HasPrefix(notes[0], `Not moved: heroku_team_member.all["gone@acme.test"]. `) {
		t.Error(notes)
	}
	tf.Write(t, begin+strings.Replace(theirs, `, "gone@acme.test" = "member"`, "", 1))
	if printed, ok := tf.Run(t, "apply", "-auto-approve"); !ok {
		t.Fatal(printed)
	}
	tf.Write(t, begin)
	for _, f := range files {
		tf.WriteFile(t, f.Name, f.Text)
	}
	if printed, ok := tf.Run(t, "fmt", "-check", "-diff", "moved.tf", "imports.tf", "team-acme-widgets.tf"); !ok {
		t.Errorf("terraform fmt: %s", printed)
	}
	printed, ok := tf.Run(t, "apply", "-auto-approve")
	if !ok || !strings.Contains(printed, "Plan: 16 to import, 0 to add, 0 to change, 0 to destroy.") || strings.Count(printed, " has moved to ") != 5 {
		t.Fatalf("%s\n%s", printed, export.Document(files))
	}
	for _, name := range []string{"imports.tf", "moved.tf"} {
		tf.WriteFile(t, name, "")
	}
	if printed, ok := tf.Run(t, "plan", "-detailed-exitcode"); !ok {
		t.Errorf("without the import blocks: %s", printed)
	}
	for _, held := range tf.State(t) {
		if strings.HasPrefix(held.Type, "heroku_") && held.Type != "heroku_app" || held.Type == "herokuenterprise_team_app" && held.Values["name"] == "website-prod" {
			t.Errorf("%s is in the state", held.Address)
		}
	}
}

// document is an export as one text.
func document(files []export.File, _ []string) string { return export.Document(files) }

package provider_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const joeBlock = `import {
  to = herokuenterprise_app_access.website_prod_joe
  id = "website-prod:joe@acme.test"
}

resource "herokuenterprise_app_access" "website_prod_joe" {
  app         = "website-prod"
  email       = "joe@acme.test"
  permissions = ["operate", "view"]
}
`

// What is left over can be pasted: then it is under Terraform, and nothing was changed.
func TestAccUnmanagedAccess(t *testing.T) {
	w := start(t)
	w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "joe@other.test", "role": "viewer"})
	w.allow(t, "website-staging", "9${a}%{b}.c", "view")
	file := filepath.Join(t.TempDir(), "main.tf")
	if err := os.WriteFile(file, nil, 0o600); err != nil { // the steps are looked at before the first one runs
		t.Fatal(err)
	}
	w.run(t,
		resource.TestStep{
			Config: w.config(`
				data "herokuenterprise_unmanaged_access" "x" {
					team        = "acme-widgets"
					members     = ["Ada@acme.test"]
					locked_apps = []
				}
				output "blocks" { value = data.herokuenterprise_unmanaged_access.x.import_blocks }`),
			Check: func(state *terraform.State) error {
				return os.WriteFile(file, []byte(w.config("")+fmt.Sprint(state.RootModule().Outputs["blocks"].Value)), 0o600)
			},
		},
		resource.TestStep{ConfigFile: config.StaticFile(file), Check: func(state *terraform.State) error {
			if n := len(state.RootModule().Resources); n != 7 {
				t.Errorf("%d resources", n)
			}
			w.wrote(t, "")
			return attrs("herokuenterprise_team_member.acme_widgets_joe_2", "email", "joe@other.test")(state)
		}},
	)
}

// unmanaged reads what a configuration leaves over, as "member joe@acme.test", sorted.
func (w *world) unmanaged(t *testing.T, config object) (left []string, found object) {
	t.Helper()
	found, errors := acctest.ReadData(t, "herokuenterprise_unmanaged_access", object{"url": w.URL, "api_key": acctest.Admin}, config)
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	for _, kind := range []string{"member", "grant", "lock"} {
		rows, _ := found["unmanaged_"+kind+"s"].([]any)
		for _, r := range rows {
			row, _ := r.(object)
			left = append(left, strings.TrimSpace(fmt.Sprintf("%s %v", kind, row["import_id"])))
		}
	}
	if found["clean"] != (len(left) == 0) || found["total"] != int64(len(left)) {
		t.Errorf("clean is %v, %v are left, want %d", found["clean"], found["total"], len(left))
	}
	return left, found
}

func TestUnmanagedAccess(t *testing.T) {
	w := start(t)
	w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": "fay@acme.test", "role": "viewer", "federated": true})
	w.allow(t, "website-staging", "fay", "view")
	w.do(t, "POST", "/teams", object{"name": "friends"})
	w.do(t, "PUT", "/teams/friends/invitations", object{"email": "joe@acme.test", "role": "member"})
	joe := text(t, w.do(t, "GET", "/teams/apps/website-prod/collaborators/joe@acme.test", nil), "user", "id")
	key := func(app, who string) object { return object{"app": app, "email": who} }
	everything := object{
		"team": w.id(t, "/teams/acme-widgets"), "members": []string{"ada@acme.test", joe, "KIM@acme.test", "fay@acme.test"},
		"grants":      []object{key("website-prod", joe), key(w.id(t, "/teams/apps/website-prod"), "Jill@creative.test")},
		"locked_apps": []string{"website-prod"}, "include_federated": true,
	}
	for _, test := range []struct {
		name   string
		config object
		left   string
	}{
		{"nothing is managed", object{"team": "acme-widgets"}, "member acme-widgets:ada@acme.test, member acme-widgets:joe@acme.test, member acme-widgets:kim@acme.test, grant website-prod:jill@creative.test, grant website-prod:joe@acme.test"},
		{"everything but a grant of the identity provider's", everything, "grant website-staging:fay@acme.test"},
		{"locks", object{"team": "acme-labs", "members": []string{"ada@acme.test"}, "locked_apps": []string{}}, ""},
		{"a team that invites", object{"team": "friends", "members": []string{"ada@acme.test"}}, "member friends:joe@acme.test"},
	} {
		w.Calls()
		left, found := w.unmanaged(t, test.config)
		if got := strings.Join(left, ", "); got != test.left {
			t.Errorf("%s: %s", test.name, got)
		}
		if calls := w.Calls(); len(calls) > 4 && test.config["team"] != "friends" { // one of them for the name of the team
			t.Errorf("%s: calls %v", test.name, calls)
		}
		if test.name != "nothing is managed" {
			continue
		}
		rows, _ := found["unmanaged_grants"].([]any)
		if row, _ := rows[1].(object); row["import_block"] != joeBlock || row["user_id"] != joe || fmt.Sprint(row["permissions"]) != "[operate view]" {
			t.Error(row)
		}
		if blocks := fmt.Sprint(found["import_blocks"]); strings.Count(blocks, "import {") != 5 || !strings.Contains(blocks, joeBlock) {
			t.Error(blocks)
		}
		w.Answer("GET", "/permissions", http.StatusForbidden, `{"id":"forbidden","message":"No."}`) // without the list of every grant, the same comes out
		if again, _ := w.unmanaged(t, test.config); !slices.Equal(again, left) {
			t.Error(again)
		}
		w.Fail(nil)
	}
}

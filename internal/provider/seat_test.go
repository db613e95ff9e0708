package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// invitations lists who is asked into the team elsewhere, by id and with the role.
func (w *world) invitations(t *testing.T) map[string]string {
	t.Helper()
	_, raw := w.server.Do(t, "HRKU-max", "GET", "/teams/elsewhere/invitations", nil)
	var rows []struct{ ID, Role string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	found := map[string]string{}
	for _, row := range rows {
		found[row.ID] = row.Role
	}
	return found
}

// People are asked into a team outside an enterprise account. They are asked once, and who has accepted is the same object.
func TestAccTeamMemberInvited(t *testing.T) {
	w := start(t)
	config := func(role string) string {
		return w.configOf("HRKU-max", memberConfig, "elsewhere", "Joe@acme.test", role)
	}
	asked := func(role string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if found := w.invitations(t); len(found) != 1 || found[keyOf(found)] != role {
				return fmt.Errorf("invitations: %v, want one as %s", found, role)
			}
			return nil
		}
	}
	w.run(t,
		resource.TestStep{
			Config: config("member"), Check: resource.ComposeTestCheckFunc(asked("member"), attrs(member, "status", "pending", "role", "member", "email", "Joe@acme.test")),
		},
		resource.TestStep{ // nobody is asked again
			PreConfig: func() { w.Calls() }, Config: config("member"), ConfigPlanChecks: quiet,
			Check: func(*terraform.State) error {
				if calls := w.Calls(); slices.ContainsFunc(calls, func(c string) bool { return !strings.HasPrefix(c, http.MethodGet+" ") }) {
					return fmt.Errorf("written: %v", calls)
				}
				return nil
			},
		},
		imports(member, "elsewhere:Joe@acme.test"),
		resource.TestStep{Config: config("admin"), ConfigPlanChecks: planned(updates, member), Check: asked("admin")},
		resource.TestStep{ // revoked behind Terraform's back
			PreConfig: func() {
				w.server.Do(t, "HRKU-max", "DELETE", "/teams/elsewhere/invitations/"+keyOf(w.invitations(t)), nil)
			},
			Config: config("member"), ConfigPlanChecks: planned(creates, member), Check: asked("member"),
		},
		resource.TestStep{Config: w.configOf("HRKU-max", " "), Check: func(*terraform.State) error {
			if found := w.invitations(t); len(found) != 0 {
				return fmt.Errorf("invitations are left: %v", found)
			}
			return nil
		}},
		resource.TestStep{Config: config("member")},
		resource.TestStep{ // accepted
			PreConfig: func() {
				if status, raw := w.server.Do(t, "HRKU-joe", "POST", "/teams/invitations/"+keyOf(w.invitations(t))+"/accept", nil); status >= http.StatusBadRequest {
					t.Fatalf("%d %s", status, raw)
				}
			},
			Config: config("member"), ConfigPlanChecks: quiet,
		},
		resource.TestStep{RefreshState: true, Check: attrs(member, "status", "active", "role", "member")},
		resource.TestStep{Config: config("admin"), ConfigPlanChecks: planned(updates, member), Check: attrs(member, "status", "active", "role", "admin")},
	)
}

func keyOf(m map[string]string) string {
	for key := range m {
		return key
	}
	return ""
}

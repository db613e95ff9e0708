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

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// invitations lists who is asked into the team elsewhere, by id and with the role.
func (w *world) invitations(t *testing.T) map[string]string {
	t.Helper()
	return w.asked(t, "HRKU-max", "elsewhere")
}

// asked lists who is asked into a team, by id and with the role.
func (w *world) asked(t *testing.T, token, team string) map[string]string {
	t.Helper()
	_, raw := w.server.Do(t, token, "GET", "/teams/"+team+"/invitations", nil)
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
			PreConfig: func() { w.accept(t, keyOf(w.invitations(t))) },
			Config:    config("member"), ConfigPlanChecks: quiet,
		},
		resource.TestStep{RefreshState: true, Check: attrs(member, "status", "active", "role", "member")},
		resource.TestStep{Config: config("admin"), ConfigPlanChecks: planned(updates, member), Check: attrs(member, "status", "active", "role", "admin")},
	)
}

// An invitation that is made anew is sent again, although what was read before it was revoked still shows it. So is somebody asked who was
// a member until then.
func TestAccTeamMemberInvitedAnew(t *testing.T) {
	w, tf := start(t), acctest.NewTerraform(t)
	tf.Write(t, w.configOf("HRKU-max", memberConfig, "elsewhere", "joe@acme.test", "member"))
	anew := func(arguments ...string) string {
		t.Helper()
		if printed, ok := tf.Run(t, append([]string{"apply", "-auto-approve"}, arguments...)...); !ok {
			t.Fatal(printed)
		}
		found, held := w.invitations(t), tf.State(t)[0].Values
		if len(found) != 1 || held["id"] != keyOf(found) || held["status"] != "pending" {
			t.Fatalf("%v: the invitations are %v, and the state has %v", arguments, found, held)
		}
		return keyOf(found)
	}
	first := anew()
	second := anew("-replace=" + member)
	if first == second {
		t.Error("the invitation was not sent again")
	}
	w.accept(t, second)
	anew("-replace=" + member)
	if roles := w.rolesOf(t, "HRKU-max", "elsewhere"); len(roles) != 1 {
		t.Errorf("members %v", roles)
	}
}

// Who accepts the invitation at the moment in which it is to be revoked leaves the team.
func TestAccTeamMemberAcceptsInTheEnd(t *testing.T) {
	w, tf := start(t), acctest.NewTerraform(t)
	for _, config := range []string{w.configOf("HRKU-max", memberConfig, "elsewhere", "joe@acme.test", "member"), w.configOf("HRKU-max", " ")} {
		tf.Write(t, config)
		if printed, ok := tf.Run(t, "apply", "-auto-approve"); !ok {
			t.Fatal(printed)
		}
		w.Meddle(func(r *http.Request) acctest.Fault {
			if r.Method != http.MethodDelete || !strings.Contains(r.URL.Path, "/invitations/") {
				return acctest.Fault{}
			}
			return acctest.Fault{Before: func() { w.accept(t, keyOf(w.invitations(t))) }}
		})
	}
	if roles := w.rolesOf(t, "HRKU-max", "elsewhere"); len(roles) != 1 || len(tf.State(t)) != 0 {
		t.Errorf("members %v", roles)
	}
}

// accept accepts Joe's invitation.
func (w *world) accept(t *testing.T, invitation string) {
	t.Helper()
	if status, raw := w.server.Do(t, "HRKU-joe", "POST", "/teams/invitations/"+invitation+"/accept", nil); status >= http.StatusBadRequest {
		t.Errorf("%d %s", status, raw)
	}
}

func keyOf(m map[string]string) string {
	for key := range m {
		return key
	}
	return ""
}

// Who gives up being an admin loses the right to ask again: that the answer was lost is found out by looking.
func TestOwnRoleWhoseAnswerIsLost(t *testing.T) {
	w := start(t)
	w.do(t, "PUT", "/teams/acme-labs/members", object{"email": "joe@acme.test", "role": "admin"})
	core := acctest.NewCore(t, "herokuenterprise_team_member", object{"url": w.URL, "api_key": acctest.Admin, "allow_self_removal": true})
	if out := core.Import("acme-labs:ada@acme.test"); len(out.Errors) > 0 {
		t.Fatal(out.Errors)
	}
	lost := 0
	w.Meddle(func(r *http.Request) acctest.Fault {
		if r.Method == http.MethodPut && lost == 0 {
			lost++
			return acctest.Fault{Drop: true}
		}
		return acctest.Fault{}
	})
	out := core.Run(object{"team": "acme-labs", "email": "ada@acme.test", "role": "member"})
	if len(out.Errors) > 0 || out.State["role"] != "member" || lost != 1 {
		t.Errorf("%v, the state has role %v, %d answers were lost", out.Errors, out.State["role"], lost)
	}
	if roles := w.rolesOf(t, "HRKU-joe", "acme-labs"); roles["ada@acme.test"] != "member" {
		t.Errorf("roles are %v", roles)
	}
	if out := core.Run(object{"team": "acme-labs", "email": "ada@acme.test", "role": "admin"}); len(out.Errors) != 1 {
		t.Errorf("a role that was refused is an error: %v", out.Errors)
	}
}

package review_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

// row is a change in a plan.
func row(address, actions, before, after, unknown string) string {
	kind := address[strings.Index(address, "herokuenterprise_"):]
	kind = kind[:strings.Index(kind, ".")]
	return fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"name":"x","change":{"actions":%s,"before":%s,"after":%s,"after_unknown":%s}}`, address, kind, actions, before, after, unknown)
}

// written is a plan that Terraform might have written.
func written(configuration string, rows ...string) string {
	return fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"resource_changes":[%s],"configuration":{"root_module":%s}}`, strings.Join(rows, ","), configuration)
}

// short are the changes of a report, a line each.
func short(t *testing.T, plan string) (list, gaps, found []string) {
	t.Helper()
	f, err := planfile.Read(strings.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	r, err := review.Review(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.People {
		for _, c := range p.Changes {
			list = append(list, fmt.Sprintf("%s %s %s on %s %s", p.Name, c.Effect, c.Right, c.Object.Kind, c.Object.Name))
		}
	}
	slices.Sort(list)
	for _, f := range r.Findings {
		found = append(found, f.Rule+": "+f.Text)
	}
	slices.Sort(found)
	return list, r.Gaps, found
}

// What cannot be known is said to be unknown, and what the configuration refers to is found, also through modules and among many.
func TestUnknown(t *testing.T) {
	const create, member, lost = `["create"]`, `{"email":"joe@acme.test","role":"admin"}`, `{"team":true,"team_id":true}`
	refers := func(kind, attribute string, refs ...string) string {
		return fmt.Sprintf(`{"address":"herokuenterprise_%s.x","type":"herokuenterprise_%s","expressions":{%q:{"references":["%s"]}}}`, kind, kind, attribute, strings.Join(refs, `","`))
	}
	team := row("herokuenterprise_team.t", create, "null", `{"name":"new","enterprise_account":"acme"}`, `{"id":true}`)
	mine := "the person that Terraform works as gained role admin on team "
	for name, test := range map[string]struct {
		plan string
		want []string
	}{
		"nothing is known of the team": {
			written(`{}`, row("herokuenterprise_team_member.x", create, "null", member, lost)),
			[]string{"joe@acme.test unknown role admin on team (known after apply)"},
		},
		"another provider's value": {
			written(`{"resources":[`+refers("team_member", "team", "random_pet.a.id", "random_pet.a")+`]}`, row("herokuenterprise_team_member.x", create, "null", member, lost)),
			[]string{"joe@acme.test unknown role admin on team random_pet.a.id (known after apply)"},
		},
		"a team of the same plan": {
			written(`{"resources":[`+refers("team_member", "team", "herokuenterprise_team.t.id", "herokuenterprise_team.t")+`]}`, row("herokuenterprise_team_member.x", create, "null", member, lost), team),
			[]string{"joe@acme.test gained role admin on team new", mine + "new"},
		},
		"through a module": {
			written(`{"module_calls":{"m":{"expressions":{"team":{"references":["herokuenterprise_team.t.id","herokuenterprise_team.t"]}},"module":{"resources":[`+refers("team_member", "team", "var.team")+`]}}}}`,
				row(`module.m["a.b"].herokuenterprise_team_member.x`, create, "null", member, lost), team),
			[]string{"joe@acme.test gained role admin on team new", mine + "new"},
		},
		"out of a module": {
			written(`{"resources":[`+refers("team_member", "team", "module.m.id", "module.m")+`],"module_calls":{"m":{"module":{"outputs":{"id":{"expression":{"references":["herokuenterprise_team.t.id"]}}},"resources":[]}}}}`,
				row("herokuenterprise_team_member.x", create, "null", member, lost), strings.Replace(team, `"herokuenterprise_team.t"`, `"module.m.herokuenterprise_team.t"`, 1)),
			[]string{"joe@acme.test gained role admin on team new", mine + "new"},
		},
		"each of many": {
			written(`{"resources":[`+refers("team_member", "team", "herokuenterprise_team.t", "each.key")+`]}`,
				row(`herokuenterprise_team_member.x["b"]`, create, "null", member, lost), strings.Replace(team, "team.t", `team.t[\"a\"]`, 1), strings.Replace(strings.Replace(team, "team.t", `team.t[\"b\"]`, 1), "new", "newer", 1)),
			[]string{"joe@acme.test gained role admin on team newer", mine + "new", mine + "newer"},
		},
		"one of many, whose key Terraform quotes": {
			written(`{"resources":[`+refers("team_member", "team", `herokuenterprise_team.t[\"a]\\\\\"].id`)+`]}`,
				row(`herokuenterprise_team_member.x["\\"]`, create, "null", member, lost), strings.Replace(team, "team.t", `team.t[\"a]\\\\\"]`, 1), strings.Replace(strings.Replace(team, "team.t", `team.t[\"a\"]`, 1), "new", "newer", 1)),
			[]string{"joe@acme.test gained role admin on team new", mine + "new", mine + "newer"},
		},
		"one of many, and nobody knows which": {
			written(`{"resources":[`+refers("team_member", "team", "herokuenterprise_team.t", "local.x")+`]}`,
				row(`herokuenterprise_team_member.x`, create, "null", member, lost), strings.Replace(team, "team.t", `team.t[0]`, 1), strings.Replace(strings.Replace(team, "team.t", `team.t[1]`, 1), "new", "newer", 1)),
			[]string{"joe@acme.test unknown role admin on team herokuenterprise_team.t (known after apply)", mine + "new", mine + "newer"},
		},
		"somebody": {
			written(`{}`, row("herokuenterprise_app_access.x", create, "null", `{"app":"api","permissions":["deploy"]}`, `{"email":true}`)),
			[]string{"herokuenterprise_app_access.x gained deploy on app api", "herokuenterprise_app_access.x gained view on app api"},
		},
		"permissions": {
			written(`{}`, row("herokuenterprise_app_access.x", create, "null", `{"app":"api","email":"joe@acme.test","permissions":[null]}`, `{"permissions":[true]}`)),
			[]string{"joe@acme.test unknown (known after apply) on app api"},
		},
		"one line of a list": {
			written(`{}`, row("herokuenterprise_team_members.x", create, "null", `{"team":"t","members":{"joe@acme.test":null,"kim@acme.test":"viewer"}}`, `{"members":{"joe@acme.test":true}}`)),
			[]string{"joe@acme.test unknown role (known after apply) on team t", "kim@acme.test gained role viewer on team t"},
		},
		"one line of a list, as Terraform writes it": {
			written(`{}`, row("herokuenterprise_team_members.x", `["update"]`, `{"team":"t","members":{"joe@acme.test":"member","kim@acme.test":"member"}}`, `{"team":"t","members":{"kim@acme.test":"viewer"}}`, `{"members":{"joe@acme.test":true}}`)),
			[]string{"joe@acme.test unknown role (known after apply) on team t", "kim@acme.test gained role viewer on team t", "kim@acme.test lost role member on team t"},
		},
		"a whole list of an app that comes": {
			written(`{}`, row("herokuenterprise_app_collaborators.x", create, "null", `{}`, `{"app":true,"collaborators":true}`)),
			[]string{"herokuenterprise_app_collaborators.x unknown (known after apply) on app (known after apply)"},
		},
		"some permissions on an app that comes": {
			written(`{}`, row("herokuenterprise_app_access.x", create, "null", `{"email":"joe@acme.test","permissions":["view",null]}`, `{"app":true,"permissions":[false,true]}`)),
			[]string{"joe@acme.test unknown (known after apply) on app (known after apply)", "joe@acme.test unknown view on app (known after apply)"},
		},
		"beside it in a module of which there are several": {
			written(`{"module_calls":{"m":{"module":{"resources":[`+refers("team_member", "team", "herokuenterprise_team.t.id", "herokuenterprise_team.t")+`]}}}}`,
				row(`module.m["b"].herokuenterprise_team_member.x`, create, "null", member, lost),
				strings.Replace(team, `"herokuenterprise_team.t"`, `"module.m[\"a\"].herokuenterprise_team.t"`, 1), strings.Replace(strings.Replace(team, `"herokuenterprise_team.t"`, `"module.m[\"b\"].herokuenterprise_team.t"`, 1), "new", "newer", 1)),
			[]string{"joe@acme.test gained role admin on team newer", mine + "new", mine + "newer"},
		},
		"a whole list": {
			written(`{}`, row("herokuenterprise_app_collaborators.x", create, "null", `{"app":"api"}`, `{"collaborators":true}`)),
			[]string{"herokuenterprise_app_collaborators.x unknown (known after apply) on app api"},
		},
		"where an app goes": {
			written(`{}`, row("herokuenterprise_team_app.x", `["update"]`, `{"id":"a1","name":"api","team":"t","team_id":"t1"}`, `{"id":"a1","name":"api"}`, `{"team":true,"team_id":true}`),
				row("herokuenterprise_app_access.x", `["no-op"]`, `{"app":"api","app_id":"a1","email":"joe@acme.test","permissions":["view"]}`, `{}`, `{}`)),
			[]string{"joe@acme.test unknown view on app api"},
		},
		"reading, forgetting and taking over change nothing": {
			written(`{}`, row("herokuenterprise_team_member.x", `["forget"]`, member, "null", "{}"), row("herokuenterprise_team_member.y", `["no-op"]`, member, member, "{}"), row("herokuenterprise_team_member.z", `["read"]`, "null", member, "{}")),
			nil,
		},
	} {
		if got, _, _ := short(t, test.plan); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n  %s\nwant\n  %s", name, strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
		}
	}
}

// What a plan has that it cannot have is said, and the rest is reviewed.
func TestOdd(t *testing.T) {
	list, gaps, found := short(t, written(`{}`, row("herokuenterprise_team_member.x", `["create"]`, "null", `{"team":"t","email":7,"role":["admin"]}`, `{}`),
		row("herokuenterprise_gadget.x", `["create"]`, "null", `{}`, `{}`), row("herokuenterprise_team.x", `["frobnicate"]`, "null", `{}`, `{}`)))
	equal(t, "changes", list, []string{"herokuenterprise_team_member.x unknown role (known after apply) on team t"})
	want := []string{
		"The value of email in herokuenterprise_team_member.x is of a type that it cannot have, so what it means is left out here.",
		"The value of role in herokuenterprise_team_member.x is of a type that it cannot have, so what it means is left out here.",
	}
	for _, one := range want {
		if !slices.Contains(gaps, one) {
			t.Errorf("%q is missing in %q", one, gaps)
		}
	}
	equal(t, "findings", found, []string{
		"unknown_access: herokuenterprise_gadget.x is of a type that this version does not know, so what it does is left out here.",
		"unknown_access: The plan does something with herokuenterprise_team.x that this version does not know, and that is left out here.",
	})
	f, err := planfile.Read(strings.NewReader(`{"format_version":"1.0","values":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	var wrong *planfile.Error
	if _, err := review.Review(f, nil); !errors.As(err, &wrong) || wrong.Kind != planfile.NotTerraform {
		t.Errorf("a state was reviewed: %v", err)
	}
}

// What changes nobody's rights yet, and may, is a finding: a plan that has nothing else is no plan that changes nothing.
func TestUnknownSettings(t *testing.T) {
	const update, was = `["update"]`, `{"id":"t1","name":"red","type":"team","default_role":"member"}`
	refers := `{"resources":[{"address":"herokuenterprise_team.t","type":"herokuenterprise_team","expressions":{"default_role":{"references":["random_pet.x.id"]}}}]}`
	for _, test := range []struct{ plan, want string }{
		{
			written(refers, row("herokuenterprise_team.t", update, was, `{"id":"t1","name":"red","type":"team"}`, `{"default_role":true}`)),
			"default_role: What default_role of the team red will be is known only after the plan is applied.",
		},
		{
			written(`{}`, row("herokuenterprise_addon_allowlist.x", update, `{"team":"red","addon_services":["a"],"enforced":true}`, `{"team":"red","enforced":true}`, `{"addon_services":true}`)),
			"unknown_access: What the add-on allowlist of the team red will have is known only after the plan is applied.",
		},
		{
			written(`{}`, row("herokuenterprise_team_app.x", update, `{"id":"a1","name":"api","team":"t","team_id":"t1"}`, `{"id":"a1","name":"api"}`, `{"team":true,"team_id":true}`)),
			"unknown_access: To which team the app api goes is known only after the plan is applied.",
		},
		{
			written(`{}`, row("herokuenterprise_team.t", `["no-op"]`, was, was, `{}`), row("herokuenterprise_team_member.x", `["create"]`, "null", `{"team":"red","team_id":"t1","email":"joe@acme.test","role":"admin"}`, `{}`)),
			"invites_admin: joe@acme.test is invited into the team red with the role admin, which begins when the invitation is accepted.",
		},
	} {
		_, _, found := short(t, test.plan)
		equal(t, "findings", found, []string{test.want})
	}
}

// A service that leaves the allowlist may leave add-ons behind, of which a plan alone knows nothing.
func TestUnknownAddons(t *testing.T) {
	_, gaps, _ := short(t, written(`{}`, row("herokuenterprise_allowed_addon_service.x", `["delete"]`, `{"team":"red","addon_service":"a","addon_service_name":"a"}`, "null", `{}`)))
	equal(t, "gaps", gaps, []string{"Which add-ons the apps of the team red have is not in the plan, so those that are no longer allowed are not named. Reading the API (--live) would tell."})
}

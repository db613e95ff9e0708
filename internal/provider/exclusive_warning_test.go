package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// ask plans a change of one resource as Terraform does, without Terraform: for warnings, which its tests cannot expect. Nil is no object.
func (w *world) ask(t *testing.T, name string, prior, proposed map[string]tftypes.Value, private string) []*tfprotov6.Diagnostic {
	t.Helper()
	server, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	encode := func(shape tftypes.Type, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
		object, ok := shape.(tftypes.Object)
		if !ok {
			t.Fatalf("%s is no object", shape)
		}
		filled := map[string]tftypes.Value{}
		for attribute, kind := range object.AttributeTypes {
			filled[attribute] = tftypes.NewValue(kind, nil)
			if v, ok := values[attribute]; ok {
				filled[attribute] = v
			}
		}
		value := tftypes.NewValue(shape, nil)
		if values != nil {
			value = tftypes.NewValue(shape, filled)
		}
		out, err := tfprotov6.NewDynamicValue(shape, value)
		if err != nil {
			t.Fatal(err)
		}
		return &out
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(schemas.Provider.ValueType(), map[string]tftypes.Value{
		"url": tftypes.NewValue(tftypes.String, w.URL), "api_key": tftypes.NewValue(tftypes.String, acctest.Admin),
	})})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured.Diagnostics)
	}
	shape := schemas.ResourceSchemas[name].ValueType()
	planned, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: encode(shape, prior), ProposedNewState: encode(shape, proposed), Config: encode(shape, proposed), PriorPrivate: []byte(private),
	})
	if err != nil {
		t.Fatal(err)
	}
	return planned.Diagnostics
}

// A plan to create shows nobody who goes, and one to destroy everybody: warnings say how it really is.
func TestExclusiveWarnings(t *testing.T) {
	w := start(t)
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	members := func(people ...string) tftypes.Value {
		elements := map[string]tftypes.Value{}
		for _, p := range people {
			name, role, _ := strings.Cut(p, " ")
			elements[name+"@acme.test"] = text(role)
		}
		return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, elements)
	}
	const name = "herokuenterprise_team_members"
	id := text(idOf(t, w, "/teams/acme-widgets"))
	list := map[string]tftypes.Value{"team": text("acme-widgets"), "members": members("ada admin"), "max_removals": text("2")}
	state := map[string]tftypes.Value{"id": id, "team_id": id, "team": text("acme-widgets"), "members": members("ada admin", "joe member"), "max_removals": text("100%")}
	apps := map[string]tftypes.Value{
		"app": text("website-prod"), "max_removals": text("2"),
		"collaborators": tftypes.NewValue(tftypes.Map{ElementType: tftypes.Set{ElementType: tftypes.String}}, map[string]tftypes.Value{}),
	}
	for what, test := range map[string]struct {
		got  []*tfprotov6.Diagnostic
		want []string
	}{
		"create": {w.ask(t, name, nil, list, ""), []string{
			"Creating this resource removes from the team acme-widgets everybody who is not listed in members, which the plan itself does not show: joe@acme.test (member), kim@acme.test (viewer).",
		}},
		"create, of an app": {w.ask(t, "herokuenterprise_app_collaborators", nil, apps, ""), []string{
			"everybody who is not listed in collaborators, which the plan itself does not show: jill@creative.test (deploy, view), joe@acme.test (operate, view).",
		}},
		"create, for a team that is to come": {w.ask(t, name, nil, map[string]tftypes.Value{"team": text("acme-new"), "members": members("ada admin")}, ""), nil},
		"destroy": {w.ask(t, name, state, nil, `{"own_people":"eyJhZGFAYWNtZS50ZXN0IjoiIn0="}`), []string{
			"leaves a listed person in the team acme-widgets: ada@acme.test, since Terraform works as this person.",
		}},
		"destroy, of a team that is gone": {w.ask(t, name, map[string]tftypes.Value{"team": text("acme-gone"), "team_id": text("11111111-1111-4111-8111-111111111111"), "max_removals": text("0")}, nil, ""), nil},
	} {
		if len(test.got) != len(test.want) {
			t.Errorf("%s: %d diagnostics, want %d", what, len(test.got), len(test.want))
		}
		for i, d := range test.got[:min(len(test.got), len(test.want))] {
			if d.Severity != tfprotov6.DiagnosticSeverityWarning || !strings.Contains(d.Detail, test.want[i]) {
				t.Errorf("%s: %s %s: %s", what, d.Severity, d.Summary, d.Detail)
			}
		}
	}
}

// idOf reads the id of what is at a path.
func idOf(t *testing.T, w *world, path string) string {
	t.Helper()
	return text(t, w.do(t, "GET", path, nil), "id")
}

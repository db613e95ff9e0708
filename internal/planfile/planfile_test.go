package planfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

const plan = `{"format_version":"1.2","terraform_version":"1.11.4","variables":{"x":{"value":[1,{"y":null}]}},
"planned_values":{"root_module":{"resources":[{"type":"herokuenterprise_team"}]}},
"resource_drift":[{"address":"herokuenterprise_app_lock.a","mode":"managed","type":"herokuenterprise_app_lock","name":"a","change":{"actions":["delete"],"before":{"app":"a"},"after":null,"after_unknown":{}}}],
"resource_changes":[
 {"address":"null_resource.x","mode":"managed","type":"null_resource","name":"x","change":{"actions":["create"],"before":null,"after":{}}},
 {"address":"module.m.herokuenterprise_team_member.this[\"a@b.test\"]","previous_address":"herokuenterprise_team_member.a","mode":"managed","type":"herokuenterprise_team_member","name":"this","index":"a@b.test","deposed":"d0",
  "change":{"actions":["delete","create"],"before":{"role":"admin"},"after":{"role":"member"},"after_unknown":{"id":true},"importing":{"id":"t:a@b.test"}},"action_reason":"replace_by_request"}],
"prior_state":{"format_version":"1.0","values":{"outputs":{},"root_module":{"resources":[{"address":"data.herokuenterprise_team.t","mode":"data","type":"herokuenterprise_team","name":"t","values":{"name":"t"}}],
 "child_modules":[{"address":"module.m","resources":[{"address":"module.m.herokuenterprise_team.t","mode":"managed","type":"herokuenterprise_team","name":"t","values":{}}]}]}}},
"configuration":{"provider_config":{}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":false,"errored":false}`

func TestReadPlan(t *testing.T) {
	f, err := planfile.Read(strings.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Plan || f.Complete || f.Terraform != "1.11.4" || f.Others != 1 || len(f.Changes) != 1 || len(f.Drift) != 1 || len(f.Objects) != 2 {
		t.Fatalf("%+v", f)
	}
	c := f.Changes[0]
	got := fmt.Sprint(c.Address, " ", c.PreviousAddress, " ", c.Deposed, " ", c.Index, " ", c.ImportID, " ", c.Reason, " ", string(c.Before), " ", string(c.After), " ", string(c.Unknown), " ", c.Is("delete", "create"), " ", c.Is("delete"))
	want := `module.m.herokuenterprise_team_member.this["a@b.test"] herokuenterprise_team_member.a d0 a@b.test t:a@b.test replace_by_request {"role":"admin"} {"role":"member"} {"id":true} true false`
	if got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if o := f.Objects[0]; o.Address != "data.herokuenterprise_team.t" || o.Mode != "data" || string(o.Values) != `{"name":"t"}` {
		t.Errorf("%+v", o)
	}
}

func TestReadState(t *testing.T) {
	f, err := planfile.Read(strings.NewReader(`{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[
		{"address":"herokuenterprise_team.t","mode":"managed","type":"herokuenterprise_team","name":"t","index":3,"values":{},"tainted":true}]}}}`))
	if err != nil || f.Plan || len(f.Objects) != 1 || !f.Objects[0].Tainted || f.Objects[0].Index != 3.0 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestReadWrong(t *testing.T) {
	for _, test := range []struct {
		file string
		kind planfile.Kind
		text string
	}{
		{"", planfile.NotJSON, "is empty"},
		{"Terraform will perform", planfile.NotJSON, "invalid character"},
		{plan[:len(plan)-3], planfile.NotJSON, "ends in the middle"},
		{plan + "{}", planfile.NotTerraform, "comes after the end"},
		{"{}", planfile.NotTerraform, "no format_version"},
		{"[]", planfile.NotTerraform, "should be \"{\""},
		{strings.Replace(plan, `"1.2"`, `"2.0"`, 1), planfile.Unsupported, `format version "2.0"`},
		{strings.Replace(plan, `"errored":false`, `"errored":true`, 1), planfile.Failed, "ended with an error"},
		{`{"format_version":"1.2","resource_changes":[{"type":"null_resource"}]}`, planfile.Foreign, "none of them belongs"},
		{`{"format_version":"1.2","values":{"root_module":` + strings.Repeat(`{"child_modules":[`, 5000), planfile.NotTerraform, "deep"},
	} {
		_, err := planfile.Read(strings.NewReader(test.file))
		var wrong *planfile.Error
		if !errors.As(err, &wrong) || wrong.Kind != test.kind || !strings.Contains(wrong.Text, test.text) {
			t.Errorf("%.40s: %v, want %q", test.file, err, test.text)
		}
	}
}

// What refers to what is kept of the configuration, through modules, and of this provider's resources alone.
func TestReadConfiguration(t *testing.T) {
	f, err := planfile.Read(strings.NewReader(`{"format_version":"1.2","configuration":{"root_module":{
		"resources":[
			{"address":"null_resource.x","type":"null_resource","expressions":{"triggers":{"references":["var.y"]}}},
			{"address":"herokuenterprise_team_member.m","type":"herokuenterprise_team_member","depends_on":["herokuenterprise_team.t"],
			 "expressions":{"role":{"constant_value":"admin"},"block":[{"x":{"references":["var.y"]}}],"team":{"references":["herokuenterprise_team.t.id","herokuenterprise_team.t"]}}}],
		"module_calls":{"apps":{"source":"./apps","depends_on":["herokuenterprise_team.t"],"expressions":{"team":{"references":["herokuenterprise_team.t.name"]}},"module":{
			"outputs":{"app":{"expression":{"references":["herokuenterprise_team_app.a.id"]}}},
			"module_calls":{"deep":{"module":{"resources":[{"address":"herokuenterprise_team_app.a","type":"herokuenterprise_team_app","expressions":{"team":{"references":["var.team"]}}}]}}}}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	c := f.Configuration
	got := fmt.Sprint(c[""].Resources, c[""].Calls, c["module.apps"].Outputs, c["module.apps.module.deep"].Resources)
	want := `map[herokuenterprise_team_member.m:map[depends_on:[herokuenterprise_team.t] team:[herokuenterprise_team.t.id herokuenterprise_team.t]]] ` +
		`map[apps:map[depends_on:[herokuenterprise_team.t] team:[herokuenterprise_team.t.name]]] map[app:[herokuenterprise_team_app.a.id]] ` +
		`map[herokuenterprise_team_app.a:map[team:[var.team]]]`
	if got != want || len(c) != 3 {
		t.Errorf("%s\n%s", got, want)
	}
}

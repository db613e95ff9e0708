package provider

import (
	"context"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestLoad: what load reads by itself is what the framework reads; what it cannot read, it leaves to the framework.
func TestLoad(t *testing.T) {
	var schema resource.SchemaResponse
	(&teamMemberResource{}).Schema(t.Context(), resource.SchemaRequest{}, &schema)
	shape, _ := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	object := func(role any) tftypes.Value {
		values := map[string]tftypes.Value{}
		for name, kind := range shape.AttributeTypes {
			values[name] = tftypes.NewValue(kind, nil)
		}
		values["email"] = tftypes.NewValue(tftypes.String, "ada@acme.test")
		values["federated"] = tftypes.NewValue(tftypes.Bool, true)
		values["role"] = tftypes.NewValue(tftypes.String, role)
		return tftypes.NewValue(shape, values)
	}
	for name, role := range map[string]any{"known": "admin", "unknown": tftypes.UnknownValue, "null": nil} {
		state := tfsdk.State{Schema: schema.Schema, Raw: object(role)}
		var got, want teamMemberModel
		if diags := load(t.Context(), state.Raw, func(context.Context, any) diag.Diagnostics {
			t.Errorf("%s: load asks the framework", name)
			return nil
		}, &got); diags.HasError() {
			t.Errorf("%s: %v", name, diags)
		}
		if diags := state.Get(t.Context(), &want); diags.HasError() || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v, %v", name, got, want, diags)
		}
	}
	for name, raw := range map[string]tftypes.Value{
		"no object":         tftypes.NewValue(tftypes.String, "x"),
		"null":              tftypes.NewValue(shape, nil),
		"another object":    tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"email": tftypes.String}}, map[string]tftypes.Value{"email": tftypes.NewValue(tftypes.String, "x")}),
		"another attribute": tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"mail": tftypes.String}}, map[string]tftypes.Value{"mail": tftypes.NewValue(tftypes.String, "x")}),
	} {
		asked := false
		load(t.Context(), raw, func(context.Context, any) diag.Diagnostics { asked = true; return nil }, new(teamMemberModel))
		if !asked {
			t.Errorf("%s: load does not ask the framework", name)
		}
	}
}

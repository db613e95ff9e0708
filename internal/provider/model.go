package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// load reads an object into a model whose fields are texts and truths. It gives what get, the framework's own way, gives, which is for
// all other models: the framework compiles a regular expression for every field of every object that it reads, a fifth of the time of a
// plan.
func load[M any](ctx context.Context, raw tftypes.Value, get func(context.Context, any) diag.Diagnostics, m *M) diag.Diagnostics {
	var values map[string]tftypes.Value
	if raw.As(&values) != nil {
		return get(ctx, m) // which says why
	}
	target, read := reflect.ValueOf(m).Elem(), 0
	for _, f := range reflect.VisibleFields(target.Type()) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		field := target.FieldByIndex(f.Index)
		raw, named := values[f.Tag.Get("tfsdk")]
		kind := plainType(field)
		if !named || kind == nil {
			return get(ctx, m)
		}
		value, err := kind.ValueFromTerraform(ctx, raw)
		if err != nil {
			return get(ctx, m)
		}
		field.Set(reflect.ValueOf(value))
		read++
	}
	if read != len(values) {
		return get(ctx, m)
	}
	return nil
}

// plainType is the type of a field that needs no schema to be read, else nil.
func plainType(field reflect.Value) attr.Type {
	switch field.Interface().(type) {
	case types.String:
		return types.StringType
	case types.Bool:
		return types.BoolType
	}
	return nil
}

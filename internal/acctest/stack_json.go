package acctest

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// JSON writes the plan as terraform show -json does.
func (k *Stack) JSON(p *StackPlan) []byte {
	k.t.Helper()
	objects := []any{}
	for _, at := range slices.Sorted(maps.Keys(p.prior)) {
		one := p.prior[at]
		values, _ := shown(one.value)
		objects = append(objects, map[string]any{
			"address": at, "mode": "managed", "type": one.kind, "name": at[len(one.kind)+1:], "provider_name": address, "schema_version": 0, "values": values,
		})
	}
	raw, err := json.Marshal(map[string]any{
		"format_version": "1.2", "terraform_version": "1.11.4", "applyable": true, "complete": true, "errored": false,
		"prior_state":    map[string]any{"format_version": "1.0", "terraform_version": "1.11.4", "values": map[string]any{"root_module": map[string]any{"resources": objects}}},
		"resource_drift": k.changed(p.drift), "resource_changes": k.changed(p.changes), "configuration": map[string]any{"root_module": map[string]any{"resources": configured(p.config)}},
	})
	k.check(err)
	return raw
}

func (k *Stack) changed(list []*stackChange) []any {
	rows := []any{}
	for _, c := range list {
		before, _ := shown(c.before)
		after, unknown := shown(c.after)
		if unknown == nil {
			unknown = map[string]any{}
		}
		rows = append(rows, map[string]any{
			"address": c.address, "mode": "managed", "type": c.kind, "name": c.address[len(c.kind)+1:], "provider_name": address,
			"change": map[string]any{"actions": c.actions, "before": before, "after": after, "after_unknown": unknown},
		})
	}
	return rows
}

// configured writes the configuration as plans have it.
func configured(config map[string]*Resource) []any {
	rows := []any{}
	for _, at := range slices.Sorted(maps.Keys(config)) {
		r := config[at]
		expressions := map[string]any{}
		for name, v := range r.Config {
			if ref, ok := v.(Ref); ok {
				expressions[name] = map[string]any{"references": []string{ref.To + "." + ref.Attribute, ref.To}}
			} else if v != nil {
				expressions[name] = map[string]any{"constant_value": v}
			}
		}
		row := map[string]any{"address": at, "mode": "managed", "type": r.Type, "name": r.Name, "provider_config_key": "herokuenterprise", "expressions": expressions, "schema_version": 0}
		if len(r.DependsOn) > 0 {
			row["depends_on"] = r.DependsOn
		}
		rows = append(rows, row)
	}
	return rows
}

// shown is a value as a plan has it, and beside it the shape of what is not known: nil for a value that is known altogether. What is not
// known is left out of objects and maps, and null elsewhere.
func shown(v tftypes.Value) (value, unknown any) {
	switch {
	case !v.IsKnown():
		return nil, true
	case v.IsNull():
		return nil, nil
	}
	var text string
	var truth bool
	var number big.Float
	var members map[string]tftypes.Value
	var elements []tftypes.Value
	switch {
	case v.As(&text) == nil:
		return text, nil
	case v.As(&truth) == nil:
		return truth, nil
	case v.As(&number) == nil:
		n, _ := number.Int64()
		return n, nil
	case v.As(&members) == nil:
		values, open := map[string]any{}, map[string]any{}
		for name, m := range members {
			one, more := shown(m)
			if more != true {
				values[name] = one
			}
			if more != nil {
				open[name] = more
			} else if !m.IsNull() && (m.Type().Is(tftypes.Set{}) || m.Type().Is(tftypes.List{})) {
				open[name] = make([]bool, len(elementsOf(m)))
			} else if !m.IsNull() && m.Type().Is(tftypes.Map{}) {
				open[name] = map[string]any{}
			}
		}
		return values, open
	}
	if err := v.As(&elements); err != nil {
		panic(err) // there is no other form
	}
	values, open, some := []any{}, []any{}, false
	for _, e := range elements {
		one, more := shown(e)
		values = append(values, one)
		if more == nil {
			more = false
		} else {
			some = true
		}
		open = append(open, more)
	}
	if !some {
		return values, nil
	}
	return values, open
}

func elementsOf(v tftypes.Value) (list []tftypes.Value) {
	_ = v.As(&list)
	return list
}

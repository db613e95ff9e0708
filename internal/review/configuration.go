package review

import (
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// address takes apart module.a["x"].herokuenterprise_team.this[0]: the module, the resource in it, and the index, each as it is spelled.
func address(s string) (module, resource, index string) {
	var parts []string // separated by dots outside indexes
	from := 0
	for i, inside := range indexed(s) {
		if s[i] == '.' && !inside {
			parts, from = append(parts, s[from:i]), i+1
		}
	}
	parts = append(parts, s[from:])
	n := 0
	for n+1 < len(parts) && parts[n] == "module" {
		n += 2
	}
	module = strings.Join(parts[:n], ".")
	resource = strings.Join(parts[n:], ".")
	if at := strings.IndexByte(resource, '['); at >= 0 {
		resource, index = resource[:at], resource[at:]
	}
	return module, resource, index
}

// indexed says of each byte of an address whether it is one of an index: of a number in brackets, or of a key as Terraform quotes it, in which a backslash
// comes before quotes, before another backslash, and in place of what cannot be seen.
func indexed(s string) []bool {
	all := make([]bool, len(s))
	depth, quoted, escaped := 0, false, false
	for i := range len(s) {
		before := depth
		switch c := s[i]; {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case depth > 0 && c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		}
		all[i] = max(before, depth) > 0
	}
	return all
}

// withoutIndexes is the path of a module without indexes, as a configuration has it.
func withoutIndexes(module string) string {
	var b strings.Builder
	for i, inside := range indexed(module) {
		if !inside {
			b.WriteByte(module[i])
		}
	}
	return b.String()
}

// unindexed is the address of a resource in the configuration.
func unindexed(s string) string {
	module, resource, _ := address(s)
	if module == "" {
		return resource
	}
	return withoutIndexes(module) + "." + resource
}

// dependencies are the resources of this provider that a resource depends on, directly or through modules.
func dependencies(c planfile.Configuration, resource string) []string {
	module, name, _ := address(resource)
	m := c[module]
	if m == nil {
		return nil
	}
	var all []string
	for _, refs := range m.Resources[name] {
		all = append(all, targets(c, module, refs, 0)...)
	}
	if path, call := caller(module); path != module {
		if outer := c[path]; outer != nil {
			all = append(all, targets(c, path, outer.Calls[call][planfile.DependsOn], 0)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// caller is the module that calls a module, and the name under which it does; the root module is called by none.
func caller(module string) (path, call string) {
	at := strings.LastIndex(module, "module.")
	if at < 0 {
		return module, ""
	}
	return strings.TrimSuffix(module[:at], "."), module[at+len("module."):]
}

// deepest is how far references are followed through modules.
const deepest = 20

// targets follows references to resources, through the variables and outputs of modules.
func targets(c planfile.Configuration, module string, refs []string, depth int) (found []string) {
	m := c[module]
	if m == nil || depth > deepest {
		return nil
	}
	for _, ref := range refs {
		parts := strings.SplitN(ref, ".", 3)
		switch {
		case len(parts) < 2:
		case strings.HasPrefix(parts[0], planfile.Prefix):
			_, name, _ := address(parts[0] + "." + parts[1])
			if module != "" {
				name = module + "." + name
			}
			found = append(found, name)
		case parts[0] == "var":
			path, call := caller(module)
			if outer := c[path]; path != module && outer != nil {
				found = append(found, targets(c, path, outer.Calls[call][parts[1]], depth+1)...)
			}
		case parts[0] == "module" && len(parts) == 3:
			call, _, _ := address("module." + parts[1])
			call = strings.TrimPrefix(withoutIndexes(call), "module.")
			called := strings.TrimPrefix(module+".module."+call, ".")
			output, _, _ := strings.Cut(parts[2], ".")
			if inner := c[called]; inner != nil {
				found = append(found, targets(c, called, inner.Outputs[output], depth+1)...)
			}
		}
	}
	return found
}

// inventory has the addresses of what there is, by resource of the configuration, and by that with the index.
type inventory map[string][]string

func (i inventory) add(at string) {
	resource := unindexed(at)
	i[resource] = append(i[resource], at)
	if _, _, index := address(at); index != "" {
		i[resource+index] = append(i[resource+index], at)
	}
}

// instances are the addresses that a reference of an attribute can mean: of the resource that is named, the one with the index that is
// written, or the index of the object that refers to it, or the only one there is; beside an object in the same module.
func (i inventory) instances(c planfile.Configuration, of, attribute string) []string {
	module, name, index := address(of)
	inside := withoutIndexes(module)
	m := c[inside]
	if m == nil {
		return nil
	}
	refs := m.Resources[name][attribute]
	found := targets(c, inside, refs, 0)
	if len(found) == 0 {
		return nil
	}
	all := i[found[0]]
	if len(all) <= 1 {
		return all
	}
	var near []string
	beside, resource, _ := address(found[0])
	wanted := indexes(refs, index)
	if beside == inside && module != inside { // a module of which there are several
		wanted = append(wanted, "")
	}
	for _, at := range wanted {
		if beside != inside {
			near = append(near, i[found[0]+at]...)
			continue
		}
		one := strings.TrimPrefix(module+"."+resource+at, ".")
		if slices.Contains(i[found[0]+at], one) {
			near = append(near, one)
		}
	}
	slices.Sort(near)
	return slices.Compact(near)
}

// indexes are those that references can mean: those that are written, and that of the object itself where its key is referred to.
func indexes(refs []string, own string) (list []string) {
	for _, ref := range refs {
		if _, _, at := address(ref); strings.HasPrefix(at, "[") {
			end := slices.Index(append(indexed(at), false), false)
			list = append(list, at[:end])
		}
		if strings.HasPrefix(ref, "each.") || strings.HasPrefix(ref, "count.") {
			list = append(list, own)
		}
	}
	return list
}

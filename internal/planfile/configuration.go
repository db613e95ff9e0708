package planfile

import (
	"encoding/json"
	"strings"
)

// Configuration is what the configuration says about references, by module: the path of each, without indexes, such as
// module.a.module.b; the root module's is empty. Where a value is not known before the plan is applied, only this tells what it will be of.
type Configuration map[string]*Module

// Module is one module of a [Configuration].
type Module struct {
	Resources map[string]References // by resource, such as herokuenterprise_team.this; this provider's own alone
	Calls     map[string]References // by the name of the module that is called; the variables that it is given
	Outputs   References
}

// References are the references of expressions, in Terraform's spelling, the longest first: herokuenterprise_team.this.id and then
// herokuenterprise_team.this.
type References map[string][]string

// DependsOn is the key under which [References] have what is named by depends_on alone. No attribute is called so.
const DependsOn = "depends_on"

// configured finds a module, which may be read in pieces.
func (f *File) configured(path string) *Module {
	if f.Configuration == nil {
		f.Configuration = Configuration{}
	}
	if f.Configuration[path] == nil {
		f.Configuration[path] = &Module{Resources: map[string]References{}, Calls: map[string]References{}, Outputs: References{}}
	}
	return f.Configuration[path]
}

// configuration reads the modules of a configuration.
func (in *reader) configuration() error {
	return in.object(func(key string) error {
		if key == "root_module" {
			return in.configuredModule("")
		}
		return in.skip()
	})
}

func (in *reader) configuredModule(path string) error {
	if in.depth++; in.depth > deepest {
		return tooDeep()
	}
	defer func() { in.depth-- }()
	m := in.file.configured(path)
	return in.object(func(key string) error {
		switch key {
		case "resources":
			return in.array(func() error { return in.configuredResource(m) })
		case "outputs":
			return in.object(func(name string) error {
				var out struct {
					Expression json.RawMessage `json:"expression"`
				}
				err := in.Decode(&out)
				m.Outputs.add(name, out.Expression)
				return err
			})
		case "module_calls":
			return in.object(func(name string) error { return in.call(m, path, name) })
		}
		return in.skip()
	})
}

// call reads the call of a module, and the module.
func (in *reader) call(m *Module, path, name string) error {
	given := References{}
	m.Calls[name] = given
	if path != "" {
		path += "."
	}
	return in.object(func(key string) error {
		switch key {
		case "expressions":
			return in.expressions(given)
		case "depends_on":
			var names []string
			err := in.Decode(&names)
			given[DependsOn] = names
			return err
		case "module":
			return in.configuredModule(path + "module." + name)
		}
		return in.skip()
	})
}

func (in *reader) configuredResource(m *Module) error {
	var row struct {
		Address     string                     `json:"address"`
		Type        string                     `json:"type"`
		Expressions map[string]json.RawMessage `json:"expressions"`
		DependsOn   []string                   `json:"depends_on"`
	}
	if err := in.Decode(&row); err != nil || !strings.HasPrefix(row.Type, in.prefix) {
		return err
	}
	refs := References{}
	for name, expression := range row.Expressions {
		refs.add(name, expression)
	}
	if len(row.DependsOn) > 0 {
		refs[DependsOn] = row.DependsOn
	}
	m.Resources[row.Address] = refs
	return nil
}

func (in *reader) expressions(into References) error {
	return in.object(func(name string) error {
		var expression json.RawMessage
		err := in.Decode(&expression)
		into.add(name, expression)
		return err
	})
}

// add keeps the references of an expression. What is not an expression, such as the list that a nested block is, has none.
func (r References) add(name string, expression json.RawMessage) {
	var e struct {
		References []string `json:"references"`
	}
	if json.Unmarshal(expression, &e) == nil && len(e.References) > 0 {
		r[name] = e.References
	}
}

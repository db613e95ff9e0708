package export

import (
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/hcl"
)

// people are what several people have on one object.
type people struct {
	kind, all string // the resource for one person, and the one for all of them; empty for none
	list      string // the argument of the latter, and the end of the map's name
	name      string // of the object, fit for an address
	on        place
	named     bool   // the object is referred to by its name
	column    string // role or permissions
	rows      []row
	exclusive bool
	after     string // what has to be there before; empty for nothing
}

// row is what one person has.
type row struct{ email, value string }

// people writes what people have, in one map if there are several. It returns the address of the resource, empty for none.
func (w *writer) people(p people) (text, address string) {
	if p.exclusive {
		return w.whole(p)
	}
	if len(p.rows) == 0 {
		return "", ""
	}
	from := make([]source, len(p.rows))
	for i, r := range p.rows {
		from[i] = w.upstream.take(p.kind, p.on, r.email)
	}
	attribute := "id"
	if p.named || spelledByName(from, p.on) {
		attribute = "name"
	}
	kind := prefix + p.kind
	depends := depends(p.after)
	if len(p.rows) == 1 {
		name := w.names.Take(kind, p.name, hcl.Nickname(p.rows[0].email))
		address = kind + "." + name
		w.take(p, attribute, address, from, "")
		return "\n" + hcl.Block(hcl.Resource(kind, name), append([]string{hcl.Arguments(
			p.on.by(attribute), hcl.Argument{Name: "email", Value: hcl.Literal(p.rows[0].email)}, hcl.Argument{Name: p.column, Value: p.rows[0].value},
		)}, depends...)...), address
	}
	name, local := w.names.Take(kind, p.name), w.names.Take("local", p.name, p.list)
	address = kind + "." + name
	w.take(p, attribute, address, from, "local."+local)
	return "\n" + hcl.Block("locals", local+" = "+hcl.Map(p.elements()...)+"\n") +
		"\n" + hcl.Block(hcl.Resource(kind, name), append([]string{
		hcl.Arguments(hcl.Argument{Name: "for_each", Value: "local." + local}),
		hcl.Arguments(p.on.by(attribute), hcl.Argument{Name: "email", Value: "each.key"}, hcl.Argument{Name: p.column, Value: "each.value"}),
	}, depends...)...), address
}

// elements are the rows as elements of a map.
func (p people) elements() []hcl.Argument {
	elements := make([]hcl.Argument, len(p.rows))
	for i, r := range p.rows {
		elements[i] = hcl.Argument{Name: r.email, Value: r.value}
	}
	return elements
}

// whole writes the resource that owns the whole list.
func (w *writer) whole(p people) (text, address string) {
	name, attribute, id := w.names.Take(prefix+p.all, p.name), "id", p.on.id
	if p.named {
		attribute, id = "name", p.on.name
	}
	return "\n" + w.single(p.all, name, id, append([]string{hcl.Arguments(p.on.by(attribute)), p.list + " = " + hcl.Map(p.elements()...) + "\n"}, depends(p.after)...)...), prefix + p.all + "." + name
}

// depends says what has to be there before.
func depends(after string) []string {
	if after == "" {
		return nil
	}
	return []string{"depends_on = [" + after + "]\n"}
}

// take imports who is there, but for those whom a moved block takes over. local is their map, empty for a single person.
func (w *writer) take(p people, attribute, address string, from []source, local string) {
	on := p.on.id
	if attribute == "name" {
		on = p.on.name
	}
	var left []string
	for i, r := range p.rows {
		if from[i].address == "" {
			left = append(left, r.email)
			continue
		}
		to := address
		if local != "" {
			to += "[" + hcl.Literal(r.email) + "]"
		}
		w.upstream.blocks = append(w.upstream.blocks, hcl.Block("moved", hcl.Arguments(hcl.Argument{Name: "from", Value: from[i].address}, hcl.Argument{Name: "to", Value: to})))
	}
	if len(left) == 0 {
		return
	}
	arguments := []hcl.Argument{{Name: "to", Value: address}, {Name: "id", Value: hcl.Literal(on + ":" + left[0])}}
	if local != "" {
		each := local
		if len(left) < len(p.rows) {
			each = "toset(" + hcl.Literals(left) + ")"
		}
		arguments = []hcl.Argument{
			{Name: "for_each", Value: each},
			{Name: "to", Value: address + "[each.key]"},
			{Name: "id", Value: strings.TrimSuffix(hcl.Literal(on+":"), `"`) + `${each.key}"`},
		}
	}
	w.imports = append(w.imports, hcl.Block("import", hcl.Arguments(arguments...)))
}

// manages reports whether permissions on an enterprise account are those of somebody who may manage it. Words that are not known are none.
func manages(words []string) bool {
	set, err := access.ParseAccountPermissions(words)
	return err == nil && set.Has(access.AccountManage)
}

package export

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// Upstream begins the types of the provider heroku/heroku.
const Upstream = "heroku_"

// upstream is what the provider heroku/heroku has in a state.
type upstream struct {
	access map[string][]source // by resource here, object and folded address
	places map[string]string   // apps and spaces, by id: their addresses, empty where those cannot be referred to
	blocks []string            // moved blocks
}

// source is where something stands that can be moved.
type source struct {
	address string
	object  string // as it is spelled there
}

// origins are the types that can be moved, in the order in which they are preferred: to which type, and in which attribute the object may stand.
var origins = []origin{
	{"heroku_team_member", "team_member", []string{"team"}},
	{"heroku_team_collaborator", "app_access", []string{"app_id", "app"}},
	{"heroku_collaborator", "app_access", []string{"app_id", "app"}},
	{"heroku_space_app_access", "space_access", []string{"space"}},
}

// origin is a type that can be moved.
type origin struct {
	kind, to string
	objects  []string
}

// sort sorts the objects of a state.
func (w *writer) sort(objects []planfile.Object) {
	w.upstream = upstream{access: map[string][]source{}, places: map[string]string{}}
	for _, origin := range origins {
		for i := range objects {
			o := &objects[i]
			if o.Mode != "managed" || o.Type != origin.kind || o.Deposed != "" {
				continue
			}
			values := texts(o)
			object := ""
			for _, name := range origin.objects {
				object = cmp.Or(object, values[name])
			}
			key := origin.to + " " + object + " " + access.FoldEmail(values["email"])
			w.upstream.access[key] = append(w.upstream.access[key], source{o.Address, object})
		}
	}
	for i := range objects {
		o := &objects[i]
		if o.Mode == "managed" && (o.Type == "heroku_app" || o.Type == "heroku_space") {
			address := o.Address
			if strings.HasPrefix(address, "module.") {
				address = ""
			}
			values := texts(o)
			w.upstream.places[cmp.Or(values["uuid"], values["id"])] = address
		}
	}
}

// texts are the attributes of an object that are texts.
func texts(o *planfile.Object) map[string]string {
	var all map[string]any
	out := map[string]string{}
	if json.Unmarshal(o.Values, &all) != nil {
		return out
	}
	for name, value := range all {
		if text, ok := value.(string); ok {
			out[name] = text
		}
	}
	return out
}

// take finds where what a person has on an object stands, and takes it: it can be moved once.
func (u *upstream) take(kind string, on place, email string) source {
	for _, object := range []string{on.id, on.name} {
		key := kind + " " + object + " " + access.FoldEmail(email)
		if list := u.access[key]; len(list) > 0 {
			u.access[key] = list[1:]
			return list[0]
		}
	}
	return source{}
}

// spelledByName reports whether everything that is moved names the object by its name. What is spelled otherwise would be changed in the state.
func spelledByName(from []source, on place) bool {
	moved := slices.DeleteFunc(slices.Clone(from), func(s source) bool { return s.address == "" })
	return len(moved) > 0 && !slices.ContainsFunc(moved, func(s source) bool { return s.object != on.name })
}

// movedBlocks writes the moved blocks, and what cannot be moved.
func (w *writer) movedBlocks() string {
	if len(w.Moved) == 0 {
		return ""
	}
	var left []string
	for _, list := range w.upstream.access {
		for _, s := range list {
			left = append(left, s.address)
		}
	}
	slices.Sort(left)
	text := movedHead
	for _, address := range left {
		text += w.note("Not moved: %s. Nobody has what it stands for in what was exported, or something else was moved in its place.", address)
	}
	return text + "\n" + strings.Join(w.upstream.blocks, "\n")
}

const movedHead = `# What the provider heroku/heroku had. Take the blocks that are moved out of the configuration before this is applied, and delete this file once
# every workspace has applied it.
`

// Movable reports whether anything can be moved.
func Movable(objects []planfile.Object) bool {
	return slices.ContainsFunc(objects, func(o planfile.Object) bool {
		return o.Mode == "managed" && slices.ContainsFunc(origins, func(from origin) bool { return from.kind == o.Type })
	})
}

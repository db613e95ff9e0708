package server

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// object is a piece of the document.
type object = map[string]any

// openAPI serves the description of what is served, in OpenAPI 3.1, to everybody: it holds nothing that the guides do not say.
func openAPI() http.HandlerFunc {
	made := sync.OnceValue(func() answer { // for the first who asks: few do
		a, err := (&request{}).encode(http.StatusOK, openAPIDocument(routes))
		if err != nil { // it is made of maps, lists and texts
			panic(err)
		}
		return a
	})
	return func(w http.ResponseWriter, r *http.Request) { send(w, r, made()) }
}

// openAPIDocument makes the document from the routes and the types of their bodies. Answers come first: where a type is both read and written,
// the form that is written keeps the plain name.
func openAPIDocument(routes []route) object {
	d := &document{schemas: object{}, made: map[shape]string{}}
	failed := object{"description": "The request was refused, or failed.", "content": content(d.schema(reflect.TypeFor[api.Error](), false))}
	paths, operations := object{}, make([]object, len(routes))
	for i, rt := range routes {
		operations[i] = d.operation(rt)
	}
	for i, rt := range routes {
		if rt.in != nil {
			operations[i]["requestBody"] = object{"content": content(d.schema(reflect.TypeOf(rt.in), true))}
		}
		item, ok := paths[rt.pattern].(object)
		if !ok {
			item = object{}
			paths[rt.pattern] = item
		}
		item[strings.ToLower(rt.method)] = operations[i]
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Heroku Platform API v3, as the control plane serves it", "version": "3",
			"description": "Every request must say \"Accept: " + api.Accept + "\", this document's alone excepted. Members of a body that are not known are ignored.",
		},
		"servers":  []object{{"url": "/"}},
		"security": []object{{"token": []string{}}},
		"paths":    paths,
		"components": object{
			"schemas":         d.schemas,
			"responses":       object{"Error": failed},
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}},
		},
	}
}

// operation describes a route, but for its body.
func (d *document) operation(rt route) object {
	row, _ := access.Lookup(rt.action)
	op := object{
		"operationId": operationID(rt),
		"description": "Asks for the action " + string(rt.action) + ": " + row.Words + "." + extension(rt.pattern),
		"responses":   d.responses(rt),
	}
	if row.Anonymous {
		op["security"] = []object{}
	}
	parameters := []object{}
	for _, m := range parameter.FindAllStringSubmatch(rt.pattern, -1) {
		parameters = append(parameters, object{"name": m[1], "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	if _, paged := rt.out.(pager); paged {
		parameters = append(parameters, object{
			"name": api.HeaderRange, "in": "header", "schema": object{"type": "string"},
			"description": "The page that is asked for, as \"name ]a..z; max=200,order=desc\".",
		})
	}
	for end, names := range queries {
		if strings.HasSuffix(rt.pattern, end) {
			for _, name := range names {
				parameters = append(parameters, object{"name": name, "in": "query", "required": name == "start", "schema": object{"type": "string"}})
			}
		}
	}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	return op
}

// extension says of a route that Heroku's API has nothing like it; nothing of the others.
func extension(pattern string) string {
	switch {
	case strings.HasPrefix(pattern, "/enterprise-accounts/{account}/identity-providers"), pattern == "/teams/{team}/licenses":
		return " An extension: Heroku has it in its dashboard alone."
	case pattern == "/account/mails":
		return " An extension: Heroku sends them."
	}
	return ""
}

// queries are what can be asked of routes beside their paths, by the ends of their patterns.
var queries = map[string][]string{
	"/events": {"day", "order", "actor", "action", "type"}, "/usage/daily": {"start", "end"}, "/usage/monthly": {"start", "end"},
}

// responses are the answers of a route. What a write answers on success, 200, 201 or 202, is its handler's affair.
func (d *document) responses(rt route) object {
	body := content(d.schema(reflect.TypeOf(rt.out), false))
	success := "2XX"
	if rt.method == http.MethodGet {
		success = "200"
	}
	all := object{success: object{"description": "Done.", "content": body}, "default": object{"$ref": "#/components/responses/Error"}}
	if _, paged := rt.out.(pager); paged {
		all["206"] = object{
			"description": "A page that is not the last.", "content": body,
			"headers": object{api.HeaderNextRange: object{"description": "The Range of the next page.", "schema": object{"type": "string"}}},
		}
	}
	return all
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// operationID names a route by its method and path: "get-teams-team-members".
func operationID(rt route) string {
	return strings.ToLower(rt.method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(rt.pattern)
}

func content(schema object) object {
	return object{api.ContentType: object{"schema": schema}}
}

// document collects the schemas of the structs that the routes use.
type document struct {
	schemas object
	made    map[shape]string // names of the schemas
}

// shape is a type in one of its two forms: what is read may leave out more than what is written.
type shape struct {
	of    reflect.Type
	input bool
}

// schema describes what encoding/json makes of a type, or reads into it.
func (d *document) schema(t reflect.Type, input bool) object {
	if t == reflect.TypeFor[json.RawMessage]() || t.Kind() == reflect.Interface {
		return object{}
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return lenient(t)
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[pager]()) {
		items, _ := t.FieldByName("items") // every list has them
		t = items.Type
	}
	switch t.Kind() { // the wire has no other kinds; one would be seen as a number, and fail the test
	case reflect.Pointer:
		return nullable(d.schema(t.Elem(), input))
	case reflect.Slice:
		return object{"type": "array", "items": d.schema(t.Elem(), input)}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schema(t.Elem(), input)}
	case reflect.Struct:
		return d.structure(t, input)
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	default:
		return object{"type": "number"}
	}
}

// lenient describes the types that read more than one form, as clients differ: a name alone or in an object, a number or its text.
func lenient(t reflect.Type) object {
	if t.Kind() == reflect.String {
		return object{"anyOf": []object{
			{"type": "string"},
			{"type": "object", "properties": object{"id": object{"type": "string"}, "name": object{"type": "string"}}},
		}}
	}
	return object{"type": []string{"integer", "string"}}
}

func nullable(schema object) object {
	switch kind := schema["type"].(type) {
	case string:
		schema["type"] = []string{kind, "null"}
	case []string:
		schema["type"] = append(kind, "null")
	default:
		return object{"anyOf": []object{schema, {"type": "null"}}}
	}
	return schema
}

// structure describes a struct under its own name, once.
func (d *document) structure(t reflect.Type, input bool) object {
	at := shape{t, input}
	if name, ok := d.made[at]; ok {
		return object{"$ref": "#/components/schemas/" + name}
	}
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, taken := d.schemas[name]; taken {
		name += "Input"
	}
	d.made[at], d.schemas[name] = name, nil // taken, before its fields are looked at
	properties, required := object{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		member, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if member == "" || member == "-" {
			continue
		}
		properties[member] = d.schema(f.Type, input)
		if !strings.HasPrefix(options, "omit") && (!input || f.Type.Kind() != reflect.Pointer) {
			required = append(required, member)
		}
	}
	schema := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		schema["required"] = required
	}
	d.schemas[name] = schema
	return object{"$ref": "#/components/schemas/" + name}
}

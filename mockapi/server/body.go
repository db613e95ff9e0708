package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// decode reads the body into v. An absent body is an empty object; members that v does not know are ignored, as Heroku does, and
// a member is known by its exact name alone: "ROLE" is not "role".
func (r *request) decode(v any) error {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return nil
	}
	if !utf8.Valid(r.body) {
		return fail(http.StatusBadRequest, api.ErrBadRequest, "The request body is not valid JSON: it is not UTF-8 text.")
	}
	var members map[string]json.RawMessage
	d := json.NewDecoder(bytes.NewReader(r.body))
	if err := d.Decode(&members); err != nil {
		return badJSON(err, nil)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fail(http.StatusBadRequest, api.ErrBadRequest, "The request body holds more than one JSON value.")
	}
	fields := fieldsOf(reflect.TypeOf(v).Elem())
	for name := range members {
		if fields == nil {
			break // a map: every name is known
		}
		if _, known := fields[name]; !known {
			delete(members, name)
		}
	}
	plain, err := json.Marshal(members)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return badJSON(err, fields)
	}
	return nil
}

// fieldsOf lists the members of a struct by their names on the wire, those of embedded structs too; nil for what is no struct.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			fields[name] = f.Type
		}
	}
	return fields
}

// badJSON says what is wrong with a body: 400 when it is not JSON, 422 when a member has the wrong type.
func badJSON(err error, fields map[string]reflect.Type) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return fail(http.StatusBadRequest, api.ErrBadRequest, "The request body is not valid JSON: %v.", err)
	}
	if wrong.Field == "" {
		return fail(http.StatusBadRequest, api.ErrBadRequest, "The request body must be a JSON object, not %s.", wrong.Value)
	}
	field := wrong.Field[strings.LastIndexByte(wrong.Field, '.')+1:]
	if t, ok := fields[field]; ok && t.Kind() == reflect.Slice {
		return invalid("%s must be a list of %ss.", field, jsonType(t.Elem().Kind()))
	}
	if wrong.Type == nil {
		return invalid("%s is %s.", field, wrong.Value)
	}
	return invalid("%s must be %s, not %s.", field, article(jsonType(wrong.Type.Kind())), wrong.Value)
}

func jsonType(kind reflect.Kind) string {
	switch kind {
	case reflect.Bool:
		return "boolean"
	case reflect.Slice:
		return "list"
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.String:
		return "string"
	default:
		return "number"
	}
}

func article(noun string) string {
	if noun == "object" {
		return "an " + noun
	}
	if noun == "boolean" {
		return "true or false"
	}
	return "a " + noun
}

package review

import (
	"encoding/json"
	"regexp"
	"slices"
)

// values are the attributes of an object, which may be of types that nobody expects. What of them is not known yet stands beside them.
type values struct {
	known   map[string]json.RawMessage
	unknown map[string]json.RawMessage
}

// valuesOf reads an object of attributes. What is no object has none.
func valuesOf(known, unknown json.RawMessage) (v values) {
	_ = json.Unmarshal(known, &v.known)
	_ = json.Unmarshal(unknown, &v.unknown)
	return v
}

// text is an attribute that is a string; empty if it is null, unknown or something else.
func (v values) text(name string) (s string) {
	_ = json.Unmarshal(v.known[name], &s)
	return s
}

// truth is an attribute that is a truth value; nil if it is null, unknown or something else.
func (v values) truth(name string) (b *bool) {
	_ = json.Unmarshal(v.known[name], &b)
	return b
}

// is reports whether an attribute is true.
func (v values) is(name string) bool {
	b := v.truth(name)
	return b != nil && *b
}

// words is an attribute that is a set or a list of strings, sorted.
func (v values) words(name string) []string {
	var raw []json.RawMessage
	_ = json.Unmarshal(v.known[name], &raw)
	words := make([]string, 0, len(raw))
	for _, one := range raw {
		var s *string
		if json.Unmarshal(one, &s) == nil && s != nil {
			words = append(words, *s)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// wanted is words with a sign for those that are not known yet.
func (v values) wanted(name string) []string {
	if v.open(name) {
		return append(v.words(name), known(""))
	}
	return v.words(name)
}

// list is an attribute that is a list of objects.
func (v values) list(name string) []values {
	var raw []json.RawMessage
	_ = json.Unmarshal(v.known[name], &raw)
	list := make([]values, len(raw))
	for i, one := range raw {
		list[i] = valuesOf(one, nil)
	}
	return list
}

// in is an attribute that is an object or a map.
func (v values) in(name string) values { return valuesOf(v.known[name], v.unknown[name]) }

// null reports whether an attribute will be null.
func (v values) null(name string) bool {
	raw := v.known[name]
	return (len(raw) == 0 || string(raw) == "null") && !v.open(name)
}

// open reports whether an attribute, or a part of it, is not known yet.
func (v values) open(name string) bool {
	var shape any
	_ = json.Unmarshal(v.unknown[name], &shape)
	return anyTrue(shape)
}

func anyTrue(shape any) bool {
	switch s := shape.(type) {
	case bool:
		return s
	case []any:
		return slices.ContainsFunc(s, anyTrue)
	case map[string]any:
		for _, one := range s {
			if anyTrue(one) {
				return true
			}
		}
	}
	return false
}

// odd lists the attributes among those that are neither of the type that they should have nor null.
func (v values) odd(texts, sets, maps []string) (names []string) {
	check := func(want func(any) bool, list []string) {
		for _, name := range list {
			var value any
			if raw := v.known[name]; len(raw) > 0 && (json.Unmarshal(raw, &value) != nil || value != nil && !want(value)) {
				names = append(names, name)
			}
		}
	}
	check(func(v any) bool { _, ok := v.(string); return ok }, texts)
	check(func(v any) bool {
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(v any) bool { _, ok := v.(string); return !ok && v != nil })
	}, sets)
	check(func(v any) bool { _, ok := v.(map[string]any); return ok }, maps)
	return names
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// reference tells apart what a user may write to name an object: its id or its name.
func reference(ref string) (id, name string) {
	if uuid.MatchString(ref) {
		return ref, ""
	}
	return "", ref
}

// named finds the id and name of what an object refers to. The first attribute holds its id where it is known, the second what the user wrote.
func (v values) named(idAttribute, attribute string) (id, name string) {
	id = v.text(idAttribute)
	asID, name := reference(v.text(attribute))
	if id == "" {
		id = asID
	}
	return id, name
}

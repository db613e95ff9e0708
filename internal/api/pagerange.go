package api

import (
	"fmt"
	"strconv"
	"strings"
)

// Limits of a page (Platform API reference, "Ranges").
const (
	DefaultPage = 200
	MaxPage     = 1000
)

// Range is the Range header of a list: "id ]from..to[; max=200,order=desc". From and To are places in the order of the
// list: with order=desc, From is the larger one. Empty bounds are open.
type Range struct {
	Field         string // empty: the list's own
	From, To      string
	FromExclusive bool
	ToExclusive   bool
	Max           int
	Asc           bool // asked for by name, of a list that may begin with the last
	Desc          bool
}

// ParseRange reads a Range header; the empty header is the first page. The error says what was wrong, for a 416.
func ParseRange(header string) (Range, error) {
	r := Range{Max: DefaultPage}
	if strings.TrimSpace(header) == "" {
		return r, nil
	}
	spec, params, _ := strings.Cut(header, ";")
	spec = strings.TrimSpace(spec)
	if field, rest, ok := strings.Cut(spec, " "); ok {
		r.Field, spec = field, strings.TrimSpace(rest)
	}
	from, to, ok := strings.Cut(spec, "..")
	if !ok {
		return r, fmt.Errorf("the range %q has no \"..\"; it should look like \"id ..; max=200\"", header)
	}
	r.From, r.FromExclusive = strings.CutPrefix(from, "]")
	r.To, r.ToExclusive = strings.CutSuffix(to, "[")
	for param := range strings.FieldsFuncSeq(params, func(c rune) bool { return c == ',' || c == ';' }) {
		key, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if err := r.set(key, value); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *Range) set(key, value string) error {
	switch key {
	case "":
		return nil
	case "max":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > MaxPage {
			return fmt.Errorf("max=%s is not a number from 1 to %d", value, MaxPage)
		}
		r.Max = n
	case "order":
		if value != "asc" && value != "desc" {
			return fmt.Errorf("order=%s is neither asc nor desc", value)
		}
		r.Asc, r.Desc = value == "asc", value == "desc"
	default:
		return fmt.Errorf("unknown parameter %q; max and order are known", key)
	}
	return nil
}

// String is the header.
func (r Range) String() string {
	var b strings.Builder
	if r.Field != "" {
		b.WriteString(r.Field + " ")
	}
	if r.FromExclusive {
		b.WriteString("]")
	}
	b.WriteString(r.From + ".." + r.To)
	if r.ToExclusive {
		b.WriteString("[")
	}
	fmt.Fprintf(&b, "; max=%d", r.Max)
	switch {
	case r.Desc:
		b.WriteString(",order=desc")
	case r.Asc:
		b.WriteString(",order=asc")
	}
	return b.String()
}

// Contains reports whether a key lies within the bounds, in the order of the range.
func (r Range) Contains(key string) bool {
	low, high, lowEx, highEx := r.From, r.To, r.FromExclusive, r.ToExclusive
	if r.Desc {
		low, high, lowEx, highEx = r.To, r.From, r.ToExclusive, r.FromExclusive
	}
	fromLow, toHigh := CompareKeys(key, low), CompareKeys(high, key)
	if low != "" && (fromLow < 0 || lowEx && fromLow == 0) {
		return false
	}
	return high == "" || toHigh > 0 || !highEx && toHigh == 0
}

// CompareKeys is the order of a list: keys that are numbers, such as a release's version, go by their value, all others by
// their bytes.
func CompareKeys(a, b string) int {
	if number(a) && number(b) {
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		if len(a) != len(b) {
			return len(a) - len(b)
		}
	}
	return strings.Compare(a, b)
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

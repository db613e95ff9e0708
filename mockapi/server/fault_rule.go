package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Fault says which requests fail, and how. A field with its zero value says nothing.
type Fault struct {
	Text string // the rule as it was written

	Method, Pattern string  // of the route; "*" is any
	Caller          string  // address
	Share           float64 // of the requests; 1 is all of them
	Times           int     // at most

	Latency    time.Duration // before everything else
	Status     int           // answered instead of handling the request
	RetryAfter time.Duration // with Status
	Cut        string        // [CutBefore] or [CutAfter]
	Stale      bool          // answered from the world before the last write
}

// When a connection is cut: before the request is handled, or after what it wrote was committed.
const (
	CutBefore = "before"
	CutAfter  = "after"
)

// faultExample is a rule that is right.
const faultExample = "route=GET /teams/{team}/members,share=0.1,status=503"

// maxLatency is the longest delay: the server gives up on an answer after a minute.
const maxLatency = 30 * time.Second

// faultKeys are the words of a rule, in the order in which messages name them, with what each reads.
var faultKeys = []struct {
	name string
	read func(*Fault, string) error
}{
	{"route", (*Fault).readRoute},
	{"caller", func(f *Fault, v string) error {
		f.Caller = v
		return access.Email(v)
	}},
	{"share", func(f *Fault, v string) (err error) {
		if f.Share, err = strconv.ParseFloat(v, 64); err != nil || !(f.Share > 0 && f.Share <= 1) {
			return fmt.Errorf("share=%s is not a number above 0, up to 1: share=0.1 strikes one request in ten", v)
		}
		return nil
	}},
	{"times", func(f *Fault, v string) (err error) {
		if f.Times, err = strconv.Atoi(v); err != nil || f.Times < 1 {
			return fmt.Errorf("times=%s is not a whole number above 0: times=2 strikes twice and then no more", v)
		}
		return nil
	}},
	{"latency", func(f *Fault, v string) (err error) {
		if f.Latency, err = time.ParseDuration(v); err != nil || f.Latency <= 0 || f.Latency > maxLatency {
			return fmt.Errorf("latency=%s is not a time up to %s: it should look like latency=200ms", v, maxLatency)
		}
		return nil
	}},
	{"status", func(f *Fault, v string) (err error) {
		if f.Status, err = strconv.Atoi(v); err != nil || f.Status != http.StatusTooManyRequests && (f.Status < 500 || f.Status > 599) {
			return fmt.Errorf("status=%s is neither 429 nor one of 500 to 599: it should look like status=503", v)
		}
		return nil
	}},
	{"retry-after", func(f *Fault, v string) (err error) {
		if f.RetryAfter, err = time.ParseDuration(v); err != nil || f.RetryAfter < time.Second || f.RetryAfter%time.Second != 0 {
			return fmt.Errorf("retry-after=%s is not a number of seconds: it should look like retry-after=2s", v)
		}
		return nil
	}},
	{"cut", func(f *Fault, v string) error {
		if f.Cut = v; v != CutBefore && v != CutAfter {
			return fmt.Errorf("cut=%s is neither cut=before (the request is handled) nor cut=after (its write is committed)", v)
		}
		return nil
	}},
	{"stale", func(f *Fault, v string) error {
		if f.Stale = true; v != "" {
			return fmt.Errorf("stale has no value, so stale=%s says too much", v)
		}
		return nil
	}},
}

// ParseFault reads a rule: words, most with a value, between commas.
func ParseFault(text string) (Fault, error) {
	f := Fault{Text: text, Method: "*", Pattern: "*", Share: 1}
	wrong := func(format string, args ...any) (Fault, error) {
		return f, fmt.Errorf("fault %q: %w; a rule looks like %q", text, fmt.Errorf(format, args...), faultExample)
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		i := slices.IndexFunc(faultKeys, func(k struct {
			name string
			read func(*Fault, string) error
		},
		) bool {
			return k.name == key
		})
		switch {
		case i < 0:
			return wrong("unknown word %q: the words are %s", key, faultWords())
		case seen[key]:
			return wrong("%s stands there twice", key)
		}
		seen[key] = true
		if err := faultKeys[i].read(&f, strings.TrimSpace(value)); err != nil {
			return wrong("%w", err)
		}
	}
	if err := f.check(); err != nil {
		return wrong("%w", err)
	}
	return f, nil
}

// faultWords lists the words of a rule for a sentence.
func faultWords() string {
	var words []string
	for _, k := range faultKeys {
		words = append(words, k.name)
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// check says what is wrong with the words of a rule together.
func (f *Fault) check() error {
	does := 0
	for _, one := range []bool{f.Status != 0, f.Cut != "", f.Stale} {
		if one {
			does++
		}
	}
	switch {
	case does == 0 && f.Latency == 0:
		return fmt.Errorf("it does nothing: add latency, status, cut or stale")
	case does > 1:
		return fmt.Errorf("status, cut and stale exclude each other: keep one, or write two rules")
	case f.RetryAfter > 0 && f.Status == 0:
		return fmt.Errorf("retry-after goes with a status: add status=429 or status=503")
	case f.Stale && !slices.Contains([]string{"*", http.MethodGet}, f.Method):
		return fmt.Errorf("only what is read can be stale, and %s %s writes: name a GET, or use cut=after", f.Method, f.Pattern)
	}
	return nil
}

// Kind is what a fault does to a request that it does not only delay; empty if it does no more.
func (f *Fault) Kind() string {
	switch {
	case f.Status != 0:
		return "status"
	case f.Cut != "":
		return "cut"
	case f.Stale:
		return "stale"
	}
	return ""
}

// readRoute reads a method and a pattern of routes.go; either can be "*".
func (f *Fault) readRoute(v string) error {
	f.Method, f.Pattern, _ = strings.Cut(v, " ")
	f.Pattern = strings.TrimSpace(f.Pattern)
	if slices.ContainsFunc(routes, f.about) {
		return nil
	}
	var names []string
	for _, rt := range routes {
		names = append(names, rt.method+" "+rt.pattern)
	}
	return fmt.Errorf("no route is %q: did you mean route=%s? GET /openapi.json lists all of them, and * stands for any method or path", v, access.Nearest(v, names, 1)[0])
}

// about reports whether a rule is about a route. What cannot be stale, because it writes, no stale rule is about.
func (f *Fault) about(rt route) bool {
	return (f.Method == "*" || f.Method == rt.method) && (f.Pattern == "*" || f.Pattern == rt.pattern) && (!f.Stale || rt.method == http.MethodGet)
}

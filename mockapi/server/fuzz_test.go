package server

import (
	"flag"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// fuzzRoute picks a route and somebody who asks, for any numbers.
func fuzzRoute(list []route, number, who uint16) (route, string) {
	return list[int(number)%len(list)], fuzzTokens[int(who)%len(fuzzTokens)]
}

// fuzzSeeds adds seeds: all of them for a test, and one in ten to fuzz from, or the time would be gone before anything new is tried.
func fuzzSeeds(f *testing.F) (add func(...any)) {
	every, n := 1, 0
	if target := flag.Lookup("test.fuzz"); target != nil && target.Value.String() != "" {
		every = 10
	}
	return func(args ...any) {
		if n%every == 0 {
			f.Add(args...)
		}
		n++
	}
}

func routesWhere(keep func(route) bool) (list []route) {
	for _, rt := range routes {
		if keep(rt) {
			list = append(list, rt)
		}
	}
	return list
}

// fuzzBodies are what every writing route gets as a seed: nothing at all, no JSON, JSON of the wrong shape, and members that the
// routes know with values that they do not.
var fuzzBodies = []string{
	``, `{}`, `null`, `[]`, `[1,"x",null]`, `"text"`, `{`, "\x00", "{\"name\":\"\xff\"}", `{"name":"a\u0000b"}`, `{} {}`,
	`{"name":1,"email":[],"role":{},"permissions":"view","locked":"yes","owner":7,"quantity":"many","app":{},"plan":[]}`,
	`{"name":"","email":"","role":"","user":"","owner":"","app":"","plan":"","pipeline":"","stage":"","team":"","hostname":"","url":""}`,
	`{"name":null,"email":null,"role":null,"permissions":null,"locked":null,"owner":null,"updates":null,"rules":null,"scope":null}`,
	`{"quantity":-1,"size":"no-such-size","updates":[{"type":"web","quantity":1e99}],"expires_in":-1,"version":99999999999999999999}`,
	`{"email":"ada@acme.test","user":"joe@acme.test","role":"admin","permissions":["view","view","no-such"],"recipient":"~","state":"accepted"}`,
	`{"rules":[{"action":"allow","source":"300.0.0.0/8"}],"scope":["global","no-such"],"source_blob":{},"process_types":{"":""},"in":[""]}`,
}

// FuzzBody sends any body to any route that writes.
func FuzzBody(f *testing.F) {
	w, add := newFuzzWorld(f), fuzzSeeds(f)
	list := routesWhere(func(rt route) bool { return rt.method != http.MethodGet })
	for i := range list {
		for k, body := range fuzzBodies {
			// All pairs would take a minute; each route gets some bodies, its neighbours the others.
			if (i+k)%5 == 0 {
				add(uint16(i), uint16(0), body)
			}
		}
		add(uint16(i), uint16(1+i%4), `{"name":"new-name","role":"viewer","email":"joe@acme.test","user":"sam@elsewhere.test","permissions":["view"]}`)
	}
	f.Fuzz(func(t *testing.T, number, who uint16, body string) {
		rt, token := fuzzRoute(list, number, who)
		w.ask(t, token, rt.method, w.path(rt.pattern, "", ""), body, "")
	})
}

// fuzzRanges are Range headers, good and bad.
var fuzzRanges = []string{
	"id ..", "name ..; max=1000", "email ..; max=1,order=desc", "version ..; max=1", "id ]a..b[; max=2", "started_at ..; order=desc", "..",
	"", ";", "id", "id a..b..c", "bytes=0-10", "id ..; max=0", "id ..; max=-1", "id ..; max=99999999999999999999", "id ..; order=up", "id ..; =",
	"id ]..[", "name \x00..\xff", "nonsense ..; max=5;max=6", "id %00..%ff", "version x..y", "created_at 2026..yesterday", "position ..", "quantity 1e9..",
}

// FuzzRange sends any Range header to any route that reads.
func FuzzRange(f *testing.F) {
	w, add := newFuzzWorld(f), fuzzSeeds(f)
	list := routesWhere(func(rt route) bool { return rt.method == http.MethodGet })
	for i := range list {
		for k, header := range fuzzRanges {
			if (i+k)%3 == 0 {
				add(uint16(i), uint16(0), header)
			}
		}
	}
	f.Fuzz(func(t *testing.T, number, who uint16, header string) {
		rt, token := fuzzRoute(list, number, who)
		w.ask(t, token, rt.method, w.path(rt.pattern, "", ""), "", header)
	})
}

// fuzzSegments are parts of a path as they are written there.
var fuzzSegments = []string{
	"", "~", "none", "%00", "%ff", "%2F", "..", "%2e%2e", "a%20b", "'", "%27%20OR%201=1", "%25", "99999999999999999999", "-1", "v1", "%F0%9F%98%80",
	"00000000-0000-0000-0000-000000000000", "ADA@ACME.TEST", "sam@elsewhere.test", strings.Repeat("a", 5000), "vault", "a:b", "{app}", "*",
}

// FuzzPath puts anything in the place of one placeholder of any route.
func FuzzPath(f *testing.F) {
	w, add := newFuzzWorld(f), fuzzSeeds(f)
	list := routesWhere(func(rt route) bool { return strings.Contains(rt.pattern, "{") })
	for i := range list {
		for k, segment := range fuzzSegments {
			if (i+k)%4 == 0 {
				add(uint16(i), uint16(0), uint8(k), segment)
			}
		}
	}
	f.Fuzz(func(t *testing.T, number, who uint16, which uint8, segment string) {
		rt, token := fuzzRoute(list, number, who)
		holes := slices.DeleteFunc(strings.Split(rt.pattern, "/"), func(part string) bool { return !strings.HasPrefix(part, "{") })
		hole := strings.Trim(holes[int(which)%len(holes)], "{}")
		w.ask(t, token, rt.method, w.path(rt.pattern, hole, segment), "", "")
	})
}

// FuzzQuery appends any query to any route.
func FuzzQuery(f *testing.F) {
	w, add := newFuzzWorld(f), fuzzSeeds(f)
	queries := []string{"", "a=b", "start=x&end=y", "start=2026-01&end=2026-13", "start=2026-01-01", "%zz", "%00", "a;b", "method=DELETE", "start=%ff&start=", "max=-1&max=1"}
	for i := range routes {
		add(uint16(i), uint16(i), queries[i%len(queries)])
	}
	for i, rt := range routes {
		if strings.HasSuffix(rt.pattern, "/usage") || rt.method == http.MethodGet && i%5 == 0 {
			for _, query := range queries {
				add(uint16(i), uint16(0), query)
			}
		}
	}
	f.Fuzz(func(t *testing.T, number, who uint16, query string) {
		rt, token := fuzzRoute(routes, number, who)
		w.ask(t, token, rt.method, w.path(rt.pattern, "", "")+"?"+query, "", "")
	})
}

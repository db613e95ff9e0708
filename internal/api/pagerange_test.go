package api

import "testing"

func TestParseRange(t *testing.T) {
	for header, want := range map[string]Range{
		"":                               {Max: 200},
		"..":                             {Max: 200},
		"id ..":                          {Field: "id", Max: 200},
		"email ..; max=1000":             {Field: "email", Max: 1000},
		"id ..; max=1000;":               {Field: "id", Max: 1000},
		"version ..; max=1,order=desc":   {Field: "version", Max: 1, Desc: true},
		"version ..; order=desc,max=1":   {Field: "version", Max: 1, Desc: true},
		"name ]b..d[; max=10, order=asc": {Field: "name", From: "b", To: "d", FromExclusive: true, ToExclusive: true, Max: 10, Asc: true},
		"email ]a@b.test..; max=5":       {Field: "email", From: "a@b.test", FromExclusive: true, Max: 5},
	} {
		got, err := ParseRange(header)
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v", header, got, err)
		}
		again, err := ParseRange(got.String())
		if err != nil || again != got {
			t.Errorf("%q does not survive a round trip: %q, %v", header, got.String(), err)
		}
	}
	for _, header := range []string{"id", "bytes=0-100", "id ..; max=0", "id ..; max=1001", "id ..; max=x", "id ..; order=up", "id ..; min=1"} {
		if _, err := ParseRange(header); err == nil {
			t.Errorf("%q is accepted", header)
		}
	}
}

func TestRangeContains(t *testing.T) {
	for header, want := range map[string]string{
		"..": "abcd", "name b..": "bcd", "name ]b..": "cd", "name ..c": "abc", "name ..c[": "ab", "name ]a..d[": "bc",
		"name ]c..; order=desc": "ab", "name c..b; order=desc": "bc", "name ..b[; order=desc": "cd",
	} {
		r, err := ParseRange(header)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, k := range "abcd" {
			if r.Contains(string(k)) {
				got += string(k)
			}
		}
		if got != want {
			t.Errorf("%q contains %q, want %q", header, got, want)
		}
	}
}

func TestCompareKeys(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"9", "10", -1}, {"10", "9", 1}, {"007", "7", 0}, {"0", "1", -1}, {"a9", "a10", 1}, {"9", "a", -1}, {"", "1", -1}} {
		if got := CompareKeys(c.a, c.b); got < 0 != (c.want < 0) || got > 0 != (c.want > 0) {
			t.Errorf("%q and %q: %d, want the sign of %d", c.a, c.b, got, c.want)
		}
	}
	r := Range{From: "10", To: "2", Desc: true}
	for key, want := range map[string]bool{"1": false, "2": true, "9": true, "10": true, "11": false} {
		if r.Contains(key) != want {
			t.Errorf("%s in 10..2 descending: %v", key, !want)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("id ]a..b[; max=3,order=desc")
	f.Fuzz(func(t *testing.T, header string) {
		r, err := ParseRange(header)
		if err == nil && (r.Max < 1 || r.Max > MaxPage) {
			t.Errorf("%q: max %d", header, r.Max)
		}
	})
}

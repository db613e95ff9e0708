package acctest

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// printed is a block of a guide, and the name of what stands in it.
var printed = regexp.MustCompile("(?ms)^<!-- printed: ([a-z ]+) -->\n(`{3,})([a-z]+)\n(.*?)^(`{3,})$")

// unsteady is what is another at each run.
var unsteady = []struct {
	pattern *regexp.Regexp
	steady  string
}{
	{regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`), "01234567-89ab-cdef-0123-456789abcdef"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`), "2026-03-31T09:12:44Z"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:5000"},
}

// HoldGuide holds the blocks of a guide, each after a line <!-- printed: NAME -->, to what was printed under that name, and writes them anew
// if update says so. Everything that was printed has to be shown.
func HoldGuide(t testing.TB, path string, update bool, texts map[string]string) {
	t.Helper()
	guide, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	now := printed.ReplaceAllFunc(guide, func(block []byte) []byte {
		found := printed.FindSubmatch(block)
		name := string(found[1])
		text, known := texts[name]
		if !known {
			t.Errorf("%s shows %q, and nothing of that name is printed", path, name)
			return block
		}
		seen[name] = true
		for _, u := range unsteady {
			text = u.pattern.ReplaceAllString(text, u.steady)
		}
		fence := string(found[2])
		return []byte("<!-- printed: " + name + " -->\n" + fence + string(found[3]) + "\n" + strings.Trim(text, "\n") + "\n" + fence)
	})
	for name := range texts {
		if !seen[name] {
			t.Errorf("%s does not show %q", path, name)
		}
	}
	switch {
	case bytes.Equal(now, guide):
	case update:
		if err := os.WriteFile(path, now, 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not show what is printed; the same test with -update writes it. It should be:\n%s", path, now)
	}
}

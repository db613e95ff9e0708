package access

import (
	"errors"
	"strings"
	"testing"
)

func TestParseAction(t *testing.T) {
	for _, want := range Table {
		if got, err := ParseAction(string(want.Action)); err != nil || got.Action != want.Action || got.Kind != want.Kind {
			t.Errorf("%s: %+v, %v", want.Action, got, err)
		}
	}
	for word, meant := range map[string]string{
		"app.acess.write":          "are app.access.write, ", // a letter is missing
		"App.Read":                 "are app.read, ",
		"app-lock":                 "are app.lock, ",
		"preferences":              "are team.preferences.read, team.preferences.write and ", // they contain it
		"":                         "Unknown action \"\". ",
		strings.Repeat("é", 10000): "…\". ", // not repeated back in full
	} {
		var invalid Invalid
		_, err := ParseAction(word)
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), meant) || len(err.Error()) > 400 {
			t.Errorf("%q: %v, want %q in it", clip(word), err, meant)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "ac", 1}, {"ac", "abc", 1}, {"kitten", "sitting", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

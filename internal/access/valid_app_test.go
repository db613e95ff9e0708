package access

import (
	"errors"
	"strings"
	"testing"
)

func TestValidApp(t *testing.T) {
	check := func(what string, f func(string) error, good, bad []string) {
		t.Helper()
		for _, s := range good {
			if err := f(s); err != nil {
				t.Errorf("%s %q: %v", what, s, err)
			}
		}
		for _, s := range bad {
			var invalid Invalid
			if err := f(s); !errors.As(err, &invalid) || strings.ContainsAny(err.Error(), "\x00\n") {
				t.Errorf("%s %q: %v", what, s, err)
			}
		}
	}
	check("config var", ConfigVarName, []string{"A", "DATABASE_URL", "_9"}, []string{"", "A-B", "A B", "Ä", "A\n", "A\x00"})
	check("process type", ProcessType, []string{"web", "my-worker_2", strings.Repeat("a", 128)}, []string{"", "a.b", "a b", "a\x00", strings.Repeat("a", 129)})
	check("buildpack", Buildpack, []string{"heroku/go", "urn:buildpack:heroku/go", "https://github.com/acme/b.git#v1", "ssh://git@acme.test/b"},
		[]string{"", "go", "heroku/", "heroku/go\n", "file:///x", "https://", "https://acme.test/\x00"})
	check("line", func(s string) error { return Line("text", s, 5) }, []string{"", "a b", "äö"}, []string{"a\nb", "\x00", "\xff", "123456"})
	check("domain", Hostname, []string{"acme.test", "*.acme.test", "WWW.a-b.xn--p1ai", "notheroku.com"},
		[]string{"", "acme", "a..b", "-a.test", "*.*.test", "a b.test", "acme.test.", "x.HerokuApp.com", "heroku.com", "1.2.3.4", strings.Repeat("a.", 130) + "test"})
	check("drain", DrainURL, []string{"syslog://a.test:514", "syslog+tls://a.test", "https://u:p@a.test/x"}, []string{"", "a.test", "udp://a.test"})
	check("url", func(s string) error { return URL("url", s, "https", "syslog") }, []string{"https://acme.test", "syslog://u:p@acme.test:514"},
		[]string{"", "acme.test", "http://acme.test", "https:acme.test", "https://acme.test/%zz", "https://acme.test/" + strings.Repeat("a", MaxURL)})
}

// TestDynoSize: only a team minds, and only Eco, which becomes a size that it can have.
func TestDynoSize(t *testing.T) {
	for _, c := range []struct {
		size, inTeam string
		refused      bool
	}{{EcoDyno, BasicDyno, true}, {BasicDyno, BasicDyno, false}, {"Standard-1X", "Standard-1X", false}} {
		if err := DynoSize("web", c.size, true); err != nil {
			t.Errorf("%s on a personal app: %v", c.size, err)
		}
		var invalid Invalid
		if err := DynoSize("web", c.size, false); errors.As(err, &invalid) != c.refused || c.refused && !strings.Contains(err.Error(), "The smallest size for it is Basic.") {
			t.Errorf("%s in a team: %v", c.size, err)
		}
		if got := TeamDynoSize(c.size); got != c.inTeam || DynoSize("web", got, false) != nil {
			t.Errorf("%s becomes %s, want %s", c.size, got, c.inTeam)
		}
	}
}

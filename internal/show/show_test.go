package show_test

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

func TestShow(t *testing.T) {
	for text, want := range map[string][3]string{ // plain, Markdown, code
		"acme-shop":                   {"acme-shop", "acme-shop", "`acme-shop`"},
		"joe@acme.test":               {"joe@acme.test", "joe&#64;acme.test", "`joe@acme.test`"},
		"a\nb\tc\x1b[2J\x00":          {`a\nb\tc\x1b[2J\x00`, `a\\nb\\tc\\x1b\[2J\\x00`, "`a\\nb\\tc\\x1b[2J\\x00`"},
		"\u202egpj\u200b\u00a0\ufffd": {`\u202egpj\u200b\u00a0` + "\ufffd", `\\u202egpj\\u200b\\u00a0` + "\ufffd", "`\\u202egpj\\u200b\\u00a0\ufffd`"},
		"<b>&lt;|*_~#":                {"<b>&lt;|*_~#", `&lt;b&gt;&amp;lt;\|\*\_\~\#`, "`<b>&lt;|*_~#`"},
		"`x``":                        {"`x``", "\\`x\\`\\`", "``` `x`` ```"},
		"é ü 🙂":                       {"é ü 🙂", "é ü 🙂", "`é ü 🙂`"},
	} {
		if got := [3]string{show.Plain(text), show.Markdown(text), show.Code(text)}; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := show.Cell(show.Code("a|b") + show.Markdown("c|d")); got != "`a\\|b`c\\|d" {
		t.Error(got)
	}
}

package review

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// width is that of a page of text, in letters.
const width = 110

// shown is how many objects of a line of text are named, at most; the JSON form has all.
const shown = 6

// colours of risks, for terminals.
var colours = map[Risk]string{Information: "\x1b[2m", Notice: "\x1b[33m", High: "\x1b[31m", Critical: "\x1b[1;31m"}

// Text writes a report for a terminal.
func (r *Report) Text(w io.Writer, colour bool) error {
	t := &page{colour: colour}
	t.line(0, r.summary())
	for i := range r.People {
		t.person(&r.People[i])
	}
	if len(r.Findings) > 0 {
		t.line(0, "")
		t.line(0, "Consequences")
		for _, f := range r.Findings {
			t.rated(2, f.Text, f.Risk)
			t.line(6, causes(f.Causes))
		}
	}
	if len(r.Gaps) > 0 {
		t.line(0, "")
		t.line(0, "Not known")
		for _, gap := range r.Gaps {
			t.line(2, "* "+gap)
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// page is a text with risks in a column on its right.
type page struct {
	strings.Builder
	colour bool
}

func (t *page) person(p *Person) {
	head := p.Name
	if words := p.standing(); len(words) > 0 {
		head += " (" + strings.Join(words, ", ") + ")"
	}
	t.line(0, "")
	t.rated(0, head, p.Risk)
	for _, g := range p.groups() {
		t.rated(2, g.sign()+" "+g.what(shown, plain), g.Risk)
		t.line(6, g.why())
		t.line(6, g.opens(plain))
		t.line(6, causes(g.causes))
	}
}

func plain(s string) string { return s }

// causes says which changes of the plan bring something about.
func causes(list []Cause) string {
	var words []string
	for i, c := range list {
		if i == shown && len(list) > shown+1 {
			words = append(words, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		words = append(words, fmt.Sprintf("%s (%s)", c.Address, strings.Join(c.Actions, ", ")))
	}
	if len(words) == 0 {
		return ""
	}
	return "by " + strings.Join(words, ", ")
}

// line writes a text, broken between words, each line that far from the margin. An empty one is written only at the margin.
func (t *page) line(indent int, text string) {
	if text == "" && indent > 0 {
		return
	}
	for _, part := range broken(text, width-indent) {
		fmt.Fprintf(t, "%*s%s\n", indent, "", part)
	}
}

// rated is line with a risk on the right of its first line.
func (t *page) rated(indent int, text string, risk Risk) {
	parts := broken(text, width-indent-len(Information)-2)
	for i, part := range parts {
		if i > 0 {
			fmt.Fprintf(t, "%*s%s\n", indent+2, "", part)
			continue
		}
		word := string(risk)
		if t.colour {
			word = colours[risk] + word + "\x1b[0m"
		}
		gap := max(width-indent-len(Information)-utf8.RuneCountInString(part), 2)
		fmt.Fprintf(t, "%*s%s%*s%s\n", indent, "", part, gap, "", word)
	}
}

// broken breaks a text between words. What is longer than a line stays whole.
func broken(text string, most int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(show.Plain(text)) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

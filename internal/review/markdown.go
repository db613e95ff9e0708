package review

import (
	"fmt"
	"io"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// Markdown writes a report as a comment on a pull request: a line that says how much there is, a table of people, what follows, and the
// details folded away. People for whom there is no room in a comment are counted; the JSON form has all.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### Access review: %s\n\n%s\n", r.Risk, r.summary())
	for i, f := range r.Findings {
		if i == 0 {
			b.WriteString("\n")
		}
		if b.Len() > show.Largest/3 {
			fmt.Fprintf(&b, "* and %d more consequences, which do not fit into a comment\n", len(r.Findings)-i)
			break
		}
		fmt.Fprintf(&b, "* **%s**: %s\n", f.Risk, show.Markdown(clipped(f.Text)))
	}
	r.table(&b)
	r.details(&b)
	for i, gap := range r.Gaps {
		if i == 0 {
			b.WriteString("\n**Not known**\n\n")
		}
		if b.Len() > show.Largest {
			fmt.Fprintf(&b, "* and %d more\n", len(r.Gaps)-i)
			break
		}
		fmt.Fprintf(&b, "* %s\n", show.Markdown(gap))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// clipped cuts a sentence that would fill the comment alone, such as one about somebody who loses hundreds of apps.
func clipped(s string) string {
	const longest = 2000
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "… (the JSON form has all of it)"
}

// most is how many lines there are in a cell of the table.
const most = 10

// table has a line for each person.
func (r *Report) table(b *strings.Builder) {
	if len(r.People) == 0 {
		return
	}
	b.WriteString("\n| person | | gains | loses | risk |\n|---|---|---|---|---|\n")
	for i := range r.People {
		p := &r.People[i]
		if b.Len() > show.Largest/2 {
			fmt.Fprintf(b, "| and %d more, who do not fit into a comment | | | | |\n", len(r.People)-i)
			return
		}
		cells := map[Effect][]string{}
		for _, g := range escaped(p.groups()) {
			effect := g.Effect
			text := g.what(3, show.Code)
			if effect == Unknown {
				effect, text = Gained, "not known yet: "+text
			}
			if effect != Kept {
				cells[effect] = append(cells[effect], text)
			}
		}
		for effect, list := range cells {
			if n := len(list); n > most+1 {
				cells[effect] = append(list[:most:most], fmt.Sprintf("and %d more", n-most))
			}
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", show.Cell(show.Code(p.Name)), show.Cell(show.Markdown(strings.Join(p.standing(), ", "))),
			show.Cell(strings.Join(cells[Gained], "<br>")), show.Cell(strings.Join(cells[Lost], "<br>")), p.Risk)
	}
}

// details says why, and what it opens, for each person.
func (r *Report) details(b *strings.Builder) {
	if len(r.People) == 0 {
		return
	}
	b.WriteString("\n<details><summary>Why, and what it opens</summary>\n")
	for i := range r.People {
		p := &r.People[i]
		var one strings.Builder
		fmt.Fprintf(&one, "\n**%s**\n\n", show.Code(p.Name))
		for _, g := range escaped(p.groups()) {
			fmt.Fprintf(&one, "* %s %s: %s", effects[g.Effect], g.what(shown, show.Code), show.Markdown(g.why()))
			if opens := g.opens(show.Code); opens != "" {
				fmt.Fprintf(&one, "; %s", opens)
			}
			if by := causes(g.causes); by != "" {
				fmt.Fprintf(&one, "; %s", show.Code(by))
			}
			one.WriteString("\n")
		}
		if b.Len()+one.Len() > show.Largest {
			fmt.Fprintf(b, "\nand %d more people, who do not fit into a comment\n", len(r.People)-i)
			break
		}
		b.WriteString(one.String())
	}
	b.WriteString("\n</details>\n")
}

// escaped are groups in which the names of rights show as they are: those that are not known yet are as the plan has them.
func escaped(groups []*group) []*group {
	for _, g := range groups {
		for i := range g.rights {
			g.rights[i] = show.Markdown(g.rights[i])
		}
	}
	return groups
}

package drift

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/show"
)

// Text writes a report for a terminal or a log.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-10s %s\n", f.Kind, show.Plain(f.What))
		for _, detail := range f.details() {
			fmt.Fprintf(&b, "%-10s %s\n", "", show.Plain(detail))
		}
		if f.Address != "" {
			fmt.Fprintf(&b, "%-10s %s\n", "", show.Plain(f.Address))
		}
		for _, e := range f.Events {
			fmt.Fprintf(&b, "%-10s %s\n", "", show.Plain(e.String()))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintln(&b, r.summary())
	for _, gap := range r.Gaps {
		fmt.Fprintf(&b, "Not known: %s\n", show.Plain(gap))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown writes a report for an issue or a comment. Findings for which there is no room in it are counted; the JSON form has all.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n", show.Markdown(r.summary()))
	if len(r.Findings) > 0 {
		b.WriteString("\n| drift | what | resource | audit trail |\n|---|---|---|---|\n")
	}
	for i, f := range r.Findings {
		what := []string{show.Markdown(f.What)}
		for _, detail := range f.details() {
			what = append(what, show.Markdown(detail))
		}
		events := make([]string, len(f.Events))
		for i, e := range f.Events {
			events[i] = show.Markdown(e.String())
		}
		address := f.Address
		if address == "" {
			address = f.Resource
		}
		row := fmt.Sprintf("| %s | %s | %s | %s |\n", f.Kind, strings.Join(what, "<br>"), show.Markdown(address), strings.Join(events, "<br>"))
		if b.Len()+len(row) > show.Largest*5/6 {
			fmt.Fprintf(&b, "| | and %d more, which do not fit into an issue | | |\n", len(r.Findings)-i)
			break
		}
		b.WriteString(row)
	}
	if len(r.Gaps) > 0 {
		b.WriteString("\nNot known:\n\n")
	}
	for i, gap := range r.Gaps {
		line := fmt.Sprintf("- %s\n", show.Markdown(gap))
		if b.Len()+len(line) > show.Largest {
			fmt.Fprintf(&b, "- and %d more\n", len(r.Gaps)-i)
			break
		}
		b.WriteString(line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// JSON writes a report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// summary is the report in one sentence.
func (r *Report) summary() string {
	where := fmt.Sprintf("%s of the state, in %s and %s", count(r.Objects, "object"), count(len(r.Teams), "team"), count(len(r.Accounts), "enterprise account"))
	if len(r.Findings) == 0 {
		return "No drift: " + where + "."
	}
	return fmt.Sprintf("Drift: %d changed, %d missing, %d unmanaged; looked at %s.", r.Count(Changed), r.Count(Missing), r.Count(Unmanaged), where)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// details say how something differs, or what somebody has.
func (f *Finding) details() (lines []string) {
	for _, d := range f.Differences {
		lines = append(lines, fmt.Sprintf("%s: %s -> %s", d.Attribute, d.State, d.Live))
	}
	if f.Has != "" {
		lines = append(lines, "has "+f.Has)
	}
	return lines
}

func (e Event) String() string {
	text := e.Actor + " did " + e.Action + " at " + e.At
	if e.From != "" {
		text += " from " + e.From
	}
	if e.Facts != "" {
		text += " (" + e.Facts + ")"
	}
	return text
}

package drift_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/drift"
)

// The first night of a large company has a great deal of drift, and its issue is made all the same: what does not fit is counted.
func TestMarkdownFitsIntoAnIssue(t *testing.T) {
	const found = 2000
	r := &drift.Report{}
	for i := range found {
		r.Findings = append(r.Findings, drift.Finding{Kind: drift.Unmanaged, What: fmt.Sprintf("person-%04d@acme.test in the team acme", i), Resource: "herokuenterprise_team_member", Has: "member"})
		r.Gaps = append(r.Gaps, fmt.Sprintf("team %d: its preferences could not be read", i))
	}
	var b strings.Builder
	if err := r.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	shown := strings.Count(text, "| unmanaged |")
	if len(text) > 65_000 || shown < 100 || !strings.Contains(text, fmt.Sprintf("| | and %d more, which do not fit into an issue | | |\n", found-shown)) {
		t.Errorf("%d bytes, %d findings, ends with %s", len(text), shown, text[len(text)-500:])
	}
	if !strings.Contains(text, fmt.Sprintf("0 missing, %d unmanaged", found)) {
		t.Error(text[:200])
	}
}

// What somebody has called himself, or a team, is neither a line of the report nor a sign that turns it round.
func TestNamesShowAsTheyAre(t *testing.T) {
	const name = "eve@x.test\n| missing | \u202eall of it\x1b[2K @acme/everybody <img src=x>"
	r := &drift.Report{
		Findings: []drift.Finding{{Kind: drift.Unmanaged, What: name, Resource: "herokuenterprise_team_member", Has: name, Events: []drift.Event{{Actor: name}}}},
		Gaps:     []string{name},
	}
	for form, write := range map[string]func(io.Writer) error{"text": r.Text, "Markdown": r.Markdown} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\u202e\x1b") || strings.Contains(b.String(), "\n| missing") || strings.Count(b.String(), `\u202e`) != 4 {
			t.Errorf("%s: %q", form, b.String())
		}
		if form == "Markdown" && strings.ContainsAny(b.String(), "@") || strings.Contains(b.String(), "\n<") {
			t.Errorf("%s mentions somebody: %q", form, b.String())
		}
	}
}

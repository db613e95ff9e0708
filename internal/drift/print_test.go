package drift_test

import (
	"fmt"
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

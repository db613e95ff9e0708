package review_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

// The table of rules in the guide is the one that rates, and its policy is one.
func TestGuide(t *testing.T) {
	const path = "../../templates/guides/reviewing-access-changes.md"
	var b strings.Builder
	b.WriteString("| rule | risk | what it is about |\n|---|---|---|\n")
	for _, r := range review.Rules {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, r.Risk, r.Help)
	}
	guide, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)(<!-- rules -->\n).*(<!-- /rules -->)`)
	now := table.ReplaceAllString(string(guide), "${1}"+b.String()+"${2}")
	if !table.Match(guide) || now != string(guide) && !*update {
		t.Errorf("%s does not have the rules; make generate writes them:\n%s", path, b.String())
	}
	policy := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(now)
	if policy == nil {
		t.Fatal("the guide has no policy")
	}
	if _, err := review.ReadPolicy("of the guide", strings.NewReader(policy[1])); err != nil {
		t.Error(err)
	}
	if *update {
		if err := os.WriteFile(path, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

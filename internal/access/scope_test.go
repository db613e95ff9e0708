package access

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestScopes decides every scope alone for each reach, looking and changing.
func TestScopes(t *testing.T) {
	reads := map[Reach]string{Resources: "global read read-protected", Identity: "global identity", Protected: "global read-protected", Security: "global"}
	writes := map[Reach]string{Resources: "global write write-protected", Identity: "global", Protected: "global write-protected", Security: "global"}
	for _, row := range Table {
		for i, name := range ScopeNames {
			for writing, allowed := range map[bool]string{false: reads[row.Reach], true: writes[row.Reach]} {
				d := Scopes(1<<i).Allow(row.Action, writing)
				if want := row.Anonymous || slices.Contains(strings.Fields(allowed), name); d.Allowed != want || d.Reason == "" {
					t.Errorf("scope %s for %s, writes %v: %+v", name, row.Action, writing, d)
				}
			}
		}
		if d := Scopes(0).Allow(row.Action, false); d.Allowed && !row.Anonymous {
			t.Errorf("a token without a scope may %s", row.Action)
		}
	}
	if d := ScopeGlobal.Allow("team.burn", false); d.Allowed {
		t.Error("an unknown action is allowed")
	}
	if d := (ScopeIdentity | ScopeRead).Allow(TeamsRead, false); d.Reason != "scope read" {
		t.Errorf("reason %q", d.Reason)
	}
}

// TestReach holds the names of the actions against what they reach, so that a new one is not left open to every token that may
// read or write.
func TestReach(t *testing.T) {
	for _, row := range Table {
		name, want := string(row.Action), Resources
		switch {
		case strings.Contains(name, "config"):
			want = Protected
		case strings.Contains(name, "authorization"), strings.Contains(name, "second_factor"), strings.Contains(name, "mails"):
			want = Security
		case strings.HasPrefix(name, "account.") && row.Kind != Enterprise:
			want = Identity
		}
		if row.Reach != want {
			t.Errorf("%s: Reach is %d, its name says %d", name, row.Reach, want)
		}
	}
}

func TestParseScopes(t *testing.T) {
	for words, want := range map[string]Scopes{"": ScopeGlobal, "global": ScopeGlobal, "write read": ScopeRead | ScopeWrite, "identity identity": ScopeIdentity} {
		if got, err := ParseScopes(strings.Fields(words)); err != nil || got != want {
			t.Errorf("%q: %v, %v", words, got, err)
		}
	}
	for _, bad := range []string{"Global", "admin", "read,write", ""} {
		var invalid Invalid
		if _, err := ParseScopes([]string{"read", bad}); !errors.As(err, &invalid) || !strings.Contains(string(invalid), "read-protected and write-protected") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if names := (ScopeWriteProtected | ScopeGlobal).Names(); strings.Join(names, " ") != "global write-protected" {
		t.Errorf("names %v", names)
	}
}

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// ask runs a command as somebody would type it.
func ask(t *testing.T, in string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	status = run(args, strings.NewReader(in), &o, &e)
	return status, o.String(), e.String()
}

func TestCommands(t *testing.T) {
	for _, test := range []struct {
		args      []string
		status    int
		out, errs string
	}{
		{[]string{"version"}, 0, "terraform-provider-herokuenterprise dev", ""},
		{[]string{"--help"}, 0, "Print the version.", ""},
		{[]string{"help-me"}, failed, "", `Error: unexpected argument help-me`},
		{[]string{"version", "--loudly"}, failed, "", "Error: unknown flag --loudly"},
		{[]string{"version", "--loud\n\x1b[2Kly"}, failed, "", `Error: unknown flag --loud\n\x1b[2Kly`},
	} {
		status, out, errs := ask(t, "", test.args...)
		if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) {
			t.Errorf("%v: status %d\n%s%s", test.args, status, out, errs)
		}
	}
}

// The guide of reviews has every exit status, once.
func TestStatusesInGuide(t *testing.T) {
	guide, err := os.ReadFile("templates/guides/reviewing-access-changes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range []int{0, int(changed), int(risky), failed, notJSON, notTerraform, unsupported, planFailed, foreign, refused, unreachable} {
		if n := strings.Count(string(guide), fmt.Sprintf("\n| %d | ", status)); n != 1 {
			t.Errorf("the guide has the exit status %d %d times", status, n)
		}
	}
}

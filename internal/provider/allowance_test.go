package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// A plan says when the account has fewer calls left than applying it takes, once, with both figures.
func TestAccAllowance(t *testing.T) {
	w := start(t)
	f := acctest.NewTerraform(t)
	const people = "{ \"ada@acme.test\" = \"admin\", \"ann@acme.test\" = \"viewer\", \"ben@acme.test\" = \"viewer\", \"joe@acme.test\" = \"viewer\" }"
	for _, config := range []string{
		seatsOf("acme-labs", [3]string{"ann", "ann@acme.test", "viewer"}, [3]string{"ben", "ben@acme.test", "viewer"}, [3]string{"joe", "joe@acme.test", "viewer"}),
		"resource \"herokuenterprise_team_members\" \"x\" {\n  team = \"acme-labs\"\n  members = " + people + "\n}\n",
	} {
		f.Write(t, w.config(config))
		for left, want := range map[string]int{"2": 1, "500": 0} {
			w.Meddle(func(*http.Request) acctest.Fault {
				return acctest.Fault{Header: http.Header{"Ratelimit-Remaining": {left}}}
			})
			printed, ok := f.Run(t, "plan")
			if !ok {
				t.Fatal(printed)
			}
			const words = "takes at least 3 calls of the API, one for each change planned so far, and the account has 2 left. The run will slow down to the 75 calls a minute that Heroku gives back, which takes it 1s or more."
			if got := strings.Count(printed, "Warning: Few API calls are left"); got != want || want > 0 && !strings.Contains(printed, words) {
				t.Errorf("with %s calls left there are %d warnings, want %d: %s", left, got, want, printed)
			}
		}
	}
}

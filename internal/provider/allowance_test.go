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
	f.Write(t, w.config(seatsOf("acme-labs", [3]string{"ann", "ann@acme.test", "viewer"}, [3]string{"ben", "ben@acme.test", "viewer"}, [3]string{"joe", "joe@acme.test", "viewer"})))
	for left, want := range map[string]int{"1": 1, "500": 0} {
		w.Meddle(func(*http.Request) acctest.Fault {
			return acctest.Fault{Header: http.Header{"Ratelimit-Remaining": {left}}}
		})
		printed, ok := f.Run(t, "plan")
		if !ok {
			t.Fatal(printed)
		}
		if got := strings.Count(printed, "Warning: Few API calls are left"); got != want || want > 0 && !strings.Contains(printed, "one for each change planned so far, and the account has") {
			t.Errorf("with %s calls left there are %d warnings, want %d: %s", left, got, want, printed)
		}
	}
}

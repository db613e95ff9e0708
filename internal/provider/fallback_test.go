package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// lists ends the paths of the lists that save calls, and without which it goes on.
var lists = []string{"/teams", "/apps", "/permissions"}

// An API that refuses or lacks the lists of teams, of a team's apps and of the grants on them is asked about each object instead, once;
// plans are as empty and changes as good as with them.
func TestAccFallback(t *testing.T) {
	f := startFaulty(t)
	f.edition(t, false, "1")
	f.expect(t, true, []string{"Apply complete!"}, "apply", "-auto-approve")
	answers := map[string]acctest.Fault{
		"refuses":    {Status: http.StatusForbidden, Body: `{"id":"forbidden","message":"Not for you."}`},
		"lacks":      {Status: http.StatusNotFound, Body: "<html>no such page</html>"},
		"forgets":    {Status: http.StatusNotFound, Body: `{"id":"not_found","message":"The requested API endpoint was not found."}`},
		"forbids":    {Status: http.StatusMethodNotAllowed},
		"never made": {Status: http.StatusNotImplemented},
	}
	if os.Getenv("SOAK") == "" {
		maps.DeleteFunc(answers, func(name string, _ acctest.Fault) bool { return name != "refuses" && name != "lacks" })
	}
	for name, answer := range answers {
		var all []func(*http.Request) acctest.Fault
		for _, list := range lists {
			all = append(all, to(http.MethodGet, list, answer))
		}
		f.Meddle(one(all...))
		f.Calls()
		f.expect(t, true, []string{"No changes."}, "plan")
		got := map[string]int{}
		for _, call := range f.Calls() {
			for _, id := range idsIn(call) {
				call = strings.Replace(call, id, "ID", 1)
			}
			got[call]++
		}
		want := map[string]int{
			"GET /teams": 1, "GET /teams/ID/apps": 1, "GET /teams/ID/permissions": 1, // refused, and not asked for again
			"GET /teams/ID": 1, "GET /teams/ID/members": 1, "GET /teams/ID/preferences": 1, "GET /teams/ID/allowed-addon-services": 1,
			"GET /teams/apps/ID/collaborators": 1, // of the one app that has grants
			"GET /teams/apps/ID":               3, // two apps and a lock
		}
		if !maps.Equal(got, want) {
			t.Errorf("an API that %s the lists gets the calls %v, want %v", name, got, want)
		}
	}
	f.edition(t, true, "1")
	f.expect(t, true, []string{"Resources: 3 added, 3 changed, 3 destroyed."}, "apply", "-auto-approve")
	f.expect(t, true, []string{"No changes."}, "plan")
	f.Write(t, acctest.Provider(f.URL, acctest.Admin))
	f.expect(t, true, []string{fmt.Sprintf("%d destroyed.", 11)}, "apply", "-auto-approve")
}

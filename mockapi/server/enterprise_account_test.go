package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestRenamedAccountIsSeenAtOnce: a new name of an enterprise account is in what its teams and their members say from the next request
// on, with another ETag, and on other replicas too; nobody who has kept an answer is told that it still holds.
func TestRenamedAccountIsSeenAtOnce(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		text := strings.ReplaceAll(strings.TrimSpace(mockapitest.Certificate(t, noon)), "\n", "\n        ")
		seed := strings.Replace(world, "  - {name: acme, members:", "  - name: acme\n    identity_provider:\n      entity_id: https://acme.test\n      sso_target_url: https://acme.test/login\n"+
			"      certificate: |\n        "+text+"\n    members:", 1)
		seed = strings.Replace(seed, "[view, manage, create]}]}", "[view, manage, create]}]", 1)
		seed = strings.Replace(seed, "{email: vic@acme.test,", "{email: vic@acme.test, identity_provider: {enterprise_account: acme},", 1)
		first := mockapitest.StartOn(t, database, seed)
		second := &mockapitest.Server{URL: first.Failing(t, 1), Store: first.Store} // a replica with a memory of its own; no rule makes it fail
		replicas := []*mockapitest.Server{first, second}
		paths := []string{"/teams", "/teams/widgets", "/teams/gadgets", "/teams/widgets/members", "/enterprise-accounts/acme/teams"}
		tags := map[string]string{}
		name := "acme"
		for round, next := range []string{"acme", "apex", "acme"} {
			if next != name {
				must(t, replicas[round%2], http.StatusOK, "HRKU-ada", "PATCH", "/enterprise-accounts/"+name, object{"name": next}, nil)
			}
			name = next
			for _, of := range paths {
				path := strings.Replace(of, "/acme/", "/"+name+"/", 1)
				for i, s := range replicas {
					kept := http.Header{"If-None-Match": {tags[of]}}
					resp, body := s.DoHeader(t, "HRKU-ada", "GET", path, nil, kept)
					if !strings.Contains(string(body), `"`+name+`"`) && !strings.Contains(string(body), `"`+name+`-sso"`) {
						t.Errorf("round %d, replica %d: %s: %d %s, want the name %s", round, i, path, resp.StatusCode, body, name)
					}
					if i == len(replicas)-1 {
						tags[of] = resp.Header.Get("ETag")
					}
				}
			}
		}
	})
}

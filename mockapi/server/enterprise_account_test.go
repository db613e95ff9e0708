package server_test

import (
	"net/http"
	"slices"
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

// TestAccountProviderIsSeenAtOnce: the identity provider of an enterprise account comes once, although two ask for one at the same moment, shows with the
// account's teams and the people in them from the next request on, on other replicas too, and takes along what it made of them.
func TestAccountProviderIsSeenAtOnce(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		first := mockapitest.StartOn(t, database, world)
		second := &mockapitest.Server{URL: first.Failing(t, 1), Store: first.Store} // a replica with a memory of its own; no rule makes it fail
		replicas := []*mockapitest.Server{first, second}
		const path = "/enterprise-accounts/acme/identity-providers"
		must(t, first, http.StatusCreated, "HRKU-ada", "POST", "/teams/gadgets/identity-providers", provider(t, "https://gadgets.test"), nil)
		must(t, first, http.StatusOK, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "joe@acme.test", "role": "member", "federated": true}, nil)
		must(t, first, http.StatusCreated, "HRKU-ada", "PUT", "/teams/gadgets/members", object{"email": "vic@acme.test", "role": "member", "federated": true}, nil)
		shown := func(widgets, federated string) {
			t.Helper()
			for i, s := range replicas {
				for path, want := range map[string]string{
					"/teams/widgets": widgets, "/enterprise-accounts/acme": widgets, "/teams/gadgets": `"name":"gadgets-sso"`,
					"/teams/widgets/members": federated, "/teams/gadgets/members": `"name":"gadgets-sso"`,
				} {
					if status, body := s.Do(t, "HRKU-ada", "GET", path, nil); status != http.StatusOK || !strings.Contains(string(body), want) {
						t.Errorf("replica %d: %s: %d %s, want %s", i, path, status, body, want)
					}
				}
			}
		}
		shown(`"identity_provider":null`, `"federated":true,"id":`)
		statuses, body := [2]int{}, provider(t, "https://acme.test")
		ask := func(i int) func() {
			return func() { statuses[i], _ = replicas[i].Do(t, "HRKU-ada", "POST", path, body) }
		}
		race(ask(0), ask(1))
		if slices.Sort(statuses[:]); statuses != [2]int{http.StatusCreated, http.StatusUnprocessableEntity} {
			t.Errorf("two who ask for an identity provider get %v", statuses)
		}
		shown(`"name":"acme-sso"`, `"name":"acme-sso"`)
		var list []struct{ ID string }
		must(t, second, http.StatusOK, "HRKU-ada", "GET", path, nil, &list)
		must(t, second, http.StatusOK, "HRKU-ada", "DELETE", path+"/"+list[0].ID, nil, nil)
		var members []struct {
			Email     string
			Federated bool
		}
		must(t, first, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/members", nil, &members)
		for _, m := range members {
			if m.Federated {
				t.Errorf("without the identity provider: %+v", m)
			}
		}
		shown(`"identity_provider":null`, `"email":"joe@acme.test"`)
	})
}

package server_test

import (
	"os"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }

func TestOnEachDatabase(t *testing.T) {
	seed, err := os.ReadFile("/tmp/seed.yaml")
	if err != nil { t.Fatal(err) }
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, string(seed))
		for _, c := range []struct{m,p string; b any; want int}{
			{"GET","/teams",nil,200},{"GET","/apps",nil,200},{"GET","/teams/acme-widgets/members",nil,200},{"GET","/teams/acme-widgets/permissions",nil,200},
			{"PUT","/teams/acme-widgets/members",map[string]any{"email":"new@acme.test","role":"viewer"},201},
			{"DELETE","/teams/acme-widgets/members/new@acme.test",nil,200},
			{"GET","/apps/website-prod/collaborators",nil,200},
			{"GET","/apps/website-prod/collaborators/jill@creative.test",nil,200},
			{"PATCH","/teams/apps/website-prod/collaborators/jill@creative.test",map[string]any{"permissions":[]string{"manage"}},200},
			{"POST","/apps/website-prod/addons",map[string]any{"plan":"scheduler"},201},
			{"GET","/teams/acme-widgets/addons",nil,200},
			{"GET","/teams/acme-widgets/allowed-addon-services",nil,200},
			{"POST","/teams/acme-widgets/allowed-addon-services",map[string]any{"addon_service":"scheduler"},201},
			{"DELETE","/teams/acme-widgets/allowed-addon-services/scheduler",nil,200},
			{"POST","/teams",map[string]any{"name":"another"},201},
			{"DELETE","/teams/another",nil,200},
			{"GET","/enterprise-accounts/acme/teams",nil,200},
			{"PATCH","/teams/acme-widgets",map[string]any{"default":true},200},
			{"GET","/account",nil,200},
		} {
			st, body := s.Do(t, "HRKU-ada", c.m, c.p, c.b)
			if st != c.want { t.Errorf("%s %s: %d %s", c.m, c.p, st, body) }
		}
	})
}

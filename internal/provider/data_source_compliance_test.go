package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// lax reads who lacks what is required, as "team joe@acme.test role permission[apps]".
func (w *world) lax(t *testing.T, config object) (people []string, errors []string) {
	t.Helper()
	found, errors := acctest.ReadData(t, "herokuenterprise_compliance", object{"url": w.URL, "api_key": acctest.Admin}, config)
	if len(errors) > 0 {
		return nil, errors
	}
	rows, _ := found["people"].([]any)
	for _, r := range rows {
		row, _ := r.(object)
		people = append(people, fmt.Sprint(row["team"], " ", row["email"], " ", row["role"], " ", row["strongest_permission"], row["apps"]))
	}
	if found["compliant"] != (len(people) == 0) || found["total"] != int64(len(people)) {
		t.Errorf("compliant is %v, total is %v, listed are %v", found["compliant"], found["total"], people)
	}
	return people, nil
}

func TestCompliance(t *testing.T) {
	w := start(t)
	both := []any{"acme-widgets", "acme-labs"}
	jill, kim := "acme-widgets jill@creative.test collaborator deploy[website-prod]", "acme-widgets kim@acme.test viewer view[website-staging]"
	ada, joe := "acme-widgets ada@acme.test admin manage[website-prod website-staging]", "acme-widgets joe@acme.test member operate[website-prod]"
	for _, c := range []struct {
		require any
		teams   []any
		want    []string
	}{
		{nil, both, []string{jill, kim}},
		{"mfa", both, []string{jill, kim}},
		{"sso", both, []string{"acme-labs ada@acme.test admin <nil> []", ada, jill, joe, kim}},
		{nil, []any{"acme-labs"}, nil},
	} {
		if got, errors := w.lax(t, object{"teams": c.teams, "require": c.require}); !slices.Equal(got, c.want) || len(errors) > 0 {
			t.Errorf("%v of %v: %v, want %v, %v", c.require, c.teams, got, c.want, errors)
		}
	}
	w.do(t, "PATCH", "/teams/acme-widgets/members", object{"email": "kim@acme.test", "role": "viewer", "federated": true})
	if got, _ := w.lax(t, object{"teams": both}); !slices.Equal(got, []string{jill}) {
		t.Errorf("after Kim signs in through the identity provider: %v", got)
	}
	if got, _ := w.lax(t, object{"teams": both, "require": "mfa"}); !slices.Equal(got, []string{jill, kim}) {
		t.Errorf("a second factor is required of Kim too: %v", got)
	}
	w.Calls()
	w.lax(t, object{"teams": both})
	if calls := w.Calls(); len(calls) > 7 {
		t.Errorf("%d calls for two teams: %v", len(calls), calls)
	}
	if _, errors := w.lax(t, object{"teams": []any{"acme-labs", "nowhere"}}); len(errors) != 1 || !strings.Contains(errors[0], "/teams/nowhere") {
		t.Errorf("a team that is not there: %v", errors)
	}
}

package review_test

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

// large is a plan with 5,000 changes: 10 teams of 200 people, half of whom come and half of whom go, 10 apps a team, each with a lock that
// comes and permissions for 29 people that change. Everything is in the state, too.
func large() string {
	var rows, objects []string
	change := func(address, actions, before, after string) {
		rows = append(rows, row(address, actions, before, after, "{}"))
		if before != "null" {
			kind := strings.SplitN(address, ".", 2)[0]
			objects = append(objects, fmt.Sprintf(`{"address":%q,"mode":"managed","type":%q,"name":"x","values":%s}`, address, kind, before))
		}
	}
	for t := range 10 {
		id := fmt.Sprintf("%08d-0000-0000-0000-000000000000", t)
		objects = append(objects, fmt.Sprintf(`{"address":"data.herokuenterprise_team.t%d","mode":"data","type":"herokuenterprise_team","name":"t","values":{"id":%q,"name":"team-%d","type":"enterprise"}}`, t, id, t))
		for p := range 200 {
			value := fmt.Sprintf(`{"team":%q,"team_id":%q,"email":"p%d@acme.test","user_id":"user-%d","role":"member","two_factor_authentication":%t,"status":"active"}`, id, id, p, p, p%3 == 0)
			address := fmt.Sprintf("herokuenterprise_team_member.m%d_%d", t, p)
			if p%2 == 0 {
				change(address, `["create"]`, "null", value)
			} else {
				change(address, `["delete"]`, value, "null")
			}
		}
		for a := range 10 {
			app := fmt.Sprintf("%08d-0000-0000-0000-%012d", t, a+1)
			objects = append(objects, fmt.Sprintf(`{"address":"herokuenterprise_team_app.a%d_%d","mode":"managed","type":"herokuenterprise_team_app","name":"a","values":{"id":%q,"name":"app-%d-%d","team":%q,"team_id":%q}}`, t, a, app, t, a, id, id))
			change(fmt.Sprintf("herokuenterprise_app_lock.l%d_%d", t, a), `["create"]`, "null", fmt.Sprintf(`{"app":%q,"id":%q,"team_id":%q}`, app, app, id))
			for p := range 29 {
				value := `{"app":%q,"app_id":%q,"team_id":%q,"email":"p%d@acme.test","user_id":"user-%d","permissions":[%s]}`
				change(fmt.Sprintf("herokuenterprise_app_access.g%d_%d_%d", t, a, p), `["update"]`, fmt.Sprintf(value, app, app, id, p, p, `"view"`), fmt.Sprintf(value, app, app, id, p, p, `"deploy","view"`))
			}
		}
	}
	return fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"prior_state":{"values":{"root_module":{"resources":[%s]}}},"resource_changes":[%s],"configuration":{"root_module":{"resources":[]}}}`, strings.Join(objects, ","), strings.Join(rows, ","))
}

// BenchmarkReview reads and reviews a plan with 5,000 changes. The goals are 2 seconds and 300 MiB.
func BenchmarkReview(b *testing.B) {
	plan := large()
	most := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	b.ReportAllocs()
	b.SetBytes(int64(len(plan)))
	for b.Loop() {
		f, err := planfile.Read(strings.NewReader(plan))
		if err != nil {
			b.Fatal(err)
		}
		r, err := review.Review(f, nil)
		if err != nil || r.Plan.Changes != 5000 {
			b.Fatal(err, r.Plan.Changes)
		}
		runtime.KeepAlive(f)
	}
	metrics.Read(most)
	b.ReportMetric(float64(most[0].Value.Uint64())/(1<<20), "MiB-peak")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/review")
}

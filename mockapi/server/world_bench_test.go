package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkWorld measures what a test pays for a world of its own, over HTTP on loopback, beside a request that does nothing and one that
// reads. restore-another turns back to two snapshots in turn, neither of which was the last. Small is the world of this package's
// tests; large has 2,000 people in one team.
func BenchmarkWorld(b *testing.B) {
	for _, size := range []struct{ name, seed string }{{"small", world}, {"large", largeWorld()}} {
		s := startTests(b, size.seed, nil)
		do := func(want int, token, method, path string, body any) {
			if status, answer := s.Do(b, token, method, path, body); status != want {
				b.Fatalf("%s %s: %d %s", method, path, status, answer)
			}
		}
		n := 0
		do(http.StatusCreated, "", "POST", "/_test/snapshots", object{"name": "base"})
		for _, c := range []struct {
			name string
			run  func()
		}{
			{"bare-request", func() { do(http.StatusOK, "", "GET", "/_test/clock", nil) }},
			{"account", func() { do(http.StatusOK, "HRKU-ada", "GET", "/account", nil) }},
			{"snapshot", func() { do(http.StatusCreated, "", "POST", "/_test/snapshots", object{"name": "other"}) }},
			{"restore", func() { do(http.StatusNoContent, "", "POST", "/_test/snapshots/base/restore", nil) }},
			{"restore+account", func() {
				do(http.StatusNoContent, "", "POST", "/_test/snapshots/base/restore", nil)
				do(http.StatusOK, "HRKU-ada", "GET", "/account", nil)
			}},
			{"write", func() {
				n++
				do(http.StatusCreated, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": fmt.Sprintf("n%d@acme.test", n), "role": "member"})
			}},
			{"write+restore", func() {
				do(http.StatusCreated, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "new@acme.test", "role": "member"})
				do(http.StatusNoContent, "", "POST", "/_test/snapshots/base/restore", nil)
			}},
			{"restore-another", func() {
				do(http.StatusNoContent, "", "POST", "/_test/reset", nil)
				do(http.StatusNoContent, "", "POST", "/_test/snapshots/base/restore", nil)
			}},
			{"reset", func() { do(http.StatusNoContent, "", "POST", "/_test/reset", nil) }},
			{"new-world+delete", func() {
				do(http.StatusCreated, "", "POST", "/_test/worlds", object{"name": "twin", "snapshot": "base"})
				do(http.StatusNoContent, "", "DELETE", "/_test/worlds/twin", nil)
			}},
		} {
			b.Run(size.name+"/"+c.name, func(b *testing.B) {
				for b.Loop() {
					c.run()
				}
			})
		}
	}
}

func largeWorld() string {
	var users, list strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&users, "  - {email: p%d@acme.test}\n", i)
		fmt.Fprintf(&list, "      - {email: p%d@acme.test, role: member}\n", i)
	}
	return "users:\n  - {email: ada@acme.test, token: HRKU-ada}\n" + users.String() + "teams:\n  - name: widgets\n    members:\n      - {email: ada@acme.test, role: admin}\n" + list.String()
}

package server_test

import (
	"bytes"
	"database/sql" //nolint:depguard // the bare handler that we are compared with
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// clients is how many connections load a server at once.
const clients = 8

// BenchmarkAPI loads the control plane beside a bare chi handler that does one query for the same thing, over HTTP on
// loopback, in the same run. "of-bare" is our rate divided by the bare one's; p99 is of ours.
func BenchmarkAPI(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkAPI(b, "sqlite", filepath.Join(b.TempDir(), "bench.db")) })
	b.Run("postgres", func(b *testing.B) { benchmarkAPI(b, "pgx", mockapitest.Postgres(b)) })
}

func benchmarkAPI(b *testing.B, driver, database string) {
	s := mockapitest.StartOn(b, database, benchWorld())
	bare := httptest.NewServer(bareHandler(b, driver, database))
	b.Cleanup(bare.Close)
	for _, c := range []struct {
		name, method, path string
		body               func(i int64) string
	}{
		{"get-app", http.MethodGet, "/apps/web", nil},
		{"list-200-members", http.MethodGet, "/teams/widgets/members", nil},
		{"patch-member", http.MethodPatch, "/teams/widgets/members", func(i int64) string {
			return fmt.Sprintf(`{"email":"p%03d@acme.test","role":"%s"}`, i%199, []string{"member", "viewer"}[i%2])
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			bareRate, _ := load(b, bare.URL+c.path, c.method, c.body)
			rate, p99 := load(b, s.URL+c.path, c.method, c.body)
			b.ReportMetric(0, "ns/op") // a mean over clients that overlap says nothing
			b.ReportMetric(rate, "req/s")
			b.ReportMetric(bareRate, "bare-req/s")
			b.ReportMetric(rate/bareRate, "of-bare")
			b.ReportMetric(float64(p99.Microseconds())/1000, "p99-ms")
		})
	}
}

func benchWorld() string {
	var users, members strings.Builder
	for i := range 199 {
		fmt.Fprintf(&users, "  - {email: p%03d@acme.test}\n", i)
		fmt.Fprintf(&members, "      - {email: p%03d@acme.test, role: member}\n", i)
	}
	return "users:\n  - {email: ada@acme.test, token: HRKU-ada}\n" + users.String() +
		"teams:\n  - name: widgets\n    members:\n      - {email: ada@acme.test, role: admin}\n" + members.String() + "    apps: [{name: web}]\n"
}

// load makes b.N requests from several clients and returns the rate and the 99th percentile.
func load(b *testing.B, url, method string, body func(int64) string) (perSecond float64, p99 time.Duration) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	var next atomic.Int64
	times := make([][]time.Duration, clients)
	var wait sync.WaitGroup
	began := time.Now()
	for c := range clients {
		wait.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				sent := time.Now()
				if err := call(client, method, url, i, body); err != nil {
					b.Error(err)
					return
				}
				times[c] = append(times[c], time.Since(sent))
			}
		})
	}
	wait.Wait()
	took := time.Since(began)
	all := slices.Concat(times...)
	slices.Sort(all)
	if len(all) == 0 {
		return 0, 0
	}
	return float64(b.N) / took.Seconds(), all[len(all)*99/100]
}

func call(client *http.Client, method, url string, i int64, body func(int64) string) error {
	var content io.Reader
	if body != nil {
		content = bytes.NewReader([]byte(body(i)))
	}
	req, err := http.NewRequest(method, url, content) //nolint:noctx // bounded by b.N
	if err != nil {
		return err
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Authorization", "Bearer HRKU-ada")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, url, resp.Status)
	}
	return nil
}

// bareHandler answers the three requests of the benchmark with one query each: no token, no decision, no audit, no headers.
func bareHandler(b *testing.B, driver, database string) http.Handler {
	dsn := database
	if driver == "sqlite" {
		dsn = "file:" + database + "?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(clients)
	db.SetMaxIdleConns(clients)
	b.Cleanup(func() { _ = db.Close() })
	answer := func(w http.ResponseWriter, v any, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(v)
	}
	mux := chi.NewRouter()
	mux.Get("/apps/{app}", func(w http.ResponseWriter, r *http.Request) {
		var a api.TeamApp
		err := db.QueryRowContext(r.Context(), `SELECT a.id, a.name, t.id, t.name FROM apps a JOIN teams t ON t.id = a.team_id WHERE a.name = $1`, chi.URLParam(r, "app")).
			Scan(&a.ID, &a.Name, &a.Owner.ID, &a.Owner.Email)
		answer(w, a, err)
	})
	mux.Get("/teams/{team}/members", func(w http.ResponseWriter, r *http.Request) {
		rows, err := db.QueryContext(r.Context(), `SELECT m.id, m.role, u.id, u.email FROM team_members m JOIN users u ON u.id = m.user_id
			JOIN teams t ON t.id = m.team_id WHERE t.name = $1 ORDER BY u.email_key`, chi.URLParam(r, "team"))
		if err != nil {
			answer(w, nil, err)
			return
		}
		defer rows.Close()
		var list []api.TeamMember
		for rows.Next() {
			m := api.TeamMember{Role: new(string)}
			if err = rows.Scan(&m.ID, m.Role, &m.User.ID, &m.User.Email); err != nil {
				break
			}
			list = append(list, m)
		}
		if err == nil {
			err = rows.Err()
		}
		answer(w, list, err)
	})
	mux.Patch("/teams/{team}/members", func(w http.ResponseWriter, r *http.Request) {
		var in api.TeamMemberWrite
		err := json.NewDecoder(r.Body).Decode(&in)
		if err == nil {
			_, err = db.ExecContext(r.Context(), `UPDATE team_members SET role = $1 WHERE user_id = (SELECT id FROM users WHERE email_key = $2)`, in.Role, in.Email)
		}
		answer(w, in, err)
	})
	return mux
}

package main

import (
	"context"
	"database/sql" //nolint:depguard // SQLite's own judgment of a file that a killed process left behind
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// workers is how many clients write at the same time.
const workers = 50

// workSeed is the world of the writers: each of them has an app, and one person may not do what they ask.
func workSeed() string {
	var b strings.Builder
	b.WriteString(`
users:
  - {email: ada@acme.test, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
teams:
  - name: widgets
    members:
      - {email: ada@acme.test, role: admin}
      - {email: joe@acme.test, role: viewer}
    apps:
      - {name: web}
`)
	for i := range workers {
		fmt.Fprintf(&b, "      - {name: app-%02d}\n", i)
	}
	return b.String()
}

// TestKilledSQLite kills the control plane while 50 clients write, again and again on one file. What was acknowledged is
// there afterwards, and everything else is there whole or not at all.
func TestKilledSQLite(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "work.db")
	w := newWork(t, database)
	w.start()
	for range rounds(t, 3, 100) {
		w.writeUntil(func() { _ = w.server.cmd.Process.Kill() })
		<-w.server.ended
		w.start()
		w.check()
		soundFile(t, database)
	}
	w.server.stop(t)
	w.report()
}

// TestKilledPostgres kills the control plane on PostgreSQL in one round, and PostgreSQL in the other: the control plane stays then, says
// so while it lasts, and goes on by itself.
func TestKilledPostgres(t *testing.T) {
	t.Parallel()
	pg := mockapitest.NewPostgresServer(t)
	w := newWork(t, pg.Database(t))
	w.start()
	for n := range rounds(t, 2, 20) {
		if n%2 == 0 {
			w.writeUntil(func() { _ = w.server.cmd.Process.Kill() })
			<-w.server.ended
			w.start()
		} else {
			w.writeUntil(func() { pg.Kill(t) })
			w.mustBe("/readyz", http.StatusServiceUnavailable)
			w.mustBe("/healthz", http.StatusOK)
			pg.Start(t)
			w.mustBe("/readyz", http.StatusOK)
		}
		w.check()
		pg.Check(t, w.database)
	}
	w.server.stop(t)
	w.report()
}

// work is a control plane with clients that write to it, and what came of every write.
type work struct {
	t        *testing.T
	database string
	seed     string
	server   *process
	random   *rand.Rand
	round    int

	mu     sync.Mutex
	writes []*change
	counts map[outcome]int
	kept   int // writes without an answer that are there
}

func newWork(t *testing.T, database string) *work {
	t.Helper()
	seed := filepath.Join(t.TempDir(), "work.yaml")
	if err := os.WriteFile(seed, []byte(workSeed()), 0o600); err != nil {
		t.Fatal(err)
	}
	number := rand.Uint64()
	t.Logf("random seed %d", number)
	return &work{t: t, database: database, seed: seed, random: rand.New(rand.NewPCG(number, 0)), counts: map[outcome]int{}}
}

func (w *work) start() {
	w.t.Helper()
	w.server = serve(w.t, "--database", w.database, "--seed", w.seed, "--rate-limit", "1000000000")
}

// writeUntil lets all clients write, and calls kill after a random number of acknowledged writes. Each client goes on until
// something does not answer any more as it should.
func (w *work) writeUntil(kill func()) {
	w.t.Helper()
	w.round++
	last := int64(1 + w.random.IntN(2*workers))
	var count atomic.Int64
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	defer client.CloseIdleConnections()
	var writers sync.WaitGroup
	for worker := range workers {
		writers.Go(func() {
			added := ""
			for n := 0; ctx.Err() == nil; n++ {
				x := w.next(worker, n, added)
				x.send(ctx, client, w.server.address)
				w.mu.Lock()
				w.writes = append(w.writes, x)
				w.counts[x.outcome]++
				w.mu.Unlock()
				if x.outcome != acknowledged && x.outcome != refused {
					return
				}
				if added = ""; x.kind == addCollaborator {
					added = x.name
				}
				if count.Add(1) == last {
					kill()
				}
			}
		})
	}
	writers.Wait()
	if ctx.Err() != nil {
		w.t.Fatal("the writers wrote on for too long")
	}
}

// mustBe waits until a path answers with a status. The first answers after a change may still be of before.
func (w *work) mustBe(path string, want int) {
	w.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		got, answer := get(w.t, w.server.address, "", path)
		if got == want {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%s: %d %s, want %d", path, got, answer, want)
		}
	}
}

// report says what was tried.
func (w *work) report() {
	w.t.Logf("%d rounds of %d clients: %d writes acknowledged, %d refused, %d turned away, %d without an answer, of which %d are there", w.round, workers,
		w.counts[acknowledged], w.counts[refused], w.counts[turnedAway], w.counts[unknown], w.kept)
}

// soundFile has SQLite look at its own file.
func soundFile(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %q, %v", verdict, err)
	}
	var orphans int
	if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pragma_foreign_key_check`).Scan(&orphans); err != nil || orphans != 0 {
		t.Errorf("foreign_key_check: %d rows, %v", orphans, err)
	}
}

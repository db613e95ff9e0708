package server_test

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// serverBench is what `make bench-server` measures.
type serverBench struct {
	clients   []int
	databases []string
	rows      string // only requests whose name has this in it
	time      time.Duration
	size      int // of the large world; 0: it is not measured
}

// BenchmarkServer is `make bench-server`: the control plane under load, beside a bare chi handler that does one query for the same
// answer (reads) and beside a loop that does one durable insert (writes), in one run on one machine; then the same requests in a
// small world and in a large one. It prints tables of its own, and holds nothing to a time.
//
// All is over HTTP/1.1 on loopback with connections that stay open. The client is as lean as this process can have it, since what
// it takes of the processors is taken from both sides and brings the ratios closer to 1. PostgreSQL keeps what it acknowledges.
func BenchmarkServer(b *testing.B) {
	if flag.Arg(0) != "bench-server" {
		b.Skip("make bench-server runs it")
	}
	o := benchOptions(b, flag.Args()[1:])
	fmt.Printf("\n%s for each figure, in three turns of which the best counts\n", o.time)
	o.compare(b)
	if o.size > 0 {
		o.grow(b)
	}
	b.ReportMetric(0, "ns/op") // of all together it says nothing
}

func benchOptions(b *testing.B, args []string) (o serverBench) {
	f := flag.NewFlagSet("bench-server", flag.ExitOnError)
	clients := f.String("clients", "1,16,64", "how many clients ask at once")
	databases := f.String("databases", "sqlite,postgres", "which databases")
	f.StringVar(&o.rows, "only", "", "only the requests whose name has this in it")
	f.DurationVar(&o.time, "time", 1500*time.Millisecond, "how long each figure is measured, 5s at most")
	f.IntVar(&o.size, "size", 10_000, "how many teams and apps the large world has; 0 leaves it out")
	if err := f.Parse(args); err != nil {
		b.Fatal(err)
	}
	for _, s := range strings.Split(*clients, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > benchTeams {
			b.Fatalf("-clients %s: from 1 to %d", s, benchTeams)
		}
		o.clients = append(o.clients, n)
	}
	o.databases = strings.Split(*databases, ",")
	if o.time > 5*time.Second {
		b.Fatalf("-time %v: 5s at most, or the grants run out of people", o.time)
	}
	return o
}

// wants reports whether a row is asked for.
func (o serverBench) wants(name string) bool { return strings.Contains(name, o.rows) }

// compare prints the table of ratios to the bare programs.
func (o serverBench) compare(b *testing.B) {
	fmt.Print("\n| database | request | clients | requests/s | bare/s | ratio | p50 | p99 | p99 ÷ p50 |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	eachBenchDatabase(b, o.databases, func(name string, newDatabase func() string) {
		database := newDatabase()
		address := startBench(b, database, benchWorld())
		bare := httptest.NewServer(bareHandler(b, database))
		defer bare.Close()
		inserts := newBareInserts(b, newDatabase())
		for _, op := range benchOperations() {
			if !o.wants(op.name) {
				continue
			}
			for _, clients := range o.clients {
				asked := op.against(b, address, clients)
				against := op.against(b, bare.Listener.Addr().String(), clients)
				if op.writes {
					against = inserts.against(b)
				}
				best := o.turns(b, clients, asked, against)
				ours, other := best[0], best[1]
				fmt.Printf("| %s | %s | %d | %.0f | %.0f | %.2f | %s | %s | %.1f |\n", name, op.name, clients, ours.rate, other.rate, ours.rate/other.rate,
					ms(ours.p50), ms(ours.p99), float64(ours.p99)/float64(ours.p50))
			}
		}
	})
}

// grow prints what the same requests cost in a small world and in a large one.
func (o serverBench) grow(b *testing.B) {
	const small, clients = 10, 4
	fmt.Printf("\n| database | request | %d teams, %d apps in the team | %d and %d | ratio |\n|---|---|--:|--:|--:|\n", small, small, o.size, o.size)
	eachBenchDatabase(b, o.databases, func(name string, newDatabase func() string) {
		few, many := startBench(b, newDatabase(), sizedWorld(small)), startBench(b, newDatabase(), sizedWorld(o.size))
		for _, op := range sizedOperations() {
			if !o.wants(op.name) {
				continue
			}
			best := o.turns(b, clients, op.against(b, few, clients), op.against(b, many, clients))
			fmt.Printf("| %s | %s | %.0f/s | %.0f/s | %.2f |\n", name, op.name, best[0].rate, best[1].rate, best[1].rate/best[0].rate)
		}
	})
}

// turns has several loads take turns, so that what else the machine does meets all of them; the best turn of each counts.
func (o serverBench) turns(b *testing.B, clients int, loads ...func(client int) error) []figures {
	const turns = 3
	best := make([]figures, len(loads))
	for range turns {
		for i, do := range loads {
			if f := load(b, clients, o.time/turns, do); f.rate > best[i].rate {
				best[i] = f
			}
		}
	}
	return best
}

// eachBenchDatabase runs f for each kind of database that is asked for, with what makes an empty one.
func eachBenchDatabase(b *testing.B, databases []string, f func(name string, newDatabase func() string)) {
	if slices.Contains(databases, "sqlite") {
		f("SQLite", func() string { return filepath.Join(b.TempDir(), "bench.db") })
	}
	if slices.Contains(databases, "postgres") {
		postgres := mockapitest.NewPostgresServer(b) // it waits for the disk, as SQLite does
		f("PostgreSQL", func() string { return postgres.Database(b) })
	}
}

// startBench starts a control plane as `mockapi serve` does, whose log nobody reads, and returns its address.
func startBench(b *testing.B, database string, world seed.File) string {
	b.Helper()
	st, err := store.Open(b.Context(), database, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	if err := seed.Catalogue(b.Context(), st); err != nil {
		b.Fatal(err)
	}
	if err := seed.Put(b.Context(), st, "bench", world); err != nil {
		b.Fatal(err)
	}
	if strings.HasPrefix(database, "postgres://") { // as its autovacuum does within a minute
		if _, err := openBare(b, database, 1).ExecContext(b.Context(), `ANALYZE`); err != nil {
			b.Fatal(err)
		}
	}
	log := slog.New(slog.NewJSONHandler(io.Discard, nil)) //nolint:sloglint // what it takes to write a log is measured
	s := httptest.NewServer(server.New(st, server.Options{Logger: log, Clock: time.Now, RateLimit: 1 << 30, Uses: true}))
	b.Cleanup(s.Close)
	fmt.Fprint(os.Stderr, ".") // a world of thousands takes a while
	return s.Listener.Addr().String()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

package server

import (
	"context"
	"crypto/sha256"
	"database/sql" //nolint:depguard // the fingerprint of what is stored, whoever asks and whatever the queries of the project show
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// fileWorld is a control plane over a file, which can tell whether anything in it changed, and be put back as it was made.
type fileWorld struct {
	t     testing.TB
	file  string
	fresh []byte // the file as it was made
	clock func() time.Time
	log   *slog.Logger

	server *Server
	store  *store.Store
	print  string // of the fresh world
}

// newFileWorld starts one with the catalogue and a seed file's text. It ends with the test.
func newFileWorld(t testing.TB, seedFile string, clock func() time.Time, log *slog.Logger) *fileWorld {
	t.Helper()
	w := &fileWorld{t: t, file: filepath.Join(t.TempDir(), "world.db"), clock: clock, log: log}
	w.open()
	t.Cleanup(func() { _ = w.store.Close() })
	ctx := context.Background()
	if err := seed.Catalogue(ctx, w.store); err != nil {
		t.Fatal(err)
	}
	if err := seed.Load(ctx, w.store, "world.yaml", []byte(seedFile)); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *fileWorld) open() {
	var err error
	if w.store, err = store.Open(context.Background(), w.file, w.clock); err != nil {
		w.t.Fatal(err)
	}
	w.server = New(w.store, Options{Logger: w.log, Clock: w.clock, RateLimit: 1 << 30})
}

// keep makes the world as it is now the one that restart puts back.
func (w *fileWorld) keep() {
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	var err error
	if w.fresh, err = os.ReadFile(w.file); err != nil {
		w.t.Fatal(err)
	}
	w.open()
	w.print = w.fingerprint()
}

// restart puts back the world as it was kept.
func (w *fileWorld) restart(t testing.TB) {
	t.Helper()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.RemoveAll(w.file + suffix); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(w.file, w.fresh, 0o600); err != nil {
		t.Fatal(err)
	}
	w.open()
}

var tableNames = regexp.MustCompile(`^[a-z_]+$`)

// fingerprint is a sum over every row of every table but the audit trail, where a refusal leaves its line.
func (w *fileWorld) fingerprint() string {
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+w.file+"?_pragma=query_only(1)&_pragma=busy_timeout(10000)")
	if err != nil {
		panic(err)
	}
	defer db.Close()
	var tables string
	if err := db.QueryRowContext(ctx, `SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'table' AND name NOT IN ('events', 'sqlite_sequence')`).Scan(&tables); err != nil {
		panic(err)
	}
	sum := sha256.New()
	for table := range strings.FieldsSeq(tables) {
		if !tableNames.MatchString(table) {
			panic(table)
		}
		if err := hashRows(ctx, sum, db, table); err != nil {
			panic(err)
		}
	}
	return string(sum.Sum(nil))
}

func hashRows(ctx context.Context, sum io.Writer, db *sql.DB, table string) error {
	rows, err := db.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s%q\n", table, values)
	}
	return rows.Err()
}

// send makes one request of the whole server: only the network is left out.
func (w *fileWorld) send(token, method string, u *url.URL, body string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, "/", strings.NewReader(body))
	r.URL = u
	r.Header.Set("Accept", api.Accept)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}

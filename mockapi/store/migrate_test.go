package store_test

import (
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

var update = flag.Bool("update", false, "write the dump of the newest version, if it is missing")

// folder is where files of an engine are, by the URL of a database.
func folder(database string) string {
	if isPostgres(database) {
		return "postgres"
	}
	return "sqlite"
}

// numbers are the migrations that there are, 1 to newest.
func newest(t *testing.T) int {
	t.Helper()
	files, err := fs.Glob(store.Migrations, "migrations/sqlite/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no migrations")
	}
	return len(files)
}

func engine(t *testing.T, database string) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if isPostgres(database) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// load fills an empty database with what a program of that version left behind: testdata has a dump of each. They are history
// and never change.
func load(t *testing.T, database string, version int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", folder(database), fmt.Sprintf("%05d.sql", version)))
	if err != nil {
		t.Fatalf("%v: go test ./mockapi/store -run Upgrade -update writes it, with the rows of testdata/rows", err)
	}
	db := engine(t, database)
	if _, err := db.ExecContext(t.Context(), string(text)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// upTo is the migrations of a program of that version.
func upTo(t *testing.T, version int) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, kind := range []string{"sqlite", "postgres"} {
		entries, err := fs.ReadDir(store.Migrations, "migrations/"+kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries[:version] {
			name := path.Join("migrations", kind, e.Name())
			text, err := fs.ReadFile(store.Migrations, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: text}
		}
	}
	return files
}

// TestUpgrade: a database of every version becomes what a new one is, keeps its rows, and works.
func TestUpgrade(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, fresh string) {
		if err := open(t, fresh).Close(); err != nil {
			t.Fatal(err)
		}
		want, _ := tables(dump(t, fresh))
		for version := 1; version <= newest(t); version++ {
			t.Run(fmt.Sprint(version), func(t *testing.T) {
				database := another(t, fresh)
				if *update {
					write(t, database, version)
					database = another(t, fresh)
				}
				load(t, database, version)
				_, before := tables(dump(t, database))
				st := open(t, database)
				works(t, st)
				if err := st.Close(); err != nil {
					t.Fatal(err)
				}
				got, after := tables(dump(t, database))
				if got != want {
					t.Errorf("the tables differ from those of a new database:\n%s", differing(want, got))
				}
				for table, rows := range before {
					if n, kept := after[table]; kept && n < rows {
						t.Errorf("%s had %d rows and has %d", table, rows, n)
					}
				}
			})
		}
	})
}

// write makes the dump of a version that has none: the one before it, upgraded, with the rows of its own.
func write(t *testing.T, database string, version int) {
	t.Helper()
	name := filepath.Join("testdata", folder(database), fmt.Sprintf("%05d.sql", version))
	if _, err := os.Stat(name); err == nil {
		return
	}
	load(t, database, version-1)
	st, err := store.OpenWith(t.Context(), database, time.Now, upTo(t, version))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if rows, err := os.ReadFile(filepath.Join("testdata", "rows", fmt.Sprintf("%05d.sql", version))); err == nil {
		if _, err := engine(t, database).ExecContext(t.Context(), string(rows)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(name, []byte(dump(t, database)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// another is an empty database of the same sort.
func another(t *testing.T, database string) string {
	t.Helper()
	if isPostgres(database) {
		return mockapitest.Postgres(t)
	}
	return filepath.Join(t.TempDir(), "another.db")
}

var row = regexp.MustCompile(`(?m)^INSERT INTO (?:public\.)?(\w+) .*\n`)

// tables takes a dump apart: the definitions, and how many rows each table has.
func tables(dump string) (definitions string, rows map[string]int) {
	rows = map[string]int{}
	for _, m := range row.FindAllStringSubmatch(dump, -1) {
		rows[m[1]]++
	}
	// The version's own table says which program made it.
	definitions = regexp.MustCompile(`(?m)^CREATE TABLE (public\.)?goose_db_version [^;]*;\n`).ReplaceAllString(row.ReplaceAllString(withoutCounters(dump), ""), "")
	return definitions, rows
}

// withoutCounters leaves out the counters of PostgreSQL: what a rolled back transaction took of them stays taken.
func withoutCounters(dump string) string {
	return regexp.MustCompile(`(?m)^SELECT pg_catalog.setval.*\n`).ReplaceAllString(dump, "")
}

// works reads and writes what testdata/rows/00001.sql put there.
func works(t *testing.T, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	if err := st.Write(ctx, func(tx *store.Tx) error {
		ada, err := tx.TokenUser(ctx, "HRKU-old")
		if err != nil || ada.Email != "Ada@acme.test" {
			t.Errorf("the old token stands for %+v, %v", ada, err)
		}
		team, err := tx.GetTeam(ctx, "widgets", ada.ID)
		if err != nil || team.Role != "admin" || team.Version != 7 || !team.AddonControls || team.AccountName != "acme" {
			t.Errorf("team %+v, %v", team, err)
		}
		app, err := tx.GetApp(ctx, "vault", "u2")
		if err != nil || !app.Locked || app.Grant != 3 {
			t.Errorf("app %+v, %v", app, err)
		}
		events, err := tx.ListEvents(ctx, "t1")
		if err != nil || len(events) != 2 || events[1].Allowed || events[0].Data["email"] != "joe@acme.test" {
			t.Errorf("events %+v, %v", events, err)
		}
		if err := tx.LockTeam(ctx, team.ID); err != nil {
			return err
		}
		_, err = tx.CreateApp(ctx, store.App{Name: "new", TeamID: team.ID, Region: "us", Stack: "heroku-24", BuildStack: "heroku-24"}, ada.ID)
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestFailedUpgrade: an upgrade that fails in the middle leaves the database as it was, and the program that wrote it opens it
// again.
func TestFailedUpgrade(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, first string) {
		for version := 1; version <= newest(t); version++ {
			t.Run(fmt.Sprint(version), func(t *testing.T) {
				database := another(t, first)
				load(t, database, version)
				before := withoutCounters(dump(t, database))
				files := upTo(t, newest(t))
				name := fmt.Sprintf("%05d_broken.sql", newest(t)+1)
				files["migrations/"+folder(database)+"/"+name] = &fstest.MapFile{Data: []byte(
					`CREATE TABLE half (id INTEGER); INSERT INTO half VALUES (1); DELETE FROM events; INSERT INTO nowhere VALUES (1); CREATE TABLE other (id INTEGER);`)}
				_, err := store.OpenWith(t.Context(), database, time.Now, files)
				if err == nil || !strings.Contains(err.Error(), "migration "+name) || !strings.Contains(err.Error(), fmt.Sprintf("stays as it was, at version %d", version)) {
					t.Fatalf("error %v", err)
				}
				if after := withoutCounters(dump(t, database)); after != before {
					t.Errorf("the database was changed:\n%s", differing(before, after))
				}
				st, err := store.OpenWith(t.Context(), database, time.Now, upTo(t, version))
				if err != nil {
					t.Fatalf("the program of before: %v", err)
				}
				if err := st.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	})
}

// TestOpenAtOnce: several programs that open one new database together all find it ready.
func TestOpenAtOnce(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		var openers sync.WaitGroup
		start := make(chan struct{})
		for range 6 {
			openers.Go(func() {
				<-start
				st, err := store.Open(t.Context(), database, time.Now)
				if err != nil {
					t.Error(err)
					return
				}
				if err := st.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		openers.Wait()
		if _, rows := tables(dump(t, database)); rows["goose_db_version"] != newest(t) {
			t.Errorf("%d migrations were noted, not %d", rows["goose_db_version"], newest(t))
		}
	})
}

// TestTokensAndAddonsSurviveTheUpgrade: the tokens and add-ons of the first version got ids, scopes and attachments later.
func TestTokensAndAddonsSurviveTheUpgrade(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		ctx := t.Context()
		load(t, database, 1)
		if err := open(t, database).Read(ctx, func(tx *store.Tx) error {
			tokens, err := tx.ListAuthorizations(ctx, "u1")
			if err != nil {
				return err
			}
			if len(tokens) != 2 || !store.IsID(tokens[0].ID) || !store.IsID(tokens[0].TokenID) || tokens[0].ID == tokens[1].ID || tokens[0].Scopes != access.ScopeGlobal || !tokens[0].ExpiresAt.IsZero() {
				t.Errorf("tokens %+v", tokens)
			}
			addons, err := tx.ListAppAddons(ctx, "a1")
			var names []string
			for _, d := range addons {
				names = append(names, d.Name+"="+strings.Join(d.Attachments, "+"))
			}
			if strings.Join(names, " ") != "pg-1=DATABASE pg-2=DATABASE_2 redis=REDIS relic=NEW_RELIC" {
				t.Errorf("attachments %q", names)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

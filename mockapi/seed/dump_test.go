package seed_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// everything is a file that holds every key, in the form in which a dump writes it.
func everything(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "everything.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func dump(t *testing.T, st *store.Store, withIDs bool) (text string, left []string) {
	t.Helper()
	file, left, err := seed.Dump(t.Context(), st, withIDs)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := seed.Write(&b, file); err != nil {
		t.Fatal(err)
	}
	return b.String(), left
}

func load(t *testing.T, st *store.Store, content string) {
	t.Helper()
	if err := seed.Load(t.Context(), st, "dump.yaml", []byte(content)); err != nil {
		t.Fatal(err)
	}
}

// worlds makes databases in memory that hold the catalogue, quickly.
func worlds(t *testing.T) func() *store.Store {
	t.Helper()
	image, err := open(t, store.Memory).Image(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return func() *store.Store {
		st, err := store.OpenImage(t.Context(), image, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		return st
	}
}

// same compares two files and shows the first line that differs.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s: line %d is %q, want %q", what, i+1, slices.Concat(g, []string{"(no more lines)"})[min(i, len(g))], slices.Concat(w, []string{"(no more lines)"})[min(i, len(w))])
		}
	}
}

// TestDumpIsTheFile: a file with every key is what a dump of its world says, and loading it a second time changes nothing of it.
func TestDumpIsTheFile(t *testing.T) {
	want := everything(t)
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		load(t, st, want)
		got, left := dump(t, st, false)
		same(t, "dump", got, want)
		if len(left) > 0 {
			t.Errorf("left out: %q", left)
		}
		load(t, st, want+"# again\n")
		again, _ := dump(t, st, false)
		same(t, "dump after a second load", again, want)
	})
}

// TestEverythingHasEveryKey: a key that is added to the format is added to the file that is held to round trips.
func TestEverythingHasEveryKey(t *testing.T) {
	content := everything(t)
	var look func(reflect.Type)
	look = func(typ reflect.Type) {
		for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || typ.PkgPath() != reflect.TypeFor[seed.File]().PkgPath() {
			return
		}
		for i := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(i).Tag.Get("yaml"), ",")
			// A dump without --ids has no ids, and no dump has tokens or leaves it to the teams who the members of an account are.
			if key != "" && key != "id" && key != "token" && key != "members_from_teams" && !strings.Contains(content, key+":") {
				t.Errorf("testdata/everything.yaml has no %s of %s", key, typ.Name())
			}
			look(typ.Field(i).Type)
		}
	}
	look(reflect.TypeFor[seed.File]())
}

// TestDumpOfGeneratedWorlds: worlds of any size go from database to database and stay the same, with ids and without.
func TestDumpOfGeneratedWorlds(t *testing.T) {
	sizes := []seed.Size{{Teams: 1, Users: 1, Number: 1}, {Teams: 20, Users: 40, Apps: 20, Number: 2}, {Teams: 3, Users: 20, Apps: 6, Number: 3}}
	if os.Getenv("SOAK") != "" {
		for n := range uint64(30) {
			sizes = append(sizes, seed.Size{Teams: 1 + int(n)*3, Users: 1 + int(n*n), Apps: int(n) * 11, Number: 100 + n})
		}
		sizes = append(sizes, seed.Size{Teams: 50, Users: 20000, Apps: 2000, Number: 4})
	}
	t.Logf("%d worlds", len(sizes))
	fresh := worlds(t)
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		postgres := strings.HasPrefix(database, "postgres")
		for i, size := range sizes {
			if postgres && i < 2 {
				continue // a database is dear there
			}
			file, err := seed.Generate(size, func(string, int, int) {})
			if err != nil {
				t.Fatal(err)
			}
			from := fresh()
			if err := seed.Put(t.Context(), from, "generated", file); err != nil {
				t.Fatal(err)
			}
			target := filepath.Join(t.TempDir(), "next.db")
			if postgres {
				target = mockapitest.Postgres(t)
			}
			to := open(t, target)
			first, left := dump(t, from, true)
			if len(left) > 0 {
				t.Errorf("%+v: left out: %q", size, left)
			}
			load(t, to, first)
			second, _ := dump(t, to, true)
			same(t, "with ids", second, first)
			bare, _ := dump(t, from, false)
			third := fresh()
			load(t, third, bare)
			again, _ := dump(t, third, false)
			same(t, "without ids", again, bare)
			checkWorld(t, to)
		}
	})
}

// checkWorld lets the doctor look at a database.
func checkWorld(t *testing.T, st *store.Store) {
	t.Helper()
	if err := st.Read(t.Context(), func(tx *store.Tx) error {
		checks, err := tx.Diagnose(t.Context())
		for _, c := range checks {
			if len(c.Findings) > 0 {
				t.Errorf("%s: %q", c.Name, c.Findings)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestGenerateIsDeterministic: the same size is the same world; another number is another one.
func TestGenerateIsDeterministic(t *testing.T) {
	text := func(size seed.Size) string {
		file, err := seed.Generate(size, func(string, int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := seed.Write(&b, file); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	size := seed.Size{Teams: 5, Users: 100, Apps: 30, Number: 7}
	one := text(size)
	same(t, "a second time", text(size), one)
	size.Number++
	if text(size) == one {
		t.Error("another number made the same world")
	}
	for _, wrong := range []seed.Size{{}, {Teams: 1}, {Users: 1}, {Teams: 1, Users: 1, Apps: -1}} {
		if _, err := seed.Generate(wrong, func(string, int, int) {}); err == nil || !strings.Contains(err.Error(), "at least 1 team") {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

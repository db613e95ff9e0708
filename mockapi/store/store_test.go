package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }

func open(t *testing.T, database string) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

var errStop = errors.New("stop")

// TestWriteIsOneTransaction: what a failed write did is undone; what a successful one did is there after a restart.
func TestWriteIsOneTransaction(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		ctx := t.Context()
		st := open(t, database)
		create := func(email string, then error) error {
			return st.Write(ctx, func(tx *store.Tx) error {
				if _, err := tx.CreateUser(ctx, store.User{Email: email}); err != nil {
					return err
				}
				return then
			})
		}
		if err := create("kept@acme.test", nil); err != nil {
			t.Fatal(err)
		}
		if err := create("undone@acme.test", errStop); !errors.Is(err, errStop) {
			t.Fatal(err)
		}
		if err := create("KEPT@acme.test", nil); !errors.Is(err, store.ErrExists) {
			t.Errorf("a second spelling of an address: %v", err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if err := open(t, database).Read(ctx, func(tx *store.Tx) error {
			if u, err := tx.GetUser(ctx, "Kept@acme.test"); err != nil || u.Email != "kept@acme.test" {
				t.Errorf("after a restart: %+v, %v", u, err)
			}
			var missing *store.NotFoundError
			if _, err := tx.GetUser(ctx, "undone@acme.test"); !errors.As(err, &missing) {
				t.Errorf("an undone write: %v", err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestReadWritesNothing: a read transaction that tries to write is refused by the engine.
func TestReadWritesNothing(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		st := open(t, database)
		if err := st.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.CreateUser(t.Context(), store.User{Email: "x@acme.test"})
			return err
		}); err == nil {
			t.Error("a read wrote")
		}
	})
}

// TestNamesAreComparedByByte: two names that a collation could take for one are two names, in the same order, everywhere.
func TestNamesAreComparedByByte(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		ctx := t.Context()
		st := open(t, database)
		var names []string
		if err := st.Write(ctx, func(tx *store.Tx) error {
			u, err := tx.CreateUser(ctx, store.User{Email: "ada@acme.test"})
			if err != nil {
				return err
			}
			team, err := tx.CreateTeam(ctx, store.Team{Name: "acme", Type: "enterprise"})
			if err != nil {
				return err
			}
			for _, name := range []string{"b-1", "a1", "a-1", "b1", "a-b"} {
				if _, err := tx.CreateApp(ctx, store.App{Name: name, TeamID: team.ID, Region: "us", Stack: "heroku-24", BuildStack: "heroku-24"}, u.ID); err != nil {
					return err
				}
			}
			apps, err := tx.ListTeamApps(ctx, team.ID, u.ID)
			for _, a := range apps {
				names = append(names, a.Name)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(names, " "); got != "a-1 a-b a1 b-1 b1" {
			t.Errorf("order: %s", got)
		}
	})
}

// TestTokensAreHashed: the database does not hold a token.
func TestTokensAreHashed(t *testing.T) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "test.db")
	st := open(t, file)
	token := store.NewToken()
	if !strings.HasPrefix(token, "HRKU-") || token == store.NewToken() {
		t.Errorf("token %q", token)
	}
	if err := st.Write(ctx, func(tx *store.Tx) error {
		u, err := tx.CreateUser(ctx, store.User{Email: "ada@acme.test"})
		return errors.Join(err, tx.CreateToken(ctx, u.ID, token))
	}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), strings.TrimPrefix(token, "HRKU-")) {
		t.Error("the token stands in the file")
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Run("newer version", func(t *testing.T) {
		mockapitest.EachDurable(t, func(t *testing.T, database string) {
			if err := open(t, database).Close(); err != nil {
				t.Fatal(err)
			}
			db := engine(t, database)
			if _, err := db.ExecContext(t.Context(), `UPDATE goose_db_version SET version_id = 99999 WHERE version_id = 1`); err != nil {
				t.Fatal(err)
			}
			before := dump(t, database)
			_, err := store.Open(t.Context(), database, time.Now)
			if err == nil || !strings.Contains(err.Error(), "newer version of mockapi: its schema is 99999") {
				t.Errorf("opened a newer database: %v", err)
			}
			if dump(t, database) != before {
				t.Error("the newer database was changed")
			}
		})
	})
	t.Run("no such folder", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "none", "x.db")
		if _, err := store.Open(t.Context(), name, time.Now); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v does not name the file", err)
		}
	})
	t.Run("not a database", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "text.db")
		content := []byte(strings.Repeat("this is not a database\n", 100))
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), name, time.Now); err == nil {
			t.Error("opened a text file")
		}
		if after, err := os.ReadFile(name); err != nil || string(after) != string(content) {
			t.Error("the file was changed")
		}
	})
	t.Run("no server", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := store.Open(ctx, "postgres://ada:secret@127.0.0.1:1/none?connect_timeout=5", time.Now)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %v; it must be one, without the password", err)
		}
	})
	t.Run("odd file name", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "a ?#%41 b.db")
		if err := open(t, name).Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	})
}

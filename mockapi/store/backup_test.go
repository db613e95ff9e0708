package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestBackupWhileServing: a copy that is made between writes holds everything that was acknowledged before, nothing by halves, and
// opens like any database.
func TestBackupWhileServing(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "source.db")
	st := mockapitest.Open(t, source, healthy)
	acknowledged, stop, done := make(chan int), make(chan struct{}), make(chan error)
	go func() { done <- writePairs(t, st, acknowledged, stop) }()
	for n := range 4 {
		least := <-acknowledged
		file := filepath.Join(dir, fmt.Sprintf("copy%d.db", n))
		looking, err := store.OpenExisting(t.Context(), source, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(looking.Backup(t.Context(), file), looking.Close()); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the copy: %v, %v", info, err)
		}
		for _, check := range diagnose(t, file) {
			if len(check.Findings) > 0 {
				t.Errorf("copy %d: %s: %q", n, check.Name, check.Findings)
			}
		}
		if pairs := countPairs(t, file); pairs < least {
			t.Errorf("the copy has %d pairs; %d were acknowledged before", pairs, least)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// writePairs adds people two at a time, in one transaction each, and tells how many pairs are there whenever somebody asks.
func writePairs(t *testing.T, st *store.Store, acknowledged chan<- int, stop <-chan struct{}) error {
	for i := 1; ; i++ {
		if err := st.Write(t.Context(), func(tx *store.Tx) error {
			for _, half := range []string{"a", "b"} {
				if _, err := tx.CreateUser(t.Context(), store.User{Email: fmt.Sprintf("%s%d@pairs.test", half, i)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case acknowledged <- i:
		default:
		}
	}
}

// countPairs counts the pairs of writePairs, which must all be whole.
func countPairs(t *testing.T, file string) (n int) {
	t.Helper()
	if err := open(t, file).Read(t.Context(), func(tx *store.Tx) error {
		for ; ; n++ {
			_, errA := tx.GetUser(t.Context(), fmt.Sprintf("a%d@pairs.test", n+1))
			_, errB := tx.GetUser(t.Context(), fmt.Sprintf("b%d@pairs.test", n+1))
			if (errA == nil) != (errB == nil) {
				t.Errorf("half of pair %d: %v, %v", n+1, errA, errB)
			}
			var missing *store.NotFoundError
			if errors.As(errA, &missing) {
				return nil
			}
			if errA != nil {
				return errA
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestBackupRefuses: nothing is overwritten, and nothing is left of a copy that failed.
func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	st := mockapitest.Open(t, filepath.Join(dir, "source.db"), healthy)
	there := filepath.Join(dir, "there.db")
	if err := os.WriteFile(there, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := st.Backup(t.Context(), there); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if content, err := os.ReadFile(there); err != nil || string(content) != "precious" {
		t.Errorf("the file that was there: %q, %v", content, err)
	}
	if err := st.Backup(t.Context(), filepath.Join(dir, "none", "x.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: %v", err)
	}
	if err := mockapitest.Open(t, mockapitest.Postgres(t), healthy).Backup(t.Context(), filepath.Join(dir, "pg.db")); !errors.Is(err, store.ErrNotSQLite) {
		t.Errorf("of PostgreSQL: %v", err)
	}
}

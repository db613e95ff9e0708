package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// output runs the program and returns what it wrote.
func output(t *testing.T, args ...string) (out, said string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	cmd := program(t, nil, args...)
	cmd.Stdout, cmd.Stderr = &o, &e
	err = cmd.Run()
	return o.String(), e.String(), err
}

func mustOutput(t *testing.T, args ...string) (out, said string) {
	t.Helper()
	out, said, err := output(t, args...)
	if err != nil {
		t.Fatalf("mockapi %s: %v\n%s", strings.Join(args, " "), err, said)
	}
	return out, said
}

// TestDumpLoadBackupDoctor: the state of a running server goes through a file and a copy, and nothing of it changes.
func TestDumpLoadBackupDoctor(t *testing.T) {
	database, seed := seeded(t)
	dir := t.TempDir()
	p := serve(t, "--database", database, "--seed", seed)
	dumped, said := mustOutput(t, "dump", "--database", database)
	for _, want := range []string{"not in a seed file: ids", "not in a seed file: the times"} {
		if !strings.Contains(said, want) {
			t.Errorf("dump said %q", said)
		}
	}
	if !strings.Contains(dumped, "email: ada@acme.test") || strings.Contains(dumped, "HRKU-ada") {
		t.Errorf("dump: %s", dumped)
	}
	copied := filepath.Join(dir, "copy.db")
	if out, _ := mustOutput(t, "backup", "--database", database, "--to", copied); !strings.HasPrefix(out, copied+": ") {
		t.Errorf("backup said %q", out)
	}
	if out, said, err := output(t, "backup", "--database", database, "--to", copied); err == nil || !strings.Contains(said, copied) {
		t.Errorf("backup over a file: %v %q %q", err, out, said)
	}
	p.kill(t)
	file, loaded := filepath.Join(dir, "dump.yaml"), filepath.Join(dir, "loaded.db")
	if err := os.WriteFile(file, []byte(dumped), 0o600); err != nil {
		t.Fatal(err)
	}
	mustOutput(t, "load", "--database", loaded, file)
	if _, said := mustOutput(t, "load", "--database", loaded, file); !strings.Contains(said, "nothing was changed") {
		t.Errorf("a second load said %q", said)
	}
	for _, other := range []string{copied, loaded} {
		if again, _ := mustOutput(t, "dump", "--database", other); again != dumped {
			t.Errorf("dump of %s:\n%s\nwant\n%s", other, again, dumped)
		}
		if out, _ := mustOutput(t, "doctor", "--database", other); strings.Contains(out, "wrong") || !strings.Contains(out, "ok    every team has an admin") {
			t.Errorf("doctor of %s: %s", other, out)
		}
	}
	// The token still opens what it opened: its hash came along.
	p = serve(t, "--database", loaded)
	if status, body := get(t, p.address, "HRKU-ada", "/teams/widgets"); status != http.StatusOK {
		t.Errorf("after dump and load: %d %s", status, body)
	}
}

// TestDoctorFinds: a broken database is told of, and the exit status says so.
func TestDoctorFinds(t *testing.T) {
	database, seed := seeded(t)
	mustOutput(t, "load", "--database", database, seed)
	demoteAll(t, database)
	out, said, err := output(t, "doctor", "--database", database)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(out, "wrong every team has an admin\n      the team widgets has none") || !strings.Contains(said, "1 of") {
		t.Errorf("%v\n%s%s", err, out, said)
	}
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, err := output(t, "doctor", "--database", empty); !errors.As(err, &exit) || !strings.Contains(out, "it holds no control plane") {
		t.Errorf("without a schema: %v %s", err, out)
	}
}

// demoteAll takes the role admin from the team's only admin, as no request could.
func demoteAll(t *testing.T, database string) {
	t.Helper()
	ctx := t.Context()
	st, err := store.Open(ctx, database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Write(ctx, func(tx *store.Tx) error {
		team, err := tx.GetTeam(ctx, "widgets", "")
		if err != nil {
			return err
		}
		members, err := tx.ListMembers(ctx, team.ID)
		for _, m := range members {
			m.Role = access.Viewer
			if err == nil {
				_, err = tx.UpdateMember(ctx, m)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestGenerateCommand: the same arguments write the same bytes, and what is written is what goes straight into a database.
func TestGenerateCommand(t *testing.T) {
	size := []string{"generate", "--teams", "5", "--users", "60", "--apps", "12", "--seed-number", "3"}
	first, said := mustOutput(t, size...)
	if second, _ := mustOutput(t, size...); first != second {
		t.Error("the same arguments wrote other bytes")
	}
	if !strings.Contains(said, "60 of 60 users made") || !strings.Contains(said, "12 of 12 apps made") {
		t.Errorf("progress: %q", said)
	}
	dir := t.TempDir()
	file, direct, loaded := filepath.Join(dir, "world.yaml"), filepath.Join(dir, "direct.db"), filepath.Join(dir, "loaded.db")
	if err := os.WriteFile(file, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	mustOutput(t, append(size, "--database", direct)...)
	mustOutput(t, "load", "--database", loaded, file)
	one, _ := mustOutput(t, "dump", "--database", direct)
	if two, _ := mustOutput(t, "dump", "--database", loaded); one != two {
		t.Error("the world in the database is not the one in the file")
	}
}

// TestBackupOfPostgres: PostgreSQL has its own program, and its name is said.
func TestBackupOfPostgres(t *testing.T) {
	database := mockapitest.Postgres(t)
	if _, said, err := output(t, "backup", "--database", database, "--to", "x.db"); err == nil || !strings.Contains(said, "pg_dump") {
		t.Errorf("%v: %s", err, said)
	}
}

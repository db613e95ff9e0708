package main

import (
	"bytes"
	"context"
	"database/sql" //nolint:depguard // the other program that holds the lock, and the marks of another version
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// made is a database that the program has made and left in order, with the world of [seedFile].
func made(t *testing.T) (database string) {
	t.Helper()
	database, seed := seeded(t)
	serve(t, "--database", database, "--seed", seed).stop(t)
	return database
}

// fails runs `mockapi serve`, which has to say all of the parts, and end with a status that is not 0.
func fails(t *testing.T, cmd *exec.Cmd, parts ...string) {
	t.Helper()
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("%v: %s", err, said)
	}
	for _, part := range parts {
		if !strings.Contains(string(said), part) {
			t.Errorf("%s\nlacks %q", said, part)
		}
	}
	if lines := strings.Count(string(said), "\n"); lines != 1 {
		t.Errorf("%d lines instead of one: %s", lines, said)
	}
}

// unchanged runs something that must not touch a file.
func unchanged(t *testing.T, name string, f func()) {
	t.Helper()
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f()
	after, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%s was changed, %v", name, err)
	}
}

// put adds a member and returns the answer.
func put(t *testing.T, p *process, name string) (int, string) {
	t.Helper()
	status, answer, err := ask(t.Context(), http.DefaultClient, p.address, "HRKU-ada", "", http.MethodPut, "/teams/widgets/members", fmt.Sprintf(`{"email":"%s@acme.test","role":"member"}`, name))
	if err != nil {
		t.Fatal(err)
	}
	return status, answer
}

// mustPut adds a member, which has to work.
func mustPut(t *testing.T, p *process, name string) {
	t.Helper()
	if status, answer := put(t, p, name); status != http.StatusCreated {
		t.Errorf("%s: %d %s", name, status, answer)
	}
}

// TestStartOnBadFile: a file that cannot be used is said to be so, with what to do, and left alone.
func TestStartOnBadFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, database string)
		parts []string
	}{
		"newer version": {func(t *testing.T, database string) {
			execute(t, database, `UPDATE goose_db_version SET version_id = 99999 WHERE version_id = 1`)
		}, []string{"written by a newer version of mockapi", "its schema is 99999", "Run that mockapi, or restore a backup"}},
		"not a database": {func(t *testing.T, database string) {
			write(t, database, []byte(strings.Repeat("these are notes, not a database\n", 200)))
		}, []string{"not an SQLite database: name another file"}},
		"damaged": {func(t *testing.T, database string) {
			content, err := os.ReadFile(database)
			if err != nil {
				t.Fatal(err)
			}
			copy(content[100:], bytes.Repeat([]byte{0xff}, 3000)) // after the header, where the list of tables begins
			write(t, database, content)
		}, []string{"damaged: restore a backup"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := made(t)
			c.spoil(t, database)
			unchanged(t, database, func() {
				fails(t, program(t, nil, "serve", "--database", database), append(c.parts, database)...)
			})
		})
	}
}

// TestReadOnlyFile: the right to write is asked for by name.
func TestReadOnlyFile(t *testing.T) {
	t.Parallel()
	database := made(t)
	if err := os.Chmod(database, 0o444); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, nil, "serve", "--database", database)
	if os.Geteuid() == 0 { // whom no right stops
		asNobody(t, cmd, filepath.Dir(database))
	}
	unchanged(t, database, func() {
		fails(t, cmd, database, "may not be written: give the user that mockapi runs as the right to write")
	})
}

// TestLockedFile: a program that starts waits for the lock, for a while; one that serves goes on reading, and says why it does not
// write.
func TestLockedFile(t *testing.T) {
	t.Parallel()
	database := made(t)
	p := serve(t, "--database", database)
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), `BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	second := program(t, nil, "serve", "--database", database)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		fails(t, second, database, "another program holds the lock of the database file: stop it")
	}()
	status, answer := put(t, p, "late")
	if status != http.StatusServiceUnavailable || !strings.Contains(answer, `"id":"service_unavailable"`) || !strings.Contains(answer, "another program holds the lock") {
		t.Errorf("a write: %d %s", status, answer)
	}
	if status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/members"); status != http.StatusOK || strings.Contains(answer, "late@") {
		t.Errorf("a read: %d %s", status, answer)
	}
	<-ended
	if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	mustPut(t, p, "late")
	p.stop(t)
	soundFile(t, database)
}

// TestPostgresAway: a server that is not there, or does not let us in, is told apart from other mistakes.
func TestPostgresAway(t *testing.T) {
	t.Parallel()
	pg := mockapitest.NewPostgresServer(t)
	database := pg.Database(t)
	_, seed := seeded(t)
	p := serve(t, "--database", database, "--seed", seed)
	pg.Exec(t, database, `CREATE ROLE guest LOGIN`)
	for want, url := range map[string]string{
		"does not exist on the PostgreSQL server: create it": strings.Replace(database, "/test1?", "/none?", 1),
		"refuses the user or the password":                   strings.Replace(database, "postgres@", "nobody:secret@", 1),
		"lacks a right":                                      strings.Replace(database, "postgres@", "guest@", 1),
	} {
		fails(t, program(t, nil, "serve", "--database", url), want)
	}
	// A standby, as far as a client can tell. Connections that are open keep their setting, so it is set on all of them.
	pg.Exec(t, database, `ALTER ROLE postgres SET default_transaction_read_only = on`)
	pg.Stop(t)
	fails(t, program(t, nil, "serve", "--database", database), "PostgreSQL does not answer: start it, or correct the address")
	for _, path := range []string{"/readyz", "/teams/widgets"} {
		if status, answer := get(t, p.address, "HRKU-ada", path); status != http.StatusServiceUnavailable {
			t.Errorf("%s without a database: %d %s", path, status, answer)
		}
	}
	if status, answer := put(t, p, "late"); status != http.StatusServiceUnavailable || !strings.Contains(answer, "PostgreSQL does not answer") {
		t.Errorf("a write without a database: %d %s", status, answer)
	}
	pg.Start(t)
	if status, answer := put(t, p, "late"); status != http.StatusServiceUnavailable || !strings.Contains(answer, "standby that only reads") {
		t.Errorf("a write on a standby: %d %s", status, answer)
	}
	if status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/members"); status != http.StatusOK || strings.Contains(answer, "late@") {
		t.Errorf("a read on a standby: %d %s", status, answer)
	}
	p.stop(t)
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, database, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

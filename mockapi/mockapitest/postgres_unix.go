//go:build unix

package mockapitest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// cluster is the PostgreSQL server of this test process, started by the first test that asks for it.
var cluster struct {
	once   sync.Once
	err    error
	server *PostgresServer
}

// Main runs a package's tests and stops the PostgreSQL server that they started. A package whose tests call [Postgres] has
//
//	func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }
func Main(m *testing.M) int {
	defer func() {
		if cluster.server != nil {
			if err := cluster.server.remove(); err != nil {
				fmt.Fprintln(os.Stderr, "stop PostgreSQL:", err)
			}
		}
	}()
	return m.Run()
}

// Postgres gives the test an empty database on a PostgreSQL server that all tests of the process share, as a URL. It skips the
// test where the PostgreSQL binaries are not installed.
func Postgres(t testing.TB) string {
	t.Helper()
	bin := postgresBinaries(t)
	cluster.once.Do(func() { cluster.server, cluster.err = startPostgres(bin, "-c fsync=off") })
	if cluster.err != nil {
		t.Fatalf("start PostgreSQL: %v", cluster.err)
	}
	return cluster.server.Database(t)
}

// DumpPostgres is what pg_dump says of a database of [Postgres], rows as INSERTs.
func DumpPostgres(t testing.TB, database string) string {
	t.Helper()
	said, err := cluster.server.run("pg_dump", "--inserts", "--no-owner", "--no-privileges", "--dbname", database)
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// PostgresServer is a PostgreSQL server that a test may stop, kill and start again.
type PostgresServer struct {
	bin, dir string
	port     int
	settings string
	used     atomic.Int64
}

// NewPostgresServer starts a PostgreSQL server of the test's own, which keeps what it acknowledged as in production. It ends with
// the test, which is skipped where the PostgreSQL binaries are not installed.
func NewPostgresServer(t testing.TB) *PostgresServer {
	t.Helper()
	p, err := startPostgres(postgresBinaries(t), "")
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	t.Cleanup(func() {
		if err := p.remove(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	return p
}

// Database makes an empty database and returns its URL.
func (p *PostgresServer) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", p.used.Add(1))
	if _, err := p.run("createdb", "-h", "127.0.0.1", "-p", strconv.Itoa(p.port), "-U", "postgres", name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", p.port, name)
}

// Exec runs statements on a database as its owner.
func (p *PostgresServer) Exec(t testing.TB, database, statements string) {
	t.Helper()
	if _, err := p.run("psql", "--dbname", database, "--command", statements); err != nil {
		t.Fatal(err)
	}
}

// Check has PostgreSQL look at the files of a database with pg_amcheck: every row and every index.
func (p *PostgresServer) Check(t testing.TB, database string) {
	t.Helper()
	if _, err := p.run("pg_amcheck", "--install-missing", "--heapallindexed", database); err != nil {
		t.Error(err)
	}
}

// Kill kills the server with SIGKILL, as a machine's failure would: nothing is written or said any more.
func (p *PostgresServer) Kill(t testing.TB) {
	t.Helper()
	pid, err := p.pid()
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGKILL)
	}
	if err != nil {
		t.Fatalf("kill PostgreSQL: %v", err)
	}
}

// Stop stops the server in an orderly way.
func (p *PostgresServer) Stop(t testing.TB) {
	t.Helper()
	if err := p.stop("fast"); err != nil {
		t.Fatal(err)
	}
}

// Start starts the server again, and waits until it has recovered. The processes of one that was killed may outlive it for a
// moment, and the next one does not start beside them.
func (p *PostgresServer) Start(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		err := p.start()
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("start PostgreSQL again: %v", err)
		}
	}
}

// pid is the process id of the running server.
func (p *PostgresServer) pid() (int, error) {
	content, err := os.ReadFile(filepath.Join(p.dir, "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	return strconv.Atoi(strings.TrimSpace(first))
}

// postgresBinaries finds a folder with the programs that are needed: the one on PATH, else the newest version. Without one the
// test is skipped.
func postgresBinaries(t testing.TB) string {
	t.Helper()
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		t.Fatal(err)
	}
	if path, err := exec.LookPath("pg_ctl"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range slices.Backward(folders) {
		if !slices.ContainsFunc([]string{"initdb", "pg_ctl", "createdb"}, func(program string) bool {
			_, err := os.Stat(filepath.Join(folder, program))
			return err != nil
		}) {
			return folder
		}
	}
	t.Skip("PostgreSQL binaries (initdb, pg_ctl, createdb) found neither on PATH nor in /usr/lib/postgresql/*/bin")
	return ""
}

func startPostgres(bin, settings string) (*PostgresServer, error) {
	dir, err := os.MkdirTemp("", "mockapitest")
	if err != nil {
		return nil, err
	}
	p := &PostgresServer{bin: bin, dir: dir}
	if p.port, err = freePort(); err != nil {
		return nil, err
	}
	p.settings = fmt.Sprintf("-p %d -h 127.0.0.1 -k %s -c max_connections=200 %s", p.port, dir, settings)
	if uid, gid, err := unprivileged(); err != nil {
		return nil, err
	} else if os.Geteuid() == 0 {
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
	}
	if _, err := p.run("initdb", "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"); err != nil {
		return nil, err
	}
	return p, p.start()
}

func (p *PostgresServer) start() error {
	_, err := p.run("pg_ctl", "-D", filepath.Join(p.dir, "data"), "-l", filepath.Join(p.dir, "log"), "-w", "-o", p.settings, "start")
	return err
}

func (p *PostgresServer) stop(mode string) error {
	_, err := p.run("pg_ctl", "-D", filepath.Join(p.dir, "data"), "-m", mode, "-w", "stop")
	return err
}

// remove stops the server, unless the test did, and deletes its files.
func (p *PostgresServer) remove() error {
	var err error
	if _, running := p.pid(); running == nil {
		err = p.stop("immediate")
	}
	return errors.Join(err, os.RemoveAll(p.dir))
}

// run runs one of PostgreSQL's programs, as an unprivileged user when we are root: it refuses to run as root.
func (p *PostgresServer) run(program string, args ...string) (said string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...)
	cmd.Dir = p.dir
	if os.Geteuid() == 0 {
		uid, gid, err := unprivileged()
		if err != nil {
			return "", err
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	// The server inherits the files of the command that starts it, so its output goes to a file: a pipe would stay open.
	out, err := os.CreateTemp(p.dir, program)
	if err != nil {
		return "", err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	content, failed := os.ReadFile(out.Name())
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(string(content)))
	}
	return string(content), failed
}

// unprivileged is a user who may run PostgreSQL.
func unprivileged() (uid, gid int, err error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return 0, 0, err
	}
	if uid, err = strconv.Atoi(u.Uid); err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

func freePort() (int, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(port)
}

//go:build unix

package mockapitest

import (
	"context"
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
	once sync.Once
	err  error
	dir  string
	bin  string
	port int
	used atomic.Int64
}

// Main runs a package's tests and stops the PostgreSQL server that they started. A package whose tests call [Postgres] has
//
//	func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }
func Main(m *testing.M) int {
	defer stopCluster()
	return m.Run()
}

// Postgres gives the test an empty database on a PostgreSQL server of its own, as a URL. It skips the test where the
// PostgreSQL binaries are not installed.
func Postgres(t testing.TB) string {
	t.Helper()
	bin, ok := postgresBinaries()
	if !ok {
		t.Skip("PostgreSQL binaries (initdb, pg_ctl, createdb) found neither on PATH nor in /usr/lib/postgresql/*/bin")
	}
	cluster.once.Do(func() { cluster.err = startCluster(bin) })
	if cluster.err != nil {
		t.Fatalf("start PostgreSQL: %v", cluster.err)
	}
	name := fmt.Sprintf("test%d", cluster.used.Add(1))
	if err := run("createdb", "-h", "127.0.0.1", "-p", strconv.Itoa(cluster.port), "-U", "postgres", name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", cluster.port, name)
}

// postgresBinaries finds a folder with the programs that are needed: the one on PATH, else the newest version.
func postgresBinaries() (string, bool) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", false
	}
	if path, err := exec.LookPath("pg_ctl"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range slices.Backward(folders) {
		if !slices.ContainsFunc([]string{"initdb", "pg_ctl", "createdb"}, func(program string) bool {
			_, err := os.Stat(filepath.Join(folder, program))
			return err != nil
		}) {
			return folder, true
		}
	}
	return "", false
}

func startCluster(bin string) error {
	dir, err := os.MkdirTemp("", "mockapitest")
	if err != nil {
		return err
	}
	cluster.dir, cluster.bin = dir, bin
	if cluster.port, err = freePort(); err != nil {
		return err
	}
	if uid, gid, err := unprivileged(); err != nil {
		return err
	} else if os.Geteuid() == 0 {
		if err := os.Chown(dir, uid, gid); err != nil {
			return err
		}
	}
	if err := run("initdb", "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"); err != nil {
		return err
	}
	settings := fmt.Sprintf("-p %d -h 127.0.0.1 -k %s -c fsync=off -c max_connections=200", cluster.port, dir)
	return run("pg_ctl", "-D", filepath.Join(dir, "data"), "-l", filepath.Join(dir, "log"), "-w", "-o", settings, "start")
}

func stopCluster() {
	if cluster.dir == "" {
		return
	}
	if err := run("pg_ctl", "-D", filepath.Join(cluster.dir, "data"), "-m", "immediate", "-w", "stop"); err != nil {
		fmt.Fprintln(os.Stderr, "stop PostgreSQL:", err)
	}
	if err := os.RemoveAll(cluster.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// run runs one of PostgreSQL's programs, as an unprivileged user when we are root: it refuses to run as root.
func run(program string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(cluster.bin, program), args...)
	cmd.Dir = cluster.dir
	if os.Geteuid() == 0 {
		uid, gid, err := unprivileged()
		if err != nil {
			return err
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	// The server inherits the files of the command that starts it, so its output goes to a file: a pipe would stay open.
	out, err := os.CreateTemp(cluster.dir, program)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name()) // best effort: the error itself is what counts
		return fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(string(said)))
	}
	return nil
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

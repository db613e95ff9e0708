package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// asNobody has a command run as somebody without rights, who owns the folder. The test binary is where only we can read it, so it
// gets a second name there.
func asNobody(t *testing.T, cmd *exec.Cmd, folder string) {
	t.Helper()
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Skip("there is no user nobody to run as")
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		t.Fatal(err)
	}
	place := t.TempDir()
	for _, dir := range []string{place, folder} { // everybody may come as far as that
		for ; dir != filepath.Clean(os.TempDir()) && dir != "/"; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	content, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Dir = filepath.Join(place, "mockapi"), place
	if err := os.WriteFile(cmd.Path, content, 0o755); err != nil { //nolint:gosec // everybody may run it
		t.Fatal(err)
	}
	if err := os.Chown(folder, uid, -1); err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}}
}

// fill adds members until one is turned away, and returns how many there are and what the refusal was.
func fill(t *testing.T, p *process) (members int, answer string) {
	t.Helper()
	for n := range 100_000 {
		status, answer := put(t, p, fmt.Sprintf("%040d", n))
		switch status {
		case http.StatusCreated:
		case http.StatusServiceUnavailable:
			return n, answer
		default:
			t.Fatalf("member %d: %d %s", n, status, answer)
		}
	}
	t.Fatal("the disk is never full")
	return 0, ""
}

// keeps has a control plane show exactly so many members, and stay on its feet.
func keeps(t *testing.T, p *process, members int) {
	t.Helper()
	status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/permissions")
	if status != http.StatusOK {
		t.Errorf("a read on a full disk: %d %s", status, answer)
	}
	for _, c := range []struct{ n, status int }{{members - 1, http.StatusOK}, {members, http.StatusCreated}} {
		if status, answer := put(t, p, fmt.Sprintf("%040d", c.n)); status != c.status {
			t.Errorf("member %d of %d, once there is room: %d %s, want %d", c.n, members, status, answer, c.status)
		}
	}
}

// TestFileSizeLimit: a file that may not grow (ulimit -f) turns writes away; nothing that was acknowledged is lost.
func TestFileSizeLimit(t *testing.T) {
	t.Parallel()
	database := made(t)
	info, err := os.Stat(database)
	if err != nil {
		t.Fatal(err)
	}
	blocks := int(info.Size())/512 + 200                                                                                                                                      // of 512 bytes for some shells, of 1024 for others
	p := start(t, exec.Command("sh", "-c", `ulimit -f "$0" && exec "$@"`, strconv.Itoa(blocks), os.Args[0], "serve", "--listen", "127.0.0.1:0", "--database", database), nil) //nolint:noctx // it ends with the test
	members, answer := fill(t, p)
	t.Logf("%d members, then %s", members, answer)
	if !strings.Contains(answer, "Nothing was changed") || !strings.Contains(answer, "limit on the size of files") {
		t.Errorf("answer %s", answer)
	}
	if status, answer := get(t, p.address, "HRKU-ada", "/teams/widgets/members"); status >= http.StatusInternalServerError {
		t.Errorf("a read: %d %s", status, answer)
	}
	p.kill(t)
	p = serve(t, "--database", database)
	keeps(t, p, members)
	p.stop(t)
	soundFile(t, database)
}

// TestFullDisk fills a small file system. When something else is deleted there, the control plane goes on by itself.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	const script = `mount -t tmpfs -o size=1m tmpfs "$0" && head -c 300000 /dev/zero >"$0/filler" && cp "$1" "$0/acme.db" && shift && exec "$@"`
	database, disk := made(t), t.TempDir()
	unshare := []string{"-rm"}
	if err := exec.CommandContext(t.Context(), "unshare", append(unshare, "sh", "-c", `mount -t tmpfs tmpfs "$0"`, disk)...).Run(); err != nil {
		t.Skip("a file system of one's own needs unshare and the right to mount in a user namespace")
	}
	p := start(t, exec.Command("unshare", append(unshare, "sh", "-c", script, disk, database, os.Args[0], "serve", "--listen", "127.0.0.1:0", "--database", disk+"/acme.db")...), nil) //nolint:noctx // it ends with the test
	members, answer := fill(t, p)
	t.Logf("%d members, then %s", members, answer)
	if !strings.Contains(answer, "Nothing was changed") || !strings.Contains(answer, "disk that holds the database is full: make room") {
		t.Errorf("answer %s", answer)
	}
	if err := os.Remove(fmt.Sprintf("/proc/%d/root%s/filler", p.cmd.Process.Pid, disk)); err != nil {
		t.Fatal(err)
	}
	keeps(t, p, members)
	p.stop(t)
}

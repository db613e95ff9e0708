package clitest_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// session is a process of the command line that runs one command after the other, see testdata/session.mjs.
type session struct {
	commands io.Writer
	out, err *bufio.Reader
	process  *exec.Cmd
	mark     string
}

// open starts the process. It ends with the test, at the latest.
func (w *world) open(t *testing.T) *session {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("testdata", "session.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	commands, sender, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(w.node, "--no-deprecation", file, w.script) //nolint:noctx // it is killed at the end
	cmd.Env, cmd.Dir, cmd.ExtraFiles = w.env, w.home, []*os.File{commands}
	out, outErr := cmd.StdoutPipe()
	errs, errsErr := cmd.StderrPipe()
	if err := errors.Join(outErr, errsErr, cmd.Start(), commands.Close()); err != nil {
		t.Fatal(err)
	}
	s := &session{
		commands: sender, out: bufio.NewReader(out), err: bufio.NewReader(errs),
		process: cmd, mark: fmt.Sprintf("-- the end of a command of %d --", cmd.Process.Pid),
	}
	t.Cleanup(func() {
		_ = sender.Close()
		_ = s.end()
	})
	return s
}

// run runs a command as somebody, with nothing on standard input. The process may end with the command, and is gone then.
func (s *session) run(key string, args []string) (exit int, out, errs string, gone bool, err error) {
	line, err := json.Marshal(map[string]any{"key": key, "args": args, "mark": s.mark})
	if err != nil {
		return 0, "", "", false, err
	}
	if _, err := fmt.Fprintf(s.commands, "%s\n", line); err != nil {
		return 0, "", "", false, err
	}
	late := errors.New("it takes too long")
	timer := time.AfterFunc(patience, func() { _ = s.process.Process.Kill() })
	written := make(chan error)
	go func() {
		var err error
		out, _, err = until(s.out, s.mark)
		written <- err
	}()
	errs, code, err := until(s.err, s.mark)
	err = errors.Join(err, <-written)
	switch {
	case !timer.Stop():
		return 0, out, errs, true, late
	case errors.Is(err, io.EOF):
		return s.end(), out, errs, true, nil
	case err != nil:
		return 0, out, errs, true, err
	}
	exit, err = strconv.Atoi(code)
	return exit, out, errs, false, err
}

// end waits for the end of the process, which it brings about unless it has come, and gives the exit code.
func (s *session) end() int {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
	}
	return s.process.ProcessState.ExitCode()
}

// until reads up to the line with a mark, and gives what stands before the mark and behind it.
func until(r *bufio.Reader, mark string) (before, behind string, err error) {
	var text strings.Builder
	for {
		line, err := r.ReadString('\n')
		if first, last, ok := strings.Cut(line, mark); ok {
			text.WriteString(first)
			return text.String(), strings.TrimSpace(last), err
		}
		text.WriteString(line)
		if err != nil {
			return text.String(), "", err
		}
	}
}

// TestSession: a session says and ends as bin/run.js does, which is the program itself, and one command leaves nothing to the next one.
func TestSession(t *testing.T) {
	w := start(t, acme)
	w.heroku(t, "ada", "version") // which says, once on a machine, that the terms of service have changed
	for _, c := range []struct{ as, line string }{
		{"joe", "access -a shop"},
		{"vic", "access:add eve@evil.test -a shop -p view"},
		{"joe", "apps:transfer new@acme.test -a deep-spring-4274"}, // a question without an answer
		{"eve", "apps --json"},
		{"ada", "acess -a shop"}, // no such command
		{"ada", "members -t acme-widgets --role nonsense"},
		{"nobody", "teams"},
	} {
		cmd := exec.CommandContext(t.Context(), w.node, append([]string{"--no-deprecation", w.script}, strings.Fields(c.line)...)...)
		var stdout, stderr strings.Builder
		cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = append(w.env, "HEROKU_API_KEY=HRKU-"+c.as), w.home, &stdout, &stderr
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Fatal(err)
		}
		exit, out, errs := w.heroku(t, c.as, c.line)
		if want := cmd.ProcessState.ExitCode(); exit != want || out != stdout.String() || errs != stderr.String() {
			t.Errorf("heroku %s: exit code %d, want %d\n%s\nwant\n%s\n%s\nwant\n%s", c.line, exit, want, out, stdout.String(), errs, stderr.String())
		}
	}
}

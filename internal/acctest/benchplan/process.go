//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// command is a program that ends with the context, together with everything that it has started; if this process dies, the
// kernel ends it.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	return c
}

// build builds both programs into a folder, as they are released.
func build(ctx context.Context, folder string) error {
	root, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("go env GOMOD: %w", err)
	}
	for program, pkg := range map[string]string{providerName: ".", "mockapi": "./mockapi"} {
		c := command(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(folder, program), pkg)
		c.Dir = filepath.Dir(strings.TrimSpace(string(root)))
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", pkg, err, out)
		}
	}
	return nil
}

// controlPlane starts the control plane with a seed and says where it listens. It keeps everything in memory.
func controlPlane(ctx context.Context, program, folder, seed string) (address *url.URL, end func(), err error) {
	file := filepath.Join(folder, "seed.yaml")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	c := command(ctx, program, "serve", "--listen", "127.0.0.1:0", "--database", ":memory:", "--seed", file, "--rate-limit", "1000000000")
	var complaints tail
	c.Stderr = &complaints
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		cancel()
		return nil, nil, err
	}
	end = func() {
		cancel()
		_ = c.Wait() // killed
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		end()
		return nil, nil, fmt.Errorf("the control plane did not start: %s", complaints.text)
	}
	address, err = url.Parse(strings.TrimPrefix(strings.TrimSpace(line), "mockapi listens on "))
	if err != nil {
		end()
		return nil, nil, err
	}
	return address, end, nil
}

// tail keeps the last few thousand bytes that are written to it.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if more := len(t.text) - 4096; more > 0 {
		t.text = t.text[more:]
	}
	return len(p), nil
}

// workspace is a folder in which Terraform runs.
type workspace struct {
	folder string
	env    []string
}

// outcome is how a run of Terraform went.
type outcome struct {
	cost
	changes changes
}

// cost is the time that a run took, and the processors' time of Terraform and the plugins that it started.
type cost struct{ wall, cpu time.Duration }

// terraform runs a command and insists on its exit status.
func (w workspace) terraform(ctx context.Context, now func() time.Time, status int, args ...string) (outcome, error) {
	c := command(ctx, "terraform", args...)
	c.Dir, c.Env = w.folder, w.env
	var complaints tail
	c.Stderr = &complaints
	out, err := c.StdoutPipe()
	if err != nil {
		return outcome{}, err
	}
	var o outcome
	began := now()
	if err := c.Start(); err != nil {
		return outcome{}, err
	}
	wrong := o.read(out)
	err = c.Wait()
	o.wall = now().Sub(began)
	if c.ProcessState != nil {
		o.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return o, err
	}
	if got := c.ProcessState.ExitCode(); got != status {
		return o, fmt.Errorf("terraform %s ended with status %d, not %d\n%s%s", strings.Join(args, " "), got, status, wrong, complaints.text)
	}
	return o, nil
}

// read reads what Terraform says in JSON, line by line, keeps what the plan comes to, and returns the first errors.
func (o *outcome) read(out io.Reader) (wrong string) {
	lines := bufio.NewReader(out)
	for count := 0; ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return wrong
		}
		var message struct {
			Level   string `json:"@level"`
			Message string `json:"@message"`
			Changes *changes
		}
		// Thousands of lines say that an object is being read. Only the others are worth decoding.
		if !bytes.Contains(line, []byte(`"change_summary"`)) && !bytes.Contains(line, []byte(`"error"`)) || json.Unmarshal(line, &message) != nil {
			continue
		}
		if message.Changes != nil {
			o.changes = *message.Changes
		}
		if message.Level == "error" && count < 5 {
			count++
			wrong += string(line)
		}
	}
}

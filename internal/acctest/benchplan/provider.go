//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// wrapCommand is the first argument of this program when Terraform starts it in the provider's place.
const wrapCommand = "wrap-provider"

// poll is how often a wrapper writes down what its provider has used so far. The figures of a provider that ends by itself are
// exact; of one that Terraform kills together with the wrapper, they are this old.
const poll = 50 * time.Millisecond

// usage is what one process of the provider used.
type usage struct {
	CPU  time.Duration `json:"cpu"`
	Peak int64         `json:"peak"` // bytes of memory at once
}

// wrapper is the script that Terraform takes for the provider. Its arguments are this program, the provider and a folder for figures.
const wrapper = "#!/bin/sh\nexec '%s' " + wrapCommand + " '%s' '%s' \"$@\"\n"

// wrap starts the provider with this process's input and output, and writes into a folder what it has used. It ends as the
// provider ends, and the provider ends with it.
func wrap(args []string) (status int) {
	runtime.LockOSThread() // the kernel looks at the thread that started the provider
	signal.Ignore(os.Interrupt)
	provider, folder := args[0], args[1]
	c := exec.Command(provider, args[2:]...) //nolint:noctx // it ends when Terraform says so
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "benchplan:", err)
		return 1
	}
	done := make(chan struct{})
	go func() {
		_ = c.Wait()
		close(done)
	}()
	file := filepath.Join(folder, strconv.Itoa(c.Process.Pid)+".json")
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			keep(file, running(c.Process.Pid))
		case <-done:
			keep(file, ended(c.ProcessState))
			return c.ProcessState.ExitCode()
		}
	}
}

// ended is what a process has used, as the kernel counted it.
func ended(s *os.ProcessState) usage {
	u := usage{CPU: s.UserTime() + s.SystemTime()}
	if r, ok := s.SysUsage().(*syscall.Rusage); ok {
		u.Peak = r.Maxrss << 10
	}
	return u
}

// running is what a process has used so far.
func running(pid int) usage {
	var u usage
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "VmHWM:" {
			kib, _ := strconv.ParseInt(words[1], 10, 64)
			u.Peak = kib << 10
		}
	}
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(stat), ") ")
	if words := strings.Fields(rest); len(words) > 12 { // proc(5): utime and stime, in hundredths of a second
		user, _ := strconv.ParseInt(words[11], 10, 64)
		system, _ := strconv.ParseInt(words[12], 10, 64)
		u.CPU = time.Duration(user+system) * 10 * time.Millisecond
	}
	return u
}

// keep replaces the figures of a process; half a file is never seen.
func keep(file string, u usage) {
	raw, err := json.Marshal(u)
	if err != nil || u.Peak == 0 {
		return
	}
	if os.WriteFile(file+".new", raw, 0o600) == nil {
		_ = os.Rename(file+".new", file)
	}
}

// used adds up what the processes of the provider have used since the last time: Terraform starts several, one after the other.
func used(folder string) (total usage, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return total, err
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return total, err
		}
		var one usage
		if err := json.Unmarshal(raw, &one); err != nil {
			return total, err
		}
		total.CPU, total.Peak = total.CPU+one.CPU, max(total.Peak, one.Peak)
		if err := os.Remove(file); err != nil {
			return total, err
		}
	}
	return total, nil
}

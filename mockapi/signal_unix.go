//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// surviveFileLimit has a write that would make a file larger than the system allows (ulimit -f) fail, and be reported, where the
// signal that comes with it would end the process.
func surviveFileLimit() { signal.Ignore(syscall.SIGXFSZ) }

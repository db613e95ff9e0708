//go:build !linux

package main

import "net"

// closeDoor does nothing: only Linux can close the door before the queue is empty.
func closeDoor(*net.TCPListener) {}

// queued is nobody: see [closeDoor].
func queued(*net.TCPListener) []net.Conn { return nil }

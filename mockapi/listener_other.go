//go:build !linux

package main

import "net"

// closeDoor does nothing: only Linux can close the door before the queue is empty.
func closeDoor(*net.TCPListener) {}

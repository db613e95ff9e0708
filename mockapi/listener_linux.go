package main

import (
	"net"

	"golang.org/x/sys/unix"
)

// closeDoor has the system drop whatever arrives for a listener from now on. Closing a listener resets those who are connected and
// not accepted yet, whom their own system has told that they are connected; so nobody may come to stand there while Accept empties
// the queue. Who knocks meanwhile is refused when the listener is closed.
func closeDoor(l *net.TCPListener) {
	raw, err := l.SyscallConn()
	if err != nil {
		return // without it a few requests may be reset, as on other systems
	}
	nothing := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: 0}}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(nothing)), Filter: &nothing[0]})
	})
}

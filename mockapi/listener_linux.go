package main

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// closeDoor has the system drop every attempt to connect to a listener from now on. Closing a listener resets those who are connected
// and not accepted yet, whom their own system has told that they are connected; so nobody new may come to stand there while Accept
// empties the queue. Who has one foot in the door comes in; who knocks meanwhile is refused when the listener is closed.
func closeDoor(l *net.TCPListener) {
	raw, err := l.SyscallConn()
	if err != nil {
		return // without it a few requests may be reset, as on other systems
	}
	const flags, syn, ack = 13, 0x02, 0x10 // where the flags are in the header of TCP, and two of them
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: flags},
		{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: syn | ack},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: syn, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: 0},       // the first packet of a connection is dropped
		{Code: unix.BPF_RET | unix.BPF_K, K: 1 << 20}, // all others pass
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]})
	})
}

// queued accepts everybody who is connected, without waiting for others. The deadline of a listener does not do that: once it has
// passed, Accept does not look into the queue any more.
func queued(l *net.TCPListener) (conns []net.Conn) {
	raw, err := l.SyscallConn()
	if err != nil {
		return nil
	}
	for {
		var fd int
		if failed := raw.Control(func(of uintptr) { fd, _, err = unix.Accept4(int(of), unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC) }); failed != nil {
			return conns
		}
		switch {
		case errors.Is(err, unix.ECONNABORTED), errors.Is(err, unix.EINTR): // this one went away while it stood there
			continue
		case err != nil: // EAGAIN: nobody is left
			return conns
		}
		file := os.NewFile(uintptr(fd), "")
		if c, err := net.FileConn(file); err == nil {
			conns = append(conns, c)
		}
		_ = file.Close() // the connection has its own
	}
}

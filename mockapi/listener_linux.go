package main

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// stopListening accepts everybody who is connected already, and stops listening in the same breath: what the system has accepted and
// the program has not is reset when a listener closes. Accept cannot do it: it does not look into the queue once a deadline has passed,
// and somebody may come between its last look and Close.
func stopListening(l *net.TCPListener) (last []net.Conn) {
	raw, err := l.SyscallConn()
	if err != nil {
		return nil // it is closed
	}
	var files []*os.File
	_ = raw.Control(func(listener uintptr) {
		for {
			fd, _, err := unix.Accept4(int(listener), unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
			switch {
			case err == nil:
				files = append(files, os.NewFile(uintptr(fd), "connection"))
			case errors.Is(err, unix.ECONNABORTED), errors.Is(err, unix.EINTR): // this one went away while it waited
			default: // EAGAIN: nobody is left
				_ = unix.Shutdown(int(listener), unix.SHUT_RD)
				return
			}
		}
	})
	for _, file := range files {
		if c, err := net.FileConn(file); err == nil {
			last = append(last, c)
		}
		_ = file.Close() // the connection has its own
	}
	return last
}

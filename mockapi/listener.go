package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// writeBuffer is how much of an answer the system holds for a client that does not read, in bytes. Left to itself it holds some MiB.
const writeBuffer = 64 << 10

// errFinished is what a listener says when it takes no more connections.
var errFinished = errors.New("the listener is finished")

// listener takes a bounded number of connections at a time. Whoever comes on top of that is told so and sent away.
type listener struct {
	tcp      *net.TCPListener
	most     int
	now      func() time.Time
	refusing chan struct{} // a place for each connection that is being sent away

	finishing bool       // finish was called
	left      []net.Conn // who was connected then

	mu   sync.Mutex
	open int
	done bool          // nobody comes any more
	none chan struct{} // closed when nobody comes, and nobody is there
}

func newListener(l *net.TCPListener, most int, now func() time.Time) *listener {
	return &listener{tcp: l, most: most, now: now, refusing: make(chan struct{}, 64), none: make(chan struct{})}
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.next()
		if err != nil {
			return nil, err
		}
		if l.count(1) {
			if tcp, ok := c.(*net.TCPConn); ok {
				_ = tcp.SetWriteBuffer(writeBuffer) // or the system's own size, which is no mistake
			}
			return &connection{Conn: c, closed: sync.OnceFunc(func() { l.count(-1) })}, nil
		}
		select {
		case l.refusing <- struct{}{}:
			go func() {
				l.refuse(c)
				<-l.refusing
			}()
		default:
			_ = c.Close() // too many even to be told
		}
	}
}

// next is the next connection. After finish it is one of those who were connected by then, and then errFinished.
func (l *listener) next() (net.Conn, error) {
	if !l.finishing {
		c, err := l.tcp.Accept()
		var network net.Error
		if err == nil || !errors.As(err, &network) || !network.Timeout() {
			return c, err
		}
		l.finishing, l.left = true, stopListening(l.tcp)
		if err := l.tcp.Close(); err != nil {
			return nil, err
		}
	}
	if len(l.left) > 0 {
		c := l.left[0]
		l.left = l.left[1:]
		return c, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = true
	l.tell()
	return nil, errFinished
}

// count adds a connection, or takes one away; it reports whether there was room.
func (l *listener) count(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n > 0 && l.open >= l.most {
		return false
	}
	l.open += n
	l.tell()
	return true
}

// tell closes none when it is time. The mutex is held.
func (l *listener) tell() {
	if l.done && l.open == 0 {
		select {
		case <-l.none:
		default:
			close(l.none)
		}
	}
}

// finish lets Accept take those who are connected already, and end.
func (l *listener) finish() {
	_ = l.tcp.SetDeadline(l.now()) // it fails when the listener is closed, which is the aim
}

// Close implements net.Listener.
func (l *listener) Close() error { return l.tcp.Close() }

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return l.tcp.Addr() }

// empty is closed when the listener is finished and its last connection gone.
func (l *listener) empty() <-chan struct{} { return l.none }

// connection is one that is counted.
type connection struct {
	net.Conn
	closed func()
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.closed()
	return c.Conn.Close()
}

// refuse answers a connection without reading a request, and waits a moment for the client to hang up: closing first would take the
// answer back.
func (l *listener) refuse(c net.Conn) {
	defer c.Close()
	e := server.TooManyConnections()
	body, err := json.Marshal(e)
	if err != nil { // it is made of strings
		panic(err)
	}
	_ = c.SetDeadline(l.now().Add(time.Second))
	_, err = fmt.Fprintf(c, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nRetry-After: 1\r\nConnection: close\r\n\r\n%s", e.Status, http.StatusText(e.Status), len(body), body)
	if err != nil {
		return // the client is gone
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(c, 64<<10))
}

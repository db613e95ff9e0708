package acctest

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Losses are how often a [Lossy] path does what it does, as shares from 0 to 1.
type Losses struct {
	Refuse float64 // of the connections: reset before anything is read from them
	Delay  float64 // of the answers: they arrive late
	Cut    float64 // of the answers: the connection breaks in the middle of one
	Drop   float64 // of the answers: the connection breaks before one, although the other side has given it
	Seed   uint64  // begins the series of numbers that all of it is drawn by
}

// longestDelay is how late an answer may be.
const longestDelay = 20 * time.Millisecond

// The fates of what a [Lossy] path carries.
const (
	passed = iota
	refused
	delayed
	cut
	dropped
	fates
)

// Lossy is a way to a control plane on which connections and answers get lost. It knows nothing of HTTP: it carries bytes, and takes the
// first that come back after some have gone out for the beginning of an answer. A control plane answers when it has committed, so an
// answer that is dropped is one to a write that was done. Other than [Proxy] it is for what nobody chooses: which call meets what is drawn.
type Lossy struct {
	URL string

	target string
	losses Losses
	met    [fates]atomic.Int64

	mu   sync.Mutex
	rand *rand.Rand
}

// NewLossy opens a lossy way to the server at an address. It ends with the test, whose log says what was lost.
func NewLossy(t testing.TB, target string, losses Losses) *Lossy {
	t.Helper()
	l := &Lossy{target: strings.TrimPrefix(target, "http://"), losses: losses, rand: rand.New(rand.NewPCG(losses.Seed, 0))} //nolint:gosec // not a secret
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.URL = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed: the test is over
			}
			open.Go(func() { l.carry(ctx, conn) })
		}
	})
	t.Cleanup(func() {
		cancel()
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		open.Wait()
		t.Logf("the lossy path with seed %d: %d connections refused; %d answers dropped, %d cut, %d late, %d as they were",
			losses.Seed, l.met[refused].Load(), l.met[dropped].Load(), l.met[cut].Load(), l.met[delayed].Load(), l.met[passed].Load())
	})
	return l
}

// Lost is how many connections and answers were lost so far.
func (l *Lossy) Lost() int64 {
	return l.met[refused].Load() + l.met[cut].Load() + l.met[dropped].Load()
}

// carry carries one connection, until a side closes it, it breaks, or the test is over.
func (l *Lossy) carry(ctx context.Context, client net.Conn) {
	if l.draw() < l.losses.Refuse {
		l.met[refused].Add(1)
		reset(client)
		return
	}
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", l.target)
	if err != nil {
		reset(client)
		return
	}
	closeBoth := func() { _, _ = client.Close(), server.Close() }
	defer closeBoth()
	defer context.AfterFunc(ctx, closeBoth)()

	var asked atomic.Bool // since the last answer began
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer closeBoth()
		_, _ = io.Copy(noting{server, &asked}, client)
	}()
	l.answers(ctx, client, server, &asked)
	closeBoth()
	<-gone
}

// noting notes that something is sent, before it is.
type noting struct {
	net.Conn
	sent *atomic.Bool
}

func (n noting) Write(b []byte) (int, error) {
	n.sent.Store(true)
	return n.Conn.Write(b)
}

// answers carries what comes back, until something is lost.
func (l *Lossy) answers(ctx context.Context, client, server net.Conn, asked *atomic.Bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		if asked.Swap(false) {
			fate := l.fate()
			l.met[fate].Add(1)
			switch fate {
			case dropped:
				reset(client)
				return
			case cut:
				_, _ = client.Write(buffer[:int(l.draw()*float64(n))])
				return
			case delayed:
				l.pause(ctx)
			}
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// fate draws what becomes of an answer.
func (l *Lossy) fate() int {
	x := l.draw()
	for _, f := range []struct {
		share float64
		fate  int
	}{{l.losses.Drop, dropped}, {l.losses.Cut, cut}, {l.losses.Delay, delayed}} {
		if x -= f.share; x < 0 {
			return f.fate
		}
	}
	return passed
}

// pause is being late.
func (l *Lossy) pause(ctx context.Context) {
	timer := time.NewTimer(time.Duration(l.draw() * float64(longestDelay)))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (l *Lossy) draw() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rand.Float64()
}

// reset closes a connection so that the other side gets an error, not the end of what was sent.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

package server_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// operation is a request that many clients make again and again.
type operation struct {
	name   string
	writes bool
	ask    func(client, n int) (method, path, body string) // n counts the requests of a client
	header string                                          // more lines of the header
	made   []int                                           // how many requests each client has made, in all runs
}

// figures are what a run came to.
type figures struct {
	rate     float64 // a second
	p50, p99 time.Duration
}

// against is what each of the clients does to ask a server once. The connections are open until the benchmark ends.
func (op *operation) against(b *testing.B, address string, clients int) func(client int) error {
	b.Helper()
	op.made = slices.Grow(op.made, benchTeams)[:benchTeams]
	conns := make([]*benchConn, clients)
	for i := range conns {
		conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		conns[i] = &benchConn{conn, bufio.NewReaderSize(conn, 64<<10)}
	}
	return func(client int) error {
		method, path, body := op.ask(client, op.made[client])
		op.made[client]++
		return conns[client].call(method, path, op.header, body)
	}
}

// load runs do in several goroutines, each as often as it can and at least once, and times what begins after the first fifth.
func load(b *testing.B, clients int, d time.Duration, do func(client int) error) figures {
	b.Helper()
	times := make([][]time.Duration, clients)
	errs := make([]error, clients)
	var wait sync.WaitGroup
	began := time.Now()
	from, until := began.Add(d/5), began.Add(d/5+d)
	for c := range clients {
		wait.Go(func() {
			for {
				sent := time.Now()
				if sent.After(until) && len(times[c]) > 0 {
					return
				}
				if errs[c] = do(c); errs[c] != nil {
					return
				}
				if sent.After(from) {
					times[c] = append(times[c], time.Since(sent))
				}
			}
		})
	}
	wait.Wait()
	took := time.Since(from)
	if err := errors.Join(errs...); err != nil {
		b.Fatal(err)
	}
	all := slices.Concat(times...)
	slices.Sort(all)
	return figures{float64(len(all)) / took.Seconds(), all[len(all)/2], all[len(all)*99/100]}
}

// benchConn is a connection of a client that does no more than it must.
type benchConn struct {
	conn   net.Conn
	answer *bufio.Reader
}

func (c *benchConn) call(method, path, header, body string) error {
	request := make([]byte, 0, 512)
	request = fmt.Appendf(request, "%s %s HTTP/1.1\r\nHost: bench\r\nAccept: %s\r\nAuthorization: Bearer HRKU-ada\r\n%s", method, path, api.Accept, header)
	if body != "" {
		request = fmt.Appendf(request, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	request = append(append(request, "\r\n"...), body...)
	if _, err := c.conn.Write(request); err != nil {
		return err
	}
	resp, err := http.ReadResponse(c.answer, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		said, err := io.ReadAll(resp.Body)
		return errors.Join(fmt.Errorf("%s %s: %s %s", method, path, resp.Status, said), err)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

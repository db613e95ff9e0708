package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// arena is where races take place: one server or several over one database, in which every race has an estate of its own.
type arena struct {
	address  string          // of whoever passes requests on to a replica
	replicas func() []string // the addresses of all
	client   *http.Client
	store    *store.Store // the same database, beside the servers
	used     atomic.Int64
}

func newArena(t *testing.T, database, url string, replicas func() []string) *arena {
	t.Helper()
	st, err := store.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 500 * time.Millisecond}}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return &arena{address: strings.TrimPrefix(url, "http://"), replicas: replicas, client: client, store: st}
}

func (a *arena) ground(t testing.TB) *ground {
	t.Helper()
	return newGround(t, a.store, fmt.Sprintf("u%d", a.used.Add(1)))
}

// do makes a request, at a replica or, without an address, at any, and notes what came of it. With cut, the client hangs up as soon as
// it has asked.
func (a *arena) do(t testing.TB, g *ground, client int, x act, address string, cut bool) {
	t.Helper()
	method, path, body := g.request(x)
	sent := g.clock.Add(1)
	status, answer, err := a.send(t.Context(), address, g.token(x.actor), method, path, body, cut)
	r := reply{unknown: true}
	if err == nil && status != http.StatusBadGateway {
		r, err = g.read(x, status, answer)
		if err != nil {
			t.Errorf("%v: %d %s: %v", x, status, answer, err)
		}
	}
	if r.unknown && verbs[x.verb].reads { // it is as if it had not been asked
		return
	}
	g.note(client, sent, x, r, r.unknown)
}

// send makes a request.
func (a *arena) send(ctx context.Context, address, token, method, path string, body any, cut bool) (int, string, error) {
	if address == "" {
		address = a.address
	}
	content := ""
	if body != nil {
		var b bytes.Buffer
		if err := json.NewEncoder(&b).Encode(body); err != nil {
			return 0, "", err
		}
		content = b.String()
	}
	if cut {
		cuttable, hangUp := context.WithCancel(ctx)
		defer hangUp()
		ctx = httptrace.WithClientTrace(cuttable, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { hangUp() }})
	}
	return ask(ctx, a.client, address, token, "", method, path, content)
}

// snapshot notes what is in the database.
func (a *arena) snapshot(t testing.TB, g *ground, client int) estate {
	t.Helper()
	sent := g.clock.Add(1)
	s, err := g.observe(t.Context())
	if err != nil {
		t.Error(err)
		return s
	}
	g.note(client, sent, act{verb: snapshot}, reply{status: 200, text: fmt.Sprint(s)}, false)
	return s
}

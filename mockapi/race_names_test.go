package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// naming is one request about the name of one of a few things: each client has one of its own, and all want the same names.
type naming struct {
	verb  string // create, rename, delete or find
	thing int
	name  int // from 1
}

// named is the answer.
type named struct {
	unknown bool // there was none
	status  int
	id      string
	thing   int // whose id that is; -1 for one whose making was not answered
}

// things is the name that each thing has; 0 is none.
type things [4]int

// name is what a naming does: a name means one thing at most.
func (s things) name(x naming, got named) (bool, things) {
	at := slices.Index(s[:], x.name)
	status, after := http.StatusOK, s
	switch {
	case x.verb == "find" && at < 0:
		status = http.StatusNotFound
	case x.verb == "find" && got.thing >= 0 && got.thing != at:
		return false, s
	case x.verb == "find":
	case x.verb == "delete":
		after[x.thing] = 0
	case at >= 0 && at != x.thing:
		status = http.StatusUnprocessableEntity
	default:
		if x.verb == "create" {
			status = http.StatusCreated
		}
		after[x.thing] = x.name
	}
	return got.unknown || got.status == status, after
}

// names has clients create, rename and delete apps, and teams, and look for them by the few names that they all want.
func (a *arena) names(t *testing.T) {
	asked := 0
	rapid.Check(t, func(rt *rapid.T) {
		g := a.ground(t)
		kind := rapid.SampledFrom([]thingKind{
			{"app", "/apps", "/apps/"}, {"team", "/enterprise-accounts/account-" + g.name + "/teams", "/teams/"},
		}).Draw(rt, "kind")
		r := &namers{arena: a, ground: g, thingKind: kind, ids: map[string]int{}}
		var lanes sync.WaitGroup
		for lane := range (things{}) {
			plan := rapid.SliceOfN(rapid.IntRange(0, 9), 2, 6).Draw(rt, "plan")
			lanes.Go(func() { r.follow(t, lane, plan) })
		}
		lanes.Wait()
		asked += len(g.list)
		if wrong := r.judge(); wrong != "" {
			rt.Fatal(wrong)
		}
	})
	if asked == 0 {
		t.Error("nothing was asked")
	}
	t.Logf("%d answers agree with the model", asked)
}

// thingKind is what is named.
type thingKind struct{ noun, where, one string }

// namers are clients who want the same names.
type namers struct {
	*arena
	*ground
	thingKind

	known sync.Mutex
	ids   map[string]int // 1 + the thing of an id
}

// follow makes what was drawn a sequence of requests about one thing.
func (r *namers) follow(t *testing.T, thing int, plan []int) {
	t.Helper()
	id := ""
	for _, choice := range plan {
		x := naming{thing: thing, name: 1 + choice%3}
		switch {
		case choice < 3:
			x.verb = "find"
		case id == "":
			x.verb = "create"
		case choice < 8:
			x.verb = "rename"
		default:
			x.verb, x.name = "delete", 0
		}
		got, ok := r.name(t, x, id)
		if !ok {
			return // whether it is there is not known: nobody asks for it any more
		}
		if x.verb == "create" && got.status == http.StatusCreated {
			id = got.id
			r.known.Lock()
			r.ids[id] = 1 + thing
			r.known.Unlock()
		}
		if x.verb == "delete" {
			id = ""
		}
	}
}

// name makes a request.
func (r *namers) name(t *testing.T, x naming, id string) (got named, answered bool) {
	t.Helper()
	word := fmt.Sprintf("%s-%s-name-%d", r.noun, r.ground.name, x.name)
	var body any = map[string]any{"name": word}
	method, path := http.MethodPost, r.where
	switch x.verb {
	case "rename":
		method, path = http.MethodPatch, r.one+id
	case "delete":
		method, path, body = http.MethodDelete, r.one+id, nil
	case "find":
		method, path, body = http.MethodGet, r.one+word, nil
	}
	sent := r.clock.Add(1)
	status, answer, err := r.send(t.Context(), "", r.token(0), method, path, body, false)
	if err != nil || status == http.StatusBadGateway {
		if x.verb != "find" {
			r.note(x.thing, sent, x, named{unknown: true}, true)
		}
		return got, false
	}
	if err := json.Unmarshal([]byte(answer), &struct{ ID *string }{&got.id}); err != nil {
		t.Errorf("%+v: %d %s", x, status, answer)
	}
	got.status = status
	r.note(x.thing, sent, x, got, false)
	return got, true
}

// judge puts the things in the place of their ids, now that all are known.
func (r *namers) judge() string {
	for i, o := range r.list {
		got, _ := o.Output.(named)
		if got.thing = -1; r.ids[got.id] > 0 {
			got.thing = r.ids[got.id] - 1
		}
		r.list[i].Output = got
	}
	return r.history.judge(modelOf(things{}, things.name))
}

// use is a request with a token, or the end of that token.
type use struct{ verb string }

// use is what a token is good for: for anything until it ends, and for nothing afterwards. The state is whether it has ended.
func (x use) step(ended bool, got reply) (bool, bool) {
	switch {
	case x.verb != "read" && x.verb != "write": // by another token
		return got.unknown || got.status == map[bool]int{false: http.StatusOK, true: http.StatusNotFound}[ended], true
	case ended:
		return got.unknown || got.status == http.StatusUnauthorized, ended
	}
	return got.unknown || got.status == http.StatusOK, ended
}

// tokens has clients read and write with a token that another one revokes, or replaces, meanwhile.
func (a *arena) tokens(t *testing.T) {
	asked := 0
	rapid.Check(t, func(rt *rapid.T) {
		g := a.ground(t)
		var made api.OAuthAuthorization
		_, answer, err := a.send(t.Context(), "", g.token(0), http.MethodPost, "/oauth/authorizations", map[string]any{}, false)
		if err == nil {
			err = json.Unmarshal([]byte(answer), &made)
		}
		if err != nil || made.AccessToken == nil { // the replica that was asked was killed
			return
		}
		ends := rapid.SampledFrom([]struct{ method, path string }{
			{http.MethodDelete, "/oauth/authorizations/" + made.ID}, {http.MethodPost, "/oauth/authorizations/" + made.ID + "/actions/regenerate-tokens"},
		}).Draw(rt, "end")
		var lanes sync.WaitGroup
		uses := func(client int, address string) {
			a.use(t, g, client, use{"read"}, address, made.AccessToken.Token, http.MethodGet, "/account", nil)
			if address == "" {
				a.use(t, g, client, use{"write"}, address, made.AccessToken.Token, http.MethodPatch, "/teams/"+g.team(0), map[string]any{"default": true})
			}
		}
		for lane := range 3 {
			many := rapid.IntRange(1, 4).Draw(rt, "uses")
			lanes.Go(func() {
				for range many {
					uses(lane, "")
				}
			})
		}
		lanes.Go(func() {
			a.use(t, g, 3, use{"end"}, "", g.token(0), ends.method, ends.path, nil)
			uses(3, "")
		})
		lanes.Wait()
		for _, address := range a.replicas() {
			uses(3, address)
		}
		asked += len(g.list)
		if wrong := g.judge(modelOf(false, func(ended bool, x use, got reply) (bool, bool) { return x.step(ended, got) })); wrong != "" {
			rt.Fatal(wrong)
		}
	})
	if asked == 0 {
		t.Error("nothing was asked")
	}
	t.Logf("%d answers agree with the model", asked)
}

// use makes a request and notes its status.
func (a *arena) use(t *testing.T, g *ground, client int, x use, address, token, method, path string, body any) {
	t.Helper()
	sent := g.clock.Add(1)
	status, _, err := a.send(t.Context(), address, token, method, path, body, false)
	r := reply{status: status, unknown: err != nil || status == http.StatusBadGateway}
	if !r.unknown || x.verb != "read" {
		g.note(client, sent, x, r, r.unknown)
	}
}

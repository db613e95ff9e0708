package server

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// mostUses is how many uses of tokens are remembered, so that each is kept in the database once; from there on they are forgotten, and
// written again, which changes nothing there.
const mostUses = 100_000

// uses keeps what tokens are used for, beside the requests: what is new is written together, by one transaction after the other, and no
// request waits for it. A server that is killed may lose what was new at that moment.
type uses struct {
	store *store.Store
	log   *slog.Logger

	mu      sync.Mutex
	seen    map[store.TokenUse]bool
	fresh   []store.TokenUse
	writing bool
	idle    *sync.Cond // nothing is written any more
}

func newUses(st *store.Store, log *slog.Logger) *uses {
	u := &uses{store: st, log: log, seen: map[store.TokenUse]bool{}}
	u.idle = sync.NewCond(&u.mu)
	return u
}

// note takes what a request was allowed to do.
func (u *uses) note(list []store.TokenUse) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.seen) > mostUses {
		clear(u.seen)
	}
	for _, use := range list {
		if !u.seen[use] {
			u.seen[use] = true
			u.fresh = append(u.fresh, use)
		}
	}
	if len(u.fresh) > 0 && !u.writing {
		u.writing = true
		go u.write()
	}
}

// write writes until there is nothing new. Servers that share a database write in one order, so that they wait for each other only.
func (u *uses) write() {
	for {
		u.mu.Lock()
		batch := u.fresh
		if u.fresh = nil; len(batch) == 0 {
			u.writing = false
			u.idle.Broadcast()
		}
		u.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		slices.SortFunc(batch, func(a, b store.TokenUse) int {
			return strings.Compare(a.Token+a.ObjectID+string(a.Action), b.Token+b.ObjectID+string(b.Action))
		})
		ctx := context.Background()
		if err := u.store.Write(ctx, func(tx *store.Tx) error { return tx.CreateTokenUses(ctx, batch) }); err != nil {
			u.log.WarnContext(ctx, "uses of tokens were not kept", "error", err)
			u.forget(batch)
		}
	}
}

// forget makes what was not written new again.
func (u *uses) forget(batch []store.TokenUse) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, use := range batch {
		delete(u.seen, use)
	}
}

// wait waits until everything that was noted is written.
func (u *uses) wait() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for u.writing {
		u.idle.Wait()
	}
}

// use is what the request is allowed to do, and to what.
func (r *request) use(a access.Action) store.TokenUse {
	u := store.TokenUse{
		Action: a, Writes: r.writes(), Self: r.subject.Self, Kind: r.object.Kind, Object: r.name, Locked: r.object.Locked, Personal: r.object.Personal,
	}
	switch r.object.Kind {
	case access.Team:
		u.ObjectID, u.TeamID = r.team.ID, r.team.ID
	case access.App:
		u.ObjectID, u.TeamID = r.app.ID, r.app.TeamID
	case access.Enterprise:
		u.ObjectID = r.account.ID
	case access.Space:
		u.ObjectID, u.TeamID = r.space.ID, r.space.TeamID
	case access.Pipeline:
		u.ObjectID, u.TeamID = r.pipeline.ID, r.pipeline.TeamID
	case access.Nothing, access.Account:
		u.Object = ""
	}
	return u
}

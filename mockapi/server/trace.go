package server

import (
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// trace is what becomes known of a request on its way: for the log, the metrics and the journal.
type trace struct {
	id      string
	actorID string // of the person who asks; empty until he is known
	actor   string // his address: not for the log
	action  access.Action
	fault   string // the rules that struck it
	stale   bool   // it is answered from before the last write
}

type traceKey struct{}

func withTrace(ctx context.Context, t *trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// traced is the trace that observe gave the request; outside of it one that nobody reads.
func traced(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// requestID is the id that observe gave the request; empty outside of it.
func requestID(ctx context.Context) string { return traced(ctx).id }

// note takes over what the request knows when it ends.
func (t *trace) note(r *request) {
	t.actorID, t.actor, t.action = r.user.ID, r.user.Email, r.action
}

package client

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// Snapshot keeps what many objects share, so that a plan costs the same for ten people and for ten thousand: the members of a
// team, its apps, its grants and so on are read once each, page by page, for everybody who asks.
//
// It only ever saves calls. Whoever finds that a reading differs from what he expected asks again ([Readings.Again]), and gets one
// that began later; who comes after that sees both at once ([Reading.Before]). A write of this client makes every reading of what it may have changed out of date, also
// one that was under way meanwhile.
type Snapshot struct {
	Teams         *Readings[[]api.Team]                 // of the caller, by the empty key
	Members       *Readings[[]api.TeamMember]           // by team
	Apps          *Readings[[]api.TeamApp]              // by team
	Permissions   *Readings[[]api.PermissionEntity]     // by team: every grant on its apps and spaces
	Services      *Readings[[]api.AllowedAddonService]  // by team
	Preferences   *Readings[*api.TeamPreferences]       // by team
	Providers     *Readings[[]api.TeamIdentityProvider] // by team: its own
	Features      *Readings[[]api.TeamFeature]          // by team
	Invitations   *Readings[[]api.TeamInvitation]       // by team
	Collaborators *Readings[[]api.Collaborator]         // by app
	SpaceMembers  *Readings[[]api.SpaceMember]          // by space
	Account       *Readings[*api.Account]               // the caller's own, by the empty key
	Catalogue     *Readings[[]api.AddonService]         // the marketplace, by the empty key
	Regions       *Readings[[]api.Region]               // by the empty key
	Spaces        *Readings[[]api.Space]                // of the caller's teams, by the empty key
	Team          *Readings[*api.Team]                  // by name or id
	App           *Readings[*api.TeamApp]               // by name or id
	Space         *Readings[*api.Space]                 // by name or id

	EnterpriseAccounts *Readings[[]api.EnterpriseAccount]       // of the caller, by the empty key
	EnterpriseAccount  *Readings[*api.EnterpriseAccount]        // by name or id
	AccountMembers     *Readings[[]api.EnterpriseAccountMember] // by enterprise account
	AccountProviders   *Readings[[]api.TeamIdentityProvider]    // by enterprise account
	Events             *Readings[[]api.AuditTrailEvent]         // of today, by enterprise account

	changes *changes
	saved   atomic.Int64
	note    func(ctx context.Context, path string, saved int64)
	now     func() time.Time
}

// recent is how old a reading may be that looks whether somebody else changed an object before it is written.
const recent = 30 * time.Second

// kind is what a write may change, and a reading shows.
type kind int

const (
	teams kind = iota
	members
	apps
	permissions
	services
	preferences
	providers
	invitations
	collaborators
	spaces
	standing // permissions on enterprise accounts
	names    // which object a name belongs to: what was renamed, deleted or given to another owner. It changes every kind
	born     // objects that came into being
	nothing
	kinds
)

// changes numbers readings and writes in one order.
type changes struct {
	last    atomic.Uint64
	written [kinds]atomic.Uint64
}

// wrote notes that a write has ended, whatever came of it: an answer that was lost says nothing.
func (c *changes) wrote(what ...kind) {
	now := c.last.Add(1)
	for _, k := range what {
		for before := c.written[k].Load(); before < now && !c.written[k].CompareAndSwap(before, now); {
			before = c.written[k].Load()
		}
	}
}

func newSnapshot(c *Client, cfg Config) *Snapshot {
	s := &Snapshot{changes: &c.changes, note: savedLog(cfg), now: time.Now}
	s.Teams = readings(s, teams, pathOf("teams"), func(ctx context.Context, _ string) ([]api.Team, error) { return c.ListTeams(ctx) })
	s.Members = readings(s, members, pathOf("teams", "", "members"), c.ListMembers)
	s.Apps = readings(s, apps, pathOf("teams", "", "apps"), c.ListTeamApps)
	s.Permissions = readings(s, permissions, pathOf("teams", "", "permissions"), c.ListTeamPermissions)
	s.Services = readings(s, services, pathOf("teams", "", "allowed-addon-services"), c.ListAllowedAddonServices)
	s.Preferences = readings(s, preferences, pathOf("teams", "", "preferences"), c.GetTeamPreferences)
	s.Providers = readings(s, providers, pathOf("teams", "", "identity-providers"), c.ListIdentityProviders)
	s.Features = readings(s, nothing, pathOf("teams", "", "features"), c.ListTeamFeatures)
	s.Invitations = readings(s, invitations, pathOf("teams", "", "invitations"), c.ListInvitations)
	s.Collaborators = readings(s, collaborators, pathOf("teams", "apps", "", "collaborators"), c.ListCollaborators)
	s.SpaceMembers = readings(s, permissions, pathOf("spaces", "", "members"), c.ListSpaceMembers)
	s.Account = readings(s, nothing, pathOf("account"), func(ctx context.Context, _ string) (*api.Account, error) { return c.GetAccount(ctx) })
	s.Catalogue = readings(s, nothing, pathOf("addon-services"), func(ctx context.Context, _ string) ([]api.AddonService, error) { return c.ListAddonServices(ctx) })
	s.Regions = readings(s, nothing, pathOf("regions"), func(ctx context.Context, _ string) ([]api.Region, error) { return c.ListRegions(ctx) })
	s.Spaces = readings(s, spaces, pathOf("spaces"), func(ctx context.Context, _ string) ([]api.Space, error) { return c.ListSpaces(ctx) })
	s.Team = readings(s, names, pathOf("teams", ""), c.GetTeam)
	s.App = readings(s, names, pathOf("teams", "apps", ""), c.GetTeamApp)
	s.Space = readings(s, names, pathOf("spaces", ""), c.GetSpace)
	s.EnterpriseAccounts = readings(s, standing, pathOf("enterprise-accounts"), func(ctx context.Context, _ string) ([]api.EnterpriseAccount, error) {
		return c.ListEnterpriseAccounts(ctx)
	})
	s.EnterpriseAccount = readings(s, standing, pathOf("enterprise-accounts", ""), c.GetEnterpriseAccount)
	s.AccountMembers = readings(s, standing, pathOf("enterprise-accounts", "", "members"), c.ListAccountMembers)
	s.AccountProviders = readings(s, providers, pathOf("enterprise-accounts", "", "identity-providers"), c.ListAccountIdentityProviders)
	s.Events = readings(s, nothing, pathOf("enterprise-accounts", "", "events"), func(ctx context.Context, account string) ([]api.AuditTrailEvent, error) {
		return c.ListAuditEvents(ctx, account, nil)
	})
	return s
}

// pathOf is where a reading comes from, for the log; the empty segment is what was asked about.
func pathOf(segments ...string) func(key string) string {
	return func(key string) string {
		filled := make([]string, len(segments))
		for i, s := range segments {
			if filled[i] = s; s == "" {
				filled[i] = key
			}
		}
		return at(filled...)
	}
}

// spared counts a call that was not made because a reading was there.
func (s *Snapshot) spared(ctx context.Context, path string) {
	if saved := s.saved.Add(1); s.note != nil {
		s.note(ctx, path, saved)
	}
}

// Readings are answers of one kind that are kept, by what was asked about.
type Readings[V any] struct {
	*Snapshot
	kind kind
	path func(key string) string
	load func(ctx context.Context, key string) (V, error)

	mu    sync.Mutex
	newer map[string]*flight[V] // the newest by key, under way or at its end
}

// Mark is a moment in the order of readings and writes of one client.
type Mark uint64

// Reading is what came of one load. It is shared: nobody may change it.
type Reading[V any] struct {
	Value V
	Begun Mark

	// Before is what the reading before this one showed, if there was one and this client has written nothing since: what both
	// show need not be doubted any more.
	Before *V
}

// How says how new a reading must be.
type How int

const (
	// Current is what is there, read after the last write of this client that may have changed it.
	Current How = iota
	// Recent is a reading of the last half minute, whatever this client has written since: it shows what others have done. The
	// first one is read when it is first asked for, that is, after the walk that changes things began.
	Recent
	// Named is a reading that is good for finding an object by its name or id.
	Named
)

// flight is one load. What it found is there once it is done.
type flight[V any] struct {
	Reading[V]
	err     error
	ended   time.Time
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
}

func readings[V any](s *Snapshot, k kind, path func(string) string, load func(context.Context, string) (V, error)) *Readings[V] {
	return &Readings[V]{Snapshot: s, kind: k, path: path, load: load, newer: map[string]*flight[V]{}}
}

// Get returns a reading. An error is kept like an answer, and is everybody's who asks: it has been tried as often as is right already.
func (r *Readings[V]) Get(ctx context.Context, key string, how How) (Reading[V], error) {
	existing := r.after(names, born)
	var got Reading[V]
	var err error
	switch how {
	case Recent:
		got, err = r.get(ctx, key, 0, recent)
	case Named:
		got, err = r.get(ctx, key, r.after(names), 0)
	default:
		got, err = r.get(ctx, key, r.after(r.kind, names), 0)
	}
	if NotFound(err) && got.Begun < existing { // what was not there may have come into being
		return r.get(ctx, key, existing, 0)
	}
	return got, err
}

// Again returns a reading that began after the one that is doubted. Everybody who doubts the same reading gets the same second one.
func (r *Readings[V]) Again(ctx context.Context, key string, doubted Mark) (Reading[V], error) {
	return r.get(ctx, key, max(doubted+1, r.after(r.kind, names)), 0)
}

// Kept returns what is known of an object by a name or id without asking, if it is: what was read, or made by this client.
func (r *Readings[V]) Kept(key string) (value V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.newer[key]
	if f == nil || f.Begun < r.after(names) || !f.over() || f.err != nil {
		return value, false
	}
	return f.Value, true
}

// learn keeps what the answer to a write says, so that what this client has made needs no call to be found.
func (r *Readings[V]) learn(value V, keys ...string) {
	f := &flight[V]{done: make(chan struct{}), cancel: func() {}, ended: r.now()}
	f.Value, f.Begun = value, Mark(r.changes.last.Add(1))
	close(f.done)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, key := range keys {
		r.newer[key] = f
	}
}

// after is the least mark of a reading that shows the last write of any of the kinds.
func (r *Readings[V]) after(what ...kind) (least Mark) {
	for _, k := range what {
		least = max(least, Mark(r.changes.written[k].Load()+1))
	}
	return least
}

// get returns a reading that began at a number or later, and is not too old, if age matters. It joins a load that is under way, and
// begins one if there is none. Whoever waits may give up; the load ends early only when nobody waits for it any more.
func (r *Readings[V]) get(ctx context.Context, key string, begun Mark, oldest time.Duration) (Reading[V], error) {
	if err := ctx.Err(); err != nil {
		return Reading[V]{}, err
	}
	r.mu.Lock()
	f := r.newer[key]
	kept := f != nil && f.Begun >= begun && !f.old(r.now(), oldest)
	if !kept {
		f = r.begin(ctx, key)
	}
	f.waiting++
	r.mu.Unlock()
	if kept {
		r.spared(ctx, r.path(key))
	}
	select {
	case <-f.done:
		return f.Reading, f.err
	case <-ctx.Done():
		r.leave(key, f)
		return Reading[V]{}, ctx.Err()
	}
}

// over reports whether a load has ended.
func (f *flight[V]) over() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// old reports whether a load ended too long ago; 0 is never.
func (f *flight[V]) old(now time.Time, oldest time.Duration) bool {
	return oldest > 0 && f.over() && now.Sub(f.ended) > oldest
}

// begin starts a load, which does not end with the context of whoever asked first.
func (r *Readings[V]) begin(ctx context.Context, key string) *flight[V] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight[V]{done: make(chan struct{}), cancel: cancel}
	if last := r.newer[key]; last != nil && last.over() && last.err == nil && last.Begun >= r.after(r.kind, names) {
		before := last.Value // a copy: who keeps this one keeps no chain of them
		f.Before = &before
	}
	f.Begun = Mark(r.changes.last.Add(1))
	r.newer[key] = f
	go func() {
		defer close(f.done)
		defer cancel()
		f.Value, f.err = r.load(ctx, key)
		f.ended = r.now()
	}()
	return f
}

// leave gives up waiting. A load that nobody waits for is given up, and forgotten.
func (r *Readings[V]) leave(key string, f *flight[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f.waiting--; f.waiting > 0 {
		return
	}
	f.cancel()
	if r.newer[key] == f {
		delete(r.newer, key)
	}
}

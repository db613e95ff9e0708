package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// request is one call on its way: who asks, about what, and the transaction in which it is decided and done.
type request struct {
	ctx    context.Context
	server *Server
	http   *http.Request
	id     string
	body   []byte
	cut    bool // a part of the body was not read
	page   api.Range
	looks  bool // changes nothing, whatever its method
	same   bool // changed nothing, since everything was so already
	tx     *store.Tx

	user       store.User
	scopes     access.Scopes  // of the token
	thirdParty bool           // the token is of an OAuth client that is not Heroku's
	subject    access.Subject // the user, seen from the object below
	object     access.Object
	name       string // the object's, for sentences
	team       store.Team
	app        store.App
	account    store.Account
	space      store.Space
	pipeline   store.Pipeline
	offer      string // the id of the app transfer

	ahead ahead

	action   access.Action // what was asked for last
	decision access.Decision
	decided  []decided
	events   []store.Event
}

// decided is a decision to be counted when the transaction has ended, and to be kept as a use of the token.
type decided struct {
	use     store.TokenUse
	allowed bool
}

// begin forgets what an earlier try of the transaction found.
func (r *request) begin(tx *store.Tx) {
	r.tx, r.events, r.same, r.team, r.app, r.account = tx, nil, false, store.Team{}, store.App{}, store.Account{}
	r.space, r.pipeline, r.ahead, r.decided = store.Space{}, store.Pipeline{}, ahead{}, nil
}

// param is a decoded part of the path.
func (r *request) param(name string) string {
	raw := chi.URLParam(r.http, name)
	if r.http.URL.RawPath == "" {
		return raw
	}
	if v, err := url.PathUnescape(raw); err == nil {
		return v
	}
	return raw
}

// require asks for more than the route did.
func (r *request) require(a access.Action) error {
	if err := r.allowScope(a); err != nil {
		return err
	}
	d := r.decide(a)
	if !d.Allowed {
		return r.deny(a, r.object, r.name, d)
	}
	r.action, r.decision = a, d // by which it is written down, as is what a rule refuses from here on
	return nil
}

// decide asks the access model about the request's subject and object.
func (r *request) decide(a access.Action) access.Decision {
	d := access.Decide(a, r.subject, r.object)
	r.decided = append(r.decided, decided{r.use(a), d.Allowed})
	return d
}

// event adds a line to the audit trail, about the app, team and account that the request is about.
func (r *request) event(typ, action string, data map[string]any) {
	r.events = append(r.events, r.newEvent(typ, action, true, r.decision.Reason, data))
}

func (r *request) newEvent(typ, action string, allowed bool, reason string, data map[string]any) store.Event {
	e := store.Event{
		ActorID: r.user.ID, ActorEmail: r.user.Email, Type: typ, Action: action, Allowed: allowed, Reason: reason,
		AccountID: r.team.AccountID, AccountName: r.team.AccountName, TeamID: r.team.ID, TeamName: r.team.Name, AppID: r.app.ID, AppName: r.app.Name,
		RequestID: r.id, IPAddress: remoteIP(r.http), Data: data,
	}
	if e.AccountID == "" {
		e.AccountID, e.AccountName = r.account.ID, r.account.Name
	}
	return e
}

// expands reports whether the caller asks for a member to come whole.
func (r *request) expands(member string) bool {
	for part := range strings.SplitSeq(r.http.Header.Get(api.HeaderAcceptExpansion), ",") {
		if strings.TrimSpace(part) == member {
			return true
		}
	}
	return false
}

// isSelf reports whether a reference, an address, an id or "~", names the caller.
func (r *request) isSelf(ref string) bool {
	return ref == "~" || ref == r.user.ID || access.SameEmail(ref, r.user.Email)
}

// A resolver loads what the request is about, takes its lock when the request writes, and fills subject and object.
type resolver func(*request) error

// aboutNothing is for what belongs to nobody else: catalogues, and the caller's own things.
func aboutNothing(r *request) error {
	r.object, r.subject = access.Object{Kind: access.Nothing}, access.Subject{Anonymous: r.user.ID == "", ThirdParty: r.thirdParty}
	return nil
}

// aboutUser is for /users/{user}.
func aboutUser(r *request) error {
	r.name = r.param("user")
	r.object, r.subject = access.Object{Kind: access.Account}, access.Subject{Self: r.isSelf(r.name), ThirdParty: r.thirdParty}
	return nil
}

// aboutSelf is for /account, where it is written to.
func aboutSelf(r *request) error {
	r.name = r.user.Email
	r.object, r.subject = access.Object{Kind: access.Account}, access.Subject{Self: true, ThirdParty: r.thirdParty}
	return nil
}

// aboutTeam is for /teams/{team}.
func aboutTeam(r *request) error { return r.enterTeam(r.param("team")) }

// enterTeam makes a team the object of the request.
func (r *request) enterTeam(ref string) error {
	team, err := r.seeTeam(ref)
	if err != nil {
		return err
	}
	if r.writes() {
		if err := r.tx.LockTeam(r.ctx, team.ID); err != nil {
			return err
		}
		if team, err = r.tx.GetTeam(r.ctx, team.ID, r.user.ID); err != nil {
			return err
		}
	}
	r.team, r.name = team, team.Name
	r.subject, r.object = r.onTeam(team)
	r.subject.Self = r.concernsSelf("member", team.MemberID)
	return nil
}

// onTeam is the caller seen from a team.
func (r *request) onTeam(t store.Team) (access.Subject, access.Object) {
	s := t.Subject()
	s.ThirdParty = r.thirdParty
	return s, t.Object()
}

// canRead reports whether the caller may see a team.
func (r *request) canRead(t store.Team) bool {
	s, o := r.onTeam(t)
	return access.Decide(access.TeamRead, s, o).Allowed
}

// concernsSelf reports whether the path names the caller, or his own membership or grant. Without one it never does.
func (r *request) concernsSelf(param, own string) bool {
	ref := r.param(param)
	return own != "" && ref != "" && (ref == own || r.isSelf(ref))
}

// aboutApp is for /apps/{app} and /teams/apps/{app}.
func aboutApp(r *request) error { return r.findApp(r.param("app")) }

// findApp makes an app the object of the request, with its lock if the request writes.
func (r *request) findApp(ref string) error {
	app, err := r.seeApp(ref)
	if err != nil {
		return err
	}
	r.team = store.Team{} // who only looks needs no more than the app knows of its team
	if r.writes() {
		if app, r.team, err = r.lockApp(app); err != nil {
			return err
		}
	}
	r.enterApp(app)
	return nil
}

// enterApp makes an app the object of the request.
func (r *request) enterApp(app store.App) {
	r.app, r.name = app, app.Name
	r.object = app.Object()
	r.subject = r.appSubject(app)
	r.subject.Self = r.concernsSelf("collaborator", app.GrantID)
}

// lockApp takes the lock that guards an app, its team's or its own, and reads the team under it, if there is one. What was read of the
// app before is read again where the team was written to meanwhile. An app that changed hands is followed.
func (r *request) lockApp(app store.App) (store.App, store.Team, error) {
	for {
		var team store.Team
		var err error
		if app.TeamID == "" {
			err = r.tx.LockApp(r.ctx, app.ID)
		} else if err = r.tx.LockTeam(r.ctx, app.TeamID); err == nil {
			team, err = r.tx.GetTeam(r.ctx, app.TeamID, r.user.ID)
		}
		if err != nil || team.ID != "" && team.Version == app.TeamVersion+1 { // the one write is our lock
			return app, team, err
		}
		again, err := r.tx.GetApp(r.ctx, app.ID, r.user.ID)
		if err != nil || again.TeamID == app.TeamID {
			return again, team, err
		}
		app = again
	}
}

// aboutAccount is for /enterprise-accounts/{account}.
func aboutAccount(r *request) error {
	account, err := r.tx.GetAccount(r.ctx, r.param("account"), r.user.ID)
	if err != nil {
		return err
	}
	if r.writes() {
		if err := r.tx.LockAccount(r.ctx, account.ID); err != nil {
			return err
		}
		if account, err = r.tx.GetAccount(r.ctx, account.ID, r.user.ID); err != nil {
			return err
		}
	}
	r.account, r.name = account, account.Name
	r.object, r.subject = access.Object{Kind: access.Enterprise}, access.Subject{Account: account.Permissions, ThirdParty: r.thirdParty}
	return nil
}

// writes reports whether the request may change something.
func (r *request) writes() bool {
	return !r.looks && !slices.Contains([]string{http.MethodGet, http.MethodHead}, r.http.Method)
}

// questions are the routes whose POST changes nothing: what is asked stands in the body.
var questions = []string{"/actions/addons/resolve", "/actions/addon-attachments/resolve", "/filters/apps"}

// appSubject is the caller, seen from an app.
func (r *request) appSubject(a store.App) access.Subject {
	s := a.Subject(r.user.ID)
	s.ThirdParty = r.thirdParty
	return s
}

// canView reports whether the caller may see an app.
func (r *request) canView(a store.App) bool {
	return access.Decide(access.AppRead, r.appSubject(a), a.Object()).Allowed
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// kind is what a write does. Each of them touches several tables.
type kind int

const (
	addCollaborator    kind = iota // a person, a grant
	createApp                      // an app, a release
	setConfigVar                   // a release, its config, the app's time
	removeCollaborator             // the grant that the same client has just added
	createTeamApp                  // by somebody who may not: only the refusal is written
	kinds
)

// outcome is what a client knows of a write.
type outcome int

const (
	acknowledged outcome = iota // it is there
	refused                     // it is not, and the refusal is in the audit trail
	turnedAway                  // it is not, and nothing was written
	unknown                     // it may be there
	wrong                       // an answer that should not be
)

// change is one request of a client.
type change struct {
	kind    kind
	id      string // of the request
	name    string // of what it makes: the local part of an address, an app, a config var
	app     string
	outcome outcome
	answer  string
}

// next is the next write of a client. added is the person whom it has just added, if it has.
func (w *work) next(worker, n int, added string) *change {
	x := &change{id: store.NewID(), kind: kind((worker + n) % int(kinds)), name: fmt.Sprintf("w%d-%d-%d", w.round, worker, n), app: fmt.Sprintf("app-%02d", worker)}
	if x.kind == removeCollaborator {
		if x.name = added; added == "" {
			x.kind, x.name = addCollaborator, fmt.Sprintf("w%d-%d-%d", w.round, worker, n)
		}
	}
	if x.kind == setConfigVar {
		x.name = strings.ReplaceAll(strings.ToUpper(x.name), "-", "_")
	}
	return x
}

// request is how a write is asked for.
func (x *change) request() (token, method, path, body string) {
	switch x.kind {
	case addCollaborator:
		return "HRKU-ada", http.MethodPost, "/teams/apps/" + x.app + "/collaborators", fmt.Sprintf(`{"user":"%s@acme.test","permissions":["deploy"]}`, x.name)
	case createApp:
		return "HRKU-ada", http.MethodPost, "/apps", fmt.Sprintf(`{"name":%q}`, x.name)
	case setConfigVar:
		return "HRKU-ada", http.MethodPatch, "/apps/" + x.app + "/config-vars", fmt.Sprintf(`{%q:"x"}`, x.name)
	case removeCollaborator:
		return "HRKU-ada", http.MethodDelete, "/teams/apps/" + x.app + "/collaborators/" + x.name + "@acme.test", ""
	default:
		return "HRKU-joe", http.MethodPost, "/teams/apps", fmt.Sprintf(`{"team":"widgets","name":%q}`, x.name)
	}
}

// events are what stands in the audit trail of a write: a line for each thing that it changes.
func (x *change) events() string {
	return []string{"collaborator.create", "app.create", "config_change.set release.create", "collaborator.destroy", "refused team.app.create"}[x.kind]
}

// send asks for the write and notes what came of it.
func (x *change) send(ctx context.Context, client *http.Client, address string) {
	token, method, path, body := x.request()
	status, answer, err := ask(ctx, client, address, token, x.id, method, path, body)
	x.answer = fmt.Sprint(status, " ", answer, " ", err)
	switch {
	case err != nil || status == http.StatusInternalServerError && strings.Contains(answer, "while the change was committed"):
		x.outcome = unknown
	case status == http.StatusServiceUnavailable:
		x.outcome = turnedAway
	case status == http.StatusForbidden && x.kind == createTeamApp:
		x.outcome = refused
	case status < http.StatusMultipleChoices && x.kind != createTeamApp:
		x.outcome = acknowledged
	default:
		x.outcome = wrong
	}
}

// check holds every write so far against what is stored, at one moment.
func (w *work) check() {
	w.t.Helper()
	ctx := w.t.Context()
	st, err := store.Open(ctx, w.database, time.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	defer st.Close()
	if err := st.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.ListEvents(ctx, "")
		if err != nil {
			return err
		}
		events := map[string][]store.Event{}
		for _, e := range list {
			events[e.RequestID] = append(events[e.RequestID], e)
		}
		found, err := w.read(ctx, tx)
		if err != nil {
			return err
		}
		removed := map[string]bool{}
		for _, x := range w.writes {
			if x.kind == removeCollaborator && len(events[x.id]) > 0 {
				removed[x.name] = true
			}
		}
		w.kept = 0
		for _, x := range w.writes {
			if x.outcome == unknown && len(events[x.id]) > 0 {
				w.kept++
			}
			if problem := x.judge(events[x.id], found, removed[x.name]); problem != "" {
				w.t.Errorf("%+v: %s", *x, problem)
			}
			delete(events, x.id)
		}
		if len(events) > 0 {
			w.t.Errorf("events that nobody asked for: %+v", events)
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
}

// read collects the names of what the writes made: "person w1-2-3", "grant w1-2-3", "app w1-2-3", "release w1-2-3", "var W1_2_3". Every config
// var has a release of its own.
func (w *work) read(ctx context.Context, tx *store.Tx) (map[string]bool, error) {
	found := map[string]bool{}
	for worker := range workers {
		app, err := tx.GetApp(ctx, fmt.Sprintf("app-%02d", worker), "")
		if err != nil {
			return nil, err
		}
		grants, err := tx.ListCollaborators(ctx, app.ID)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			found["grant "+strings.TrimSuffix(g.User.Email, "@acme.test")] = true
		}
		current, err := tx.CurrentRelease(ctx, app.ID)
		if err != nil {
			return nil, err
		}
		config, err := tx.ReleaseConfig(ctx, current.ID)
		if err != nil {
			return nil, err
		}
		for name := range config {
			found["var "+name] = true
		}
		releases, err := tx.ListReleases(ctx, app.ID)
		if err != nil || len(releases) != 1+len(config) {
			return nil, errors.Join(err, fmt.Errorf("%s has %d releases and %d config vars", app.Name, len(releases), len(config)))
		}
	}
	for _, x := range w.writes {
		if _, err := tx.GetUser(ctx, x.name+"@acme.test"); err == nil {
			found["person "+x.name] = true
		}
		if app, err := tx.GetApp(ctx, x.name, ""); err == nil {
			found["app "+x.name] = true
			if _, err := tx.CurrentRelease(ctx, app.ID); err == nil {
				found["release "+x.name] = true
			}
		}
	}
	return found, nil
}

// judge says what is wrong with what a write left behind; empty when nothing is. removed says that the person's grant was taken away
// again.
func (x *change) judge(events []store.Event, found map[string]bool, removed bool) string {
	var lines []string
	for _, e := range events {
		line := e.Type + "." + e.Action
		if !e.Allowed {
			line = "refused " + line
		}
		lines = append(lines, line)
	}
	audited := strings.Join(lines, " ")
	there := x.outcome == acknowledged || x.outcome == unknown && audited != ""
	switch {
	case x.outcome == wrong:
		return "an answer that should not be"
	case there && audited != x.events(), x.outcome == refused && audited != x.events(), x.outcome == turnedAway && audited != "":
		return "in the audit trail: " + audited
	}
	want := map[string]bool{}
	switch x.kind {
	case addCollaborator:
		want["person "+x.name], want["grant "+x.name] = there, there && !removed
	case createApp:
		want["app "+x.name], want["release "+x.name] = there, there
	case setConfigVar:
		want["var "+x.name] = there
	case removeCollaborator:
		want["person "+x.name], want["grant "+x.name] = true, !there
	default:
		want["app "+x.name] = false
	}
	for name, wanted := range want {
		if found[name] != wanted {
			return fmt.Sprintf("%s is there: %v; in the audit trail: %s", name, found[name], audited)
		}
	}
	return ""
}

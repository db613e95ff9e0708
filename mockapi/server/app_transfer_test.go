package server_test

import (
	"database/sql" //nolint:depguard // PostgreSQL's own word on who waits
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// step is one request of a story: who asks what, the status, and a part of the answer.
type step struct {
	token, method, path string
	body                any
	status              int
	says                string
}

// play makes the requests of a story in order; one that is refused must leave the audit trail without a change.
func play(t *testing.T, s *mockapitest.Server, steps []step) {
	t.Helper()
	for _, c := range steps {
		before := len(events(t, s))
		status, answer := s.Do(t, "HRKU-"+c.token, c.method, c.path, c.body)
		if status != c.status || !strings.Contains(string(answer), c.says) {
			t.Fatalf("%s %s %v as %s: %d %s, want %d %s", c.method, c.path, c.body, c.token, status, answer, c.status, c.says)
		}
		for _, e := range events(t, s)[before:] {
			if e.Allowed == (status >= 300) {
				t.Errorf("%s %s as %s answered %d and wrote %+v", c.method, c.path, c.token, status, e)
			}
		}
	}
}

const transfers = "/account/app-transfers"

func TestAppTransfers(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		offer := func(app, recipient string) object { return object{"app": app, "recipient": recipient} }
		state := func(word string) object { return object{"state": word} }
		play(t, s, []step{
			{"joe", "POST", transfers, offer("hobby", "jill@creative.test"), 422, "is not a collaborator on the app hobby"},
			{"joe", "POST", transfers, offer("hobby", "nobody@nowhere.test"), 422, "is not a collaborator on the app hobby"},
			{"joe", "POST", transfers, offer("hobby", "~"), 422, "owns the app hobby"},
			{"joe", "POST", transfers, object{"app": "hobby"}, 422, "app and recipient are required"},
			{"joe", "POST", transfers, offer("none", "jill@creative.test"), 404, "Couldn't find that app."},
			{"joe", "POST", "/apps/hobby/collaborators", object{"user": "jill@creative.test"}, 201, ""},
			{"joe", "POST", "/apps/hobby/collaborators", object{"user": "sam@elsewhere.test"}, 201, ""},

			{"jill", "POST", transfers, offer("hobby", "sam@elsewhere.test"), 403, "permission to offer a personal app"},
			{"ada", "POST", transfers, offer("hobby", "jill@creative.test"), 403, "You do not have access to the app hobby."},
			{"ada", "POST", transfers, offer("web", "joe@acme.test"), 422, "belongs to the team widgets"},
			{"joe", "POST", transfers, offer("web", "joe@acme.test"), 403, "permission to transfer the app"},
			{"joe", "POST", transfers, offer("hobby", "JILL@creative.test"), 201, `"state":"pending"`},
			{"joe", "POST", transfers, offer("hobby", "sam@elsewhere.test"), 422, "offered to somebody already"},
			{"joe", "PATCH", "/teams/apps/hobby", object{"owner": "jill@creative.test"}, 422, "POST /account/app-transfers"},

			{"joe", "GET", transfers, nil, 200, `"email":"jill@creative.test"`},
			{"jill", "GET", transfers + "/hobby", nil, 200, `"state":"pending"`},
			{"sam", "GET", transfers, nil, 200, "[]"},
			{"sam", "GET", transfers + "/hobby", nil, 404, "Couldn't find that app transfer."},
			{"sam", "PATCH", transfers + "/hobby", state("accepted"), 404, ""},
			{"joe", "PATCH", transfers + "/hobby", state("accepted"), 403, "accept or decline an app"},
			{"jill", "DELETE", transfers + "/hobby", nil, 403, "take back the offer"},
			{"jill", "PATCH", transfers + "/hobby", state("pending"), 422, "accepted or declined"},
			{"jill", "PATCH", transfers + "/hobby", state(""), 422, "accepted or declined"},

			{"jill", "PATCH", transfers + "/hobby", state("declined"), 200, `"state":"declined"`},
			{"jill", "PATCH", transfers + "/hobby", state("accepted"), 422, "was declined already"},
			{"joe", "DELETE", transfers + "/hobby", nil, 422, "was declined already"},
			{"joe", "POST", transfers, offer("hobby", "jill@creative.test"), 201, ""},
			{"joe", "DELETE", transfers + "/hobby", nil, 200, `"state":"pending"`},
			{"jill", "PATCH", transfers + "/hobby", state("accepted"), 422, "was declined already"},

			{"joe", "POST", transfers, offer("hobby", "jill@creative.test"), 201, ""},
			{"joe", "DELETE", "/apps/hobby/collaborators/jill@creative.test", nil, 200, ""},
			{"jill", "PATCH", transfers + "/hobby", state("accepted"), 422, "is not a collaborator"},
			{"joe", "POST", "/apps/hobby/collaborators", object{"user": "jill@creative.test"}, 201, ""},
			{"jill", "PATCH", transfers + "/hobby", state("accepted"), 200, `"state":"accepted"`},
			{"joe", "PATCH", transfers + "/hobby", state("accepted"), 403, ""},

			{"jill", "GET", "/apps/hobby", nil, 200, `"email":"jill@creative.test"`},
			{"joe", "GET", "/apps/hobby/collaborators/joe@acme.test", nil, 200, `"role":"collaborator"`},
			{"joe", "DELETE", "/apps/hobby", nil, 403, ""},
			{"joe", "POST", transfers, offer("hobby", "sam@elsewhere.test"), 403, ""},
			{"joe", "GET", transfers + "/hobby", nil, 200, `"state":"accepted"`},
		})
	})
}

// TestAppTransferByID finds a transfer by its id, by pages, and loses an open one when the app passes to a team.
func TestAppTransferByID(t *testing.T) {
	s := mockapitest.Start(t, world+"  - {name: second, owner: joe@acme.test, collaborators: [{email: vic@acme.test}]}\n")
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps/hobby/collaborators", object{"user": "vic@acme.test"}, nil)
	var one, two api.AppTransfer
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", transfers, object{"app": "hobby", "recipient": "vic@acme.test"}, &one)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", transfers, object{"app": "second", "recipient": "vic@acme.test"}, &two)
	resp, answer := s.DoHeader(t, "HRKU-vic", "GET", transfers, nil, http.Header{"Range": {"id ..; max=1"}})
	if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") == "" {
		t.Errorf("a page of transfers: %d %v %s", resp.StatusCode, resp.Header, answer)
	}
	must(t, s, http.StatusOK, "HRKU-vic", "GET", transfers+"/"+two.ID, nil, nil)
	must(t, s, http.StatusOK, "HRKU-joe", "PATCH", "/teams/apps/hobby", object{"owner": "widgets"}, nil)
	must(t, s, http.StatusNotFound, "HRKU-vic", "PATCH", transfers+"/"+one.ID, object{"state": "accepted"}, nil)
	must(t, s, http.StatusOK, "HRKU-vic", "PATCH", transfers+"/"+two.ID, object{"state": "accepted"}, nil)
	var got []string
	for _, e := range events(t, s) {
		if e.AppName == "second" {
			got = append(got, e.Type+"."+e.Action)
		}
	}
	if strings.Join(got, " ") != "app_transfer.create app_transfer.update collaborator.destroy app.transfer collaborator.create" {
		t.Errorf("events %q", got)
	}
}

// TestTransferWhoseNamePasses: an offer is accepted by the name of its app, and while that waits for the app's lock, the name passes to
// another app that is offered to the same person. What the name meant is accepted, and the other offer stays open.
func TestTransferWhoseNamePasses(t *testing.T) {
	database := mockapitest.Postgres(t)
	s := mockapitest.StartOn(t, database, world)
	must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps", object{"name": "craft"}, nil)
	var offers [2]api.AppTransfer
	for i, app := range []string{"hobby", "craft"} {
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps/"+app+"/collaborators", object{"user": "jill@creative.test"}, nil)
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", transfers, object{"app": app, "recipient": "jill@creative.test"}, &offers[i])
	}
	accepted := make(chan int, 1)
	if err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.LockApp(t.Context(), offers[0].App.ID); err != nil {
			return err
		}
		go func() {
			status, _ := s.Do(t, "HRKU-jill", "PATCH", transfers+"/hobby", object{"state": "accepted"})
			accepted <- status
		}()
		somebodyWaits(t, database)
		for i, name := range []string{"pastime", "hobby"} {
			app, err := tx.GetApp(t.Context(), offers[i].App.ID, "")
			if err != nil {
				return err
			}
			app.Name = name
			if _, err := tx.UpdateApp(t.Context(), app); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if status := <-accepted; status != http.StatusOK {
		t.Fatalf("accept: %d", status)
	}
	for i, want := range []struct{ state, owner string }{{"accepted", "jill@creative.test"}, {"pending", "joe@acme.test"}} {
		must(t, s, http.StatusOK, "HRKU-jill", "GET", transfers+"/"+offers[i].ID, nil, &offers[i])
		var app api.App
		must(t, s, http.StatusOK, "HRKU-jill", "GET", "/apps/"+offers[i].App.ID, nil, &app)
		if offers[i].State != want.state || app.Owner.Email != want.owner {
			t.Errorf("the offer of %s is %s and its owner %s, want %v", app.Name, offers[i].State, app.Owner.Email, want)
		}
	}
}

// somebodyWaits returns once a session of the database waits for a lock.
func somebodyWaits(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for waiting := 0; waiting == 0; {
		if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
}

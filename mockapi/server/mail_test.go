package server_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// mailbox reads what somebody got since it was read last.
type mailbox struct {
	t    *testing.T
	s    *mockapitest.Server
	read map[string]int
}

func (b mailbox) fresh(who string) []api.Mail {
	b.t.Helper()
	var all []api.Mail
	must(b.t, b.s, http.StatusOK, "HRKU-"+who, "GET", "/account/mails", nil, &all)
	n := len(all) - b.read[who]
	b.read[who] = len(all)
	return all[:n]
}

// got fails unless somebody got one mail, with this subject and these words in it, and nobody else got any.
func (b mailbox) got(who, kind, subject string, words ...string) {
	b.t.Helper()
	for _, other := range []string{"ada", "bob", "joe", "vic", "jill", "sam", "new"} {
		list := b.fresh(other)
		if other != who {
			if len(list) > 0 {
				b.t.Errorf("%s got %+v", other, list)
			}
			continue
		}
		if len(list) != 1 || list[0].Kind != kind || list[0].Subject != subject || list[0].ID == "" || !strings.HasPrefix(list[0].User.Email, who) || list[0].CreatedAt == "" {
			b.t.Errorf("%s got %+v, want %s %q", who, list, kind, subject)
			continue
		}
		for _, word := range append(words, "\n") {
			if !strings.Contains(list[0].Text, word) || strings.ContainsAny(list[0].Text, "{}<>") {
				b.t.Errorf("the mail to %s lacks %q: %s", who, word, list[0].Text)
			}
		}
	}
}

// none fails if anybody got a mail.
func (b mailbox) none() { b.t.Helper(); b.got("", "", "") }

// TestMails: who gets which mail, and that what is silent, refused, wrong or one's own doing sends none.
func TestMails(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		seed := strings.Replace(withClients(), "users:\n", "users:\n  - {email: new@acme.test, token: HRKU-new}\n", 1)
		b := mailbox{t, mockapitest.StartOn(t, database, seed), map[string]int{}}
		do := func(status int, who, method, path string, body object) (id string) {
			t.Helper()
			var made struct{ ID string }
			must(t, b.s, status, "HRKU-"+who, method, path, body, &made)
			return made.ID
		}
		b.none() // of the seed file

		do(http.StatusCreated, "ada", "POST", "/enterprise-accounts/acme/teams", object{"name": "tools"})
		b.got("ada", "team", "Your team tools is ready", "Licences: none", "People: no limit", "https://dashboard.heroku.com/teams/tools")
		do(http.StatusCreated, "sam", "POST", "/teams", object{"name": "club"})
		b.got("sam", "team", "Your team club is ready", "People: at most 25")
		do(http.StatusUnprocessableEntity, "ada", "POST", "/enterprise-accounts/acme/teams", object{"name": "tools"})
		do(http.StatusForbidden, "sam", "POST", "/enterprise-accounts/acme/teams", object{"name": "more"})

		id := do(http.StatusCreated, "sam", "PUT", "/teams/club/invitations", object{"email": "jill@creative.test", "role": "member"})
		b.got("jill", "team_invitation", "You are invited to the team club", "sam@elsewhere.test", "the role member", id)
		do(http.StatusOK, "sam", "PUT", "/teams/club/invitations", object{"email": "jill@creative.test", "role": "viewer"})
		do(http.StatusCreated, "jill", "POST", "/teams/invitations/"+id+"/accept", nil)
		do(http.StatusUnprocessableEntity, "sam", "PUT", "/teams/club/invitations", object{"email": "jill@creative.test", "role": "member"})
		do(http.StatusForbidden, "jill", "PUT", "/teams/club/invitations", object{"email": "joe@acme.test", "role": "member"})
		b.none()

		do(http.StatusCreated, "ada", "PUT", "/teams/widgets/members", object{"email": "NEW@acme.test", "role": "viewer"})
		b.got("new", "team_member", "You were added to the team widgets", "ada@acme.test", "the role viewer", "https://dashboard.heroku.com/teams/widgets")
		do(http.StatusOK, "ada", "PUT", "/teams/widgets/members", object{"email": "new@acme.test", "role": "member"})
		do(http.StatusUnprocessableEntity, "ada", "POST", "/teams/widgets/members", object{"email": "new@acme.test", "role": "member"})
		do(http.StatusForbidden, "joe", "POST", "/teams/widgets/members", object{"email": "sam@elsewhere.test", "role": "member"})
		b.none()

		do(http.StatusCreated, "ada", "POST", "/teams/apps/web/collaborators", object{"user": "jill@creative.test", "permissions": []string{"view", "deploy"}})
		b.got("jill", "collaborator", "You were added to the app web", "ada@acme.test", "deploy, view", "https://dashboard.heroku.com/apps/web")
		do(http.StatusCreated, "joe", "POST", "/apps/hobby/collaborators", object{"user": "sam@elsewhere.test"})
		b.got("sam", "collaborator", "You were added to the app hobby", "deploy, operate, view")
		do(http.StatusCreated, "ada", "POST", "/teams/apps/web/collaborators", object{"user": "joe@acme.test", "silent": true})
		do(http.StatusCreated, "joe", "POST", "/apps/hobby/collaborators", object{"user": "vic@acme.test", "silent": true})
		do(http.StatusCreated, "vic", "POST", "/teams/apps/web/collaborators", object{"user": "~"})
		do(http.StatusUnprocessableEntity, "ada", "POST", "/teams/apps/web/collaborators", object{"user": "jill@creative.test"})
		do(http.StatusForbidden, "joe", "POST", "/teams/apps/web/collaborators", object{"user": "sam@elsewhere.test"})
		b.none()

		do(http.StatusCreated, "joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "vic@acme.test", "silent": true})
		do(http.StatusOK, "vic", "PATCH", "/account/app-transfers/hobby", object{"state": "declined"})
		do(http.StatusUnprocessableEntity, "joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "new@acme.test"})
		do(http.StatusForbidden, "sam", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "vic@acme.test"})
		b.none()
		id = do(http.StatusCreated, "joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "sam@elsewhere.test"})
		b.got("sam", "app_transfer", "You are offered the app hobby", "joe@acme.test", "/account/app-transfers/"+id)
		do(http.StatusOK, "sam", "PATCH", "/account/app-transfers/"+id, object{"state": "accepted"})
		b.got("joe", "collaborator", "You were added to the app hobby", "sam@elsewhere.test", "deploy, operate, view")

		mailsAreOnesOwn(t, b.s)
	})
}

// mailsAreOnesOwn: nobody reads the mails of others, and no token but a global one of the person or of Heroku's own clients reads any.
func mailsAreOnesOwn(t *testing.T, s *mockapitest.Server) {
	t.Helper()
	read := func(status int, token string) {
		t.Helper()
		_, answer := s.Do(t, token, "GET", "/account/mails", nil)
		must(t, s, status, token, "GET", "/account/mails", nil, nil)
		if leaked := contains(string(answer), "hobby"); leaked != (status == http.StatusOK) {
			t.Errorf("the mails with %s: %s", token, answer)
		}
	}
	read(http.StatusOK, "HRKU-joe")
	read(http.StatusOK, "HRKU-joe-heroku-cli")
	read(http.StatusForbidden, "HRKU-joe-dashboards")
	read(http.StatusUnauthorized, "")
	for _, scope := range []string{"identity", "read", "read-protected", "write-protected"} {
		var made struct {
			AccessToken struct{ Token string } `json:"access_token"`
		}
		must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/oauth/authorizations", object{"scope": []string{scope}}, &made)
		read(http.StatusForbidden, made.AccessToken.Token)
	}
	if _, answer := s.Do(t, "HRKU-bob", "GET", "/account/mails", nil); string(answer) != "[]" {
		t.Errorf("the mails of somebody who got none: %s", answer)
	}
}

// TestMailsAreNewestFirst: the list is read page by page like others, and begins with what is newest.
func TestMailsAreNewestFirst(t *testing.T) {
	s, clock := startWith(t, store.Memory, world, noon, slog.New(slog.DiscardHandler))
	for n := range 5 {
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/enterprise-accounts/acme/teams", object{"name": fmt.Sprintf("team-%d", n)}, nil)
		clock.move(time.Minute)
	}
	page := func(asked, want string) (next string) {
		t.Helper()
		header := http.Header{}
		if asked != "" {
			header.Set(api.HeaderRange, asked)
		}
		resp, body := s.DoHeader(t, "HRKU-ada", "GET", "/account/mails", nil, header)
		var list []api.Mail
		decode(t, body, &list)
		var got []string
		for _, m := range list {
			got = append(got, strings.Fields(m.Subject)[2])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Range %q: %q, want %q", asked, got, want)
		}
		return resp.Header.Get(api.HeaderNextRange)
	}
	page("", "team-4 team-3 team-2 team-1 team-0")
	next := page("created_at ..; max=2", "team-4 team-3")
	next = page(next, "team-2 team-1")
	if next = page(next, "team-0"); next != "" {
		t.Errorf("the last page goes on at %q", next)
	}
	next = page("created_at ..; max=2,order=asc", "team-0 team-1")
	next = page(next, "team-2 team-3")
	if next = page(next, "team-4"); next != "" {
		t.Errorf("the last page goes on at %q", next)
	}
}

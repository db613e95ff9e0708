package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

const auditWorld = `
users: [{email: ada@acme.test, token: HRKU-ada}, {email: joe@acme.test, token: HRKU-joe}, {email: sam@elsewhere.test, token: HRKU-sam}]
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [manage]}]}
  - {name: other, members: [{email: sam@elsewhere.test, permissions: [manage]}]}
teams:
  - {name: widgets, enterprise_account: acme, members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}], apps: [{name: web}, {name: vault, locked: true}]}
  - {name: others, enterprise_account: other, members: [{email: sam@elsewhere.test, role: admin}], apps: [{name: shed}]}
`

const trail = "/enterprise-accounts/acme/events"

// told is the audit trail of a query, in one line: type.action, whose, about what, and "!" for what was refused.
func told(t *testing.T, s *mockapitest.Server, query string) string {
	t.Helper()
	var list []api.AuditTrailEvent
	must(t, s, http.StatusOK, "HRKU-ada", "GET", trail+query, nil, &list)
	var lines []string
	for _, e := range list {
		name, _, _ := strings.Cut(e.Actor.Email, "@")
		line := name + " " + e.Type + "." + e.Action + " " + e.Team.Name + "/" + e.App.Name
		if e.Data[api.Refused] != nil {
			line += " !"
		}
		lines = append(lines, line)
		if e.EnterpriseAccount.Name != "acme" || e.ID == "" || e.Request.IPAddress != "127.0.0.1" || (e.App.ID != "") != (e.Owner.Email == e.Team.Name+"@herokumanager.com") {
			t.Errorf("incomplete: %+v", e)
		}
	}
	return strings.Join(lines, ", ")
}

// TestAuditTrail: changes and refusals of all teams of the account, a day at a time, with every filter.
func TestAuditTrail(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s, clock := startWith(t, database, auditWorld, time.Date(2026, 3, 31, 23, 0, 0, 0, time.UTC), slog.New(slog.DiscardHandler))
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/apps/web", object{"maintenance": true}, nil)
		clock.move(90 * time.Minute) // the next day, and the next month
		must(t, s, http.StatusForbidden, "HRKU-joe", "GET", "/apps/vault", nil, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe", "PUT", "/teams/widgets/members", object{"email": "x@acme.test", "role": "admin"}, nil)
		must(t, s, http.StatusForbidden, "HRKU-joe", "GET", "/apps/shed", nil, nil) // another account's
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/apps/web/collaborators", object{"user": "joe@acme.test", "permissions": []string{"deploy"}}, nil)
		must(t, s, http.StatusForbidden, "HRKU-sam", "GET", trail, nil, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets", object{"name": "gizmos"}, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/enterprise-accounts/acme", object{"name": "acme"}, nil)

		const all = "joe app.read widgets/vault !, joe team.members.write widgets/ !, ada collaborator.create widgets/web, " +
			"sam enterprise_account.events.read / !, ada team.update widgets/, ada enterprise_account.update /"
		for query, want := range map[string]string{
			"":                                all,
			"?order=asc&unknown=x":            all,
			"?day=2026-04-01":                 all,
			"?day=2026-03-31":                 "ada app.update widgets/web",
			"?day=2026-03-30":                 "",
			"?actor=JOE@acme.test&order=desc": "joe team.members.write widgets/ !, joe app.read widgets/vault !",
			"?type=collaborator":              "ada collaborator.create widgets/web",
			"?action=update&actor=ada@acme.test&order=desc": "ada enterprise_account.update /, ada team.update widgets/",
			"?action=nothing":     "",
			"?actor=%00&type=%ff": "",
		} {
			if got := told(t, s, query); got != want {
				t.Errorf("%q: %s\nwant %s", query, got, want)
			}
		}
		play(t, s, []step{
			{"ada", "GET", trail + "?day=2026-04-02", nil, 422, "day 2026-04-02 lies in the future: it is 2026-04-01 now (UTC)."},
			{"ada", "GET", trail + "?day=yesterday", nil, 422, `day must have the form YYYY-MM-DD`},
			{"ada", "GET", trail + "?order=up", nil, 422, "order is asc or desc"},
			{"joe", "GET", trail, nil, 403, "requires account permission manage"},
			{"sam", "GET", "/enterprise-accounts/acme/archives", nil, 403, "You do not have access to the enterprise account acme."},
			{"joe", "GET", "/enterprise-accounts/acme/archives/2026/03/download", nil, 403, "requires account permission manage"},
		})
	})
}

// TestArchives: the trail of a month as a file, up to the beginning of today, which stays the same whatever happens later.
func TestArchives(t *testing.T) {
	s, clock := startWith(t, ":memory:", auditWorld, time.Date(2026, 2, 27, 12, 0, 0, 0, time.UTC), slog.New(slog.DiscardHandler))
	const archives = "/enterprise-accounts/acme/archives"
	read := func() (list []api.Archive) {
		t.Helper()
		must(t, s, http.StatusOK, "HRKU-ada", "GET", archives, nil, &list)
		return list
	}
	rename := func(name string) {
		t.Helper()
		var teams []api.Team
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams", nil, &teams)
		must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/"+teams[0].ID, object{"name": name}, nil)
	}
	rename("one")
	if got := read(); len(got) != 0 { // today is in no archive yet
		t.Errorf("on the first day: %+v", got)
	}
	clock.move(24 * time.Hour)
	rename("two")
	current := read()
	if len(current) != 1 || current[0].Month != "02" || current[0].Year != 2026 || current[0].CreatedAt != "2026-02-28T00:00:00Z" {
		t.Fatalf("on the second day: %+v", current)
	}
	clock.move(48 * time.Hour)
	rename("three")
	clock.move(40 * 24 * time.Hour)
	rename("four")
	list := read()
	if len(list) != 2 || list[0].Month != "02" || list[0].CreatedAt != "2026-03-01T00:00:00Z" || list[1].Month != "03" || list[0].Checksum == current[0].Checksum {
		t.Fatalf("later: %+v", list)
	}
	var one api.Archive
	must(t, s, http.StatusOK, "HRKU-ada", "GET", archives+"/2026/02", nil, &one)
	if one != list[0] || !strings.HasPrefix(one.URL, s.URL+"/enterprise-accounts/") {
		t.Errorf("alone %+v, in the list %+v", one, list[0])
	}
	status, text := s.Do(t, "HRKU-ada", "GET", strings.TrimPrefix(one.URL, s.URL), nil)
	sum := sha256.Sum256(text)
	var file api.ArchiveFile
	if err := json.Unmarshal(text, &file); err != nil || status != http.StatusOK || len(text) != one.Size || hex.EncodeToString(sum[:]) != one.Checksum {
		t.Errorf("the file: %d %v, %d bytes, %+v", status, err, len(text), one)
	}
	if len(file.Entries) != 2 || file.Entries[0].Team.Name != "widgets" || file.Entries[1].Team.Name != "one" {
		t.Errorf("entries %+v", file.Entries)
	}
	var told []api.AuditTrailEvent // of March, day by day: the whole of it is in its archive
	for day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); day.Month() == time.March; day = day.AddDate(0, 0, 1) {
		var events []api.AuditTrailEvent
		must(t, s, http.StatusOK, "HRKU-ada", "GET", trail+"?day="+day.Format(time.DateOnly), nil, &events)
		told = append(told, events...)
	}
	must(t, s, http.StatusOK, "HRKU-ada", "GET", archives+"/2026/03/download", nil, &file)
	if len(told) == 0 || !reflect.DeepEqual(file.Entries, told) {
		t.Errorf("the archive of March has %+v, its days %+v", file.Entries, told)
	}
	for _, path := range []string{"/2026/01", "/2026/2", "/2026/04", "/26/02", "/2026/13", "/x/y"} {
		play(t, s, []step{{"ada", "GET", archives + path, nil, 404, "Couldn't find that archive."}})
	}
}

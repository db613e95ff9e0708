package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// crowd is a team of 450 people and ada, more than two pages of the default size. Spelling differs, so that order is put to the test.
func crowd() (seed string, emails []string) {
	var users, members strings.Builder
	emails = []string{"ada@acme.com"}
	for i := range 450 {
		name := fmt.Sprintf("user-%03d", (i*7)%450)
		if i%10 == 0 {
			name = strings.ToUpper(name[:1]) + name[1:]
		}
		fmt.Fprintf(&users, "  - {email: %s@acme.com}\n", name)
		fmt.Fprintf(&members, "      - {email: %s@acme.com, role: member}\n", name)
		emails = append(emails, name+"@acme.com")
	}
	slices.Sort(emails)
	return people("ada") + users.String() + "teams:\n  - name: acme\n    members:\n      - {email: ada@acme.com, role: admin}\n" + members.String(), emails
}

// page asks for a list with a Range header, and gives the addresses on it and the next Range.
func (w *world) page(path, header string) (emails []string, next string) {
	w.t.Helper()
	got := w.send("ada", "GET "+path, "", map[string]string{api.HeaderRange: header})
	var members []api.TeamMember
	if err := json.Unmarshal(got.body, &members); err != nil {
		w.t.Fatalf("%s: %d %v: %.200s", header, got.status, err, got.body)
	}
	for _, m := range members {
		emails = append(emails, m.Email)
	}
	next = got.header.Get(api.HeaderNextRange)
	if (next != "") != (got.status == http.StatusPartialContent) {
		w.t.Errorf("%s: status %d and Next-Range %q: 206 if and only if there is more", header, got.status, next)
	}
	if accepts := strings.Split(got.header.Get(api.HeaderAcceptRanges), ", "); !slices.Contains(accepts, "email") {
		w.t.Errorf("%s: Accept-Ranges %q lacks email", header, got.header.Get(api.HeaderAcceptRanges))
	}
	first, last := "", ""
	if len(emails) > 0 {
		first, last = emails[0], emails[len(emails)-1]
	}
	if have := got.header.Get(api.HeaderContentRange); !strings.HasPrefix(header, "id") && !strings.HasPrefix(have, "email "+first+".."+last) {
		w.t.Errorf("%s: Content-Range %q, want email %s..%s", header, have, first, last)
	}
	return emails, next
}

// all follows Next-Range to the end, as the Heroku CLI does, and counts the pages.
func (w *world) all(path, header string) (emails []string, n int) {
	w.t.Helper()
	for next := header; n == 0 || next != ""; n++ {
		var more []string
		if more, next = w.page(path, next); len(more) == 0 && next != "" {
			w.t.Fatalf("%s: an empty page promises more: %q", header, next)
		}
		emails = append(emails, more...)
		if len(emails) > 10_000 {
			w.t.Fatalf("%s: the pages do not end", header)
		}
	}
	return emails, n
}

// pages is a Range, the addresses that its pages hold together, and how many pages they are.
type pages struct {
	header string
	want   []string
	n      int
}

// testPaging reads a long list in pages of every sort: no member is missing, none comes twice, and the order is kept.
func testPaging(t *testing.T, g Target) {
	seed, asc := crowd()
	w := enter(t, g, seed)
	const path = "/teams/acme/members"
	desc := slices.Clone(asc)
	slices.Reverse(desc)
	cases := []pages{
		{"", asc, 3}, // 200 on a page when nothing is said
		{"email ..; max=1000", asc, 1},
		{"email ..; order=desc", desc, 3},
		{"email ]" + asc[3] + ".." + asc[9] + "[; max=1", asc[4:9], 5},
		{"email " + desc[3] + ".." + desc[9] + "; max=2,order=desc", desc[3:10], 4},
		{"..", asc, 3},
		{"email ..; max=1000;", asc, 1},
		{"email ..; max=451", asc, 1},
		{"email ..; max=450", asc, 2},
		{"email ..; order=desc,max=226", desc, 2},
		{"email ..; max=1000, order=desc", desc, 1},
		{"email " + asc[10] + "..; max=441", asc[10:], 1},
		{"email ]" + asc[10] + "..; max=220", asc[11:], 2},
		{"email .." + asc[40], asc[:41], 1},
		{"email .." + asc[40] + "[; max=15", asc[:40], 3},
		{"email " + asc[3] + ".." + asc[9] + "; max=2", asc[3:10], 4},
		{"email ]" + desc[3] + ".." + desc[9] + "[; max=2,order=desc", desc[4:9], 3},
		{"email b..c", nil, 1},
		{"email " + asc[9] + ".." + asc[3], nil, 1}, // the wrong way round
	}
	if !g.Thorough {
		cases = cases[:5]
	}
	for _, c := range cases {
		if got, n := w.all(path, c.header); !slices.Equal(got, c.want) || n != c.n {
			t.Errorf("Range %q: %d members on %d pages, want %d on %d", c.header, len(got), n, len(c.want), c.n)
		}
	}

	// Another field has another order, and the same people.
	byID, n := w.all(path, "id ..; max=200")
	slices.Sort(byID)
	if !slices.Equal(byID, asc) || n != 3 {
		t.Errorf("by id: %d members on %d pages", len(byID), n)
	}

	// A member who comes or goes between two pages moves nobody else out of sight.
	first, next := w.page(path, "email ..; max=100")
	w.play(
		exchange{"ada", "PUT " + path, `{"email":"aaron@acme.com","role":"viewer"}`, 201, ""}, // before what was read
		exchange{"ada", "DELETE " + path + "/" + first[99], "", 200, ""},                      // the one where the next page begins
	)
	second, _ := w.page(path, next)
	if !slices.Equal(second, asc[100:200]) {
		t.Errorf("the second page begins with %q, want %q", second[0], asc[100])
	}
}

// testRanges is pages of one item over the lists of other nouns.
func testRanges(t *testing.T, g Target) {
	w := enter(t, g, people("ada mia zoe")+`
teams:
  - name: acme
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member}]
    allowed_addon_services: [papertrail, scheduler, sendgrid]
    apps:
      - {name: bbb, collaborators: [{email: mia@acme.com}, {email: zoe@acme.com}], addons: [{service: papertrail}, {service: scheduler}]}
      - {name: aaa}
      - {name: ccc, locked: true}
  - {name: beta, members: [{email: ada@acme.com, role: admin}]}
`)
	for _, c := range []struct{ path, fields string }{
		{"/teams", "id, name"},
		{"/apps", "id, name, updated_at"},
		{"/users/~/apps", "id, name, updated_at"},
		{"/teams/acme/apps", "name, id, updated_at"},
		{"/teams/acme/members", "email, id"},
		{"/teams/acme/members/mia@acme.com/apps", "name, id, updated_at"},
		{"/teams/acme/permissions", "id, name"},
		{"/teams/acme/addons", "id, name"},
		{"/teams/acme/allowed-addon-services", "id"},
		{"/teams/acme/features", "id, name"},
		{"/teams/permissions", "name"},
		{"/apps/bbb/collaborators", "email, id"},
		{"/teams/apps/bbb/collaborators", "email, id"},
		{"/apps/bbb/addons", "id, name"},
		{"/addon-services", "id, name"},
		{"/addon-services/heroku-postgresql/plans", "id, name"},
	} {
		whole := get[[]json.RawMessage](w, "ada", c.path)
		var items []json.RawMessage
		next := "..; max=1"
		for pages := 0; next != "" && pages <= len(whole); pages++ {
			got := w.send("ada", "GET "+c.path, "", map[string]string{api.HeaderRange: next})
			if got.header.Get(api.HeaderAcceptRanges) != c.fields {
				t.Errorf("%s: Accept-Ranges %q, want %q", c.path, got.header.Get(api.HeaderAcceptRanges), c.fields)
			}
			items = append(items, decode[[]json.RawMessage](w, got.body)...)
			next = got.header.Get(api.HeaderNextRange)
		}
		if fmt.Sprintf("%s", items) != fmt.Sprintf("%s", whole) {
			t.Errorf("%s: pages of one give %d items, the whole list has %d, or in another order", c.path, len(items), len(whole))
		}
	}
	w.equal("by name", strings.Join(w.ordered("/teams/acme/apps", "name ..; order=desc"), " "), "ccc bbb aaa")
	w.equal("by name, from b", strings.Join(w.ordered("/apps", "name b..; max=1"), " "), "bbb")
}

// ordered is the names of a list in the order in which they come.
func (w *world) ordered(path, header string) []string {
	w.t.Helper()
	var names []string
	for _, v := range decode[[]api.Ref](w, w.send("ada", "GET "+path, "", map[string]string{api.HeaderRange: header}).body) {
		names = append(names, v.Name)
	}
	return names
}

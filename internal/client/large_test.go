package client_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// crowd is a team on four pages: with SOAK set 3,000 people on pages of a thousand, otherwise fewer on smaller ones.
type crowd struct {
	*acctest.Proxy
	*client.Client

	server *mockapitest.Server
	people int
	size   string // of a page, as the Range header has it
}

// itself is the Next-Range of a page that leads to itself.
const itself = "itself"

const membersOfCrowd = "/teams/crowd/members"

func startCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{people: 20, size: "max=6"}
	if os.Getenv("SOAK") != "" {
		c.people, c.size = 3000, "max=1000"
	}
	var users, members strings.Builder
	for i := range c.people {
		fmt.Fprintf(&users, "  - {email: p%04d@acme.test}\n", i)
		fmt.Fprintf(&members, "      - {email: p%04d@acme.test, role: member}\n", i)
	}
	c.server = mockapitest.Start(t, "users:\n  - {email: ada@acme.test, token: "+acctest.Admin+"}\n"+users.String()+
		"enterprise_accounts:\n  - name: acme\n    members:\n      - {email: ada@acme.test, permissions: [view]}\n"+
		"teams:\n  - name: crowd\n    type: enterprise\n    enterprise_account: acme\n    members:\n      - {email: ada@acme.test, role: admin}\n"+members.String())
	c.Proxy = acctest.NewProxy(t, c.server.URL)
	c.Client = connect(t, c.URL, 2)
	c.meet(nil)
	t.Logf("a team of %d people", c.people+1)
	return c
}

// meet lets the pages of the members' list meet their faults: the first page is 1, however often it is asked for.
func (c *crowd) meet(fault func(page, asked int) acctest.Fault) {
	asked := map[string]int{}
	c.Meddle(func(r *http.Request) acctest.Fault {
		if r.Method != http.MethodGet || r.URL.Path != membersOfCrowd {
			return acctest.Fault{}
		}
		which := r.Header.Get(api.HeaderRange)
		r.Header.Set(api.HeaderRange, strings.Replace(which, "max=1000", c.size, 1))
		asked[which]++
		if fault == nil {
			return acctest.Fault{}
		}
		f := fault(len(asked), asked[which])
		if f.Header.Get(api.HeaderNextRange) == itself {
			f.Header = http.Header{api.HeaderNextRange: {which}}
		}
		return f
	})
}

// emails are the addresses of a reading, with the number of those that are there twice.
func emails(rows []api.TeamMember) (list []string, twice int) {
	seen := map[string]bool{}
	for _, row := range rows {
		list = append(list, row.Email)
		if seen[row.User.ID] {
			twice++
		}
		seen[row.User.ID] = true
	}
	slices.Sort(list)
	return list, twice
}

// whole checks that a reading is the list as it is now.
func (c *crowd) whole(t *testing.T, when string, got client.Reading[[]api.TeamMember], err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	c.meet(nil)
	now, err := c.ListMembers(t.Context(), "crowd")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := emails(now)
	if list, twice := emails(got.Value); twice > 0 || !slices.Equal(list, want) {
		t.Errorf("%s: %d people, %d of them twice; there are %d", when, len(list), twice, len(want))
	}
}

// on makes a fault of one page, the first times that it is asked for.
func on(page, times int, f acctest.Fault) func(page, asked int) acctest.Fault {
	return func(now, asked int) acctest.Fault {
		if now == page && asked <= times {
			return f
		}
		return acctest.Fault{}
	}
}

// A page that fails on its way is asked for again, and the list is whole; or it is an error that names the list, for everybody who
// waits, and the next reading is whole.
func TestPagesThatFail(t *testing.T) {
	c := startCrowd(t)
	const ever = 100
	for name, test := range map[string]struct {
		fault    func(page, asked int) acctest.Fault
		fails    bool
		attempts int // calls altogether
	}{
		"nothing":                          {nil, false, 4},
		"503 on page 2":                    {on(2, 1, acctest.Fault{Status: 503}), false, 5},
		"429 on page 2":                    {on(2, 1, acctest.Fault{Status: 429, Header: http.Header{"Retry-After": {"0"}}}), false, 5},
		"page 3 breaks off":                {on(3, 1, acctest.Fault{Cut: true}), false, 5},
		"page 3 is lost":                   {on(3, 1, acctest.Fault{Drop: true}), false, 5},
		"half of page 2":                   {on(2, 1, acctest.Fault{Truncate: true}), false, 5},
		"half of page 1, whenever":         {on(1, ever, acctest.Fault{Truncate: true}), true, 3},
		"503 on page 2, whenever":          {on(2, ever, acctest.Fault{Status: 503}), true, 4},
		"403 on page 4":                    {on(4, ever, acctest.Fault{Status: 403, Body: `{"id":"forbidden","message":"No."}`}), true, 4},
		"a page of a proxy":                {on(2, ever, acctest.Fault{Status: 200, Body: "<html>Please sign in.</html>"}), true, 2},
		"page 2 leads to itself":           {on(2, ever, acctest.Fault{Header: http.Header{"Next-Range": {itself}}}), true, 2},
		"page 3 leads back to the first":   {on(3, ever, acctest.Fault{Header: http.Header{"Next-Range": {"email ..; max=1000"}}}), true, 3},
		"page 2 is not there, but a third": {on(2, ever, acctest.Fault{Change: func([]byte) []byte { return []byte("[]") }}), true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			first, readings, errs := c.together(t, test.fault)
			if calls := len(c.Calls()); calls != test.attempts {
				t.Errorf("%d calls, want %d", calls, test.attempts)
			}
			for i, err := range errs {
				if !errors.Is(err, errs[0]) || err == nil && len(readings[i].Value) != c.people+1 {
					t.Errorf("reader %d has %d people, %v", i, len(readings[i].Value), err)
				}
			}
			if failed := errs[0] != nil; failed != test.fails || failed && !strings.Contains(errs[0].Error(), "GET "+membersOfCrowd) {
				t.Errorf("%v", errs[0])
			}
			c.meet(nil)
			next, err := c.Snapshot.Members.Again(t.Context(), "crowd", first)
			c.whole(t, "the next", next, err)
		})
	}
}

// together reads anew for many at once, and returns what they got and the mark of their reading.
func (c *crowd) together(t *testing.T, fault func(page, asked int) acctest.Fault) (begun client.Mark, readings []client.Reading[[]api.TeamMember], errs []error) {
	t.Helper()
	before, err := c.Snapshot.Members.Get(t.Context(), "crowd", client.Current)
	if err != nil {
		t.Fatal(err)
	}
	c.meet(fault)
	c.Calls()
	const readers = 20
	readings, errs = make([]client.Reading[[]api.TeamMember], readers), make([]error, readers)
	var all sync.WaitGroup
	for i := range readers {
		all.Go(func() { readings[i], errs[i] = c.Snapshot.Members.Again(t.Context(), "crowd", before.Begun) })
	}
	all.Wait()
	return readings[0].Begun, readings, errs
}

// A list that changes while it is read: who was there all the time is there, once; the next reading is right.
func TestPagesThatChange(t *testing.T) {
	c := startCrowd(t)
	edit := func(method, email string) {
		var body any
		path := membersOfCrowd
		if method == http.MethodDelete {
			path += "/" + email
		} else {
			body = map[string]string{"email": email, "role": "viewer"}
		}
		if status, answer := c.server.Do(t, acctest.Admin, method, path, body); status > 201 {
			t.Errorf("%s %s: %d %s", method, path, status, answer)
		}
	}
	late := fmt.Sprintf("p%04d@acme.test", c.people-1)
	var moved []byte // the row of somebody who is on the first page, and on the last under another address
	c.meet(func(page, _ int) acctest.Fault {
		switch page {
		case 1:
			return acctest.Fault{Change: func(body []byte) []byte {
				moved = regexp.MustCompile(`,(\{[^{}]*"p0001@acme\.test"[^{}]*\{[^{}]*\}\})`).FindSubmatch(body)[1]
				return body
			}}
		case 2:
			return acctest.Fault{Before: func() {
				edit(http.MethodPut, "aaa@acme.test") // on a page that has been read
				edit(http.MethodPut, "zzz@acme.test") // on one that comes
				edit(http.MethodDelete, "p0002@acme.test")
				edit(http.MethodDelete, late)
			}}
		case 4:
			return acctest.Fault{Change: func(body []byte) []byte {
				row := bytes.ReplaceAll(moved, []byte("p0001@"), []byte("zz@"))
				return slices.Concat(body[:len(body)-1], []byte(","), row, []byte("]"))
			}}
		}
		return acctest.Fault{}
	})
	got, err := c.Snapshot.Members.Get(t.Context(), "crowd", client.Current)
	list, twice := emails(got.Value)
	if err != nil || twice > 0 {
		t.Errorf("%d people are there twice; %v", twice, err)
	}
	for email, want := range map[string]bool{
		"p0000@acme.test": true, "p0003@acme.test": true, "p0015@acme.test": true, "zzz@acme.test": true,
		"zz@acme.test": true, "p0001@acme.test": false, late: false,
	} {
		if slices.Contains(list, email) != want {
			t.Errorf("%s is there: %v", email, !want)
		}
	}
	c.meet(nil)
	next, err := c.Snapshot.Members.Again(t.Context(), "crowd", got.Begun)
	c.whole(t, "the next", next, err)
}

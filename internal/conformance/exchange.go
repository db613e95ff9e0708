package conformance

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// exchange is one request and the answer that it must get.
type exchange struct {
	as      string // who asks: the token is HRKU- and this word; empty: nobody
	request string // "PUT /teams/acme/members"
	body    string // JSON
	status  int
	answer  string // JSON that the answer must contain; of a refusal the error's id, ": ", and a part of the message
}

// call is a request without an opinion about its answer.
type call struct{ request, body string }

// writes reports whether a request may change something.
func writes(request string) bool {
	return !strings.HasPrefix(request, "GET ") && !strings.HasPrefix(request, "HEAD ")
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// world is an API with people in it.
type world struct {
	t     *testing.T
	url   string
	watch []string // what no refusal may change: "ada /teams/acme/members"
	seen  []string // the answers to watch; nil when something was changed since
	each  bool     // read again after each refusal; else after a series of them
	held  string   // the refusals after which was not read yet

	tokens map[string]string // of people who are not of a seed file
}

// enter starts a world from the text of a seed file.
func enter(t *testing.T, g Target, seed string, watch ...string) *world {
	t.Helper()
	return &world{t: t, url: g.World(t, seed), watch: watch, each: g.Thorough}
}

// people writes the users of a seed file: "ada" is ada@acme.com with the token HRKU-ada, and "jill@creative.com" has the token HRKU-jill.
func people(names string) string {
	var b strings.Builder
	b.WriteString("users:\n")
	for _, name := range strings.Fields(names) {
		fmt.Fprintf(&b, "  - {email: %s, token: HRKU-%s}\n", address(name), token(name))
	}
	return b.String()
}

// address is the email address of a person of [people].
func address(name string) string {
	if strings.Contains(name, "@") {
		return name
	}
	return name + "@acme.com"
}

// replaceSelf puts the address of whoever asks in the place of SELF.
func replaceSelf(s, name string) string { return strings.ReplaceAll(s, "SELF", address(name)) }

func token(name string) string {
	word, _, _ := strings.Cut(name, "@")
	return word
}

// send makes one request. Headers given here win over the usual ones; an empty value leaves the header out.
func (w *world) send(as, request, body string, header map[string]string) answer {
	w.t.Helper()
	got, err := w.try(as, request, body, header)
	if err != nil {
		w.t.Fatalf("%s: %s: %v", as, request, err)
	}
	return got
}

// try is [world.send] for goroutines, which must not end the test.
func (w *world) try(as, request, body string, header map[string]string) (answer, error) {
	method, path, _ := strings.Cut(request, " ")
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	// What a test made is removed when its own context has ended already.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.t.Context()), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, w.url+path, content)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Accept", api.Accept)
	if body != "" {
		r.Header.Set("Content-Type", api.ContentType)
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+cmp.Or(w.tokens[as], "HRKU-"+as))
	}
	for name, value := range header {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, got}, err
}

// play makes the requests one after the other and judges each answer.
func (w *world) play(exchanges ...exchange) {
	w.t.Helper()
	for _, x := range exchanges {
		w.exchange(x, nil)
	}
	w.unchanged()
}

// exchange makes one request, with headers beside the usual ones. After a write that must be refused nothing may have changed.
func (w *world) exchange(x exchange, header map[string]string) answer {
	w.t.Helper()
	refused := x.status >= http.StatusBadRequest
	if writes(x.request) && refused && w.seen == nil {
		w.seen = w.read()
	}
	if writes(x.request) && !refused {
		w.unchanged()
		w.seen = nil
	}
	got := w.send(x.as, x.request, x.body, header)
	if wrong := x.judge(got); wrong != "" {
		w.t.Errorf("%s: %.200s %.120q: %s", x.as, x.request, x.body, wrong)
	}
	if writes(x.request) && refused {
		w.held += fmt.Sprintf("\n%s: %.200s %.120q", x.as, x.request, x.body)
		if w.each {
			w.unchanged()
		}
	}
	return got
}

// read asks for everything that is watched.
func (w *world) read() []string {
	w.t.Helper()
	seen := []string{}
	for _, line := range w.watch {
		as, path, _ := strings.Cut(line, " ")
		got := w.send(as, "GET "+path, "", map[string]string{api.HeaderRange: "..; max=1000"})
		if got.status != http.StatusOK {
			w.t.Fatalf("watch %s: %d %s", line, got.status, got.body)
		}
		seen = append(seen, string(got.body))
	}
	return seen
}

// unchanged holds what is watched now against what it was before the last refusals.
func (w *world) unchanged() {
	w.t.Helper()
	if w.held == "" {
		return
	}
	now := w.read()
	for i, line := range w.watch {
		if now[i] != w.seen[i] {
			w.t.Errorf("to be refused, and changed %s %s:%s", line, difference(w.seen[i], now[i]), w.held)
		}
	}
	w.seen, w.held = now, ""
}

// difference shows where two texts begin to differ.
func difference(before, after string) string {
	at := 0
	for at < min(len(before), len(after)) && before[at] == after[at] {
		at++
	}
	at = max(0, at-60)
	return fmt.Sprintf("from …%.160s… to …%.160s…", before[at:], after[at:])
}

// judge says what is wrong with an answer; empty when nothing is.
func (x exchange) judge(got answer) string {
	if got.status != x.status {
		return fmt.Sprintf("status %d, want %d: %s", got.status, x.status, got.body)
	}
	if ct := got.header.Get("Content-Type"); ct != api.ContentType {
		return fmt.Sprintf("Content-Type %q", ct)
	}
	if x.status >= http.StatusBadRequest {
		return lacksRefusal(x.answer, got.body)
	}
	if x.answer == "" {
		return ""
	}
	var want, have any
	if err := json.Unmarshal([]byte(x.answer), &want); err != nil {
		return "the expectation is not JSON: " + err.Error()
	}
	if err := json.Unmarshal(got.body, &have); err != nil {
		return fmt.Sprintf("the answer is not JSON: %v: %s", err, got.body)
	}
	if at := lacks(want, have, "answer"); at != "" {
		return fmt.Sprintf("%s, in %.400s", at, got.body)
	}
	return ""
}

// lacksRefusal holds the body of a refusal against "id: part of the message". Every refusal is a sentence and an id.
func lacksRefusal(want string, body []byte) string {
	var e api.Error
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return fmt.Sprintf("the refusal is not an error of the API: %v: %s", err, body)
	}
	id, part, _ := strings.Cut(want, ": ")
	if e.ID != id || !strings.Contains(e.Message, part) || !strings.ContainsAny(e.Message[max(0, len(e.Message)-1):], ".?") {
		return fmt.Sprintf("refused with %q %q, want %q and a sentence with %q", e.ID, e.Message, id, part)
	}
	return ""
}

// lacks says what of want is missing in got; empty when nothing is. Objects may have more members than wanted, lists no more items.
func lacks(want, got any, at string) string {
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			return at + " is not an object"
		}
		for name, v := range want {
			if _, ok := have[name]; !ok {
				return at + "." + name + " is missing"
			}
			if wrong := lacks(v, have[name], at+"."+name); wrong != "" {
				return wrong
			}
		}
		return ""
	case []any:
		have, ok := got.([]any)
		if !ok || len(have) != len(want) {
			return fmt.Sprintf("%s is not a list of %d", at, len(want))
		}
		for i, v := range want {
			if wrong := lacks(v, have[i], fmt.Sprintf("%s[%d]", at, i)); wrong != "" {
				return wrong
			}
		}
		return ""
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Sprintf("%s is %v, want %v", at, got, want)
	}
	return ""
}

// get reads an object or a list of any length up to a page.
func get[T any](w *world, as, path string) T {
	w.t.Helper()
	var v T
	got := w.send(as, "GET "+path, "", map[string]string{api.HeaderRange: "..; max=1000"})
	if got.status != http.StatusOK {
		w.t.Fatalf("%s: GET %s: %d %s", as, path, got.status, got.body)
	}
	if err := json.Unmarshal(got.body, &v); err != nil {
		w.t.Fatalf("%s: GET %s: %v: %s", as, path, err, got.body)
	}
	return v
}

// names lists what a list route answers, by name, sorted, as one line.
func (w *world) names(as, path string) string {
	w.t.Helper()
	var names []string
	for _, v := range get[[]api.Ref](w, as, path) {
		names = append(names, v.Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// roles lists a team's members with their roles, as one line: "ada@acme.com admin, joe@acme.com member".
func (w *world) roles(as, team string) string {
	w.t.Helper()
	var lines []string
	for _, m := range get[[]api.TeamMember](w, as, "/teams/"+team+"/members") {
		role := "null"
		if m.Role != nil {
			role = *m.Role
		}
		lines = append(lines, m.Email+" "+role)
	}
	return strings.Join(lines, ", ")
}

// grants lists who has which explicit permissions on the apps of a team, as one line: "store: joe@acme.com view; web: ". Apps are sorted by name.
func (w *world) grants(as, team string) string {
	w.t.Helper()
	entities := get[[]api.PermissionEntity](w, as, "/teams/"+team+"/permissions")
	var lines []string
	for _, e := range entities {
		var users []string
		for _, u := range e.Users {
			users = append(users, u.Email+" "+strings.Join(u.Permissions, "+"))
		}
		lines = append(lines, e.Name+": "+strings.Join(users, ", "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

// equal fails unless both lines are the same.
func (w *world) equal(what, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

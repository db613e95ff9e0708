package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// crawlList is a list that is somebody's own: all of what the model gives him, and nothing else.
type crawlList struct {
	method, path, body string
	member             string // of each thing in the list: where its name or id is
	all                []string
	may                func(who, name string) bool
}

func (w *crawler) ownLists() []crawlList {
	can := func(a access.Action) func(who, name string) bool {
		return func(who, name string) bool { return crawlMay(who, a, name) }
	}
	inTeam := func(who, name string) bool {
		s := crawlOnTeam(name, who)
		return (s.Role != access.NoRole || s.Collaborator) && (!crawlTeams[name].closed || !crawlClients[who])
	}
	inAccount := func(who, name string) bool { return inTeam(who, name) && crawlTeams[name].account == "acmecorp" }
	listed := func(who, name string) bool {
		return crawlApps[name].team == "widgets" && access.ListsApp(crawlOnApp(name, who), crawlObject(access.App, name))
	}
	mine := func(who, name string) bool {
		return (crawlApps[name].owner == who || crawlApps[name].grants[who] != 0) && crawlMay(who, access.AppRead, name)
	}
	addon := func(who, name string) bool {
		return crawlMay(who, access.AppAddonsRead, strings.TrimPrefix(name, "addon-of-"))
	}
	teamAddon := func(who, name string) bool {
		return crawlApps[strings.TrimPrefix(name, "addon-of-")].team == "widgets" && addon(who, name)
	}
	teams, apps, spaces, pipelines := sorted(crawlTeams), sorted(crawlApps), sorted(crawlSpaces), sorted(crawlPipelines)
	var addons, ids []string
	for _, name := range apps {
		addons, ids = append(addons, "addon-of-"+name), append(ids, `"`+w.ids["app "+name]+`"`)
	}
	return []crawlList{
		{"GET", "/teams", "", "name", teams, inTeam},
		{"GET", "/enterprise-accounts", "", "name", sorted(crawlAccounts), can(access.EnterpriseAccountRead)},
		{"GET", "/enterprise-accounts/acmecorp/teams", "", "name", teams, inAccount},
		{"GET", "/apps", "", "name", apps, can(access.AppRead)},
		{"GET", "/users/~/apps", "", "name", apps, mine},
		{"GET", "/teams/widgets/apps", "", "name", apps, listed},
		{"POST", "/filters/apps", `{"in":{"id":[` + strings.Join(ids, ",") + `]}}`, "name", apps, can(access.AppRead)},
		{"GET", "/addons", "", "name", addons, addon},
		{"GET", "/users/~/addons", "", "name", addons, addon},
		{"GET", "/teams/widgets/addons", "", "name", addons, teamAddon},
		{"GET", "/spaces", "", "name", spaces, can(access.SpaceRead)},
		{"GET", "/spaces/nasaspace/dynos", "", "app_name", apps, func(who, name string) bool { return crawlApps[name].space != "" && crawlMay(who, access.AppRead, name) }},
		{"GET", "/pipelines", "", "name", pipelines, can(access.PipelineRead)},
		{"GET", "/pipeline-couplings", "", "app", apps, can(access.AppRead)},
		{"GET", "/pipelines/flowline/pipeline-couplings", "", "app", apps, func(who, name string) bool {
			return crawlApps[name].pipeline == "flowline" && crawlMay(who, access.AppRead, name)
		}},
		{"GET", "/addon-attachments", "", "app", append(slices.Clone(apps), "strongroom"), can(access.AppAddonsRead)}, // SHARED is strongroom's second
	}
}

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// lists reads everybody's own lists, and has words resolved that mean something on an app: what one may not see is not found.
func (w *crawler) lists(t *testing.T) {
	for _, who := range crawlPeople {
		for _, l := range w.ownLists() {
			got := w.ask(t, person(who), l.method, l.path, l.body, nil, crawlTarget{})
			if got.Code == http.StatusForbidden {
				continue // the routes have been asked
			}
			var things []map[string]any
			if err := json.Unmarshal(got.Body.Bytes(), &things); err != nil {
				t.Fatalf("%s %s as %s: %v: %s", l.method, l.path, who, err, got.Body)
			}
			var have, want []string
			for _, thing := range things {
				have = append(have, w.nameIn(thing[l.member]))
			}
			for _, name := range l.all {
				if l.may(who, name) {
					want = append(want, name)
				}
			}
			slices.Sort(have)
			slices.Sort(want)
			if !slices.Equal(have, want) {
				t.Errorf("%s %s as %s: %v, the model says %v", l.method, l.path, who, have, want)
			}
		}
		for i, app := range sorted(crawlApps) {
			if w.soak || i == w.turn%len(crawlApps) {
				w.resolve(t, who, app)
			}
		}
	}
}

// resolve asks what the words for an app's add-on mean.
func (w *crawler) resolve(t *testing.T, who, app string) {
	t.Helper()
	for path, body := range map[string]string{
		"/actions/addons/resolve":            fmt.Sprintf(`{"addon":"addon-of-%s"}`, app),
		"/actions/addon-attachments/resolve": fmt.Sprintf(`{"addon_attachment":%q}`, w.ids["attachment "+app]),
	} {
		want := http.StatusOK
		if !crawlMay(who, access.AppAddonsRead, app) {
			want = http.StatusNotFound
		}
		if got := w.ask(t, person(who), "POST", path, body, nil, crawlTarget{}); got.Code != want {
			t.Errorf("POST %s %s as %s: %d %s, the model says %d", path, body, who, got.Code, got.Body, want)
		}
	}
}

// nameIn is the name of an app, or the value itself.
func (w *crawler) nameIn(value any) string {
	ref, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	for name := range crawlApps {
		if w.ids["app "+name] == ref["id"] {
			return name
		}
	}
	return fmt.Sprint(ref["id"])
}

// TestSharedListsAreOfOneTeam reads the lists that are kept encoded, of two teams that are alike in all but their names and people: neither
// is answered with the other's.
func TestSharedListsAreOfOneTeam(t *testing.T) {
	w := newFileWorld(t, `
users: [{email: amy@people.test, token: HRKU-amy}, {email: ben@people.test, token: HRKU-ben}]
teams:
  - {name: first, type: enterprise, members: [{email: amy@people.test, role: admin}], apps: [{name: app-of-amy}]}
  - {name: second, type: enterprise, members: [{email: ben@people.test, role: admin}], apps: [{name: app-of-ben}]}
`, time.Now, slog.New(slog.DiscardHandler))
	for _, list := range []string{"members", "permissions"} {
		for _, c := range []struct{ team, mine, theirs string }{{"first", "amy", "ben"}, {"second", "ben", "amy"}, {"first", "amy", "ben"}} {
			got := w.send("HRKU-"+c.mine, http.MethodGet, &url.URL{Path: "/teams/" + c.team + "/" + list}, "", nil)
			if text := got.Body.String(); got.Code != http.StatusOK || !strings.Contains(text, c.mine) || strings.Contains(text, c.theirs) {
				t.Errorf("the %s of %s: %d %s", list, c.team, got.Code, text)
			}
		}
	}
}

package server

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// crawlToken is the token of somebody in the seed file.
func crawlToken(who string) string { return "HRKU-secret-token-of-" + who }

// crawler is the world of the crawler, with what its setup learned: ids, and tokens that are not worth what the seed's are.
type crawler struct {
	*fileWorld
	ids    map[string]string // "slug shopfront" and the like
	tokens map[string]string // by what is the matter with them
	log    *bytes.Buffer
	leaks  map[string]func(who string) bool // words, and who may read them
	turn   int                              // whose turn it is, of those who are alike
	soak   bool                             // nobody and nothing is left out
	since  time.Time                        // when the world was made, a month ago (UTC)
}

// newCrawler makes the world: the seed file, then over the API what no seed file can make.
func newCrawler(t *testing.T) *crawler {
	t.Helper()
	now := time.Now()
	made := now.UTC()
	log := &bytes.Buffer{}
	w := &crawler{since: made, ids: map[string]string{}, tokens: map[string]string{"an unknown": "HRKU-nobody-has-this-token"}, log: log, soak: os.Getenv("SOAK") != "", turn: rand.N(1000)}
	w.fileWorld = newFileWorld(t, crawlSeed(), func() time.Time { return now }, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	w.makeSpaces()
	for _, name := range slices.Sorted(maps.Keys(crawlPipelines)) {
		p := crawlPipelines[name]
		owner := object{"type": "team", "id": p.team}
		if p.owner != "" {
			owner = object{"type": "user", "id": "~"}
		}
		w.make(w.boss(p.team, p.owner), "POST", "/pipelines", object{"name": name, "owner": owner})
	}
	for _, name := range slices.Sorted(maps.Keys(crawlApps)) {
		w.furnish(name)
	}
	w.make("ada", "POST", "/addon-attachments", object{"addon": "addon-of-shopfront", "app": "strongroom", "name": "SHARED"})
	w.ids["transfer"] = w.make("own", "POST", "/account/app-transfers", object{"app": "hobbyhorse", "recipient": crawlEmail("fri")})
	w.ids["invitation"] = w.make("kim", "PUT", "/teams/clubhouse/invitations", object{"email": crawlEmail("ivy"), "role": "member"})
	for _, who := range []string{"ada", "sam"} {
		w.ids["authorization "+who] = w.first(who, "/oauth/authorizations", "id")
	}
	for _, name := range slices.Sorted(maps.Keys(crawlTeams)) {
		w.signOn(w.boss(name, ""), "/teams/", name)
		w.ids["feature "+name] = w.first(w.boss(name, ""), "/teams/"+name+"/features", "name")
	}
	w.make("una", "PATCH", "/enterprise-accounts/umbracorp", object{"name": "umbracorp"})
	for name := range crawlTeams {
		w.ids["team "+name] = w.one(w.boss(name, ""), "/teams/"+name, "id")
	}
	for name, manager := range map[string]string{"acmecorp": "eve", "umbracorp": "una"} {
		w.ids["account "+name] = w.one(manager, "/enterprise-accounts/"+name, "id")
		w.signOn(manager, "/enterprise-accounts/", name)
	}
	w.makeTokens()
	now = now.AddDate(0, 0, 32)
	w.keep()
	w.leaks = w.secrets()
	return w
}

// boss is who sets up what a team, or a person, owns.
func (w *crawler) boss(team, owner string) string {
	for who, role := range crawlTeams[team].roles {
		if role == access.Admin {
			return who
		}
	}
	return owner
}

// signOn gives a team or an enterprise account an identity provider.
func (w *crawler) signOn(boss, path, name string) {
	w.ids["provider "+name] = w.make(boss, "POST", path+name+"/identity-providers", object{
		"certificate": crawlCertificate, "entity_id": "https://idp-of-" + name + ".test", "sso_target_url": "https://idp-of-" + name + ".test/login",
	})
}

func (w *crawler) makeSpaces() {
	for _, name := range slices.Sorted(maps.Keys(crawlSpaces)) {
		boss := w.boss(crawlSpaces[name], "")
		w.make(boss, "POST", "/spaces", object{"name": name, "team": crawlSpaces[name]})
		w.ids["ruleset "+name] = w.first(boss, "/spaces/"+name+"/inbound-rulesets", "id")
		if who := crawlCreators[name]; who != "" {
			w.make(boss, "PATCH", "/spaces/"+name+"/members/"+crawlEmail(who), object{"permissions": []object{{"name": access.SpaceCreateApps}}})
		}
	}
	for name, a := range crawlApps {
		if a.space != "" {
			w.make(a.boss, "POST", "/teams/apps", object{"name": name, "space": a.space, "locked": a.locked})
			w.make(a.boss, "POST", "/apps/"+name+"/addons", object{"plan": "scheduler:standard", "name": "addon-of-" + name})
		}
	}
}

// furnish gives an app one of everything that an app can have.
func (w *crawler) furnish(app string) {
	boss, path := crawlApps[app].boss, "/apps/"+app
	w.make(boss, "PATCH", path+"/config-vars", object{"SECRET": "config-of-" + app})
	w.make(boss, "PUT", path+"/buildpack-installations", object{"updates": []object{{"buildpack": "https://user:packkey-of-" + app + "@code.test/pack"}}})
	w.ids["build "+app] = w.make(boss, "POST", path+"/builds", object{"source_blob": object{"url": "https://user:codekey-of-" + app + "@code.test/source"}})
	w.ids["slug "+app] = w.make(boss, "POST", path+"/slugs", object{"process_types": object{"web": "run"}})
	w.ids["domain "+app] = w.make(boss, "POST", path+"/domains", object{"hostname": app + ".example.test", "sni_endpoint": nil})
	w.ids["drain "+app] = w.make(boss, "POST", path+"/log-drains", object{"url": "https://" + app + ".example.test/drain-of-" + app}) // the trail tells the host
	w.ids["coupling "+app] = w.make(boss, "POST", "/pipeline-couplings", object{"app": app, "pipeline": crawlApps[app].pipeline, "stage": "staging"})
	w.ids["app "+app] = w.one(boss, path, "id")
	w.ids["release "+app] = w.first(boss, path+"/releases", "id")
	w.ids["dyno "+app] = w.first(boss, path+"/dynos", "id")
	w.ids["attachment "+app] = w.first(boss, path+"/addon-attachments", "id")
}

// makeTokens makes tokens of ada that are worth less than her own: of a narrow scope, expired, revoked.
func (w *crawler) makeTokens() {
	for _, scope := range access.ScopeNames {
		_, w.tokens[scope] = w.makeToken(object{"scope": []string{scope}})
	}
	_, w.tokens["an expired"] = w.makeToken(object{"expires_in": 60})
	id, revoked := w.makeToken(object{})
	w.tokens["a revoked"] = revoked
	w.make("ada", "DELETE", "/oauth/authorizations/"+id, nil)
}

func (w *crawler) makeToken(body object) (id, token string) {
	var made struct {
		ID          string `json:"id"`
		AccessToken struct {
			Token string `json:"token"`
		} `json:"access_token"`
	}
	w.decode(w.call("ada", "POST", "/oauth/authorizations", body), &made)
	return made.ID, made.AccessToken.Token
}

// call makes a request of the setup, which has to succeed.
func (w *crawler) call(who, method, path string, body any) []byte {
	w.t.Helper()
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			w.t.Fatal(err)
		}
	}
	got := w.send(crawlToken(who), method, &url.URL{Path: path}, string(text), nil)
	if got.Code >= http.StatusMultipleChoices {
		w.t.Fatalf("%s %s as %s: %d %s", method, path, who, got.Code, got.Body)
	}
	return got.Body.Bytes()
}

func (w *crawler) decode(text []byte, into any) {
	w.t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		w.t.Fatalf("%s: %v", text, err)
	}
}

// make makes something and tells its id, if it has one.
func (w *crawler) make(who, method, path string, body any) string {
	w.t.Helper()
	var made any
	w.decode(w.call(who, method, path, body), &made)
	if m, ok := made.(map[string]any); ok {
		id, _ := m["id"].(string)
		return id
	}
	return ""
}

// first tells a member of the first thing in a list.
func (w *crawler) first(who, path, member string) string {
	w.t.Helper()
	var list []map[string]any
	w.decode(w.call(who, "GET", path, nil), &list)
	if len(list) == 0 {
		w.t.Fatalf("GET %s as %s: an empty list", path, who)
	}
	value, _ := list[0][member].(string)
	return value
}

// one tells a member of one thing.
func (w *crawler) one(who, path, member string) string {
	w.t.Helper()
	var thing map[string]any
	w.decode(w.call(who, "GET", path, nil), &thing)
	value, _ := thing[member].(string)
	return value
}

// secrets are the words that give something away, and who may read them: names, addresses of people, and what only some
// permissions open.
func (w *crawler) secrets() map[string]func(string) bool {
	leaks := map[string]func(string) bool{}
	for name := range crawlTeams {
		leaks[name] = func(who string) bool {
			return crawlMay(who, access.TeamRead, name) || who == "ivy" && name == "clubhouse"
		}
	}
	for name, a := range crawlApps {
		may := func(action access.Action) func(string) bool {
			return func(who string) bool { return crawlMay(who, action, name) }
		}
		// An attachment names its add-on and the app that pays for it, to everybody who may list the add-ons of the other app.
		shared := func(who string) bool { return name == "shopfront" && crawlMay(who, access.AppAddonsRead, "strongroom") }
		leaks["config-of-"+name] = may(access.AppConfigRead)
		leaks["packkey-of-"+name], leaks["codekey-of-"+name] = may(access.AppSlugsRead), may(access.AppSlugsRead)
		leaks["drain-of-"+name] = may(access.AppLogDrainsRead)
		leaks["addon-of-"+name] = func(who string) bool { return crawlMay(who, access.AppAddonsRead, name) || shared(who) }
		leaks[name] = func(who string) bool {
			return crawlMay(who, access.AppRead, name) || a.team != "" && access.ListsApp(crawlOnApp(name, who), crawlObject(access.App, name)) || shared(who)
		}
	}
	for name := range crawlSpaces {
		leaks[name] = func(who string) bool {
			for app, a := range crawlApps {
				if a.space == name && crawlMay(who, access.AppRead, app) {
					return true
				}
			}
			return crawlMay(who, access.SpaceRead, name)
		}
	}
	for name := range crawlAccounts {
		leaks["idp-of-"+name] = func(who string) bool { return crawlMay(who, access.EnterpriseAccountIdentityProvidersRead, name) }
	}
	for name := range crawlPipelines {
		leaks[name] = func(who string) bool { return crawlMay(who, access.PipelineRead, name) }
	}
	for _, whose := range crawlPeople {
		leaks[crawlEmail(whose)] = func(who string) bool { return crawlKnows(who, whose) }
	}
	return leaks
}

// crawlKnows reports whether two people meet anywhere: the same one, in an account, in a team or on one of its apps, or on a personal app.
func crawlKnows(one, other string) bool {
	in := func(team, who string) bool {
		s := crawlOnTeam(team, who)
		return s.Role != access.NoRole || s.Collaborator || team == "clubhouse" && who == "ivy"
	}
	for name := range crawlTeams {
		if in(name, one) && in(name, other) {
			return true
		}
	}
	for name := range crawlAccounts {
		if crawlOnAccount(name, one).Account != 0 && crawlOnAccount(name, other).Account != 0 {
			return true
		}
	}
	on := func(who string) bool { return who == "own" || who == "fri" }
	return one == other || on(one) && on(other)
}

// nothing that exists has this id or name.
const crawlNone = "no-such-thing"

func crawlPath(pattern string, params map[string]string) (string, []string) {
	parts, unknown := strings.Split(pattern, "/"), []string(nil)
	for i, part := range parts {
		name, ok := strings.CutPrefix(part, "{")
		if !ok {
			continue
		}
		value, known := params[strings.TrimSuffix(name, "}")]
		if !known {
			unknown = append(unknown, part)
		}
		parts[i] = value
	}
	path := strings.Join(parts, "/")
	if at := slices.Index(parts, "usage"); at > 0 && at+1 < len(parts) { // by day or by month
		path += "?start=" + params[parts[at+1]]
	}
	return path, unknown
}

var crawlNoID = uuid.NewString()

package drift_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/drift"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/export"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

type object = map[string]any

// world is a control plane whose every team is under Terraform, and the state of that.
type world struct {
	*mockapitest.Server
	state *planfile.File
}

// initech is where the identity provider of an enterprise account is.
const initech = "/enterprise-accounts/initech/identity-providers"

// provider is its id.
func (w *world) provider(t *testing.T) string {
	t.Helper()
	list, err := w.as(t, w.URL).ListAccountIdentityProviders(t.Context(), "initech")
	if err != nil || len(list) != 1 {
		t.Fatal(err, list)
	}
	return list[0].ID
}

// account is the id of the enterprise account that has it.
func (w *world) account(t *testing.T) string {
	t.Helper()
	account, err := w.as(t, w.URL).GetEnterpriseAccount(t.Context(), "initech")
	if err != nil {
		t.Fatal(err)
	}
	return account.ID
}

// adopted puts the world of the tests under Terraform.
func adopted(t *testing.T, exclusive bool) *world {
	t.Helper()
	w := &world{Server: mockapitest.Start(t, acctest.World)}
	w.do(t, "POST", initech, object{"certificate": mockapitest.Certificate(t, time.Now()), "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in"})
	o, err := organization.Read(t.Context(), w.as(t, w.URL), organization.Choice{All: true})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := export.Write(o, export.Options{Exclusive: exclusive})
	tf := acctest.NewTerraform(t)
	tf.Write(t, acctest.Provider(w.URL, acctest.Admin))
	for _, f := range files {
		tf.WriteFile(t, f.Name, f.Text)
	}
	if printed, ok := tf.Run(t, "apply", "-auto-approve"); !ok {
		t.Fatal(printed)
	}
	if w.state, err = planfile.Read(bytes.NewReader(tf.Show(t))); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) as(t *testing.T, url string) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{URL: url, Token: acctest.Admin, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// do changes something behind the state's back, and returns whether it was possible.
func (w *world) do(t *testing.T, method, path string, body any) bool {
	t.Helper()
	status, raw := w.Do(t, acctest.Admin, method, path, body)
	if status >= http.StatusInternalServerError {
		t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	return status < http.StatusMultipleChoices
}

// compare compares as the command does, which is a new program each time.
func (w *world) compare(t *testing.T, url string, options drift.Options) *drift.Report {
	t.Helper()
	options.Now = time.Now()
	if options.Since.IsZero() {
		options.Since = options.Now
	}
	options.Unmanaged = true
	r, err := drift.Compare(t.Context(), w.as(t, url), w.state, options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines writes findings down, a line for each.
func lines(r *drift.Report) (all []string) {
	for _, f := range r.Findings {
		text := fmt.Sprintf("%s %s", f.Kind, f.What)
		for _, d := range f.Differences {
			text += fmt.Sprintf(" %s %s->%s", d.Attribute, d.State, d.Live)
		}
		if f.Has != "" {
			text += " has " + f.Has
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

func same(t *testing.T, when string, got, want []string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant:\n%s", when, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Each kind of change, with who made it.
func TestAccCompare(t *testing.T) {
	t.Parallel()
	w := adopted(t, false)
	same(t, "untouched", lines(w.compare(t, w.URL, drift.Options{})), nil)
	few := &world{w.Server, &planfile.File{Objects: slices.DeleteFunc(slices.Clone(w.state.Objects), func(o planfile.Object) bool { return o.Address != "herokuenterprise_identity_provider.initech" })}}
	same(t, "an account of which the state has no members", lines(few.compare(t, w.URL, drift.Options{})), nil)
	if r := few.compare(t, w.URL, drift.Options{}); r.Objects != 1 || !slices.Equal(r.Accounts, []string{"initech"}) {
		t.Errorf("looked at %d objects in %v", r.Objects, r.Accounts)
	}
	for _, change := range []struct {
		method, path string
		body         any
	}{
		{"PATCH", "/teams/acme-widgets/members", object{"email": "kim@acme.test", "role": "member"}},
		{"PUT", "/teams/acme-widgets/members", object{"email": "ann@acme.test", "role": "admin"}},
		{"DELETE", "/teams/acme-widgets/members/joe@acme.test", nil},
		{"PATCH", "/teams/apps/website-prod", object{"locked": false}},
		{"PATCH", "/teams/apps/website-prod/collaborators/jill@creative.test", object{"permissions": []string{"manage"}}},
		{"PATCH", "/apps/website-prod", object{"name": "website"}},
		{"DELETE", "/apps/website-staging", nil},
		{"PATCH", "/teams/acme-labs", object{"name": "acme-lab"}},
		{"PATCH", "/teams/acme-widgets/preferences", object{"default-permission": "member", "addons-controls": false}},
		{"DELETE", "/teams/acme-widgets/allowed-addon-services/papertrail", nil},
		{"PUT", "/spaces/acme-dmz/inbound-ruleset", object{"rules": []object{{"action": "allow", "source": "198.51.100.0/24"}}}},
		{"PATCH", "/spaces/acme-dmz", object{"name": "acme-lan"}},
		{"PATCH", "/enterprise-accounts/acme/members/kim@acme.test", object{"permissions": []string{"billing"}}},
		{"PATCH", initech + "/" + w.provider(t), object{"entity_id": "urn:other"}},
		{"POST", "/teams/apps", object{"name": "new-app", "team": "acme-lab", "locked": true}},
	} {
		if !w.do(t, change.method, change.path, change.body) {
			t.Errorf("%s %s is not possible", change.method, change.path)
		}
	}
	r := w.compare(t, w.URL, drift.Options{})
	same(t, "everything", lines(r), []string{
		"changed kim@acme.test in the team acme-widgets role viewer->member",
		"unmanaged ann@acme.test in the team acme-widgets has admin",
		"missing joe@acme.test in the team acme-widgets",
		"missing joe@acme.test on the app website",
		"missing joe@acme.test on the private space acme-lan",
		"missing the lock of the app website",
		"changed jill@creative.test on the app website permissions deploy, view->manage, view",
		"changed the app website-prod name website-prod->website",
		"missing the app website-staging",
		"changed the team acme-labs name acme-labs->acme-lab",
		"changed the team acme-widgets default_role viewer->member",
		"missing papertrail on the add-on allowlist of the team acme-widgets",
		"changed the trusted IP ranges of the private space acme-lan ranges 0.0.0.0/0->198.51.100.0/24",
		"changed the private space acme-dmz name acme-dmz->acme-lan",
		"changed kim@acme.test in the enterprise account acme permissions view->billing, view",
		"changed the identity provider of the enterprise account initech entity_id urn:idp->urn:other",
		"unmanaged ada@acme.test on the app new-app has deploy, manage, operate, view",
		"unmanaged the lock of the app new-app",
	})
	for _, f := range r.Findings {
		if len(f.Events) == 0 || f.Events[0].Actor != "ada@acme.test" || f.Events[0].From != "127.0.0.1" || f.Events[0].At == "" {
			t.Errorf("%s %s: %+v", f.Kind, f.What, f.Events)
		}
		if (f.Kind == drift.Unmanaged) != (f.Address == "") || (f.Kind == drift.Unmanaged) != (f.ImportID != "") {
			t.Errorf("%+v", f)
		}
	}
	unmanaged := slices.DeleteFunc(lines(w.compare(t, w.URL, drift.Options{Except: []string{"ANN@acme.test", "ada@acme.test"}})), func(l string) bool { return !strings.HasPrefix(l, "unmanaged") })
	same(t, "exceptions", unmanaged, []string{"unmanaged the lock of the app new-app"})
	w.elsewhere(t)
	w.halves(t)
}

// elsewhere looks for an app that was transferred.
func (w *world) elsewhere(t *testing.T) {
	t.Helper()
	if !w.do(t, "PATCH", "/teams/apps/website", object{"owner": "acme-lab"}) {
		t.Error("no transfer")
	}
	got := strings.Join(lines(w.compare(t, w.URL, drift.Options{})), "\n")
	for _, want := range []string{"changed the app website-prod name website-prod->website team acme-widgets->acme-lab", "changed jill@creative.test on the app website permissions deploy, view->manage, view"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
}

// halves asks an API that does not tell everything: what is not known is not missing.
func (w *world) halves(t *testing.T) {
	t.Helper()
	proxy := acctest.NewProxy(t, w.URL)
	whole := lines(w.compare(t, proxy.URL, drift.Options{}))
	for end, lost := range map[string]string{
		"/allowed-addon-services": "add-on allowlist", "/identity-providers": "identity provider", "/events": "", "/preferences": "default_role", "/inbound-ruleset": "trusted IP",
		"/spaces": "private space", "/enterprise-accounts/acme/members": "in the enterprise account",
	} {
		path := end
		if account := "/enterprise-accounts/acme/members"; end == account {
			path = "/members"
		}
		proxy.Fail(func(r *http.Request) (int, string) {
			if strings.HasSuffix(r.URL.Path, path) && (end == path || strings.HasPrefix(r.URL.Path, "/enterprise-accounts/")) {
				return http.StatusForbidden, `{"id":"forbidden","message":"Not for you."}`
			}
			return 0, ""
		})
		r := w.compare(t, proxy.URL, drift.Options{})
		want := slices.DeleteFunc(slices.Clone(whole), func(l string) bool { return lost != "" && strings.Contains(l, lost) })
		same(t, end, lines(r), want)
		if len(r.Gaps) == 0 || !strings.Contains(strings.Join(r.Gaps, ""), "Not for you.") {
			t.Errorf("%s: %q", end, r.Gaps)
		}
	}
	proxy.Fail(nil)
	proxy.Answer("GET", "/enterprise-accounts/"+w.account(t)+"/identity-providers", http.StatusNotFound, `{"id":"not_found","message":"Not here."}`)
	without := func(o planfile.Object) bool { return o.Address == "herokuenterprise_identity_provider.initech" }
	const staff = `{"id":"x","enterprise_account":"initech","enterprise_account_id":%q,"user_id":"x","email":"ada@acme.test","permissions":["view"]}`
	rest := append(slices.DeleteFunc(slices.Clone(w.state.Objects), without), planfile.Object{
		Mode: "managed", Type: planfile.Prefix + "enterprise_account_member", Address: "x", Values: fmt.Appendf(nil, staff, w.account(t)),
	})
	for state, gaps := range map[*planfile.File]int{w.state: 1, {Objects: rest}: 0} {
		if r := (&world{w.Server, state}).compare(t, proxy.URL, drift.Options{}); len(r.Gaps) != gaps || !slices.Contains(r.Accounts, "initech") {
			t.Errorf("an account's identity provider that the API lacks: %q, want %d of %v", r.Gaps, gaps, r.Accounts)
		}
	}
}

// model is who may do what, as the test knows it.
type model struct {
	roles, account map[string]string            // by address
	grants         map[string]map[string]string // by app and address
	locked         map[string]bool
	space          map[string]string
}

func newModel() *model {
	return &model{
		roles:   map[string]string{"ada@acme.test": "admin", "joe@acme.test": "member", "kim@acme.test": "viewer"},
		account: map[string]string{"ada@acme.test": "billing, create, manage, view", "joe@acme.test": "view", "kim@acme.test": "view"},
		grants:  map[string]map[string]string{"website-prod": {"jill@creative.test": "deploy, view", "joe@acme.test": "operate, view"}, "website-staging": {}},
		locked:  map[string]bool{"website-prod": true},
		space:   map[string]string{"joe@acme.test": "create_apps"},
	}
}

// step makes one random change, in the API and in the model.
func (m *model) step(t *testing.T, w *world, r *rand.Rand) string {
	t.Helper()
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	who, app := pick("ann@acme.test", "ben@acme.test", "kim@acme.test", "jill@creative.test", "joe@acme.test"), pick("website-prod", "website-staging")
	switch what := r.IntN(7); what {
	case 0:
		role := pick("member", "viewer", "admin")
		if who == "joe@acme.test" { // who may create apps in the space, as a viewer could not
			role = "member"
		}
		if w.do(t, "PUT", "/teams/acme-widgets/members", object{"email": who, "role": role}) {
			m.roles[who] = role
			if m.account[who] == "" {
				m.account[who] = "view"
			}
		}
		return who + " " + role
	case 1:
		if w.do(t, "DELETE", "/teams/acme-widgets/members/"+who, nil) {
			delete(m.roles, who)
			delete(m.space, who)
			for _, grants := range m.grants {
				delete(grants, who)
			}
		}
		return who + " leaves"
	case 2, 3:
		list := []string{"view", pick("deploy", "operate", "manage")}
		if m.grants[app][who] != "" && w.do(t, "PATCH", "/teams/apps/"+app+"/collaborators/"+who, object{"permissions": list}) ||
			m.grants[app][who] == "" && w.do(t, "POST", "/teams/apps/"+app+"/collaborators", object{"user": who, "permissions": list}) {
			slices.Sort(list)
			m.grants[app][who] = strings.Join(list, ", ")
		}
		return fmt.Sprint(who, list, app)
	case 4:
		if w.do(t, "DELETE", "/teams/apps/"+app+"/collaborators/"+who, nil) {
			delete(m.grants[app], who)
		}
		return who + " off " + app
	case 5:
		m.locked[app] = !m.locked[app]
		if !w.do(t, "PATCH", "/teams/apps/"+app, object{"locked": m.locked[app]}) {
			t.Error("no lock")
		}
		return "lock " + app
	default:
		if w.do(t, "PATCH", "/enterprise-accounts/acme/members/"+who, object{"permissions": []string{"view", "billing"}}) {
			m.account[who] = "billing, view"
		}
		return who + " billing"
	}
}

// differ lists what has become different between two models.
func (m *model) differ(now *model, exclusive bool) (want []string) {
	people := func(attribute, where string, before, after map[string]string) {
		for who, had := range before {
			if has, there := after[who]; !there {
				want = append(want, "missing "+who+where)
			} else if has != had {
				want = append(want, fmt.Sprintf("changed %s%s %s %s->%s", who, where, attribute, had, has))
			}
		}
		for who, has := range after {
			if _, had := before[who]; !had && (exclusive || attribute != "permissions" || has != access.AccountView.Names()[0] || !strings.Contains(where, "account")) {
				want = append(want, "unmanaged "+who+where+" has "+has)
			}
		}
	}
	people("role", " in the team acme-widgets", m.roles, now.roles)
	people("permissions", " in the enterprise account acme", m.account, now.account)
	people("permissions", " on the private space acme-dmz", m.space, now.space)
	for _, app := range slices.Sorted(maps.Keys(m.grants)) {
		people("permissions", " on the app "+app, m.grants[app], now.grants[app])
		if m.locked[app] && !now.locked[app] {
			want = append(want, "missing the lock of the app "+app)
		}
		if !m.locked[app] && now.locked[app] {
			want = append(want, "unmanaged the lock of the app "+app)
		}
	}
	return want
}

// Whatever is changed behind a state's back is found, and nothing else is; whether the state has people one by one or in lists. SOAK makes
// it many changes.
func TestAccRandomChanges(t *testing.T) {
	steps := 20
	if os.Getenv("SOAK") != "" {
		steps = 500
	}
	for _, exclusive := range []bool{false, true} {
		t.Run(fmt.Sprintf("exclusive %t", exclusive), func(t *testing.T) {
			t.Parallel()
			w := adopted(t, exclusive)
			r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // not a secret
			now, found := newModel(), map[drift.Kind]int{}
			for n := range steps {
				step := now.step(t, w, r)
				report := w.compare(t, w.URL, drift.Options{})
				same(t, fmt.Sprintf("step %d, %s", n, step), lines(report), newModel().differ(now, exclusive))
				for _, f := range report.Findings {
					found[f.Kind]++
				}
				if t.Failed() {
					return
				}
			}
			t.Logf("%d changes: %v", steps, found)
			if found[drift.Changed]*found[drift.Missing]*found[drift.Unmanaged] == 0 {
				t.Error("the changes were not of every kind")
			}
		})
	}
}

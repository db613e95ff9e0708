package provider_test

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// faulty is a world in which the terraform program runs.
type faulty struct {
	*world
	*acctest.Terraform
}

func startFaulty(t *testing.T) *faulty {
	t.Helper()
	return &faulty{start(t), acctest.NewTerraform(t)}
}

// edition writes the configuration of the company, with the number of retries.
func (f *faulty) edition(t *testing.T, second bool, retries string) {
	t.Helper()
	f.Write(t, strings.Replace(acctest.Provider(f.URL, acctest.Admin), "max_retries = 1", "max_retries = "+retries, 1)+company(second))
}

// expect runs a command that says something, and looks whether the state agrees with the control plane afterwards.
func (f *faulty) expect(t *testing.T, ok bool, says []string, arguments ...string) {
	t.Helper()
	printed, succeeded := f.Run(t, arguments...)
	if succeeded != ok {
		t.Errorf("%v: %s", arguments, printed)
	}
	for _, words := range says {
		if !strings.Contains(printed, words) {
			t.Errorf("%v does not say %q: %s", arguments, words, printed)
		}
	}
	if arguments[0] != "plan" {
		f.agree(t, strings.Join(arguments, " "), f.State(t))
	}
}

// What the storm throws, in turns: refusals, an API that is down, connections that break before and in the middle of an answer, half
// answers.
var storm = []acctest.Fault{
	{Status: http.StatusTooManyRequests, Body: `{"id":"rate_limit","message":"Slow down."}`, Header: http.Header{"Retry-After": {"1"}}},
	{Status: http.StatusServiceUnavailable, Body: "<html>Back soon.</html>"},
	{Drop: true},
	{Cut: true},
	{Truncate: true},
}

// In a storm in which every fifth call fails, everything is made, changed and removed as if there were none.
func TestAccStorm(t *testing.T) {
	f := startFaulty(t)
	var calls, thrown atomic.Int64
	blow := func(*http.Request) acctest.Fault {
		if calls.Add(1)%5 != 0 {
			return acctest.Fault{}
		}
		return storm[thrown.Add(1)%int64(len(storm))]
	}
	f.Meddle(blow)
	f.edition(t, false, "10")
	f.expect(t, true, []string{"Resources: 11 added, 0 changed, 0 destroyed."}, "apply", "-auto-approve")
	f.edition(t, true, "10")
	f.expect(t, true, []string{"Resources: 3 added, 3 changed, 3 destroyed."}, "apply", "-auto-approve")
	f.expect(t, true, []string{"11 destroyed."}, "apply", "-destroy", "-auto-approve")
	f.Meddle(nil)
	if status, answer := f.server.Do(t, acctest.Admin, http.MethodGet, "/teams/acme-fault", nil); status != http.StatusNotFound {
		t.Errorf("the team is left behind: %s", answer)
	}
	t.Logf("%d faults in %d calls", thrown.Load(), calls.Load())
}

// to makes a fault of the calls with a method, whose path ends in a certain way.
func to(method, end string, fault acctest.Fault) func(*http.Request) acctest.Fault {
	return func(r *http.Request) acctest.Fault {
		if r.Method == method && strings.HasSuffix(r.URL.Path, end) {
			return fault
		}
		return acctest.Fault{}
	}
}

// one is the first fault that one of several makes of a call.
func one(list ...func(*http.Request) acctest.Fault) func(*http.Request) acctest.Fault {
	return func(r *http.Request) acctest.Fault {
		for _, fault := range list {
			if f := fault(r); f.Status != 0 || f.Drop || f.Cut || f.Truncate || f.Change != nil || f.Header != nil {
				return f
			}
		}
		return acctest.Fault{}
	}
}

// Faults that last longer than the provider tries: the run stops with an error for each object, the state has nothing that is not
// there, and the next run finishes.
func TestAccFaultsThatLast(t *testing.T) {
	f := startFaulty(t)
	f.edition(t, false, "1")
	f.Meddle(one(
		to(http.MethodPut, "/members", acctest.Fault{Truncate: true}), // carried out
		to(http.MethodPost, "/collaborators", acctest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}}),
		to(http.MethodPost, "/allowed-addon-services", acctest.Fault{Status: http.StatusServiceUnavailable}),
	))
	f.expect(t, false, []string{
		"Error: Could not create team member with herokuenterprise_team_member.ann,", "Error: Could not create team member with herokuenterprise_team_member.ben,",
		"PUT /teams/", "the answer breaks off in the middle",
		"Error: Could not create app access with herokuenterprise_app_access.jill,", "429 Too Many Requests", "a longer request_timeout will help",
		"Error: Could not create allowed addon service with herokuenterprise_allowed_addon_service.x,", "503 Service Unavailable",
	}, "apply", "-auto-approve")

	f.Meddle(one(
		to(http.MethodPost, "/collaborators", acctest.Fault{Drop: true}), // carried out, which a look shows
		to(http.MethodPost, "/allowed-addon-services", acctest.Fault{Cut: true}),
	))
	f.expect(t, true, []string{"Apply complete!"}, "apply", "-auto-approve")
	f.Meddle(nil)
	f.expect(t, true, []string{"No changes."}, "plan")

	// A list that shows people as they are not is doubted; one that leads in a circle is named.
	var asked atomic.Int64
	f.Meddle(to(http.MethodGet, "/members", acctest.Fault{Change: func(body []byte) []byte {
		if asked.Add(1) == 1 {
			return bytes.ReplaceAll(body, []byte(`"role":"member"`), []byte(`"role":"viewer"`))
		}
		return body
	}}))
	f.expect(t, true, []string{"No changes."}, "plan")
	if asked.Load() != 2 {
		t.Errorf("the members were read %d times", asked.Load())
	}
	f.Meddle(to(http.MethodGet, "/permissions", acctest.Fault{Header: http.Header{"Next-Range": {"id ..; max=1000"}}}))
	f.expect(t, false, []string{"Error: Could not read app access with herokuenterprise_app_access.ann,", "/permissions: "}, "plan")

	// A change that gets half-way: what was done is known, the rest comes with the next run.
	f.edition(t, true, "0")
	f.Write(t, strings.NewReplacer(`"acme-fault"`, `"acme-better"`, `default_role       = "viewer"`, `default_role       = "member"`).Replace(
		acctest.Provider(f.URL, acctest.Admin)+company(false)))
	f.Meddle(to(http.MethodPatch, "/preferences", acctest.Fault{Status: http.StatusServiceUnavailable}))
	f.expect(t, false, []string{"Error: Could not update team with herokuenterprise_team.x,"}, "apply", "-auto-approve")
	f.Meddle(nil)
	f.expect(t, true, []string{"0 added, 1 changed, 0 destroyed"}, "apply", "-auto-approve")
}

// Of a new app nobody can tell whether a request whose answer was lost has made it, if it cannot be looked for either. The error says
// what to do, and that helps.
func TestAccFaultOrphan(t *testing.T) {
	if os.Getenv("SOAK") == "" {
		t.Skip("takes SOAK=1")
	}
	f := startFaulty(t)
	f.edition(t, false, "1")
	unseen := acctest.Fault{Status: http.StatusServiceUnavailable}
	f.Meddle(one(to(http.MethodPost, "/teams/apps", acctest.Fault{Drop: true}), to(http.MethodGet, "/apps/fault-web", unseen), to(http.MethodGet, "/apps/fault-job", unseen)))
	f.expect(t, false, []string{"Error: Could not create team app with herokuenterprise_team_app.web,", "It may exist all the same: look, and import it."}, "apply", "-auto-approve")
	f.Meddle(nil)
	f.expect(t, false, []string{"Error: Could not create team app with herokuenterprise_team_app.web,"}, "apply", "-auto-approve")
	for _, name := range []string{"web", "job"} {
		f.expect(t, true, nil, "import", "herokuenterprise_team_app."+name, "fault-"+name)
	}
	f.expect(t, true, []string{"Apply complete!"}, "apply", "-auto-approve")
	f.expect(t, true, []string{"No changes."}, "plan")
}

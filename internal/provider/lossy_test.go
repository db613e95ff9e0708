package provider_test

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// With LOSSY=1, or another number to draw by, the tests that drive the provider do so on a lossy path: the control plane fails by rules,
// and the way to it loses connections and answers. Each test applies once and expects what it expects of a good path. So a
// POST meets only what leaves it carried out; that one which was not is an error, which says so, is for TestAccLossy.

// suiteLosses are the losses of the suite.
var suiteLosses = acctest.Losses{Delay: 0.05, Cut: 0.03, Drop: 0.03}

// suiteRules are the faults of the suite.
var suiteRules = []string{
	"route=GET *,share=0.02,status=503",
	"route=GET *,share=0.02,cut=before",
	"route=PUT *,share=0.05,status=500",
	"route=PATCH *,share=0.05,status=502",
	"route=DELETE *,share=0.05,cut=before",
	"route=* *,share=0.02,cut=after",
	"route=* *,share=0.05,latency=10ms",
}

// exact are the tests that a lossy path has no place in, and why.
var exact = map[string]string{
	"TestAccAllowance": breaks, "TestAccFallback": breaks, "TestAccFaultOrphan": breaks, "TestAccFaultsThatLast": breaks, "TestAccStorm": breaks,
	"TestAccTeamDrift": breaks, "TestAccTeamPartialCreate": breaks,
	"TestAccAllowedAddonService": counts, "TestAccAppAccessAdopts": counts, "TestAccDestroyOrder": counts, "TestAccEffectiveAccess": counts, "TestAccLog": counts,
	"TestAccLogDebug": counts, "TestAccMoved": counts, "TestAccSpaceAccessWithoutList": counts, "TestAccStalePlan": counts, "TestAccTeamMemberInvited": counts, "TestAccTeamMembers": counts,
	"TestAccAllowedAddonServiceRefused": worded, "TestAccAppAccessRefused": worded, "TestAccTeamAppRefused": worded, "TestAccTeamRefused": worded,
	"TestAccProviderArguments":    "it chooses itself how often is tried",
	"TestAccTeamAppGeneratedName": "whether an app without a name of its own was made, nobody can tell",
}

// Why a test is exact.
const (
	breaks = "it breaks calls itself"
	counts = "it counts calls"
	worded = "it is about the words of a refusal, which may be lost"
)

// lossySeed is the number that losses are drawn by, of a test's own; empty says that the path is good.
func lossySeed(t *testing.T) (seed uint64, lossy bool) {
	t.Helper()
	number := os.Getenv("LOSSY")
	if number == "" {
		return 0, false
	}
	seed, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		t.Fatalf("LOSSY=%s is not a number to draw by, such as LOSSY=1", number)
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(t.Name()))
	return seed + hash.Sum64(), true
}

// startLossy starts a world at the end of a lossy path, as far as Terraform sees it; the test itself has a good one.
func startLossy(t *testing.T, seed uint64) *world {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	if why, ok := exact[name]; ok {
		t.Skip("not on a lossy path: " + why)
	}
	losses := suiteLosses
	losses.Seed = seed
	server := mockapitest.Start(t, acctest.World)
	proxy := acctest.NewProxy(t, server.Failing(t, seed, suiteRules...))
	proxy.URL = acctest.NewLossy(t, proxy.URL, losses).URL
	return &world{proxy, server}
}

// patient lets a provider block try as often as a lossy path takes.
func patient(block string) string {
	if os.Getenv("LOSSY") == "" {
		return block
	}
	return strings.Replace(block, "max_retries = 1", "max_retries = 10", 1)
}

// companies is [company] with a second team, in which everything is owned whole.
func companies(second bool) string {
	members, grants, services := `"ann@acme.test" = "member", "kim@acme.test" = "viewer"`, `"jill@creative.test" = ["view", "deploy"]`, `"heroku-postgresql", "papertrail"`
	if second {
		members, grants, services = `"ann@acme.test" = "admin", "ben@acme.test" = "member"`, `"jill@creative.test" = ["view"], "joe@acme.test" = ["operate", "view"]`, `"heroku-redis", "papertrail"`
	}
	return company(second) + fmt.Sprintf(`
		resource "herokuenterprise_team" "y" {
			name               = "acme-whole"
			enterprise_account = "acme"
			default_role       = "member"
		}
		resource "herokuenterprise_team_members" "y" {
			team         = herokuenterprise_team.y.id
			members      = { "ada@acme.test" = "admin", %s }
			max_removals = "100%%"
		}
		resource "herokuenterprise_team_app" "y" {
			team = herokuenterprise_team.y.id
			name = "whole-web"
		}
		resource "herokuenterprise_app_collaborators" "y" {
			app           = herokuenterprise_team_app.y.id
			collaborators = { %s }
			max_removals  = "100%%"
		}
		resource "herokuenterprise_addon_allowlist" "y" {
			team           = herokuenterprise_team.y.id
			addon_services = [%s]
		}`, members, grants, services)
}

// certain are losses that are not left to luck: the answer to the first POST of each kind is lost when it was carried out; the second one
// is lost before, of apps and of grants. (The rule about the second counts the first too.)
var certain = []string{
	"route=POST /enterprise-accounts/{account}/teams,times=1,cut=after",
	"route=POST /teams/{team}/allowed-addon-services,times=1,cut=after",
	"route=POST /teams/apps,times=1,cut=after",
	"route=POST /teams/apps,times=2,cut=before",
	"route=POST /teams/apps/{app}/collaborators,times=1,cut=after",
	"route=POST /teams/apps/{app}/collaborators,times=2,cut=before",
	"route=POST *,share=0.1,status=503",
	"route=DELETE *,share=0.1,cut=after",
	"route=GET *,share=0.02,status=500",
	"route=PUT *,share=0.1,cut=before",
}

// Two teams are made, changed and removed on a path that loses connections and answers, in as many runs as it takes. A run
// that fails names the objects that it failed with, and leaves no state that is not so. In the end everything is as it is written, and
// nothing was made twice.
func TestAccLossy(t *testing.T) {
	t.Parallel()
	seed, lossy := lossySeed(t)
	if !lossy {
		seed = 1
	}
	server := mockapitest.Start(t, acctest.World)
	path := acctest.NewLossy(t, server.Failing(t, seed, certain...), acctest.Losses{Refuse: 0.1, Delay: 0.05, Cut: 0.05, Drop: 0.05, Seed: seed})
	f := &faulty{&world{&acctest.Proxy{URL: path.URL}, server}, acctest.NewTerraform(t)}
	write := func(config string) {
		f.Write(t, strings.Replace(acctest.Provider(f.URL, acctest.Admin), "max_retries = 1", "max_retries = 10", 1)+config)
	}

	write(companies(false))
	if runs := f.converge(t, "apply", "-auto-approve"); runs == 1 {
		t.Error("the requests that were not carried out failed nothing")
	}
	f.expect(t, true, []string{"No changes."}, "plan")
	write(companies(true))
	f.converge(t, "apply", "-auto-approve")
	f.expect(t, true, []string{"No changes."}, "plan")
	f.converge(t, "apply", "-destroy", "-auto-approve")

	if left := f.State(t); len(left) > 0 {
		t.Errorf("the state has %v left", left)
	}
	for _, team := range []string{"acme-fault", "acme-whole"} {
		if status, answer := f.server.Do(t, acctest.Admin, http.MethodGet, "/teams/"+team, nil); status != http.StatusNotFound {
			t.Errorf("the team is left behind: %s", answer)
		}
	}
	f.madeOnce(t)
	if path.Lost() == 0 {
		t.Error("nothing was lost")
	}
}

// mostRuns is how often a command may fail before it is taken for one that never succeeds.
const mostRuns = 5

// converge repeats a command until it succeeds, and returns how many runs it took.
func (f *faulty) converge(t *testing.T, arguments ...string) int {
	t.Helper()
	for run := 1; run <= mostRuns; run++ {
		printed, ok := f.Run(t, arguments...)
		f.agree(t, fmt.Sprintf("run %d of %v", run, arguments), f.State(t))
		if ok {
			return run
		}
		failures := strings.Split(printed, " Error: ")[1:]
		for _, failure := range failures {
			t.Logf("run %d: %s", run, failure)
			if !strings.Contains(failure, " with herokuenterprise_") {
				t.Errorf("an error names no object: %s", failure)
			}
		}
		if len(failures) == 0 {
			t.Errorf("a run failed without an error: %s", printed)
		}
	}
	t.Fatalf("%v failed %d times", arguments, mostRuns)
	return 0
}

// madeOnce looks through the audit trail for what was created, where no test removes and creates again.
func (f *faulty) madeOnce(t *testing.T) {
	t.Helper()
	made := map[string]int{}
	for _, e := range f.server.Events(t, "") {
		if e.Action == "create" {
			where := e.TeamID
			if e.Type == "team" || e.Type == "app" {
				where = "" // there is one of a name
			}
			made[fmt.Sprint(e.Type, " ", where, " ", e.AppName, " ", e.Data["name"], " ", e.Data["email"], " ", e.Data["addon_service"])]++
		}
	}
	var twice []string
	for what, times := range made {
		if times > 1 {
			twice = append(twice, what)
		}
	}
	slices.Sort(twice)
	if len(twice) > 0 || len(made) == 0 {
		t.Errorf("of %d things created, more than once: %q", len(made), twice)
	}
}

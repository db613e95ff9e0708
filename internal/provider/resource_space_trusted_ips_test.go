package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

const trusted = "herokuenterprise_space_trusted_ips.x"

const trustedConfig = `
resource "herokuenterprise_space_trusted_ips" "x" {
  space  = "%s"
  ranges = [%s]
}`

// trust changes the trusted IPs of the space of the world behind Terraform's back; a denied one begins with deny.
func (w *world) trust(t *testing.T, sources ...string) func() {
	rules := []object{}
	for _, source := range sources {
		source, denied := strings.CutPrefix(source, "deny ")
		rules = append(rules, object{"action": map[bool]string{false: "allow", true: "deny"}[denied], "source": source})
	}
	return w.behind(t, "PUT", "/spaces/acme-dmz/inbound-ruleset", object{"rules": rules})
}

// trusts reads the trusted IPs of the space of the world.
func (w *world) trusts(t *testing.T) string {
	t.Helper()
	_, raw := w.server.Do(t, acctest.Admin, "GET", "/spaces/acme-dmz/inbound-ruleset", nil)
	var now struct {
		Rules []struct{ Action, Source string }
	}
	if err := json.Unmarshal(raw, &now); err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, r := range now.Rules {
		rules = append(rules, r.Action+" "+r.Source)
	}
	slices.Sort(rules)
	return strings.Join(rules, ", ")
}

func TestAccSpaceTrustedIPs(t *testing.T) {
	w := start(t)
	config := w.config(trustedConfig, "acme-dmz", `"198.51.100.7/24", "203.0.113.17/32"`)
	id := text(t, w.do(t, "GET", "/spaces/acme-dmz", nil), "id")
	w.run(t,
		resource.TestStep{Config: config, Check: attrs(trusted, "space_id", id, "ranges.#", "2", "denied_ranges.#", "0")},
		imports(trusted, "acme-dmz"),
		resource.TestStep{ // the same networks, as somebody else spells them
			PreConfig: w.trust(t, "198.51.100.0/24", "203.0.113.17/32"), Config: config, ConfigPlanChecks: quiet,
		},
		resource.TestStep{
			PreConfig: w.trust(t, "198.51.100.0/24", "0.0.0.0/0"), Config: config, ConfigPlanChecks: planned(updates, trusted),
		},
		resource.TestStep{
			PreConfig: w.trust(t, "198.51.100.0/24", "203.0.113.17/32", "deny 198.51.100.66/32"), Config: config, ConfigPlanChecks: planned(updates, trusted),
		},
		resource.TestStep{
			PreConfig: w.behind(t, "PATCH", "/spaces/acme-dmz", object{"name": "acme-edge"}),
			Config:    w.config(trustedConfig, "acme-edge", `"198.51.100.7/24", "203.0.113.17/32"`), ConfigPlanChecks: planned(updates, trusted),
		},
		resource.TestStep{PreConfig: w.behind(t, "PATCH", "/spaces/acme-edge", object{"name": "acme-dmz"}), Config: config},
		resource.TestStep{Config: w.config(strings.Replace(trustedConfig, "}", "denied_ranges = [\"198.51.100.66/32\"]\n}", 1), "acme-dmz", `"198.51.100.0/24"`)},
	)
	if got := w.trusts(t); got != "allow 198.51.100.0/24, deny 198.51.100.66/32" {
		t.Errorf("after destroy %s", got)
	}
}

// What is lost is said beforehand, and what somebody else has changed meanwhile is not overwritten.
func TestSpaceTrustedIPsWarnings(t *testing.T) {
	w := start(t)
	core := acctest.NewCore(t, "herokuenterprise_space_trusted_ips", map[string]any{"url": w.URL, "api_key": acctest.Admin})
	arguments := func(ranges ...any) map[string]any {
		return map[string]any{"space": "acme-dmz", "ranges": append([]any{}, ranges...)}
	}
	expect := func(out acctest.Outcome, errors, warnings, rules string) {
		t.Helper()
		if got := strings.Join(out.Errors, "\n"); !strings.Contains(got, errors) || (errors == "") != (got == "") {
			t.Errorf("errors %s", got)
		}
		if got := strings.Join(out.Warnings, "\n"); !strings.Contains(got, warnings) || (warnings == "") != (got == "") {
			t.Errorf("warnings %s", got)
		}
		if got := w.trusts(t); got != rules {
			t.Errorf("the space trusts %s, want %s", got, rules)
		}
	}
	expect(core.Run(arguments("198.51.100.0/24")), "", "Web traffic from 0.0.0.0/0 no longer reaches the apps of the space acme-dmz", "allow 198.51.100.0/24")
	expect(core.Run(arguments("198.51.100.0/24", "203.0.113.0/24")), "", "", "allow 198.51.100.0/24, allow 203.0.113.0/24")
	core.Between = w.trust(t, "192.0.2.0/24")
	expect(core.Run(arguments("198.51.100.0/24", "203.0.113.0/25")),
		"The list of trusted ranges of the space acme-dmz is 192.0.2.0/24 now. The plan was made when it was 198.51.100.0/24, 203.0.113.0/24", "from 203.0.113.0/24 no longer", "allow 192.0.2.0/24")
	expect(core.Run(arguments("198.51.100.0/24", "198.51.100.7/32", "203.0.113.0/25")), "", "Of these ranges one lies in another: 198.51.100.7/32 in 198.51.100.0/24.", "allow 198.51.100.0/24, allow 198.51.100.7/32, allow 203.0.113.0/25")
	core.Run(arguments("192.0.2.0/24"))
	core.Between = w.trust(t) // as the plan wants it
	expect(core.Run(arguments()), "", "no web traffic reaches the apps of the space acme-dmz; until now it came from 192.0.2.0/24", "")
	expect(core.Run(arguments("203.0.113.0/24")), "", "", "allow 203.0.113.0/24")
	expect(core.Run(nil), "", "the ranges that it trusts stay", "allow 203.0.113.0/24")
}

func TestAccSpaceTrustedIPsRefused(t *testing.T) {
	w := start(t)
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf(`"198.51.100.%d/32"`, i))
	}
	const contradict = "Two resources hold the trusted ranges of the space acme-dmz"
	id := text(t, w.do(t, "GET", "/spaces/acme-dmz", nil), "id")
	two := w.config(trustedConfig, "acme-dmz", "") + strings.Replace(fmt.Sprintf(trustedConfig, id, `"198.51.100.0/24"`), `"x"`, `"y"`, 1)
	w.run(t,
		refused(w.config(trustedConfig, "acme-dmz", strings.Join(many, ", ")), "A space has at most 20 trusted IP rules; these are 21."),
		refused(w.config(trustedConfig, "acme-dmz", `"198.51.100.300/24"`), `The source "198.51.100.300/24" is not an IPv4 network.`),
		refused(w.config(trustedConfig, "acme-dmz", `"2001:db8::/32"`), `The source "2001:db8::/32" is not an IPv4 network.`),
		refused(w.config(trustedConfig, "acme-dmz", `"198.51.100.0/24", "198.51.100.9/24"`), "is the same network."),
		refused(w.config(trustedConfig, "nowhere", `"198.51.100.0/24"`), `space = "nowhere" names no space that the API knows.`),
		refused(w.configOf("HRKU-kim", trustedConfig, "acme-dmz", `"198.51.100.0/24"`), "Not allowed to create space trusted ips"),
		refused(two, contradict),
		resource.TestStep{Config: w.config(trustedConfig, "acme-dmz", "")},
		refused(two, contradict),
		resource.TestStep{Taint: []string{trusted}, Config: w.config(trustedConfig, "acme-dmz", ""), ConfigPlanChecks: planned(replaces, trusted)}, // it goes, and comes: one
	)
	if got := w.trusts(t); got != "" {
		t.Errorf("the space trusts %s", got)
	}
}

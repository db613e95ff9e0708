package access

import (
	"strings"
	"testing"
)

func TestSpaceName(t *testing.T) {
	for name, want := range map[string]bool{
		"nasa": true, "a-b": true, "1st": true, "a1-b2-c3": true, strings.Repeat("a", 30): true,
		"": false, "ab": false, "-ab": false, "ab-": false, "a--b": false, "Nasa": false, "na_sa": false, "na sa": false, "nasà": false, strings.Repeat("a", 31): false,
	} {
		if err := SpaceName(name); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSpaceNetworks(t *testing.T) {
	for asked, want := range map[[2]string][2]string{
		{"", ""}:                             {"10.0.0.0/16", "172.23.0.0/20"},
		{"172.23.0.0/16", ""}:                {"172.23.0.0/16", "10.0.0.0/20"},
		{"172.20.20.30/16", "10.2.0.0/16"}:   {"172.20.20.30/16", "10.2.0.0/16"},
		{"192.168.0.0/16", "172.31.0.0/20"}:  {"192.168.0.0/16", "172.31.0.0/20"},
		{"10.9.0.0/16", "10.10.0.0/17"}:      {"10.9.0.0/16", "10.10.0.0/17"},
		{"10.0.0.0/15", ""}:                  {},
		{"10.0.0.0/17", ""}:                  {},
		{"172.32.0.0/16", ""}:                {},
		{"11.0.0.0/16", ""}:                  {},
		{"10.0.0.0", ""}:                     {},
		{"010.0.0.0/16", ""}:                 {},
		{"fd00::/16", ""}:                    {},
		{"ten", ""}:                          {},
		{"", "172.23.0.0/15"}:                {},
		{"", "172.23.0.0/21"}:                {},
		{"", "8.8.0.0/16"}:                   {},
		{"", "10.0.0.0/20"}:                  {}, // overlaps with the default
		{"192.168.7.0/16", "192.168.0.0/20"}: {},
	} {
		cidr, data, err := SpaceNetworks(asked[0], asked[1])
		if [2]string{cidr, data} != want || (err == nil) != (want[0] != "") {
			t.Errorf("%q: %q %q, %v", asked, cidr, data, err)
		}
	}
}

func TestSpaceRules(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"member gets it":            {GrantSpace("j@a.test", Member, true), ""},
		"member loses it":           {GrantSpace("j@a.test", Member, false), ""},
		"admin keeps it":            {GrantSpace("j@a.test", Admin, true), ""},
		"viewer has none":           {GrantSpace("j@a.test", Viewer, false), ""},
		"admin loses it":            {GrantSpace("j@a.test", Admin, false), "always has"},
		"viewer gets it":            {GrantSpace("j@a.test", Viewer, true), "viewers create no apps"},
		"enterprise team":           {CreateSpace("t", true), ""},
		"other team":                {CreateSpace("t", false), "Enterprise Team"},
		"empty space":               {DeleteSpace("s", 0), ""},
		"space with apps":           {DeleteSpace("s", 2), "still has 2 apps"},
		"same account":              {TransferSpace("s", "a", "a"), ""},
		"other account":             {TransferSpace("s", "a", "b"), "same enterprise account"},
		"no account":                {TransferSpace("s", "", ""), "same enterprise account"},
		"app outside":               {TransferSpaceApp("a", ""), ""},
		"app inside":                {TransferSpaceApp("a", "s"), "cannot leave it"},
		"team that owns nothing":    {DeleteTeamOwning("t", "spaces", 0), ""},
		"team that owns some":       {DeleteTeamOwning("t", "spaces", 1), "still owns 1 space. Delete or transfer it first."},
		"other permission on space": {func() error { _, err := ParseSpacePermissions([]string{"view"}); return err }(), "create_apps"},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, c.err, c.want)
		}
	}
	for _, role := range []Role{NoRole, Collaborator, Viewer, Member, Admin} {
		for _, granted := range []bool{false, true} {
			if got := CreatesSpaceApps(role, granted); got != (role == Admin || role == Member && granted) {
				t.Errorf("%q, granted %v: %v", role, granted, got)
			}
		}
	}
}

// TestCreateAppsOpensOneThing: create_apps lets a member create apps in the space; it gives nothing else, and nothing to
// anybody who is not a member.
func TestCreateAppsOpensOneThing(t *testing.T) {
	for _, row := range Table {
		for _, role := range []Role{NoRole, Collaborator, Viewer, Member, Admin} {
			o := Object{Kind: row.Kind}
			without, with := Decide(row.Action, Subject{Role: role}, o), Decide(row.Action, Subject{Role: role, CreateApps: true}, o)
			if opens := without.Allowed != with.Allowed; opens != (row.Action == SpaceAppCreate && role == Member) {
				t.Errorf("%s for %q: %+v, with create_apps %+v", row.Action, role, without, with)
			}
		}
	}
	if d := Decide(SpaceAppCreate, Subject{Role: Member, CreateApps: true}, Object{Kind: Space}); d.Reason != "space permission create_apps" {
		t.Errorf("reason %q", d.Reason)
	}
}

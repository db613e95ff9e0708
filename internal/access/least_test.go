package access

import (
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestLeastInTeam(t *testing.T) {
	team, app, locked, space := Object{Kind: Team}, Object{Kind: App}, Object{Kind: App, Locked: true}, Object{Kind: Space}
	type grants = map[string]Permissions
	type spaces = map[string]bool
	for name, test := range map[string]struct {
		uses []Use
		want InTeam
	}{
		"nothing":            {nil, InTeam{NoRole, grants{}, spaces{}}},
		"one look":           {[]Use{{Action: AppRead, Object: app, Key: "a"}}, InTeam{NoRole, grants{"a": View}, spaces{}}},
		"who is there":       {[]Use{{Action: TeamMembersRead, Object: team}}, InTeam{Viewer, grants{}, spaces{}}},
		"both":               {[]Use{{Action: TeamMembersRead, Object: team}, {Action: AppRead, Object: app, Key: "a"}}, InTeam{Viewer, grants{}, spaces{}}},
		"a locked one":       {[]Use{{Action: TeamMembersRead, Object: team}, {Action: AppRead, Object: locked, Key: "a"}}, InTeam{Viewer, grants{"a": View}, spaces{}}},
		"deploys":            {[]Use{{Action: AppBuildCreate, Writes: true, Object: app, Key: "a"}, {Action: AppDynosRestart, Writes: true, Object: app, Key: "b"}}, InTeam{NoRole, grants{"a": View | Deploy, "b": View | Operate}, spaces{}}},
		"a new app":          {[]Use{{Action: TeamAppCreate, Writes: true, Object: team}}, InTeam{Member, grants{}, spaces{}}},
		"a new app in space": {[]Use{{Action: SpaceAppCreate, Writes: true, Object: space, Key: "s"}}, InTeam{Member, grants{}, spaces{"s": true}}},
		"people":             {[]Use{{Action: TeamMembersWrite, Writes: true, Object: team}, {Action: AppDelete, Writes: true, Object: app, Key: "a"}}, InTeam{Admin, grants{}, spaces{}}},
		"leaves":             {[]Use{{Action: TeamMemberDelete, Writes: true, Self: true, Object: team}}, InTeam{NoRole, grants{}, spaces{}}},
	} {
		if got, ok := LeastInTeam(test.uses); !ok || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v %v, want %+v", name, got, ok, test.want)
		}
	}
	if in, ok := LeastInTeam([]Use{{Action: "team.nothing", Object: team}}); ok {
		t.Error(in)
	}
}

// Whatever somebody has and does with it, the least is enough for all of it, is found, opens no more than what was there, and loses
// something with each right that is taken from it.
func TestLeastIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		had := InTeam{rapid.SampledFrom(roleRanks).Draw(t, "role"), map[string]Permissions{}, map[string]bool{}}
		objects := []Use{{Object: Object{Kind: Team}}, {Object: Object{Kind: Space}, Key: "s"}}
		had.CreateApps["s"] = had.Role == Member && rapid.Bool().Draw(t, "create_apps")
		for i := range rapid.IntRange(0, 3).Draw(t, "apps") {
			key := fmt.Sprint("a", i)
			objects = append(objects, Use{Object: Object{Kind: App, Locked: rapid.Bool().Draw(t, "locked")}, Key: key})
			if p := rapid.Permutation([]Permissions{0, View, View | Deploy, View | Operate, View | Manage, AllPermissions}).Draw(t, "grant")[0]; p != 0 {
				had.Grants[key] = p
			}
		}
		var uses []Use
		for range rapid.IntRange(1, 12).Draw(t, "uses") {
			u := rapid.SampledFrom(objects).Draw(t, "object")
			rows := slices.DeleteFunc(slices.Clone(Table), func(r Row) bool { u.Action = r.Action; return r.Kind != u.Object.Kind || !had.allows(u) })
			if len(rows) > 0 {
				u.Action = rapid.SampledFrom(rows).Draw(t, "row").Action
				uses = append(uses, u)
			}
		}
		least, found := LeastInTeam(uses)
		if !found {
			t.Fatalf("nothing is enough for %+v", uses)
		}
		for key := range had.Grants { // those on other apps may have opened the team
			if !slices.ContainsFunc(uses, func(u Use) bool { return u.Key == key }) {
				delete(had.Grants, key)
			}
		}
		if !slices.ContainsFunc(uses, func(u Use) bool { return !had.allows(u) }) && least.reach(uses) > had.reach(uses) {
			t.Fatalf("%+v opens more than %+v for %+v", least, had, uses)
		}
		for _, u := range uses {
			if !least.allows(u) {
				t.Fatalf("%+v does not allow %+v", least, u)
			}
		}
		for key, p := range least.Grants {
			for _, q := range AppPermissions {
				fewer := InTeam{least.Role, map[string]Permissions{key: p &^ q.Permission}, least.CreateApps}
				if p.Has(q.Permission) && (q.Permission != View || bits.OnesCount8(uint8(p)) == 1) && enough(fewer, uses, key) {
					t.Fatalf("%+v is enough without %s on %s for %+v", least, q.Name, key, uses)
				}
			}
		}
	})
}

// enough reports whether everything that was done on one app is allowed.
func enough(in InTeam, uses []Use, key string) bool {
	return !slices.ContainsFunc(uses, func(u Use) bool { return u.Key == key && !in.allows(u) })
}

func TestLeastOnAccount(t *testing.T) {
	account := Object{Kind: Enterprise}
	for want, actions := range map[AccountPermissions][]Action{
		0:                            nil,
		AccountView:                  {EnterpriseAccountRead, EnterpriseAccountMembersRead},
		AccountView | AccountBilling: {EnterpriseAccountUsageRead},
		AccountView | AccountManage:  {EnterpriseAccountEventsRead, EnterpriseAccountRead},
		AccountView | AccountCreate | AccountBilling: {AccountTeamCreate, EnterpriseAccountUsageRead},
	} {
		var uses []Use
		for _, a := range actions {
			uses = append(uses, Use{Action: a, Object: account})
		}
		if got, ok := LeastOnAccount(uses); !ok || got != want {
			t.Errorf("%v: %v, want %v", actions, got.Names(), want.Names())
		}
	}
}

func TestLeastScopes(t *testing.T) {
	for want, uses := range map[Scopes][]Use{
		ScopeRead:                          {{Action: AppRead}, {Action: TeamMembersRead}},
		ScopeIdentity:                      {{Action: AccountRead}},
		ScopeRead | ScopeWrite:             {{Action: AppRead}, {Action: AppRename, Writes: true}},
		ScopeReadProtected:                 {{Action: AppConfigRead}, {Action: AppRead}},
		ScopeIdentity | ScopeReadProtected: {{Action: AccountRead}, {Action: AppConfigRead}},
		ScopeGlobal:                        {{Action: AuthorizationsWrite, Writes: true}},
	} {
		if got := LeastScopes(uses); got != want {
			t.Errorf("%+v: %v, want %v", uses, got.Names(), want.Names())
		}
	}
}

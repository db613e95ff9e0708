package access

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWays(t *testing.T) {
	app, locked := Object{Kind: App}, Object{Kind: App, Locked: true}
	for _, test := range []struct {
		action  Action
		subject Subject
		object  Object
		want    string // changes, the cheapest first
	}{
		{AppRead, Subject{Role: Viewer}, app, ""},
		{AppRead, Subject{}, app, "grant view on the app, give the team role viewer, grant deploy on the app, give the team role member, grant operate on the app, grant manage on the app, give the team role admin"},
		{AppRead, Subject{Role: Member}, locked, "grant view on the app, grant deploy on the app, grant operate on the app, grant manage on the app, give the team role admin, unlock the app"},
		{AppBuildCreate, Subject{Role: Admin, ThirdParty: true}, Object{Kind: App, HerokuOnly: true}, "use a token that belongs to no third-party OAuth client, switch third-party OAuth access to the team on"},
		{AppDelete, Subject{Role: Member, Grant: View | Deploy}, app, "grant manage on the app, give the team role admin"},
		{TeamMembersWrite, Subject{Role: Member}, Object{Kind: Team}, "give the team role admin"},
		{SpaceAppCreate, Subject{Role: Member}, Object{Kind: Space}, "give create_apps on the space, give the team role admin"},
		{EnterpriseAccountUsageRead, Subject{Account: AccountView}, Object{Kind: Enterprise}, "give billing on the enterprise account"},
		{AppDelete, Subject{}, Object{Kind: App, Personal: true}, "transfer the app to the person"},
		{AppBuildCreate, Subject{ThirdParty: true}, Object{Kind: App, HerokuOnly: true, Locked: true}, "use a token that belongs to no third-party OAuth client and grant deploy on the app, use a token that belongs to no third-party OAuth client and give the team role admin, switch third-party OAuth access to the team on and grant deploy on the app, switch third-party OAuth access to the team on and give the team role admin"},
		{UserRead, Subject{}, Object{Kind: Account}, ""},
	} {
		var changes []string
		for _, w := range Ways(test.action, test.subject, test.object) {
			changes = append(changes, w.Change)
		}
		if got := strings.Join(changes, ", "); got != test.want {
			t.Errorf("%s for %+v on %+v:\n%s\nwant\n%s", test.action, test.subject, test.object, got, test.want)
		}
	}
}

// anybody reports whether there is somebody who may do an action to an object, whom it does not concern.
func anybody(a Action, o Object) bool {
	for _, role := range roleRanks {
		for _, s := range []Subject{{}, {Grant: AllPermissions}, {Owner: true}, {Collaborator: true}, {Account: allAccount}, {CreateApps: true}} {
			if s.Role = role; Decide(a, s, o).Allowed {
				return true
			}
		}
	}
	return false
}

// Whatever somebody has, there is a way to everything that anybody may do but those whom it concerns, and it needs two changes at most.
func TestWaysToEverything(t *testing.T) {
	for _, row := range Table {
		for _, s := range []Subject{{}, {Role: Viewer}, {Role: Member}, {Account: AccountView}, {ThirdParty: true}, {Role: Admin, ThirdParty: true}} {
			for _, o := range []Object{{Kind: row.Kind}, {Kind: row.Kind, Locked: row.Kind == App, HerokuOnly: true}, {Kind: row.Kind, Personal: row.Kind == App}} {
				allowed := Decide(row.Action, s, o).Allowed
				ways := Ways(row.Action, s, o)
				if (len(ways) > 0) != (!allowed && anybody(row.Action, o)) {
					t.Errorf("%s for %+v on %+v: allowed %v, ways %v", row.Action, s, o, allowed, ways)
				}
				if !slices.IsSortedFunc(ways, func(a, b Way) int {
					if a.All == b.All {
						return a.Opens - b.Opens
					}
					return 0
				}) {
					t.Errorf("%s: %v", row.Action, ways)
				}
				for _, w := range ways {
					if w.Opens < 1 {
						t.Errorf("%s for %+v on %+v: %+v opens nothing", row.Action, s, o, w)
					}
				}
			}
		}
	}
}

func ExampleWays() {
	for _, way := range Ways(AppBuildCreate, Subject{Role: Member}, Object{Kind: App})[:2] {
		fmt.Println(way.Change)
	}
	// Output:
	// grant deploy on the app
	// give the team role admin
}

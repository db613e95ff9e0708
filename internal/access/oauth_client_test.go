package access

import (
	"strings"
	"testing"
)

// TestThirdPartyClients: a team with its switch off keeps the clients of others away from all that it owns, and from nothing else; and
// the switch means nothing to Heroku's own clients.
func TestThirdPartyClients(t *testing.T) {
	all := Subject{Role: Admin, Owner: true, Grant: AllPermissions, Account: 15, Self: true, Collaborator: true, CreateApps: true}
	foreign := all
	foreign.ThirdParty = true
	for _, row := range Table {
		for _, personal := range []bool{false, true} {
			open, shut := Object{Kind: row.Kind, Personal: personal}, Object{Kind: row.Kind, Personal: personal, HerokuOnly: true}
			if got, want := Decide(row.Action, all, shut), Decide(row.Action, all, open); got != want {
				t.Errorf("%s by Heroku's own client: %+v, want %+v", row.Action, got, want)
			}
			if got, want := Decide(row.Action, foreign, open), Decide(row.Action, all, open); got != want && !row.HerokuClients {
				t.Errorf("%s while the switch is on: %+v, want %+v", row.Action, got, want)
			}
			owned := row.Kind == Team || row.Kind == Space || row.Kind == Pipeline || row.Kind == App && !personal
			got := Decide(row.Action, foreign, shut)
			if owned && (got.Allowed || !strings.HasPrefix(got.Reason, "requires one of Heroku's own clients")) {
				t.Errorf("%s while the switch is off: %+v", row.Action, got)
			}
			if want := Decide(row.Action, foreign, open); !owned && got != want {
				t.Errorf("%s, which no team owns: %+v, want %+v", row.Action, got, want)
			}
		}
	}
	for action, kind := range map[Action]Kind{AuthorizationsWrite: Nothing, MailsRead: Nothing, SecondFactorWrite: Account} {
		if d := Decide(action, foreign, Object{Kind: kind}); d.Allowed {
			t.Errorf("%s by a third-party client: %+v", action, d)
		}
	}
	if set := EffectiveSet(foreign, Object{Kind: App, HerokuOnly: true}); set != 0 {
		t.Errorf("effective permissions %v", set)
	}
	if ListsApp(foreign, Object{Kind: App, HerokuOnly: true}) {
		t.Error("the app is listed")
	}
}

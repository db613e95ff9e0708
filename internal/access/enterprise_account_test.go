package access

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

// TestKeepManager: the last who manages an account stays, however he would go.
func TestKeepManager(t *testing.T) {
	const all = AccountView | AccountBilling | AccountManage | AccountCreate
	for _, c := range []struct {
		managers      int
		before, after AccountPermissions
		refused       bool
	}{
		{1, AccountView | AccountManage, 0, true},
		{1, all, all &^ AccountManage, true},
		{1, all, AccountView | AccountManage, false},
		{2, all, 0, false},
		{1, all &^ AccountManage, 0, false},
		{0, AccountView, all, false},
	} {
		err := KeepManager("acme", c.managers, c.before, c.after)
		if (err != nil) != c.refused || err != nil && !strings.Contains(err.Error(), "acme must have at least one member with the permission manage") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestRemoveAccountMember: whose role is in a team of the account stays in the account.
func TestRemoveAccountMember(t *testing.T) {
	if err := RemoveAccountMember("acme", "joe@acme.test", nil); err != nil {
		t.Error(err)
	}
	for want, teams := range map[string][]string{"a team of the enterprise account acme: widgets.": {"widgets"}, "teams of the enterprise account acme: gadgets and widgets.": {"gadgets", "widgets"}} {
		if err := RemoveAccountMember("acme", "joe@acme.test", teams); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", teams, err)
		}
	}
}

// TestMembersFromTeams: admins of all teams run the account, everybody else of its teams sees it, and what needs a decision gets none.
func TestMembersFromTeams(t *testing.T) {
	const all = AccountView | AccountBilling | AccountManage | AccountCreate
	web := AccountTeam{Name: "web", Licensed: true, Roles: map[string]Role{"ada": Admin, "bob": Admin, "joe": Member, "col": Collaborator, "eve": NoRole}}
	ops := AccountTeam{Name: "ops", Roles: map[string]Role{"ada": Admin, "bob": Member, "vic": Viewer}}
	for name, c := range map[string]struct {
		teams []AccountTeam
		want  map[string]AccountPermissions
		wrong string
	}{
		"one team":              {teams: []AccountTeam{web}, want: map[string]AccountPermissions{"ada": all, "bob": all, "joe": AccountView}},
		"two teams":             {teams: []AccountTeam{ops, web}, want: map[string]AccountPermissions{"ada": all, "bob": AccountView, "joe": AccountView, "vic": AccountView}},
		"no team":               {wrong: "The enterprise account acme has no team to take its members from."},
		"licences in two":       {teams: []AccountTeam{web, ops, {Name: "data", Licensed: true, Roles: ops.Roles}}, wrong: "More than one team of the enterprise account acme has licences: web and data."},
		"two sets of admins":    {teams: []AccountTeam{web, ops, {Name: "data", Roles: map[string]Role{"bob": Admin}}}, wrong: "Nobody is admin of every team of the enterprise account acme: web, ops and data."},
		"a team without people": {teams: []AccountTeam{web, {Name: "data"}}, wrong: "Nobody is admin of every team"},
	} {
		got, err := MembersFromTeams("acme", c.teams)
		var invalid Invalid
		if c.wrong == "" && err != nil || c.wrong != "" && (!errors.As(err, &invalid) || !strings.Contains(err.Error(), c.wrong)) || !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// TestAccountPermissionsHaveDescriptions: each word has its own.
func TestAccountPermissionsHaveDescriptions(t *testing.T) {
	seen := map[string]bool{}
	list := (AccountView | AccountBilling | AccountManage | AccountCreate).List()
	for i, p := range list {
		if p.Name != AccountPermissionNames[i] || p.Permission.Names()[0] != p.Name || p.Description == "" || seen[p.Description] {
			t.Errorf("%+v", p)
		}
		seen[p.Description] = true
	}
	if len(list) != len(AccountPermissionNames) || len(AccountManage.List()) != 1 || AccountPermissionWords() != "view, billing, manage and create" {
		t.Errorf("%+v", list)
	}
}

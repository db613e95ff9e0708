package access

import (
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

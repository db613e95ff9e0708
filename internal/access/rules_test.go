package access

import (
	"errors"
	"strings"
	"testing"
)

func TestKeepAdmin(t *testing.T) {
	for _, c := range []struct {
		admins        int
		before, after Role
		refused       bool
	}{
		{1, Admin, NoRole, true},
		{1, Admin, Member, true},
		{1, Admin, Viewer, true},
		{0, Admin, Member, true},
		{1, Admin, Admin, false},
		{2, Admin, NoRole, false},
		{2, Admin, Member, false},
		{1, Member, NoRole, false},
		{1, Member, Admin, false},
	} {
		var refused *Refused
		err := KeepAdmin("acme", c.admins, c.before, c.after)
		if errors.As(err, &refused) != c.refused {
			t.Errorf("%d admins, %s to %q: %v", c.admins, c.before, c.after, err)
		}
	}
}

func TestRules(t *testing.T) {
	unlocked, locked := Object{Kind: App}, Object{Kind: App, Locked: true}
	for name, c := range map[string]struct {
		err     error
		refused string // part of the sentence; empty when allowed
	}{
		"listed service":              {InstallAddon("acme", "redis", true, true, Member), ""},
		"service not listed":          {InstallAddon("acme", "redis", true, false, Member), "redis is not on the allowlist"},
		"controls off":                {InstallAddon("acme", "redis", false, false, NoRole), ""},
		"admin overrides":             {InstallAddon("acme", "redis", true, false, Admin), ""},
		"full team":                   {AddMember("acme", 25, MaxTeamMembers), "has 25 members"},
		"room in the team":            {AddMember("acme", 24, MaxTeamMembers), ""},
		"no limit":                    {AddMember("acme", 9000, 0), ""},
		"sixth team":                  {CreateTeam(5), "administer 5"},
		"fifth team":                  {CreateTeam(4), ""},
		"team with apps":              {DeleteTeam("acme", 2), "2 apps"},
		"team without apps":           {DeleteTeam("acme", 0), ""},
		"to a member":                 {TransferToPerson("acme", "joe@acme.test", Viewer, false), ""},
		"to oneself":                  {TransferToPerson("acme", "joe@acme.test", NoRole, true), ""},
		"to an outsider":              {TransferToPerson("acme", "joe@acme.test", NoRole, false), "not a user of the team"},
		"permissions in enterprise":   {ChoosePermissions("web", true), ""},
		"to a collaborator":           {OfferApp("web", "joe@acme.test", false, true), ""},
		"to the owner":                {OfferApp("web", "joe@acme.test", true, false), "owns the app web"},
		"to no collaborator":          {OfferApp("web", "joe@acme.test", false, false), "not a collaborator on the app web"},
		"second factor, own account":  {SetSecondFactor("joe@acme.test", false), ""},
		"second factor, federated":    {SetSecondFactor("joe@acme.test", true), "joe@acme.test belongs to an identity provider"},
		"attach, same owner":          {AttachAddon("db", "web", true), ""},
		"attach, other owner":         {AttachAddon("db", "web", false), "different owners"},
		"detach elsewhere":            {DetachAddon("db", "web", false, 0), ""},
		"detach one of two":           {DetachAddon("db", "web", true, 2), ""},
		"detach the last":             {DetachAddon("db", "web", true, 1), "Destroy the add-on instead"},
		"invite":                      {Invite("acme", false), ""},
		"invite, enterprise":          {Invite("acme", true), "add people with PUT"},
		"permissions on personal app": {ChoosePermissions("web", false), "does not belong to an Enterprise Team"},
	} {
		if (c.err != nil) != (c.refused != "") || c.err != nil && !strings.Contains(c.err.Error(), c.refused) {
			t.Errorf("%s: %v, want %q", name, c.err, c.refused)
		}
	}
	if p, err := JoinApp("web", unlocked); p != View || err != nil {
		t.Errorf("joining an unlocked app: %v, %v", p, err)
	}
	if p, err := JoinApp("web", locked); p != 0 || err == nil || !strings.Contains(err.Error(), "is locked") {
		t.Errorf("joining a locked app: %v, %v", p, err)
	}
	if !ListsApp(Subject{Role: Viewer}, locked) || !ListsApp(Subject{Grant: View}, locked) || ListsApp(Subject{Collaborator: true}, unlocked) {
		t.Error("ListsApp")
	}
	if DefaultGrant(true) != View || DefaultGrant(false) != FixedPermissions {
		t.Error("defaults")
	}
}

func TestNames(t *testing.T) {
	check := func(kind string, valid func(string) error, good, bad []string) {
		t.Helper()
		for _, s := range good {
			if err := valid(s); err != nil {
				t.Errorf("%s %q: %v", kind, s, err)
			}
		}
		for _, s := range bad {
			var invalid Invalid
			if !errors.As(valid(s), &invalid) || len(invalid) > 300 {
				t.Errorf("%s %q is accepted, or refused without a sentence", kind, s)
			}
		}
	}
	check("app", AppName, []string{"web", "a-1", "website-prod", strings.Repeat("a", 30)},
		[]string{"", "ab", "Web", "1web", "web-", "we_b", "web\n", strings.Repeat("a", 31), "wéb"})
	check("team", TeamName, []string{"acme", "acme-widgets", strings.Repeat("a", 63)},
		[]string{"", "apps", "permissions", "Acme", "acme-", "a", "acme/widgets", strings.Repeat("a", 64)})
	check("email", Email, []string{"joe@acme.test", "Joe.Black+tag@Acme.co.uk", "o'neil@acme.test"},
		[]string{
			"", "joe", "joe@", "@acme.test", "joe@acme", "Joe <joe@acme.test>", "joe@acme.test ", "a b@acme.test", "joe@[127.0.0.1]",
			"x@HerokuManager.com", strings.Repeat("a", 250) + "@acme.test", "joe@acme.test,ann@acme.test", "joe@acme.test\r\n",
		})
	check("add-on", AddonName, []string{"a", "postgresql-solid-1", "A_b"}, []string{"", "1a", "a b", "abcdefab-89ab-cdef-0123-456789abcdef"})
	check("attachment", AttachmentName, []string{"A", "DATABASE", "REDIS_2"}, []string{"", "redis", "2X", "A-B", "A\n", strings.Repeat("A", 65)})
	check("text", func(s string) error { return Text("description", s) }, []string{"", "für Ada's laptop"}, []string{"a\x00b", "a\nb", strings.Repeat("a", 256)})
	if !SameEmail("Joe@Acme.test", "joe@aCME.TEST") || SameEmail("joe@acme.test", "jo@acme.test") {
		t.Error("SameEmail")
	}
}

func TestParse(t *testing.T) {
	for words, want := range map[string]Permissions{"": View, "view": View, "deploy": View | Deploy, "manage operate manage": View | Operate | Manage} {
		if got, err := ParsePermissions(strings.Fields(words)); err != nil || got != want {
			t.Errorf("%q: %v, %v", words, got, err)
		}
	}
	for _, bad := range []string{"View", "admin", "deploy,operate"} {
		if _, err := ParsePermissions([]string{bad}); err == nil || !strings.Contains(err.Error(), "deploy, manage, operate and view") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "owner", "collaborator", "Admin"} {
		if _, err := ParseRole(bad); err == nil || !strings.Contains(err.Error(), "admin, member and viewer") {
			t.Errorf("role %q: %v", bad, err)
		}
	}
	if got, err := ParseAccountPermissions([]string{"create"}); err != nil || got.Names()[0] != "view" || len(got.Names()) != 2 {
		t.Errorf("account permissions: %v, %v", got, err)
	}
	if _, err := ParseAccountPermissions([]string{"own"}); err == nil {
		t.Error("unknown account permission accepted")
	}
	if names := Permissions(0).Names(); names == nil || len(names) != 0 {
		t.Error("an empty set must be an empty list")
	}
}

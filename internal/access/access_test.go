package access

import (
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite matrix.golden and the guide")

// subjects are the people of the hand-written expectations below: every action says of every one of them whether they may.
var subjects = []struct {
	name string
	Subject
	locked, personal bool
}{
	{name: "admin", Subject: Subject{Role: Admin}},
	{name: "admin-locked", Subject: Subject{Role: Admin}, locked: true},
	{name: "member", Subject: Subject{Role: Member}},
	{name: "member-locked", Subject: Subject{Role: Member}, locked: true},
	{name: "viewer", Subject: Subject{Role: Viewer}},
	{name: "viewer-locked", Subject: Subject{Role: Viewer}, locked: true},
	{name: "view", Subject: Subject{Grant: View, Collaborator: true}, locked: true},
	{name: "deploy", Subject: Subject{Grant: View | Deploy, Collaborator: true}, locked: true},
	{name: "operate", Subject: Subject{Grant: View | Operate, Collaborator: true}, locked: true},
	{name: "manage", Subject: Subject{Grant: View | Manage, Collaborator: true}, locked: true},
	{name: "owner", Subject: Subject{Owner: true}, personal: true},
	{name: "friend", Subject: Subject{Grant: FixedPermissions}, personal: true},
	{name: "self", Subject: Subject{Self: true}},
	{name: "create", Subject: Subject{Account: AccountView | AccountCreate}},
	{name: "billing", Subject: Subject{Account: AccountView | AccountBilling}},
	{name: "manager", Subject: Subject{Account: AccountView | AccountManage}},
	{name: "stranger", Subject: Subject{}},
	{name: "anonymous", Subject: Subject{Anonymous: true}},
}

const (
	team        = "admin admin-locked "
	teamUser    = team + "member member-locked viewer viewer-locked "
	granted     = "view deploy operate manage "
	everybodyIn = teamUser + granted + "owner friend self create billing manager stranger "
	canView     = team + "member viewer view deploy operate manage owner friend "
	canManage   = team + "manage owner "

	canDeploy          = team + "deploy owner friend"
	canOperate         = team + "operate owner friend"
	canDeployOrOperate = team + "deploy operate owner friend"
)

var expectations = map[Action]string{
	UserRead: "self", UserListsRead: "self", AccountRead: everybodyIn, AppsRead: everybodyIn, AppCreate: everybodyIn, TeamsRead: everybodyIn, TeamCreate: everybodyIn,
	CatalogueRead:    everybodyIn + "anonymous",
	AccountTeamsRead: "create billing manager", AccountTeamCreate: "create",
	EnterpriseAccountsRead: everybodyIn, EnterpriseAccountRead: "create billing manager", EnterpriseAccountWrite: "manager",
	EnterpriseAccountMembersRead: "create billing manager", EnterpriseAccountMembersWrite: "manager", EnterpriseAccountEventsRead: "manager", EnterpriseAccountUsageRead: "billing",
	EnterpriseAccountIdentityProvidersRead: "manager", EnterpriseAccountIdentityProvidersWrite: "manager",
	TeamRead: teamUser + granted + "create", TeamWrite: team + "create", TeamDelete: team + "create",
	TeamMembersRead: teamUser, TeamMembersWrite: team, TeamMemberDelete: team + "self", TeamMemberAppsRead: team + "self",
	TeamAppsRead: teamUser + granted, TeamAppCreate: team + "member member-locked", TeamAppTransferIn: team + "member member-locked",
	TeamAddonsRead: teamUser, TeamPermissionsRead: team, TeamFeaturesRead: teamUser + granted,
	TeamPreferencesRead: teamUser, TeamPreferencesWrite: team, TeamAllowlistRead: teamUser, TeamAllowlistWrite: team,
	AppRead: canView, AppAccessRead: canView, AppAddonsRead: canView,
	AppRename: canManage, AppDelete: canManage, AppLock: canManage, AppTransfer: canManage, AppAccessWrite: canManage,
	AppAccessDelete: canManage + "self",
	AppMaintenance:  team + "deploy operate owner friend", AppStackWrite: team + "operate owner friend",
	AppJoin:       teamUser,
	AppAddonsFree: team + "deploy operate owner friend", AppAddonsPaid: team + "operate owner",
	PlatformRead: everybodyIn,
	SpacesRead:   everybodyIn, TeamSpacesRead: teamUser, TeamSpaceCreate: team,
	SpaceRead: teamUser, SpaceWrite: team, SpaceDelete: team, SpaceTransfer: team,
	SpaceMembersRead: team + "self", SpaceMembersWrite: team, SpaceAppCreate: team,
	SpaceInboundRead: teamUser, SpaceInboundWrite: team,
	PipelinesRead: everybodyIn, TeamPipelineCreate: team + "member member-locked", PipelineRead: teamUser + granted + "owner",
	PipelineWrite: team + "member member-locked owner", PipelineTransfer: team + "member member-locked owner",
	AppPipelineWrite: team + "deploy owner friend",

	AppTransfersRead: everybodyIn, AppTransferCreate: "owner", AppTransferRead: "self", AppTransferAnswer: "self", AppTransferDelete: "owner",
	AddonsRead:   everybodyIn,
	AccountWrite: "self", SecondFactorWrite: "self", MailsRead: everybodyIn,
	AuthorizationsRead: everybodyIn, AuthorizationsWrite: everybodyIn,
	TeamInvitationsRead: team + "member member-locked", TeamInvitationsWrite: team, TeamInvitationRead: team + "member member-locked self", TeamInvitationAccept: "self",
	TeamIdentityProvidersRead: team + "member member-locked", TeamIdentityProvidersWrite: team,
	TeamUsageRead: team, TeamInvoicesRead: team, AppUsageRead: team + "operate owner",

	AppConfigRead: canDeployOrOperate, AppConfigWrite: canDeployOrOperate,
	AppReleasesRead: canView, AppReleaseCreate: canDeploy, AppReleaseRollback: canDeployOrOperate,
	AppBuildsRead: canView, AppBuildCreate: canDeploy, AppSlugsRead: canDeploy, AppBuildpacksRead: canView, AppBuildpacksWrite: canDeploy,
	DynoSizesRead: everybodyIn, AppFormationRead: canView, AppFormationWrite: canDeployOrOperate,
	AppDynosRead: canView, AppDynoCreate: canDeployOrOperate, AppDynosRestart: canOperate,
	AppDomainsRead: canView, AppDomainsWrite: canOperate, AppACMWrite: canOperate, AppLogDrainsRead: canOperate, AppLogDrainsWrite: canOperate,
	AppFeaturesRead: canView, AppFeaturesWrite: canOperate,
}

func TestDecide(t *testing.T) {
	for _, row := range Table {
		want, ok := expectations[row.Action]
		if !ok {
			t.Errorf("%s: no expectation; say in access_test.go who may", row.Action)
			continue
		}
		for _, s := range subjects {
			o := Object{Kind: row.Kind, Locked: s.locked, Personal: s.personal}
			d := Decide(row.Action, s.Subject, o)
			if d.Allowed != slices.Contains(strings.Fields(want), s.name) {
				t.Errorf("%s for %s: allowed %v (%s)", row.Action, s.name, d.Allowed, d.Reason)
			}
			if d.Reason == "" || d.Allowed == strings.HasPrefix(d.Reason, "requires ") {
				t.Errorf("%s for %s: reason %q does not fit allowed %v", row.Action, s.name, d.Reason, d.Allowed)
			}
		}
	}
}

// TestTableIsComplete holds the constants of table.go against the table: an action without a row, or with two, fails.
func TestTableIsComplete(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "table.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		typ, ok := spec.Type.(*ast.Ident)
		if !ok || typ.Name != "Action" {
			return true
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok {
			declared[strings.Trim(value.Value, `"`)] = true
		}
		return true
	})
	if len(declared) != len(Table) {
		t.Errorf("%d actions declared, %d rows in the table", len(declared), len(Table))
	}
	for _, r := range Table {
		if !declared[string(r.Action)] {
			t.Errorf("%s: declared twice in the table, or not a constant", r.Action)
		}
		delete(declared, string(r.Action))
		if r.Words == "" || r.Source == "" {
			t.Errorf("%s: words and source are missing", r.Action)
		}
		if !r.Anonymous && !r.Everybody && r.Roles == nil && r.Permissions == 0 && r.Account == 0 && !r.Self && !r.Owner {
			t.Errorf("%s: nobody may do it", r.Action)
		}
	}
	for a := range declared {
		t.Errorf("%s has no row in the table", a)
	}
}

func TestDecideDeniesWhatItDoesNotKnow(t *testing.T) {
	all := Subject{Role: Admin, Owner: true, Grant: AllPermissions, Account: 15, Self: true, Collaborator: true}
	for name, d := range map[string]Decision{
		"unknown action": Decide("team.burn", all, Object{Kind: Team}),
		"no action":      Decide("", all, Object{Kind: Team}),
		"wrong object":   Decide(TeamWrite, all, Object{Kind: App}),
		"unknown role":   Decide(TeamWrite, Subject{Role: "root"}, Object{Kind: Team}),
	} {
		if d.Allowed || d.Reason == "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
	if _, ok := Lookup("team.burn"); ok {
		t.Error("Lookup found an action that the table lacks")
	}
}

func TestEffectiveNamesTheSource(t *testing.T) {
	app := Object{Kind: App}
	locked := Object{Kind: App, Locked: true}
	for _, c := range []struct {
		s    Subject
		o    Object
		want string
	}{
		{Subject{Role: Member}, app, "view: team role member, app not locked"},
		{Subject{Role: Member}, locked, ""},
		{Subject{Role: Viewer, Grant: View | Deploy}, app, "deploy: granted on the app; view: granted on the app"},
		{Subject{Role: Member, Grant: View | Manage}, locked, "manage: granted on the app; view: granted on the app"},
		{Subject{Role: Admin}, locked, "deploy: team role admin; manage: team role admin; operate: team role admin; view: team role admin"},
		{Subject{}, app, ""},
		{Subject{Role: Collaborator}, app, ""},
		{Subject{Anonymous: true, Role: Admin}, app, ""},
	} {
		var got []string
		for _, e := range Effective(c.s, c.o) {
			got = append(got, e.Permission.String()+": "+e.Reason)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%+v on %+v: %q, want %q", c.s, c.o, strings.Join(got, "; "), c.want)
		}
	}
}

// TestMatrix writes the whole truth table down, so that a change of rights is a diff that a reviewer reads.
func TestMatrix(t *testing.T) {
	golden(t, filepath.Join("testdata", "matrix.golden"), matrix())
}

func TestGuide(t *testing.T) {
	golden(t, filepath.Join("..", "..", "templates", "guides", "access-model.md"), Guide())
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs from the table. Run: go test ./internal/access -update, and read the diff.", path)
	}
}

func matrix() string {
	var b strings.Builder
	b.WriteString("Y allowed, u allowed while the app is unlocked, . denied. Columns: grant on the app (v view, d deploy, o operate, m manage).\n")
	grants := []Permissions{0}
	for extra := range Permissions(8) {
		grants = append(grants, View|extra<<1)
	}
	for _, row := range Table {
		fmt.Fprintf(&b, "\n%s\n%-14s", row.Action, "")
		for _, g := range grants {
			fmt.Fprintf(&b, " %-4s", letters(g))
		}
		b.WriteString("\n")
		for _, role := range []Role{NoRole, Viewer, Member, Admin} {
			fmt.Fprintf(&b, "  %-12s", cmp.Or(string(role), "none"))
			for _, g := range grants {
				fmt.Fprintf(&b, " %-4s", cell(row, role, g))
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("\nClosed to an admin who comes with a third-party OAuth client while the team has switched that off:\n")
	for _, row := range Table {
		if !Decide(row.Action, Subject{Role: Admin, ThirdParty: true}, Object{Kind: row.Kind, HerokuOnly: true}).Allowed && Decide(row.Action, Subject{Role: Admin}, Object{Kind: row.Kind}).Allowed {
			fmt.Fprintf(&b, "  %s\n", row.Action)
		}
	}
	return b.String()
}

func letters(p Permissions) string {
	if p == 0 {
		return "-"
	}
	s := ""
	for _, n := range []string{"view", "deploy", "operate", "manage"} {
		if slices.Contains(p.Names(), n) {
			s += n[:1]
		}
	}
	return s
}

func cell(row Row, role Role, g Permissions) string {
	s := Subject{Role: role, Grant: g, Collaborator: g != 0}
	free := Decide(row.Action, s, Object{Kind: row.Kind}).Allowed
	locked := Decide(row.Action, s, Object{Kind: row.Kind, Locked: true}).Allowed
	switch {
	case free && locked:
		return "Y"
	case free:
		return "u"
	case locked:
		return "LOCKED ONLY" // a lock that opens something would stand out
	}
	return "."
}

package access

import (
	"fmt"
	"strings"
)

// Guide is the page docs/guides/access-model.md, whole.
func Guide() string {
	return "---\npage_title: \"The access model\"\nsubcategory: \"\"\n---\n\n# The access model\n\n" +
		"Who may do what. This page is printed from the table that the control plane enforces (`internal/access/table.go`); " +
		"a test fails when they differ.\n\n" + Markdown()
}

// Markdown renders the table for the guide: one section for each kind of object, a row for each action.
func Markdown() string {
	var b strings.Builder
	sections := []struct {
		kind  Kind
		title string
		intro string
	}{
		{Team, "What a team role opens", "Roles of a team: admin, member, viewer. A collaborator has no role in the team, only grants on some of its apps."},
		{App, "What an app permission opens", "An admin of the team has all four permissions on every app, locked or not. Everybody else has the grants made on the app; " +
			"members and viewers also have `view` on every app that is not locked. The permissions are independent: `manage` implies neither `deploy` nor `operate`."},
		{Space, "Private spaces", "A space follows the role in its team. `create_apps` is the only permission on a space: admins always have it, members can be given it."},
		{Pipeline, "Pipelines", "A pipeline belongs to a team or to a person, and so do all its apps. What is done to one of its apps also takes the permission on the app."},
		{Enterprise, "What a permission on an enterprise account opens", "Permissions on the account give nothing inside its teams, but for `create`."},
		{Account, "A person's own account", ""},
		{Nothing, "Open to everybody", ""},
	}
	for _, s := range sections {
		fmt.Fprintf(&b, "## %s\n\n", s.title)
		if s.intro != "" {
			fmt.Fprintf(&b, "%s\n\n", s.intro)
		}
		writeRows(&b, s.kind)
	}
	writeScopes(&b)
	b.WriteString("## The four app permissions\n\n| permission | what it is for |\n|---|---|\n")
	for _, p := range AppPermissions {
		fmt.Fprintf(&b, "| `%s` | %s |\n", p.Name, p.Description)
	}
	return b.String()
}

func writeRows(b *strings.Builder, kind Kind) {
	columns, cells := columnsOf(kind)
	fmt.Fprintf(b, "| action | %s | also | source |\n|---|%s---|---|\n", strings.Join(columns, " | "), strings.Repeat(":-:|", len(columns)))
	for _, r := range Table {
		if r.Kind != kind {
			continue
		}
		fmt.Fprintf(b, "| %s (`%s`) | %s | %s | %s |\n", r.Words, r.Action, strings.Join(cells(r), " | "), also(r), r.Source)
	}
	b.WriteString("\n")
}

// writeScopes prints which scope of a token opens what, from [Scopes.Allow]'s own table.
func writeScopes(b *strings.Builder) {
	b.WriteString("## What the scope of a token opens\n\nA token lets its owner do what the sections above say, as far as its scopes reach.\n\n" +
		"| reach | to look | to change |\n|---|---|---|\n")
	for reach, words := range []string{
		"teams, apps and what belongs to them", "the account itself", "secret values: config vars", "what lets people in: OAuth authorizations, the second factor, mails",
	} {
		fmt.Fprintf(b, "| %s | %s | %s |\n", words, scopesInWords(Reach(reach), false), scopesInWords(Reach(reach), true))
	}
	b.WriteString("\n")
}

func scopesInWords(reach Reach, writes bool) string {
	return "`" + strings.Join((ScopeGlobal|reach.scopes(writes)).Names(), "`, `") + "`"
}

// columnsOf names the columns of a section and fills them for one row, from [Decide] itself.
func columnsOf(kind Kind) (columns []string, cells func(Row) []string) {
	var subjects []Subject
	switch kind {
	case Team:
		columns = []string{"admin", "member", "viewer", "collaborator"}
		subjects = []Subject{{Role: Admin}, {Role: Member}, {Role: Viewer}, {Collaborator: true}}
	case App:
		columns = []string{"admin", "member or viewer"}
		subjects = []Subject{{Role: Admin}, {Role: Member}}
		for _, p := range AppPermissions {
			columns = append(columns, p.Name)
			subjects = append(subjects, Subject{Grant: p.Permission, Collaborator: true})
		}
	case Space:
		columns = []string{"admin", "member", "viewer", "member with create_apps"}
		subjects = []Subject{{Role: Admin}, {Role: Member}, {Role: Viewer}, {Role: Member, CreateApps: true}}
	case Pipeline:
		columns = []string{"admin", "member", "viewer", "owner", "collaborator on one of its apps"}
		subjects = []Subject{{Role: Admin}, {Role: Member}, {Role: Viewer}, {Owner: true}, {Collaborator: true}}
	case Enterprise:
		for i, name := range AccountPermissionNames {
			columns = append(columns, name)
			subjects = append(subjects, Subject{Account: 1 << i})
		}
	case Account:
		columns, subjects = []string{"the user"}, []Subject{{Self: true}}
	default:
		columns = []string{"with a token", "without"}
		subjects = []Subject{{}, {Anonymous: true}}
	}
	return columns, func(r Row) []string {
		out := make([]string, len(subjects))
		for i, s := range subjects {
			if Decide(r.Action, s, Object{Kind: kind}).Allowed {
				out[i] = "✓"
			}
		}
		return out
	}
}

// also names what the columns of a section do not show.
func also(r Row) string {
	var more []string
	if r.Self && r.Kind != Account {
		more = append(more, "the person concerned")
	}
	if r.Kind == Team && r.Account != 0 {
		more = append(more, "account permission "+sentence(r.Account.Names(), "or"))
	}
	if r.Kind == App && r.Owner {
		more = append(more, "the owner of a personal app")
	}
	if r.OwnerOnly {
		more = append(more, "on a personal app the owner only")
	}
	return strings.Join(more, "; ")
}

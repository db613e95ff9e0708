// Package export writes what is there, teams and enterprise accounts with everybody in them, as Terraform configuration, so that it can come
// under Terraform without being changed: applying what is written imports everything and plans nothing else.
//
// What is decided here:
//
//   - There is a file for each team and each enterprise account, one with the import blocks, and one for the provider. Import blocks have a file
//     of their own because it is to be deleted once it has been applied: an import block that goes through a map would otherwise try to
//     import whoever is added to the map later.
//   - People who have the same kind of thing on the same object are one resource with for_each over one map of addresses; a single
//     person is a plain resource. Names are those of teams, apps and spaces, and of people where one is alone.
//   - References are ids, which survive that something is renamed. Only apps and spaces refer to their team by its name, as an import finds it.
//   - A team, an app and a space cannot be destroyed by Terraform before prevent_destroy is taken out: nobody who adopts what others made
//     wants to lose it to a mistake. The stack of an app is left out, since it changes with the app's releases.
//   - People who sign in through an identity provider are left out, with what they were given, as the exclusive resources and the data
//     source herokuenterprise_unmanaged_access leave them out; an additive export can have them.
//   - Collaborators in teams without an enterprise account are left out: their permissions cannot be chosen.
//   - An allowlist that is empty and not enforced says nothing, and is not written. An additive export lists the services, and leaves the
//     switch alone.
//   - What the API did not let anybody read is not guessed: a comment says that it is missing.
//
// Everything is sorted, and nothing depends on the time: the same world gives the same files, to the byte.
package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/hcl"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// Options say how something is written.
type Options struct {
	Exclusive bool              // lists that are owned as a whole, in place of one resource for each person
	Federated bool              // also people who sign in through an identity provider; not with Exclusive
	URL       string            // of the API; empty for Heroku's own
	Moved     []planfile.Object // of the provider heroku/heroku, which are to be moved; not with Exclusive
}

// File is a file of configuration.
type File struct {
	Name, Text string
	Owner      Owner
}

// Write writes an organization as configuration. The notes, each a sentence, say what is not in it.
func Write(o *organization.Organization, options Options) (files []File, notes []string) {
	w := &writer{Options: options, names: hcl.Names{}, accounts: map[string]string{}, places: map[string]place{}}
	w.sort(options.Moved)
	if len(options.Moved) == 0 { // otherwise there is a configuration that has it
		files = append(files, File{Name: "versions.tf", Text: w.versions()})
	}
	for _, account := range o.Accounts {
		files = append(files, File{w.file("account", account.Name), w.account(account), Owner{OfAccount, account.ID}})
	}
	w.find(o)
	for _, team := range o.Teams {
		files = append(files, File{w.file("team", team.Name), w.team(team), Owner{OfTeam, team.ID}})
	}
	if len(w.imports) > 0 {
		files = append(files, File{Name: "imports.tf", Text: importsHead + "\n" + strings.Join(w.imports, "\n")})
	}
	if moved := w.movedBlocks(); moved != "" {
		files = append(files, File{Name: "moved.tf", Text: moved})
	}
	return files, w.notes
}

const importsHead = `# What is taken over as it is. Delete this file once it has been applied: an import block that goes through a map would try to
# import whoever is added to the map later.
`

// Document writes files as one.
func Document(files []File) string {
	parts := make([]string, len(files))
	for i, f := range files {
		parts[i] = "# " + f.Name + "\n\n" + f.Text
	}
	return strings.Join(parts, "\n")
}

// writer writes one export.
type writer struct {
	Options
	names    hcl.Names
	imports  []string
	notes    []string
	accounts map[string]string // what holds the members, by the id of an account
	places   map[string]place  // spaces, by id
	upstream upstream
}

// place is something that others refer to.
type place struct {
	attribute string // by which they do
	address   string // of its resource; empty if there is none
	id, name  string
}

// by is a reference to the place.
func (p place) by(attribute string) hcl.Argument {
	value := hcl.Literal(p.id)
	switch {
	case p.address != "":
		value = p.address + "." + attribute
	case attribute == "name":
		value = hcl.Literal(p.name)
	}
	return hcl.Argument{Name: p.attribute, Value: value}
}

// file names the file of something. Names are what the API says, and stay in the folder.
func (w *writer) file(what, name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, name)
	first := name
	for i := 2; w.names["file."+what+name]; i++ {
		name = fmt.Sprintf("%s_%d", first, i)
	}
	w.names["file."+what+name] = true
	return what + "-" + name + ".tf"
}

// comment writes a line for people.
func comment(format string, values ...any) string {
	return "# " + strings.Join(strings.Fields(fmt.Sprintf(format, values...)), " ") + "\n"
}

// note says that something is missing, and returns the comment.
func (w *writer) note(format string, values ...any) string {
	text := comment(format, values...)
	w.notes = append(w.notes, strings.TrimSuffix(strings.TrimPrefix(text, "# "), "\n"))
	return text
}

// gaps says what could not be read.
func (w *writer) gaps(of string, list []organization.Gap) string {
	var b strings.Builder
	for _, gap := range list {
		b.WriteString(w.note("Not in here, of %s: %s.", of, strings.TrimSuffix(gap.String(), ".")))
	}
	return b.String()
}

// versions says which Terraform and which provider it takes: import blocks with for_each are there since Terraform 1.7.
func (w *writer) versions() string {
	text := hcl.Block("terraform", hcl.Arguments(hcl.Argument{Name: "required_version", Value: `">= 1.7"`}),
		hcl.Block("required_providers", hcl.Block("herokuenterprise =", `source = "herokuenterprise/herokuenterprise"`+"\n")))
	if w.URL == "" {
		return text
	}
	return text + "\n" + hcl.Block(`provider "herokuenterprise"`, hcl.Arguments(hcl.Argument{Name: "url", Value: hcl.Literal(w.URL)}))
}

// account writes an enterprise account: who is in it.
func (w *writer) account(a *organization.Account) string {
	here := place{attribute: "enterprise_account", id: a.ID, name: a.Name}
	p := people{kind: "enterprise_account_member", all: "enterprise_account_members", list: "members", name: hcl.Label(a.Name), on: here, named: true, column: "permissions"}
	aside, leads := 0, false
	for _, m := range a.Members {
		if m.IdentityProvider != nil && !w.Federated {
			aside++
			continue
		}
		words := api.Words(m.Permissions)
		leads = leads || manages(words)
		p.rows = append(p.rows, row{m.User.Email, hcl.Literals(words)})
	}
	text := comment("The enterprise account %s.", a.Name) + w.gaps("the enterprise account "+a.Name, slices.Concat(a.Unread, a.Hidden)) + w.leftOut(aside, "in the enterprise account "+a.Name)
	if p.exclusive = w.Exclusive && leads; w.Exclusive && !leads && len(p.rows) > 0 {
		text += w.note("Nobody in the enterprise account %s with a password may manage it, so that herokuenterprise_enterprise_account_members could not have the whole list.", a.Name)
	}
	blocks, address := w.people(p)
	w.accounts[a.ID] = address
	return text + blocks + w.providers(here, hcl.Label(a.Name), accountImport, a.Providers)
}

// accountImport begins the import id of the identity provider of an enterprise account.
const accountImport = "enterprise-account/"

// providers writes where people sign in. The certificate is public.
func (w *writer) providers(on place, name, before string, list []api.TeamIdentityProvider) string {
	var b strings.Builder
	for _, p := range list {
		arguments := []hcl.Argument{on.by("id"), {Name: "entity_id", Value: hcl.Literal(p.EntityID)}, {Name: "sso_target_url", Value: hcl.Literal(p.SSOTargetURL)}}
		if p.SLOTargetURL != "" {
			arguments = append(arguments, hcl.Argument{Name: "slo_target_url", Value: hcl.Literal(p.SLOTargetURL)})
		}
		b.WriteString("\n" + w.single("identity_provider", w.names.Take(prefix+"identity_provider", name), before+on.id+":"+p.ID,
			hcl.Arguments(arguments...), "certificate = "+hcl.Text(p.Certificate)+"\n"))
	}
	return b.String()
}

// leftOut says how many people of some kind sign in elsewhere.
func (w *writer) leftOut(n int, who string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return w.note("1 person %s signs in through an identity provider and is left out.", who)
	}
	return w.note("%d people %s sign in through an identity provider and are left out.", n, who)
}

// find finds what is referred to before it is written.
func (w *writer) find(o *organization.Organization) {
	for _, team := range o.Teams {
		for _, s := range team.Spaces {
			if s.State != api.SpaceDeleting {
				w.places[s.ID] = w.placeOf("space", s.ID, s.Name)
			}
		}
	}
}

// placeOf gives something a name, unless the provider heroku/heroku has it.
func (w *writer) placeOf(kind, id, name string) place {
	p := place{attribute: strings.TrimPrefix(kind, "team_"), id: id, name: name}
	if there, managed := w.upstream.places[id]; managed {
		p.address = there
		return p
	}
	p.address = prefix + kind + "." + w.names.Take(prefix+kind, name)
	return p
}

// managed reports whether the provider heroku/heroku has something.
func (w *writer) managed(id string) bool {
	_, there := w.upstream.places[id]
	return there
}

const prefix = planfile.Prefix

// single writes a resource that there is one of, and imports it.
func (w *writer) single(kind, name, id string, parts ...string) string {
	w.imports = append(w.imports, hcl.Block("import", hcl.Arguments(hcl.Argument{Name: "to", Value: prefix + kind + "." + name}, hcl.Argument{Name: "id", Value: hcl.Literal(id)})))
	return hcl.Block(hcl.Resource(prefix+kind, name), parts...)
}

// kept keeps Terraform from destroying.
func kept() string {
	return hcl.Block("lifecycle", hcl.Arguments(hcl.Argument{Name: "prevent_destroy", Value: "true"}))
}

package clone_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/clone"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// everything has what worlds of tests have seldom.
//
//go:embed testdata/everything.yaml
var everything string

// made clones an organisation with a key, and writes the file.
func made(t *testing.T, url, key string, s clone.Source) (file string, c *clone.Clone) {
	t.Helper()
	t.Setenv("HEROKU_API_KEY", key)
	s.URL = url
	c, err := clone.Make(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := seed.Write(&b, c.File); err != nil {
		t.Fatal(err)
	}
	return b.String(), c
}

// serve serves a clone, and makes a token for its owner.
func serve(t *testing.T, file string, c *clone.Clone) (url, key string) {
	t.Helper()
	server, key := mockapitest.Start(t, file), store.NewToken()
	if err := server.Store.Write(t.Context(), func(tx *store.Tx) error {
		u, err := tx.GetUser(t.Context(), c.Owner)
		if err != nil {
			return err
		}
		return tx.CreateToken(t.Context(), u.ID, key)
	}); err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	return server.URL, key
}

// times are not in a clone.
var times = regexp.MustCompile(`"(created|updated|added|released)_at": "[^"]*"`)

// picture writes down all that the API tells of an organisation, without times and the ids of rows that people know by what they tie
// together.
func picture(t *testing.T, url, key string, s clone.Source) string {
	t.Helper()
	c, err := client.New(client.Config{URL: url, Token: key, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	o, err := organization.Read(t.Context(), c, organization.Choice{Teams: s.Teams, Accounts: s.Accounts, All: s.All})
	if err != nil {
		t.Fatal(err)
	}
	o.Owner.DefaultTeam, o.Owner.DefaultOrganization = nil, nil // that person's choice, as is the next
	for _, team := range o.Teams {
		team.Default = false
		for i, m := range team.Members {
			if m.Role != nil && *m.Role == string(access.Collaborator) {
				team.Members[i].ID = "" // of a grant
			}
		}
		for i := range team.Services {
			team.Services[i].AddonService.ID = ""
		}
		for i := range team.Addons {
			team.Addons[i].Plan.ID, team.Addons[i].AddonService.ID, team.Addons[i].ConfigVars = "", "", nil // attachments make them
		}
		for _, s := range team.Spaces {
			s.Rules.ID = ""
		}
	}
	text, err := json.MarshalIndent(o, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return times.ReplaceAllString(string(text), `"${1}_at": ""`)
}

// generated is a world of the generator's.
func generated(t *testing.T) string {
	t.Helper()
	file, err := seed.Generate(seed.Size{Teams: 20, Users: 50, Apps: 30, Number: 7}, func(string, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := seed.Write(&b, file); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestClone: what is read of a clone is what is read of its source, ids included, and the clone of the clone is the same file.
func TestClone(t *testing.T) {
	acme, err := os.ReadFile("../../examples/seed/acme.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, world := range map[string]struct {
		seed    string
		sources map[string][]clone.Source // by key
	}{
		"the world of the tests": {acctest.World, map[string][]clone.Source{
			acctest.Admin: {{All: true}, {Teams: []string{"acme-widgets"}}}, "HRKU-max": {{All: true}},
		}},
		"the world of the example": {string(acme), map[string][]clone.Source{acctest.Admin: {{All: true}}}},
		"a generated world": {generated(t), map[string][]clone.Source{
			"HRKU-billing": {{Teams: []string{"billing"}, Accounts: []string{"acme"}}}, "HRKU-finance": {{Teams: []string{"finance"}}},
		}},
		"everything": {everything, map[string][]clone.Source{"HRKU-ada": {{All: true}}}},
	} {
		server := mockapitest.Start(t, world.seed)
		for key, sources := range world.sources {
			for _, source := range sources {
				t.Run(name+" as "+key, func(t *testing.T) {
					first, c := made(t, server.URL, key, source)
					url, another := serve(t, first, c)
					if want, got := picture(t, server.URL, key, source), picture(t, url, another, source); got != want {
						t.Errorf("what is read of the clone:\n%s", differences(want, got))
					}
					if second, _ := made(t, url, another, source); second != first {
						t.Errorf("the clone of the clone:\n%s", differences(first, second))
					}
				})
			}
		}
	}
}

// TestCloneKnowsPeopleByTheirIDs: of who made the rules of a space the API tells the address alone; who is in another team has the id that a
// state remembers all the same.
func TestCloneKnowsPeopleByTheirIDs(t *testing.T) {
	server := mockapitest.Start(t, strings.Replace(acctest.World, "{email: ann@acme.test,", "{email: ann@acme.test, token: HRKU-ann,", 1))
	for _, call := range []struct {
		token, method, path string
		body                any
	}{
		{acctest.Admin, "PUT", "/teams/acme-widgets/members", map[string]any{"email": "ann@acme.test", "role": "admin"}},
		{acctest.Admin, "POST", "/enterprise-accounts/acme/teams", map[string]any{"name": "acme-zone"}},
		{acctest.Admin, "PUT", "/teams/acme-zone/members", map[string]any{"email": "ann@acme.test", "role": "admin"}},
		{"HRKU-ann", "PUT", "/spaces/acme-dmz/inbound-ruleset", map[string]any{"rules": []any{}}},
		{acctest.Admin, "DELETE", "/teams/acme-widgets/members/ann@acme.test", nil},
	} {
		if status, answer := server.Do(t, call.token, call.method, call.path, call.body); status >= 300 {
			t.Fatalf("%s %s: %d %s", call.method, call.path, status, answer)
		}
	}
	_, c := made(t, server.URL, acctest.Admin, clone.Source{Teams: []string{"acme-widgets", "acme-zone"}})
	var ann store.User
	if err := server.Store.Read(t.Context(), func(tx *store.Tx) (err error) { ann, err = tx.GetUser(t.Context(), "ann@acme.test"); return err }); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.File.Users, func(u seed.User) bool { return u.Email == ann.Email })
	if i < 0 || c.File.Users[i].ID != ann.ID {
		t.Errorf("%+v, want the id %s", c.File.Users, ann.ID)
	}
}

// differences are the lines of two texts that are in one of them alone.
func differences(want, got string) string {
	var b strings.Builder
	for sign, texts := range map[string][2]string{"- ": {want, got}, "+ ": {got, want}} {
		other := strings.Split(texts[1], "\n")
		for line := range strings.Lines(texts[0]) {
			if !slices.Contains(other, strings.TrimSuffix(line, "\n")) {
				b.WriteString(sign + line)
			}
		}
	}
	return b.String()
}

// TestPseudonyms: nothing of a person's address or name is in a clone, nor an id that leads to one, nor anything of an identity provider;
// and yet the same salt makes the same pseudonym everywhere, and people of one domain stay so.
func TestPseudonyms(t *testing.T) {
	north, south := clone.Source{All: true, Salt: "north wind"}, clone.Source{All: true, Salt: "south wind"}
	server := mockapitest.Start(t, everything)
	plain, c := made(t, server.URL, acctest.Admin, clone.Source{All: true})
	secret, pseudonymous := made(t, server.URL, acctest.Admin, north)
	text := strings.ToLower(secret + strings.Join(pseudonymous.Notes, "\n") + pseudonymous.Owner)
	for _, leak := range traces(c.File) {
		if strings.Contains(text, leak) {
			t.Errorf("%q is in the clone", leak)
		}
	}
	for _, part := range []string{"role: ", "permissions: ", "two_factor_authentication: ", "added_by: ", "federated: "} {
		if strings.Count(plain, part) != strings.Count(secret, part) {
			t.Errorf("%q is there %d times, was %d times", part, strings.Count(secret, part), strings.Count(plain, part))
		}
	}
	if one, two := domains(c.File), domains(pseudonymous.File); len(one) != len(two) {
		t.Errorf("domains %v became %v", one, two)
	}
	url, key := serve(t, secret, pseudonymous)
	if picture(t, url, key, clone.Source{All: true}) == "" {
		t.Error("nothing is read of it")
	}
	if again, _ := made(t, server.URL, acctest.Admin, north); again != secret {
		t.Error("a second clone of the same salt is another one")
	}
	_, other := made(t, server.URL, acctest.Admin, south)
	_, labs := made(t, server.URL, acctest.Admin, clone.Source{Teams: []string{"acme-labs"}, Salt: north.Salt})
	for _, u := range labs.File.Users {
		if !strings.Contains(secret, u.Email) || !strings.Contains(secret, u.ID) || slices.ContainsFunc(other.File.Users, func(o seed.User) bool { return o.Email == u.Email || o.ID == u.ID }) {
			t.Errorf("%v: another pseudonym in a clone of one team, or the same with another salt", u)
		}
	}
}

// traces are the texts in small letters by which somebody could be found: whole addresses and ids, the parts of names and addresses, and
// where people sign in. A part of three letters can be in a random id, so its neighbours count.
func traces(f seed.File) (found []string) {
	for _, u := range f.Users {
		local, domain, _ := strings.Cut(strings.ToLower(u.Email), "@")
		found = append(found, strings.ToLower(u.Email), domain, u.ID, local+"@", ": "+local, "["+local, "\""+local)
		for _, part := range strings.FieldsFunc(local+" "+strings.ToLower(u.Name), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if found = append(found, part+" ", part+"."); len(part) > 3 {
				found = append(found, part)
			}
		}
	}
	providers := []*seed.IdentityProvider{}
	for _, a := range f.EnterpriseAccounts {
		providers = append(providers, a.IdentityProvider)
	}
	for _, t := range f.Teams {
		providers = append(providers, t.IdentityProvider)
	}
	for _, p := range providers {
		if p != nil {
			found = append(found, p.EntityID, p.SSOTargetURL, strings.ToLower(strings.Split(p.Certificate, "\n")[1]))
		}
	}
	return found
}

// domains are those of people.
func domains(f seed.File) map[string]int {
	count := map[string]int{}
	for _, u := range f.Users {
		_, domain, _ := strings.Cut(strings.ToLower(u.Email), "@")
		count[domain]++
	}
	return count
}

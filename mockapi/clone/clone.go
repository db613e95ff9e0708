// Package clone turns a live organisation into the seed file of a control plane of one's own, for rehearsals.
//
// It is a client of somebody else's API, Heroku's or another mockapi's, and so it is the one package under mockapi that may import
// internal/client and internal/organization. What serves and stores knows nothing of it.
//
// The file is made by [seed.FileOf], as every dump is, with the ids: a copy of a Terraform state that was written against the real
// organisation fits the world that is loaded from it. Nothing else of its source is in it, no address and no time, so that a clone
// of a clone is the same file, to the byte. What the API did not tell, and what no seed file holds, is told in notes; they name teams,
// spaces and services, never people.
package clone

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
)

// DefaultURL is Heroku's own API.
const DefaultURL = client.DefaultURL

// Source says what to clone, and how.
type Source struct {
	URL      string   // where the API is
	Retries  int      // further tries of one request
	Teams    []string // names or ids
	Accounts []string // enterprise accounts, by name or id, with those of their teams in which the key's owner has a role
	All      bool     // every account and team of the key's owner
	Salt     string   // makes pseudonyms of people; empty: they keep their names
}

// Clone is what came of it.
type Clone struct {
	File  seed.File
	Notes []string // what the file lacks, a line each
	Owner string   // address in the file of the key's owner
}

// always is what no clone has.
var always = []string{
	"tokens: mockapi serve --seed FILE --token-for EMAIL prints a new one",
	"apps and pipelines of people, and pipelines of teams",
	"config vars, builds, releases, domains, dynos, log drains and other things that say nothing about who may do what",
	"the names of add-ons' attachments: each add-on has one, named after its service",
	"which people never signed in, and which teams they chose as their default",
	"the audit trail, usage, and the times at which things were made and changed",
}

// Make reads the organisation, in a number of calls that depends on the number of teams, spaces and add-on services, and not on people or
// apps.
func Make(ctx context.Context, s Source) (*Clone, error) {
	c, err := client.FromEnvironment(s.URL, "mockapi", s.Retries)
	if err != nil {
		return nil, err
	}
	o, err := organization.Read(ctx, c, organization.Choice{Teams: s.Teams, Accounts: s.Accounts, All: s.All})
	if err != nil {
		return nil, explain(s.URL, err)
	}
	owner, err := c.GetAccount(ctx)
	if err != nil {
		return nil, explain(s.URL, err)
	}
	b := newBuilder(o, s.Salt)
	out := &Clone{Owner: b.pseudonyms.email(owner.Email)}
	b.people.know(person{id: owner.ID, email: owner.Email, name: owner.Name, mfa: owner.TwoFactorAuthentication})
	b.organization(o)
	if err := b.catalogue(ctx, c); err != nil {
		return nil, explain(s.URL, err)
	}
	if s.Salt != "" {
		b.note("the addresses, names and ids of people, and the addresses and certificates of identity providers: pseudonyms stand in their places")
	}
	file, left, err := seed.FileOf(b.finish(), true)
	if err != nil {
		return nil, err
	}
	out.File, out.Notes = file, append(append(b.notes, left...), always...)
	return out, nil
}

// explain says in one sentence why there is no clone.
func explain(address string, err error) error {
	var call *client.Failure
	switch {
	case client.Unauthorized(err):
		return fmt.Errorf("%s does not accept the key: %w", address, err)
	case client.Forbidden(err), client.NotFound(err):
		return fmt.Errorf("the owner of the key may not read this, or it does not exist: %w", err)
	case errors.As(err, &call):
		return fmt.Errorf("%s did not answer as it should: %w", address, err)
	}
	return err
}

// unread is the note of something that the API did not let the key's owner read.
func unread(where string, g organization.Gap) string {
	why := ""
	var refusal *api.Error
	if errors.As(g.Err, &refusal) {
		why = fmt.Sprintf(" (%d %s)", refusal.Status, http.StatusText(refusal.Status))
	}
	return fmt.Sprintf("%s%s, which the API did not let the owner of the key read%s", where, g.What, why)
}

// known keeps the words that the access model knows, and notes the others.
func (b *builder) known(what string, words []string, parse func([]string) error) []string {
	kept := make([]string, 0, len(words))
	for _, word := range words {
		if parse([]string{word}) != nil {
			b.note("the permission %q on %s, which the control plane does not know", word, what)
			continue
		}
		kept = append(kept, word)
	}
	return kept
}

// oneOf is a word if the control plane knows it, else the first of those that it knows, which is noted.
func (b *builder) oneOf(what, kind, word string, words []string) string {
	if access.OneOf(kind, word, words) == nil {
		return word
	}
	b.note("the %s %q of %s, which the control plane does not know: it has %s", kind, word, what, words[0])
	return words[0]
}

func (b *builder) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

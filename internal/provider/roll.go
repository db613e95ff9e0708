package provider

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// roll is a list of people that Terraform keeps whole: everybody in a team, or everybody with permissions of their own on an app.
// What teams and apps do differently is here; what they share is in exclusive.go.
type roll interface {
	id() string
	// String names what the list belongs to, as it is called now: "the team acme-widgets".
	String() string
	// look reads everybody. Who is listed may cost further calls, such as for whether an admin has permissions of his own.
	look(ctx context.Context, how glance, listed func(api.UserRef) bool) ([]holder, error)
	// put gives a person, who has what is now (nil is nothing), the words, and returns what the API made of it.
	put(ctx context.Context, email string, now *holder, words []string) (*holder, error)
	// drop takes everything from a person. Who has nothing any more is no error.
	drop(ctx context.Context, now *holder) error
	// hidden reports whether a person is the identity provider's: who is not listed, and is so, was not shown.
	hidden(ctx context.Context, who *holder) (bool, error)
	// made reports whether this run itself has made it that a person has other words now than the plan found: see effects.
	made(ctx context.Context, user api.UserRef, had, has []string) bool
	// lowers reports whether somebody loses something by getting other words.
	lowers(before, after []string) bool
	// deprives says what the person that Terraform works as would lose, with other words or none, of what the provider argument
	// allow_self_removal is about; empty for nothing.
	deprives(ctx context.Context, self *holder, after []string) string
	// vital reports whether a person who has what is now would be, with the words, one of those of whom somebody must stay.
	vital(now *holder, words []string) bool
	// vacant is the refusal for a list without anybody who is vital.
	vacant() error
	// home is the id of the team; empty for none.
	home() string
	// places are the people as the plan as a whole has them.
	places() places
	// foresee tells the plan as a whole what a person, whose membership in the team is row, will have, and looks at what he gains.
	foresee(ctx context.Context, key string, row *api.TeamMember, m move)
}

// glance says how new a look must be.
type glance int

const (
	current glance = iota // what this walk has read since it last wrote
	recent                // the same, but no older than half a minute
	again                 // begun after the last look
)

// glanced reads what many share, and marks what was seen.
func glanced[V any](ctx context.Context, from *client.Readings[V], key string, how glance, seen *client.Mark) (V, error) {
	var got client.Reading[V]
	var err error
	switch how {
	case again:
		got, err = from.Again(ctx, key, *seen)
	case recent:
		if _, err = from.Get(ctx, key, client.Recent); err == nil {
			got, err = from.Get(ctx, key, client.Current)
		}
	default:
		got, err = from.Get(ctx, key, client.Current)
	}
	*seen = got.Begun
	return got.Value, err
}

// holder is a person on a roll, with what the person has there.
type holder struct {
	user      api.UserRef
	words     []string // the role, alone, or the permissions, sorted
	federated bool
	seat      *seat // in a team
}

// line is one element of the map of an exclusive list: an address as the user spells it, and what the person is to have.
type line struct {
	email string
	words []string
	known bool // the words are
}

// linesOf reads a map of people, sorted by address.
func linesOf(people types.Map) []line {
	lines := make([]line, 0, len(people.Elements()))
	for email, value := range people.Elements() {
		l := line{email: email, known: known(value)}
		switch v := value.(type) {
		case types.String:
			l.words = []string{v.ValueString()}
		case types.Set:
			l.known = l.known && known(v.Elements()...)
			if l.words = elements(v); len(l.words) > 0 {
				l.words = stored(v)
			}
		}
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(access.FoldEmail(a.email), access.FoldEmail(b.email)), cmp.Compare(a.email, b.email))
	})
	return lines
}

// sameLines reports whether two maps mean the same: they differ in the case of addresses at most, or in permissions that the API
// gives anyway.
func sameLines(plan, state types.Map) bool {
	if !known(plan) || plan.IsNull() != state.IsNull() {
		return false
	}
	return slices.EqualFunc(linesOf(plan), linesOf(state), func(a, b line) bool {
		return a.known && access.SameEmail(a.email, b.email) && slices.Equal(a.words, b.words)
	})
}

// owned are the people whom the configuration listed when it was last applied, or whom an import took over: the addresses as the user
// spells them, with the ids of the people as far as they are known. It is kept beside the state, which shows everybody.
type owned map[string]string

// ownPeople is the key of owned.
const ownPeople = "own_people"

// rollCall is a roll at one moment: who is on it, and who was listed.
type rollCall struct {
	roll
	own   owned
	ids   map[string]string  // of those who were listed, by folded address
	live  []*holder          // sorted by address
	by    map[string]*holder // folded address or id
	aside []*holder          // who is the identity provider's business, not Terraform's
}

// call finds out who is there. People who sign in through an identity provider belong to that, unless they were listed or are.
func call(ctx context.Context, r roll, own owned, how glance, lists ...[]line) (*rollCall, error) {
	c := &rollCall{roll: r, own: own, ids: map[string]string{}, by: map[string]*holder{}}
	listed := map[string]bool{}
	for email, id := range own {
		c.ids[access.FoldEmail(email)] = id
		listed[access.FoldEmail(email)], listed[id] = true, id != ""
	}
	for _, l := range slices.Concat(lists...) {
		listed[access.FoldEmail(l.email)] = true
	}
	isListed := func(u api.UserRef) bool { return listed[access.FoldEmail(u.Email)] || listed[u.ID] }
	everybody, err := r.look(ctx, how, isListed)
	if err != nil {
		return nil, err
	}
	c.attend(everybody, isListed)
	return c, nil
}

// attend notes who is there.
func (c *rollCall) attend(everybody []holder, listed func(api.UserRef) bool) {
	for i := range everybody {
		h := &everybody[i]
		if h.federated && !listed(h.user) {
			c.aside = append(c.aside, h)
			continue
		}
		c.live = append(c.live, h)
		c.by[access.FoldEmail(h.user.Email)], c.by[h.user.ID] = h, h
	}
	slices.SortFunc(c.live, func(a, b *holder) int {
		return cmp.Compare(access.FoldEmail(a.user.Email), access.FoldEmail(b.user.Email))
	})
}

// find finds the person behind an address: whose address it is now, else who had it when it was listed.
func (c *rollCall) find(email string) *holder {
	email = access.FoldEmail(email)
	if h := c.by[email]; h != nil {
		return h
	}
	if id := c.ids[email]; id != "" {
		return c.by[id]
	}
	return nil
}

// show is the map for the state: everybody under the address that the user knows the person by.
func (c *rollCall) show(ctx context.Context, before types.Map, value func(words []string, before attr.Value) attr.Value) types.Map {
	spelled, written := map[string]string{}, before.Elements() // by id, and a copy of the map
	for email := range written {
		if h := c.find(email); h != nil {
			spelled[h.user.ID] = email
		}
	}
	for email := range c.own {
		if h := c.find(email); h != nil {
			spelled[h.user.ID] = email
		}
	}
	shown := map[string]attr.Value{}
	for _, h := range c.live {
		email := cmp.Or(spelled[h.user.ID], h.user.Email)
		shown[email] = value(h.words, written[email])
	}
	return types.MapValueMust(before.ElementType(ctx), shown)
}

// move is what becomes of one person.
type move struct {
	email string   // as it is listed; of somebody who is not, as the API has it
	now   *holder  // nil for somebody who is not there
	words []string // nil for somebody who is to go
}

func (m move) String() string { return fmt.Sprintf("%s (%s)", m.email, quoted(m.now.words)) }

// moves are what it takes to make a roll what is listed.
type moves struct {
	stays   []move // everybody who is listed
	gains   []move // of these, whoever is added or loses nothing
	losses  []move // of these, whoever loses something
	removed []move // everybody else
	open    bool   // somebody's words are not known yet
}

// moves compares the list with who is there.
func (c *rollCall) moves(lines []line) (m moves, err error) {
	taken := map[string]string{}
	for _, l := range lines {
		this := move{email: l.email, now: c.find(l.email), words: l.words}
		if this.now != nil {
			if other := taken[this.now.user.ID]; other != "" {
				return m, fmt.Errorf("%s and %s are addresses of the same person, who can be listed once only. Keep %s, which is the one that counts now", other, l.email, this.now.user.Email)
			}
			taken[this.now.user.ID] = l.email
		}
		m.stays = append(m.stays, this)
		switch {
		case !l.known:
			m.open = true
		case this.now == nil || !slices.Equal(this.now.words, l.words) && !c.lowers(this.now.words, l.words):
			m.gains = append(m.gains, this)
		case !slices.Equal(this.now.words, l.words):
			m.losses = append(m.losses, this)
		}
	}
	for _, h := range c.live {
		if taken[h.user.ID] == "" {
			m.removed = append(m.removed, move{email: h.user.Email, now: h})
		}
	}
	return m, nil
}

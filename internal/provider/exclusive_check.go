package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// weigh notes everything that speaks against the moves of a create or an update. A limit that is not known yet is empty.
func (s *session) weigh(ctx context.Context, c *rollCall, m moves, limit, attribute string) error {
	excess(ctx, c, m.removed, limit, attribute, false)
	if !m.open && c.abandoned(m) {
		notesOf(ctx).AddAttributeError(path.Root(attribute), "Nobody would be left in charge",
			fmt.Sprintf("%s In %s, nobody who is there would be left with that role. Who has only been invited does not count before accepting.", c.vacant(), attribute))
	}
	self, err := s.selfIn(ctx, m)
	if err != nil {
		return err
	}
	if lost := lossOf(m, self); lost != nil {
		if what := c.deprives(ctx, lost.now, lost.words); what != "" {
			return s.ownRights(ctx, types.StringValue(self), what)
		}
	}
	return nil
}

// errRefused follows what [session.weigh] has noted about a change that is being applied.
var errRefused = errors.New("nothing was changed, for the reasons that are given above. They could not be known when the plan was made")

// lossOf finds what somebody loses; nil if that is nothing.
func lossOf(m moves, user string) *move {
	for _, lost := range slices.Concat(m.losses, m.removed) {
		if lost.now.user.ID == user {
			return &lost
		}
	}
	return nil
}

// abandoned reports whether the moves leave nobody who is vital, although somebody is there now.
func (c *rollCall) abandoned(m moves) bool {
	vital := func(h *holder) bool { return c.vital(h, h.words) }
	return slices.ContainsFunc(c.live, vital) && !slices.ContainsFunc(c.aside, vital) &&
		!slices.ContainsFunc(m.stays, func(s move) bool { return c.vital(s.now, s.words) })
}

// excess refuses to remove more people than the limit allows.
func excess(ctx context.Context, c *rollCall, removed []move, limit, attribute string, destroying bool) {
	if limit == "" || len(removed) <= allowed(limit, len(c.live)) {
		return
	}
	way := fmt.Sprintf("If all of them are to go, set max_removals = \"%d\" or more. Otherwise list those who are to stay in %s.", len(removed), attribute)
	if destroying {
		way = fmt.Sprintf("If all of them are to go, set max_removals = \"%d\" or more and apply that first: the value in the state counts. To keep everybody, take the resource out of the state with a removed block and destroy = false.", len(removed))
	}
	notesOf(ctx).AddAttributeError(path.Root("max_removals"), "Too many people would be removed", fmt.Sprintf("%d of the %d people of %s would be removed, and max_removals = %q allows %d: %s. %s",
		len(removed), len(c.live), c, limit, allowed(limit, len(c.live)), some(removed), way))
}

// some names the first ten people.
func some(people []move) string {
	const most = 10
	if further := len(people) - most; further > 0 {
		return fmt.Sprintf("%s and %d more", all(people[:most]), further)
	}
	return all(people)
}

// all names everybody.
func all(people []move) string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.String()
	}
	return strings.Join(names, ", ")
}

// leaving chooses who goes when the resource is destroyed: who was listed, but neither the person that Terraform works as, if that
// takes rights away from it, nor the last one who is vital. stay says who stays, and why.
func (c *rollCall) leaving(ctx context.Context, self string) (leave []move, stay []string) {
	leaves := map[*holder]bool{}
	for email := range c.own {
		if h := c.find(email); h != nil {
			leaves[h] = true
		}
	}
	vital := false // somebody is, and stays
	for _, h := range slices.Concat(c.live, c.aside) {
		if leaves[h] && h.user.ID == self && c.deprives(ctx, h, nil) != "" {
			stay = append(stay, h.user.Email+", since Terraform works as this person")
			leaves[h] = false
		}
		if leaves[h] {
			leave = append(leave, move{email: h.user.Email, now: h})
		} else {
			vital = vital || c.vital(h, h.words)
		}
	}
	last := slices.IndexFunc(leave, func(m move) bool { return c.vital(m.now, m.now.words) })
	if last >= 0 && !vital {
		stay = append(stay, fmt.Sprintf("%s, since one %s must stay", leave[last].email, quoted(leave[last].now.words)))
		leave = slices.Delete(leave, last, last+1)
	}
	return leave, stay
}

// overtaken reports people who are neither as the plan found them nor as it wants them, nor as this run itself has made them, as the user chose. state
// has the lines that the plan found; the moves are those of the people whom the change is about.
func (s *session) overtaken(ctx context.Context, c *rollCall, state []line, about []move) error {
	found, absent := map[*holder][]string{}, map[string][]string{}
	for _, l := range state {
		if h := c.find(l.email); h != nil {
			found[h] = l.words
		} else {
			absent[access.FoldEmail(l.email)] = l.words
		}
	}
	var now, before []string
	for _, m := range slices.SortedFunc(slices.Values(about), func(a, b move) int { return strings.Compare(access.FoldEmail(a.email), access.FoldEmail(b.email)) }) {
		has, had, seen := []string(nil), absent[access.FoldEmail(m.email)], true
		user := api.UserRef{ID: c.ids[access.FoldEmail(m.email)], Email: m.email}
		if m.now != nil {
			user, has = m.now.user, m.now.words
			had, seen = found[m.now]
		}
		if !seen && !slices.Equal(has, m.words) { // who is listed now for the first time
			hidden, err := c.hidden(ctx, m.now)
			if err != nil {
				return err
			}
			seen = !hidden
		}
		if seen && !slices.Equal(has, had) && !slices.Equal(has, m.words) && !c.made(ctx, user, had, has) {
			now, before = append(now, m.email+": "+quoted(has)), append(before, m.email+": "+quoted(had))
		}
	}
	if len(now) == 0 {
		return nil
	}
	return s.changed(ctx, "What people have in "+c.String(), strings.Join(now, "; "), strings.Join(before, "; "))
}

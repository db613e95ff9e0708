package provider

import (
	"context"
	"slices"
)

// carryOut makes the moves, in an order in which nobody is without a right that he has before and after, and in which Terraform can
// finish what it began: whoever gains comes first, so that there is an admin at any time; then whoever loses something, then whoever
// goes, and last the person that Terraform works as, who may need it for the others. It takes the same turns as what other resources do in the team. It stops at the
// first failure; what was done already is not done again.
func (s *session) carryOut(ctx context.Context, c *rollCall, m moves, self string) error {
	if len(m.gains) > 0 {
		if err := s.order.give(func() error { return c.each(ctx, m.gains) }, slices.Compact([]string{c.home(), c.id(), promotions(c.id())})...); err != nil {
			return err
		}
	}
	others, own := apart(slices.Concat(m.losses, m.removed), self)
	if len(own) > 0 && c.deprives(ctx, own[0].now, own[0].words) == "" { // an admin can do without a grant
		others, own = append(others, own...), nil
	}
	for _, losses := range []struct {
		who  []move
		when turn
	}{{others, anybody}, {own, oneself}} {
		if len(losses.who) == 0 {
			continue
		}
		if err := s.order.take(ctx, c.home(), losses.when, func() error { return c.each(ctx, losses.who) }); err != nil {
			return err
		}
	}
	return nil
}

// each makes moves one after the other, and keeps whom they make Terraform's own.
func (c *rollCall) each(ctx context.Context, list []move) error {
	for _, m := range list {
		if m.words == nil {
			if err := c.drop(ctx, m.now); err != nil {
				return err
			}
			continue
		}
		has, err := c.put(ctx, m.email, m.now, m.words)
		if err != nil {
			return err
		}
		c.own[m.email] = has.user.ID
	}
	return nil
}

// apart separates the moves of one person from those of all others.
func apart(all []move, user string) (others, own []move) {
	for _, m := range all {
		if m.now.user.ID == user {
			own = append(own, m)
		} else {
			others = append(others, m)
		}
	}
	return others, own
}

// settle makes exactly those people Terraform's own who are listed. What was put is known from the answers.
func (c *rollCall) settle(m moves) {
	ids := owned{}
	for _, s := range m.stays {
		if ids[s.email] = c.own[s.email]; s.now != nil {
			ids[s.email] = s.now.user.ID
		}
	}
	clear(c.own)
	for email, id := range ids {
		c.own[email] = id
	}
}

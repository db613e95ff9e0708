package provider

import (
	"context"
	"slices"
)

// carryOut makes the moves one after the other, in an order in which nobody is without a right that he has before and after, and
// in which Terraform can finish what it began: whoever gains comes first, so that there is an admin at any time; then whoever loses
// something, then whoever goes, and last the person that Terraform works as. It stops at the first failure. Whatever was done
// already is not done again.
func (c *rollCall) carryOut(ctx context.Context, m moves, self string) error {
	others, own := apart(slices.Concat(m.losses, m.removed), self)
	for _, step := range slices.Concat(m.gains, others, own) {
		if step.words == nil {
			if err := c.drop(ctx, step.now); err != nil {
				return err
			}
			c.own.forget(step.now.user)
			continue
		}
		has, err := c.put(ctx, step.email, step.now, step.words)
		if err != nil {
			return err
		}
		c.own[step.email] = has.user.ID
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

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// whyCommand says what somebody may do, and why; or who may do something.
type whyCommand struct {
	existingFlag
	App    string `help:"The app, by name or id." placeholder:"APP" xor:"what" required:""`
	Team   string `help:"The team, by name or id." placeholder:"TEAM" xor:"what" required:""`
	Email  string `help:"Address of the user. Without it, everybody who may do the action is listed." placeholder:"EMAIL"`
	Action string `help:"One action of the access model, such as app.build.create." placeholder:"ACTION"`
}

// Validate is called by kong.
func (c *whyCommand) Validate() error {
	if c.Email == "" && c.Action == "" {
		return errors.New("either --email or --action is needed, or both")
	}
	if c.Action == "" {
		return nil
	}
	row, err := access.ParseAction(c.Action)
	if err == nil && row.Kind != c.kind() {
		err = fmt.Errorf("--action: %s is about a thing of kind %q, and --%s names one of kind %q", c.Action, row.Kind, c.kind(), c.kind())
	}
	return err
}

func (c *whyCommand) kind() access.Kind {
	if c.App != "" {
		return access.App
	}
	return access.Team
}

// Run explains.
func (c *whyCommand) Run(ctx context.Context) error {
	return c.look(ctx, func(st *store.Store) error {
		if err := st.RequireSchema(ctx); err != nil {
			return fmt.Errorf("why: %w", err)
		}
		return st.Read(ctx, func(tx *store.Tx) error { return c.explain(ctx, tx, os.Stdout) })
	})
}

// view is a person and a thing, as the access model sees them.
type view struct {
	email, thing string
	subject      access.Subject
	object       access.Object
}

// explain writes about one person, or about everybody who may do the action.
func (c *whyCommand) explain(ctx context.Context, tx *store.Tx, w io.Writer) error {
	if c.Email == "" {
		return c.who(ctx, tx, w)
	}
	user, err := tx.GetUser(ctx, c.Email)
	if err != nil {
		return err
	}
	v, err := c.view(ctx, tx, user)
	if err != nil {
		return err
	}
	if c.Action != "" {
		_, err = io.WriteString(w, v.why(access.Action(c.Action)))
		return err
	}
	_, err = io.WriteString(w, v.all())
	return err
}

// view is how a person is seen from the thing.
func (c *whyCommand) view(ctx context.Context, tx *store.Tx, user store.User) (view, error) {
	if c.App != "" {
		app, err := tx.GetApp(ctx, c.App, user.ID)
		thing := "the app " + app.Name
		if app.Locked {
			thing = "the locked app " + app.Name
		}
		return view{user.Email, thing, app.Subject(user.ID), app.Object()}, err
	}
	team, err := tx.GetTeam(ctx, c.Team, user.ID)
	return view{user.Email, "the team " + team.Name, team.Subject(), team.Object()}, err
}

// who lists everybody in the world who may do the action.
func (c *whyCommand) who(ctx context.Context, tx *store.Tx, w io.Writer) error {
	users, err := tx.ListUsers(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, user := range users {
		v, err := c.view(ctx, tx, user)
		if err != nil {
			return err
		}
		if d := access.Decide(access.Action(c.Action), v.subject, v.object); d.Allowed {
			n++
			if _, err := fmt.Fprintf(w, "%s: %s\n", v.email, d.Reason); err != nil {
				return err
			}
		}
	}
	if n == 0 {
		_, err = fmt.Fprintf(w, "nobody may do %s\n", c.Action)
	}
	return err
}

// why says whether one action is allowed, and what would allow it.
func (v *view) why(a access.Action) string {
	d := access.Decide(a, v.subject, v.object)
	if d.Allowed {
		return fmt.Sprintf("%s may do %s on %s: %s\n", v.email, a, v.thing, d.Reason)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s may not do %s on %s: it %s\n", v.email, a, v.thing, d.Reason)
	for i, way := range access.Ways(a, v.subject, v.object) {
		if i == 0 {
			b.WriteString("What would allow it, the cheapest first:\n")
		}
		fmt.Fprintf(&b, "  %s (opens %d more)\n", way.Change, way.Opens-1)
	}
	return b.String()
}

// all says what is allowed, by what, and what would allow the rest.
func (v *view) all() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s\n", v.email, v.thing)
	for _, e := range access.Effective(v.subject, v.object) {
		fmt.Fprintf(&b, "  has %-8s %s\n", e.Permission, e.Reason)
	}
	allowed, missing := newSections(), newSections()
	for _, row := range access.Table {
		if row.Kind != v.object.Kind {
			continue
		}
		if d := access.Decide(row.Action, v.subject, v.object); d.Allowed {
			allowed.add(d.Reason, string(row.Action))
		} else if ways := access.Ways(row.Action, v.subject, v.object); len(ways) > 0 {
			missing.add(ways[0].Change, string(row.Action))
		} else {
			missing.add("nothing that can be given", string(row.Action))
		}
	}
	allowed.write(&b, "may do, by")
	missing.write(&b, "may not do, and would by:")
	return b.String()
}

// sections are actions under headings, in the order in which the headings came.
type sections struct {
	heads   []string
	actions map[string][]string
}

func newSections() *sections { return &sections{actions: map[string][]string{}} }

func (s *sections) add(head, action string) {
	if s.actions[head] == nil {
		s.heads = append(s.heads, head)
	}
	s.actions[head] = append(s.actions[head], action)
}

func (s *sections) write(b *strings.Builder, title string) {
	for _, head := range s.heads {
		fmt.Fprintf(b, "  %s %s\n    %s\n", title, head, strings.Join(s.actions[head], ", "))
	}
}

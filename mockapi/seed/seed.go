// Package seed reads a seed file, the world before the first request, into a store.
//
// Loading is all or nothing, in one transaction. What is wrong is said with the file's name and the line. A file that was
// loaded before is left alone, whatever has become of its world since; a file that is new to the database adds what is missing
// and sets what it names.
package seed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed" // the catalogue
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

//go:embed catalogue.yaml
var catalogue []byte

// Catalogue loads the built-in add-on services.
func Catalogue(ctx context.Context, st *store.Store) error {
	return Load(ctx, st, "catalogue.yaml", catalogue)
}

// Load reads a seed file. name stands in messages; content is YAML.
func Load(ctx context.Context, st *store.Store, name string, content []byte) error {
	var f File
	d := yaml.NewDecoder(bytes.NewReader(content))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return syntaxError(name, err)
	}
	var more yaml.Node
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s:%d: a seed file is one YAML document; this is a second one", name, max(more.Line, 1))
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(content, &tree); err != nil {
		return syntaxError(name, err)
	}
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	return st.Write(ctx, func(tx *store.Tx) error {
		fresh, err := tx.MarkSeed(ctx, hash)
		if err != nil || !fresh {
			return err
		}
		l := &loader{ctx: ctx, tx: tx, name: name, tree: &tree, seen: map[string]bool{}}
		return l.load(f)
	})
}

var (
	yamlLine = regexp.MustCompile(`^line (\d+): (.*)`)
	yamlKey  = regexp.MustCompile(`^field (\S+) not found in type seed\.(\w+)`)
)

// syntaxError puts the file's name before each line that the YAML reader complains of.
func syntaxError(name string, err error) error {
	lines := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		lines = wrong.Errors
	}
	var errs []error
	for _, text := range lines {
		m := yamlLine.FindStringSubmatch(text)
		if m == nil {
			errs = append(errs, fmt.Errorf("%s: %s", name, text))
			continue
		}
		what := m[2]
		if k := yamlKey.FindStringSubmatch(what); k != nil {
			what = fmt.Sprintf("unknown key %q", k[1])
		}
		errs = append(errs, fmt.Errorf("%s:%s: %s", name, m[1], what))
	}
	return errors.Join(errs...)
}

// path leads to a place in the file: keys and positions.
type path []any

func (p path) at(more ...any) path { return append(append(path{}, p...), more...) }

// loader carries the parts of one load.
type loader struct {
	ctx  context.Context
	tx   *store.Tx
	name string
	tree *yaml.Node
	seen map[string]bool // what the file has named already
}

// errorf is an error at a place in the file.
func (l *loader) errorf(p path, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", l.name, l.line(p), fmt.Errorf(format, args...))
}

// wrap puts the place before an error; nil stays nil.
func (l *loader) wrap(p path, err error) error {
	if err == nil {
		return nil
	}
	return l.errorf(p, "%w", err)
}

// line finds the line of a place, or of the nearest thing around it.
func (l *loader) line(p path) int {
	node := l.tree
	if len(node.Content) > 0 {
		node = node.Content[0]
	}
	for _, step := range p {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	return max(node.Line, 1)
}

func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	}
	return nil
}

// once refuses a thing that the file names twice.
func (l *loader) once(p path, kind, name string) error {
	key := kind + " " + name
	if l.seen[key] {
		return l.errorf(p, "the %s %s is in this file twice", kind, name)
	}
	l.seen[key] = true
	return nil
}

func (l *loader) load(f File) error {
	for i, s := range f.AddonServices {
		if err := l.addonService(path{"addon_services", i}, s); err != nil {
			return err
		}
	}
	for i, u := range f.Users {
		if err := l.user(path{"users", i}, u); err != nil {
			return err
		}
	}
	for i, a := range f.EnterpriseAccounts {
		if err := l.account(path{"enterprise_accounts", i}, a); err != nil {
			return err
		}
	}
	for i, t := range f.Teams {
		if err := l.team(path{"teams", i}, t); err != nil {
			return err
		}
	}
	for i, a := range f.Apps {
		if err := l.personalApp(path{"apps", i}, a); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) addonService(p path, s AddonService) error {
	if err := l.once(p, "add-on service", s.Name); err != nil {
		return err
	}
	if err := access.AddonName(s.Name); err != nil {
		return l.errorf(p.at("name"), "add-on service %q: %w", s.Name, err)
	}
	if len(s.Plans) == 0 {
		return l.errorf(p, "the add-on service %s has no plans", s.Name)
	}
	service, err := l.tx.PutAddonService(l.ctx, s.Name, cmp.Or(s.HumanName, s.Name))
	if err != nil {
		return l.wrap(p, err)
	}
	for i, plan := range s.Plans {
		at := p.at("plans", i)
		if plan.Name == "" || strings.Contains(plan.Name, ":") || plan.PriceCents < 0 {
			return l.errorf(at, "a plan has a name without a colon and a price_cents of 0 or more")
		}
		if err := l.once(at, "plan", s.Name+":"+plan.Name); err != nil {
			return err
		}
		row := store.Plan{Name: plan.Name, HumanName: cmp.Or(plan.HumanName, plan.Name), PriceCents: plan.PriceCents, Default: i == 0}
		if err := l.tx.PutPlan(l.ctx, service, row); err != nil {
			return l.wrap(at, err)
		}
	}
	return nil
}

func (l *loader) user(p path, u User) error {
	if err := access.Email(u.Email); err != nil {
		return l.wrap(p.at("email"), err)
	}
	if err := l.once(p, "user", access.FoldEmail(u.Email)); err != nil {
		return err
	}
	row, err := l.tx.GetUser(l.ctx, u.Email)
	if isMissing(err) {
		if err = l.tx.InviteUser(l.ctx, u.Email); err == nil { // somebody may add him to a team at this moment
			row, err = l.tx.GetUser(l.ctx, u.Email)
		}
	}
	if err != nil {
		return l.wrap(p, err)
	}
	row.Name, row.TwoFactorAuthentication, row.Verified = u.Name, u.TwoFactorAuthentication, true
	if err := l.tx.UpdateUser(l.ctx, row); err != nil {
		return l.wrap(p, err)
	}
	if u.Token == "" {
		return nil
	}
	if err := l.once(p.at("token"), "token", u.Token); err != nil {
		return l.errorf(p.at("token"), "the token of %s is in this file twice", u.Email)
	}
	holder, err := l.tx.TokenUser(l.ctx, u.Token)
	if isMissing(err) {
		return l.wrap(p.at("token"), l.tx.CreateToken(l.ctx, row.ID, u.Token))
	}
	if err == nil && holder.ID != row.ID {
		return l.errorf(p.at("token"), "the token of %s stands for %s already", u.Email, holder.Email)
	}
	return l.wrap(p, err)
}

// person finds somebody who must be known: in the file's users, or in the database.
func (l *loader) person(p path, email string) (store.User, error) {
	u, err := l.tx.GetUser(l.ctx, email)
	if isMissing(err) || store.IsID(email) {
		return u, l.errorf(p, "unknown person %q: put the address under users", email)
	}
	return u, l.wrap(p, err)
}

// isMissing reports whether an error is something that was not found.
func isMissing(err error) bool {
	var missing *store.NotFoundError
	return errors.As(err, &missing)
}

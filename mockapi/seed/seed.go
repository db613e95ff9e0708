// Package seed reads a seed file, the world before the first request, into a store, and writes the file of a world that is there.
//
// Loading is all or nothing, in one transaction. What is wrong is said with the file's name and the line. A file that was
// loaded before is left alone, whatever has become of its world since; a file that is new to the database adds what is missing
// and sets what it names.
//
// A dump ([Dump]) is the same format, so that it can be read, edited and compared, and has one form for each world: who orders lists
// is the content, never the database, and what has its default is left out. It holds what says who may do what. Times, and the
// past (the audit trail, old releases), are not part of that; a copy with all of it is a backup of the database. Tokens are dumped
// as hashes, because without them nobody could ask anything of the world that is loaded from it; left aside was to leave them out.
// left.go accounts for every table and column, so that a migration cannot add one that is lost in silence.
package seed

import (
	"bytes"
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
	_, err := LoadOnce(ctx, st, name, content)
	return err
}

// LoadOnce is [Load], and reports whether the file was new to the database.
func LoadOnce(ctx context.Context, st *store.Store, name string, content []byte) (fresh bool, err error) {
	f, tree, err := parse(name, content)
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256(content)
	return put(ctx, st, name, f, tree, hex.EncodeToString(sum[:]))
}

// Put loads a file that was never written. Messages call it name and know no lines.
func Put(ctx context.Context, st *store.Store, name string, f File) error {
	_, err := put(ctx, st, name, f, &yaml.Node{}, "")
	return err
}

func parse(name string, content []byte) (f File, tree *yaml.Node, err error) {
	d := yaml.NewDecoder(bytes.NewReader(content))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return f, nil, syntaxError(name, err)
	}
	var more yaml.Node
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return f, nil, fmt.Errorf("%s:%d: a seed file is one YAML document; this is a second one", name, max(more.Line, 1))
	}
	tree = &yaml.Node{}
	if err := yaml.Unmarshal(content, tree); err != nil {
		return f, nil, syntaxError(name, err)
	}
	return f, tree, nil
}

// put loads a file unless one of that hash was loaded before; without a hash it is always loaded.
func put(ctx context.Context, st *store.Store, name string, f File, tree *yaml.Node, hash string) (fresh bool, err error) {
	err = st.Write(ctx, func(tx *store.Tx) error {
		fresh = true
		if hash != "" {
			if fresh, err = tx.MarkSeed(ctx, hash); err != nil || !fresh {
				return err
			}
		}
		l := &loader{
			ctx: ctx, tx: tx, name: name, tree: tree, seen: map[string]bool{}, people: map[string]store.User{}, plans: map[string]store.Plan{},
			spaces: map[string]store.Space{}, apps: map[string]store.App{},
		}
		return l.load(f)
	})
	return fresh, err
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

	// What was found or made, so that it is asked for once.
	people map[string]store.User // by the address in the form in which it is compared
	plans  map[string]store.Plan // by "service:plan"
	spaces map[string]store.Space
	apps   map[string]store.App

	grants []store.Grant  // in the order of the file
	later  []func() error // what needs every app to be there
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
	if err := l.tx.TouchTeams(l.ctx); err != nil {
		return err
	}
	if err := each(path{"addon_services"}, f.AddonServices, l.addonService); err != nil {
		return err
	}
	if err := l.users(f.Users); err != nil {
		return err
	}
	if err := each(path{"enterprise_accounts"}, f.EnterpriseAccounts, l.account); err != nil {
		return err
	}
	if err := each(path{"teams"}, f.Teams, l.team); err != nil {
		return err
	}
	if err := each(path{"enterprise_accounts"}, f.EnterpriseAccounts, l.membersFromTeams); err != nil {
		return err
	}
	if err := each(path{"apps"}, f.Apps, l.personalApp); err != nil {
		return err
	}
	if err := l.tx.PutGrants(l.ctx, l.grants); err != nil {
		return l.wrap(nil, err)
	}
	if err := each(path{"pipelines"}, f.Pipelines, l.personalPipeline); err != nil {
		return err
	}
	for _, finish := range l.later {
		if err := finish(); err != nil {
			return err
		}
	}
	if err := each(path{"users"}, f.Users, l.signsIn); err != nil {
		return err
	}
	return each(path{"users"}, f.Users, l.defaultTeam)
}

// each does something with every element of a list in the file.
func each[T any](list path, elements []T, do func(path, T) error) error {
	for i, element := range elements {
		if err := do(list.at(i), element); err != nil {
			return err
		}
	}
	return nil
}

// id checks an identifier that the file gives.
func (l *loader) id(p path, id string) error {
	if id != "" && !store.IsID(id) {
		return l.errorf(p.at("id"), "id %q is not a UUID: leave it out, and a new one is made", id)
	}
	return nil
}

// made is the error of making something; an id that something else has is said to be that.
func (l *loader) made(p path, id string, err error) error {
	if id != "" && errors.Is(err, store.ErrExists) {
		return l.errorf(p.at("id"), "the id %s is something else's in the database", id)
	}
	return l.wrap(p, err)
}

// sameID refuses a thing that is there with another id than the file's.
func (l *loader) sameID(p path, what, have, want string) error {
	if want != "" && have != want {
		return l.errorf(p.at("id"), "%s exists and has the id %s", what, have)
	}
	return nil
}

// person finds somebody who must be known: in the file's users, or in the database.
func (l *loader) person(p path, email string) (store.User, error) {
	key := access.FoldEmail(email)
	if u, ok := l.people[key]; ok {
		return u, nil
	}
	u, err := l.tx.GetUser(l.ctx, email)
	if isMissing(err) || store.IsID(email) {
		return u, l.errorf(p, "unknown person %q: put the address under users", email)
	}
	if err == nil {
		l.people[key] = u
	}
	return u, l.wrap(p, err)
}

// isMissing reports whether an error is something that was not found.
func isMissing(err error) bool {
	var missing *store.NotFoundError
	return errors.As(err, &missing)
}

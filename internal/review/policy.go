package review

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Risks lists the risks, the lowest first.
func Risks() []Risk { return []Risk{Information, Notice, High, Critical} }

// AtLeast reports whether a risk is as high as another one, or higher.
func (r Risk) AtLeast(other Risk) bool { return r.rank() >= other.rank() }

func (r Risk) rank() int { return slices.Index(Risks(), r) }

// ParseRisk reads a risk.
func ParseRisk(word string) (Risk, error) {
	var words []string
	for _, r := range Risks() {
		words = append(words, string(r))
	}
	return Risk(word), access.OneOf("risk", word, words)
}

// Policy says how much risk there is in what. The zero value is what [Rules] say.
type Policy struct {
	Risks map[string]Risk `yaml:"risks"` // by the id of a rule, in place of the rule's own
	Raise []Raise         `yaml:"raise"` // risks that are higher for some people and objects
}

// Raise lifts what concerns some people or some objects to a risk at least. Patterns are those of path.Match, such as *@contractor.test or
// *-prod; the case of letters does not matter. Of several patterns of a kind one has to match, and of each kind that is given.
type Raise struct {
	Rules   []string `yaml:"rules"`
	People  []string `yaml:"people"`
	Objects []string `yaml:"objects"` // names of teams, apps, spaces and enterprise accounts
	To      Risk     `yaml:"to"`
}

// ReadPolicy reads a policy out of a YAML file. The name is for errors.
func ReadPolicy(name string, r io.Reader) (*Policy, error) {
	p := &Policy{}
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(p); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the policy %s cannot be read: %w", name, err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("the policy %s: %w", name, err)
	}
	return p, nil
}

func (p *Policy) check() error {
	for id, risk := range p.Risks {
		if err := checkRule(id); err != nil {
			return fmt.Errorf("risks: %w", err)
		}
		if _, err := ParseRisk(string(risk)); err != nil {
			return fmt.Errorf("risks: %s: %w", id, err)
		}
	}
	for i, raise := range p.Raise {
		if err := raise.check(); err != nil {
			return fmt.Errorf("raise, number %d: %w", i+1, err)
		}
	}
	return nil
}

func (r *Raise) check() error {
	if len(r.Rules)+len(r.People)+len(r.Objects) == 0 {
		return errors.New("it should name rules, people or objects; what is meant for everything is said under risks")
	}
	for _, id := range r.Rules {
		if err := checkRule(id); err != nil {
			return err
		}
	}
	for _, pattern := range slices.Concat(r.People, r.Objects) {
		if _, err := path.Match(pattern, ""); err != nil {
			return fmt.Errorf("%q is not a pattern; it should look like *@contractor.test or *-prod", pattern)
		}
	}
	_, err := ParseRisk(string(r.To))
	return err
}

// checkRule checks the id of a rule.
func checkRule(id string) error {
	if _, ok := ruleOf(id); ok {
		return nil
	}
	var ids []string
	for _, rule := range Rules {
		ids = append(ids, rule.ID)
	}
	return fmt.Errorf("there is no rule %q; the nearest ones are %s", id, strings.Join(access.Nearest(id, ids, 3), ", "))
}

// ruleOf finds a rule by its id.
func ruleOf(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// Rate gives everything in a report its risk, and puts the findings in order.
func (p *Policy) Rate(r *Report) {
	r.Risk = Information
	for i := range r.People {
		person := &r.People[i]
		person.Risk = Information
		for j := range person.Changes {
			c := &person.Changes[j]
			c.Risk = p.risk(c.Rule, []string{person.Name}, c.Object)
			person.Risk = higher(person.Risk, c.Risk)
		}
		r.Risk = higher(r.Risk, person.Risk)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Risk = p.risk(f.Rule, f.People, f.Object)
		r.Risk = higher(r.Risk, f.Risk)
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return cmp.Compare(b.Risk.rank(), a.Risk.rank()) })
}

func (p *Policy) risk(id string, people []string, object Object) Risk {
	rule, _ := ruleOf(id)
	risk := cmp.Or(p.Risks[id], rule.Risk)
	for i := range p.Raise {
		if p.Raise[i].meets(id, people, object) {
			risk = higher(risk, p.Raise[i].To)
		}
	}
	return risk
}

func (r *Raise) meets(id string, people []string, object Object) bool {
	return (len(r.Rules) == 0 || slices.Contains(r.Rules, id)) &&
		(len(r.People) == 0 || matches(r.People, people...)) &&
		(len(r.Objects) == 0 || matches(r.Objects, object.Name, object.Team))
}

// matches reports whether one of the names is of one of the patterns.
func matches(patterns []string, names ...string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			ok, _ := path.Match(fold(pattern), fold(name))
			return ok && name != ""
		})
	})
}

// fold makes the case of letters nothing, and of a slash, which addresses may have and no pattern of path.Match passes, a letter like others.
func fold(s string) string { return strings.ToLower(strings.ReplaceAll(s, "/", "\x00")) }

func higher(a, b Risk) Risk {
	if a.AtLeast(b) {
		return a
	}
	return b
}

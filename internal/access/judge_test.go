package access

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cedar-policy/cedar-go"
	syntax "github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/resolved"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

// judge decides from Cedar policies (testdata/judge.cedar): the access model written a second time, from the documents. It shares
// no rule with the table, so a slip in one of the two shows as a disagreement. Whoever adds an action writes its policy from the
// documents, without a look at its row.
type judge struct {
	t        *testing.T
	schema   *resolved.Schema
	actions  map[cedar.EntityUID]resolved.Action
	policies map[cedar.EntityUID]*cedar.PolicySet // for each action those whose scope it is in; the others cannot matter
	all      *cedar.PolicySet
	decisive map[cedar.PolicyID]bool // was once the reason for an answer
	asked    int
}

func newJudge(t *testing.T, policies string) *judge {
	t.Helper()
	var text schema.Schema
	if err := text.UnmarshalCedar(readTestdata(t, "judge.cedarschema")); err != nil {
		t.Fatal(err)
	}
	declared, err := text.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{t: t, schema: declared, actions: declared.Actions, policies: map[cedar.EntityUID]*cedar.PolicySet{}, decisive: map[cedar.PolicyID]bool{}}
	if j.all, err = cedar.NewPolicySetFromBytes(policies, readTestdata(t, policies)); err != nil {
		t.Fatal(err)
	}
	for id := range j.actions {
		j.policies[id] = cedar.NewPolicySet()
	}
	for name, p := range j.all.All() {
		for id, a := range j.actions {
			if concerns((*syntax.Policy)(p.AST()), a.Entity) {
				j.policies[id].Add(name, p)
			}
		}
	}
	return j
}

// validate holds the policies to the schema: a fact or an action that is spelled wrong would otherwise decide nothing.
func (j *judge) validate() {
	j.t.Helper()
	validator := validate.New(j.schema)
	for name, p := range j.all.All() {
		if err := validator.Policy(string(name), (*syntax.Policy)(p.AST())); err != nil {
			j.t.Errorf("%s:%d: %v", p.Position().Filename, p.Position().Line, err)
		}
	}
}

func readTestdata(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// concerns reports whether an action is in the scope of a policy.
func concerns(p *syntax.Policy, action cedar.Entity) bool {
	in := func(id cedar.EntityUID) bool { return id == action.UID || action.Parents.Contains(id) }
	switch scope := p.Action.(type) {
	case syntax.ScopeTypeEq:
		return scope.Entity == action.UID
	case syntax.ScopeTypeIn:
		return in(scope.Entity)
	case syntax.ScopeTypeInSet:
		return slices.ContainsFunc(scope.Entities, in)
	}
	return true
}

// token is the question whether a token with these scopes may be used for an action on a kind of object.
func (j *judge) token(set Scopes, writes bool, kind Kind) *question {
	who := entity("Token", cedar.RecordMap{"scopes": words(set.Names()), "writes": cedar.Boolean(writes)})
	return &question{actions: j.actions, who: who, about: entity(things[kind], nil)}
}

// question is somebody who asks and what is asked about, in Cedar's words. It hands them, and the actions, to the policies.
type question struct {
	actions    map[cedar.EntityUID]resolved.Action
	who, about cedar.Entity
}

// Get implements cedar.EntityGetter.
func (q *question) Get(id cedar.EntityUID) (cedar.Entity, bool) {
	switch id {
	case q.who.UID:
		return q.who, true
	case q.about.UID:
		return q.about, true
	}
	a, ok := q.actions[id]
	return a.Entity, ok
}

// things are the kinds of objects in the schema's words.
var things = map[Kind]cedar.EntityType{
	Nothing: "Nothing", Team: "Team", App: "App", Enterprise: "EnterpriseAccount", Account: "Account", Space: "Space", Pipeline: "Pipeline",
}

func (j *judge) question(s Subject, o Object) *question {
	q := &question{actions: j.actions, who: entity("Nobody", nil)}
	if !s.Anonymous {
		q.who = entity("Person", cedar.RecordMap{
			"role": cedar.String(s.Role), "grant": words(s.Grant.Names()), "account": words(s.Account.Names()),
			"owner": cedar.Boolean(s.Owner), "collaborator": cedar.Boolean(s.Collaborator), "self": cedar.Boolean(s.Self),
			"create_apps": cedar.Boolean(s.CreateApps), "third_party": cedar.Boolean(s.ThirdParty),
		})
	}
	switch only := cedar.Boolean(o.HerokuOnly); o.Kind {
	case App:
		q.about = entity("App", cedar.RecordMap{"locked": cedar.Boolean(o.Locked), "personal": cedar.Boolean(o.Personal), "heroku_only": only})
	case Team, Space, Pipeline:
		q.about = entity(things[o.Kind], cedar.RecordMap{"heroku_only": only})
	default:
		q.about = entity(things[o.Kind], nil)
	}
	return q
}

func entity(kind cedar.EntityType, attributes cedar.RecordMap) cedar.Entity {
	return cedar.Entity{UID: cedar.NewEntityUID(kind, "one"), Attributes: cedar.NewRecord(attributes)}
}

func words(list []string) cedar.Set {
	var values []cedar.Value
	for _, w := range list {
		values = append(values, cedar.String(w))
	}
	return cedar.NewSet(values...)
}

// may asks the policies. What the schema does not declare, or declares for somebody or something else, is refused.
func (j *judge) may(action string, q *question) (bool, cedar.Diagnostic) {
	j.t.Helper()
	j.asked++
	id := cedar.NewEntityUID("Action", cedar.String(action))
	declared := j.actions[id].AppliesTo
	token := q.who.UID.Type == "Token" // the scopes need no schema: they are about actions alone
	if declared == nil || !token && !slices.Contains(declared.Principals, q.who.UID.Type) || !slices.Contains(declared.Resources, q.about.UID.Type) {
		return false, cedar.Diagnostic{}
	}
	decision, why := cedar.Authorize(j.policies[id], q, cedar.Request{Principal: q.who.UID, Action: id, Resource: q.about.UID})
	for _, e := range why.Errors {
		j.t.Fatalf("%s: line %d: %s", action, e.Position.Line, e.Message)
	}
	for _, r := range why.Reasons {
		j.decisive[r.PolicyID] = true
	}
	return bool(decision), why
}

// agree holds an answer of the model to the judge's.
func (j *judge) agree(action string, q *question, got bool, reason string, facts ...any) {
	j.t.Helper()
	want, why := j.may(action, q)
	if got == want {
		return
	}
	var lines []int
	for _, r := range why.Reasons {
		lines = append(lines, r.Position.Line)
	}
	j.t.Errorf("%s, %+v: the model says %v (%s), the policies %v (lines %v). Read the documents: which of the two is wrong?",
		action, facts, got, reason, want, lines)
}

// everyPolicyMattered fails for a policy that never gave an answer: it is dead, or the questions are too few.
func (j *judge) everyPolicyMattered() {
	j.t.Helper()
	for name, p := range j.all.All() {
		if !j.decisive[name] {
			j.t.Errorf("%s:%d was never the reason for an answer", p.Position().Filename, p.Position().Line)
		}
	}
}

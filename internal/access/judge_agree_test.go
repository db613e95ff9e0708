package access

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// unlisted are the actions of the judge's schema that no row has: the four app permissions ([EffectiveSet]) and whether a list of
// the team's apps names the app ([ListsApp]).
var unlisted = []string{"view", "deploy", "operate", "manage", "app.list"}

// TestJudgeKnowsEveryAction fails for an action that one side lacks.
func TestJudgeKnowsEveryAction(t *testing.T) {
	j := newJudge(t, "judge.cedar")
	j.validate()
	known := map[string]bool{}
	for id := range j.actions {
		known[string(id.ID)] = true
		if _, ok := Lookup(Action(id.ID)); !ok && !slices.Contains(unlisted, string(id.ID)) {
			t.Errorf("%s is in testdata/judge.cedarschema and not in the table", id.ID)
		}
	}
	for _, row := range Table {
		if !known[string(row.Action)] {
			t.Errorf("%s is not in testdata/judge.cedarschema: write there and in judge.cedar what the documents say about it, not what its row says", row.Action)
		}
	}
}

// TestJudgeDecidesAll compares the whole of what is finite: for each kind of object every role, every set of permissions, lock,
// ownership and relation that matters there, consistent or not, by every action.
func TestJudgeDecidesAll(t *testing.T) {
	j := newJudge(t, "judge.cedar")
	for kind := range things {
		for _, s := range people(kind) {
			for _, o := range objects(kind) {
				j.compareAll(s, o)
			}
		}
	}
	j.everyPolicyMattered()
	t.Logf("%d decisions compared", j.asked)
}

// compareAll asks for every action on one object, also for those that are about another kind of object.
func (j *judge) compareAll(s Subject, o Object) {
	j.t.Helper()
	q := j.question(s, o)
	for _, row := range Table {
		j.compare(row.Action, s, o, q)
	}
	if o.Kind != App {
		return
	}
	j.agree("app.list", q, ListsApp(s, o), "ListsApp", s, o)
	for _, p := range AppPermissions {
		j.agree(p.Name, q, EffectiveSet(s, o).Has(p.Permission), "EffectiveSet", s, o)
	}
}

func (j *judge) compare(a Action, s Subject, o Object, q *question) {
	j.t.Helper()
	d := Decide(a, s, o)
	if _, err := JoinApp("", o); a == AppJoin && err != nil { // the rule with state that comes after the decision
		d.Allowed = d.Allowed && Decide(AppAccessWrite, s, o).Allowed
	}
	j.agree(string(a), q, d.Allowed, d.Reason, s, o)
}

// roles are all that there are, the one that cannot be assigned and one that does not exist.
var roles = []Role{NoRole, Viewer, Member, Admin, Collaborator, "root"}

// people are all subjects who can be told apart by what matters for a kind of object.
func people(kind Kind) []Subject {
	all := []Subject{{}}
	vary := func(matters bool, values int, set func(s *Subject, v int)) {
		if !matters {
			return
		}
		var more []Subject
		for _, s := range all {
			for v := range values {
				set(&s, v)
				more = append(more, s)
			}
		}
		all = more
	}
	vary(true, len(roles), func(s *Subject, v int) { s.Role = roles[v] })
	vary(true, 2, func(s *Subject, v int) { s.Self = v == 1 })
	vary(kind == App, 16, func(s *Subject, v int) { s.Grant = Permissions(v) })
	vary(kind == App || kind == Pipeline, 2, func(s *Subject, v int) { s.Owner = v == 1 })
	vary(kind == Team || kind == Pipeline, 2, func(s *Subject, v int) { s.Collaborator = v == 1 })
	vary(kind == Team || kind == Enterprise, 16, func(s *Subject, v int) { s.Account = AccountPermissions(v) })
	vary(kind == Space, 2, func(s *Subject, v int) { s.CreateApps = v == 1 })
	vary(kind != App, 2, func(s *Subject, v int) { s.ThirdParty = v == 1 }) // of apps those below, and those who are drawn at random
	everything := Subject{Role: Admin, Grant: AllPermissions, Owner: true, Collaborator: true, Account: 15, Self: true, CreateApps: true}
	nobody := everything
	nobody.Anonymous = true
	for _, s := range all {
		if s.Grant == AllPermissions && !s.ThirdParty {
			s.ThirdParty = true
			all = append(all, s)
		}
	}
	return append(all, everything, nobody, Subject{Anonymous: true})
}

// objects are all objects of a kind that can be told apart.
func objects(kind Kind) []Object {
	switch kind {
	case App:
		return []Object{
			{Kind: App},
			{Kind: App, Locked: true},
			{Kind: App, Personal: true},
			{Kind: App, Locked: true, Personal: true},
			{Kind: App, HerokuOnly: true},
			{Kind: App, Personal: true, HerokuOnly: true},
		}
	case Team, Space, Pipeline:
		return []Object{{Kind: kind}, {Kind: kind, HerokuOnly: true}}
	case Nothing, Enterprise, Account:
	}
	return []Object{{Kind: kind}}
}

// TestJudgeDecidesAtRandom draws from everything, also from what should not matter: a grant beside a team, a lock on a space.
// `make soak` draws a million.
func TestJudgeDecidesAtRandom(t *testing.T) {
	draws := 60_000
	if os.Getenv("SOAK") != "" {
		draws = 1_000_000
	}
	j := newJudge(t, "judge.cedar")
	for range draws {
		row := Table[rand.N(len(Table))]
		s, o := somebody(), Object{Kind: row.Kind, Locked: flip(), Personal: flip(), HerokuOnly: flip()}
		j.compare(row.Action, s, o, j.question(s, o))
	}
	t.Logf("%d decisions compared", j.asked)
}

func somebody() Subject {
	return Subject{
		Role: roles[rand.N(len(roles))], Grant: rand.N(AllPermissions + 1), Account: AccountPermissions(rand.N(16)),
		Owner: flip(), Collaborator: flip(), Self: flip(), CreateApps: flip(), ThirdParty: rand.N(4) == 0, Anonymous: rand.N(20) == 0,
	}
}

func flip() bool { return rand.N(2) == 0 }

// TestJudgeReadsScopes compares what every set of scopes opens.
func TestJudgeReadsScopes(t *testing.T) {
	j := newJudge(t, "judge_scopes.cedar")
	for set := range Scopes(1 << len(ScopeNames)) {
		for _, writes := range []bool{false, true} {
			for _, row := range Table {
				d := set.Allow(row.Action, writes)
				j.agree(string(row.Action), j.token(set, writes, row.Kind), d.Allowed, d.Reason, set.Names(), writes)
			}
		}
	}
	j.everyPolicyMattered()
}

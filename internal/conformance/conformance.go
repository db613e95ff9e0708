// Package conformance holds an API to the contract of the Heroku Platform API for Enterprise Teams, over HTTP alone.
//
// [Run] is one suite for any server: it knows a base URL, the wire (internal/api) and the access model (internal/access),
// and nothing of what is behind the URL. Most of it is tables of [exchange]: who asks, the request, the status, and what the
// answer must contain, for a refusal the error's id and a part of its message. After every refused write the suite reads
// again what it watches and fails if anything changed. The whole access model is asked over HTTP too: every action of
// [access.Table], by everybody, and the answer must be what [access.Decide] says; an action that nobody asks for fails.
package conformance

import (
	"slices"
	"testing"
)

// Target is the API under test.
type Target struct {
	// BaseURL is an API that runs already and of whose content nothing is known. What needs no world of its own is asked
	// there; if it is empty, a fresh world is asked.
	BaseURL string

	// Token, with BaseURL, is of somebody who may create teams in the enterprise account Account. The suite makes a team there,
	// with an app and with people of Domain, and removes it. Without a token it only asks what anybody may.
	Token, Account, Domain string

	// World starts an API that holds what the text of a seed file says, and returns its base URL. It ends with the test.
	// Without it only BaseURL is tested.
	World func(t *testing.T, seed string) string

	// Topics are the chapters to run, by name; all of them if it is empty.
	Topics []string

	// Thorough asks the access model in every combination of role, grants and lock. Without it, in those that differ in kind.
	Thorough bool
}

// topic is a chapter of the suite.
type topic struct {
	name     string
	anywhere bool // needs no world of its own
	run      func(*testing.T, Target)
}

// topics are all of them; those that need no world of their own first.
var topics = []topic{
	{"anonymous", true, testAnonymous},
	{"guest", true, testGuest},
	{"members", false, testMembers},
	{"member removal", false, testMemberRemoval},
	{"last admin", false, testLastAdmin},
	{"admins remove each other", false, testAdminsRemoveEachOther},
	{"apps", false, testApps},
	{"collaborators", false, testCollaborators},
	{"personal collaborators", false, testPersonalCollaborators},
	{"lock", false, testLock},
	{"locked app", false, testLockedApp},
	{"join", false, testJoin},
	{"transfer to a team", false, testTransferToTeam},
	{"transfer to a person", false, testTransferToPerson},
	{"offers of apps", false, testOffers},
	{"spaces", false, testSpaces},
	{"leave", false, testLeave},
	{"access model, complete", true, testMatrixComplete},
	{"access model, apps", false, testMatrixApps},
	{"access model, teams", false, testMatrixTeams},
	{"access model, accounts", false, testMatrixAccounts},
	{"add-on permissions", false, testAddonPermissions},
	{"add-on allowlist", false, testAllowlist},
	{"add-on controls", false, testAddonControls},
	{"bodies", false, testBodies},
	{"values", false, testValues},
	{"characters", false, testCharacters},
	{"headers", false, testHeaders},
	{"paths", false, testPaths},
	{"paging", false, testPaging},
	{"ranges", false, testRanges},
	{"shapes", false, testShapes},
	{"names and ids", false, testNamesAndIDs},
	{"forbidden or missing", false, testForbiddenOrMissing},
	{"teams", false, testTeams},
	{"teams of an account", false, testAccountTeams},
	{"limits", false, testLimits},
	{"enterprise accounts", false, testEnterpriseAccounts},
	{"members of an account", false, testAccountMembers},
	{"last manager", false, testLastManager},
	{"managers remove each other", false, testManagersRemoveEachOther},
	{"identity providers", false, testIdentityProviders},
}

// Run runs the whole suite against an API.
func Run(t *testing.T, g Target) {
	for _, name := range g.Topics {
		if !slices.ContainsFunc(topics, func(topic topic) bool { return topic.name == name }) {
			t.Errorf("there is no topic %q", name)
		}
	}
	for _, topic := range topics {
		if g.World == nil && !topic.anywhere || len(g.Topics) > 0 && !slices.Contains(g.Topics, topic.name) {
			continue
		}
		t.Run(topic.name, func(t *testing.T) {
			t.Parallel()
			topic.run(t, g)
		})
	}
}

package mockapitest

import "sync"

// deviation is a difference from Heroku's schema: where, what the validator says of it, and why it is right. What no longer occurs
// has to go from the lists: a test makes each occur.
type deviation struct{ at, kind, reason string }

// expansions are the differences that a client asked for with Accept-Expansion: whole objects, of which the schema knows the reference.
var expansions = []deviation{
	{"/addon_service", "additional properties", "Accept-Expansion: addon_service"},
	{"/plan", "additional properties", "Accept-Expansion: plan"},
	{"/region", "additional properties", "Accept-Expansion: region"},
}

// deviations are the answers that differ from Heroku's schema on purpose. What is not here fails the test that saw it.
var deviations = []deviation{
	{"/role", "value must be one of", "the schema's enum lacks viewer, which Heroku's own command line lists and sets"},
	{"", "additional properties 'applied' not allowed", "whether an inbound ruleset is in force is newer than the schema; Heroku's command line prints it"},
	{"/identity_provider", "missing properties 'organization', 'team'", "the identity provider of an enterprise account belongs to no team, and the schema has no null for that"},
	{"", "additional properties 'third-party-oauth-access' not allowed", "Heroku has the switch in its dashboard and not in its API; that it is a preference of the team is an extension"},
	{"/hostname", "is not valid uri", "the schema's format is uri, its own example and every client's domains are bare names"},
}

// provider begins the User-Agent of our own provider, the one client whose requests are checked.
const provider = "terraform-provider-herokuenterprise"

// extensions are what our provider asks for and Heroku's schema does not take.
var extensions = []deviation{
	{"", "additional properties 'default-permission' not allowed", "Heroku's schema has a team's default role for reading alone; that it can be set is an extension"},
	{"", "additional properties 'third-party-oauth-access' not allowed", "Heroku has the switch in its dashboard and not in its API; that it is a preference of the team is an extension"},
}

// sightings are the differences from the schema that a server's exchanges had. It is safe for concurrent use.
type sightings struct {
	mu   sync.Mutex
	seen map[deviation]bool
}

// note is nothing for a nil receiver.
func (s *sightings) note(list []deviation) {
	if s == nil || len(list) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[deviation]bool{}
	}
	for _, d := range list {
		s.seen[d] = true
	}
}

func (s *sightings) has(d deviation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[d]
}

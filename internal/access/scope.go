package access

import "slices"

// Scopes is what a token may be used for, whatever the person whom it stands for may do.
type Scopes uint8

// The scopes of an OAuth authorization (Dev Center "OAuth").
const (
	ScopeGlobal         Scopes = 1 << iota // everything
	ScopeIdentity                          // looking at the account
	ScopeRead                              // looking at everything but the account and secret values
	ScopeWrite                             // changing everything but the account and secret values
	ScopeReadProtected                     // ScopeRead, and secret values
	ScopeWriteProtected                    // ScopeWrite, and secret values
)

// ScopeNames names the scopes in the order of their bits.
var ScopeNames = []string{"global", "identity", "read", "write", "read-protected", "write-protected"}

// Reach is what an action touches, as far as the scope of a token is concerned.
type Reach int

// Most actions reach resources. Those that reach something else say so in their [Row].
const (
	Resources Reach = iota // teams, apps and what belongs to them
	Identity               // the account itself
	Protected              // secret values: config vars
	Security               // what lets people in: authorizations, the second factor, mails
)

// Names lists the scopes of the set. It never returns nil.
func (s Scopes) Names() []string {
	names := []string{}
	for i, n := range ScopeNames {
		if s&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return names
}

// ParseScopes reads Heroku's words; none at all is global. An unknown word is an [Invalid] that lists the known ones.
func ParseScopes(words []string) (Scopes, error) {
	if len(words) == 0 {
		return ScopeGlobal, nil
	}
	var set Scopes
	for _, w := range words {
		i := slices.Index(ScopeNames, w)
		if i < 0 {
			return 0, invalidf("Unknown scope %q. Scopes are %s.", clip(w), sentence(ScopeNames, "and"))
		}
		set |= 1 << i
	}
	return set, nil
}

// Allow says whether a token with these scopes may be used for an action; writes tells a change from a look. It comes before
// [Decide], which says what the person may do. Whether write lets a token read too is not found: it does not, the cautious
// reading. An authorization can only be made, seen and revoked with a global token, so that no token makes a stronger one.
func (s Scopes) Allow(a Action, writes bool) Decision {
	row, ok := rows[a]
	if !ok {
		return Decision{Reason: "unknown action " + string(a)}
	}
	if row.Anonymous {
		return Decision{Allowed: true, Reason: "open to everybody"}
	}
	needed := ScopeGlobal | row.Reach.scopes(writes)
	if held := s & needed; held != 0 {
		return Decision{Allowed: true, Reason: "scope " + held.Names()[0]}
	}
	return Decision{Reason: "requires the scope " + sentence(needed.Names(), "or")}
}

// scopes are those, beside global, any one of which opens a reach.
func (r Reach) scopes(writes bool) Scopes {
	switch {
	case r == Resources && writes:
		return ScopeWrite | ScopeWriteProtected
	case r == Resources:
		return ScopeRead | ScopeReadProtected
	case r == Identity && !writes:
		return ScopeIdentity
	case r == Protected && writes:
		return ScopeWriteProtected
	case r == Protected:
		return ScopeReadProtected
	}
	return 0
}

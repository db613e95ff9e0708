package access

import "net/netip"

// InboundRule says whether web traffic from a network reaches the apps of a space.
type InboundRule struct {
	Action string `json:"action"` // [InboundAllow] or [InboundDeny]
	Source string `json:"source"` // an IPv4 network, "198.51.100.0/24"
}

// The actions of an [InboundRule].
const (
	InboundAllow = "allow"
	InboundDeny  = "deny"
)

// MaxInboundRules is how many rules a space can have (Dev Center "Trusted IP Ranges for Private Spaces").
const MaxInboundRules = 20

// DefaultInboundRules are those of a new space: everybody.
var DefaultInboundRules = []InboundRule{{Action: InboundAllow, Source: "0.0.0.0/0"}}

// InboundRules checks a whole set of rules. The empty set is legal and lets nobody in.
func InboundRules(rules []InboundRule) error {
	if len(rules) > MaxInboundRules {
		return invalidf("A space has at most %d trusted IP rules; these are %d.", MaxInboundRules, len(rules))
	}
	seen := map[netip.Prefix]string{}
	for _, r := range rules {
		if r.Action != InboundAllow && r.Action != InboundDeny {
			return invalidf("Unknown action %q. A rule's action is %s or %s.", clip(r.Action), InboundAllow, InboundDeny)
		}
		p, err := netip.ParsePrefix(r.Source)
		if err != nil || !p.Addr().Is4() {
			return invalidf("The source %q is not an IPv4 network. It should look like 198.51.100.0/24.", clip(r.Source))
		}
		if twin, ok := seen[p.Masked()]; ok {
			return invalidf("A rule already exists for %s: %s is the same network.", r.Source, twin)
		}
		seen[p.Masked()] = r.Source
	}
	return nil
}

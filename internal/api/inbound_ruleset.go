package api

// InboundRuleset are the trusted IPs of a space (schema "inbound-ruleset", strict). Applied is newer than the schema: the
// Heroku CLI says by it whether the rules are in force.
type InboundRuleset struct {
	Applied   bool          `json:"applied"`
	CreatedAt string        `json:"created_at"`
	CreatedBy string        `json:"created_by"`
	ID        string        `json:"id"`
	Rules     []InboundRule `json:"rules"`
	Space     Ref           `json:"space"`
}

// InboundRule says whether web traffic from a network, in CIDR notation, may reach a space: "allow" or "deny".
type InboundRule struct {
	Action string `json:"action"`
	Source string `json:"source"`
}

// InboundRulesetCreate replaces the trusted IPs: PUT /spaces/{space}/inbound-ruleset. The empty list lets nobody in; nil is a
// mistake.
type InboundRulesetCreate struct {
	Rules []InboundRule `json:"rules"`
}

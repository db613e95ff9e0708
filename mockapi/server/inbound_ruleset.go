package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// wireRuleset shows a ruleset of the space of the request. Rules are in force at once.
func (r *request) wireRuleset(i store.InboundRuleset) api.InboundRuleset {
	return api.InboundRuleset{
		Applied: true, CreatedAt: api.Timestamp(i.CreatedAt), CreatedBy: i.CreatedBy, ID: i.ID, Space: api.Ref{ID: r.space.ID, Name: r.space.Name},
		Rules: convert(i.Rules, func(rule access.InboundRule) api.InboundRule { return api.InboundRule(rule) }),
	}
}

func getInboundRuleset(r *request) (int, any, error) {
	i, err := r.tx.CurrentInboundRuleset(r.ctx, r.space.ID)
	return http.StatusOK, r.wireRuleset(i), err
}

// listInboundRulesets lists every ruleset that the space has had.
func listInboundRulesets(r *request) (int, any, error) {
	all, err := r.tx.ListInboundRulesets(r.ctx, r.space.ID)
	return http.StatusOK, list[api.InboundRuleset]{convert(all, r.wireRuleset), rulesetKeys}, err
}

func getPastInboundRuleset(r *request) (int, any, error) {
	i, err := r.tx.GetInboundRuleset(r.ctx, r.space.ID, r.param("ruleset"))
	return http.StatusOK, r.wireRuleset(i), err
}

// putInboundRuleset replaces the whole set. A client may send back what it fetched, with its rules changed: everything but the
// rules is ignored.
func putInboundRuleset(r *request) (int, any, error) {
	var in api.InboundRulesetCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Rules == nil {
		return 0, nil, invalid("rules is required: a list of rules, or [] to let nobody in.")
	}
	rules := convert(in.Rules, func(rule api.InboundRule) access.InboundRule { return access.InboundRule(rule) })
	if err := access.InboundRules(rules); err != nil {
		return 0, nil, err
	}
	was, err := r.tx.CurrentInboundRuleset(r.ctx, r.space.ID)
	if err != nil {
		return 0, nil, err
	}
	r.spaceEvent("inbound_ruleset", "create", map[string]any{"rules": rules, "was": was.Rules})
	if err := r.tx.CreateInboundRuleset(r.ctx, r.space.ID, r.user.ID, rules); err != nil {
		return 0, nil, err
	}
	i, err := r.tx.CurrentInboundRuleset(r.ctx, r.space.ID)
	return http.StatusCreated, r.wireRuleset(i), err
}

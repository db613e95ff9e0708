package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// InboundRuleset is one generation of the trusted IPs of a space.
type InboundRuleset struct {
	ID        string
	CreatedBy string // address
	CreatedAt time.Time
	Rules     []access.InboundRule
}

const rulesetSelect = `SELECT i.id, u.email, i.created_at, i.rules FROM inbound_rulesets i JOIN users u ON u.id = i.created_by `

func scanRuleset(s scanner) (i InboundRuleset, err error) {
	var rules string
	if err = s.Scan(&i.ID, &i.CreatedBy, timeAt{&i.CreatedAt}, &rules); err == nil {
		err = json.Unmarshal([]byte(rules), &i.Rules)
	}
	return i, err
}

// CurrentInboundRuleset is the ruleset of a space that holds.
func (t *Tx) CurrentInboundRuleset(ctx context.Context, spaceID string) (InboundRuleset, error) {
	return one(ctx, t, "inbound ruleset", scanRuleset, rulesetSelect+`WHERE i.space_id = $1 ORDER BY i.version DESC LIMIT 1`, spaceID)
}

// ListInboundRulesets lists the rulesets that a space has had, the newest first.
func (t *Tx) ListInboundRulesets(ctx context.Context, spaceID string) ([]InboundRuleset, error) {
	return many(ctx, t, scanRuleset, rulesetSelect+`WHERE i.space_id = $1 ORDER BY i.version DESC`, spaceID)
}

// GetInboundRuleset finds a ruleset of a space, past or present, by id.
func (t *Tx) GetInboundRuleset(ctx context.Context, spaceID, id string) (InboundRuleset, error) {
	return one(ctx, t, "inbound ruleset", scanRuleset, rulesetSelect+`WHERE i.space_id = $1 AND i.id = $2`, spaceID, id)
}

// CreateInboundRuleset replaces the rules of a space. What they were stays on record.
func (t *Tx) CreateInboundRuleset(ctx context.Context, spaceID, createdBy string, rules []access.InboundRule) error {
	text, err := json.Marshal(rules)
	if err != nil {
		return err
	}
	return t.exec(ctx, `INSERT INTO inbound_rulesets (id, space_id, version, rules, created_by, created_at)
		VALUES ($1, $2, (SELECT COALESCE(MAX(version), 0) + 1 FROM inbound_rulesets WHERE space_id = $2), $3, $4, $5)`,
		t.newID(), spaceID, string(text), createdBy, micros(t.now))
}

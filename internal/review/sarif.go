package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// The parts of the Static Analysis Results Interchange Format 2.1.0 (OASIS) that code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Language   string        `json:"language"`
		Newlines   []string      `json:"newlineSequences"`
		Results    []sarifResult `json:"results"`
		ColumnKind string        `json:"columnKind"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		Language       string      `json:"language"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string       `json:"id"`
		Short         sarifMessage `json:"shortDescription"`
		Configuration struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
		Properties struct {
			Tags     []string `json:"tags"`
			Severity string   `json:"security-severity"`
		} `json:"properties"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region struct {
				Line int `json:"startLine"`
			} `json:"region"`
		} `json:"physicalLocation"`
		Logical []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// What is the same in every report.
const (
	language    = "en-US"
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	home        = "https://registry.terraform.io/providers/herokuenterprise/herokuenterprise/latest/docs/guides/reviewing-access-changes"
)

// Place is where the configuration of an object stands.
type Place struct {
	File string // relative to the root of the repository, with slashes
	Line int    // from 1
}

// SARIF writes a report for code scanning. Find says where the resource of an address stands, such as herokuenterprise_team.this; what it
// does not find is shown at the beginning of the file of the plan.
func (r *Report) SARIF(w io.Writer, version, plan string, find func(address string) (Place, bool)) error {
	log := sarifLog{sarifSchema, "2.1.0", make([]sarifRun, 1)}
	run := &log.Runs[0]
	run.Language, run.Newlines, run.ColumnKind, run.Results = language, []string{"\r\n", "\n"}, "utf16CodeUnits", []sarifResult{}
	run.Tool.Driver = sarifDriver{"terraform-provider-herokuenterprise", version, language, home, sarifRules()}
	add := func(id string, risk Risk, causes []Cause, text string, key ...string) {
		run.Results = append(run.Results, sarifResult{
			id, ruleIndex(id), risk.level(),
			sarifMessage{text},
			locations(causes, plan, find),
			map[string]string{"access/v1": fingerprint(append(key, id)...)},
		})
	}
	for i := range r.People {
		p := &r.People[i]
		for _, c := range p.Changes {
			g := group{Effect: c.Effect, rights: []string{c.Right}, kind: c.Object.Kind, team: c.Object.Team, objects: []string{c.Object.Name}, before: c.Before, after: c.After}
			text := fmt.Sprintf("%s: %s %s (%s).", p.Name, effects[c.Effect], g.what(0, plain), g.why())
			add(c.Rule, c.Risk, c.Causes, text, p.Name, string(c.Effect), c.Object.Kind, c.Object.Team, c.Object.Name, c.Right)
		}
	}
	for _, f := range r.Findings {
		add(f.Rule, f.Risk, f.Causes, f.Text, f.Object.Kind, f.Object.Team, f.Object.Name, f.Text)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(log)
}

// effects say what happens to a right.
var effects = map[Effect]string{Gained: "gains", Lost: "loses", Kept: "keeps", Unknown: "may gain or lose"}

// level is the risk in the words of SARIF.
func (r Risk) level() string {
	return map[Risk]string{Critical: "error", High: "error", Notice: "warning", Information: "note"}[r]
}

// severities are the risks in numbers: GitHub takes those from 9 on for critical, from 7 on for high and from 4 on for medium.
var severities = map[Risk]string{Critical: "9.5", High: "8.0", Notice: "5.0", Information: "2.0"}

func sarifRules() []sarifRule {
	rules := make([]sarifRule, len(Rules))
	for i, rule := range Rules {
		s := &rules[i]
		s.ID, s.Short.Text, s.Configuration.Level = rule.ID, rule.Help, rule.Risk.level()
		s.Properties.Tags, s.Properties.Severity = []string{"security", "access"}, severities[rule.Risk]
	}
	return rules
}

func ruleIndex(id string) int {
	for i := range Rules {
		if Rules[i].ID == id {
			return i
		}
	}
	return -1 // SARIF's word for none
}

// locations are where the causes stand in the configuration. Code scanning shows a result at the first one.
func locations(causes []Cause, plan string, find func(string) (Place, bool)) []sarifLocation {
	list := []sarifLocation{}
	for _, c := range causes {
		place, ok := find(c.Address)
		if !ok {
			place = Place{plan, 1}
		}
		var l sarifLocation
		l.Physical.Artifact.URI, l.Physical.Region.Line = uri(place.File), place.Line
		l.Logical = []sarifLogical{{c.Address, "resource"}}
		list = append(list, l)
	}
	if len(list) == 0 {
		var l sarifLocation
		l.Physical.Artifact.URI, l.Physical.Region.Line = uri(plan), 1
		list = append(list, l)
	}
	return list
}

// uri is a path as a relative reference.
func uri(file string) string { return (&url.URL{Path: file}).EscapedPath() }

// fingerprint tells a result from others, and the same in the next run.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

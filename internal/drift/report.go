// Package drift compares what a state of Terraform says with what is there, without Terraform and without its locks: what was changed, what
// is missing, and who has access that the state does not account for, with who did it.
//
// What is decided here:
//
//   - Both sides are broken down into the same small facts: a person's role in a team, what a person was given on an app, the lock of an app.
//     It does not matter whether a resource has one of them or, like herokuenterprise_team_members, all of them.
//   - Drift is in what a user can set, as in the provider. Ids, times and other people's names are none. An object that another name was
//     given in the API has changed; one that moved to another team is looked for there.
//   - Unmanaged is what the data source herokuenterprise_unmanaged_access calls so, in every team of which the state has anything, and
//     beyond it permissions on spaces and on enterprise accounts: the latter only where the state has members of the account, and without
//     those who have nothing but view, which comes with a role in any team of the account. Who creates a team or an app has a role or
//     permissions by that; such people are named as exceptions or put into the configuration.
//   - People who sign in through an identity provider are unmanaged only if that is asked for.
//   - What the API did not let anybody read is never taken for missing. It stands among the gaps of the report.
//   - herokuenterprise_app_transfer is an action that was done, and is not compared; nor are data sources.
package drift

import (
	"cmp"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Version is the version of the JSON form of a [Report]. It changes when a reader of an older form would go wrong.
const Version = 1

// Report is how a state and what is there differ.
type Report struct {
	Version   int       `json:"version"`
	Terraform string    `json:"terraform_version"` // that wrote the state
	Objects   int       `json:"objects"`           // of the state that were looked at
	Teams     []string  `json:"teams"`             // that were looked at, sorted
	Accounts  []string  `json:"enterprise_accounts"`
	Since     string    `json:"since"` // the first day of the audit trail that was looked at
	Findings  []Finding `json:"findings"`
	Gaps      []string  `json:"gaps"` // what could not be read, in sentences
}

// Kind is a kind of drift.
type Kind string

// The kinds of drift.
const (
	Changed   Kind = "changed"   // it is not as the state says
	Missing   Kind = "missing"   // it is not there any more
	Unmanaged Kind = "unmanaged" // it is there, and nothing in the state accounts for it
)

var kinds = []Kind{Changed, Missing, Unmanaged}

// Finding is one difference.
type Finding struct {
	Kind        Kind         `json:"kind"`
	What        string       `json:"what"`                  // such as "joe@acme.test in the team acme-widgets"
	Resource    string       `json:"resource"`              // the type of resource that has it, or would have it, such as herokuenterprise_team_member
	Address     string       `json:"address,omitempty"`     // of the resource in the state; empty for what is unmanaged
	Differences []Difference `json:"differences,omitempty"` // of what was changed
	Has         string       `json:"has,omitempty"`         // what an unmanaged person has
	ImportID    string       `json:"import_id,omitempty"`   // by which what is unmanaged can be imported
	Events      []Event      `json:"events"`                // of the audit trail that may have brought it about, the newest first
}

// Difference is one attribute that is not as the state says.
type Difference struct {
	Attribute string `json:"attribute"`
	State     string `json:"state"`
	Live      string `json:"live"`
}

// Event is a line of the audit trail.
type Event struct {
	At     string `json:"at"`
	Actor  string `json:"actor"`
	Action string `json:"action"` // such as team_member.update
	From   string `json:"ip_address,omitempty"`
	Facts  string `json:"facts,omitempty"` // what was changed, for people
}

// Count is how many findings of a kind there are.
func (r *Report) Count(kind Kind) (n int) {
	for _, f := range r.Findings {
		if f.Kind == kind {
			n++
		}
	}
	return n
}

// sort brings the findings into their order.
func (r *Report) sort() {
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Resource, b.Resource),
			cmp.Compare(access.FoldEmail(a.What), access.FoldEmail(b.What)), cmp.Compare(a.Address, b.Address))
	})
	slices.Sort(r.Gaps)
	r.Gaps = slices.Compact(r.Gaps)
}

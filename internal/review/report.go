// Package review says what a plan changes about who may do what, in terms of people instead of attributes: what each person gains and
// loses, why, what nobody wrote down but follows from it, and how much risk there is in it.
//
// It works in three steps. An estate (teams, people, apps, grants, locks, spaces, accounts) is put together from the state in the plan, and
// from the API where that may be asked. The plan's changes are carried out on a copy of it, as the control plane would. Then the access model
// decides about everybody on everything in both, and the differences are the [Report]. What nobody can know before the plan is applied is
// said to be unknown, and never left out.
package review

// Version is the version of the JSON form of a [Report]. It changes when a reader of an older form would go wrong.
const Version = 1

// Report is what a plan changes about who may do what.
type Report struct {
	Version  int       `json:"version"`
	Plan     Plan      `json:"plan"`
	Risk     Risk      `json:"risk"`     // the highest of all below
	People   []Person  `json:"people"`   // whose access changes, or may change, sorted by name
	Findings []Finding `json:"findings"` // what follows from the plan beside the rights of single people; the highest risk first
	Gaps     []string  `json:"gaps"`     // what was not known, and what it means for this report, in sentences
}

// Plan is what was reviewed.
type Plan struct {
	Terraform string `json:"terraform_version"`
	Live      bool   `json:"live"`     // the API was asked about people who are not in the plan
	Complete  bool   `json:"complete"` // nothing was put off to a later plan
	Changes   int    `json:"changes"`  // of objects of this provider
	Others    int    `json:"others"`   // objects of other providers, which say nothing about access
}

// Person is somebody whose access changes.
type Person struct {
	Name      string   `json:"name"`              // the email address; where that is unknown, the address of the resource that names the person
	UserID    string   `json:"user_id,omitempty"` // empty where it is unknown
	Unknown   bool     `json:"unknown,omitempty"` // nobody knows yet who this will be
	TwoFactor *bool    `json:"two_factor_authentication"`
	Outside   []string `json:"outside,omitempty"` // teams in which the person may do something afterwards, without a role in them
	Risk      Risk     `json:"risk"`
	Changes   []Change `json:"changes"` // sorted by object, then right
}

// Change is one right of one person on one object, gained or lost.
type Change struct {
	Effect  Effect   `json:"effect"`
	Rule    string   `json:"rule"` // id of the line of [Rules] that rates it
	Risk    Risk     `json:"risk"`
	Object  Object   `json:"object"`
	Right   string   `json:"right"`            // such as "role admin", "deploy", "create_apps", "manage"
	Before  string   `json:"before,omitempty"` // why the person has it now, such as "granted on the app"; empty where the person does not
	After   string   `json:"after,omitempty"`  // why the person will have it
	Actions []string `json:"actions"`          // of the access model, which become possible or impossible by it
	Causes  []Cause  `json:"causes"`           // changes of the plan that bring it about
}

// Effect is what happens to a right.
type Effect string

// What can happen to a right.
const (
	Gained  Effect = "gained"
	Lost    Effect = "lost"
	Kept    Effect = "kept"    // for another reason than before: as an admin, say, instead of by a grant
	Unknown Effect = "unknown" // it depends on values that are known after the plan is applied
)

// Object is what a right is about.
type Object struct {
	Kind string `json:"kind"` // team, app, space or enterprise_account
	Name string `json:"name"`
	Team string `json:"team,omitempty"` // of an app or a space
}

// Cause is a change of the plan.
type Cause struct {
	Address string   `json:"address"`
	Actions []string `json:"actions"` // such as create, or delete and create
}

// Finding is something that follows from the plan and that no attribute shows.
type Finding struct {
	Rule   string   `json:"rule"`
	Risk   Risk     `json:"risk"`
	Text   string   `json:"text"` // one sentence
	Object Object   `json:"object"`
	People []string `json:"people"` // names of those whom it concerns
	Causes []Cause  `json:"causes"`
}

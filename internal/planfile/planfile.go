// Package planfile reads what `terraform show -json` prints of a plan or a state, as far as this provider has a part in it.
//
// It reads a stream: what belongs to other providers, and what nobody needs, such as the planned values, is passed over without being kept,
// so that the size of the file does not matter. The format is described in
// https://developer.hashicorp.com/terraform/internals/json-format; it has a version, and what another major version means nobody can know.
package planfile

import (
	"encoding/json"
	"fmt"
)

// Provider is the address of this provider, at the end of which other registries and hosts differ.
const Provider = "registry.terraform.io/herokuenterprise/herokuenterprise"

// Prefix begins the types of this provider's resources and data sources.
const Prefix = "herokuenterprise_"

// File is a plan or a state.
type File struct {
	Terraform string // version of the Terraform that wrote it
	Format    string // version of the format
	Plan      bool   // it is a plan, else a state
	Errored   bool   // planning ended with an error, so that the plan is not whole
	Complete  bool   // nothing was put off to another plan

	Changes []Change // what the plan does, in the order of the file; no-op changes too
	Drift   []Change // what the refresh found changed
	Objects []Object // of the state, or of the state before the plan; data sources too
	Others  int      // changes and objects of other providers, which were passed over

	Configuration Configuration // what refers to what
}

// Object is a resource or a data source in a state.
type Object struct {
	Address string          `json:"address"` // such as module.teams.herokuenterprise_team.this["a"]
	Mode    string          `json:"mode"`    // managed or data
	Type    string          `json:"type"`
	Name    string          `json:"name"`
	Index   any             `json:"index"` // nil, a float64 or a string
	Values  json.RawMessage `json:"values"`
	Deposed string          `json:"deposed_key"`
	Tainted bool            `json:"tainted"`
}

// Change is what a plan does to one object.
type Change struct {
	Object
	PreviousAddress string   // where it was before a moved block
	Reason          string   // such as replace_because_cannot_update
	Actions         []string // no-op, create, read, update, delete, forget; two for a replacement
	Before          json.RawMessage
	After           json.RawMessage
	Unknown         json.RawMessage // the shape of After, true where a value will be known after apply
	ImportID        string          // the object is taken over by an import block
}

// Is reports whether the change is of just these actions.
func (c *Change) Is(actions ...string) bool {
	if len(actions) != len(c.Actions) {
		return false
	}
	for i, a := range actions {
		if c.Actions[i] != a {
			return false
		}
	}
	return true
}

// Error is a file that cannot be used. Its text is a sentence for the person who gave the file.
type Error struct {
	Kind Kind
	Text string
}

func (e *Error) Error() string { return e.Text }

// Kind is what is wrong with a file.
type Kind int

// What can be wrong with a file.
const (
	NotJSON      Kind = iota + 1 // it is not JSON, or ends in the middle
	NotTerraform                 // it is JSON, but neither a plan nor a state
	Unsupported                  // its format is of a version that this program does not know
	Failed                       // it is a plan that ended with an error
	Foreign                      // nothing in it belongs to this provider
)

func wrong(kind Kind, format string, values ...any) error {
	return &Error{kind, fmt.Sprintf(format, values...)}
}

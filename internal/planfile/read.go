package planfile

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// Read reads a plan or a state. Errors about the file are of type [*Error].
func Read(r io.Reader) (*File, error) { return ReadOf(r, Prefix) }

// ReadOf is Read for another provider, whose types begin with a prefix.
func ReadOf(r io.Reader, prefix string) (*File, error) {
	in := &reader{Decoder: json.NewDecoder(r), file: &File{Complete: true}, prefix: prefix}
	err := in.object(in.top)
	if err == nil {
		err = in.end()
	}
	var own *Error
	switch {
	case errors.As(err, &own):
		return nil, err
	case errors.Is(err, io.EOF) && in.InputOffset() == 0:
		return nil, wrong(NotJSON, "the file is empty; write it with: terraform show -json FILE")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, wrong(NotJSON, "the file ends in the middle; write it whole with: terraform show -json FILE")
	case err != nil:
		return nil, wrong(NotJSON, "the file is not what terraform show -json prints: %v", err)
	}
	return in.file, in.check()
}

// reader passes through the file once.
type reader struct {
	*json.Decoder
	file   *File
	prefix string // of the types that are kept
	seen   bool   // something that only Terraform writes
	depth  int    // of modules
}

// deepest is how many modules may stand in each other: what is read by recursion needs an end.
const deepest = 1000

// top reads one member of the file.
func (in *reader) top(key string) error {
	f := in.file
	switch key {
	case "format_version":
		in.seen = true
		if err := in.Decode(&f.Format); err != nil {
			return err
		}
		return checkFormat(f.Format)
	case "terraform_version":
		return in.Decode(&f.Terraform)
	case "errored":
		return in.Decode(&f.Errored)
	case "complete":
		return in.Decode(&f.Complete)
	case "resource_changes":
		f.Plan = true
		return in.array(func() error { return in.change(&f.Changes) })
	case "resource_drift":
		return in.array(func() error { return in.change(&f.Drift) })
	case "configuration":
		return in.configuration()
	case "planned_values":
		f.Plan = true
		return in.skip()
	case "prior_state":
		f.Plan = true
		return in.object(func(key string) error {
			if key == "values" {
				return in.values()
			}
			return in.skip()
		})
	case "values":
		return in.values()
	}
	return in.skip()
}

// checkFormat refuses a format that may mean something else than what is read here.
func checkFormat(version string) error {
	major, _, _ := strings.Cut(version, ".")
	if major != "0" && major != "1" {
		return wrong(Unsupported, "the file has the format version %q, and this program knows 0.x and 1.x; use a newer version of it", version)
	}
	return nil
}

// check looks at the file as a whole.
func (in *reader) check() error {
	f := in.file
	switch {
	case !in.seen:
		return wrong(NotTerraform, "the file is JSON, but not what terraform show -json prints: it has no format_version")
	case f.Errored:
		return wrong(Failed, "the plan ended with an error, so it does not say everything that would happen; mend the error and plan again")
	case len(f.Changes)+len(f.Drift)+len(f.Objects) == 0 && f.Others > 0:
		return wrong(Foreign, "the file has %d objects, and none of them belongs to the provider %s", f.Others, strings.TrimSuffix(in.prefix, "_"))
	}
	return nil
}

// values reads the modules of a state.
func (in *reader) values() error {
	return in.object(func(key string) error {
		if key == "root_module" {
			return in.module()
		}
		return in.skip()
	})
}

func (in *reader) module() error {
	if in.depth++; in.depth > deepest {
		return tooDeep()
	}
	defer func() { in.depth-- }()
	return in.object(func(key string) error {
		switch key {
		case "resources":
			return in.array(func() error {
				var o Object
				if err := in.Decode(&o); err != nil {
					return err
				}
				if !in.ours(o.Type) {
					return nil
				}
				in.file.Objects = append(in.file.Objects, o)
				return nil
			})
		case "child_modules":
			return in.array(in.module)
		}
		return in.skip()
	})
}

func tooDeep() error {
	return wrong(NotTerraform, "the file has modules in modules, more than %d deep", deepest)
}

// change reads one change, or one drift.
func (in *reader) change(list *[]Change) error {
	var row struct {
		Object
		PreviousAddress string `json:"previous_address"`
		Deposed         string `json:"deposed"`
		Reason          string `json:"action_reason"`
		Change          struct {
			Actions   []string        `json:"actions"`
			Before    json.RawMessage `json:"before"`
			After     json.RawMessage `json:"after"`
			Unknown   json.RawMessage `json:"after_unknown"`
			Importing *struct {
				ID string `json:"id"`
			} `json:"importing"`
		} `json:"change"`
	}
	if err := in.Decode(&row); err != nil {
		return err
	}
	if !in.ours(row.Type) {
		return nil
	}
	c := Change{
		Object: row.Object, PreviousAddress: row.PreviousAddress, Reason: row.Reason, Actions: row.Change.Actions,
		Before: row.Change.Before, After: row.Change.After, Unknown: row.Change.Unknown,
	}
	c.Deposed = row.Deposed
	if row.Change.Importing != nil {
		c.ImportID = row.Change.Importing.ID
	}
	*list = append(*list, c)
	return nil
}

// ours reports whether an object is of the provider, and counts it if not.
func (in *reader) ours(kind string) bool {
	if strings.HasPrefix(kind, in.prefix) {
		return true
	}
	in.file.Others++
	return false
}

// object reads the members of an object; null has none.
func (in *reader) object(member func(key string) error) error {
	return in.inside('{', func() error {
		key, err := in.Token()
		if err != nil {
			return err
		}
		return member(key.(string)) //nolint:forcetypeassert // the decoder insists on it
	})
}

// array reads the elements of an array; null has none.
func (in *reader) array(element func() error) error { return in.inside('[', element) }

// inside reads what stands between two brackets.
func (in *reader) inside(open json.Delim, one func() error) error {
	token, err := in.Token()
	if err != nil || token == nil {
		return err
	}
	if token != open {
		return wrong(NotTerraform, "the file is JSON, but not what terraform show -json prints: near byte %d there should be %q", in.InputOffset(), open)
	}
	for in.More() {
		if err := one(); err != nil {
			return err
		}
	}
	_, err = in.Token()
	return err
}

// skip passes over one value without keeping it.
func (in *reader) skip() error {
	depth := 0
	for {
		token, err := in.Token()
		if err != nil {
			return err
		}
		if d, ok := token.(json.Delim); ok {
			if d == '{' || d == '[' {
				depth++
			} else {
				depth--
			}
		}
		if depth == 0 {
			return nil
		}
	}
}

// end makes sure that nothing comes after the file.
func (in *reader) end() error {
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return wrong(NotTerraform, "something comes after the end of the JSON, at byte %d", in.InputOffset())
	}
	return nil
}

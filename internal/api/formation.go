package api

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Formation is a process type of an app (schema "formation", strict).
type Formation struct {
	App       Ref    `json:"app"`
	Command   string `json:"command"`
	CreatedAt string `json:"created_at"`
	DynoSize  Ref    `json:"dyno_size"`
	ID        string `json:"id"`
	Quantity  int    `json:"quantity"`
	Size      string `json:"size"` // the old form of DynoSize
	Type      string `json:"type"`
	UpdatedAt string `json:"updated_at"`
}

// FormationUpdate scales and resizes a process type: PATCH /apps/{app}/formation/{type}. What is not given stays. Type is for
// [FormationBatch] alone; Size is the old form of DynoSize.
type FormationUpdate struct {
	Type     string    `json:"type,omitempty"`
	Quantity *Quantity `json:"quantity,omitempty"`
	Size     SizeRef   `json:"size,omitempty"`
	DynoSize SizeRef   `json:"dyno_size,omitempty"`
}

// FormationBatch updates several process types at once: PATCH /apps/{app}/formation.
type FormationBatch struct {
	Updates []FormationUpdate `json:"updates"`
}

// Quantity is how many dynos a process type is to have: a number, or the difference to what it has. The Heroku CLI sends
// both as text, the difference with a sign.
type Quantity struct {
	Number   int
	Relative bool
}

// MarshalJSON writes a number, or a difference with its sign.
func (q Quantity) MarshalJSON() ([]byte, error) {
	if q.Relative && q.Number >= 0 {
		return json.Marshal("+" + strconv.Itoa(q.Number))
	}
	if q.Relative {
		return json.Marshal(strconv.Itoa(q.Number))
	}
	return json.Marshal(q.Number)
}

// UnmarshalJSON reads a whole number, or a text with one that may have a sign.
func (q *Quantity) UnmarshalJSON(b []byte) error {
	text := string(b)
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(b, &text); err != nil {
			return err
		}
		q.Relative = strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-")
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n > math.MaxInt16 || n < -math.MaxInt16 {
		return &json.UnmarshalTypeError{Field: "quantity", Value: "neither a number of dynos nor a difference such as \"+1\""}
	}
	q.Number = int(n)
	return nil
}

// SizeRef names a dyno size: a name or an id, alone or in an object. A text is written.
type SizeRef string

// UnmarshalJSON reads a string, or an object with a name or an id.
func (s *SizeRef) UnmarshalJSON(b []byte) error {
	var word *string
	if err := json.Unmarshal(b, &word); err == nil {
		if word != nil {
			*s = SizeRef(*word)
		}
		return nil
	}
	var ref Ref
	if err := json.Unmarshal(b, &ref); err != nil || ref.Name == "" && ref.ID == "" {
		return &json.UnmarshalTypeError{Field: "dyno_size", Value: "neither a string nor an object with a name or an id"}
	}
	if ref.Name == "" {
		ref.Name = ref.ID
	}
	*s = SizeRef(ref.Name)
	return nil
}

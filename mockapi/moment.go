package main

import (
	"fmt"
	"time"
)

// moment is a time in a flag.
type moment struct{ time.Time }

// The years that a clock can be set to: those of the API's timestamps, within reach of the clock under it.
const (
	firstYear = 1970
	lastYear  = 2199
)

// UnmarshalText implements encoding.TextUnmarshaler. An empty variable is as good as none.
func (m *moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a time: it should look like 2031-05-06T07:08:09Z", text)
	}
	if year := at.UTC().Year(); year < firstYear || year > lastYear {
		return fmt.Errorf("%s lies outside the years %d to %d", text, firstYear, lastYear)
	}
	m.Time = at
	return nil
}

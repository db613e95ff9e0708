package api

import (
	"encoding/json"
	"testing"
)

func TestQuantity(t *testing.T) {
	for text, want := range map[string]Quantity{`3`: {3, false}, `"3"`: {3, false}, `"+1"`: {1, true}, `"-2"`: {-2, true}, `-2`: {-2, false}} {
		var got Quantity
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
		raw, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var again Quantity
		if err := json.Unmarshal(raw, &again); err != nil || again != got {
			t.Errorf("%s does not survive a round trip: %s", text, raw)
		}
	}
	for _, text := range []string{`1.5`, `"x"`, `""`, `true`, `{}`, `99999`, `"+99999"`, `1e3`} {
		if err := json.Unmarshal([]byte(text), &Quantity{}); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestSizeRef(t *testing.T) {
	for text, want := range map[string]SizeRef{`"basic"`: "basic", `{"name":"basic"}`: "basic", `{"id":"x"}`: "x", `null`: "", `""`: ""} {
		var got SizeRef
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{`1`, `[]`, `{}`, `{"name":1}`} {
		if err := json.Unmarshal([]byte(text), new(SizeRef)); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

package provider

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// What a run has done to a grant depends on where the app was when somebody left, and on whether the writes came to anything.
func TestEffects(t *testing.T) {
	failures := map[string]error{
		"refused": &client.Failure{Err: &api.Error{Status: http.StatusForbidden}},
		"lost":    &client.Failure{Err: errors.New("no answer came")},
		"gone":    &client.Failure{Err: &api.Error{Status: http.StatusNotFound, ID: api.ErrNotFound}},
	}
	for _, test := range []struct {
		writes string // "red" is Joe's leaving the team red, "red>blue" the app's way, "red:refused" what came of it
		home   string
		ended  bool
	}{
		{"", "red", false},
		{"red", "red", true},
		{"blue", "red", false},
		{"red:refused", "red", false},
		{"red:lost", "red", true},
		{"red:gone", "red", true},
		{"red red>blue", "blue", true},
		{"red>blue red", "blue", false},
		{"red>blue blue", "blue", true},
		{"blue red>blue", "blue", false},
		{"red>blue:refused red", "red", true},
		{"red red>blue:gone", "blue", false},
		{"red>blue blue blue>red", "red", true},
		{"red>blue red blue>red", "red", false},
		{"red red>blue blue>green", "green", true},
		{"red>blue blue", "green", false}, // somebody else took it there
		{"red>", "", true},
		{"red red>", "blue", false},
	} {
		e := &effects{}
		for write := range strings.FieldsSeq(test.writes) {
			what, result, _ := strings.Cut(write, ":")
			one := &effect{kind: leaving, on: what, user: &api.UserRef{ID: "#joe"}}
			if from, to, moves := strings.Cut(what, ">"); moves {
				one = &effect{kind: moving, on: "app", from: from, to: to}
			}
			if err := e.write(func() error { return failures[result] }, one); !errors.Is(err, failures[result]) {
				t.Fatal(err)
			}
		}
		for user, want := range map[api.UserRef]bool{{ID: "#joe", Email: "old@acme.test"}: test.ended, {ID: "#ann"}: test.ended && test.home == ""} {
			if got := e.ended(test.home, user, []effectKind{leaving}, "app"); got != want {
				t.Errorf("%s, in %q: %v for %s, want %v", test.writes, test.home, got, user.ID, want)
			}
		}
	}
}

// What is under way may have happened already.
func TestEffectsUnderWay(t *testing.T) {
	e := &effects{}
	user := api.UserRef{Email: "Joe@acme.test"}
	_ = e.write(func() error {
		if !e.ended("red", user, []effectKind{leaving}, "app") {
			t.Error("not before there is an answer")
		}
		return nil
	}, &effect{kind: leaving, on: "red", user: &api.UserRef{ID: "#joe", Email: "joe@acme.test"}})
}

package main

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// TestRaceJudge holds the judge of races to histories whose verdict is known: one that accepts everything would be noticed here.
func TestRaceJudge(t *testing.T) {
	first := estate{}
	first.account[0] = access.AccountManage
	for i := range teams {
		first.roles[i] = [persons]access.Role{access.Admin, access.Admin, access.Member, access.Viewer}
	}
	demote := func(actor, person int) act {
		return act{verb: patchMember, actor: actor, person: person, role: access.Viewer}
	}
	removed, list := act{verb: removeMember, actor: 0, person: 1}, act{verb: listMembers, actor: 2}
	locked, read := act{verb: lock, actor: 0, on: true}, act{verb: readApp, actor: 3}
	mine, yours := act{verb: transfer, actor: 0, owner: teams}, act{verb: transfer, actor: 1, person: 1, owner: teams + 1}
	forbidden, open := reply{status: 403}, ok("0 false false")
	with, without := fmt.Sprint(first.roles[0]), "[admin  member viewer  ]"
	for name, c := range map[string]struct {
		legal bool
		lines string // when each is sent and answered
		acts  []act
		got   []reply
	}{
		"one after the other":                  {true, "1-2 3-4", []act{removed, list}, []reply{ok("admin"), ok(without)}},
		"a list of before":                     {false, "1-2 3-4", []act{removed, list}, []reply{ok("admin"), ok(with)}},
		"a list of before, meanwhile":          {true, "1-4 2-3", []act{removed, list}, []reply{ok("admin"), ok(with)}},
		"there and back again":                 {false, "1-8 2-3 4-5", []act{removed, list, list}, []reply{ok("admin"), ok(without), ok(with)}},
		"two admins demote each other":         {false, "1-3 2-4", []act{demote(0, 1), demote(1, 0)}, []reply{ok("viewer"), ok("viewer")}},
		"one of them is refused":               {true, "1-3 2-4", []act{demote(0, 1), demote(1, 0)}, []reply{ok("viewer"), forbidden}},
		"a right is used after its end":        {false, "1-2 3-4", []act{removed, demote(1, 2)}, []reply{ok("admin"), ok("viewer")}},
		"a lock blocks":                        {true, "1-2 3-4", []act{locked, read}, []reply{ok("0 true false"), forbidden}},
		"a lock does not block":                {false, "1-2 3-4", []act{locked, read}, []reply{ok("0 true false"), open}},
		"an app with two owners":               {false, "1-3 2-4", []act{mine, yours}, []reply{ok("2 false false"), ok("3 false false")}},
		"no answer, and it was not done":       {true, "1-0 3-4", []act{removed, list}, []reply{{unknown: true}, ok(with)}},
		"no answer, and it was done later":     {true, "1-0 3-4 5-6", []act{removed, list, list}, []reply{{unknown: true}, ok(with), ok(without)}},
		"no answer, it was done and is undone": {false, "1-0 3-4 5-6", []act{removed, list, list}, []reply{{unknown: true}, ok(without), ok(with)}},
	} {
		t.Run(name, func(t *testing.T) {
			h := &history{}
			for i, line := range strings.Fields(c.lines) {
				o := porcupine.Operation{ClientId: i, Input: c.acts[i], Output: c.got[i]}
				if _, err := fmt.Sscanf(line, "%d-%d", &o.Call, &o.Return); err != nil {
					t.Fatal(err)
				}
				if o.Return == 0 {
					o.Return = math.MaxInt64
				}
				h.list = append(h.list, o)
			}
			if wrong := h.judge(modelOf(first, modelStep)); (wrong == "") != c.legal {
				t.Errorf("it should be legal: %v; the judge says %q", c.legal, wrong)
			}
		})
	}
}

// ok is an answer that did what was asked.
func ok(text string) reply { return reply{status: 200, text: text} }

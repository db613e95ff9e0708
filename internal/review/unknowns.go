package review

import (
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// unknowns says what of the estate was not known, as far as the plan has to do with it.
func (s *simulation) unknowns(f *planfile.File, live bool) {
	if !f.Complete {
		s.gaps.add("Terraform put some changes off to a later plan; they are not in this review.")
	}
	hint := " Reading the API (--live) would tell."
	if live {
		hint = ""
	}
	touched := map[object]bool{}
	for at := range s.touched {
		touched[at.object] = true
	}
	for o := range touched {
		switch o.kind {
		case ofTeam:
			if t := s.after.teams.at(o.row); !t.whole {
				s.gaps.add(fmt.Sprintf("Who else has a role in the team %s is not in the plan, so how many admins are left, and who else sees its apps, is not said.%s", t.label(), hint))
			}
		case ofApp:
			a := s.after.apps.at(o.row)
			if !a.whole {
				s.gaps.add(fmt.Sprintf("What else people were given on the app %s is not in the plan.%s", a.label(), hint))
			}
			if t := s.after.teams.at(a.team); t == nil && a.owner == nil || t != nil && !t.whole {
				s.gaps.add(fmt.Sprintf("Who has a role in the team of the app %s is not in the plan altogether: people may have more there than what is shown.%s", a.label(), hint))
			}
		case ofSpace:
			if v := s.after.spaces.at(o.row); !v.whole {
				s.gaps.add(fmt.Sprintf("Who else may create apps in the private space %s is not in the plan.%s", v.label(), hint))
			}
		case ofAllowlist:
			t, was := s.after.teams.at(o.row), s.teams.at(o.row)
			if was != nil && !t.gone && !t.installed && (len(missing(was.services, t.services)) > 0 || isTrue(t.controls) && !isTrue(was.controls)) {
				s.gaps.add(fmt.Sprintf("Which add-ons the apps of the team %s have is not in the plan, so those that are no longer allowed are not named.%s", t.label(), hint))
			}
		case ofAccount:
			if a := s.after.accounts.at(o.row); !a.whole {
				s.gaps.add(fmt.Sprintf("Who else is in the enterprise account %s is not in the plan.%s", a.label(), hint))
			}
		}
	}
}

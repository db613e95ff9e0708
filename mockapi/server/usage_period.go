package server

import (
	"cmp"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// How much usage can be asked for, and how far back (Dev Center "Enterprise Accounts Usage").
const (
	maxUsageDays       = 31
	maxUsageDaysBack   = 6  // months
	maxUsageMonthsBack = 12 // months
)

// What usage is made of.
const (
	spaceCredits       = 1000 // a month (Dev Center "Managing an Enterprise Team")
	shieldSpaceCredits = 3000
	ownServices        = "heroku-" // begins the names of Heroku's own add-on services
	usagePlaces        = 1e8       // a second of the cheapest thing still shows
)

const monthLayout = "2006-01"

// aboutTeamID is for paths in which Heroku takes the id of a team alone.
func aboutTeamID(r *request) error {
	if !store.IsID(r.param("team")) {
		return &store.NotFoundError{Noun: "team"}
	}
	return aboutTeam(r)
}

// aboutAccountID is for paths in which Heroku takes the id of an enterprise account alone.
func aboutAccountID(r *request) error {
	if !store.IsID(r.param("account")) {
		return &store.NotFoundError{Noun: "enterprise account"}
	}
	return aboutAccount(r)
}

// span is a day or a month of a report.
type span struct {
	from, to time.Time
	label    string
}

// spans are the days, or the months, that the query asks for: start, which is required, to end, which is the same one if it is left out.
func (r *request) spans(monthly bool) ([]span, error) {
	layout, unit := time.DateOnly, "day"
	if monthly {
		layout, unit = monthLayout, "month"
	}
	query := r.http.URL.Query()
	if query.Get("start") == "" {
		return nil, invalid("start is required: the first %s, as in ?start=%s.", unit, r.tx.Now().UTC().Format(layout))
	}
	start, err := r.past("start", query.Get("start"), layout)
	if err != nil {
		return nil, err
	}
	end, err := r.past("end", cmp.Or(query.Get("end"), query.Get("start")), layout)
	if err != nil {
		return nil, err
	}
	if end.Before(start) {
		return nil, invalid("end %s lies before start %s.", end.Format(layout), start.Format(layout))
	}
	if err := r.limitUsage(start, end, monthly); err != nil {
		return nil, err
	}
	return divide(start, end, monthly, layout), nil
}

// limitUsage holds a question to how much can be asked, and how far back.
func (r *request) limitUsage(start, end time.Time, monthly bool) error {
	today := r.tx.Now().UTC().Truncate(24 * time.Hour)
	if oldest := monthOf(today).AddDate(0, -maxUsageMonthsBack, 0); monthly && start.Before(oldest) {
		return invalid("Monthly usage goes back %d months: start must not lie before %s.", maxUsageMonthsBack, oldest.Format(monthLayout))
	}
	if oldest := today.AddDate(0, -maxUsageDaysBack, 0); !monthly && start.Before(oldest) {
		return invalid("Daily usage goes back %d months: start must not lie before %s.", maxUsageDaysBack, oldest.Format(time.DateOnly))
	}
	if days := int(end.Sub(start)/(24*time.Hour)) + 1; !monthly && days > maxUsageDays {
		return invalid("Daily usage can be asked for %d days at once, not for %d.", maxUsageDays, days)
	}
	return nil
}

func divide(start, end time.Time, monthly bool, layout string) (list []span) {
	for at := start; !at.After(end); {
		next := at.AddDate(0, 0, 1)
		if monthly {
			next = at.AddDate(0, 1, 0)
		}
		list = append(list, span{at, next, at.Format(layout)})
		at = next
	}
	return list
}

// tally is what was used up: dyno units, what the dynos cost, and the credits of add-ons and spaces. Its numbers are exact until they are
// shown.
type tally struct{ dynos, dynosUSD, data, partner, space float64 }

// plus adds another tally.
func (t *tally) plus(o tally) {
	t.dynos, t.dynosUSD, t.data, t.partner, t.space = t.dynos+o.dynos, t.dynosUSD+o.dynosUSD, t.data+o.data, t.partner+o.partner, t.space+o.space
}

// add counts a period that lasted for a time within a month.
func (t *tally) add(p store.UsagePeriod, part float64) {
	switch p.Kind {
	case store.UsageDyno:
		size, _ := findDynoSize(p.Item)
		t.dynos += size.units * float64(p.Quantity) * part
		t.dynosUSD += float64(size.cents) / 100 * float64(p.Quantity) * part
	case store.UsageAddon:
		into := &t.partner
		if strings.HasPrefix(p.Item, ownServices) {
			into = &t.data
		}
		*into += float64(p.PriceCents) / 100 * part
	case store.UsageSpace:
		price := float64(spaceCredits)
		if p.Item == store.ShieldSpace {
			price = shieldSpaceCredits
		}
		t.space += price * part
	}
}

func (t *tally) wire() api.Usage {
	return api.Usage{Addons: shown(t.data + t.partner), Data: shown(t.data), Dynos: shown(t.dynos), Partner: shown(t.partner)}
}

func shown(f float64) float64 { return math.Round(f*usagePlaces) / usagePlaces }

// teamTally is what a team used up, in all and app by app.
type teamTally struct {
	tally
	id, name string
	apps     map[string]*tally // by name
}

// tallyUp adds up, team by team, what periods used in a span up to now. What used nothing is left out.
func tallyUp(periods []store.UsagePeriod, s span, now time.Time) map[string]*teamTally {
	teams := map[string]*teamTally{}
	for _, p := range periods {
		used := p.Within(s.from, s.to, now)
		if used == 0 {
			continue
		}
		team := teams[p.TeamID]
		if team == nil {
			team = &teamTally{id: p.TeamID, apps: map[string]*tally{}}
			teams[p.TeamID] = team
		}
		team.name = p.TeamName
		part := monthShare(used, s.from)
		team.add(p, part)
		if p.AppID == "" {
			continue
		}
		if team.apps[p.AppName] == nil {
			team.apps[p.AppName] = &tally{}
		}
		team.apps[p.AppName].add(p, part)
	}
	return teams
}

func (t *teamTally) wire() api.TeamPeriodUsage {
	w := api.TeamPeriodUsage{ID: t.id, Name: t.name, Usage: t.tally.wire(), Space: shown(t.space), Apps: []api.AppPeriodUsage{}}
	for _, name := range slices.Sorted(maps.Keys(t.apps)) {
		w.Apps = append(w.Apps, api.AppPeriodUsage{AppName: name, Usage: t.apps[name].wire()})
	}
	return w
}

// date says which day or month a report is of. No rows are synced here: there is no Heroku Connect.
func (s span) date(monthly bool, day, month *string, connect **float64) {
	if !monthly {
		*day = s.label
		return
	}
	*month, *connect = s.label, new(float64)
}

func listTeamDailyUsage(r *request) (int, any, error)   { return r.teamUsage(false) }
func listTeamMonthlyUsage(r *request) (int, any, error) { return r.teamUsage(true) }

func (r *request) teamUsage(monthly bool) (int, any, error) {
	spans, err := r.spans(monthly)
	if err != nil {
		return 0, nil, err
	}
	periods, err := r.tx.ListTeamUsage(r.ctx, r.team.ID, spans[0].from, spans[len(spans)-1].to)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, convert(spans, func(s span) api.TeamPeriodUsage {
		w := (&teamTally{id: r.team.ID, name: r.team.Name}).wire()
		if t := tallyUp(periods, s, r.tx.Now())[r.team.ID]; t != nil {
			w = t.wire()
		}
		s.date(monthly, &w.Date, &w.Month, &w.Connect)
		return w
	}), nil
}

func listAccountDailyUsage(r *request) (int, any, error)   { return r.accountUsage(false) }
func listAccountMonthlyUsage(r *request) (int, any, error) { return r.accountUsage(true) }

func (r *request) accountUsage(monthly bool) (int, any, error) {
	spans, err := r.spans(monthly)
	if err != nil {
		return 0, nil, err
	}
	periods, err := r.tx.ListAccountUsage(r.ctx, r.account.ID, spans[0].from, spans[len(spans)-1].to)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, convert(spans, func(s span) api.AccountPeriodUsage {
		return r.wireAccountUsage(tallyUp(periods, s, r.tx.Now()), s, monthly)
	}), nil
}

func (r *request) wireAccountUsage(teams map[string]*teamTally, s span, monthly bool) api.AccountPeriodUsage {
	var all tally
	w := api.AccountPeriodUsage{ID: r.account.ID, Name: r.account.Name, Teams: []api.TeamPeriodUsage{}}
	for _, t := range slices.SortedFunc(maps.Values(teams), func(a, b *teamTally) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) }) {
		all.plus(t.tally)
		team := t.wire()
		if monthly {
			team.Connect = new(float64)
		}
		w.Teams = append(w.Teams, team)
	}
	w.Usage, w.Space = all.wire(), shown(all.space)
	s.date(monthly, &w.Date, &w.Month, &w.Connect)
	return w
}

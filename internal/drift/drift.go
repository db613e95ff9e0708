package drift

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/trail"
)

// Options say what is looked for.
type Options struct {
	Unmanaged bool      // also who has access that nothing in the state accounts for
	Federated bool      // of these, also people who sign in through an identity provider
	Except    []string  // addresses of people who may have access that nothing in the state accounts for
	Since     time.Time // from which day of the audit trail on
	Now       time.Time
}

// Compare compares a state with what is there.
func Compare(ctx context.Context, c *client.Client, file *planfile.File, options Options) (*Report, error) {
	s, err := readState(file)
	if err != nil {
		return nil, err
	}
	l, err := readLive(ctx, c, s)
	if err != nil {
		return nil, err
	}
	d := &comparison{
		Report: Report{
			Version: Version, Terraform: file.Terraform, Objects: s.objects, Teams: called(s.teams, s, l), Accounts: called(s.accounts, s, l),
			Since: options.Since.UTC().Format(time.DateOnly), Findings: []Finding{}, Gaps: append([]string{}, l.gaps...),
		},
		state: s, live: l, names: maps.Clone(s.names), options: options, trails: map[string][]api.AuditTrailEvent{},
	}
	maps.Copy(d.names, l.names)
	for _, f := range s.list {
		d.look(f)
	}
	if options.Unmanaged {
		d.unmanaged()
	}
	if err := d.blame(ctx, c); err != nil {
		return nil, err
	}
	d.sort()
	return &d.Report, nil
}

// called lists what teams or accounts are called, sorted.
func called(ids map[string]bool, s *state, l *live) []string {
	list := []string{}
	for id := range ids {
		name := l.names[id]
		if name == "" {
			name = s.names[id]
		}
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// comparison is under way.
type comparison struct {
	Report
	state    *state
	live     *live
	names    map[string]string // of both; where they differ, as it is called now
	options  Options
	subjects []*fact // of the findings, in their order
	trails   map[string][]api.AuditTrailEvent
}

// find notes a finding.
func (d *comparison) find(f *fact, finding Finding) {
	finding.Events = []Event{}
	d.Findings, d.subjects = append(d.Findings, finding), append(d.subjects, f)
}

// look compares what the state says with what is there.
func (d *comparison) look(f *fact) {
	names := d.names
	f.team = d.live.home(f)
	now := d.live.find(f)
	if now != nil {
		now.accounted = true
	}
	switch {
	case now == nil && d.live.unknown(f):
		return
	case now == nil && f.listed && d.live.by[key(listOf[f.kind], f.place, "")] == nil: // the list itself is missing
		return
	case now == nil:
		d.find(f, Finding{Kind: Missing, What: f.what(names), Resource: f.resource, Address: f.address})
		return
	}
	var different []Difference
	for _, v := range f.values {
		i := slices.IndexFunc(now.values, func(n value) bool { return n.name == v.name })
		if i >= 0 && !v.same(now.values[i]) {
			if name := names[v.is]; name != "" { // of a team or a space, which the state may spell as an id
				v.shown = d.state.names[v.is]
			}
			different = append(different, Difference{v.name, v.String(), now.values[i].String()})
		}
	}
	if len(different) > 0 {
		named := d.state.names // it is called what the state calls it
		if f.kind != "team" && f.kind != "team_app" && f.kind != "space" {
			named = names
		}
		d.find(f, Finding{Kind: Changed, What: f.what(named), Resource: f.resource, Address: f.address, Differences: different})
	}
}

// listOf are the resources that own lists, by what their lines are.
var listOf = map[string]string{"team_member": "team_members", "app_access": "app_collaborators", "enterprise_account_member": "enterprise_account_members"}

// unmanaged finds what nothing in the state accounts for.
func (d *comparison) unmanaged() {
	except := map[string]bool{}
	for _, email := range d.options.Except {
		except[access.FoldEmail(email)] = true
	}
	for _, f := range d.live.list {
		switch f.kind {
		case "team_member", "app_access", "app_lock", "space_access":
			if !d.state.teams[f.team] {
				continue
			}
		case "enterprise_account_member":
			if !d.state.staffed[f.place] || f.has() == access.AccountView.Names()[0] && d.state.by[key("enterprise_account_members", f.place, "")] == nil {
				continue
			}
		default:
			continue
		}
		if f.accounted || f.fixed || f.federated && !d.options.Federated || except[access.FoldEmail(f.word)] {
			continue
		}
		d.find(f, Finding{Kind: Unmanaged, What: f.what(d.live.names), Resource: planfile.Prefix + f.kind, Has: f.has(), ImportID: f.importID})
	}
}

// blame finds who did it.
func (d *comparison) blame(ctx context.Context, c *client.Client) error {
	for i, f := range d.subjects {
		account := d.owner(f)
		if account == "" {
			continue
		}
		if _, read := d.trails[account]; !read {
			events, err := d.readTrail(ctx, c, account)
			if err != nil {
				return err
			}
			d.trails[account] = events
		}
		for _, e := range f.subject().Newest(d.trails[account]) {
			d.Findings[i].Events = append(d.Findings[i].Events, Event{e.CreatedAt, e.Actor.Email, e.Type + "." + e.Action, e.Request.IPAddress, trail.Facts(e)})
		}
	}
	return nil
}

// owner is the enterprise account in whose audit trail a fact is.
func (d *comparison) owner(f *fact) string {
	switch f.kind {
	case "enterprise_account_member", "enterprise_account_members":
		if d.live.names[f.place] == "" { // it is gone, and so is its trail
			return ""
		}
		return f.place
	case "identity_provider":
		if d.live.names[f.account] != "" {
			return f.account
		}
	}
	if account := d.live.owners[f.team]; account != "" {
		return account
	}
	return d.state.owners[f.team]
}

// readTrail reads the days of an audit trail, oldest first. One that may not be read is a gap.
func (d *comparison) readTrail(ctx context.Context, c *client.Client, account string) (all []api.AuditTrailEvent, err error) {
	today := d.options.Now.UTC().Format(time.DateOnly)
	for day := d.options.Since.UTC(); ; day = day.AddDate(0, 0, 1) {
		filter := url.Values{"day": {day.Format(time.DateOnly)}}
		last := filter.Get("day") >= today
		if last { // whatever day it is there
			filter = nil
		}
		events, err := c.ListAuditEvents(ctx, account, filter)
		if client.Lacking(err) {
			name := d.live.names[account]
			if name == "" {
				name = account
			}
			d.Gaps = append(d.Gaps, fmt.Sprintf("the audit trail of the enterprise account %s could not be read, so that it is not known who did it: %v", name, err))
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
		if last {
			return all, nil
		}
	}
}

package server

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// key is a member by which a list can be sorted and paged.
type key[T any] struct {
	field string
	of    func(T) string
}

// list is the answer of a list route: all items and the keys to page by, the list's own first. The page is cut in one place.
type list[T any] struct {
	items []T
	keys  []key[T]
}

// page is one page, with what its headers say.
type page struct {
	items  any
	first  string
	last   string
	fields string
	next   string // the Range of the following page; empty on the last
	used   api.Range
}

type pager interface {
	page(api.Range) (page, error)
}

// page cuts the page that a Range asks for. Items that share the last key stay together, so that the next page loses none.
func (l list[T]) page(r api.Range) (page, error) {
	var fields []string
	for _, k := range l.keys {
		fields = append(fields, k.field)
	}
	r.Field = cmp.Or(r.Field, fields[0])
	at := slices.Index(fields, r.Field)
	if at < 0 {
		return page{}, fail(http.StatusRequestedRangeNotSatisfiable, api.ErrRange, "This list cannot be ranged by %q; it can by %s.", r.Field, strings.Join(fields, ", "))
	}
	of := l.keys[at].of
	items := slices.DeleteFunc(slices.Clone(l.items), func(v T) bool { return !r.Contains(of(v)) })
	slices.SortStableFunc(items, func(a, b T) int {
		if r.Desc {
			a, b = b, a
		}
		return api.CompareKeys(of(a), of(b))
	})
	p := page{fields: strings.Join(fields, ", "), used: r}
	cut := min(r.Max, len(items))
	for cut > 0 && cut < len(items) && of(items[cut]) == of(items[cut-1]) {
		cut++
	}
	if cut > 0 {
		p.first, p.last = of(items[0]), of(items[cut-1])
	}
	if cut < len(items) {
		p.next = api.Range{Field: r.Field, From: p.last, FromExclusive: true, To: r.To, ToExclusive: r.ToExclusive, Max: r.Max, Asc: r.Asc, Desc: r.Desc}.String()
	}
	p.items = items[:cut:cut]
	return p, nil
}

// header writes what a list says about its page.
func (p page) header(h http.Header) {
	h.Set(api.HeaderAcceptRanges, p.fields)
	h.Set(api.HeaderContentRange, fmt.Sprintf("%s %s..%s; max=%d", p.used.Field, p.first, p.last, p.used.Max))
	if p.next != "" {
		h.Set(api.HeaderNextRange, p.next)
	}
}

// The keys of each list. Where Heroku's schema names ranges they are these; members and collaborators go by address, apps and teams also by name.
var (
	teamKeys = []key[api.Team]{
		{"id", func(t api.Team) string { return t.ID }},
		{"name", func(t api.Team) string { return t.Name }},
	}
	memberKeys = []key[api.TeamMember]{
		{"email", func(m api.TeamMember) string { return m.Email }},
		{"id", func(m api.TeamMember) string { return m.ID }},
	}
	appKeys = []key[api.App]{
		{"id", func(a api.App) string { return a.ID }},
		{"name", func(a api.App) string { return a.Name }},
		{"updated_at", func(a api.App) string { return a.UpdatedAt }},
	}
	teamAppKeys = []key[api.TeamApp]{
		{"name", func(a api.TeamApp) string { return a.Name }},
		{"id", func(a api.TeamApp) string { return a.ID }},
		{"updated_at", func(a api.TeamApp) string { return a.UpdatedAt }},
	}
	collaboratorKeys = []key[api.Collaborator]{
		{"email", func(c api.Collaborator) string { return c.User.Email }},
		{"id", func(c api.Collaborator) string { return c.ID }},
	}
	permissionKeys = []key[api.Permission]{{"name", func(p api.Permission) string { return p.Name }}}
	entityKeys     = []key[api.PermissionEntity]{
		{"id", func(e api.PermissionEntity) string { return e.ID }},
		{"name", func(e api.PermissionEntity) string { return e.Name }},
	}
	featureKeys = []key[api.TeamFeature]{
		{"id", func(f api.TeamFeature) string { return f.ID }},
		{"name", func(f api.TeamFeature) string { return f.Name }},
	}
	serviceKeys = []key[api.AddonService]{
		{"id", func(s api.AddonService) string { return s.ID }},
		{"name", func(s api.AddonService) string { return s.Name }},
	}
	planKeys = []key[api.Plan]{
		{"id", func(p api.Plan) string { return p.ID }},
		{"name", func(p api.Plan) string { return p.Name }},
	}
	addonKeys = []key[api.AddonExpanded]{
		{"id", func(a api.AddonExpanded) string { return a.ID }},
		{"name", func(a api.AddonExpanded) string { return a.Name }},
	}
	allowedKeys = []key[api.AllowedAddonService]{{"id", func(a api.AllowedAddonService) string { return a.ID }}}

	invitationKeys = []key[api.TeamInvitation]{
		{"id", func(i api.TeamInvitation) string { return i.ID }},
		{"email", func(i api.TeamInvitation) string { return i.User.Email }},
	}
	providerKeys      = []key[api.TeamIdentityProvider]{{"id", func(p api.TeamIdentityProvider) string { return p.ID }}}
	authorizationKeys = []key[api.OAuthAuthorization]{{"id", func(a api.OAuthAuthorization) string { return a.ID }}}
	invoiceKeys       = []key[api.TeamInvoice]{
		{"number", func(i api.TeamInvoice) string { return strconv.Itoa(i.Number) }},
		{"id", func(i api.TeamInvoice) string { return i.ID }},
	}
	mailKeys = []key[api.Mail]{
		{"created_at", func(m api.Mail) string { return m.CreatedAt }},
		{"id", func(m api.Mail) string { return m.ID }},
	}
	transferKeys   = []key[api.AppTransfer]{{"id", func(f api.AppTransfer) string { return f.ID }}}
	attachmentKeys = []key[api.AddonAttachment]{
		{"id", func(x api.AddonAttachment) string { return x.ID }},
		{"name", func(x api.AddonAttachment) string { return x.Name }},
	}
)

// The keys of the lists of enterprise accounts and their members.
var (
	accountKeys = []key[api.EnterpriseAccount]{
		{"id", func(a api.EnterpriseAccount) string { return a.ID }},
		{"name", func(a api.EnterpriseAccount) string { return a.Name }},
	}
	accountMemberKeys = []key[api.EnterpriseAccountMember]{
		{"id", func(m api.EnterpriseAccountMember) string { return m.ID }},
		{"email", func(m api.EnterpriseAccountMember) string { return m.User.Email }},
	}
)

// The keys of the lists of regions, stacks, spaces and pipelines.
var (
	regionKeys = []key[api.Region]{
		{"id", func(g api.Region) string { return g.ID }},
		{"name", func(g api.Region) string { return g.Name }},
	}
	stackKeys = []key[api.Stack]{
		{"id", func(k api.Stack) string { return k.ID }},
		{"name", func(k api.Stack) string { return k.Name }},
	}
	spaceMemberKeys = []key[api.SpaceMember]{
		{"email", func(m api.SpaceMember) string { return m.User.Email }},
		{"id", func(m api.SpaceMember) string { return m.User.ID }},
	}
	rulesetKeys  = []key[api.InboundRuleset]{{"id", func(i api.InboundRuleset) string { return i.ID }}}
	pipelineKeys = []key[api.Pipeline]{
		{"id", func(p api.Pipeline) string { return p.ID }},
		{"name", func(p api.Pipeline) string { return p.Name }},
	}
	couplingKeys = []key[api.PipelineCoupling]{{"id", func(k api.PipelineCoupling) string { return k.ID }}}
	filterKeys   = []key[api.TeamApp]{teamAppKeys[1], teamAppKeys[0], teamAppKeys[2]} // by id first
	spaceKeys    = []key[api.Space]{
		{"id", func(s api.Space) string { return s.ID }},
		{"name", func(s api.Space) string { return s.Name }},
	}
)

// The keys of the lists of an app's runtime.
var (
	releaseKeys = []key[api.Release]{
		{"version", func(r api.Release) string { return strconv.Itoa(r.Version) }},
		{"id", func(r api.Release) string { return r.ID }},
	}
	buildKeys = []key[api.Build]{
		{"id", func(b api.Build) string { return b.ID }},
		{"started_at", func(b api.Build) string { return b.CreatedAt }},
		{"created_at", func(b api.Build) string { return b.CreatedAt }},
	}
	buildpackKeys = []key[api.BuildpackInstallation]{{"ordinal", func(b api.BuildpackInstallation) string { return strconv.Itoa(b.Ordinal) }}}
	dynoSizeKeys  = []key[api.DynoSize]{
		{"id", func(d api.DynoSize) string { return d.ID }},
		{"name", func(d api.DynoSize) string { return d.Name }},
	}
	formationKeys = []key[api.Formation]{
		{"type", func(f api.Formation) string { return f.Type }},
		{"id", func(f api.Formation) string { return f.ID }},
	}
	dynoKeys = []key[api.Dyno]{
		{"name", func(d api.Dyno) string { return d.Name }},
		{"id", func(d api.Dyno) string { return d.ID }},
	}
	domainKeys = []key[api.Domain]{
		{"hostname", func(d api.Domain) string { return d.Hostname }},
		{"id", func(d api.Domain) string { return d.ID }},
	}
	drainKeys      = []key[api.LogDrain]{{"id", func(d api.LogDrain) string { return d.ID }}}
	appFeatureKeys = []key[api.AppFeature]{
		{"id", func(f api.AppFeature) string { return f.ID }},
		{"name", func(f api.AppFeature) string { return f.Name }},
	}
)

// convert maps the rows of the store onto the wire. The list is never nil.
func convert[From, To any](rows []From, f func(From) To) []To {
	out := make([]To, 0, len(rows))
	for _, row := range rows {
		out = append(out, f(row))
	}
	return out
}

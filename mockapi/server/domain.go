package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// States of a domain. Nobody asks the DNS here and nobody issues certificates, so both are done at once.
const (
	domainReady = "succeeded"
	certIssued  = "cert issued"
)

// ownDomain is the domain that every app has: the host of its web_url.
func ownDomain(a store.App) api.Domain {
	web, err := url.Parse(webURL(a))
	if err != nil { // it is made of a name and an id
		panic(err)
	}
	return api.Domain{
		App: api.Ref{ID: a.ID, Name: a.Name}, CreatedAt: api.Timestamp(a.CreatedAt), Hostname: web.Hostname(), ID: store.DerivedID("domain", a.ID),
		Kind: api.DomainHeroku, Status: domainReady, UpdatedAt: api.Timestamp(a.CreatedAt),
	}
}

// wireDomain shows a custom domain, with the address in Heroku's DNS that it is to point to.
func (r *request) wireDomain(d store.Domain) api.Domain {
	cname := strings.ReplaceAll(d.ID, "-", "") + ".herokudns.com"
	w := api.Domain{
		App: api.Ref{ID: d.AppID, Name: d.AppName}, CNAME: &cname, CreatedAt: api.Timestamp(d.CreatedAt), Hostname: d.Hostname, ID: d.ID,
		Kind: api.DomainCustom, Status: domainReady, UpdatedAt: api.Timestamp(d.UpdatedAt),
	}
	if r.app.ACM {
		w.ACMStatus = optional(certIssued)
	}
	return w
}

func (r *request) domains() ([]api.Domain, error) {
	custom, err := r.tx.ListDomains(r.ctx, r.app.ID)
	return append([]api.Domain{ownDomain(r.app)}, convert(custom, r.wireDomain)...), err
}

func listDomains(r *request) (int, any, error) {
	domains, err := r.domains()
	return http.StatusOK, list[api.Domain]{domains, domainKeys}, err
}

// domainInPath finds the domain that the path names by id or name.
func (r *request) domainInPath() (api.Domain, error) {
	domains, err := r.domains()
	for _, d := range domains {
		if ref := r.param("domain"); d.ID == ref || access.FoldHostname(d.Hostname) == access.FoldHostname(ref) {
			return d, err
		}
	}
	if err == nil {
		err = &store.NotFoundError{Noun: "domain name"}
	}
	return api.Domain{}, err
}

func getDomain(r *request) (int, any, error) {
	d, err := r.domainInPath()
	return http.StatusOK, d, err
}

// createDomain adds a custom domain, which no other app may have.
func createDomain(r *request) (int, any, error) {
	var in api.DomainCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := access.Hostname(in.Hostname); err != nil {
		return 0, nil, err
	}
	var endpoint *string
	if in.SNIEndpoint == nil || json.Unmarshal(in.SNIEndpoint, &endpoint) != nil {
		return 0, nil, invalid("sni_endpoint is required: the name or id of an SNI endpoint, or null for none.")
	}
	if endpoint != nil {
		return 0, nil, &store.NotFoundError{Noun: "SNI endpoint"}
	}
	d, err := r.tx.CreateDomain(r.ctx, store.Domain{AppID: r.app.ID, AppName: r.app.Name, Hostname: in.Hostname})
	if err != nil {
		return 0, nil, taken(err, "%s is in use already, by this or by another app.", in.Hostname)
	}
	r.event("domain", "create", map[string]any{"hostname": d.Hostname})
	return http.StatusCreated, r.wireDomain(d), nil
}

func deleteDomain(r *request) (int, any, error) {
	d, err := r.domainInPath()
	if err != nil {
		return 0, nil, err
	}
	if d.Kind == api.DomainHeroku {
		return 0, nil, invalid("%s is the app's own domain and stays with it. Only custom domains can be removed.", d.Hostname)
	}
	r.event("domain", "destroy", map[string]any{"hostname": d.Hostname})
	return http.StatusOK, d, r.tx.DeleteDomain(r.ctx, d.ID)
}

// listSNIEndpoints lists the certificates that people uploaded for an app's domains. Nobody can here, so there are none; the
// Heroku CLI asks before it adds a domain.
func listSNIEndpoints(*request) (int, any, error) {
	return http.StatusOK, []api.Ref{}, nil
}

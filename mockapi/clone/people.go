package clone

import (
	"crypto/hmac"
	"crypto/sha256"
	_ "embed" // a certificate
	"encoding/hex"
	"strings"

	"github.com/google/uuid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// placeholder is the certificate of identity providers that have pseudonyms. Nobody has its key.
//
//go:embed placeholder.pem
var placeholder string

// pseudonyms names people otherwise: the same person the same in every clone of the same salt, and nobody can tell who it is without that.
// People of one domain stay people of one domain, because access is reviewed by it. Without a salt people keep their names.
type pseudonyms struct{ salt string }

// mac is what a text becomes, in hexadecimal digits.
func (p pseudonyms) mac(kind, text string) string {
	h := hmac.New(sha256.New, []byte(p.salt))
	h.Write([]byte(kind + "\x00" + text))
	return hex.EncodeToString(h.Sum(nil))
}

func (p pseudonyms) email(email string) string {
	if p.salt == "" {
		return email
	}
	folded := access.FoldEmail(email)
	_, domain, _ := strings.Cut(folded, "@")
	return "person-" + p.mac("address", folded)[:16] + "@" + p.domain(domain)
}

func (p pseudonyms) domain(domain string) string {
	return "org-" + p.mac("domain", domain)[:10] + ".example"
}

// name goes by the address, so that people of one name stay different people.
func (p pseudonyms) name(name, email string) string {
	if p.salt == "" || name == "" {
		return name
	}
	return "Person " + p.mac("address", access.FoldEmail(email))[:16]
}

// id is the id of a person: with it, whoever may ask the API finds the address. One that the API did not tell is made from the address.
func (p pseudonyms) id(id, email string) string {
	if p.salt == "" && store.IsID(id) {
		return id
	}
	of := id
	if !store.IsID(id) {
		of = access.FoldEmail(email)
	}
	return uuid.NewSHA1(uuid.Nil, []byte(p.mac("id", of))).String()
}

// row is the id of what ties a person to something: nobody is to find the person by it.
func (p pseudonyms) row(id string) string {
	if p.salt == "" {
		return id
	}
	return ""
}

// provider is an identity provider without the address, the certificate and the accounts of the company that runs it.
func (p pseudonyms) provider(in store.IdentityProvider) store.IdentityProvider {
	if p.salt == "" {
		return in
	}
	host := "https://idp-" + p.mac("identity provider", in.EntityID)[:16] + ".example"
	in.EntityID, in.Certificate, in.SSOTargetURL = host, placeholder, host+"/sso"
	if in.SLOTargetURL != "" {
		in.SLOTargetURL = host + "/slo"
	}
	return in
}

// person is what one answer of the API tells about somebody.
type person struct {
	id, email string
	name      *string
	mfa       bool
}

// people are those whom any answer named, each once.
type people struct {
	pseudonyms pseudonyms
	byEmail    map[string]*store.User // by the address in the form in which it is compared
	byID       map[string]*store.User // by the id that the API has
	order      []*store.User
}

func newPeople(p pseudonyms) *people {
	return &people{pseudonyms: p, byEmail: map[string]*store.User{}, byID: map[string]*store.User{}}
}

// know takes in what is told about somebody, and returns his id in the clone; empty for nobody and for the address of a team.
func (p *people) know(who person) string {
	if who.email == "" || strings.HasSuffix(access.FoldEmail(who.email), "@"+access.ManagerDomain) {
		return ""
	}
	u := p.find(who.id, who.email)
	if u == nil {
		u = &store.User{ID: p.pseudonyms.id(who.id, who.email), Email: p.pseudonyms.email(who.email), Verified: true}
		p.order = append(p.order, u)
	}
	p.byEmail[access.FoldEmail(who.email)] = u
	if who.id != "" {
		p.byID[who.id] = u
	}
	if who.name != nil && u.Name == "" {
		u.Name = p.pseudonyms.name(*who.name, who.email)
	}
	u.TwoFactorAuthentication = u.TwoFactorAuthentication || who.mfa
	return u.ID
}

// find finds somebody who was named before. An address may have changed between two answers, an id does not.
func (p *people) find(id, email string) *store.User {
	if u, ok := p.byID[id]; ok && id != "" {
		return u
	}
	return p.byEmail[access.FoldEmail(email)]
}

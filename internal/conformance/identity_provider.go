package conformance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// Certificate is one for identity providers, valid until 2126. Nobody has its private key any more.
const Certificate = `-----BEGIN CERTIFICATE-----
MIIBhzCCAS2gAwIBAgIUWibccYpYzJJ3d6HIAN3sauy9g0swCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNaWRwLmFjbWUudGVzdDAgFw0yNjExMjIwMjM2MTdaGA8yMTI2
MTAyOTAyMzYxN1owGDEWMBQGA1UEAwwNaWRwLmFjbWUudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABN3frVFc7esRxF2QVKxL5V704g3UmPtMSvz1xLVHz+t9
PtuQgOeQS+X+YH5iwwpHeU7g2pj8SsITgMt+dAwvKl6jUzBRMB0GA1UdDgQWBBQO
k/EOen/Zn8qfPPTdNsQEBZ73DjAfBgNVHSMEGDAWgBQOk/EOen/Zn8qfPPTdNsQE
BZ73DjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDQ0KIAOa/+
EH+Nfx84mPXJy31XYpf862raf6FQT+r+bgIgTP0+eviay7IBIt7fwgAukG0ORWir
LHUI5WrOleMICmA=
-----END CERTIFICATE-----
`

// Another one, and one that expired in 2020.
const (
	nextCertificate = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUNLpqqpP+0VhJqeooruL6sx181TEwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwObmV4dC5hY21lLnRlc3QwIBcNMjYxMTIyMDIzNjE4WhgPMjEy
NjEwMjkwMjM2MThaMBkxFzAVBgNVBAMMDm5leHQuYWNtZS50ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEzGWAzurh4FiRLV4WMjDQOqSxbHuSt3RatyUwVcH1
KswjX8ZKfcldAPHQeT2JE2a721nbFHVfMqTZjgUjfRk6P6NTMFEwHQYDVR0OBBYE
FJ74OCM6xvlCm0H8hMOT1lZIArvJMB8GA1UdIwQYMBaAFJ74OCM6xvlCm0H8hMOT
1lZIArvJMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAKqmQamD
oTV184INAPQ5gDzqokr9GcPC/tfDZeYi36t9AiBpVMlYKDcfywHoW16xyprzj0+s
QsaDN/GEKvB0k2Aq8w==
-----END CERTIFICATE-----
`
	expiredCertificate = `-----BEGIN CERTIFICATE-----
MIIBFzCBvgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1vbGQuYWNtZS50ZXN0
MB4XDTE5MDEwMTAwMDAwMFoXDTIwMDEwMjAwMDAwMFowGDEWMBQGA1UEAwwNb2xk
LmFjbWUudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABA71CYza8HHLnMmN
fh3R8VOWZJmvr9wiigrMXRBeA8BRW0ouCIoROnlAxSRi6XaD/y3NWRivz0AgMVwn
SuaPYkUwCgYIKoZIzj0EAwIDSAAwRQIgeat+qorCc+ZRjrCZKax3xLOPytAsaDz+
drvn5klIn84CIQCuCyMQYvJ5QflyybjPFlANZxwwMhn+kIaN3lMaDf6hqg==
-----END CERTIFICATE-----
`
)

// providerBody is what makes an identity provider with a certificate.
func providerBody(certificate string) string {
	return bodyOf(map[string]any{"certificate": certificate, "entity_id": "https://idp.acme.com", "sso_target_url": "https://idp.acme.com/saml/login"})
}

func bodyOf(fields map[string]any) string {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err) // a map of texts
	}
	return string(text)
}

// seedProvider is the identity provider of a seed file, indented under its owner.
func seedProvider(entityID, indent string) string {
	return fmt.Sprintf("%[1]sidentity_provider:\n%[1]s  entity_id: %[2]s\n%[1]s  sso_target_url: %[2]s/login\n%[1]s  certificate: |\n%[1]s    %[3]s\n",
		indent, entityID, strings.ReplaceAll(strings.TrimSpace(Certificate), "\n", "\n"+indent+"    "))
}

// sso is two teams of an account that has an identity provider, one of which has its own; fay signs in through that, gil through the
// account's, and hal through one of a team outside.
var sso = strings.NewReplacer(
	"{email: fay@acme.com,", "{identity_provider: {team: acme}, email: fay@acme.com,",
	"{email: gil@acme.com,", "{identity_provider: {enterprise_account: firm}, email: gil@acme.com,",
	"{email: hal@acme.com,", "{identity_provider: {team: outside}, email: hal@acme.com,",
).Replace(people("ada mia vic col sam fay gil hal")) + `
enterprise_accounts:
  - name: firm
` + seedProvider("https://firm.acme.com", "    ") + `
    members: [{email: ada@acme.com, permissions: [manage]}]
teams:
  - name: acme
    enterprise_account: firm
    default_role: viewer
` + seedProvider("https://own.acme.com", "    ") + `
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member, federated: true}
      - {email: vic@acme.com, role: viewer}
      - {email: fay@acme.com, role: member}
      - {email: gil@acme.com, role: member}
      - {email: hal@acme.com, role: member}
    apps: [{name: web, collaborators: [{email: col@acme.com, permissions: [view]}, {email: fay@acme.com, permissions: [deploy]}]}]
  - name: beta
    enterprise_account: firm
    members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member, federated: true}]
  - name: outside
    members: [{email: sam@acme.com, role: admin}]
` + seedProvider("https://outside.acme.com", "    ")

func testIdentityProviders(t *testing.T, g Target) {
	w := enter(t, g, sso, "ada /enterprise-accounts/firm/identity-providers", "ada /teams/acme/identity-providers", "ada /teams/beta/identity-providers", "ada /teams/acme/members", "ada /teams")
	own := get[[]api.TeamIdentityProvider](w, "ada", "/teams/acme/identity-providers")[0]
	outside := get[[]api.TeamIdentityProvider](w, "sam", "/teams/outside/identity-providers")[0]
	at := "/teams/acme/identity-providers/" + own.ID
	set := func(field string, value any) string { return bodyOf(map[string]any{field: value}) }
	without := func(field string, value any) string {
		fields := map[string]any{"certificate": Certificate, "entity_id": "https://idp.acme.com", "sso_target_url": "https://idp.acme.com/saml/login"}
		fields[field] = value
		return bodyOf(fields)
	}
	twice := Certificate + nextCertificate
	w.play(
		// who may look, and who may change
		exchange{"mia", "GET /teams/acme/identity-providers", "", 200, `[{"entity_id":"https://own.acme.com","sso_target_url":"https://own.acme.com/login","slo_target_url":"","owner":{"name":"acme","type":"team"},"organization":{"name":"acme"}}]`},
		exchange{"ada", "GET /teams/beta/identity-providers", "", 200, `[]`}, // its account's is not its own
		exchange{"vic", "GET /teams/acme/identity-providers", "", 403, "forbidden: requires team role admin or member"},
		exchange{"col", "GET /teams/acme/identity-providers", "", 403, "forbidden: requires team role admin or member"},
		exchange{"sam", "GET /teams/acme/identity-providers", "", 403, "forbidden: You do not have access to the team acme."},
		exchange{"mia", "POST /teams/acme/identity-providers", providerBody(Certificate), 403, "forbidden: requires team role admin"},
		exchange{"mia", "PATCH " + at, set("entity_id", "x"), 403, "forbidden: requires team role admin"},
		exchange{"mia", "DELETE " + at, "", 403, "forbidden: requires team role admin"},

		// what is wrong with it
		exchange{"ada", "POST /teams/acme/identity-providers", providerBody(nextCertificate), 422, "invalid_params: The team acme has an identity provider already"},
		exchange{"ada", "POST /teams/beta/identity-providers", `{}`, 422, "invalid_params: certificate is not PEM"},
		exchange{"ada", "POST /teams/beta/identity-providers", providerBody(expiredCertificate), 422, "invalid_params: certificate has expired: it was valid until 2020-01-02"},
		exchange{"ada", "POST /teams/beta/identity-providers", providerBody(twice), 422, "invalid_params: certificate holds more than one PEM block"},
		exchange{"ada", "POST /teams/beta/identity-providers", providerBody(strings.ReplaceAll(Certificate, "CERTIFICATE", "PRIVATE KEY")), 422, "invalid_params: never a private key"},
		exchange{"ada", "POST /teams/beta/identity-providers", providerBody(strings.Replace(Certificate, "MII", "MIJ", 1)), 422, "invalid_params: certificate is not an X.509 certificate"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("certificate", 7), 422, "invalid_params: certificate must be a string"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("entity_id", ""), 422, "invalid_params: entity_id must be"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("entity_id", "a b"), 422, "invalid_params: entity_id must be"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("sso_target_url", "http://idp.acme.com"), 422, "invalid_params: sso_target_url must be an address that begins with https://"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("sso_target_url", "https://me@idp.acme.com"), 422, "invalid_params: sso_target_url must be"},
		exchange{"ada", "POST /teams/beta/identity-providers", without("slo_target_url", "javascript:alert(1)"), 422, "invalid_params: slo_target_url must be"},
		exchange{"ada", "PATCH " + at, `{}`, 422, "invalid_params: Nothing to change"},
		exchange{"ada", "PATCH " + at, set("certificate", expiredCertificate), 422, "invalid_params: certificate has expired"},
		exchange{"ada", "PATCH " + at, set("sso_target_url", ""), 422, "invalid_params: sso_target_url must be"},
		exchange{"ada", "PATCH /teams/beta/identity-providers/" + own.ID, set("entity_id", "x"), 404, "not_found: Couldn't find that identity provider."},
		exchange{"ada", "DELETE /teams/acme/identity-providers/" + outside.ID, "", 404, "not_found: Couldn't find that identity provider."},
	)
	testWhosePeople(w, own, outside)
	testProviderLife(w, at, own)
	testAccountProvider(w, outside)
}

// testAccountProvider takes the identity provider of an enterprise account away, and gives the account another one. It is an extension:
// Heroku has it in its dashboard.
func testAccountProvider(w *world, outside api.TeamIdentityProvider) {
	w.t.Helper()
	const path = "/enterprise-accounts/firm/identity-providers"
	own := get[[]api.TeamIdentityProvider](w, "ada", path)[0]
	at := path + "/" + own.ID
	set := func(field string, value any) string { return bodyOf(map[string]any{field: value}) }
	w.play(
		exchange{"ada", "GET " + path, "", 200, `[{"entity_id":"https://firm.acme.com","sso_target_url":"https://firm.acme.com/login","slo_target_url":"","owner":{"name":"firm","type":"enterprise-account"},"organization":null}]`},
		exchange{"mia", "GET " + path, "", 403, "forbidden: requires account permission manage"}, // sees the account, by her role in a team of it
		exchange{"sam", "GET " + path, "", 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"mia", "POST " + path, providerBody(Certificate), 403, "forbidden: requires account permission manage"},
		exchange{"mia", "PATCH " + at, set("entity_id", "x"), 403, "forbidden: requires account permission manage"},
		exchange{"mia", "DELETE " + at, "", 403, "forbidden: requires account permission manage"},
		exchange{"ada", "POST " + path, providerBody(nextCertificate), 422, "invalid_params: The enterprise account firm has an identity provider already"},
		exchange{"ada", "PATCH " + at, `{}`, 422, "invalid_params: Nothing to change"},
		exchange{"ada", "PATCH " + at, set("certificate", expiredCertificate), 422, "invalid_params: certificate has expired"},
		exchange{"ada", "PATCH " + path + "/" + outside.ID, set("entity_id", "x"), 404, "not_found: Couldn't find that identity provider."},
		exchange{"ada", "PATCH /teams/beta/identity-providers/" + own.ID, set("entity_id", "x"), 404, "not_found: Couldn't find that identity provider."},
		exchange{"ada", "PATCH " + at, set("slo_target_url", "https://firm.acme.com/logout"), 200, `{"id":"` + own.ID + `","entity_id":"https://firm.acme.com","slo_target_url":"https://firm.acme.com/logout"}`},

		// without it, its people are people with passwords, in every team that has none of its own; the others stay what they are
		exchange{"ada", "DELETE " + at, "", 200, `{"id":"` + own.ID + `"}`},
		exchange{"ada", "DELETE " + at, "", 404, "not_found: Couldn't find that identity provider."},
		exchange{"ada", "GET " + path, "", 200, `[]`},
		exchange{"gil", "GET /account", "", 200, `{"federated":false,"identity_provider":null}`},
		exchange{"ada", "GET /enterprise-accounts/firm", "", 200, `{"identity_provider":null}`},
		exchange{"ada", "GET /teams/beta", "", 200, `{"identity_provider":null}`},
		exchange{"ada", "GET /teams/beta/members", "", 200, `[{"email":"ada@acme.com"},{"email":"mia@acme.com","federated":false,"identity_provider":null}]`},
		exchange{"ada", "GET /teams/acme", "", 200, `{"identity_provider":{"name":"acme-sso"}}`},

		exchange{"ada", "POST " + path, `{}`, 422, "invalid_params: certificate is not PEM"},
		exchange{"ada", "POST " + path, providerBody(nextCertificate), 201, `{"entity_id":"https://idp.acme.com","owner":{"name":"firm","type":"enterprise-account"}}`},
		exchange{"ada", "GET /enterprise-accounts/firm", "", 200, `{"identity_provider":{"name":"firm-sso"}}`},
		exchange{"ada", "GET /teams/beta", "", 200, `{"identity_provider":{"name":"firm-sso","owner":{"type":"enterprise-account"}}}`},
		exchange{"ada", "GET /teams/acme", "", 200, `{"identity_provider":{"name":"acme-sso"}}`},
	)
}

// testWhosePeople reads who signs in through what.
func testWhosePeople(w *world, own, outside api.TeamIdentityProvider) {
	w.t.Helper()
	w.play(
		// whose people are whose: the team's own, the account's, another one's, of which only the id is told
		exchange{"vic", "GET /teams/acme", "", 200, `{"identity_provider":{"id":"` + own.ID + `","name":"acme-sso","owner":{"name":"acme","type":"team"}}}`},
		exchange{"ada", "GET /teams/beta", "", 200, `{"identity_provider":{"name":"firm-sso","owner":{"name":"firm","type":"enterprise-account"}}}`},
		exchange{"vic", "GET /teams/acme/members", "", 200, `[
			{"email":"ada@acme.com","federated":false,"identity_provider":null}, {"email":"col@acme.com","federated":false,"identity_provider":null},
			{"email":"fay@acme.com","federated":true,"identity_provider":{"id":"` + own.ID + `","name":"acme-sso","redacted":false,"owner":{"type":"team"}}},
			{"email":"gil@acme.com","federated":true,"identity_provider":{"name":"firm-sso","redacted":false,"owner":{"name":"firm","type":"enterprise-account"}}},
			{"email":"hal@acme.com","federated":true,"identity_provider":{"id":"` + outside.ID + `","name":"","redacted":true}},
			{"email":"mia@acme.com","federated":true,"identity_provider":{"name":"acme-sso","redacted":false}}, {"email":"vic@acme.com","federated":false}]`},
		exchange{"ada", "GET /teams/beta/members", "", 200, `[{"email":"ada@acme.com"},{"email":"mia@acme.com","federated":true,"identity_provider":{"name":"firm-sso","redacted":false}}]`},
		exchange{"fay", "GET /account", "", 200, `{"federated":true,"identity_provider":{"id":"` + own.ID + `","name":"acme-sso","team":{"name":"acme"},"organization":{"name":"acme"},"owner":{"name":"acme","type":"team"}}}`},
		exchange{"gil", "GET /account", "", 200, `{"federated":true,"identity_provider":{"name":"firm-sso","owner":{"name":"firm","type":"enterprise-account"}}}`},
		exchange{"ada", "GET /account", "", 200, `{"federated":false,"identity_provider":null}`},
		exchange{"ada", "GET /enterprise-accounts/firm", "", 200, `{"identity_provider":{"name":"firm-sso","owner":{"name":"firm","type":"enterprise-account"}}}`},
		exchange{"ada", "GET /enterprise-accounts", "", 200, `[{"name":"firm","identity_provider":{"name":"firm-sso"}}]`},
		exchange{"ada", "PATCH /enterprise-accounts/firm/members/gil@acme.com", `{"permissions":["view"]}`, 200, `{"identity_provider":{"name":"firm-sso","redacted":false}}`},

		// a new name of the account is that of its identity provider at once, wherever it is shown
		exchange{"ada", "PATCH /enterprise-accounts/firm", `{"name":"company"}`, 200, `{"name":"company","identity_provider":{"name":"company-sso","owner":{"name":"company"}}}`},
		exchange{"ada", "GET /teams/beta", "", 200, `{"enterprise_account":{"name":"company"},"identity_provider":{"name":"company-sso","owner":{"name":"company"}}}`},
		exchange{"ada", "GET /teams/beta/members", "", 200, `[{"email":"ada@acme.com"},{"email":"mia@acme.com","identity_provider":{"name":"company-sso","owner":{"name":"company"}}}]`},
		exchange{"ada", "PATCH /enterprise-accounts/company", `{"name":"firm"}`, 200, `{"name":"firm"}`},
	)
	var lines []string
	for _, m := range get[[]api.EnterpriseAccountMember](w, "ada", "/enterprise-accounts/firm/members") {
		if p := m.IdentityProvider; p != nil {
			lines = append(lines, fmt.Sprintf("%s %q %v %v", m.User.Email, p.Name, *p.Redacted, p.ID == own.ID || p.ID == outside.ID))
		}
	}
	slices.Sort(lines)
	w.equal("who signs in through what", strings.Join(lines, ", "), `fay@acme.com "acme-sso" false true, gil@acme.com "firm-sso" false false, hal@acme.com "" true true`)
}

// testProviderLife changes an identity provider, takes it away, and gives the team another one.
func testProviderLife(w *world, at string, own api.TeamIdentityProvider) {
	w.t.Helper()
	set := func(field string, value any) string { return bodyOf(map[string]any{field: value}) }
	w.play(
		exchange{"ada", "PATCH " + at, set("certificate", nextCertificate), 200, set("certificate", nextCertificate)},
		exchange{"ada", "PATCH " + at, set("slo_target_url", "https://own.acme.com/logout"), 200, `{"id":"` + own.ID + `","entity_id":"https://own.acme.com","slo_target_url":"https://own.acme.com/logout"}`},
		exchange{"ada", "PATCH " + at, set("slo_target_url", ""), 200, `{"slo_target_url":""}`},
		exchange{"ada", "DELETE " + at, "", 200, `{"id":"` + own.ID + `"}`},
		exchange{"ada", "DELETE " + at, "", 404, "not_found: Couldn't find that identity provider."},
		exchange{"fay", "GET /account", "", 200, `{"federated":false,"identity_provider":null}`},
		exchange{"ada", "GET /teams/acme/members", "", 200, `[{"email":"ada@acme.com"},{"email":"col@acme.com"},{"email":"fay@acme.com","federated":false,"role":"member"},
			{"email":"gil@acme.com","federated":true},{"email":"hal@acme.com","federated":true},{"email":"mia@acme.com","federated":false,"role":"member"},{"email":"vic@acme.com"}]`},
		exchange{"ada", "GET /teams/acme", "", 200, `{"identity_provider":{"name":"firm-sso"}}`},
		exchange{"ada", "POST /teams/acme/identity-providers", providerBody("\n" + strings.ReplaceAll(Certificate, "\n", "\r\n")), 201, `{"entity_id":"https://idp.acme.com"}`},
		exchange{"ada", "GET /teams/acme", "", 200, `{"identity_provider":{"name":"acme-sso"}}`},
	)
}

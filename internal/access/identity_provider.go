package access

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// MaxEntityID is the longest entity id of an identity provider, in bytes (SAML 2.0 core, 8.3.6, allows 1024 characters).
const MaxEntityID = 1024

// MaxCertificate is the longest text of a certificate that is read, in bytes. Real ones have a few kilobytes.
const MaxCertificate = 64 << 10

// Certificate reads the public certificate of an identity provider: one X.509 certificate as PEM. White space around it does not
// matter. Whether it is in force is [InForce]: one that has expired is still the one that an old configuration names.
func Certificate(text string) (*x509.Certificate, error) {
	if len(text) > MaxCertificate {
		return nil, invalidf("certificate is longer than %d bytes. It should be the one X.509 certificate of the identity provider, as PEM.", MaxCertificate)
	}
	block, rest := pem.Decode([]byte(strings.TrimSpace(text) + "\n"))
	switch {
	case block == nil:
		return nil, Invalid("certificate is not PEM: it should begin with the line -----BEGIN CERTIFICATE----- and end with -----END CERTIFICATE-----.")
	case block.Type != "CERTIFICATE":
		return nil, invalidf("certificate holds a PEM block of type %q. It should hold one of type CERTIFICATE, and never a private key.", clip(block.Type))
	case len(bytes.TrimSpace(rest)) > 0:
		return nil, Invalid("certificate holds more than one PEM block. It should hold the one certificate with which the identity provider signs.")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, Invalid("certificate is not an X.509 certificate: its contents cannot be read.")
	}
	return certificate, nil
}

// InForce refuses a certificate that has expired: nobody could sign in through its identity provider. One that is not valid yet may be
// configured beforehand. What Heroku says to either is not found.
func InForce(certificate *x509.Certificate, now time.Time) error {
	if now.After(certificate.NotAfter) {
		return invalidf("certificate has expired: it was valid until %s. Download the current one from the identity provider.", certificate.NotAfter.UTC().Format(time.DateOnly))
	}
	return nil
}

// SameCertificate reports whether two texts hold the same certificate, whatever their line ends and the white space around them.
func SameCertificate(a, b string) bool {
	if a == b {
		return true
	}
	one, err := Certificate(a)
	if err != nil {
		return false
	}
	two, err := Certificate(b)
	return err == nil && one.Equal(two)
}

// EntityID checks the name that an identity provider has for itself. SAML allows any URI, so it is not taken apart.
func EntityID(s string) error {
	if s == "" || len(s) > MaxEntityID || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return invalidf("entity_id must be the name that the identity provider has for itself, most often a URL such as https://idp.example.com: not empty, without white space, and at most %d bytes long.", MaxEntityID)
	}
	return nil
}

// SignOnURL checks an address to which browsers are sent to sign in or out. field is what it is called.
func SignOnURL(field, s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(s) > MaxURL {
		return invalidf("%s must be an address that begins with https:// and holds no user name, such as https://idp.example.com/saml.", field)
	}
	return nil
}

// AddIdentityProvider refuses a second identity provider of a team or of an enterprise account: its users would not know where to sign in.
func AddIdentityProvider(owner Kind, name string, has bool) error {
	if !has {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The %s %s has an identity provider already. Change that one, or delete it first.", owner, name)}
}

// SignIn says whether somebody who comes through an identity provider may be signed in: while its certificate is valid, and unless the
// account belongs to another identity provider. An account with a password of its own becomes the identity provider's (Heroku Help
// "Just-in-time user creation with SSO"; that somebody else's is refused: inferred).
func SignIn(email, own, asked string, certificate *x509.Certificate, now time.Time) error {
	if err := InForce(certificate, now); err != nil || now.Before(certificate.NotBefore) {
		return &Refused{Status: RefusedForbidden, Message: fmt.Sprintf("The certificate of the identity provider is valid from %s to %s, so it vouches for nobody now.",
			certificate.NotBefore.UTC().Format(time.DateOnly), certificate.NotAfter.UTC().Format(time.DateOnly))}
	}
	if own != "" && own != asked {
		return &Refused{Status: RefusedForbidden, Message: fmt.Sprintf("The account of %s belongs to another identity provider, and signs in through that one.", email)}
	}
	return nil
}

// SetSecondFactor refuses to switch the second factor of an account that belongs to an identity provider: who signs in there has it there
// (Dev Center changelog 2518).
func SetSecondFactor(email string, federated bool) error {
	if !federated {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The account %s belongs to an identity provider. Turn its second factor on or off there.", email)}
}

// JoinRole is the role of somebody who joins a team without one being named: the team's default role, or member where none was chosen
// (Dev Center "Managing an Enterprise Team").
func JoinRole(chosen Role) Role {
	if chosen == NoRole {
		return Member
	}
	return chosen
}

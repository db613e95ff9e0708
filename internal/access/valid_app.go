package access

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxConfig is how many bytes the names and values of an app's config vars may have together (Dev Center "Configuration and
// Config Vars" has named 32 and 64 kB; ours is the larger).
const MaxConfig = 64 << 10

var configVarName = regexp.MustCompile(`^\w+$`) // Heroku's schema, config var

// ConfigVarName checks the name of a config var.
func ConfigVarName(s string) error {
	if !configVarName.MatchString(s) {
		return invalidf("%q is not a name for a config var: use letters, digits and underscores alone.", clip(s))
	}
	return nil
}

// Line checks a text of one line, such as a command or a description: no control characters, and not longer than most bytes.
func Line(what, s string, most int) error {
	if len(s) > most {
		return invalidf("%s is longer than %d bytes.", what, most)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return invalidf("%s must be a single line of text.", what)
	}
	return nil
}

// MaxURL is the longest address of a source, a buildpack or a log drain, in bytes.
const MaxURL = 2048

// URL checks an address of one of the schemes.
func URL(what, s string, schemes ...string) error {
	if err := Line(what, s, MaxURL); err != nil {
		return err
	}
	var prefixes []string
	for _, scheme := range schemes {
		prefixes = append(prefixes, scheme+"://")
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
		return invalidf("%s must be a URL that begins with %s.", what, sentence(prefixes, "or"))
	}
	return nil
}

var (
	processType   = regexp.MustCompile(`^[-\w]{1,128}$`)                            // Heroku's schema, formation type
	registryName  = regexp.MustCompile(`^(urn:buildpack:)?[a-z0-9][\w-]*/[\w.-]+$`) // namespace/name
	gitURLSchemes = []string{"https", "http", "git", "ssh"}
)

// ProcessType checks the name of a process type.
func ProcessType(s string) error {
	if !processType.MatchString(s) {
		return invalidf("%q is not a process type: use letters, digits, dashes and underscores, 128 at most.", clip(s))
	}
	return nil
}

// Buildpack checks a buildpack: a name of the registry, or a URL.
func Buildpack(s string) error {
	if registryName.MatchString(s) {
		return nil
	}
	if URL("buildpack", s, gitURLSchemes...) != nil {
		return invalidf("%q is not a buildpack: use a name of the registry such as heroku/go, or a URL.", clip(s))
	}
	return nil
}

// MaxHostname is the longest name of a domain (RFC 1035).
const MaxHostname = 253

var hostname = regexp.MustCompile(`^(\*\.)?([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$`)

// reservedDomains are Heroku's own.
var reservedDomains = []string{"heroku.com", "herokuapp.com", "herokudns.com", "herokussl.com"}

// Hostname checks the name of a custom domain, which may begin with a wildcard: "www.example.com", "*.example.com".
func Hostname(s string) error {
	if len(s) > MaxHostname || !hostname.MatchString(s) {
		return invalidf("%q is not a domain: it should look like www.example.com or *.example.com.", clip(s))
	}
	for _, own := range reservedDomains {
		if folded := FoldHostname(s); folded == own || strings.HasSuffix(folded, "."+own) {
			return invalidf("%s is reserved for Heroku.", own)
		}
	}
	return nil
}

// FoldHostname is the form in which domains are compared.
func FoldHostname(s string) string { return strings.ToLower(s) }

// DrainURL checks the address of a log drain.
func DrainURL(s string) error { return URL("url", s, "syslog", "syslog+tls", "https", "http") }

// Sizes of dynos that a rule speaks of. Since November 2022 Eco stands where Free stood, and Basic is the name of what was Hobby.
const (
	EcoDyno   = "Eco"
	BasicDyno = "Basic"
)

// DynoSize says whether the dynos of an app can be of a size. Eco dynos share a pool of hours for which a person pays a flat price, so no app of a team has
// them, whatever the type of the team (Dev Center "Eco Dyno Hours", October 2024: "Only personal apps can use Eco dynos. Personal apps are apps that aren't a
// part of a Heroku Team or Enterprise Team"; "Heroku Teams": "not available to Teams"; "Heroku Enterprise" lists Basic and larger ones).
func DynoSize(app, size string, personal bool) error {
	if personal || size != EcoDyno {
		return nil
	}
	return Explain(ArticleEcoDynoHours, invalidf("The app %s belongs to a team, and only personal apps can have Eco dynos. The smallest size for it is %s.", app, BasicDyno))
}

// TeamDynoSize is the size that a dyno of a size has once its app is a team's (Dev Center "Managing an Enterprise Team": free dynos "will automatically be
// upgraded to Hobby level as Enterprise Teams cannot use free dyno hours". That it is the same with teams of type team: inferred).
func TeamDynoSize(size string) string {
	if size == EcoDyno {
		return BasicDyno
	}
	return size
}

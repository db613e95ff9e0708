package access

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// ManagerDomain is the domain of the address that stands for a team as the owner of its apps: the Heroku CLI takes an app
// for a team's app, and reads the team's name, from this suffix alone.
const ManagerDomain = "herokumanager.com"

// ManagerEmail is the address that owns a team's apps on the wire.
func ManagerEmail(team string) string { return team + "@" + ManagerDomain }

// IsManagerEmail reports whether an address stands for a team, as [ManagerEmail] makes it.
func IsManagerEmail(email string) bool { return strings.HasSuffix(FoldEmail(email), "@"+ManagerDomain) }

// MaxEmail is the longest address that is accepted, in bytes (RFC 5321 allows 254).
const MaxEmail = 254

var (
	appName   = regexp.MustCompile(`^[a-z][a-z0-9-]{1,28}[a-z0-9]$`) // Heroku's schema, app name
	teamName  = regexp.MustCompile(`^[a-z][a-z0-9-]{1,61}[a-z0-9]$`)
	uuidLike  = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`) // would be taken for an id
	addonName = regexp.MustCompile(`^[a-zA-Z][A-Za-z0-9_-]{0,255}$`)              // Heroku's schema, add-on name; the length is ours
)

// Addresses as Heroku's schema takes them: the dot-atoms of RFC 5321, in ASCII, and a domain of at least two labels.
var (
	emailLocal  = regexp.MustCompile("^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	emailDomain = regexp.MustCompile(`^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)
)

// reservedTeams are words that stand where a team's name would in a path, so no team can have them.
var reservedTeams = []string{"apps", "permissions", "invitations"}

// AppName checks the name of an app against Heroku's pattern: 3 to 30 characters.
func AppName(s string) error {
	if !appName.MatchString(s) {
		return Invalid("Name must start with a letter, end with a letter or digit, can only contain lowercase letters, digits, and dashes, and is 3 to 30 characters long.")
	}
	return nil
}

// TeamName checks the name of a team. Heroku's schema has no pattern for it; ours is the pattern of apps at up to 63 characters, so that
// the name can stand in a path and in [ManagerEmail].
func TeamName(s string) error {
	if !teamName.MatchString(s) {
		return Invalid("Team name must start with a letter, end with a letter or digit, can only contain lowercase letters, digits, and dashes, and is 3 to 63 characters long.")
	}
	if slices.Contains(reservedTeams, s) || uuidLike.MatchString(s) {
		return invalidf("Team name %q is reserved.", s)
	}
	return nil
}

// AddonName checks the name of an add-on.
func AddonName(s string) error {
	if !addonName.MatchString(s) || uuidLike.MatchString(s) {
		return Invalid("Add-on name must start with a letter, can only contain letters, digits, dashes and underscores, and cannot look like an id.")
	}
	return nil
}

// attachmentName is the beginning of a config var.
var attachmentName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,63}$`)

// AttachmentName checks the name of an add-on attachment. It begins the names of config vars, so it has their form.
func AttachmentName(s string) error {
	if !attachmentName.MatchString(s) {
		return Invalid("Attachment name must start with a letter, can only contain uppercase letters, digits and underscores, and is at most 64 characters long.")
	}
	return nil
}

// Text checks a text that people write for people, such as a description. field is what the text is called.
func Text(field, s string) error {
	if len(s) > 255 || strings.ContainsFunc(s, unicode.IsControl) {
		return invalidf("%s must be at most 255 bytes long and hold no control characters.", field)
	}
	return nil
}

// Email checks an address. It says nothing about whether anybody reads mail there.
func Email(s string) error {
	bad := func(why string) error { return invalidf("%q is not an email address: %s.", clip(s), why) }
	if len(s) > MaxEmail {
		return bad("it is longer than 254 characters")
	}
	local, domain, _ := strings.Cut(s, "@")
	switch {
	case !emailLocal.MatchString(local) || len(local) > 64:
		return bad("it should look like ada@example.com, with at most 64 plain letters, digits and signs before the @")
	case !emailDomain.MatchString(domain):
		return bad("the part after @ should be a domain such as example.com")
	}
	if FoldEmail(domain) == ManagerDomain {
		return bad(ManagerDomain + " is reserved for teams")
	}
	return nil
}

// FoldEmail is the form in which addresses are compared: Heroku ignores their case and keeps their spelling.
func FoldEmail(s string) string { return strings.ToLower(s) }

// SameEmail reports whether two spellings are one address.
func SameEmail(a, b string) bool { return FoldEmail(a) == FoldEmail(b) }

// clip shortens a text that is quoted back to the person who sent it.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// Outranks reports whether a role gives more in a team than another one: an admin more than a member, a member more than a viewer, and
// everybody more than somebody without a role.
func Outranks(role, other Role) bool { return rank(role) > rank(other) }

func rank(r Role) int {
	if i := slices.Index(AssignableRoles, r); i >= 0 {
		return len(AssignableRoles) - i
	}
	return 0
}

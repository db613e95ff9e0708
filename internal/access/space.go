package access

import (
	"fmt"
	"net/netip"
	"strings"
)

// SpaceCreateApps is the only permission on a space: to create apps in it. Admins of the team always have it; members can be
// given it; nobody else can have it.
const SpaceCreateApps = "create_apps"

// SpaceCreateAppsDescription says what [SpaceCreateApps] is for.
const SpaceCreateAppsDescription = "Can create apps in the space."

// ParseSpacePermissions reads the permissions of a person on a space. An unknown word is an [Invalid] that names the known one.
func ParseSpacePermissions(words []string) (createApps bool, err error) {
	for _, w := range words {
		if w != SpaceCreateApps {
			return false, invalidf("Unknown permission %q. The only permission on a space is %s.", clip(w), SpaceCreateApps)
		}
		createApps = true
	}
	return createApps, nil
}

// CreatesSpaceApps reports whether a user of the team effectively has [SpaceCreateApps]: an admin always, a member by grant.
func CreatesSpaceApps(role Role, granted bool) bool {
	return role == Admin || role == Member && granted
}

// GrantSpace says whether a user's permissions on a space may become what is asked: an admin keeps create_apps, a viewer
// creates no apps at all, so that a grant would be a promise that nothing keeps (Dev Center "Managing Apps in Private Spaces:
// Granting Permissions"; that viewers are refused: inferred).
func GrantSpace(email string, role Role, createApps bool) error {
	switch {
	case role == Admin && !createApps:
		return &Refused{Message: fmt.Sprintf("%s is an admin of the team and always has the permission %s. Change the role first.", email, SpaceCreateApps)}
	case role == Viewer && createApps:
		return &Refused{Message: fmt.Sprintf("%s is a viewer of the team, and viewers create no apps. Change the role to member first.", email)}
	}
	return nil
}

// CreateSpace says whether a team may have spaces: only an enterprise team (Dev Center "Heroku Private Spaces").
func CreateSpace(team string, enterprise bool) error {
	if enterprise {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The team %s is not an Enterprise Team. Only Enterprise Teams have spaces.", team)}
}

// DeleteSpace refuses while apps run in the space: deleting them is a decision of its own.
func DeleteSpace(space string, apps int) error {
	if apps == 0 {
		return nil
	}
	number, them := counted(apps, "apps")
	return &Refused{Message: fmt.Sprintf("The space %s still has %s. Delete %s first.", space, number, them)}
}

// TransferSpace keeps a space within its enterprise account (Heroku's schema, space-transfer). The accounts are ids.
func TransferSpace(space, from, to string) error {
	if from != "" && from == to {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The space %s can only be transferred to a team of the same enterprise account.", space)}
}

// TransferSpaceApp refuses to give an app in a space to somebody who does not own the space; space is empty for every other
// app. Heroku documents no way to move such an app, only the transfer of the whole space.
func TransferSpaceApp(app, space string) error {
	if space == "" {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The app %s runs in the space %s and cannot leave it. Transfer the space.", app, space)}
}

// DeleteTeamOwning is [DeleteTeam] for other things that a team can own, such as spaces.
func DeleteTeamOwning(team, things string, n int) error {
	if n == 0 {
		return nil
	}
	number, them := counted(n, things)
	return &Refused{Message: fmt.Sprintf("The team %s still owns %s. Delete or transfer %s first.", team, number, them)}
}

// counted is how many things there are, and what stands for them in the next sentence.
func counted(n int, things string) (number, them string) {
	if n == 1 {
		return "1 " + strings.TrimSuffix(things, "s"), "it"
	}
	return fmt.Sprintf("%d %s", n, things), "them"
}

// maxSpaceName is the longest name of a space. Heroku's schema sets none for spaces, but holds the name that a space has in
// its list of members to 30 characters.
const maxSpaceName = 30

// SpaceName checks the name of a space against Heroku's pattern, which no dash may double. Go's regular expressions cannot look
// ahead, so the pattern is spelled out.
func SpaceName(s string) error {
	ok := len(s) >= 3 && len(s) <= maxSpaceName && !strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-") && !strings.Contains(s, "--")
	for _, c := range s {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return Invalid("Space name can only contain lowercase letters, digits, and single dashes, must start and end with a letter or digit, and is 3 to 30 characters long.")
	}
	return nil
}

// Networks that a space has unless others are asked for. The spare one is for data, where the first would overlap.
const (
	defaultSpaceCIDR = "10.0.0.0/16"
	defaultDataCIDR  = "172.23.0.0/20"
	spareDataCIDR    = "10.0.0.0/20"
)

// privateRanges are the addresses of RFC 1918.
var privateRanges = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16")}

// SpaceNetworks checks the networks of a space and its data services, and fills in what is empty. They are kept as they were
// spelled: Heroku's own example has an address within the network.
func SpaceNetworks(cidr, dataCIDR string) (string, string, error) {
	if cidr == "" {
		cidr = defaultSpaceCIDR
	}
	network, ok := privateNetwork(cidr, 16, 16)
	if !ok {
		return "", "", invalidf("cidr %q is not a /16 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.", clip(cidr))
	}
	if dataCIDR == "" {
		if dataCIDR = defaultDataCIDR; network.Overlaps(netip.MustParsePrefix(dataCIDR)) {
			dataCIDR = spareDataCIDR
		}
	}
	data, ok := privateNetwork(dataCIDR, 16, 20)
	if !ok {
		return "", "", invalidf("data_cidr %q is not a /16 to /20 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.", clip(dataCIDR))
	}
	if network.Overlaps(data) {
		return "", "", invalidf("data_cidr %s overlaps with cidr %s.", dataCIDR, cidr)
	}
	return cidr, dataCIDR, nil
}

// privateNetwork parses a network of RFC 1918 whose prefix has from low to high bits.
func privateNetwork(s string, low, high int) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Bits() < low || p.Bits() > high {
		return p, false
	}
	for _, r := range privateRanges {
		if r.Contains(p.Addr()) {
			return p, true
		}
	}
	return p, false
}

package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// The mistakes of [TestBadInput].

var mistakesWithAccounts = []blunder{
	{"ada", "GET", "/enterprise-accounts/acmee", nil, 404, "Couldn't find that enterprise account."},
	{"ada", "GET", "/enterprise-accounts/$none", nil, 404, "Couldn't find that enterprise account."},
	{"sam", "GET", "/enterprise-accounts/acme", nil, 403, "You do not have access to the enterprise account acme."},
	{"ada", "PATCH", "/enterprise-accounts/$none", object{"name": "x"}, 404, "Couldn't find that enterprise account."},
	{"ada", "PATCH", "/enterprise-accounts/acme", object{"name": "other"}, 422, "Enterprise account name other is already taken."},
	{"ada", "PATCH", "/enterprise-accounts/acme", object{"name": "Acme Inc."}, 422, "Enterprise account name must start with a letter"},
	{"ada", "PATCH", "/enterprise-accounts/acme", object{"name": strings.Repeat("a", 300)}, 422, "Enterprise account name must start with a letter"},
	{"ada", "PATCH", "/enterprise-accounts/acme", object{"title": "x"}, 422, "Nothing to change: give a name."},
	{"ada", "PATCH", "/enterprise-accounts/acme", []string{"x"}, 400, "The request body must be a JSON object"},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "$none", "permissions": []string{"view"}}, 404, "Couldn't find that user."},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "jill", "permissions": []string{"view"}}, 422, "jill"},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "joe@acme.test", "permissions": []string{"view"}}, 422, "joe@acme.test is already a member of the enterprise account acme."},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "jill@creative.test", "permissions": []string{"view", "bill"}}, 422, `Unknown permission "bill". Permissions on an enterprise account are view, billing, manage and create.`},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "new@acme.test", "permissions": []string{"View"}}, 422, `Unknown permission "View".`},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"user": "new@acme.test", "permission": []string{"view"}}, 422, "permissions is required: a list of view, billing, manage and create."},
	{"ada", "POST", "/enterprise-accounts/acme/members", object{"permissions": []string{"view"}}, 422, "user is required"},
	{"ada", "PATCH", "/enterprise-accounts/acme/members/jill@creative.test", object{"permissions": []string{"view"}}, 404, "Couldn't find that member."},
	{"ada", "PATCH", "/enterprise-accounts/acme/members/joe@acme.test", object{"permissions": []string{"admin"}}, 422, `Unknown permission "admin".`},
	{"ada", "PATCH", "/enterprise-accounts/acme/members/joe@acme.test", object{"permissions": "view"}, 422, "permissions must be a list of strings."},
	{"ada", "PATCH", "/enterprise-accounts/acme/members/~", object{"permissions": []string{"view"}}, 422, "at least one member with the permission manage"},
	{"ada", "DELETE", "/enterprise-accounts/acme/members/ada@acme.test", nil, 422, "at least one member with the permission manage"},
	{"ada", "DELETE", "/enterprise-accounts/acme/members/joe@acme.test", nil, 422, "joe@acme.test has a role in a team of the enterprise account acme: widgets. Remove that first"},
	{"ada", "DELETE", "/enterprise-accounts/acme/members/$none", nil, 404, "Couldn't find that member."},
	{"ada", "POST", "/enterprise-accounts/acme/teams", object{"name": "others"}, 422, "Team name others is already taken."},
	{"ada", "POST", "/enterprise-accounts/acme/teams", object{}, 422, "Team name"},
	{"sam", "POST", "/enterprise-accounts/acme/teams", object{"name": "more"}, 403, "You do not have access to the enterprise account acme."},
}

var mistakesWithOneself = []blunder{
	{"joe", "PATCH", "/account", object{}, 422, "Nothing to change: give name or two_factor_authentication."},
	{"joe", "PATCH", "/account", object{"two_factor": true, "allow_tracking": true}, 422, "Nothing to change: give name or two_factor_authentication."},
	{"joe", "PATCH", "/account", object{"two_factor_authentication": nil}, 422, "Nothing to change"},
	{"joe", "PATCH", "/account", object{"two_factor_authentication": "on"}, 422, "two_factor_authentication must be true or false, not string."},
	{"joe", "PATCH", "/account", object{"name": 7}, 422, "name must be a string"},
	{"joe", "PATCH", "/account", object{"name": strings.Repeat("x", 300)}, 422, "name"},
	{"joe", "PATCH", "/account", []bool{true}, 400, "The request body must be a JSON object"},
	{"ada", "PATCH", "/users/joe@acme.test", object{"two_factor_authentication": true}, 403, "You do not have access to the account joe@acme.test."},
	{"ada", "PATCH", "/users/$none", object{"two_factor_authentication": true}, 403, "You do not have access to the account $none."},
}

// What [TestUsageQuestions] does not ask.
var mistakesWithUsage = []blunder{
	{"ada", "GET", "/teams/$none/usage/daily?start=2031-05-01", nil, 404, "Couldn't find that team."},
	{"ada", "GET", "/enterprise-accounts/$none/usage/monthly?start=2031-05", nil, 404, "Couldn't find that enterprise account."},
	{"ada", "GET", "/enterprise-accounts/$acme/usage/daily?start=2031-05-06&end=2031-05-01", nil, 422, "end 2031-05-01 lies before start 2031-05-06."},
	{"ada", "GET", "/enterprise-accounts/$acme/usage/daily?start=2031-03-01&end=2031-05-01", nil, 422, "Daily usage can be asked for 31 days at once, not for 62."},
	{"ada", "GET", "/enterprise-accounts/$acme/usage/daily?start=next%20week", nil, 422, "start must have the form YYYY-MM-DD"},
	{"joe", "GET", "/enterprise-accounts/$acme/usage/daily?start=2031-05-01", nil, 403, "requires account permission billing"},
	{"ada", "GET", "/enterprise-accounts/acme/events?day=2031-05-07", nil, 422, "day 2031-05-07 lies in the future: it is 2031-05-06 now (UTC)."},
	{"ada", "GET", "/enterprise-accounts/acme/events?day=06.05.2031", nil, 422, "day must have the form YYYY-MM-DD"},
	{"ada", "GET", "/enterprise-accounts/acme/events?order=newest", nil, 422, "order is asc or desc"},
	{"vic", "GET", "/enterprise-accounts/acme/events", nil, 403, "requires account permission manage"},
	{"ada", "GET", "/enterprise-accounts/none/archives", nil, 404, "Couldn't find that enterprise account."},
	{"ada", "GET", "/enterprise-accounts/acme/archives/2031/13", nil, 404, "Couldn't find that archive."},
	{"ada", "GET", "/enterprise-accounts/acme/archives/2031/5/download", nil, 404, "Couldn't find that archive."},
	{"ada", "GET", "/enterprise-accounts/acme/archives/last/month", nil, 404, "Couldn't find that archive."},
}

func mistakesWithProviders(t *testing.T) []blunder {
	t.Helper()
	expired, good := mockapitest.Certificate(t, noon, noon.Add(-time.Hour)), provider(t, "https://idp.acme.test")
	with := func(field string, value any) object {
		body := object{}
		for k, v := range good {
			body[k] = v
		}
		body[field] = value
		return body
	}
	const own, gadgets = "/teams/widgets/identity-providers/$provider", "/teams/gadgets/identity-providers"
	const account = "/enterprise-accounts/acme/identity-providers"
	return []blunder{
		{"ada", "POST", "/teams/widgets/identity-providers", good, 422, "The team widgets has an identity provider already. Change that one, or delete it first."},
		{"ada", "POST", "/teams/nothing/identity-providers", good, 404, "Couldn't find that team."},
		{"joe", "POST", gadgets, good, 403, "You do not have access to the team gadgets."},
		{"ada", "POST", gadgets, with("certificate", expired), 422, "certificate has expired: it was valid until 2031-05-06. Download the current one from the identity provider."},
		{"ada", "POST", gadgets, with("certificate", "MIIB"), 422, "certificate is not PEM: it should begin with the line -----BEGIN CERTIFICATE-----"},
		{"ada", "POST", gadgets, with("certificate", nil), 422, "certificate is not PEM"},
		{"ada", "POST", gadgets, with("certificate", strings.Repeat("x", 1<<17)), 422, "certificate is longer than"},
		{"ada", "POST", gadgets, with("entity_id", ""), 422, "entity_id must be the name that the identity provider has for itself"},
		{"ada", "POST", gadgets, with("sso_target_url", "idp.acme.test/login"), 422, "sso_target_url must be an address that begins with https://"},
		{"ada", "POST", gadgets, with("slo_target_url", "http://idp.acme.test/out"), 422, "slo_target_url must be an address that begins with https://"},
		{"ada", "PATCH", own, object{}, 422, "Nothing to change: give certificate, entity_id, sso_target_url or slo_target_url."},
		{"ada", "PATCH", own, object{"certificate": expired}, 422, "certificate has expired"},
		{"ada", "PATCH", own, object{"entity_id": 7}, 422, "entity_id must be a string"},
		{"joe", "PATCH", own, object{"entity_id": "x"}, 403, "requires team role admin"},
		{"ada", "PATCH", "/teams/widgets/identity-providers/$theirs", object{"entity_id": "x"}, 404, "Couldn't find that identity provider."},
		{"ada", "DELETE", "/teams/widgets/identity-providers/$none", nil, 404, "Couldn't find that identity provider."},
		{"ada", "DELETE", gadgets + "/$provider", nil, 404, "Couldn't find that identity provider."},

		{"ada", "POST", account, good, 422, "The enterprise account acme has an identity provider already. Change that one, or delete it first."},
		{"ada", "POST", "/enterprise-accounts/nothing/identity-providers", good, 404, "Couldn't find that enterprise account."},
		{"joe", "GET", account, nil, 403, "requires account permission manage"},
		{"joe", "POST", account, good, 403, "requires account permission manage"},
		{"sam", "GET", account, nil, 403, "You do not have access to the enterprise account acme."},
		{"sam", "POST", "/enterprise-accounts/other/identity-providers", with("certificate", expired), 422, "certificate has expired: it was valid until 2031-05-06."},
		{"sam", "POST", "/enterprise-accounts/other/identity-providers", with("entity_id", "a b"), 422, "entity_id must be the name that the identity provider has for itself"},
		{"ada", "PATCH", account + "/$wide", object{}, 422, "Nothing to change: give certificate, entity_id, sso_target_url or slo_target_url."},
		{"ada", "PATCH", account + "/$wide", object{"sso_target_url": "http://idp.acme.test"}, 422, "sso_target_url must be an address that begins with https://"},
		{"ada", "PATCH", account + "/$provider", object{"entity_id": "x"}, 404, "Couldn't find that identity provider."}, // a team's
		{"ada", "DELETE", "/teams/widgets/identity-providers/$wide", nil, 404, "Couldn't find that identity provider."},
		{"sam", "DELETE", "/enterprise-accounts/other/identity-providers/$wide", nil, 404, "Couldn't find that identity provider."},
	}
}

var mistakesWithSpaces = []blunder{
	{"ada", "GET", "/spaces/orbits", nil, 404, "Couldn't find that space."},
	{"ada", "GET", "/spaces/$none/nat", nil, 404, "Couldn't find that space."},
	{"ada", "POST", "/spaces", object{"name": "new-space"}, 422, "team is required: the name or id of a team."},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "$none"}, 404, "Couldn't find that team."},
	{"ada", "POST", "/spaces", object{"name": "orbit", "team": "widgets"}, 422, "Space name orbit is already taken."},
	{"ada", "POST", "/spaces", object{"name": "New Space", "team": "widgets"}, 422, "Space name can only contain lowercase letters, digits, and single dashes"},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "region": "us"}, 422, `Unknown region "us". It can be dublin,`},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "generation": "birch"}, 422, `Unknown generation "birch". It can be cedar, fir.`},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "shield": "yes"}, 422, "shield must be true or false"},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "cidr": "10.0.0.0/20"}, 422, `cidr "10.0.0.0/20" is not a /16 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "cidr": "8.8.0.0/16"}, 422, "is not a /16 in"},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "cidr": "10.0.0.0"}, 422, "is not a /16 in"},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "cidr": "10.1.0.0/16", "data_cidr": "10.1.16.0/20"}, 422, "data_cidr 10.1.16.0/20 overlaps with cidr 10.1.0.0/16."},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "data_cidr": "172.23.0.0/24"}, 422, `data_cidr "172.23.0.0/24" is not a /16 to /20 in`},
	{"ada", "POST", "/spaces", object{"name": "new-space", "team": "widgets", "log_drain_url": "syslog://logs"}, 422, "log_drain_url must be an address that begins with https://."},
	{"joe", "POST", "/spaces", object{"name": "new-space", "team": "widgets"}, 403, "requires team role admin"},
	{"sam", "POST", "/spaces", object{"name": "new-space", "team": "club"}, 422, "The team club is not an Enterprise Team. Only Enterprise Teams have spaces."},
	{"ada", "PATCH", "/spaces/orbit", object{"region": "tokyo"}, 422, "Nothing to change: give a name."},
	{"ada", "PATCH", "/spaces/orbit", object{"name": "a--b"}, 422, "single dashes"},
	{"ada", "DELETE", "/spaces/orbit", nil, 422, "The space orbit still has 1 app. Delete it first."},
	{"vic", "DELETE", "/spaces/orbit", nil, 403, "requires team role admin"},
	{"ada", "POST", "/spaces/orbit/transfer", object{}, 422, "new_owner is required: the name or id of a team."},
	{"ada", "POST", "/spaces/orbit/transfer", object{"new_owner": "$none"}, 404, "Couldn't find that team."},
	{"ada", "POST", "/spaces/orbit/transfer", object{"new_owner": "jill@creative.test"}, 404, "Couldn't find that team."},
	{"ada", "POST", "/spaces/orbit/transfer", object{"new_owner": "$widgets"}, 422, "The space orbit is in the team widgets already."},
	{"ada", "POST", "/spaces/orbit/transfer", object{"new_owner": "others"}, 422, "The space orbit can only be transferred to a team of the same enterprise account."},
	{"ada", "POST", "/spaces/orbit/transfer", object{"new_owner": "club"}, 403, "You do not have access to the team club."},
	{"ada", "GET", "/spaces/orbit/members/$none", nil, 404, "Couldn't find that user."},
	{"ada", "PATCH", "/spaces/orbit/members/jill@creative.test", object{"permissions": []object{{"name": "create_apps"}}}, 404, "Couldn't find that"},
	{"ada", "PATCH", "/spaces/orbit/members/joe@acme.test", object{"permissions": []object{{"name": "create_app"}}}, 422, `Unknown permission "create_app". The only permission on a space is create_apps.`},
	{"ada", "PATCH", "/spaces/orbit/members/joe@acme.test", object{"permissions": []string{"create_apps"}}, 422, "permissions must be"},
	{"ada", "PATCH", "/spaces/orbit/members/joe@acme.test", object{}, 422, `permissions is required: [{"name": "create_apps"}], or [] for none.`},
	{"ada", "PATCH", "/spaces/orbit/members/vic@acme.test", object{"permissions": []object{{"name": "create_apps"}}}, 422, "vic@acme.test is a viewer of the team, and viewers create no apps. Change the role to member first."},
	{"ada", "PATCH", "/spaces/orbit/members/~", object{"permissions": []object{}}, 422, "always has the permission create_apps. Change the role first."},
	{"joe", "PATCH", "/spaces/orbit/members/~", object{"permissions": []object{}}, 403, "requires team role admin"},
}

var mistakesWithTrustedIPs = trustedIPs([]blunder{
	{says: "rules is required: a list of rules, or [] to let nobody in.", body: nil},
	{says: "A space has at most 20 trusted IP rules; these are 21.", body: ranges(21)},
	{says: `Unknown action "alow". A rule's action is allow or deny.`, body: []object{{"action": "alow", "source": "198.51.100.0/24"}}},
	{says: `The source "198.51.100.7" is not an IPv4 network. It should look like 198.51.100.0/24.`, body: []object{{"action": "allow", "source": "198.51.100.7"}}},
	{says: "is not an IPv4 network", body: []object{{"action": "allow", "source": "198.51.100.0/33"}}},
	{says: "is not an IPv4 network", body: []object{{"action": "allow", "source": "2001:db8::/32"}}},
	{says: "is not an IPv4 network", body: []object{{"action": "allow", "source": ""}}},
	{says: "A rule already exists for 198.51.100.9/24: 198.51.100.0/24 is the same network.", body: []object{{"action": "allow", "source": "198.51.100.0/24"}, {"action": "deny", "source": "198.51.100.9/24"}}},
	{says: "rules must be a list", body: object{"action": "allow"}},
})

// trustedIPs makes requests of what is wrong with rules.
func trustedIPs(list []blunder) []blunder {
	const path = "/spaces/orbit/inbound-ruleset"
	for i, m := range list {
		list[i] = blunder{"ada", "PUT", path, object{"rules": m.body}, 422, m.says}
	}
	return append(list,
		blunder{"joe", "PUT", path, object{"rules": []object{}}, 403, "requires team role admin"},
		blunder{"ada", "PUT", "/spaces/$none/inbound-ruleset", object{"rules": []object{}}, 404, "Couldn't find that space."},
		blunder{"ada", "GET", "/spaces/orbit/inbound-rulesets/$none", nil, 404, "Couldn't find that inbound ruleset."})
}

func ranges(n int) (list []object) {
	for i := range n {
		list = append(list, object{"action": "allow", "source": fmt.Sprintf("198.51.%d.0/24", i)})
	}
	return list
}

var mistakesWithTransfers = []blunder{
	{"joe", "POST", "/account/app-transfers", object{"app": "pastime"}, 422, "app and recipient are required"},
	{"joe", "POST", "/account/app-transfers", object{"app": "$none", "recipient": "jill@creative.test"}, 404, "Couldn't find that app."},
	{"joe", "POST", "/account/app-transfers", object{"app": "pastime", "recipient": "jill@creative.test"}, 422, "is not a collaborator on the app pastime"},
	{"joe", "POST", "/account/app-transfers", object{"app": "pastime", "recipient": "stranger@nowhere.test"}, 422, "is not a collaborator on the app pastime"},
	{"joe", "POST", "/account/app-transfers", object{"app": "pastime", "recipient": "~"}, 422, "owns the app"},
	{"joe", "POST", "/account/app-transfers", object{"app": "pastime", "recipient": "jill"}, 422, "jill"},
	{"joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "jill@creative.test"}, 422, "The app hobby is offered to somebody already. Take that transfer back first."},
	{"jill", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "~"}, 403, "On hobby it requires to be the owner."},
	{"ada", "POST", "/account/app-transfers", object{"app": "web", "recipient": "joe@acme.test"}, 422, "The app web belongs to the team widgets. Transfer it with PATCH /teams/apps/web."},
	{"jill", "PATCH", "/account/app-transfers/$offer", object{"state": "acepted"}, 422, "state is required: accepted or declined."},
	{"jill", "PATCH", "/account/app-transfers/hobby", object{"state": "pending"}, 422, "state is required: accepted or declined."},
	{"joe", "PATCH", "/account/app-transfers/hobby", object{"state": "accepted"}, 403, "to be the person concerned"},
	{"jill", "DELETE", "/account/app-transfers/hobby", nil, 403, "to be the owner"},
	{"sam", "PATCH", "/account/app-transfers/$offer", object{"state": "accepted"}, 404, "Couldn't find that app transfer."},
	{"joe", "DELETE", "/account/app-transfers/$none", nil, 404, "Couldn't find that app transfer."},
	{"ada", "PATCH", "/teams/apps/web", object{}, 422, "Nothing to change: give locked or owner."},
	{"ada", "PATCH", "/teams/apps/web", object{"locked": true, "owner": "gadgets"}, 422, "Give locked or owner, not both"},
	{"ada", "PATCH", "/teams/apps/web", object{"owner": "gadget"}, 404, "Couldn't find that team."},
	{"ada", "PATCH", "/teams/apps/web", object{"owner": "widgets"}, 422, "The app web is in the team widgets already."},
	{"ada", "PATCH", "/teams/apps/web", object{"owner": "club"}, 403, "You do not have access to the team club."},
	{"ada", "PATCH", "/teams/apps/web", object{"owner": "stranger@nowhere.test"}, 404, "Couldn't find that user."},
	{"ada", "PATCH", "/teams/apps/web", object{"owner": "sam@elsewhere.test"}, 422, "sam@elsewhere.test is not a user of the team widgets."},
	{"ada", "PATCH", "/teams/apps/inside", object{"owner": "gadgets"}, 422, "The app inside runs in the space orbit and cannot leave it. Transfer the space."},
	{"joe", "PATCH", "/teams/apps/web", object{"owner": "~"}, 403, "app permission manage"},
	{"joe", "PATCH", "/teams/apps/pastime", object{"owner": "jill@creative.test"}, 422, "The app pastime is a personal app. Offer it to a person with POST /account/app-transfers"},
	{"ada", "POST", "/apps/web/dynos", object{"command": "bash", "size": "Eco"}, 422, "The app web belongs to a team, and only personal apps can have Eco dynos. The smallest size for it is Basic."},
	{"joe", "PATCH", "/teams/apps/pastime", object{"owner": "gadgets"}, 403, "You do not have access to the team gadgets."},
}

var mistakesWithSwitches = []blunder{
	{"ada", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": "off"}, 422, "third-party-oauth-access must be true or false, not string."},
	{"ada", "PATCH", "/teams/widgets/preferences", object{"third-party-oath-access": false}, 422, "Nothing to change: give addons-controls, default-permission or third-party-oauth-access."},
	{"ada", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": nil}, 422, "Nothing to change"},
	{"ada", "PATCH", "/teams/widgets/preferences", object{"default-permission": "meber"}, 422, `Unknown role "meber". Roles are admin, member and viewer.`},
	{"ada", "PATCH", "/teams/widgets/preferences", object{"default-permission": "collaborator"}, 422, `Unknown role "collaborator".`},
	{"joe", "PATCH", "/teams/widgets/preferences", object{"third-party-oauth-access": false}, 403, "requires team role admin"},
	{"ada", "PATCH", "/teams/nothing/preferences", object{"third-party-oauth-access": false}, 404, "Couldn't find that team."},
	{"ada", "PATCH", "/teams/widgets/members", object{"email": "ada@acme.test", "role": "viewer"}, 422, "at least one admin"},
	{"ada", "GET", "/teams/$none/licenses", nil, 404, "Couldn't find that team."},
	{"ada", "DELETE", "/teams/widgets", nil, 422, "still owns"},
}

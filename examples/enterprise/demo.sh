#!/usr/bin/env bash
# A whole enterprise account, shown: permissions on the account, teams, single sign-on, a private space, a month and a half of usage, and an
# audit trail that tells who changed what behind Terraform's back.
. "$(dirname "$0")/../demo.bash"

heading "A control plane of our own: an enterprise account, 6 people, a team with licences (examples/seed/enterprise.yaml). It is March 1, 2031"

control_plane --database :memory: --seed examples/seed/enterprise.yaml --test-endpoints --test-clock 2031-03-01T00:00:00Z
terraform_as HRKU-ada enterprise

heading "Terraform takes the team over and makes the rest: 2 teams, single sign-on, a space, people, apps (examples/enterprise)"

tf 0 init -input=false
tf 2 plan -input=false -detailed-exitcode -out=first.tfplan
grep '^Plan:' "$work/out"
expect 'Plan: 1 to import, 21 to add, 0 to change, 0 to destroy.'
tf 0 apply -input=false first.tfplan
sed -n 's/^\(herokuenterprise_[a-z_]*\)\..*: Creation complete.*/\1/p' "$work/out" | sort | uniq -c
grep '^Apply complete' "$work/out"
tf 0 plan -input=false -detailed-exitcode
printf '\nA second plan: %s\n' "$(grep '^No changes' "$work/out")"

heading "A check tells of people without a second factor, and no plan gives them more than view (require_mfa)"

expect 'Neither MFA nor SSO: dan@acme.test'
sed -n '/^Neither MFA/p' "$work/out"
tf 1 plan -input=false -var on_call=dan@acme.test
expect 'dan@acme.test has no multi-factor authentication and would get operate on the app acme-shop, which the provider argument require_mfa forbids.'
echo "terraform plan -var on_call=dan@acme.test: Error: No second factor"

heading "Single sign-on: Nina, whom nobody has added, signs in through the bank's identity provider"

api 201 HRKU-ada POST /_test/sign-ins '{"team": "acme-bank", "email": "nina@acme.test", "name": "Nina Berg"}'
nina=$(first token)
[[ $answer == *'"role":"viewer"'* ]] || fail "Nina is no viewer: $answer"
echo "She has an account now, and is a viewer of acme-bank: the default role."
api 403 "$nina" POST /teams/apps '{"name": "acme-free", "team": "acme-bank"}'
echo "POST /teams/apps: 403 $answer"

heading "A program of another company, which Fay lets work in her name, reaches nothing of the bank's"

api 200 HRKU-dashboards GET /apps/acme-shop
echo "GET /apps/acme-shop: 200"
api 403 HRKU-dashboards GET /apps/acme-ledger
echo "GET /apps/acme-ledger: 403 $answer"

heading "The shop goes live with 2 dynos and a database; at the end of March there are 6 dynos; it is April 16 now"

api 201 HRKU-ada POST /apps/acme-shop/slugs '{"process_types": {"web": "bin/shop"}}'
api 201 HRKU-ada POST /apps/acme-shop/releases "{\"slug\": \"$(first id)\"}"
api 200 HRKU-ada PATCH /apps/acme-shop/formation/web '{"quantity": 2, "size": "standard-1x"}'
api 201 HRKU-ada POST /apps/acme-shop/addons '{"plan": "heroku-postgresql:standard-0"}'
api 200 HRKU-ada POST /_test/clock '{"advance": "744h"}'
api 200 HRKU-ada PATCH /apps/acme-shop/formation/web '{"quantity": 6}'
api 200 HRKU-ada POST /_test/clock '{"advance": "360h"}'

at=enterprise/review
tf 0 init -input=false
tf 0 apply -input=false -auto-approve -var 'months=["2031-03", "2031-04"]'
tf 0 output -raw usage_table
cat "$work/out"
echo
expect 'all 2.00 '
expect 'acme-bank 0.00 0.00 1000.00'
expect 'acme-bank 0.00 0.00 500.00'
expect 'acme-products 3.00 '
at=enterprise

heading "Joe, who may, changes four things behind Terraform's back"

api 200 HRKU-joe PATCH /enterprise-accounts/acme/members/gus@acme.test '{"permissions": ["billing", "manage"]}'
echo "gus@acme.test manages the enterprise account now, and so everybody in it"
api 201 HRKU-joe PUT /spaces/acme-vault/inbound-ruleset '{"rules": [{"action": "allow", "source": "0.0.0.0/0"}]}'
echo "acme-vault lets everybody in"
api 200 HRKU-joe PATCH /teams/acme-bank/preferences '{"third-party-oauth-access": true}'
echo "programs of other companies reach what acme-bank owns"
api 200 HRKU-joe PATCH /spaces/acme-vault/members/fay@acme.test '{"permissions": []}'
echo "fay@acme.test creates no more apps in acme-vault"

heading "The next plan reports each of them, and who it was"

tf 2 plan -input=false -detailed-exitcode -out=repair.tfplan
grep -E '^  # herokuenterprise_.* will be |^Plan:' "$work/out"
for what in \
	'gus@acme.test in the enterprise account acme: It is not' \
	'the trusted ips of the space acme-vault' \
	'the team acme-bank' \
	'fay@acme.test in the space acme-vault'; do
	expect "Warning: Somebody changed ${what%%:*}"
	echo "Somebody changed ${what%%:*}"
done
expect 'joe@acme.test did enterprise_account_member.update at 2031-04-16T00:00:00Z'
expect 'joe@acme.test did inbound_ruleset.create at 2031-04-16T00:00:00Z'
expect 'joe@acme.test did team_preferences.update at 2031-04-16T00:00:00Z'
expect 'joe@acme.test did space_member.update at 2031-04-16T00:00:00Z'
echo "joe@acme.test did enterprise_account_member.update, inbound_ruleset.create, team_preferences.update and space_member.update"

heading "Terraform repairs it"

repair

heading "The review of the day: what changed, and what was refused"

api 403 HRKU-gus DELETE /teams/acme-labs
at=enterprise/review
tf 0 apply -input=false -auto-approve -var 'months=["2031-03", "2031-04"]'
tf 0 output -raw changes_of_access
cat "$work/out"
expect 'joe@acme.test enterprise_account_member.update gus@acme.test'
expect 'ada@acme.test enterprise_account_member.update gus@acme.test'
tf 0 output -raw refusals
printf '\n\nRefused:\n%s\n' "$(cat "$work/out")"
expect 'gus@acme.test team.delete'
at=enterprise

heading "The account is emptied again"

tf 0 destroy -input=false -auto-approve
grep '^Destroy complete' "$work/out"
api 200 HRKU-ada GET /teams
[ "$answer" = "[]" ] || fail "teams are left: $answer"
echo "No team is left."
stop_control_plane

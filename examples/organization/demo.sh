#!/usr/bin/env bash
# The main job, shown: a company comes under Terraform, somebody changes it behind Terraform's back, Terraform notices and
# repairs it.
. "$(dirname "$0")/../demo.bash"

heading "A control plane of our own: an enterprise account, 13 people, no team yet (examples/seed/acme.yaml)"

control_plane --database "$work/acme.db" --seed examples/seed/acme.yaml
terraform_as HRKU-ada organization

heading "Terraform makes the company: 3 teams, 12 people, 8 apps, grants, locks, allowlists (examples/organization)"

tf 0 init -input=false
tf 2 plan -input=false -detailed-exitcode -out=first.tfplan
grep '^Plan:' "$work/out"
tf 0 apply -input=false first.tfplan
sed -n 's/^\(herokuenterprise_[a-z_]*\)\..*: Creation complete.*/\1/p' "$work/out" | sort | uniq -c
grep '^Apply complete' "$work/out"

heading "Who may do what, as the control plane enforces it (terraform output -raw access_table)"

tf 0 output -raw access_table
cat "$work/out"
echo
expect "jill@creative.test"

tf 0 plan -input=false -detailed-exitcode
printf '\nA second plan: %s\n' "$(grep '^No changes' "$work/out")"

heading "It is enforced: Jill, the contractor, asks with her own token"

api 200 HRKU-jill GET /apps/acme-campaign
echo "GET /apps/acme-campaign: 200"
api 403 HRKU-jill GET /apps/acme-shop-prod
echo "GET /apps/acme-shop-prod: 403 $answer"
api 403 HRKU-jill PATCH /teams/apps/acme-campaign '{"locked": false}'
echo "PATCH /teams/apps/acme-campaign: 403 $answer"

heading "Somebody changes four things behind Terraform's back"

api 200 HRKU-ada PATCH /teams/acme-web/members '{"email": "dan@acme.test", "role": "admin"}'
echo "dan@acme.test is now admin of acme-web, and so sees and runs every app of the team"
api 200 HRKU-ada PATCH /teams/apps/acme-shop-prod '{"locked": false}'
echo "acme-shop-prod is unlocked: everybody in acme-web sees it"
api 200 HRKU-ada DELETE /teams/apps/acme-gateway/collaborators/ann@acme.test
echo "ann@acme.test has lost her permissions on acme-gateway"
api 201 HRKU-ada POST /teams/acme-platform/allowed-addon-services '{"addon_service": "sendgrid"}'
echo "sendgrid may be installed in acme-platform"

heading "The next plan reports each of them (terraform plan -detailed-exitcode: status 2)"

tf 2 plan -input=false -detailed-exitcode -out=repair.tfplan
sed '/^Changes to Outputs:/,$d' "$work/out" | grep -E '^  # herokuenterprise_.* will be |^ +~ role |^ +- "|^Plan:'
expect '# herokuenterprise_team_member.this["web/dan"] will be updated in-place'
expect '# herokuenterprise_app_lock.this["acme-shop-prod"] will be created'
expect '# herokuenterprise_app_access.this["acme-gateway/ann"] will be created'
expect '# herokuenterprise_addon_allowlist.platform will be updated in-place'
expect 'Plan: 2 to add, 2 to change, 0 to destroy.'

heading "Terraform repairs it"

repair

heading "The company is taken down again"

tf 0 destroy -input=false -auto-approve
grep '^Destroy complete' "$work/out"
api 200 HRKU-ada GET /teams
[ "$answer" = "[]" ] || fail "teams are left: $answer"

echo "No team is left."
stop_control_plane

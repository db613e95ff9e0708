#!/usr/bin/env bash
# A rehearsal, shown: production is cloned into a control plane of one's own, a change of the configuration is planned, reviewed and applied
# there with a copy of the state, and what came of it is held against the review. Production notices nothing of it.
. "$(dirname "$0")/../demo.bash"

# clone FILE writes what production is into a file, as mockapi clone does.
clone() {
	HEROKU_API_KEY=HRKU-ada "$bin/mockapi" clone --from "$production" --account acme >"$1" 2>"$work/out" || { cat "$work/out"; fail "there is no clone"; }
}

# rights FILE writes who may do what on which app into a file, as the control plane says it.
rights() {
	tf 0 output -json access
	cp "$work/out" "$1"
}

heading "Production: the company of examples/organization. In your case it is at Heroku, and there already"

control_plane --database "$work/production.db" --seed examples/seed/acme.yaml
production=$HEROKU_API_URL
terraform_as HRKU-ada organization
tf 0 init -input=false
tf 0 apply -input=false -auto-approve
grep '^Apply complete' "$work/out"

heading "A clone of it (mockapi clone --from URL --account acme > world.yaml)"

clone "$work/world.yaml"
cat "$work/out"
for what in users 'role:' 'permissions:' 'locked: true'; do
	printf '%4d lines with %s\n' "$(grep -c -- "$what" "$work/world.yaml")" "$what"
done

heading "The clone is served, and a copy of the state fits it: the ids are the same, so nothing is imported and nothing changes"

control_plane --database :memory: --seed "$work/world.yaml" --token-for ada@acme.test
HEROKU_API_KEY=$(sed -n 's/^token for ada@acme.test: //p' "$work/mockapi.log")
export HEROKU_API_KEY
cp -R "$work/organization" "$work/rehearsal"
at=rehearsal
tf 0 plan -input=false -detailed-exitcode
grep '^No changes' "$work/out"
tf 0 apply -input=false -refresh-only -auto-approve # the times are the clone's: they are no drift to be reviewed
rights "$work/before.json"

heading "The change: Dan becomes admin of the web team, Kim leaves, and the blog is locked"

sed -i.old 's/^    dan   = .*/    dan   = { web = "admin" }/; /^    kim   = /d' "$work/rehearsal/people.tf"
sed -i.old '/^    acme-blog = {/,/^    }/s/locked = false/locked = true/' "$work/rehearsal/apps.tf"
for file in people.tf apps.tf; do
	diff "$work/organization/$file" "$work/rehearsal/$file" | grep '^[<>]' || true
done
tf 2 plan -input=false -detailed-exitcode -out=change.tfplan
grep '^Plan:' "$work/out"
tf 0 show -json change.tfplan
cp "$work/out" "$work/plan.json"

heading "The review of it (terraform-provider-herokuenterprise review plan.json)"

status=0
"$bin/terraform-provider-herokuenterprise" review "$work/plan.json" --live --format text --format "json=$work/review.json" >"$work/out" 2>&1 || status=$?
cat "$work/out"
[ "$status" -eq 2 ] || fail "the review ended with status $status, not 2"
expect 'dan@acme.test'
expect 'role admin on team acme-web'
expect 'kim@acme.test'
! grep -q 'outside Terraform' "$work/out" || fail "the review takes the clone for drift"

heading "The change is applied to the rehearsal, and what happened is what the review said"

tf 0 apply -input=false change.tfplan
grep '^Apply complete' "$work/out"
tf 0 plan -input=false -detailed-exitcode
rights "$work/after.json"
cp -R examples/rehearsal/compare "$work"
at=compare
tf 0 init -input=false
tf 0 apply -input=false -auto-approve -var "folder=$work"
tf 0 output -raw rights
printf 'Permissions on apps that were gained (+) and lost (-):\n\n%s\n' "$(cat "$work/out")"
expect '+ dan@acme.test manage on acme-shop-prod'
expect '- kim@acme.test view on acme-blog'

heading "The rehearsal is over; production is what it was, to the byte"

at=rehearsal
tf 0 destroy -input=false -auto-approve
grep '^Destroy complete' "$work/out"
stop_control_plane
clone "$work/afterwards.yaml"
cmp "$work/world.yaml" "$work/afterwards.yaml" || fail "production is not what it was"
echo "A second clone of production is the same file as the first."
stop_control_plane

#!/usr/bin/env bash
# The main job, shown: a company comes under Terraform, somebody changes it behind Terraform's back, Terraform notices and
# repairs it. `make demo` builds both programs first, and so does the test beside this file. Everything happens in a temporary folder, on a control plane that this
# script starts and stops; it fails when anything turns out otherwise than it says.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C

bin=${DEMO_BIN:-bin} # where the two programs are
work=$(mktemp -d)
server=""

cleanup() {
	status=$?
	if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
		kill "$server" || true
		wait "$server" || true
	fi
	if [ "$status" -ne 0 ] && [ -s "$work/mockapi.log" ]; then
		printf '\nThe last lines of the control plane:\n'
		tail -n 20 "$work/mockapi.log"
	fi
	rm -rf "$work"
}
trap cleanup EXIT

step=0
heading() {
	step=$((step + 1))
	printf '\n== %d. %s\n\n' "$step" "$1"
}

fail() {
	printf '\nDEMO FAILED: %s\n' "$1" >&2
	exit 1
}

# tf STATUS ARGUMENTS... runs terraform, keeps what it prints in $work/out, and insists on the exit status.
tf() {
	local want=$1 got=0
	shift
	terraform -chdir="$work/organization" "$@" -no-color >"$work/out" 2>&1 </dev/null || got=$?
	if [ "$got" -ne "$want" ]; then
		cat "$work/out"
		fail "terraform $1 ended with status $got, not $want"
	fi
}

# api STATUS TOKEN METHOD PATH [JSON] makes one call without Terraform, insists on the status of the answer and leaves its body in
# $answer. Bash speaks HTTP/1.0 well enough for that; the machine needs no curl.
api() {
	local want=$1 token=$2 method=$3 path=$4 body=${5:-} address=${HEROKU_API_URL#http://} got
	exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
	printf '%s %s HTTP/1.0\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: application/vnd.heroku+json; version=3\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
		"$method" "$path" "$address" "$token" "${#body}" "$body" >&3
	answer=$(tr -d '\r' <&3)
	exec 3>&-
	got=$(printf '%s\n' "$answer" | sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p')
	[ "$got" = "$want" ] || fail "$method $path was answered with: $answer"
	answer=$(printf '%s\n' "$answer" | sed '1,/^$/d')
}

# expect WORDS insists that terraform has just printed them.
expect() {
	grep -qF -- "$1" "$work/out" || { cat "$work/out"; fail "terraform did not print: $1"; }
}

command -v terraform >/dev/null || fail "terraform is not on PATH: https://developer.hashicorp.com/terraform/install"

heading "A control plane of our own: an enterprise account, 13 people, no team yet (examples/seed/acme.yaml)"

: >"$work/mockapi.log"
"$bin/mockapi" serve --listen 127.0.0.1:0 --database "$work/acme.db" --seed examples/seed/acme.yaml >"$work/mockapi.log" 2>&1 &
server=$!
url=""
for _ in $(seq 300); do
	url=$(sed -n 's/^mockapi listens on \(http:[^ ]*\)$/\1/p' "$work/mockapi.log")
	[ -z "$url" ] || break
	kill -0 "$server" 2>/dev/null || fail "the control plane did not start"
	sleep 0.05
done
[ -n "$url" ] || fail "the control plane has not said where it listens"
echo "mockapi listens on $url, database $work/acme.db"

# Terraform works as Ada, finds the provider that was just built, and asks the network for nothing.
export HEROKU_API_URL=$url HEROKU_API_KEY=HRKU-ada
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_CLI_CONFIG_FILE=$work/terraform.rc
platform=$(go env GOOS)_$(go env GOARCH)
place=$work/mirror/registry.terraform.io/herokuenterprise/herokuenterprise/0.0.1/$platform
mkdir -p "$place" "$work/organization"
cp "$bin/terraform-provider-herokuenterprise" "$place/terraform-provider-herokuenterprise_v0.0.1"
cat >"$work/terraform.rc" <<RC
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
RC
cp examples/organization/*.tf "$work/organization/"

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

tf 0 apply -input=false repair.tfplan
grep -E '^herokuenterprise.* complete after|^Apply complete' "$work/out" | sed 's/ after .*//'
tf 0 plan -input=false -detailed-exitcode
grep '^No changes' "$work/out"

heading "The company is taken down again"

tf 0 destroy -input=false -auto-approve
grep '^Destroy complete' "$work/out"
api 200 HRKU-ada GET /teams
[ "$answer" = "[]" ] || fail "teams are left: $answer"

kill -TERM "$server"
status=0
wait "$server" || status=$?
server=""
[ "$status" -eq 0 ] || fail "the control plane ended with status $status"
echo "No team is left, and the control plane has stopped."
printf '\nThe demo took %d seconds.\n' "$SECONDS"

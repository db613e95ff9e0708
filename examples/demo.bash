#!/usr/bin/env bash
# What the demos have in common: demo.sh of each folder begins by reading this file. Both programs are built before, by `make demo` or by the
# test beside this file. Everything happens in a temporary folder, on control planes that the demo starts and stops; it fails when anything turns out
# otherwise than it says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

bin=${DEMO_BIN:-bin} # where the two programs are
work=$(mktemp -d)
servers=() # the processes of control planes, the last one started first
at=""

cleanup() {
	status=$?
	for server in ${servers[@]+"${servers[@]}"}; do
		kill "$server" 2>/dev/null || true
		wait "$server" || true
	done
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

# tf STATUS ARGUMENTS... runs terraform in the folder $work/$at, keeps what it prints in $work/out, and insists on the exit status.
tf() {
	local want=$1 got=0
	shift
	terraform -chdir="$work/$at" "$@" -no-color >"$work/out" 2>&1 </dev/null || got=$?
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

# first NAME prints the first text of that name in $answer.
first() {
	[[ $answer =~ \"$1\":\"([^\"]*)\" ]] || fail "no $1 in $answer"
	echo "${BASH_REMATCH[1]}"
}

# expect WORDS insists that terraform has just printed them, however it breaks the lines.
expect() {
	tr -s '\n ' ' ' <"$work/out" | grep -qF -- "$1" || { cat "$work/out"; fail "terraform did not print: $1"; }
}

# control_plane ARGUMENTS... starts a control plane, which is the one that everything talks to from then on.
control_plane() {
	: >"$work/mockapi.log"
	"$bin/mockapi" serve --listen 127.0.0.1:0 "$@" >"$work/mockapi.log" 2>&1 &
	local server=$! url=""
	servers=("$server" ${servers[@]+"${servers[@]}"})
	for _ in $(seq 300); do
		url=$(sed -n 's/^mockapi listens on \(http:[^ ]*\)$/\1/p' "$work/mockapi.log")
		[ -z "$url" ] || break
		kill -0 "$server" 2>/dev/null || fail "the control plane did not start"
		sleep 0.05
	done
	[ -n "$url" ] || fail "the control plane has not said where it listens"
	echo "mockapi listens on $url"
	export HEROKU_API_URL=$url
}

# terraform_as TOKEN FOLDER has Terraform work as somebody, in a copy of a folder of examples, with the provider that was just built; it asks the
# network for nothing.
terraform_as() {
	local platform place
	export HEROKU_API_KEY=$1 CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_CLI_CONFIG_FILE=$work/terraform.rc
	platform=$(go env GOOS)_$(go env GOARCH)
	place=$work/mirror/registry.terraform.io/herokuenterprise/herokuenterprise/0.0.1/$platform
	mkdir -p "$place"
	cp "$bin/terraform-provider-herokuenterprise" "$place/terraform-provider-herokuenterprise_v0.0.1"
	cat >"$work/terraform.rc" <<-RC
		provider_installation {
		  filesystem_mirror {
		    path = "$work/mirror"
		  }
		}
	RC
	at=$2
	cp -R "examples/$at" "$work"
	find "$work/$at" \( -name '.terraform*' -o -name '*.tfstate*' \) -prune -exec rm -rf {} +
}

# repair applies the plan in repair.tfplan, and insists that nothing is left to do.
repair() {
	tf 0 apply -input=false repair.tfplan
	grep -E '^herokuenterprise.* complete after|^Apply complete' "$work/out" | sed 's/ after .*//'
	tf 0 plan -input=false -detailed-exitcode
	grep '^No changes' "$work/out"
}

# stop_control_plane ends the control plane that was started last, and insists on its exit status.
stop_control_plane() {
	local server=${servers[0]} status=0
	servers=(${servers[@]+"${servers[@]:1}"})
	kill -TERM "$server"
	wait "$server" || status=$?
	[ "$status" -eq 0 ] || fail "the control plane ended with status $status"
	echo "The control plane has stopped."
	[ "${#servers[@]}" -gt 0 ] || printf '\nThe demo took %d seconds.\n' "$SECONDS"
}

command -v terraform >/dev/null || fail "terraform is not on PATH: https://developer.hashicorp.com/terraform/install"

# What review.sh and drift.sh have in common: both read it.
set -euo pipefail
umask 077 # plans and states hold secrets

private=$(mktemp -d) # what nobody else is to see; it goes with the script
trap 'rm -rf "$private"' EXIT

# initialise FOLDER runs terraform init, and finds the provider that this has installed: it is a program of its own, of the version that plans.
initialise() {
	export TF_IN_AUTOMATION=1 TF_INPUT=0
	terraform -chdir="$1" init -no-color
	program=$(find -L "$1/.terraform/providers" -type f -name 'terraform-provider-herokuenterprise_v*' | sort -V | tail -n 1)
	if [ -z "$program" ]; then
		echo "$0: the configuration in $1 does not use the provider herokuenterprise/herokuenterprise" >&2
		exit 1
	fi
}

# ends STATUS OUT KNOWN... writes the status of a command into OUT/status if it is a known one, else ends with it.
ends() {
	local status=$1 out=$2 known
	shift 2
	for known in "$@"; do
		if [ "$status" -eq "$known" ]; then
			echo "$status" >"$out/status"
			return
		fi
	done
	exit "$status"
}

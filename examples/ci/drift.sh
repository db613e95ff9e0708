#!/usr/bin/env bash
# Says what was changed behind Terraform's back.
#
#   drift.sh FOLDER OUT [FLAG]...    the flags are those of terraform-provider-herokuenterprise drift
#
# OUT gets drift.md and status: 0 without drift, 2 with some.
# shellcheck source=program.bash
. "$(dirname "$0")/program.bash"

folder=$1 out=$2
shift 2
mkdir -p "$out"
initialise "$folder"
terraform -chdir="$folder" show -json >"$private/state.json"
status=0
"$program" drift - --format markdown "$@" <"$private/state.json" >"$out/drift.md" || status=$?
cat "$out/drift.md"
ends "$status" "$out" 0 2

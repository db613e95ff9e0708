#!/usr/bin/env bash
# Plans a folder and says what the plan changes about who may do what.
#
#   review.sh FOLDER OUT [FLAG]...    the flags are those of terraform-provider-herokuenterprise review
#
# OUT gets review.md, review.json, review.sarif and status: 0 if nobody's access changes, 2 if somebody's does, 3 if there is a risk as high as
# --fail-on. None of these fails here, so that the review can be shown first; verdict.sh fails on 3. Call it from the root of the repository:
# SARIF names files from there.
# shellcheck source=program.bash
. "$(dirname "$0")/program.bash"

folder=$1 out=$2
shift 2
mkdir -p "$out"
initialise "$folder"
terraform -chdir="$folder" plan -no-color -lock-timeout=5m -out="$private/plan"
terraform -chdir="$folder" show -json "$private/plan" >"$private/plan.json"
status=0
"$program" review - --source . --format text --format "markdown=$out/review.md" --format "json=$out/review.json" --format "sarif=$out/review.sarif" "$@" \
	<"$private/plan.json" || status=$?
ends "$status" "$out" 0 2 3

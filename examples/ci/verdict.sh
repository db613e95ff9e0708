#!/usr/bin/env bash
# Fails if the review found a risk as high as --fail-on: verdict.sh OUT
set -euo pipefail

status=$(cat "$1/status")
if [ "$status" -eq 3 ]; then
	echo "The review found a risk that somebody has to look at: see the comment on this change." >&2
	exit 3
fi

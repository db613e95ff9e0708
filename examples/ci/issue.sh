#!/usr/bin/env bash
# Keeps one issue about drift: made when there is some, changed while there is, closed when there is none any more: issue.sh OUT
# shellcheck source=forge.bash
. "$(dirname "$0")/forge.bash"

mark="<!-- access drift -->" label=access-drift
list=$(all "$issues?$open&labels=$label")
before=$(mine "$mark" <<<"$list" | jq --arg number "$number" '.[$number] // empty')
if [ "$(cat "$1/status")" -eq 0 ]; then
	if [ -n "$before" ]; then
		call "$change" "$issues/$before" "$close" >/dev/null
		echo "There is no drift any more: the issue $before is closed."
	else
		echo "There is no drift."
	fi
	exit
fi
body=$(jq --null-input --arg mark "$mark" --arg key "$text" --rawfile text "$1/drift.md" '{($key): ($mark + "\n" + $text)}')
if [ -n "$before" ]; then
	call "$change" "$issues/$before" "$body" >/dev/null
	echo "The issue $before has the drift of today."
else
	[ "$number" = iid ] && labels="\"$label\"" || labels="[\"$label\"]"
	body=$(jq --argjson labels "$labels" '. + {title: "Access was changed outside Terraform", labels: $labels}' <<<"$body")
	call POST "$issues" "$body" >/dev/null
	echo "The drift is a new issue."
fi

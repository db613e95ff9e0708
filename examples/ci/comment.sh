#!/usr/bin/env bash
# Shows the review as a comment on the pull request or merge request, which is changed when there is a new review: comment.sh OUT
# shellcheck source=forge.bash
. "$(dirname "$0")/forge.bash"

mark="<!-- access review -->"
body=$(jq --null-input --arg mark "$mark" --rawfile text "$1/review.md" '{body: ($mark + "\n" + $text)}')
list=$(all "$comments")
before=$(mine "$mark" <<<"$list" | jq '.id // empty')
if [ -n "$before" ]; then
	call "$change" "$one_comment/$before" "$body" >/dev/null
	echo "The comment $before has the new review."
elif [ "$(cat "$1/status")" -eq 0 ]; then
	echo "Nobody's access changes: there is nothing to comment."
else
	call POST "$comments" "$body" >/dev/null
	echo "The review is a new comment."
fi

# Where comments and issues go: GitHub or GitLab, whichever runs this. comment.sh and issue.sh read it. The token is in FORGE_TOKEN; it is
# never an argument of a program, which everybody on the machine could read.
set -euo pipefail

# call METHOD PATH [JSON] makes one call and prints the answer. What makes something new is not tried again: it could be made twice.
call() {
	local method=$1 path=$2 body=${3:-} options=(--silent --show-error --fail-with-body)
	[ "$method" = POST ] || options+=(--retry 3)
	[ -z "$body" ] || options+=(--header "Content-Type: application/json" --data-binary @-)
	curl "${options[@]}" --config <(printf 'header = "%s"\n' "$authorization") --request "$method" "$api$path" <<<"$body"
}

# all PATH prints every page of a list as one. A page that does not come is no empty one: what is there would be made again.
all() {
	local page=1 rows separator='?'
	[[ $1 != *\?* ]] || separator='&'
	while :; do
		rows=$(call GET "$1${separator}per_page=100&page=$page") || exit
		printf '%s\n' "$rows"
		[ "$(jq length <<<"$rows")" -eq 100 ] || break
		page=$((page + 1))
	done | jq --slurp 'add // []'
}

# mine MARK picks out of a list what this script has written, the oldest: anybody can write a mark, so the author counts too.
mine() {
	jq --arg mark "$1" --arg me "$me" 'map(select((.user.login // .author.username) == $me and ((.body // .description // "") | startswith($mark)))) | sort_by(.id) | .[0]'
}

if [ "${GITHUB_ACTIONS:-}" = true ]; then
	api=$GITHUB_API_URL authorization="Authorization: Bearer $FORGE_TOKEN" me="github-actions[bot]"
	issues="/repos/$GITHUB_REPOSITORY/issues" open="state=open" number=number text=body change=PATCH close='{"state": "closed"}'
	if change_number=$(jq --exit-status .pull_request.number "$GITHUB_EVENT_PATH"); then
		comments="$issues/$change_number/comments" one_comment="$issues/comments"
	fi
elif [ "${GITLAB_CI:-}" = true ]; then
	api=$CI_API_V4_URL authorization="PRIVATE-TOKEN: $FORGE_TOKEN"
	me=$(call GET /user | jq --raw-output .username)
	issues="/projects/$CI_PROJECT_ID/issues" open="state=opened" number=iid text=description change=PUT close='{"state_event": "close"}'
	comments="/projects/$CI_PROJECT_ID/merge_requests/${CI_MERGE_REQUEST_IID:-}/notes" one_comment=$comments
else
	echo "$0: this is neither GitHub Actions nor GitLab CI" >&2
	exit 1
fi

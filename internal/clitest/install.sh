#!/usr/bin/env bash
# Installs the Heroku CLI that the tests of this folder drive, in the version that the file "version" names, unless it is
# there. HEROKU_CLI_HOME says where. No package runs a script of its own.
set -euo pipefail
version=$(<"$(dirname "$0")/version")
home=${HEROKU_CLI_HOME:-$HOME/.cache/mockapi-heroku-cli}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "node and npm are not on PATH: the tests that drive the Heroku CLI will say that they are skipped."
	exit 0
fi
if [ "$(cat "$home/installed" 2>/dev/null || true)" != "$version" ]; then
	mkdir -p "$home"
	npm install --no-audit --no-fund --ignore-scripts --loglevel=error --prefix "$home" "heroku@$version"
	echo "$version" >"$home/installed" # last: what was interrupted begins anew
fi

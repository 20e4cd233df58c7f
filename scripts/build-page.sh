#!/bin/sh
# Builds the page into ui/dist, unless nothing of it changed since the last build.
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root/ui"
"$root/scripts/node-packages.sh" .
stamp=dist/.complete
if [ -e "$stamp" ] && [ -z "$(find . -path ./node_modules -prune -o -path ./dist -prune -o -path ./test-output -prune \
    -o -type f -newer "$stamp" -print -quit)" ]; then
    exit 0
fi
echo "page: building ui/dist"
npm run --silent build
touch "$stamp"

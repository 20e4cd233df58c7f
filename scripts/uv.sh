#!/bin/sh
# Prints the path of the `uv` program, installing it from PyPI into a small environment of its own the first time.
set -eu
home="${SPANWELL_CACHE:-$HOME/.cache/spanwell}/uv"
if [ ! -x "$home/bin/uv" ]; then
    echo "python: installing the uv package installer into $home" >&2
    mkdir -p "$home"
    python3.11 -m venv "$home" >&2 || {
        "$(dirname "$0")/debian-packages.sh" python3.11-venv >&2
        python3.11 -m venv "$home" >&2
    }
    "$home/bin/pip" install --quiet --only-binary :all: uv >&2
fi
echo "$home/bin/uv"

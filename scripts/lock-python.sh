#!/bin/sh
# Resolves conformance/python/requirements.in again and writes the exact versions to requirements.txt.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../conformance/python"
"$("$here/uv.sh")" pip compile --quiet --upgrade --python-version 3.11 --only-binary :all: --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links -o requirements.txt requirements.in

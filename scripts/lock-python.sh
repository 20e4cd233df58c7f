#!/bin/sh
# Resolves the .in files of conformance/python again and writes the exact versions to the .txt files beside them.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../conformance/python"
for name in requirements requirements-old-client requirements-object-store; do
    "$("$here/uv.sh")" pip compile --quiet --upgrade --python-version 3.11 --only-binary :all: --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links -o "$name.txt" "$name.in"
done

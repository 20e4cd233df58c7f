#!/bin/sh
# Makes sure that there is a C compiler, which SQLite and zstd are built with.
set -eu
command -v cc >/dev/null || "$(dirname "$0")/debian-packages.sh" build-essential

#!/bin/sh
# Builds the page and then the release binary that contains it.
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root"
"$root/scripts/native-tools.sh"
"$root/scripts/build-page.sh"
echo "rust: building the release binary (some minutes the first time)"
cargo build --quiet --release --locked -p spanwell-server

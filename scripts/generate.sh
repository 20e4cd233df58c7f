#!/bin/sh
# Writes every generated file again: the description of the native API and the page's client of it.
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root"
"$root/scripts/node-packages.sh" ui
echo "rust: crates/edge-native/openapi.json"
cargo run --quiet -p xtask -- openapi
echo "page: ui/src/api/schema.ts"
npm --prefix ui run --silent generate

#!/bin/sh
# Measures the release binary, and the official server on the same input. Options go to the benchmark: see
# `scripts/bench.sh --help`. The results are in bench/results.
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root"
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${SPANWELL_CACHE:-$HOME/.cache/spanwell}/target}"
export CARGO_TARGET_DIR
"$root/scripts/build-release.sh"
cargo build --quiet --release --locked -p spanwell-bench
python="$(scripts/python-environment.sh)"
"$CARGO_TARGET_DIR/release/spanwell-bench" --server "$CARGO_TARGET_DIR/release/spanwell" \
    --reference "$python/bin/python" "$@"
echo "python: what a user of the official client waits for"
cd conformance/python
SPANWELL_BINARY="$CARGO_TARGET_DIR/release/spanwell" "$python/bin/python" -m benchmarks.workflows

#!/bin/sh
# Fuzzes what strangers send, a minute for each target: OTLP in protobuf and JSON, uploaded trace data, the filter
# language. `scripts/fuzz.sh 600 filter` fuzzes one target for ten minutes. Ends with an error when something was found; the
# input is then in fuzz/artifacts.
set -eu
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root"
scripts/native-tools.sh
command -v c++ >/dev/null || scripts/debian-packages.sh g++
command -v cargo-fuzz >/dev/null || {
    echo "fuzz: installing cargo-fuzz"
    cargo install --quiet --locked cargo-fuzz
}
# Sanitizers are unstable options of the compiler: of a nightly one, or else of the one at hand.
if rustup run nightly cargo --version >/dev/null 2>&1; then
    toolchain="nightly"
else
    toolchain="$(rustup show active-toolchain | cut -d' ' -f1)"
    export RUSTC_BOOTSTRAP=1
fi
seconds="${1:-60}"
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- otlp_protobuf otlp_json trace_data filter
CARGO_TARGET_DIR="${SPANWELL_CACHE:-$HOME/.cache/spanwell}/target-fuzz"
export CARGO_TARGET_DIR
echo "fuzz: building the targets"
rustup run "$toolchain" cargo fuzz build
host="$(rustup run "$toolchain" rustc -vV | sed -n 's/^host: //p')"
found=""
for target in "$@"; do
    mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
    seeds="fuzz/seeds/$target"
    # The requests of real instrumentations are the best start.
    [ "$target" != otlp_protobuf ] || seeds="crates/otlp/tests/golden/otlp"
    dictionary=""
    [ ! -e "fuzz/dictionaries/$target.txt" ] || dictionary="-dict=fuzz/dictionaries/$target.txt"
    echo "== $target, $seconds s"
    # shellcheck disable=SC2086 # no dictionary is no word
    "$CARGO_TARGET_DIR/$host/release/$target" "fuzz/corpus/$target" "$seeds" -artifact_prefix="fuzz/artifacts/$target/" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -verbosity=0 -print_final_stats=1 $dictionary \
        2>&1 | tee "fuzz/artifacts/$target.log" | grep -E 'panicked|assertion|SUMMARY|Test unit written|^stat::(number|peak)' || true
    grep -q '^stat::number' "fuzz/artifacts/$target.log" && ! grep -qE 'Test unit written|SUMMARY' "fuzz/artifacts/$target.log" ||
        found="$found $target"
done
[ -z "$found" ] || { echo "fuzz: found something in:$found (inputs and logs in fuzz/artifacts)" >&2; exit 1; }
echo "fuzz: nothing found"

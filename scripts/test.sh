#!/usr/bin/env bash
# Every check of the repository, on the machine of a developer and in CI alike.
set -uo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root" || exit 1
source scripts/steps.sh
scripts/native-tools.sh || exit 1
command -v chromium >/dev/null || scripts/debian-packages.sh chromium || exit 1
scripts/node-packages.sh conformance/javascript || exit 1
python="$(scripts/python-environment.sh)" || exit 1
scripts/object-store.sh >/dev/null || exit 1

rust_tests() {
    if command -v cargo-nextest >/dev/null; then
        cargo nextest run --locked --workspace --no-fail-fast
    else
        cargo test --quiet --locked --workspace --no-fail-fast --lib --bins --tests
    fi
}

conformance() {
    (cd conformance/python && "$python/bin/python" -m pytest -q --durations=5 -p no:cacheprovider)
}

step "formats and lints" scripts/lint.sh
step "page: build" scripts/build-page.sh
step "page: unit tests" npm --prefix ui test
step "rust: unit tests" rust_tests
step "rust: examples in docs" cargo test --quiet --locked --workspace --doc
step "rust: docs" env RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --workspace --no-deps
if step "rust: server" cargo build --quiet --locked -p spanwell-server; then
    export SPANWELL_BINARY="$CARGO_TARGET_DIR/debug/spanwell" SPANWELL_PYTHON="$python/bin/python"
    step "page: browser tests" npm --prefix ui run --silent browser-test
    step "conformance" conformance
fi
finish

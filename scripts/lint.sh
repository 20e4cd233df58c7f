#!/usr/bin/env bash
# Formats and lints of all languages; with --fix, repairs what can be repaired.
set -uo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
cd "$root" || exit 1
source scripts/steps.sh
scripts/native-tools.sh || exit 1
scripts/node-packages.sh ui || exit 1
python="$(scripts/python-environment.sh)" || exit 1

if [ "${1:-}" = --fix ]; then
    step "rust: clippy --fix" cargo clippy --quiet --fix --allow-dirty --allow-staged --workspace --all-targets
    step "rust: fmt" cargo fmt --all
    step "page: biome" npm --prefix ui run --silent fix
    step "python: ruff" "$python/bin/ruff" check --fix conformance bench
    step "python: format" "$python/bin/ruff" format conformance bench
    finish
fi
step "rust: fmt" cargo fmt --all --check
step "rust: clippy" cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
step "rust: layers" cargo run --quiet --locked -p xtask -- layers
step "rust: tidy" cargo run --quiet --locked -p xtask -- tidy
step "page: types" npm --prefix ui run --silent check
step "page: biome" npm --prefix ui run --silent lint
step "python: ruff" "$python/bin/ruff" check --quiet conformance
step "python: format" "$python/bin/ruff" format --check --quiet conformance
finish

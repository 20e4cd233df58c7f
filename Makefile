# One entry for people and for CI. `make help` lists the verbs.

SPANWELL_CACHE ?= $(HOME)/.cache/spanwell
CARGO_TARGET_DIR ?= $(SPANWELL_CACHE)/target
export SPANWELL_CACHE CARGO_TARGET_DIR

.DEFAULT_GOAL := help
.PHONY: serve test lint fix gen bench fuzz package help

serve: ## build page and server, then serve on http://localhost:5000 with data in ./spanwell-data
	@scripts/build-release.sh
	@"$(CARGO_TARGET_DIR)/release/spanwell" serve --data-dir ./spanwell-data

test: ## run every check: formats, lints, unit, browser and conformance tests
	@scripts/test.sh

lint: ## formats and lints only (Rust, page, Python)
	@scripts/lint.sh

fix: ## repair formats and what the linters can repair
	@scripts/lint.sh --fix

gen: ## write generated references and clients again
	@scripts/generate.sh

bench: ## measure speed and memory, next to the official server
	@scripts/bench.sh

fuzz: ## fuzz decoders and the filter language for a minute each
	@scripts/fuzz.sh

package: ## build one self-contained release binary with the page inside
	@scripts/build-release.sh
	@ls -l "$(CARGO_TARGET_DIR)/release/spanwell"

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

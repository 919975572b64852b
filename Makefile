# Tollgate. `make` alone says what there is.
# Flags for the program: make run ARGS="--port 4100 --config tollgate.yaml"

ARGS ?=
LINTED := Package.swift Sources Tests Fuzzing/Package.swift Fuzzing/Targets Scripts/ThreadSanitizer

.DEFAULT_GOAL := help
.PHONY: help run demo build test test-peers bench bench-telemetry format lint clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  Flags of the program go through ARGS:   make run ARGS="--port 4100"'

run: ## Install what is missing, build a release, start the gateway (ports 4000 and 4001)
	@Scripts/run.sh serve $(ARGS)

demo: ## The same with a simulated provider and synthetic traffic: numbers without any API key
	@Scripts/run.sh demo $(ARGS)

build: ## Build a release: .build/release/tollgate
	@Scripts/require-swift.sh
	@Scripts/install-packages.sh build
	@Scripts/build-release.sh

test: ## Everything but the heavy peers: layers, lint, unit and end-to-end tests (at most 25 minutes from a clean clone)
	@Scripts/test.sh

test-peers: ## Long soaks and peers that are large to install (at most 35 minutes)
	@Scripts/test-peers.sh

bench: ## Compare with nginx and tiktoken in the same run: make bench ARGS="--only plain --rounds 3"
	@Scripts/require-swift.sh
	@Scripts/install-packages.sh build bench
	@Scripts/build-release.sh
	@python3 Benchmarks/run.py $(ARGS)
	@if [ -z '$(ARGS)' ]; then python3 Benchmarks/tracing.py && python3 Benchmarks/price.py && python3 Benchmarks/tokens.py && python3 Benchmarks/ledger.py; fi
	@python3 Benchmarks/Telemetry/run.py

bench-telemetry: ## Measure the telemetry libraries alone, against committed thresholds
	@Scripts/require-swift.sh
	@Scripts/install-packages.sh build
	@python3 Benchmarks/Telemetry/run.py

format: ## Format the Swift sources in place
	swift format format --in-place --recursive --parallel $(LINTED)

lint: ## Check layers and format
	@Scripts/check-layers.py --self-test
	@Scripts/check-layers.py
	swift format lint --strict --recursive --parallel $(LINTED)

clean: ## Remove everything built (not tollgate-data/)
	rm -rf .build .build-tsan .build-fuzzing

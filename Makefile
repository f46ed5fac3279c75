SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# An LLVM of the user's own: the other two variables follow it unless they are set as well.
ifneq ($(MLIR_SYS_220_PREFIX),)
export TABLEGEN_220_PREFIX ?= $(MLIR_SYS_220_PREFIX)
ifneq ($(wildcard $(MLIR_SYS_220_PREFIX)/lib/libclang*.so*),)
export LIBCLANG_PATH ?= $(MLIR_SYS_220_PREFIX)/lib
endif
endif

# The example that lives outside the workspace; shares the workspace's target folder.
EMBED := $(wildcard examples/embed/Cargo.toml)
EMBED_FLAGS = --manifest-path $(EMBED)
EMBED_TARGET = --target-dir $(or $(CARGO_TARGET_DIR),target)

# `make bench` measures this binary: FVOPT=target/debug/fvopt saves the release build.
FVOPT ?= $(or $(CARGO_TARGET_DIR),target)/release/fvopt
# More for bench/run.py, such as BENCH_OPTIONS="--kernel hdiff --mode contract".
BENCH_OPTIONS ?=

# More for scripts/fuzz.py.
FUZZ_OPTIONS ?=

.PHONY: help setup build test test-cargo test-filecheck test-docs test-embed test-bench python test-python demo fmt fuzz \
        lint lint-fmt lint-clippy lint-doc docs bench bench-quick bench-growth bench-rows bench-compare bench-check bench-calls bench-frozen bench-fvopt

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 24

setup: ## install LLVM/MLIR 22 and the rest where missing (Debian, Ubuntu)
	@scripts/setup.sh

build: setup ## build the workspace
	cargo build --workspace

test: setup test-cargo test-filecheck test-docs test-embed test-bench test-python ## set up, then run every test

test-cargo: ## unit, integration and documentation tests
	cargo test --workspace --no-fail-fast

test-filecheck: ## the lit suite in tests/filecheck
	scripts/filecheck.sh

test-docs: ## the commands of README, tutorial and other pages; whether the dialect reference is up to date
	scripts/reference.sh --check
	scripts/tutorial.sh

test-embed: ## the tests of examples/embed, outside the workspace
ifneq ($(EMBED),)
	cargo test $(EMBED_FLAGS) $(EMBED_TARGET)
endif

test-bench: ## the own arithmetic of the benchmarks and of the fuzzer; nothing is timed
	cd bench && python3 -m unittest discover -s tests -t .
	cd scripts && python3 -m unittest discover -s . -t .
	python3 -m compileall -q bench scripts

test-python: setup ## the Python package, with GT4Py where it can be installed (FVOPT_PYTHON=python3.12)
	scripts/test-python.sh

python: setup ## a wheel of the Python package, in python/dist
	scripts/wheel.sh

bench: bench-fvopt ## measure fvopt and its peers: all kernels, sizes, types, threads (hours)
	python3 bench/run.py full --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-quick: bench-fvopt ## the same at 192x192x80, f64, 2 threads (minutes, once the peers are built)
	python3 bench/run.py quick --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-growth: bench-fvopt ## how the time to compile grows with each dimension of a program
	python3 bench/compile_growth.py --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-rows: bench-fvopt ## what a point takes with rows of 64 to 200 points
	python3 bench/row_lengths.py --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-compare: bench-fvopt ## this fvopt and another one: BENCH_OPTIONS="--against OLD"
	python3 bench/compare.py --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-check: bench-fvopt ## build the peers and compare all results on a small domain
	python3 bench/run.py check --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-calls: setup ## what a call costs, however the program is called
	cargo bench -p fvopt-runtime --bench calls

bench-frozen: bench-fvopt ## what it takes to load, bind and first call a frozen program
	cargo build --release -p fvopt-frozen --example first_call
	python3 bench/frozen_costs.py --fvopt $(FVOPT) $(BENCH_OPTIONS)

bench-fvopt: setup
	@scripts/setup-bench.sh
ifeq ($(FVOPT),$(or $(CARGO_TARGET_DIR),target)/release/fvopt)
	cargo build --release -p fvopt-cli --bin fvopt
endif

fuzz: setup ## mutated programs, bytecode and command lines: make fuzz FUZZ_OPTIONS="--minutes 60 --seed 7"
	cargo build -p fvopt-cli --bins
	scripts/fuzz.py $(FUZZ_OPTIONS)

demo: setup ## set up, build, run the main job
	cargo build -p fvopt-cli --bin fvopt
	scripts/demo.sh

fmt: ## format all Rust code
	cargo fmt --all
ifneq ($(EMBED),)
	cargo fmt $(EMBED_FLAGS)
endif

lint: lint-fmt lint-clippy lint-doc ## formatting, clippy and rustdoc, warnings denied

lint-fmt:
	cargo fmt --all --check
ifneq ($(EMBED),)
	cargo fmt $(EMBED_FLAGS) --check
endif

lint-clippy:
	cargo clippy --workspace --all-targets -- -D warnings
ifneq ($(EMBED),)
	cargo clippy $(EMBED_FLAGS) $(EMBED_TARGET) --all-targets -- -D warnings
endif

lint-doc:
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

docs: ## rustdoc, and the book in docs/ when mdbook is installed
	cargo doc --workspace --no-deps
	@if [[ ! -f docs/book.toml ]]; then :; \
	elif command -v mdbook >/dev/null; then mdbook build docs; \
	else echo "docs: mdbook not found, the book is left out (cargo install mdbook)"; fi

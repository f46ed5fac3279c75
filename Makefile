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

.PHONY: help setup build test test-cargo test-filecheck test-docs test-embed demo fmt \
        lint lint-fmt lint-clippy lint-doc docs

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 24

setup: ## install LLVM/MLIR 22 and the rest where missing (Debian, Ubuntu)
	@scripts/setup.sh

build: setup ## build the workspace
	cargo build --workspace

test: setup test-cargo test-filecheck test-docs test-embed ## set up, then run every test

test-cargo: ## unit, integration and documentation tests
	cargo test --workspace --no-fail-fast

test-filecheck: ## the lit suite in tests/filecheck
	scripts/filecheck.sh

test-docs: ## the tutorial's commands, and whether the dialect reference is up to date
	scripts/reference.sh --check
	scripts/tutorial.sh

test-embed: ## the tests of examples/embed, outside the workspace
ifneq ($(EMBED),)
	cargo test $(EMBED_FLAGS) $(EMBED_TARGET)
endif

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

#!/usr/bin/env bash
# Builds the extension module, and runs the tests of the Python package.
#
#   scripts/test-python.sh                       all of them
#   scripts/test-python.sh tests/gt4py -k while  what pytest is told
set -euo pipefail
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

python="$("$ROOT/scripts/setup-python.sh")"
# The whole workspace, so that features are unified as in cargo test and nothing is built twice.
cargo build --workspace --lib
ln -sf "$TARGET_DIR/debug/lib_fvopt.so" "$ROOT/python/fvopt/_fvopt.abi3.so"
cd "$ROOT/python"
"$python" -m ruff check .
"$python" -m ruff format --check .
PYTHONPATH=. "$python" -m pytest "$@"

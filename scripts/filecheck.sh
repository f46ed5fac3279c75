#!/usr/bin/env bash
# Builds the tools and runs the lit suite over them.
#
#   scripts/filecheck.sh                                   everything in tests/filecheck
#   scripts/filecheck.sh tests/filecheck/passes            one folder
#   LIT_OPTS=-a scripts/filecheck.sh tests/filecheck/x.mlir   one file, its output in full
set -euo pipefail
started_in="$PWD"
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

paths=()
for path in "$@"; do
  [[ "$path" == /* ]] || path="$started_in/$path"
  paths+=("$path")
done
((${#paths[@]} > 0)) || paths=("$ROOT/tests/filecheck")

find_lit || { echo "filecheck: no lit found; run make setup" >&2; exit 1; }

# The whole workspace, so that features are unified as in cargo test and nothing is built twice.
cargo build --workspace --bins

export PATH="$TARGET_DIR/debug:$LLVM_PREFIX/bin:$LLVM_DEFAULT/bin:$PATH"
mkdir -p "$TARGET_DIR/filecheck"
results="$TARGET_DIR/filecheck/results.json"
rm -f "$results"

status=0
"${LIT[@]}" -sv --param "target_dir=$TARGET_DIR" --output "$results" "${paths[@]}" || status=$?

if [[ ! -s "$results" ]]; then
  echo "filecheck: lit wrote no results: no test found, or lit itself failed" >&2
  echo "lit: 0 passed, 0 failed"
  exit 1
fi

# lit's result codes, counted; a test that fails as expected (XFAIL) has passed.
python3 - "$results" <<'PYTHON' || status=1
import collections, json, sys

with open(sys.argv[1]) as file:
    codes = collections.Counter(test["code"] for test in json.load(file)["tests"])
not_run = {code: codes.pop(code) for code in ("UNSUPPORTED", "EXCLUDED", "SKIPPED") if code in codes}
passed = sum(codes.pop(code, 0) for code in ("PASS", "FLAKYPASS", "XFAIL"))
failed = sum(codes.values())
for code, count in not_run.items():
    print(f"filecheck: {count} {code.lower()}")
if passed + failed == 0:
    print("filecheck: no test ran", file=sys.stderr, flush=True)
print(f"lit: {passed} passed, {failed} failed", flush=True)
sys.exit(failed != 0 or passed == 0)
PYTHON
exit "$status"

# shellcheck shell=bash
# Where things are. Sourced by the other scripts; changes to the repository's root.
# Sets ROOT, TARGET_DIR, LLVM_DEFAULT, LLVM_PREFIX and defines find_lit.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT" || exit 1

TARGET_DIR="${CARGO_TARGET_DIR:-target}"
[[ "$TARGET_DIR" == /* ]] || TARGET_DIR="$ROOT/$TARGET_DIR"

# The same default as in .cargo/config.toml; a value of the user's own wins there and here.
LLVM_DEFAULT=/usr/lib/llvm-22
LLVM_PREFIX="${MLIR_SYS_220_PREFIX:-$LLVM_DEFAULT}"
LLVM_PREFIX="${LLVM_PREFIX%/}"

# Sets LIT to the command of the first lit that starts; fails when there is none.
find_lit() {
  local prefix
  for prefix in "$LLVM_PREFIX" "$LLVM_DEFAULT"; do
    LIT=("$prefix/bin/lit")
    lit_starts && return
    LIT=(python3 "$prefix/build/utils/lit/lit.py")
    lit_starts && return
  done
  LIT=(env "PYTHONPATH=$TARGET_DIR/lit" python3 "$TARGET_DIR/lit/bin/lit")
  lit_starts && return
  LIT=()
  return 1
}

lit_starts() {
  [[ "$("${LIT[@]}" --version 2>/dev/null)" == "lit "* ]]
}

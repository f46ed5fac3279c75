#!/usr/bin/env bash
# Four deliberate mutations, each of which a named test must catch. Works on a copy of the
# sources in the folder given (default: target/mutations) and shares nothing with your tree.
#
#   scripts/mutations.sh [FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
copy=${1:-target/mutations}
mkdir -p "$copy"
tar -c --exclude=./target --exclude=./.git . | tar -x -C "$copy"

lowering=crates/lowering/src

# NAME, the test that catches it, the file, a sed expression.
mutate() {
  local name=$1 test=$2 file=$3 expression=$4
  cp "$file" "$copy/$file"
  sed -i "$expression" "$copy/$file"
  if cmp -s "$file" "$copy/$file"; then
    echo "mutation '$name' changes nothing: adapt it to the sources" >&2
    exit 1
  fi
  if (cd "$copy" && cargo test -q -p fvopt-testing --test property --no-run >/dev/null 2>&1); then
    if (cd "$copy" && cargo test -q -p fvopt-testing --test property -- --exact "named::$test" >/dev/null 2>&1); then
      echo "SURVIVED $name: $test does not notice" >&2
      exit 1
    fi
  else
    echo "mutation '$name' does not compile" >&2
    exit 1
  fi
  echo "caught: $name by $test"
  cp "$file" "$copy/$file"
}

mutate "no barrier between the stages of a plane sweep" \
  stages_of_a_plane_sweep_wait_for_each_other "$lowering/kernel/sweep.rs" \
  's/let is_plane = sweep\.is_plane_sweep();/let is_plane = std::hint::black_box(false);/'
mutate "swap parity ignored" \
  odd_swaps_end_in_the_fields_of_the_caller "$lowering/program/swaps.rs" \
  's/if moved\.is_empty() {/if moved.is_empty() || std::hint::black_box(true) {/'
mutate "halo recomputed across a store" \
  computing_does_not_cross_a_store crates/passes/src/program_flatten/forward.rs \
  's/contents\.set(field, new\.result(0));/contents.set(field, store.temp());/'
mutate "an empty interval executed" \
  empty_intervals_run_nothing "$lowering/kernel/sweep.rs" \
  's/let (low, high) = interval\.levels\.values(builder);/let (low, high) = interval.levels.values(builder); let high = builder.binary("arith.maxsi", high, builder.shifted(low, 1));/'
echo "all four mutations are caught"

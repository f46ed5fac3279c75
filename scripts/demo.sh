#!/usr/bin/env bash
# The main job: a real program, flattened, lowered, compiled, run and checked.
set -euo pipefail
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

exec cargo run -q -p fvopt-cli --bin fvopt -- demo "$@"

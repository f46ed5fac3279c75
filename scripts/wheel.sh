#!/usr/bin/env bash
# A wheel of the Python package, in python/dist. `FVOPT_WHEEL_PROFILE=dev` takes the development build.
set -euo pipefail
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

python="$("$ROOT/scripts/setup-python.sh")"
"$python" -m maturin --version >/dev/null 2>&1 ||
  "$python" -m pip --quiet --disable-pip-version-check install 'maturin>=1.9,<2'
rm -f "$ROOT/python/fvopt/_fvopt.abi3.so"
cd "$ROOT/python"
"$python" -m maturin build --profile "${FVOPT_WHEEL_PROFILE:-release}" --compatibility linux --out dist
ls -l dist

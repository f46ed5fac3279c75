#!/usr/bin/env bash
# A virtual environment for the Python package and its tests, in the target folder; prints its interpreter.
# GT4Py is in it where pip can install it for the interpreter; where not, the reason is printed and the tests that
# need it are skipped.
#
#   FVOPT_PYTHON=/path/to/python3.12 scripts/setup-python.sh
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
note() { echo "setup-python: $*" >&2; }

python="${FVOPT_PYTHON:-}"
for candidate in python3.14 python3.13 python3.12 python3.11 python3.10 python3; do
  [[ -n "$python" ]] && break
  ! "$candidate" -c "" 2>/dev/null || python="$candidate"
done
[[ -n "$python" ]] || { note "no Python 3.10 or later was found"; exit 1; }
version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))')" ||
  { note "the package needs Python 3.10 or later, and $python is $version"; exit 1; }
venv="${CARGO_TARGET_DIR:-$root/target}/python/$version"

if [[ ! -x "$venv/bin/python" ]] || ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    { note "python3-venv is missing: apt-get install python3-venv"; exit 1; }
  "$python" -m venv "$venv" >&2
fi
pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install)
"$venv/bin/python" -c 'import numpy, pytest, ruff' 2>/dev/null || "${pip[@]}" numpy 'pytest>=8' 'ruff>=0.9' >&2
if ! "$venv/bin/python" -c 'import gt4py.cartesian' 2>/dev/null; then
  note "installing GT4Py for Python $version (up to four minutes)"
  if ! timeout 240 "${pip[@]}" gt4py >&2 || ! "$venv/bin/python" -W ignore -c 'import gt4py.cartesian' 2>"$venv/gt4py.log"; then
    note "GT4Py cannot be used with Python $version: $(tail -n 1 "$venv/gt4py.log" 2>/dev/null || echo "pip cannot install it")"
  fi
fi
echo "$venv/bin/python"

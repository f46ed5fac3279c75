#!/usr/bin/env bash
# What the benchmark's peers need besides Python packages: Boost's headers and a
# C++ compiler for GT4Py. Installed on Debian and Ubuntu where missing; never a
# reason to stop, because a peer that cannot be built is reported as missing.
set -euo pipefail

packages=()
[[ -e /usr/include/boost/version.hpp ]] || packages+=(libboost-dev)
command -v g++ >/dev/null || packages+=(g++)
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3-venv)
((${#packages[@]} > 0)) || exit 0

note() { echo "setup-bench: $*" >&2; }
if ! command -v apt-get >/dev/null; then
  note "missing: ${packages[*]} (names of Debian's packages); GT4Py and DaCe will be reported as missing"
  exit 0
fi
as_root=()
((EUID == 0)) || as_root=(sudo)
"${as_root[@]}" apt-get install -y --no-install-recommends "${packages[@]}" >/dev/null 2>&1 ||
  { "${as_root[@]}" apt-get update >/dev/null 2>&1 && "${as_root[@]}" apt-get install -y --no-install-recommends "${packages[@]}" >/dev/null; } ||
  note "cannot install ${packages[*]}; what needs them will be reported as missing"

#!/usr/bin/env bash
# Installs what the build and the tests need and is not there yet. Safe to run again.
#
# A complete MLIR_SYS_220_PREFIX of your own is used instead of the LLVM packages.
set -euo pipefail
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

LLVM_PACKAGES=(
  llvm-22-dev libmlir-22-dev mlir-22-tools llvm-22-tools libclang-22-dev
  clang-22 lld-22 libomp-22-dev libpolly-22-dev
)
# What LLVM's libraries are linked against: package and the library's name.
LINKED_LIBRARIES=(
  libzstd-dev:zstd zlib1g-dev:z libxml2-dev:xml2 libz3-dev:z3
  libcurl4-openssl-dev:curl libedit-dev:edit libffi-dev:ffi
)

say() { printf 'setup: %s\n' "$*"; }
stop() {
  printf 'setup: error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
on_debian() { have apt-get && have dpkg-query; }

# Prints the files of an LLVM 22 installation that a prefix lacks; LLVM's other parts come with these.
lacking_in_prefix() {
  local file
  for file in bin/llvm-config bin/mlir-tblgen lib/libMLIRIR.a; do
    [[ -e "$1/$file" ]] || echo "$1/$file"
  done
}

# True when the packages come from the user's own prefix. Stops when that prefix cannot serve.
uses_own_prefix() {
  [[ -n "${MLIR_SYS_220_PREFIX:-}" && "$LLVM_PREFIX" != "$LLVM_DEFAULT" ]] || return 1
  local lacking version
  mapfile -t lacking < <(lacking_in_prefix "$LLVM_PREFIX")
  ((${#lacking[@]} == 0)) ||
    stop "MLIR_SYS_220_PREFIX is set, but these are missing (unset it to use Debian's packages):" "${lacking[@]}"
  version="$("$LLVM_PREFIX/bin/llvm-config" --version)" || version=unknown
  [[ "$version" == 22.* ]] || stop "MLIR_SYS_220_PREFIX=$LLVM_PREFIX holds LLVM $version; 22 is needed"
}

# True when bindgen will find a libclang beside the user's own LLVM or where LIBCLANG_PATH says.
has_libclang() {
  compgen -G "$LLVM_PREFIX/lib/libclang*.so*" >/dev/null ||
    compgen -G "${LIBCLANG_PATH:-$LLVM_DEFAULT/lib}/libclang*.so*" >/dev/null
}

# Prints the packages that dpkg does not have installed.
missing_by_dpkg() {
  local package
  local -A installed=()
  while read -r package status; do
    [[ "$status" == installed ]] && installed[$package]=1
  done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    [[ -n "${installed[$package]:-}" ]] || echo "$package"
  done
}

# Prints, by Debian's names, the packages whose files a system without dpkg lacks.
missing_by_trial() {
  local entry
  if [[ "$1" == own ]]; then
    has_libclang || echo libclang-22-dev
  elif [[ -n "$(lacking_in_prefix "$LLVM_DEFAULT")" ]]; then
    printf '%s\n' "${LLVM_PACKAGES[@]}"
  fi
  for entry in "${LINKED_LIBRARIES[@]}"; do
    echo 'int main(void) { return 0; }' |
      cc -x c -o /dev/null - "-l${entry#*:}" >/dev/null 2>&1 || echo "${entry%%:*}"
  done
}

install_packages() {
  local missing=("$@") none=() package candidate
  local as_root=()
  if ((EUID != 0)); then
    have sudo || stop "not root and no sudo; as root run:" "apt-get update && apt-get install -y ${missing[*]}"
    as_root=(sudo)
  fi
  say "apt-get update"
  "${as_root[@]}" apt-get update -qq || say "apt-get update failed; going on with the lists that are there"
  for package in "${missing[@]}"; do
    candidate="$(LC_ALL=C apt-cache policy "$package" | sed -n 's/^ *Candidate: *//p')"
    [[ -n "$candidate" && "$candidate" != "(none)" ]] || none+=("$package")
  done
  if ((${#none[@]} > 0)); then
    printf 'setup: error: apt has no candidate for:\n' >&2
    printf '  %s\n' "${none[@]}" >&2
    stop "missing in all (LLVM 22: Debian 12 or later with its security archive, or https://apt.llvm.org):" "${missing[@]}"
  fi
  say "apt-get install ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
    stop "apt-get install failed; missing:" "${missing[@]}"
}

install_lit() {
  if ! python3 -m pip --version >/dev/null 2>&1; then
    on_debian || stop "missing:" "lit (the LLVM test runner)" "pip (to install lit)"
    install_packages python3-pip
  fi
  say "no working lit in $LLVM_PREFIX: pip install lit into $TARGET_DIR/lit"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
    --upgrade --target "$TARGET_DIR/lit" lit==18.1.8 || stop "missing:" "lit (pip could not install it)"
  find_lit || stop "missing:" "lit (installed into $TARGET_DIR/lit, but does not start)"
}

have cargo || stop "cargo not found: install rustup (https://rustup.rs), open a new shell, run again"

llvm=packages
if uses_own_prefix; then llvm=own; fi

missing=()
if on_debian; then
  wanted=("${LINKED_LIBRARIES[@]%%:*}")
  [[ $llvm == own ]] || wanted=("${LLVM_PACKAGES[@]}" "${wanted[@]}")
  [[ $llvm != own ]] || has_libclang || wanted+=(libclang-22-dev)
  mapfile -t missing < <(missing_by_dpkg "${wanted[@]}")
else
  mapfile -t missing < <(missing_by_trial "$llvm")
fi
{ have cc && have c++; } || missing+=(g++)
have gfortran || missing+=(gfortran)
have python3 || missing+=(python3)

changed=no
if ((${#missing[@]} > 0)); then
  on_debian ||
    stop "set-up installs on Debian and Ubuntu only; missing here, by Debian's names:" "${missing[@]}"
  install_packages "${missing[@]}"
  changed=yes
fi

mapfile -t lacking < <(lacking_in_prefix "$LLVM_PREFIX")
((${#lacking[@]} == 0)) || stop "missing although the packages are installed:" "${lacking[@]}"

if ! find_lit; then
  install_lit
  changed=yes
fi

summary="LLVM $("$LLVM_PREFIX/bin/llvm-config" --version) in $LLVM_PREFIX"
if [[ $changed == yes ]]; then say "done, $summary"; else say "nothing to do, $summary"; fi
if [[ $llvm == own && -z "${TABLEGEN_220_PREFIX:-}" ]]; then
  say "for cargo without make: export TABLEGEN_220_PREFIX=$LLVM_PREFIX (and LIBCLANG_PATH where libclang is elsewhere)"
fi

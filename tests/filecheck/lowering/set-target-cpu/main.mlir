// Functions say which processor their code is for; for this machine's nothing is said.

// RUN: fvopt-opt %s '--set-target-cpu=cpu=generic' | FileCheck %s --check-prefix=NAMED
// RUN: fvopt-opt %s --set-target-cpu | FileCheck %s --check-prefix=HOST
// RUN: not fvopt-opt %s --set-target-cpu=cpu=abacus 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not fvopt-opt %s --set-target-cpu=features=avx 2>&1 | FileCheck %s --check-prefix=SIGN
// RUN: not fvopt-opt %s --set-target-cpu=features=+beads 2>&1 | FileCheck %s --check-prefix=FEATURE

// NAMED: llvm.func @f() attributes {target_cpu = "generic"}
// HOST: llvm.func @f() {
// UNKNOWN: error: LLVM knows no processor `abacus` of the kind
// SIGN: error: the feature `avx` of the processor starts neither with + nor with -
// FEATURE: error: LLVM knows no feature `beads` of processors of the kind

llvm.func @f() {
  llvm.return
}

// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: program.func @exchange(
program.func @exchange(%q: !stencil.field<ijk x f64>, %t: !stencil.field<k x f64>) attributes {domain = array<i64: 3, 3, 1>} {
  // CHECK: program.exchange %{{.*}} [3, 3, 2, 2] : <ijk x f64>
  program.exchange %q [3, 3, 2, 2] : !stencil.field<ijk x f64>
  // CHECK: program.exchange %{{.*}} [0, 0, 0, 0] : <k x f64>
  program.exchange %t [0, 0, 0, 0] : !stencil.field<k x f64>
  // With a box the function's domain, and its pinned size, do not matter.
  // CHECK: program.exchange %{{.*}} [4, 4, 0, 0] (i = start - 1 to end + 1, j = start to end, k = start to end) : <ijk x f64>
  program.exchange %q [4, 4, 0, 0] (i = start - 1 to end + 1, j = start to end, k = start to end) : !stencil.field<ijk x f64>
  program.return
}

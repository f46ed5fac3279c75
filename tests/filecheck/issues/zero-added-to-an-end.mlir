// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s --mlir-print-op-generic | fvopt-opt | FileCheck %s

// Zero may be added to an end and taken from it, as generators write it.

// CHECK-LABEL: stencil.func @zeros
stencil.func @zeros(%q: !stencil.field<ijk x f64>, %p: index) {
  %l = stencil.load %q : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  // CHECK: stencil.store %{{.*}} to %{{.*}} (i = start to end, j = min(start, %arg1) to max(end, %arg1), k = 0 to %arg1)
  stencil.store %l to %q (i = start + 0 to end - 0, j = min(start - 0, %p + 0) to max(end + 0, %p - 0), k = -0 to %p - 0)
    : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // CHECK: stencil.store %{{.*}} to %{{.*}} (i = start to end, j = -1 to end - 1, k = start to end - 10)
  stencil.store %l to %q (i = start -0 to end+0, j = -0 - 1 to end - 1, k = start to end - 10)
    : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// In an attribute the positions are numbers.

// CHECK-LABEL: module
// CHECK-SAME: probe.box = #stencil.box<(i = start to end, k = pos(0) to pos(1))>
module attributes {probe.box = #stencil.box<(i = start + 0 to end - 0, k = pos(0) - 0 to pos(1) + 0)>} {}

// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @store(
// CHECK-SAME: %[[F:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[Q:[a-z0-9]+]]: !stencil.field<ijk x 4 x f64>, %[[N:[a-z0-9]+]]: index
stencil.func @store(%f: !stencil.field<ijk x f64>, %q: !stencil.field<ijk x 4 x f64>, %n: index) {
  // CHECK: %[[T:[a-z0-9]+]] = stencil.undef
  %t = stencil.undef : !stencil.temp<ijk x f64>
  // CHECK: stencil.store %[[T]] to %[[F]] (i = start to end, j = start to end, k = %[[N]] to %[[N]] + 1) : <ijk x f64> to <ijk x f64>
  stencil.store %t to %f (i = start to end, j = start to end, k = %n to %n + 1) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  // CHECK: stencil.store %[[T]] to %[[Q]] at %[[N]] (i = start to end, j = start to end, k = %[[N]] to end) : <ijk x f64> to <ijk x 4 x f64>
  stencil.store %t to %q at %n (i = start to end, j = start to end, k = %n to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
  // CHECK: stencil.store %[[T]] to %[[Q]] at %[[N]] nontemporal (i = start to end, j = start to end, k = start to end)
  stencil.store %t to %q at %n nontemporal (i = start to end, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x 4 x f64>
  // An empty box is legal.
  // CHECK: stencil.store %{{.*}} (i = end to start,
  stencil.store %t to %f (i = end to start, j = start to end, k = start to end) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

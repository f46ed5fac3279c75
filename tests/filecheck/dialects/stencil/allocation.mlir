// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s --cse --canonicalize | FileCheck %s --check-prefix=ONCE

// CHECK-LABEL: stencil.func @allocation(
// CHECK-SAME: %[[F:[a-z0-9]+]]: !stencil.field<ijk x f64>, %[[G:[a-z0-9]+]]: !stencil.field<k x 4 x i32>
// ONCE-LABEL: stencil.func @allocation(
// ONCE-COUNT-2: stencil.allocation
// ONCE-NOT: stencil.allocation
stencil.func @allocation(%f: !stencil.field<ijk x f64>, %g: !stencil.field<k x 4 x i32>) {
  // CHECK: %{{.*}}, %{{.*}} = stencil.allocation k of %[[F]] : <ijk x f64>
  %a, %b = stencil.allocation k of %f : !stencil.field<ijk x f64>
  // CHECK: %{{.*}}, %{{.*}} = stencil.allocation i of %[[F]] : <ijk x f64>
  %c, %d = stencil.allocation i of %f : !stencil.field<ijk x f64>
  %e, %h = stencil.allocation i of %f : !stencil.field<ijk x f64>
  // CHECK: %{{.*}}, %{{.*}} = stencil.allocation k of %[[G]] : <k x 4 x i32>
  %i, %j = stencil.allocation k of %g : !stencil.field<k x 4 x i32>
  %l = stencil.load %f : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>
  stencil.store %l to %f (i = %c to %h, j = start to end, k = %a to %b) : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>
  stencil.return
}

// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @interval(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
stencil.func @interval(%n: index, %a: f64) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %x = stencil.sweep forward carries(%c = %t : !stencil.temp<ijk x f64>) {
    // CHECK: stencil.interval (k = start to min(end, %[[N]] + 1)) {
    stencil.interval (k = start to min(%n + 1, end)) {
      stencil.stage writes(%c[0] : !stencil.temp<ijk x f64>) {
        stencil.yield %a : f64
      }
    }
  }
  stencil.return
}

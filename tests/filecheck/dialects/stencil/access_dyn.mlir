// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @access_dyn(
// CHECK-SAME: %[[D:[a-z0-9]+]]: i32, %[[K:[a-z0-9]+]]: index
stencil.func @access_dyn(%d: i32, %k: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %q = stencil.undef : !stencil.temp<k x 4 x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // CHECK: stencil.access_dyn %{{.*}}[0, -1] relative %[[D]] : i32 in [-2, 2] : <ijk x f64>
    %a = stencil.access_dyn %t[0, -1] relative %d : i32 in [-2, 2] : !stencil.temp<ijk x f64>
    // CHECK: stencil.access_dyn %{{.*}}[] relative %[[K]] : index in [0, 0] at %[[K]] : <k x 4 x f64>
    %b = stencil.access_dyn %q[] relative %k : index in [0, 0] at %k : !stencil.temp<k x 4 x f64>
    stencil.yield %a : f64
  }
  // CHECK: stencil.apply -> (!stencil.temp<ij x f64>)
  %s = stencil.apply -> (!stencil.temp<ij x f64>) {
    // CHECK: stencil.access_dyn %{{.*}}[0, 0] absolute %[[K]] : index (k = start to %[[K]] + 1) : <ijk x f64>
    %a = stencil.access_dyn %t[0, 0] absolute %k : index (k = start to %k + 1) : !stencil.temp<ijk x f64>
    // Anywhere in the memory.
    // CHECK: stencil.access_dyn %{{.*}}[1, 0] absolute %[[K]] : index (k = unbounded to unbounded) : <ijk x f64>
    %b = stencil.access_dyn %t[1, 0] absolute %k : index (k = unbounded to unbounded) : !stencil.temp<ijk x f64>
    // CHECK: stencil.access_dyn %{{.*}}[] absolute %[[K]] : index (k = unbounded to unbounded) at %[[K]] : <k x 4 x f64>
    %c = stencil.access_dyn %q[] absolute %k : index () at %k : !stencil.temp<k x 4 x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

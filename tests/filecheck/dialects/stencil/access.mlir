// RUN: fvopt-opt %s | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -mlir-print-op-generic | fvopt-opt | FileCheck %s
// RUN: fvopt-opt %s -emit-bytecode | fvopt-opt | FileCheck %s

// CHECK-LABEL: stencil.func @access(
// CHECK-SAME: %[[N:[a-z0-9]+]]: index
stencil.func @access(%n: index) {
  %t = stencil.undef : !stencil.temp<ijk x f64>
  %plane = stencil.undef : !stencil.temp<ij x f64>
  %q = stencil.undef : !stencil.temp<ijk x 4 x 2 x f64>
  %table = stencil.undef : !stencil.temp<none x 4 x f64>
  %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
    // CHECK: stencil.access %{{.*}}[-1, 0, 2] : <ijk x f64>
    %a = stencil.access %t[-1, 0, 2] : !stencil.temp<ijk x f64>
    // CHECK: stencil.access %{{.*}}[0, 1] : <ij x f64>
    %b = stencil.access %plane[0, 1] : !stencil.temp<ij x f64>
    // CHECK: stencil.access %{{.*}}[0, 0, 0] at %[[N]], %[[N]] : <ijk x 4 x 2 x f64>
    %c = stencil.access %q[0, 0, 0] at %n, %n : !stencil.temp<ijk x 4 x 2 x f64>
    // CHECK: stencil.access %{{.*}}[] at %[[N]] : <none x 4 x f64>
    %d = stencil.access %table[] at %n : !stencil.temp<none x 4 x f64>
    stencil.yield %a : f64
  }
  stencil.return
}

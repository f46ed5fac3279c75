// Results that read nothing, stored on the same box, are one kernel.
// RUN: fvopt-opt %s --fvopt-kernels | FileCheck %s
// CHECK-COUNT-1: stencil.kernel <
// CHECK-NOT: stencil.kernel <
!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>
stencil.func @constant_stores(%p: !field, %q: !field, %s: f64) {
  %a = stencil.apply -> (!temp) {
    stencil.yield %s : f64
  }
  stencil.store %a to %p (i = start to end, j = start to end, k = start to end) : !temp to !field
  %b = stencil.apply -> (!temp) {
    %c = arith.constant 1.0 : f64
    %v = arith.addf %s, %c : f64
    stencil.yield %v : f64
  }
  stencil.store %b to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

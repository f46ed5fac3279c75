// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 5,4,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR VerticalLoop, FORWARD: a sweep sees what it wrote on the levels before.
//
//   with computation(FORWARD):
//       with interval(0, 1):
//           q = a
//       with interval(1, None):
//           q = q[0, 0, -1] * 0.5 + a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @forward(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %r = stencil.sweep forward carries(%c = %old : !temp) {
    stencil.interval (k = start to start + 1) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %half = arith.constant 0.5 : f64
        %p = stencil.access %c[0, 0, -1] : !temp
        %v = stencil.access %x[0, 0, 0] : !temp
        %h = arith.mulf %p, %half : f64
        %s = arith.addf %h, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

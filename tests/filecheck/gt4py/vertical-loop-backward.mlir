// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 5,4,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR VerticalLoop, BACKWARD: the intervals are written in the order they run,
// the highest first.
//
//   with computation(BACKWARD):
//       with interval(-1, None):
//           q = a
//       with interval(0, -1):
//           q = q[0, 0, 1] - a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @backward(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %r = stencil.sweep backward carries(%c = %old : !temp) {
    stencil.interval (k = end - 1 to end) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start to end - 1) {
      stencil.stage writes(%c[0] : !temp) {
        %n = stencil.access %c[0, 0, 1] : !temp
        %v = stencil.access %x[0, 0, 0] : !temp
        %s = arith.subf %n, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

// RUN: fvopt run %s --check | FileCheck %s
// RUN: fvopt run %s --domain 5,4,4 --check | FileCheck %s
// RUN: fvopt run %s --domain 5,4,2 --check | FileCheck %s
// RUN: fvopt run %s --domain 3,2,1 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Interval and AxisBound: ends relative to start or end, gaps between
// intervals (they keep what was there), and intervals that are empty on a small
// domain.
//
//   with computation(FORWARD):
//       with interval(0, 2):
//           q = a
//       with interval(3, -2):
//           q = q[0, 0, -1] + a
//       with interval(-1, None):
//           q = 1.0
// requirement D3

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @interval(%a: !field, %q: !field) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %r = stencil.sweep forward carries(%c = %old : !temp) {
    stencil.interval (k = start to min(start + 2, end)) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = start + 3 to end - 2) {
      stencil.stage writes(%c[0] : !temp) {
        %p = stencil.access %c[0, 0, -1] : !temp
        %v = stencil.access %x[0, 0, 0] : !temp
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
    stencil.interval (k = max(start, end - 1) to end) {
      stencil.stage writes(%c[0] : !temp) {
        %one = arith.constant 1.0 : f64
        stencil.yield %one : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}

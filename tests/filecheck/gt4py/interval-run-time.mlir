// RUN: fvopt run %s --arg n=7 --check | FileCheck %s
// RUN: fvopt run %s --arg n=1 --check | FileCheck %s
// RUN: fvopt run %s --arg n=100 --check | FileCheck %s
// CHECK: {{^}}equal to the interpreter
//
// GTIR Interval with ends that are scalars of the stencil: the ends are index
// operands; min and max keep them in the domain.
//
//   with computation(FORWARD):
//       with interval(0, n):
//           q = a
//       with interval(n, None):
//           q = q[0, 0, -1] + a

!field = !stencil.field<ijk x f64>
!temp = !stencil.temp<ijk x f64>

stencil.func @interval_run_time(%a: !field, %q: !field, %n: i32) {
  %x = stencil.load %a : !field -> !temp
  %old = stencil.load %q : !field -> !temp
  %m = arith.index_cast %n : i32 to index
  %r = stencil.sweep forward carries(%c = %old : !temp) {
    stencil.interval (k = start to min(%m, end)) {
      stencil.stage writes(%c[0] : !temp) {
        %v = stencil.access %x[0, 0, 0] : !temp
        stencil.yield %v : f64
      }
    }
    stencil.interval (k = max(start + 1, %m) to end) {
      stencil.stage writes(%c[0] : !temp) {
        %p = stencil.access %c[0, 0, -1] : !temp
        %v = stencil.access %x[0, 0, 0] : !temp
        %s = arith.addf %p, %v : f64
        stencil.yield %s : f64
      }
    }
  }
  stencil.store %r to %q (i = start to end, j = start to end, k = start to end) : !temp to !field
  stencil.return
}
